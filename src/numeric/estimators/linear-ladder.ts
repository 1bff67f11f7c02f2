/**
 * The ladder of a linear network under a Gaussian localization. Its Gibbs sampler mixes at every temperature by itself, so
 * that the rungs are independent and far apart, and reach from where K begins to outweigh the localization to where
 * rounding begins. The chains go on until λ's error is small and all rungs mix, or the budget is spent; networks for which
 * it is too small from the start have no ladder.
 */
import { completeChains, mean, pooled } from "../diagnostics/chains.js";
import { mixingCriteria } from "../diagnostics/criteria.js";
import type { Rung } from "../draws.js";
import type { Host } from "../host.js";
import type { DeepLinearLoss } from "../loss.js";
import type { EstimatePlan, SampledLadder } from "../plan.js";
import type { LadderLength, LadderStretch } from "../progress.js";
import { normalPair } from "../random/variates.js";
import { next, seeded } from "../random/xoshiro.js";
import { geometricLadder, runLadder, samplingPlan } from "../run.js";
import type { LadderRun } from "../run.js";
import { deepLinearLossAt } from "../samplers/deep-linear.js";
import { diagnose, followsLadder } from "./fit-diagnostics.js";
import type { FittedRung } from "./fit-diagnostics.js";
import {
  fitRungs,
  growth,
  largestMultiplicity,
  lengthFrom,
  localShare,
  mixes,
  noLadder,
  runOptions,
} from "./ladder-rungs.js";
import type { LadderControl, LadderEstimate } from "./ladder-rungs.js";
import { rungCoefficient } from "./local.js";
import type { TemperatureEstimate } from "./local.js";

/** Of a ladder, and of one for which there is little time. */
const rungCounts = [24, 12] as const;
const pilot = { rungs: 9, reach: 1e8, draws: 30 } as const;
/** The coldest temperature over the warmest before rounding shows: at w* = 0, and where K is the square of a difference. */
const longestLadder = { atZero: 1e26, elsewhere: 1e12 } as const;
const [fewestDraws, firstDraws] = [100, 400];
/** Draws of the first run after which it is known how many there will be. */
const firstLook = 100;
const burnInShare = 0.4;
/** Bounds for a rung to be used. */
const rough = { rhat: 1.05, ess: 100 } as const;
/** Operations spent on a ladder at most. */
const budget = 1.2e10;

/** Samples every rung by Gibbs; the plan's `draws`, if given, is the length of the chains that the budget must allow. */
export async function sampleLinearLadder(
  network: DeepLinearLoss,
  plan: EstimatePlan,
  ladder: SampledLadder,
  host: Host,
  control: LadderControl,
): Promise<LadderEstimate> {
  const thin = plan.thin ?? 1;
  const affordable = (count: number): number => Math.floor(budget / (costOfStep(network) * thin * plan.chains * count));
  const asked = ladder.kind === "given" ? ladder.nbeta.length : ladder.rungs;
  const rungCount =
    asked ?? rungCounts.find((count) => affordable(count) > (1 + burnInShare) * (plan.draws ?? fewestDraws));
  if (rungCount === undefined) return noLadder;
  const affordableDraws = Math.max(fewestDraws, Math.floor(affordable(rungCount) / (1 + burnInShare)));
  let draws = plan.draws ?? Math.min(firstDraws, affordableDraws);
  const burnIn = plan.burnIn ?? Math.ceil(burnInShare * draws);
  const most = affordable(rungCount) - burnIn;
  const run = (
    rungs: readonly number[],
    stretch: Omit<LadderStretch, "before">,
    length: LadderLength | null = null,
    resume: LadderRun["states"] = [],
  ): Promise<LadderRun> => {
    const { chains, localization, seed, engine } = plan;
    const sampler = { sampler: "gibbs", exchange: false, thin } as const;
    return runLadder(
      network,
      samplingPlan({ rungs, localization, seed, engine, chains, ...stretch, ...sampler }),
      host,
      runOptions(control, { ...stretch, before: 0 }, length, resume),
    );
  };
  const search = async (): Promise<{ readonly nbeta: readonly number[]; readonly steps: number }> => {
    const { warmest, coldest } = rangeOf(network, plan);
    const first = geometricLadder(warmest, Math.min(coldest, warmest * pilot.reach), pilot.rungs);
    const found = await run(first, { draws: pilot.draws, burnIn: pilot.draws });
    return { nbeta: geometricLadder(bottomOf(found) ?? warmest, coldest, rungCount), steps: found.steps };
  };
  const { nbeta: rungs, steps } = ladder.kind === "given" ? { ...ladder, steps: 0 } : await search();
  const bounds = { fewest: draws, most };
  let result: LadderRun | null = null;
  let length: LadderLength | null = null;
  // A part of the first run tells how long it will all take, if anyone wants to know; the draws are the same.
  if (control.onProgress !== undefined && plan.draws === null && draws > firstLook) {
    result = await run(rungs, { draws: firstLook, burnIn });
    length = lengthOf(assess(result, network), firstLook, bounds);
  }
  for (;;) {
    if (result?.finished !== false) result = await run(rungs, { draws, burnIn }, length, result?.states);
    const estimate = assess(result, network);
    const { divergences, finished } = result;
    const wanted = Math.min(Math.ceil(draws * growthOf(estimate)), most);
    if (!finished || plan.draws !== null || wanted <= draws)
      return { ...estimate, divergences, steps: steps + result.steps, finished };
    length = lengthOf(estimate, draws, bounds);
    draws = wanted;
  }
}

