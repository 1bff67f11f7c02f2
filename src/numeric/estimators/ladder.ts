/**
 * The ladder of temperatures that (λ, m) is fitted to. It starts where K begins to outweigh the localization and ends where
 * rounding begins or the rungs grow too far apart to exchange. Rungs at the top that do not mix are given up, and more is
 * drawn until λ's error is small or the budget of evaluations is spent.
 */
import { mean } from "../diagnostics/chains.js";
import type { Chains } from "../diagnostics/chains.js";
import { mcseMean } from "../diagnostics/ess.js";
import type { Divergence } from "../draws.js";
import type { Host } from "../host.js";
import { deepLinearForm } from "../loss.js";
import type { Loss, PopulationLoss } from "../loss.js";
import { settingsFor } from "../plan.js";
import type { EstimatePlan, SampledLadder } from "../plan.js";
import { geometricLadder, runLadder, samplingPlan } from "../run.js";
import type { LadderLength, LadderStretch } from "../progress.js";
import type { LadderRun } from "../run.js";
import { lossSeries } from "./control-variates.js";
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
import { ladderRange } from "./ladder-range.js";
import { sampleLinearLadder } from "./linear-ladder.js";
import { rungCoefficient } from "./local.js";
import type { TemperatureEstimate } from "./local.js";

const usualRungs = 32;
const pilotRungs = 12;
const longestPilot = 1e6;
const pilotDraws = 300;
const firstDraws = 3000;
/** Draws of the first run after which it is known how many there will be. */
const firstLook = 600;
/** The shortest further run that is worth its warm-up, as a share of the last one. */
const worthwhile = 0.4;
const thin = 10;
/** Instructions spent on a ladder at most; one evaluation of K counts its nodes and a share of the step's own. */
const budget = 3e9;
const costOfStep = 40;
const costOfTanh = 30;

/** Further runs of a ladder draw from seeds this far apart. */
const seedStride = 1_000_003;
const fewestRungs = 8;

/** Runs ladders for a loss without data; the plan's `draws`, if given, is the length of every run. */
export async function sampleLadder(
  loss: Loss,
  plan: EstimatePlan,
  host: Host,
  control: LadderControl,
): Promise<LadderEstimate> {
  const { ladder } = plan;
  if (ladder.kind === "none") return noLadder;
  const network = ladder.sampler === "gibbs" ? deepLinearForm(loss) : null;
  if (network !== null) return sampleLinearLadder(network, plan, ladder, host, control);
  return loss.kind === "population" ? sampleCoupledLadder(loss, plan, ladder, host, control) : noLadder;
}

