/**
 * What a sampler is: `init` gives the slots of a chain at a point, the kernel's phases are one `step`. State (what the
 * chain must carry) and Info (counters) are slots of the same chain; the loop, the tuning and the exchange of states
 * between temperatures live elsewhere.
 */
import type { Kernel } from "../engines/kernel.js";
import type { Target } from "./target.js";

export type SamplerName = "sgld" | "mala" | "mixture";

/** A sampler for one target. */
export interface Sampler {
  readonly name: SamplerName;
  readonly target: Target;
  readonly kernel: Kernel;
  readonly layout: Layout;
  /** How warm-up finds the step size. */
  readonly tuning: Tuning;
  /** The slots of a chain at the point w and temperature nβ; the step size and Info are 0. */
  init(w: readonly number[], nbeta: number): Float64Array;
}

export interface Layout {
  /** State: the slots of w. */
  readonly position: readonly number[];
  /** State: the slot of K(w). */
  readonly loss: number;
  /** All of State: what is exchanged between temperatures. */
  readonly state: readonly number[];
  /** Setting: nβ. */
  readonly nbeta: number;
  /** Setting: the step size ε. */
  readonly stepSize: number;
  /** Info: proposals accepted; null for samplers without an acceptance step. */
  readonly accepted: number | null;
}

/**
 * `acceptance`: ε is raised and lowered until the share of accepted proposals is `share`. `stability`: ε is `fraction`
 * of the limit 4/(nβ·h + γ), h the largest eigenvalue of K's Hessian that the chain meets; the relative bias of a
 * Gaussian's variance is that same fraction.
 */
export type Tuning =
  { readonly kind: "acceptance"; readonly share: number } | { readonly kind: "stability"; readonly fraction: number };

/** Hands out slot numbers in order. */
export function slotAllocator(): { one(): number; many(count: number): readonly number[]; total(): number } {
  let next = 0;
  return {
    one: () => next++,
    many: (count) => Array.from({ length: count }, () => next++),
    total: () => next,
  };
}
