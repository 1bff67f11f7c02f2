/** The local learning coefficient at one inverse temperature: λ̂(t) = t·E_t[K − K(w*)] (Lau et al. 2023), K(w*) = 0. */
import { completeChains, mean, pooled } from "../diagnostics/chains.js";
import { essMean, mcseMean } from "../diagnostics/ess.js";
import { rhat } from "../diagnostics/rhat.js";
import { halvesDrift, summarize } from "../diagnostics/summary.js";
import type { Rung } from "../draws.js";

export interface TemperatureEstimate {
  readonly nbeta: number;
  readonly value: number;
  readonly mcse: number;
  readonly ess: number;
  readonly rhat: number;
  /** Difference of the halves' means in standard errors. */
  readonly drift: number;
}

/** λ̂ at the rung's nβ; fields are NaN where the draws say nothing. */
export function learningCoefficient({ nbeta, loss }: Rung): TemperatureEstimate {
  const { mean, mcse, ess, rhat, drift } = summarize(loss);
  return { nbeta, value: nbeta * mean, mcse: nbeta * mcse, ess, rhat, drift };
}

const drawsForRhat = 1000;

/**
 * The same for one of many rungs, faster: `ess` is that for the mean alone, and R̂ is taken from at most 1000 evenly
 * spaced draws of each chain.
 */
export function rungCoefficient({ nbeta, loss }: Rung): TemperatureEstimate {
  const chains = completeChains(loss);
  const stride = Math.ceil((chains[0]?.length ?? 0) / drawsForRhat);
  const spaced = stride <= 1 ? chains : chains.map((c) => c.filter((_, i) => i % stride === 0));
  const mcse = mcseMean(chains);
  return {
    nbeta,
    value: nbeta * mean(pooled(chains)),
    mcse: nbeta * mcse,
    ess: essMean(chains),
    rhat: rhat(spaced),
    drift: halvesDrift(chains, mcse),
  };
}
