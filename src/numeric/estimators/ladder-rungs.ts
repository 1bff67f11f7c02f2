/** What every ladder of temperatures shares, however it is sampled: which rungs count, when its fit will do, and how far it is. */
import type { Divergence } from "../draws.js";
import { ladderProgress } from "../progress.js";
import type { EstimateProgress, LadderLength, LadderStretch } from "../progress.js";
import type { LadderRun, RunOptions } from "../run.js";
import { mixingCriteria } from "../diagnostics/criteria.js";
import type { SampledFit } from "./fit-diagnostics.js";
import { fitLadder } from "./ladder-fit.js";
import type { LadderFit } from "./ladder-fit.js";
import type { TemperatureEstimate } from "./local.js";

/** One rung as it enters the report and the fit. */
export interface RungEstimate extends TemperatureEstimate {
  /** False for rungs that did not mix, and for those above one that did not where rungs exchange states. */
  readonly used: boolean;
}

export interface LadderEstimate {
  readonly fit: SampledFit | null;
  /** Empty where there is no ladder. */
  readonly rungs: readonly RungEstimate[];
  readonly divergences: readonly Divergence[];
  readonly steps: number;
  readonly finished: boolean;
}

export const noLadder: LadderEstimate = { fit: null, rungs: [], divergences: [], steps: 0, finished: true };

/** A ladder starts where λ̂ is this share of λ: below, the localization outweighs K. */
export const localShare = 0.4;
export const largestMultiplicity = 5;

/** Relative error of λ at which sampling stops. */
const enough = 0.008;

/** Whether a rung may be used. */
export function mixes({ rhat, ess, value }: TemperatureEstimate): boolean {
  return rhat <= mixingCriteria.rhat && ess >= mixingCriteria.ess && value > 0;
}

/** The fit to the rungs that are used; `inflation` is by how much their errors act together, in variance. */
export function fitRungs(rungs: readonly RungEstimate[], inflation: number, multiplicities: number): LadderFit | null {
  const origin = Math.log(rungs[0]?.nbeta ?? 1);
  const points = rungs
    .filter((r) => r.used)
    .map((r) => ({ logT: Math.log(r.nbeta) - origin, value: r.value, error: r.mcse * Math.sqrt(inflation) }));
  return fitLadder(points, multiplicities);
}

export interface LadderControl {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EstimateProgress) => void;
}

/** The options of one run of a ladder that goes on from `resume`; `length` is what is known of the whole. */
export function runOptions(
  { signal, onProgress }: LadderControl,
  stretch: LadderStretch,
  length: LadderLength | null,
  resume: LadderRun["states"],
): RunOptions {
  return {
    resume,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined
      ? {}
      : {
          onProgress: (progress) => {
            onProgress(ladderProgress(progress, stretch, length));
          },
        }),
  };
}

/** From a fit to `draws` draws of each chain. */
export function lengthFrom(
  fit: SampledFit | null,
  draws: number,
  { fewest, most }: Pick<LadderLength, "fewest" | "most">,
): LadderLength | null {
  if (fit === null || !(fit.ess > 0)) return null;
  return { rate: fit.ess / draws, needed: draws * missing(fit), fewest, most: Math.max(fewest, most) };
}

/** How many times as many draws would make λ's error small enough, at most 5; 1 where it is. */
export function growth(fit: Pick<LadderFit, "lambda" | "lambdaError"> | null): number {
  if (fit === null) return 5;
  const factor = missing(fit);
  return factor <= 1 ? 1 : Math.min(Math.max(1.2 * factor, 1.5), 5);
}

/** How many times the draws so far would make λ's error just small enough, if draws were all that it wants. */
function missing({ lambda, lambdaError }: Pick<LadderFit, "lambda" | "lambdaError">): number {
  return (lambdaError / (enough * Math.abs(lambda))) ** 2;
}
