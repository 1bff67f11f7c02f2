/**
 * Potential scale reduction R̂, rank-normalised, split and folded (Vehtari et al. 2021, section 4): the larger of the
 * R̂ of the ranks (do chains agree in location) and of the folded ranks (do they agree in scale).
 */
import { isInformative, mean, pooled, quantileOfSorted, splitChains, variance } from "./chains.js";
import type { Chains } from "./chains.js";
import { rankNormalized } from "./ranks.js";

/** NaN where a draw is not finite, where all draws are equal, or where a chain has fewer than 4 draws. */
export function rhat(chains: Chains): number {
  const split = splitChains(chains);
  if ((split[0]?.length ?? 0) < 2 || !isInformative(split)) return NaN;
  const sorted = pooled(split).sort();
  return rhatOfRanks(split, sorted, rankNormalized(split, sorted));
}

/** The same from split chains, all their draws in ascending order, and their normal scores. */
export function rhatOfRanks(split: Chains, sorted: Float64Array, scores: Chains): number {
  const median = quantileOfSorted(sorted, 0.5);
  const folded = split.map((c) => c.map((x) => Math.abs(x - median)));
  const inLocation = scaleReduction(scores);
  return isInformative(folded) ? Math.max(inLocation, scaleReduction(rankNormalized(folded))) : inLocation;
}

/** √(pooled variance / variance within chains). */
function scaleReduction(chains: Chains): number {
  const draws = chains[0]?.length ?? 0;
  const within = chains.reduce((s, c) => s + variance(c), 0) / chains.length;
  const between = variance(Float64Array.from(chains, (c) => mean(c)));
  return Math.sqrt((draws - 1) / draws + between / within);
}
