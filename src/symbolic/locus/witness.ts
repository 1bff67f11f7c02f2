/**
 * A witness against "critical exactly at the subnetworks": a rational point that is on one side and not on the other.
 * `confirm` proves it: the rank at the point is exact over ℚ by dual numbers and fraction-free elimination, and what
 * it is compared with is proved on the side that matters, ρ ≥ rank + 1 for a critical point, ρ ≤ rank for another.
 */
import type { Rational } from "../algebra/rational.js";
import type { Architecture, Weights } from "./architecture.js";
import { formCount, formDegree, hiddenUnits, inputs, parameterCount } from "./architecture.js";
import { dimensionBound } from "./dimension-bounds.js";
import { dualRank } from "./dual.js";
import { subnetworkReasons } from "./subnetworks.js";

export interface Witness {
  readonly kind: "critical, not a subnetwork" | "subnetwork, not critical";
  readonly words: string;
  readonly weights: Weights<Rational>;
  readonly rank: number;
  readonly genericRank: number;
}

/** The proved witness at a point, or null where the point is none. `provedRank` is a proved lower bound of ρ. */
export function confirm(net: Architecture, weights: Weights<Rational>, provedRank: number): Witness | null {
  const rank = dualRank(net, weights);
  const reasons = subnetworkReasons(weights);
  if (reasons.length === 0 && rank < provedRank) {
    const words = `the Jacobian has rank ${rank} < ${provedRank} there, but every neuron is active and no two of a layer have proportional incoming weights`;
    return { kind: "critical, not a subnetwork", words, weights, rank, genericRank: provedRank };
  }
  if (reasons.length > 0 && rank === dimensionBound(net).bound) {
    const words = `${reasons.join("; ")}; but the Jacobian has its generic rank ${rank} there`;
    return { kind: "subnetwork, not critical", words, weights, rank, genericRank: rank };
  }
  return null;
}

/** Roughly the ring operations that `confirm` takes, in steps. */
export function confirmationCost(net: Architecture): number {
  const size = formCount(inputs(net), formDegree(net));
  return parameterCount(net) * (hiddenUnits(net) + 1) * size * size;
}
