/**
 * The other estimators of singular learning theory, from a loss to a figure: WBIC, the slope of E[n·K] on 1/β, volume
 * scaling, WAIC with the functional variance. Each finds its temperatures and its length itself.
 */
import { OptionError } from "../errors.js";
import type { LocalModel } from "./bridge.js";
import { lossOf } from "./bridge.js";
import { doubtOfMixing } from "./diagnostics/criteria.js";
import type { ChainRecord, Rung } from "./draws.js";
import { divergenceOf, estimate } from "./estimate.js";
import type { Estimate, EstimateControl } from "./estimate.js";
import type { Figure } from "./estimators/figure.js";
import { functionalVariance, temperatureRegression, waic } from "./estimators/information.js";
import { sampleLadder } from "./estimators/ladder.js";
import { mixes, runOptions } from "./estimators/ladder-rungs.js";
import type { RungEstimate } from "./estimators/ladder-rungs.js";
import { rungCoefficient } from "./estimators/local.js";
import { volumeScaling } from "./estimators/volume.js";
import type { Host } from "./host.js";
import { inlineHost } from "./host.js";
import type { EmpiricalLoss, Loss } from "./loss.js";
import { estimatePlan, requireRungs, settingsFor } from "./plan.js";
import type { EstimateOptions, EstimatePlan, LadderNeeds } from "./plan.js";
import { pointwiseLosses } from "./pointwise.js";
import { geometricLadder, runLadder, samplingPlan } from "./run.js";
import type { LadderRun } from "./run.js";
import { biasOrder } from "./samplers/registry.js";
import type { SamplerName } from "./samplers/sampler.js";

export const figureNames = ["wbic", "regression", "volume", "waic"] as const;
export type FigureName = (typeof figureNames)[number];

/** Plain data; the same loss, options and engine give the same bytes. */
export interface FigureEstimate
  extends
    Omit<Figure, "status">,
    Pick<Estimate, "status" | "reason" | "engine" | "seed" | "plan" | "rungs" | "divergences" | "finished" | "steps"> {
  readonly estimator: FigureName;
  /** The inverse temperature of the draws; null where they are at those of `rungs`. */
  readonly nbeta: number | null;
  /** V = Σ_i Var_w[log p(x_i | w)], beside WAIC; null beside the others. */
  readonly functionalVariance: Figure | null;
}

export type FigureControl = Omit<EstimateControl, "onChains">;

/**
 * One of
 *
 * * `wbic`: WBIC − n·L_n(w*) = E[n·K] at β = 1/log n, in the first order λ·log n;
 * * `regression`: λ as the slope of E[n·K] on 1/β over some temperatures, by default five from half to twice n/log n;
 * * `volume`: λ as the slope of log Vol{K < ε} on log ε over a ladder;
 * * `waic`: WAIC − L_n(w*) at β = 1, and the functional variance, where −log p(y | x, w) = |y − f(x; w)|² + constant.
 *
 * Throws OptionError for options that are out of range or do not go with the estimator, and as `estimate` does.
 */
export async function estimateFigure(
  estimator: FigureName,
  target: Loss | LocalModel,
  options: EstimateOptions = {},
  host: Host = inlineHost,
  control: FigureControl = {},
): Promise<FigureEstimate> {
  const loss = "model" in target ? lossOf(target) : target;
  return { estimator, ...(await estimators[estimator](loss, options, host, control)) };
}

type Found = Omit<FigureEstimate, "estimator">;
type Estimator = (loss: Loss, options: EstimateOptions, host: Host, control: FigureControl) => Promise<Found>;

const estimators: Readonly<Record<FigureName, Estimator>> = {
  wbic: sampleWbic,
  regression: sampleRegression,
  volume: sampleVolume,
  waic: sampleWaic,
};

async function sampleWbic(loss: Loss, options: EstimateOptions, host: Host, control: FigureControl): Promise<Found> {
  const { n } = estimatePlan(loss, withoutLadder(options));
  const nbeta = n / Math.log(n);
  requireTemperature(options, nbeta, "n/log n", "WBIC");
  const run = await estimate(loss, { ...withoutLadder(options), nbeta }, host, control);
  const [value, mcse] = [run.value * Math.log(n), run.mcse * Math.log(n)];
  const { status, reason, ess, rhat } = run;
  return { ...shared(run), status, reason, value, mcse, ess, rhat, nbeta, functionalVariance: null };
}

