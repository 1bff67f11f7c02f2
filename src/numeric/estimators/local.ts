/** The local learning coefficient at one inverse temperature: λ̂(t) = t·E_t[K − K(w*)] (Lau et al. 2023), K(w*) = 0. */
import { completeChains, mean, pooled } from "../diagnostics/chains.js";
import type { Chains } from "../diagnostics/chains.js";
import { essMean, mcseMean } from "../diagnostics/ess.js";
import { rhat } from "../diagnostics/rhat.js";
import { halvesDrift, summarize } from "../diagnostics/summary.js";
import type { Controls, Rung } from "../draws.js";
import { lossSeries } from "./control-variates.js";

export interface TemperatureEstimate {
  readonly nbeta: number;
  readonly value: number;
  /** Standard error of `value`; of four chains of 20 draws it is 10 to 20 % too small, from 50 draws on it holds. */
  readonly mcse: number;
  readonly ess: number;
  readonly rhat: number;
  /** Difference of the halves' means in standard errors. */
  readonly drift: number;
}

/**
 * λ̂ at the rung's nβ; fields are NaN where the draws say nothing. ESS and R̂ are those of K's draws; where control variates
 * were recorded, the standard error is less than the ESS would give.
 */
export function learningCoefficient(rung: Rung): TemperatureEstimate {
  const { nbeta } = rung;
  const { mean, mcse, ess, rhat, drift } = summarize(rung.loss);
  const plain = { nbeta, value: nbeta * mean, mcse: nbeta * mcse, ess, rhat, drift };
  if (rung.controls === undefined || stretchesOf(rung.controls) < fewestStretches) return plain;
  const controlled = meanOf(nbeta, lossSeries(rung));
  const excess = Math.max(0, Math.abs(controlled.value - plain.value) - 2 * plain.mcse);
  return { ...plain, ...controlled, mcse: Math.hypot(controlled.mcse, leastShare * plain.mcse, excess) };
}

/**
 * The least share of the plain standard error that is claimed. Control variates grow where chains go rarely, and a run that
 * has not been there sees neither their tail nor its part of the error. Where their mean is off 0 by more than 2 errors, the
 * rest of it counts as an error, too.
 */
const leastShare = 1 / 5;
/** With fewer stretches of draws the error of what control variates leave is not known well enough. */
const fewestStretches = 100;

function stretchesOf({ count, sums }: Controls): number {
  return sums.reduce((total, chain) => total + chain.length / count, 0);
}

const drawsForRhat = 1000;

/** Relative errors below this are not claimed: control variates may leave none but that of their own coefficients. */
export const finestError = 3e-4;

/**
 * The same for one of many rungs, faster: `ess` is that for the mean alone, and R̂ is taken from at most 1000 evenly
 * spaced draws of each chain.
 */
export function rungCoefficient(rung: Rung, series: Chains = lossSeries(rung)): TemperatureEstimate {
  const { nbeta } = rung;
  const chains = completeChains(rung.loss);
  const stride = Math.ceil((chains[0]?.length ?? 0) / drawsForRhat);
  const spaced = stride <= 1 ? chains : chains.map((c) => c.filter((_, i) => i % stride === 0));
  return { nbeta, ...meanOf(nbeta, series), ess: essMean(chains), rhat: rhat(spaced) };
}

function meanOf(nbeta: number, series: Chains): Pick<TemperatureEstimate, "value" | "mcse" | "drift"> {
  const average = mean(pooled(series));
  const mcse = Math.hypot(mcseMean(series), finestError * average);
  return { value: nbeta * average, mcse: nbeta * mcse, drift: halvesDrift(series, mcse) };
}
