/** The local learning coefficient at one inverse temperature: λ̂(t) = t·E_t[K − K(w*)] (Lau et al. 2023), K(w*) = 0. */
import { summarize } from "../diagnostics/summary.js";
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
