/**
 * λ̂ at one nβ, from as many draws as its error bar needs. Samplers without an acceptance step are run at two step sizes,
 * from which λ̂ is extrapolated to ε = 0; where it changes much between the two, no expansion in ε holds, and smaller steps
 * are taken unless ε was given.
 */
import { LimitError } from "../errors.js";
import { mixingCriteria } from "./diagnostics/criteria.js";
import type { ChainRecord, Divergence } from "./draws.js";
import { errorRatio, extrapolate, stepRatio } from "./estimators/extrapolation.js";
import type { Discretization } from "./estimators/extrapolation.js";
import { learningCoefficient } from "./estimators/local.js";
import type { TemperatureEstimate } from "./estimators/local.js";
import type { Host } from "./host.js";
import type { Loss } from "./loss.js";
import type { EstimatePlan } from "./plan.js";
import type { Length } from "./progress.js";
import { chainRecords, runLadder, samplingPlan } from "./run.js";
import type { LadderRun, RunOptions, SamplingPlan } from "./run.js";
import { biasOrder } from "./samplers/registry.js";
import type { BiasOrder } from "./samplers/registry.js";
import { settingsIn } from "./samplers/settings.js";

export interface ValueRun {
  readonly estimate: TemperatureEstimate;
  /** Null for samplers that are exact at every ε, and where a chain diverged or the run was interrupted. */
  readonly discretization: Discretization | null;
  readonly engine: string;
  readonly divergences: readonly Divergence[];
  readonly finished: boolean;
  /** Steps of the sampler in all. */
  readonly steps: number;
}

/** Relative standard error of λ̂ at which sampling stops, and the fewest and most draws of a chain spent on it. */
const valueError = 0.007;
const pilotDraws = 4000;
/** The same for gibbs, whose draws are all but independent, and for each of two step sizes. */
const gibbsPilotDraws = 200;
const pairPilotDraws = 1000;
const mostDraws = 50_000;
/** How many times the first draws are spent on chains that do not agree: they may be stuck. */
const mostPatience = 4;
/** Coordinates of draws that are kept: 1 GiB. */
const mostNumbers = 2 ** 27;

/** Steps for each draw at the coarse one of two step sizes, and how many times as many at the fine one. */
const coarseThin = 10;
const finerThin = 4;
/** The relative change of λ̂ between two step sizes beyond which smaller ones are tried, and how often. */
const tolerableChange = 0.05;
const mostRefinements = 3;
const mostShrinkage = 1 / 16;

/** Draws at nβ; where their number is left open, as many as a first run shows to be needed. `onChains` gets the finest. */
export async function sampleValue(
  loss: Loss,
  plan: EstimatePlan,
  host: Host,
  control: RunOptions,
  onChains: ((chains: readonly ChainRecord[]) => void) | undefined,
): Promise<ValueRun> {
  if (onChains !== undefined) requireRoom(plan.chains * (plan.draws ?? mostDraws) * loss.dimension);
  const sample: Sample = (draws, step, earlier) =>
    runLadder(loss, planAt(plan, draws, { ...step, positions: onChains !== undefined }), host, {
      ...control,
      ...(earlier === null ? {} : { resume: earlier.states }),
    });
  const order = biasOrder(plan.sampler);
  const { finest, ...found } = order === null ? await sampleOnce(sample, plan) : await sampleTwice(sample, plan, order);
  onChains?.(chainRecords(loss, planAt(plan, 1, {}), finest));
  return found;
}

/** How long `sampleValue` goes on; null where the number of draws is given. */
export function lengthOf(plan: EstimatePlan): Length | null {
  if (plan.draws !== null) return null;
  const error = biasOrder(plan.sampler) === null ? valueError : valueError / errorRatio;
  return { error, fewest: firstDraws(plan), most: mostDraws };
}

/** The plan of a run of so many draws; the step size is tuned where neither `change` nor `plan` has one. */
function planAt(
  plan: EstimatePlan,
  draws: number,
  change: Partial<Pick<SamplingPlan, "stepSize" | "thin" | "positions">>,
): SamplingPlan {
  return samplingPlan({
    rungs: [plan.nbeta],
    localization: plan.localization,
    box: plan.box,
    sampler: plan.sampler,
    batch: plan.batch,
    chains: plan.chains,
    draws,
    burnIn: plan.burnIn ?? Math.ceil(Math.min(firstDraws(plan), 2000) / 2),
    stepSize: plan.stepSize,
    controls: true,
    seed: plan.seed,
    engine: plan.engine,
    ...settingsIn(plan),
    ...(plan.thin === null ? {} : { thin: plan.thin }),
    ...change,
  });
}

function firstDraws(plan: EstimatePlan): number {
  if (plan.draws !== null) return plan.draws;
  if (plan.sampler === "gibbs") return gibbsPilotDraws;
  return biasOrder(plan.sampler) === null ? pilotDraws : pairPilotDraws;
}

function requireRoom(numbers: number): void {
  if (numbers <= mostNumbers) return;
  const what = "numbers kept of the draws (chains × draws × parameters, where fewer draws can be asked for)";
  throw new LimitError(what, String(numbers), String(mostNumbers));
}

