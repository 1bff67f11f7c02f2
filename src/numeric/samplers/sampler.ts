/**
 * What a sampler is: `init` gives the slots of a chain at a point, the kernel's phases are one `step`. State (what the
 * chain must carry) and Info (counters) are slots of the same chain; the loop, the tuning and the exchange of states
 * between temperatures live elsewhere.
 */
import type { Engine, Instance, Kernel } from "../engines/kernel.js";
import type { Target } from "./target.js";

export type SamplerName = "sgld" | "rmsprop-sgld" | "sgnht" | "mala" | "hmc" | "mixture" | "gibbs";

/** A sampler for one target. */
export interface Sampler {
  readonly name: SamplerName;
  /** Slots of a chain. */
  readonly slots: number;
  readonly layout: Layout;
  /** How warm-up finds the step size. */
  readonly tuning: Tuning;
  /** The density as an expression; null where the sampler has its own code for it. */
  readonly target: Target | null;
  readonly localization: number;
  /** The slots of a chain at the point w and temperature nβ; the step size and Info are 0. */
  init(w: readonly number[], nbeta: number): Float64Array;
  /** Memory and code for `groups` groups of chains. */
  instantiate(engine: Engine, groups: number, draws: number): Instance;
}

/** A sampler whose steps are a kernel, for any engine. */
export interface KernelSampler extends Sampler {
  readonly target: Target;
  readonly kernel: Kernel;
}

export function kernelSampler(sampler: Omit<KernelSampler, "slots" | "localization" | "instantiate">): KernelSampler {
  return {
    ...sampler,
    slots: sampler.kernel.slots,
    localization: sampler.target.localization,
    instantiate: (engine, groups, draws) => engine.instantiate(sampler.kernel, groups, draws),
  };
}

export interface Layout {
  /** State: the slots of w. */
  readonly position: readonly number[];
  /** State: the slot of K(w). */
  readonly loss: number;
  /** State: the slots of ∇K(w) at every draw; null where the sampler knows none that is exact. */
  readonly gradient: readonly number[] | null;
  /** All of State: what is exchanged between temperatures. */
  readonly state: readonly number[];
  /** Setting: nβ. */
  readonly nbeta: number;
  /** Setting: the step size ε. */
  readonly stepSize: number;
  /** Info: proposals accepted; null for samplers without an acceptance step. */
  readonly accepted: number | null;
  /** Setting: 1 in warm-up, 0 afterwards; null for samplers that adapt nothing but ε. */
  readonly adapting: number | null;
  /** Slots that only one sampler has, by name. */
  readonly special: Readonly<Record<string, readonly number[]>>;
}

/**
 * `none`: there is no step size. `acceptance`: ε is raised and lowered until the share of accepted proposals is `share`. `stability`: ε^order is
 * `fraction` of 4/(nβ·h + γ), h the largest eigenvalue of K's Hessian that the chain meets; for SGLD that is the limit
 * of stability, and the relative bias of a Gaussian's variance is that same fraction. `order` is 2 where ε is a time
 * step and 1 where it is the square of one.
 */
export type Tuning =
  | { readonly kind: "none" }
  | { readonly kind: "acceptance"; readonly share: number; readonly order: 1 | 2 }
  | { readonly kind: "stability"; readonly fraction: number; readonly order: 1 | 2 };

/** Hands out slot numbers in order. */
export interface SlotAllocator {
  one(): number;
  many(count: number): readonly number[];
  total(): number;
}

export function slotAllocator(): SlotAllocator {
  let next = 0;
  return {
    one: () => next++,
    many: (count) => Array.from({ length: count }, () => next++),
    total: () => next,
  };
}
