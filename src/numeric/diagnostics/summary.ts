/** The mean of a quantity along chains with its error bar and the diagnostics that say whether to believe it. */
import { completeChains, isInformative, mean, pooled, splitChains, variance } from "./chains.js";
import type { Chains } from "./chains.js";
import { essMean, essOfSplit, essTail } from "./ess.js";
import { rankNormalized } from "./ranks.js";
import { rhatOfRanks } from "./rhat.js";

export interface Summary {
  readonly mean: number;
  /** Standard deviation over draws, not over chains. */
  readonly sd: number;
  /** Monte Carlo standard error of the mean. */
  readonly mcse: number;
  /** The least of the effective sample sizes for the mean, the bulk and the tails. */
  readonly ess: number;
  readonly essBulk: number;
  readonly essTail: number;
  /** Rank-normalised split R̂. */
  readonly rhat: number;
  /** Difference of the halves' means in units of its standard error; about normal for a stationary chain. */
  readonly drift: number;
}

/** Chains that stopped early are left out. Every field is NaN where nothing can be said. */
export function summarize(chains: Chains): Summary {
  const complete = completeChains(chains);
  const all = pooled(complete);
  const sd = Math.sqrt(variance(all));
  const forMean = essMean(complete);
  const { bulk, rhat } = ranked(complete);
  const tail = essTail(complete);
  const mcse = sd / Math.sqrt(forMean);
  return {
    mean: mean(all),
    sd,
    mcse,
    ess: Math.min(forMean, bulk, tail),
    essBulk: bulk,
    essTail: tail,
    rhat,
    drift: halvesDrift(complete, mcse),
  };
}

/** Bulk ESS and R̂ from one ranking. */
function ranked(chains: Chains): { bulk: number; rhat: number } {
  const split = splitChains(chains);
  if ((split[0]?.length ?? 0) < 2 || !isInformative(split)) return { bulk: NaN, rhat: NaN };
  const sorted = pooled(split).sort();
  const scores = rankNormalized(split, sorted);
  return { bulk: essOfSplit(scores), rhat: rhatOfRanks(split, sorted, scores) };
}

/** The second half's mean minus the first's, in units of its standard error. */
export function halvesDrift(chains: Chains, mcse: number): number {
  const halves = [0, 1].map((side) =>
    mean(
      pooled(chains.map((c) => (side === 0 ? c.subarray(0, c.length >> 1) : c.subarray(c.length - (c.length >> 1))))),
    ),
  );
  return ((halves[1] ?? NaN) - (halves[0] ?? NaN)) / (2 * mcse);
}
