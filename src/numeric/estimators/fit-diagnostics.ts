/**
 * The error bar, ESS and R̂ of a ladder's fit. To first order λ is Σ_k s_k·λ̂(t_k) with the slopes s_k of the fit, so that it
 * varies from run to run as the mean of the series Σ_k s_k·t_k·K_k over draws of all rungs side by side does: exchange between
 * rungs, and whatever else makes them act together, is in the series.
 */
import { completeChains, isInformative, mean, pooled } from "../diagnostics/chains.js";
import type { Chains } from "../diagnostics/chains.js";
import { doubtOfMixing } from "../diagnostics/criteria.js";
import type { Diagnostics, Status } from "../diagnostics/criteria.js";
import { mcseMean } from "../diagnostics/ess.js";
import { chiSquareTail } from "../diagnostics/normal.js";
import { summarize } from "../diagnostics/summary.js";
import type { LadderFit } from "./ladder-fit.js";
import { finestError } from "./local.js";

/** A fit with what its draws say of it. */
export interface SampledFit extends Omit<LadderFit, "slopes">, Diagnostics {
  readonly status: Status;
  /**
   * Standard error of λ by the draws alone: how far the λ of another run would lie. `lambdaError` holds that and what the
   * choice of a curve leaves open.
   */
  readonly mcse: number;
}

/** Bounds that a converged fit meets, beside those of its mixing. */
export const fitCriteria = {
  /** λ's standard error relative to λ. */
  lambdaError: 0.01,
  /** Least probability of the fit's χ². */
  fit: 1e-3,
} as const;

/** The rungs of one run that the fit used, in order. */
export interface FittedRun {
  /** Share of this run in the values that were fitted. */
  readonly share: number;
  readonly rungs: readonly FittedRung[];
}

export interface FittedRung {
  readonly nbeta: number;
  /** K's draws. */
  readonly loss: Chains;
  /** Series with the same mean and less noise, alike in all rungs. */
  readonly series: Chains;
}

/** `runs` are independent of each other. `diverged`: whether a chain of any was lost. */
export function diagnose(fit: LadderFit, runs: readonly FittedRun[], diverged: boolean): SampledFit {
  const { slopes, ...stated } = fit;
  const parts = runs.map(({ share, rungs }) => ({ share, ...diagnoseRun(rungs, slopes) }));
  const found = {
    ...stated,
    mcse: Math.hypot(...parts.map((part) => part.share * part.mcse)),
    ess: parts.reduce((sum, part) => sum + part.ess, 0),
    rhat: Math.max(...parts.map((part) => part.rhat)),
    drift: parts.reduce((worst, { drift }) => (Math.abs(drift) > Math.abs(worst) ? drift : worst), 0),
  };
  return { ...found, status: diverged ? "diverged" : doubtOfFit(found) === null ? "converged" : "not-converged" };
}

/** Why λ should not be believed; null where nothing speaks against it. */
export function doubtOfFit(fit: Omit<SampledFit, "status">): string | null {
  if (!followsLadder(fit))
    return `no curve fits the ladder (χ² = ${fit.chiSquare.toFixed(1)} for ${fit.freedom} degrees of freedom)`;
  const share = fit.lambdaError / fit.lambda;
  if (!(share <= fitCriteria.lambdaError))
    return `λ = ${Number(fit.lambda.toPrecision(4))} is known to ${(100 * share).toFixed(1)} % only`;
  return doubtOfMixing(fit, "of the fit");
}

/** Whether the best curve is as near to the rungs as their error bars allow. */
export function followsLadder({ chiSquare, freedom }: Pick<LadderFit, "chiSquare" | "freedom">): boolean {
  return !(chiSquareTail(chiSquare, freedom) < fitCriteria.fit);
}

function diagnoseRun(rungs: readonly FittedRung[], slopes: readonly number[]): Diagnostics & { readonly mcse: number } {
  const factors = rungs.map(({ nbeta }, k) => nbeta * (slopes[k] ?? NaN));
  const combine = (chains: (rung: FittedRung) => Chains): Chains =>
    combination(
      rungs.map((rung) => completeChains(chains(rung))),
      factors,
    );
  const draws = combine((rung) => rung.loss);
  const floor = rungs.map(({ series }, k) => finestError * (factors[k] ?? NaN) * mean(pooled(series)));
  const first = pooled(draws)[0];
  // Draws that are all equal tell of no chain that differs.
  if (!isInformative(draws) && Number.isFinite(first))
    return { mcse: Math.hypot(...floor), ess: pooled(draws).length, rhat: 1, drift: 0 };
  const { ess, rhat, drift } = summarize(draws);
  return { mcse: Math.hypot(mcseMean(combine((rung) => rung.series)), ...floor), ess, rhat, drift };
}

/** Σ_k factors[k]·parts[k], draw by draw. */
function combination(parts: readonly Chains[], factors: readonly number[]): Chains {
  const [first = []] = parts;
  return first.map((chain, c) => {
    const sum = new Float64Array(chain.length);
    parts.forEach((part, k) => {
      const factor = factors[k] ?? NaN;
      const draws = part[c];
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? NaN) + factor * (draws?.[i] ?? NaN);
    });
    return sum;
  });
}