type Sample = (
  draws: number,
  step: Partial<Pick<SamplingPlan, "stepSize" | "thin">>,
  earlier: LadderRun | null,
) => Promise<LadderRun>;

type Found = ValueRun & { readonly finest: LadderRun };

async function sampleOnce(sample: Sample, plan: EstimatePlan): Promise<Found> {
  const first = firstDraws(plan);
  const pilot = await sample(first, {}, null);
  const sofar = estimateOf(pilot);
  const more = pilot.finished ? Math.max(missingDraws(plan, sofar), unmixedDraws(plan, sofar)) : 0;
  const run = more === 0 ? pilot : await sample(first + more, {}, pilot);
  return { ...run, estimate: estimateOf(run), discretization: null, finest: run };
}

async function sampleTwice(sample: Sample, plan: EstimatePlan, order: BiasOrder): Promise<Found> {
  const first = firstDraws(plan);
  let coarse = plan.stepSize;
  let spent = 0;
  if (coarse === null) {
    const tuning = await sample(1, {}, null);
    coarse = stepRatio(order) * Math.min(...(tuning.statistics[0]?.stepSize ?? []));
    spent += tuning.steps;
  }
  const samplePairAt = (stepSize: number, draws: number, earlier: Pair | null): Promise<Pair> =>
    samplePair(sample, { stepSize, thin: plan.thin ?? coarseThin }, order, draws, earlier);
  let pilot = await samplePairAt(coarse, first, null);
  for (let round = 0; plan.stepSize === null && round < mostRefinements; round++) {
    const smaller = refinement(pilot) ** (1 / order.least);
    if (smaller === 1) break;
    coarse *= smaller;
    spent += pilot.steps;
    pilot = await samplePairAt(coarse, first, null);
  }
  const more = pilot.discretization === null ? 0 : missingDraws(plan, pilot.estimate);
  const longest = more === 0 ? pilot : await samplePairAt(coarse, first + more, pilot);
  return { ...longest, steps: spent + longest.steps };
}

/** By what factor the bias is to shrink: 1 where λ̂ at the two step sizes differs little, or by no more than noise may. */
function refinement({ divergences, discretization }: Pair): number {
  if (divergences.length > 0) return mostShrinkage;
  if (discretization === null) return 1;
  const { coarse, fine, change } = discretization;
  const certain = change * (1 - (2 * Math.hypot(coarse.mcse, fine.mcse)) / Math.abs(coarse.value - fine.value));
  return certain > tolerableChange ? Math.max(mostShrinkage, (0.7 * tolerableChange) / certain) : 1;
}

type Pair = Found & { readonly runs: readonly LadderRun[] };

/** λ̂ at ε = 0 from runs at `stepSize` and below; at `stepSize` itself where that run ends early or chains diverge. */
async function samplePair(
  sample: Sample,
  { stepSize, thin }: Pick<SamplingPlan, "thin"> & { readonly stepSize: number },
  order: BiasOrder,
  draws: number,
  earlier: Pair | null,
): Promise<Pair> {
  const smaller = stepSize / stepRatio(order);
  const coarse = await sample(draws, { stepSize, thin }, earlier?.runs[0] ?? null);
  const alone = { ...coarse, estimate: estimateOf(coarse), discretization: null, finest: coarse, runs: [coarse] };
  if (!isSound(coarse)) return alone;
  const fine = await sample(draws, { stepSize: smaller, thin: finerThin * thin }, earlier?.runs[1] ?? null);
  const both = { ...fine, steps: coarse.steps + fine.steps, finest: fine, runs: [coarse, fine] };
  if (!isSound(fine)) return { ...both, estimate: estimateOf(fine), discretization: null };
  return {
    ...both,
    ...extrapolate(order, { ...estimateOf(coarse), stepSize }, { ...estimateOf(fine), stepSize: smaller }),
  };
}

function isSound(run: LadderRun): boolean {
  return run.finished && run.divergences.length === 0;
}

function estimateOf({ rungs: [rung] }: LadderRun): TemperatureEstimate {
  return learningCoefficient(rung ?? { nbeta: NaN, loss: [] });
}

/** How many draws a chain lacks for R̂ and ESS, whose distance from what they should be goes with one over the draws. */
function unmixedDraws(plan: EstimatePlan, { rhat, ess }: TemperatureEstimate): number {
  if (plan.draws !== null) return 0;
  const first = firstDraws(plan);
  const agreement = (1.5 * (rhat - 1)) / (mixingCriteria.rhat - 1);
  const size = (1.2 * mixingCriteria.ess) / ess;
  const factor = Math.max(rhat > mixingCriteria.rhat ? agreement : 1, ess < mixingCriteria.ess ? size : 1);
  return Math.ceil(first * (Math.min(factor, mostPatience) - 1));
}

/** How many draws a chain lacks after a run of the first ones. */
function missingDraws(plan: EstimatePlan, { value, mcse }: TemperatureEstimate): number {
  if (plan.draws !== null) return 0;
  const first = firstDraws(plan);
  const factor = 1.1 * (mcse / (valueError * Math.abs(value))) ** 2;
  return factor > 1 ? Math.min(Math.ceil(first * factor), mostDraws) - first : 0;
}
