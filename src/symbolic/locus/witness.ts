/**
 * A witness against "critical exactly at the subnetworks": a rational point that is on one side and not on the other.
 * `confirm` proves it: for a critical point its rank is exact over ℚ, by dual numbers and fraction-free elimination,
 * and less than a proved lower bound of ρ; for another its rank is at least a proved upper bound of ρ.
 */
import { prime } from "../algebra/modular.js";
import type { Rational } from "../algebra/rational.js";
import type { Architecture, Weights } from "./architecture.js";
import { dimensionBound } from "./dimension-bounds.js";
import { dualRank, dualRankModulo } from "./dual.js";
import { reduceWeights } from "./generic-rank.js";
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
  const reasons = subnetworkReasons(weights);
  return reasons.length === 0 ? criticalPoint(net, weights, provedRank) : regularSubnetwork(net, weights, reasons);
}

function criticalPoint(net: Architecture, weights: Weights<Rational>, provedRank: number): Witness | null {
  const rank = dualRank(net, weights);
  if (rank >= provedRank) return null;
  const words = `the Jacobian has rank ${rank} < ${provedRank} there, but every neuron is active and no two of a layer have proportional incoming weights`;
  return { kind: "critical, not a subnetwork", words, weights, rank, genericRank: provedRank };
}

/** A nonzero minor modulo a prime is enough here. */
function regularSubnetwork(net: Architecture, weights: Weights<Rational>, reasons: readonly string[]): Witness | null {
  const p = prime(confirmingPrime);
  const reduced = reduceWeights(weights, p);
  const { bound } = dimensionBound(net);
  if (reduced === null || dualRankModulo(net, reduced, p) < bound) return null;
  const words = `${reasons.join("; ")}; but the Jacobian has its generic rank ${bound} there`;
  return { kind: "subnetwork, not critical", words, weights, rank: bound, genericRank: bound };
}

const confirmingPrime = 20;