async function sampleCoupledLadder(
  loss: PopulationLoss,
  plan: EstimatePlan,
  ladderPlan: SampledLadder,
  host: Host,
  control: LadderControl,
): Promise<LadderEstimate> {
  const run = (
    rungs: readonly number[],
    round: number,
    stretch: LadderStretch,
    length: LadderLength | null = null,
    resume: LadderRun["states"] = [],
  ): Promise<LadderRun> =>
    runLadder(
      loss,
      samplingPlan({
        rungs,
        localization: plan.localization,
        box: plan.box,
        sampler: ladderPlan.sampler,
        ...settingsFor(ladderPlan, plan),
        chains: plan.chains,
        draws: stretch.draws,
        burnIn: stretch.burnIn,
        thin: plan.thin ?? thin,
        controls: true,
        seed: (plan.seed + round * seedStride) % Number.MAX_SAFE_INTEGER,
        engine: plan.engine,
      }),
      host,
      runOptions(control, stretch, length, resume),
    );
  const burnInOf = (draws: number): number => plan.burnIn ?? Math.ceil(draws / 4);
  const search = async (count: number): Promise<{ readonly nbeta: readonly number[]; readonly steps: number }> => {
    const { warmest, limit } = ladderRange(loss, plan);
    const pilotLadder = geometricLadder(warmest, Math.min(limit, warmest * longestPilot), pilotRungs);
    const pilot = await run(pilotLadder, 0, { before: 0, draws: pilotDraws, burnIn: burnInOf(pilotDraws) });
    const rough = roughCoefficient(pilot);
    const bottom = pilot.rungs.find((r) => rungCoefficient(r).value > localShare * rough)?.nbeta ?? warmest;
    const top = Math.min(limit, bottom * exchangeRatio(rough) ** (count - 1));
    return { nbeta: geometricLadder(bottom, top, count), steps: pilot.steps };
  };
  const first =
    ladderPlan.kind === "given" ? { ...ladderPlan, steps: 0 } : await search(ladderPlan.rungs ?? usualRungs);
  let ladder = first.nbeta;
  const rungCount = ladder.length;
  let draws = plan.draws ?? firstDraws;
  let { steps } = first;
  let spent = 0;
  let runs: readonly LadderSummary[] = [];
  let divergences: readonly Divergence[] = [];
  const assess = (summaries: readonly LadderSummary[]): Pick<LadderEstimate, "fit" | "rungs"> =>
    fitRuns(summaries, Math.min(loss.dimension, largestMultiplicity), divergences.length > 0);
  const costOfDraw = 1.25 * plan.chains * rungCount * (plan.thin ?? thin) * costOf(loss);
  const bounds = { fewest: draws, most: budget / costOfDraw };
  let length: LadderLength | null = null;
  for (let round = 0; ; round++) {
    const stretch = { before: drawsOf(runs), draws, burnIn: burnInOf(draws) };
    let result: LadderRun | null = null;
    // A part of the first run tells how long it will all take, if anyone wants to know; the draws are the same.
    if (control.onProgress !== undefined && plan.draws === null && runs.length === 0) {
      result = await run(ladder, round, { ...stretch, draws: firstLook });
      length = lengthFrom(assess([summarizeRun(result, firstLook)]).fit, firstLook, bounds);
    }
    if (result?.finished !== false) result = await run(ladder, round, stretch, length, result?.states);
    const cost = result.steps * costOf(loss);
    steps += result.steps;
    spent += cost;
    runs = [...runs, summarizeRun(result, draws)];
    divergences = [...divergences, ...result.divergences];
    const estimate = assess(runs);
    const outcome = { ...estimate, divergences, steps, finished: result.finished };
    if (!result.finished) return outcome;
    length = plan.draws === null ? lengthFrom(estimate.fit, drawsOf(runs), bounds) : null;
    const affordable = (budget - spent) / cost;
    const lower = ladderPlan.kind === "given" ? null : reachableTop(estimate);
    if (lower !== null) {
      if (affordable < 1) return outcome;
      ladder = geometricLadder(ladder[0] ?? NaN, lower, rungCount);
      [runs, divergences] = [[], []];
      continue;
    }
    const wanted = ((growth(estimate.fit) - 1) * drawsOf(runs)) / draws;
    const next = Math.min(wanted, affordable);
    if (plan.draws !== null || next < worthwhile) return outcome;
    draws = Math.ceil(draws * next);
  }
}

/**
 * A lower top for the next ladder, or null where this one will do: the first rung that did not mix, where they are many;
 * half-way down, where no curve fits, because chains that all stay near w* look as if they mixed.
 */
function reachableTop({ fit, rungs }: Pick<LadderEstimate, "fit" | "rungs">): number | null {
  const used = rungs.filter((r) => r.used).length;
  const rungCount = rungs.length;
  const t = (rung: number): number => rungs[rung]?.nbeta ?? NaN;
  if (used < 0.75 * rungCount) return used <= fewestRungs ? null : t(used);
  if (fit === null || followsLadder(fit)) return null;
  return t(rungCount >> 1);
}

/** A run of all rungs, or several of the same rungs together. */
interface PooledRuns {
  readonly rungs: readonly TemperatureEstimate[];
  /** By how much exchange makes the errors of neighbouring rungs act together, in variance. */
  readonly inflation: number;
}

interface LadderSummary extends PooledRuns {
  /** Draws of each chain. */
  readonly draws: number;
  /** Of every rung. */
  readonly sampled: readonly FittedRung[];
}