async function sampleWaic(loss: Loss, options: EstimateOptions, host: Host, control: FigureControl): Promise<Found> {
  if (loss.kind !== "empirical") throw new OptionError("estimator", "waic", "another, or the loss of data points");
  const { n, sampler, chains, draws: length } = estimatePlan(loss, withoutLadder(options));
  requireTemperature(options, n, "n", "WAIC");
  if (options.batch !== undefined)
    throw new OptionError("batch", String(options.batch), "none: WAIC needs the whole loss");
  requireExact(sampler, "WAIC");
  const at = async (draws: number): Promise<Found> => {
    let records: readonly ChainRecord[] = [];
    const onChains = (drawn: readonly ChainRecord[]): void => {
      records = drawn;
    };
    const asked = { ...withoutLadder(options), draws, nbeta: n };
    const run = await estimate(loss, asked, host, { ...control, onChains });
    return criterion(loss, n, run, records);
  };
  if (length !== null) return at(length);
  const most = Math.min(mostDraws, Math.floor(mostLosses / (n * chains)));
  for (let draws = Math.min(firstDraws, most); ; draws = Math.min(4 * draws, most)) {
    const found = await at(draws);
    if (found.status === "converged" || !found.finished || found.divergences.length > 0 || draws >= most) return found;
  }
}

/** WAIC and the functional variance from the draws at β = 1. */
function criterion(loss: EmpiricalLoss, n: number, run: Estimate, chains: readonly ChainRecord[]): Found {
  const losses = pointwiseLosses(loss, chains);
  const variance = functionalVariance(losses, n);
  const { status, ...value } = waic(losses, n);
  const worst = status === "converged" ? variance.status : status;
  const verdict = verdictOn({ ...value, status: worst }, run);
  return { ...shared(run), ...value, ...verdict, nbeta: n, functionalVariance: variance };
}

const regressionNeeds: LadderNeeds = { fewest: 2, of: "the slope on 1/β", data: true };
const volumeNeeds: LadderNeeds = { fewest: 6, of: "the slope of log Vol{K < ε}", data: false };

/** Temperatures of the regression, and the factor from their middle to their ends. */
const regressionRungs = { count: 5, reach: 2 };

async function sampleRegression(
  loss: Loss,
  options: EstimateOptions,
  host: Host,
  control: FigureControl,
): Promise<Found> {
  requireSeveral(options, "the regression");
  if (options.rungs !== undefined) requireRungs("rungs", options.rungs, String(options.rungs), regressionNeeds);
  const { n } = estimatePlan(loss, { ...options, ladder: "auto", rungs: undefined }, regressionNeeds);
  const middle = n / Math.log(n);
  const { count, reach } = regressionRungs;
  const byDefault = geometricLadder(middle / reach, middle * reach, options.rungs ?? count);
  const given = Array.isArray(options.ladder) ? options.ladder : byDefault;
  const plan = estimatePlan(loss, { ...options, ladder: given, rungs: undefined }, regressionNeeds);
  return sampleRungs(temperatureRegression, loss, plan, given, host, control);
}

async function sampleVolume(loss: Loss, options: EstimateOptions, host: Host, control: FigureControl): Promise<Found> {
  requireSeveral(options, "the volume");
  if (loss.kind !== "population")
    throw new OptionError("estimator", "volume", "another: volumes are measured of K itself, in few parameters");
  const sampler = options.sampler ?? (loss.dimension <= 8 ? "mixture" : "hmc");
  if (sampler === "gibbs") throw new OptionError("sampler", sampler, "mixture, mala or hmc: gibbs records means of K");
  const plan = estimatePlan(loss, { ...options, sampler }, volumeNeeds);
  if (plan.ladder.kind === "given") return sampleRungs(volumeScaling, loss, plan, plan.ladder.nbeta, host, control);
  const search = await sampleLadder(loss, { ...plan, draws: searchDraws }, host, control);
  const nbeta = search.rungs.filter((rung) => rung.used).map((rung) => rung.nbeta);
  const rungs = nbeta.length < volumeNeeds.fewest ? search.rungs.map((rung) => rung.nbeta) : nbeta;
  const found = await sampleRungs(volumeScaling, loss, plan, rungs, host, control);
  return { ...found, steps: found.steps + search.steps };
}

/** Draws of each chain: at first, of the search for a ladder, and at most; and losses of data points at most. */
const [firstDraws, searchDraws, mostDraws, mostLosses] = [2000, 1000, 50_000, 2 ** 25];
/** Relative error at which sampling stops, and that beyond which a figure has not converged. */
const [enough, tolerable] = [0.008, 0.01];

