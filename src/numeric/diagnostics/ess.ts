/**
 * Effective sample sizes and the Monte Carlo standard error (Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021,
 * "Rank-normalization, folding, and localization", Bayesian Analysis 16, 667–718, sections 3.2 and 4), the same
 * definitions as in Stan, posterior and ArviZ. All are NaN where a draw is not finite, where all draws are equal, or
 * where a chain has fewer than 4 draws: no number is better than a fictitious one.
 */
import { autocovariance } from "./autocovariance.js";
import { isInformative, mean, pooled, quantileOfSorted, splitChains, variance } from "./chains.js";
import type { Chains } from "./chains.js";
import { rankNormalized } from "./ranks.js";

/** ESS for the mean: of the split chains as they are. */
export function essMean(chains: Chains): number {
  return essOfSplit(splitChains(chains));
}

/** Bulk ESS: of the rank-normalised split chains. */
export function essBulk(chains: Chains): number {
  return isInformative(chains) ? essOfSplit(rankNormalized(splitChains(chains))) : NaN;
}

/**
 * Tail ESS: the lesser of the ESS of the indicators x ≤ q at the 5 % and the 95 % quantile. An indicator that is the same
 * for every draw (the quantile is the largest of tied draws) is left out.
 */
export function essTail(chains: Chains): number {
  if (!isInformative(chains)) return NaN;
  const sorted = pooled(chains).sort();
  const sizes = [0.05, 0.95].map((p) => {
    const bound = quantileOfSorted(sorted, p);
    return essOfSplit(splitChains(chains.map((c) => c.map((x) => (x <= bound ? 1 : 0)))));
  });
  return sizes.reduce((least, size) => (size < least || Number.isNaN(least) ? size : least), NaN);
}

/** The standard error of the mean over all draws: sd/√ESS. */
export function mcseMean(chains: Chains): number {
  return Math.sqrt(variance(pooled(chains)) / essMean(chains));
}

/** ESS from the autocorrelations of all split chains together, truncated by Geyer's initial monotone sequence. */
export function essOfSplit(chains: Chains): number {
  const draws = chains[0]?.length ?? 0;
  if (draws < 2 || !isInformative(chains)) return NaN;
  const lags = chains.map(autocovariance);
  const meanLag = (lag: number): number => lags.reduce((s, f) => s + f(lag), 0) / lags.length;
  const within = (meanLag(0) * draws) / (draws - 1);
  const between = chains.length > 1 ? variance(Float64Array.from(chains, (c) => mean(c))) : 0;
  const total = meanLag(0) + between;
  const correlation = (lag: number): number => 1 - (within - meanLag(lag)) / total;
  const size = chains.length * draws;
  return size / Math.max(autocorrelationTime(correlation, draws), 1 / Math.log10(size));
}

/** 1 + 2 Σ ρ_lag: pairs of neighbouring lags are summed while positive, and never let rise. */
function autocorrelationTime(correlation: (lag: number) => number, draws: number): number {
  let time = -1;
  let least = Infinity;
  let even = 1;
  let odd = correlation(1);
  for (let lag = 2; even + odd > 0 && lag < draws - 2; lag += 2) {
    least = Math.min(least, even + odd);
    time += 2 * least;
    even = correlation(lag);
    odd = correlation(lag + 1);
  }
  return time + Math.max(even, 0);
}