function summarizeRun(run: LadderRun, draws: number): LadderSummary {
  const sampled = run.rungs.map((rung) => ({ nbeta: rung.nbeta, loss: rung.loss, series: lossSeries(rung) }));
  const rungs = run.rungs.map((rung, k) => rungCoefficient(rung, sampled[k]?.series));
  const series = sampled.slice(0, usedRungs(rungs)).map((rung) => rung.series);
  return { rungs, draws, sampled, inflation: Math.max(1, correlationOf(series, rungs)) };
}

function drawsOf(runs: readonly LadderSummary[]): number {
  return runs.reduce((sum, run) => sum + run.draws, 0);
}

/** The rungs of independent runs together, and (λ, m) fitted to those that mix. */
function fitRuns(
  runs: readonly LadderSummary[],
  multiplicities: number,
  diverged: boolean,
): Pick<LadderEstimate, "fit" | "rungs"> {
  const pool = pooledRuns(runs);
  const used = usedRungs(pool.rungs);
  const rungs = pool.rungs.map((r, i) => ({ ...r, used: i < used }));
  const fit = fitRungs(rungs, pool.inflation, multiplicities);
  if (fit === null) return { fit, rungs };
  const fitted = runs.map((r) => ({ share: r.draws / drawsOf(runs), rungs: r.sampled.slice(0, used) }));
  return { fit: diagnose(fit, fitted, diverged), rungs };
}

/** Independent runs, weighted by their lengths. */
function pooledRuns(runs: readonly LadderSummary[]): PooledRuns {
  const draws = drawsOf(runs);
  const [first] = runs;
  const rungs = (first?.rungs ?? []).map((rung, k): TemperatureEstimate => {
    const parts = runs.flatMap((r) => {
      const part = r.rungs[k];
      return part === undefined ? [] : [{ ...part, share: r.draws / draws }];
    });
    const sum = (f: (p: (typeof parts)[number]) => number): number => parts.reduce((s, p) => s + f(p), 0);
    return {
      nbeta: rung.nbeta,
      value: sum((p) => p.share * p.value),
      mcse: Math.sqrt(sum((p) => (p.share * p.mcse) ** 2)),
      ess: sum((p) => p.ess),
      rhat: Math.max(...parts.map((p) => p.rhat)),
      drift: parts.reduce((a, p) => (Math.abs(p.drift) > Math.abs(a) ? p.drift : a), 0),
    };
  });
  return { rungs, inflation: Math.max(...runs.map((r) => r.inflation)) };
}

/** How many rungs from the warmest on mix: those above one that does not hear of w* through it. */
function usedRungs(rungs: readonly TemperatureEstimate[]): number {
  const poor = rungs.findIndex((r) => !mixes(r));
  return poor < 0 ? rungs.length : poor;
}

/**
 * The variance of Σ λ̂(t_k)/mcse_k over what it would be for independent rungs: exchange makes neighbours alike. Taken
 * from the draws of all rungs side by side.
 */
function correlationOf(series: readonly Chains[], estimates: readonly TemperatureEstimate[]): number {
  const [first] = series;
  if (first === undefined) return 1;
  const sums = first.map((c) => new Float64Array(c.length));
  series.forEach((rung, k) => {
    const { nbeta, mcse } = estimates[k] ?? { nbeta: NaN, mcse: NaN };
    rung.forEach((draws, c) => {
      const sum = sums[c];
      if (sum !== undefined)
        for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + ((draws[i] ?? NaN) * nbeta) / mcse;
    });
  });
  return mcseMean(sums) ** 2 / series.length;
}

/** λ by eye: the mean of λ̂ over the upper third. */
function roughCoefficient(run: LadderRun): number {
  const upper = run.rungs.slice(-Math.ceil(run.rungs.length / 3)).map((r) => rungCoefficient(r).value);
  const value = mean(Float64Array.from(upper));
  return Number.isFinite(value) && value > 0.05 ? value : 0.05;
}

/** The ratio of neighbouring temperatures at which about 40 % of the exchanges are accepted: t·K spreads by √λ. */
function exchangeRatio(lambda: number): number {
  return Math.exp(2 / Math.sqrt(lambda + 0.1));
}

function costOf({ graph }: PopulationLoss): number {
  const heavy = graph.nodes.filter((node) => node.kind === "tanh").length;
  return costOfStep + graph.nodes.length + costOfTanh * heavy;
}
