/**
 * The estimate of a learning coefficient by sampling: λ̂(t) = t·E_t[K] at the t = nβ that was asked for, and (λ, m) from a
 * ladder of temperatures that it finds itself. Quadrature has no part in it.
 */
import type { LocalModel } from "./bridge.js";
import { lossOf } from "./bridge.js";
import { doubtOfMixing, mixingCriteria } from "./diagnostics/criteria.js";
import type { Status } from "./diagnostics/criteria.js";
import type { ChainRecord, Divergence } from "./draws.js";
import type { Discretization } from "./estimators/extrapolation.js";
import { doubtOfFit, fitCriteria, followsLadder } from "./estimators/fit-diagnostics.js";
import { sampleLadder } from "./estimators/ladder.js";
import type { LadderEstimate } from "./estimators/ladder-rungs.js";
import type { Host } from "./host.js";
import { inlineHost } from "./host.js";
import type { Loss } from "./loss.js";
import { estimatePlan } from "./plan.js";
import type { EstimateOptions, EstimatePlan } from "./plan.js";
import { valueProgress } from "./progress.js";
import type { EstimateProgress } from "./progress.js";
import type { Progress, RunOptions } from "./run.js";
import { lengthOf, sampleValue } from "./value.js";
import type { ValueRun } from "./value.js";

export type EstimateStatus = Status;

/** Plain data; the same loss, options and engine give the same bytes. */
export interface Estimate {
  readonly status: EstimateStatus;
  /** One sentence, and one more where a wide linear network has no fit. */
  readonly reason: string;
  /** λ̂(nβ), which differs from λ by about −(m − 1)/log nβ. */
  readonly value: number;
  /** Monte Carlo standard error of `value`. */
  readonly mcse: number;
  readonly ess: number;
  readonly rhat: number;
  /** How the bias of the step size was taken out of `value`; null for samplers that have none, and where a chain diverged. */
  readonly discretization: Discretization | null;
  readonly nbeta: number;
  readonly engine: string;
  readonly seed: number;
  readonly plan: EstimatePlan;
  /**
   * (λ, m), with an error bar, ESS, R̂ and a status of its own; null where there is no ladder (empirical losses, very wide linear
   * networks), where too few of its rungs mixed, and where no curve follows that of a wide linear network; `reason` says which.
   */
  readonly fit: LadderEstimate["fit"];
  /** The ladder, ascending in nβ. */
  readonly rungs: LadderEstimate["rungs"];
  readonly divergences: readonly Divergence[];
  /** False where it was interrupted. */
  readonly finished: boolean;
  /** Steps of the sampler in all. */
  readonly steps: number;
}

export interface EstimateControl {
  readonly onProgress?: (progress: EstimateProgress) => void;
  /** Ends the run early; what was drawn is returned, never as converged. */
  readonly signal?: AbortSignal;
  /** Asks for w at each draw too, and is given the chains at nβ, once. */
  readonly onChains?: (chains: readonly ChainRecord[]) => void;
}

/** Bounds that a converged estimate meets. */
export const criteria = {
  ...mixingCriteria,
  /** Relative change of λ̂ between the two step sizes of a sampler without an acceptance step. */
  discretization: 0.1,
  ...fitCriteria,
} as const;

/**
 * Samples `target`. Throws OptionError for options out of range, PointError where K is negative or no number somewhere,
 * EngineUnavailableError for a missing engine.
 */
export async function estimate(
  target: Loss | LocalModel,
  options: EstimateOptions = {},
  host: Host = inlineHost,
  control: EstimateControl = {},
): Promise<Estimate> {
  const loss = "model" in target ? lossOf(target) : target;
  const plan = estimatePlan(loss, options);
  const { onChains, ...ladderControl } = control;
  const { onProgress, signal } = control;
  const tell = (progress: Progress): void => onProgress?.(valueProgress(progress, plan.chains, lengthOf(plan)));
  const atValue: RunOptions = {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: tell }),
  };
  const run = await sampleValue(loss, plan, host, atValue, onChains);
  const value = run.estimate;
  const ladder = await sampleLadder(loss, plan, host, ladderControl);
  const divergences = [...run.divergences, ...ladder.divergences];
  const finished = run.finished && ladder.finished;
  const lack = loss.kind === "deep-linear" && plan.ladder.kind !== "none" ? lackOf(ladder) : null;
  const fit = lack === null ? ladder.fit : null;
  const { status, reason } = judge(
    run,
    ladder.rungs.length === 0 || lack !== null ? "none" : fit,
    divergences,
    finished,
  );
  return {
    status,
    reason: lack === null ? reason : `${reason} There is no fit of (λ, m): ${lack}.`,
    value: value.value,
    mcse: value.mcse,
    ess: value.ess,
    rhat: value.rhat,
    discretization: run.discretization,
    nbeta: plan.nbeta,
    engine: run.engine,
    seed: plan.seed,
    plan,
    fit,
    rungs: ladder.rungs,
    divergences,
    finished,
    steps: run.steps + ladder.steps,
  };
}

/** Why a wide linear network, of which often only a short ladder can be afforded, has λ̂ at nβ alone; null where it has more. */
function lackOf({ rungs, fit }: LadderEstimate): string | null {
  if (rungs.length === 0) return "a ladder of so wide a network would take too long";
  if (fit === null) return "too few rungs of the ladder mixed in the time that it may take";
  return followsLadder(fit) ? null : "no curve follows the ladder that could be sampled in the time that it may take";
}

function judge(
  value: Pick<ValueRun, "estimate" | "discretization">,
  fit: LadderEstimate["fit"] | "none",
  divergences: readonly Divergence[],
  finished: boolean,
): Pick<Estimate, "status" | "reason"> {
  const diverged = divergenceOf(divergences);
  if (diverged !== null) return { status: "diverged", reason: diverged };
  const doubt = finished ? doubtOf(value, fit) : "the run was interrupted";
  return doubt === null
    ? { status: "converged", reason: "Chains agree, and the error bars are small." }
    : { status: "not-converged", reason: `Not converged: ${doubt}.` };
}

/** A sentence on the chains that left the finite numbers; null where none did. */
export function divergenceOf(divergences: readonly Divergence[]): string | null {
  const [divergence] = divergences;
  if (divergence === undefined) return null;
  const { chain, step, nbeta } = divergence;
  const others = divergences.length > 1 ? ` (and ${divergences.length - 1} more)` : "";
  return `Chain ${chain} left the finite numbers at step ${step}, nβ = ${short(nbeta)}${others}; the others are kept.`;
}

/** Why the estimate should not be trusted; null where nothing speaks against it. */
function doubtOf(
  { estimate: value, discretization }: Pick<ValueRun, "estimate" | "discretization">,
  fit: LadderEstimate["fit"] | "none",
): string | null {
  if (!Number.isFinite(value.value)) return "the draws have no mean";
  if (value.value <= 0) return `λ̂ = ${short(value.value)} is not positive`;
  const doubt = doubtOfMixing(value, "at nβ");
  if (doubt !== null) return doubt;
  if (discretization !== null && !(discretization.change <= criteria.discretization))
    return `λ̂ changes by ${(100 * discretization.change).toFixed(0)} % between ε = ${short(discretization.coarse.stepSize)} and ${short(discretization.fine.stepSize)}, too much to take the bias out`;
  if (fit === "none") return null;
  if (fit === null) return "too few rungs of the ladder mixed for a fit of (λ, m)";
  return doubtOfFit(fit);
}

function short(x: number): string {
  return Number(x.toPrecision(4)).toString();
}