/** Draws at all of `nbeta` until what `measure` finds is known well enough. */
async function sampleRungs(
  measure: (rungs: readonly Rung[]) => Figure,
  loss: Loss,
  plan: EstimatePlan,
  nbeta: readonly number[],
  host: Host,
  control: FigureControl,
): Promise<Found> {
  const { ladder } = plan;
  const sampler = ladder.kind === "none" ? plan.sampler : ladder.sampler;
  const burnIn = plan.burnIn ?? Math.ceil((plan.draws ?? firstDraws) / 2);
  let draws = plan.draws ?? firstDraws;
  let run: LadderRun | null = null;
  for (;;) {
    const settings = ladder.kind === "none" ? {} : settingsFor(ladder, plan);
    const { localization, box, chains, seed, engine } = plan;
    const thin = plan.thin ?? (sampler === "gibbs" ? 1 : 10);
    const how = { sampler, exchange: sampler !== "gibbs", thin, chains, draws, burnIn, seed, engine, ...settings };
    run = await runLadder(
      loss,
      samplingPlan({ rungs: nbeta, localization, box, ...how }),
      host,
      runOptions(control, { before: 0, burnIn, draws }, null, run?.states ?? []),
    );
    const rungs = run.rungs.map((rung): RungEstimate => {
      const coefficient = rungCoefficient(rung);
      return { ...coefficient, used: mixes(coefficient) };
    });
    const figure = measure(run.rungs);
    const { status, ...value } = figure;
    const { divergences, finished, steps } = run;
    const sampled = { plan, seed, engine: run.engine, rungs, divergences, finished, steps };
    const found = { ...sampled, ...value, ...verdictOn(figure, run, tolerable), nbeta: null, functionalVariance: null };
    const factor = 1.2 * (figure.mcse / (enough * Math.abs(figure.value))) ** 2;
    const wanted = Math.min(
      Math.ceil(draws * Math.min(Math.max(factor, status === "converged" ? 1 : 2), 5)),
      mostDraws,
    );
    if (!finished || plan.draws !== null || divergences.length > 0 || wanted <= draws) return found;
    draws = wanted;
  }
}

/** Status and reason of a figure of a run whose relative error may be so large. */
function verdictOn(
  figure: Figure,
  { divergences, finished }: Pick<Estimate, "divergences" | "finished">,
  tolerated = Infinity,
): Pick<FigureEstimate, "status" | "reason"> {
  const diverged = divergenceOf(divergences);
  if (diverged !== null) return { status: "diverged", reason: diverged };
  const doubt = finished ? doubtOf(figure, tolerated) : "the run was interrupted";
  return doubt === null
    ? { status: "converged", reason: "Chains agree, and the error bar is small." }
    : { status: "not-converged", reason: `Not converged: ${doubt}.` };
}

function doubtOf({ status, value, mcse, ess, rhat }: Figure, tolerated: number): string | null {
  if (!Number.isFinite(value)) return "the draws do not give it";
  const doubt = doubtOfMixing({ ess, rhat, drift: 0 }, "of its draws");
  if (doubt !== null) return doubt;
  if (status !== "converged") return "the halves of the chains differ";
  const share = mcse / Math.abs(value);
  return share <= tolerated ? null : `it is known to ${(100 * share).toFixed(1)} % only`;
}

type Shared = Pick<Found, "engine" | "seed" | "plan" | "rungs" | "divergences" | "finished" | "steps">;

function shared({ engine, seed, plan, rungs, divergences, finished, steps }: Estimate): Shared {
  return { engine, seed, plan, rungs, divergences, finished, steps };
}

function withoutLadder(options: EstimateOptions): EstimateOptions {
  return { ...options, ladder: "none", rungs: undefined };
}

function requireTemperature({ nbeta, ladder, rungs }: EstimateOptions, own: number, name: string, of: string): void {
  if (ladder !== undefined || rungs !== undefined) {
    const given = rungs === undefined ? ["ladder", String(ladder)] : ["rungs", String(rungs)];
    throw new OptionError(given[0] ?? "", given[1] ?? "", `none: ${of} is taken at one temperature`);
  }
  if (nbeta !== undefined && !(Math.abs(nbeta / own - 1) < 1e-9))
    throw new OptionError("nbeta", String(nbeta), `none, or ${name} = ${own}, at which ${of} is defined`);
}

function requireSeveral({ nbeta, stepSize, ladder, sampler, batch }: EstimateOptions, of: string): void {
  const refuse = (option: string, given: unknown, why: string): never => {
    throw new OptionError(option, String(given), why);
  };
  if (nbeta !== undefined) refuse("nbeta", nbeta, `none: ${of} is taken at several temperatures, those of the ladder`);
  if (stepSize !== undefined) refuse("stepSize", stepSize, "none: each temperature has its own, which warm-up finds");
  if (ladder === "none") refuse("ladder", ladder, `temperatures: ${of} is taken at several`);
  if (batch !== undefined) refuse("batch", batch, `none: ${of} needs the whole loss`);
  if (sampler !== undefined) requireExact(sampler, of);
}

function requireExact(sampler: SamplerName, of: string): void {
  if (biasOrder(sampler) !== null)
    throw new OptionError(
      "sampler",
      sampler,
      `mixture, mala or hmc: nothing takes the bias of a step size out of ${of}`,
    );
}