type Assessment = Pick<LadderEstimate, "fit" | "rungs">;

/** (λ, m) fitted to the rungs of a run that mix. */
function assess(run: LadderRun, network: DeepLinearLoss): Assessment {
  const sampled = run.rungs.map(settled);
  const rungs = sampled.map(({ estimate }) => ({
    ...estimate,
    used: isUsable(estimate),
  }));
  const fit = fitRungs(rungs, 1, multiplicitiesOf(network));
  if (fit === null) return { fit, rungs };
  const used = sampled.filter((_, k) => rungs[k]?.used === true);
  return { rungs, fit: diagnose(fit, [{ share: 1, rungs: used }], run.divergences.length > 0) };
}

/** Rungs are independent: how well they mix together, the fit tells, and one that mixes roughly has its error bar, too. */
function isUsable({ value, ess, rhat, drift }: TemperatureEstimate): boolean {
  return value > 0 && ess >= rough.ess && rhat <= rough.rhat && Math.abs(drift) <= mixingCriteria.drift;
}

function lengthOf(
  estimate: Assessment,
  draws: number,
  bounds: Pick<LadderLength, "fewest" | "most">,
): LadderLength | null {
  const length = lengthFrom(estimate.fit, draws, bounds);
  return length === null ? null : { ...length, needed: Math.max(length.needed, draws * growthOf(estimate)) };
}

/** Draws that agree to this share of their mean need no further test. */
const alike = 1e-4;

/** K's conditional mean may be the same number at every draw, of which R̂ says nothing. */
function settled(rung: Rung): FittedRung & { readonly estimate: TemperatureEstimate } {
  const estimate = rungCoefficient(rung);
  const loss = completeChains(rung.loss);
  const values = pooled(loss);
  const average = mean(values);
  if (!values.every((k) => Math.abs(k - average) <= alike * average)) return { ...rung, series: loss, estimate };
  const constant = loss.map((chain) => new Float64Array(chain.length).fill(average));
  const certain = { mcse: alike * estimate.value, ess: values.length, rhat: 1, drift: 0 };
  return { ...rung, loss: constant, series: constant, estimate: { ...estimate, ...certain } };
}

/** How many times as many draws are wanted; 1 where these will do. */
function growthOf({ fit, rungs }: Assessment): number {
  const fits = fit !== null && rungs.every((rung) => rung.used && mixes(rung)) && followsLadder(fit);
  return fits ? growth(fit) : Math.max(2, growth(fit));
}

/** The first temperature at which λ̂ is a fair share of λ. */
function bottomOf(run: LadderRun): number | undefined {
  const values = run.rungs.map((rung) => rungCoefficient(rung).value);
  return run.rungs.find((_, i) => (values[i] ?? NaN) > localShare * (values.at(-1) ?? NaN))?.nbeta;
}

/** From K's typical size under the localization alone to where its rounding shows. */
function rangeOf(network: DeepLinearLoss, { localization, seed }: EstimatePlan): { warmest: number; coldest: number } {
  const random = seeded(seed, 0, 0);
  const draw = (): number[] =>
    network.origin.map((x) => x + normalPair(next(random), next(random))[0] / Math.sqrt(localization));
  const losses = Float64Array.from({ length: 51 }, () => deepLinearLossAt(network, draw())).sort();
  const warmest = 1 / (losses[25] ?? NaN);
  const atZero = network.origin.every((x) => x === 0);
  return { warmest, coldest: warmest * (atZero ? longestLadder.atZero : longestLadder.elsewhere) };
}

/** Of ℓ layers, m is at most ℓ²/4 + 1 (Aoyagi 2024). */
function multiplicitiesOf({ widths, dimension }: DeepLinearLoss): number {
  const layers = widths.length - 1;
  return Math.min(dimension, Math.max(largestMultiplicity, Math.floor(layers ** 2 / 4) + 1));
}

/** Operations of one step, about: the changes of basis of every layer, and a share for each layer of whatever size. */
function costOfStep({ widths }: DeepLinearLoss): number {
  return widths
    .slice(1)
    .map((rows, l) => ({ rows, columns: widths[l] ?? 0 }))
    .reduce((sum, { rows, columns }) => sum + 1e4 + 60 * (rows + columns) ** 2, 0);
}
