/** What every ladder of temperatures shares, however it is sampled: which rungs count, and when its fit will do. */
import type { Divergence } from "../draws.js";
import { fitLadder } from "./ladder-fit.js";
import type { LadderFit } from "./ladder-fit.js";
import type { TemperatureEstimate } from "./local.js";

/** One rung as it enters the report and the fit. */
export interface RungEstimate extends TemperatureEstimate {
  /** False for rungs that did not mix, and for those above one that did not where rungs exchange states. */
  readonly used: boolean;
}

export interface LadderEstimate {
  readonly fit: LadderFit | null;
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
/** Criteria for a rung to be used. */
const mixing = { rhat: 1.01, ess: 400 } as const;

export function mixes({ rhat, ess, value }: TemperatureEstimate): boolean {
  return rhat <= mixing.rhat && ess >= mixing.ess && value > 0;
}

/** The fit to the rungs that are used; `inflation` is by how much their errors act together, in variance. */
export function fitRungs(rungs: readonly RungEstimate[], inflation: number, multiplicities: number): LadderFit | null {
  const origin = Math.log(rungs[0]?.nbeta ?? 1);
  const points = rungs
    .filter((r) => r.used)
    .map((r) => ({ logT: Math.log(r.nbeta) - origin, value: r.value, error: r.mcse * Math.sqrt(inflation) }));
  return fitLadder(points, multiplicities);
}

/** How many times as many draws would make λ's error small enough, at most 5; 1 where it is. */
export function growth(fit: LadderFit | null): number {
  if (fit === null) return 5;
  const factor = (fit.lambdaError / (enough * Math.abs(fit.lambda))) ** 2;
  return factor <= 1 ? 1 : Math.min(Math.max(1.2 * factor, 1.5), 5);
}
