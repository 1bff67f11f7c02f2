/** Compares a claimed (λ, m) with sampled volumes: the answer of the exact engine with a truth that is independent of it. */
import type { Polynomial } from "../../src/symbolic/algebra/polynomial.js";
import { exponentOf, powerGiven, volumeCurves } from "./level-sets.js";
import type { Curve } from "./level-sets.js";

export interface Claim {
  /** Of max |f_i|, twice that of Σ f_i². */
  readonly lambda: number;
  readonly multiplicity: number;
}

export interface VolumeVerdict {
  /** "undecided": the volumes do not follow one power yet, or not the same one in boxes of different size. */
  readonly verdict: "agree" | "undecided" | "disagree";
  /** λ as fitted in the last box, given the claimed m. */
  readonly lambda: number;
  /** The volumes in the last box. */
  readonly curves: readonly Curve[];
}

/** Boxes to try one after the other: in small ones other points are far, in large ones δ gets further below the bound. */
const boxes = [
  { radius: 0.1, particles: 400, runs: 2, depth: 30 },
  { radius: 0.5, particles: 1000, runs: 3, depth: 45 },
  { radius: 0.2, particles: 1500, runs: 3, depth: 60 },
  { radius: 0.05, particles: 2000, runs: 3, depth: 90 },
];
/** Relative, and absolute. */
const tolerance = { lambda: 0.03, multiplicity: 0.5 };

/** Tries at most so many boxes until the volumes follow the claim in one of them. */
export function compareWithVolumes(
  ideal: readonly Polynomial[],
  dimension: number,
  claim: Claim,
  seed: number,
  tries: number = boxes.length,
): VolumeVerdict {
  const settled: number[] = [];
  let last: Omit<VolumeVerdict, "verdict"> = { lambda: NaN, curves: [] };
  for (const box of boxes.slice(0, tries)) {
    const curves = volumeCurves(ideal, dimension, { ...box, seed });
    const { value } = exponentOf(curves, claim.multiplicity, 0.5);
    last = { lambda: value, curves };
    if (follow(curves, claim)) return { verdict: "agree", ...last };
    if (isSettled(curves, claim)) settled.push(value);
  }
  const same = Math.max(...settled) < Math.min(...settled) * (1 + tolerance.lambda);
  return { verdict: settled.length === Math.min(tries, boxes.length) && same ? "disagree" : "undecided", ...last };
}

/** Whether the volumes fit (λ, m): λ given m, and m given λ. */
export function follow(curves: readonly Curve[], { lambda, multiplicity }: Claim): boolean {
  const off = exponentOf(curves, multiplicity, 0.5).value / lambda - 1;
  const power = powerGiven(curves, lambda).value;
  return Math.abs(off) < tolerance.lambda && Math.abs(power - multiplicity) < tolerance.multiplicity;
}

/** Whether the volumes follow one power with the claimed m, and do not come closer to the claimed λ. */
function isSettled(curves: readonly Curve[], { lambda, multiplicity }: Claim): boolean {
  const fit = exponentOf(curves, multiplicity, 0.5);
  const early = exponentOf(curves, multiplicity, 0.4, 0.75).value;
  const late = exponentOf(curves, multiplicity, 0.7).value;
  const drift = Math.abs(late / early - 1);
  const away = Math.abs(late - lambda) >= Math.abs(early - lambda);
  return fit.error < 0.01 * fit.value && drift < (away ? 0.02 : 0.005);
}
