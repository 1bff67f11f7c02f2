/**
 * What an estimate is asked for and how it is run, in one object: n, nβ, γ or a box, and the sampler's settings. Every
 * field that is not given is filled in; those that the run tunes itself stay null.
 */
import { OptionError } from "../errors.js";
import type { Loss } from "./loss.js";
import type { EngineChoice } from "./samplers/plan.js";
import { automaticSampler, biasOrder, gibbsTakes } from "./samplers/registry.js";
import type { SamplerName } from "./samplers/sampler.js";
import { noSettings, settingsIn, settingsOf, validateSettings } from "./samplers/settings.js";
import type { GivenSettings } from "./samplers/settings.js";
import type { Box } from "./samplers/target.js";

/** The temperatures that (λ, m) is fitted to. */
export type LadderPlan = { readonly kind: "none" } | SampledLadder;

/** `rungs` is the number of temperatures; null is that of the run. */
export type SampledLadder = { readonly sampler: SamplerName } & (
  | { readonly kind: "automatic"; readonly rungs: number | null }
  | { readonly kind: "given"; readonly nbeta: readonly number[] }
);

export interface EstimatePlan extends GivenSettings {
  /** Sample size that the default nβ belongs to; of an empirical loss, its number of data points. */
  readonly n: number;
  /** The inverse temperature t = nβ of `value`; by default n/log n. */
  readonly nbeta: number;
  /** γ of the Gaussian localization; 0 with a box. */
  readonly localization: number;
  readonly box: Box | null;
  readonly sampler: SamplerName;
  readonly chains: number;
  /** Recorded draws of each chain; null lets the run go on until the error bars are small. */
  readonly draws: number | null;
  /** Draws of warm-up; null is half of `draws`. */
  readonly burnIn: number | null;
  /** Steps of the sampler for each draw, of the coarse one of two step sizes; null is that of the sampler and the run. */
  readonly thin: number | null;
  /** ε; null tunes it. Of samplers without an acceptance step, the larger one of two that λ̂ is extrapolated from. */
  readonly stepSize: number | null;
  readonly batch: number | null;
  readonly ladder: LadderPlan;
  readonly seed: number;
  readonly engine: EngineChoice;
}

/** The sampler for minibatches, unless another is chosen: its thermostat takes up the noise of the batches. */
const batchSampler: SamplerName = "sgnht";

export type EstimateOptions = {
  readonly [K in Exclude<keyof EstimatePlan, "ladder">]?: EstimatePlan[K] | undefined;
} & {
  /** The ladder's temperatures nβ, ascending, or none; `auto` finds them. */
  readonly ladder?: "auto" | "none" | readonly number[] | undefined;
  /** The number of temperatures of a ladder that is to be found. */
  readonly rungs?: number | undefined;
};

/** What a ladder must have. */
export interface LadderNeeds {
  /** Temperatures, at least. */
  readonly fewest: number;
  /** What they are for. */
  readonly of: string;
  /** Whether the loss of data points may have one. */
  readonly data: boolean;
}

const fitNeeds: LadderNeeds = { fewest: 6, of: "the fit of (λ, m)", data: false };

/** The plan for `loss`. Throws OptionError naming the first option that is out of range. */
export function estimatePlan(loss: Loss, options: EstimateOptions = {}, needs: LadderNeeds = fitNeeds): EstimatePlan {
  const n = options.n ?? (loss.kind === "empirical" ? loss.rows : 1000);
  if (!(Number.isSafeInteger(n) && n >= 2)) throw new OptionError("n", String(n), "an integer ≥ 2");
  const box = options.box ?? null;
  const settings = {
    localization: options.localization ?? (box === null ? 1 : 0),
    box,
    stepSize: options.stepSize ?? null,
    batch: options.batch ?? null,
  };
  const sampler = options.sampler ?? (settings.batch === null ? automaticSampler(loss, settings) : batchSampler);
  const plan: EstimatePlan = {
    n,
    nbeta: options.nbeta ?? n / Math.log(n),
    ...settings,
    sampler,
    ...samplerSettingsOf(sampler, options),
    chains: options.chains ?? 8,
    draws: options.draws ?? null,
    burnIn: options.burnIn ?? null,
    thin: options.thin ?? null,
    ladder: ladderPlan(loss, settings, options, needs),
    seed: options.seed ?? 1,
    engine: options.engine ?? "auto",
  };
  if (!(plan.nbeta > 0 && Number.isFinite(plan.nbeta)))
    throw new OptionError("nbeta", String(plan.nbeta), "a positive number");
  whole("chains", plan.chains, 1);
  if (plan.draws !== null) whole("draws", plan.draws, 1);
  if (plan.burnIn !== null) whole("burnIn", plan.burnIn, 0);
  if (plan.thin !== null) whole("thin", plan.thin, 1);
  whole("seed", plan.seed, 0);
  if (plan.batch !== null && !(Number.isSafeInteger(plan.batch) && plan.batch >= 1 && plan.batch <= n))
    throw new OptionError("batch", String(plan.batch), `an integer from 1 to n = ${n}`);
  validateBox(loss, box);
  return plan;
}

/** Temperatures that are run side by side, at most. */
const mostRungs = 256;

/** A sampler that was chosen samples the ladder, too, if it is exact at every step size; else the one for the loss does. */
function ladderPlan(
  loss: Loss,
  settings: Pick<EstimatePlan, "localization" | "box">,
  { ladder = "auto", rungs, sampler }: EstimateOptions,
  needs: LadderNeeds,
): LadderPlan {
  if (rungs !== undefined && ladder !== "auto")
    throw new OptionError("rungs", String(rungs), "none: the ladder is given");
  if (ladder === "none") return { kind: "none" };
  if (loss.kind === "empirical" && !(needs.data && ladder !== "auto")) {
    if (rungs === undefined && ladder === "auto") return { kind: "none" };
    const [option, given] = rungs === undefined ? ["ladder", listed(ladder)] : ["rungs", String(rungs)];
    throw new OptionError(option, given, "none: the loss of data points has no ladder");
  }
  const exact = sampler !== undefined && biasOrder(sampler) === null;
  const free = { ...settings, batch: null, stepSize: null };
  const used = exact ? sampler : gibbsTakes(loss, free) ? "gibbs" : automaticSampler(loss, free);
  if (ladder === "auto") {
    if (rungs !== undefined) requireRungs("rungs", rungs, String(rungs), needs);
    return { kind: "automatic", sampler: used, rungs: rungs ?? null };
  }
  const list = listed(ladder);
  requireRungs("ladder", ladder.length, list, needs);
  if (ladder.some((t, i) => !(t > (ladder[i - 1] ?? 0) && t < Infinity)))
    throw new OptionError("ladder", list, "positive temperatures nβ in ascending order");
  return { kind: "given", sampler: used, nbeta: ladder };
}

function listed(nbeta: "auto" | readonly number[]): string {
  if (nbeta === "auto") return nbeta;
  return nbeta.length <= 8 ? nbeta.join(", ") : `${nbeta[0] ?? ""}, …, ${nbeta.at(-1) ?? ""}`;
}

/** Throws OptionError unless so many temperatures will do. */
export function requireRungs(option: string, count: number, given: string, { fewest, of }: LadderNeeds): void {
  if (!Number.isSafeInteger(count) || count < fewest || count > mostRungs)
    throw new OptionError(option, given, `${fewest} to ${mostRungs} temperatures, which ${of} needs`);
}

/** The settings that were given for the sampler of the ladder. */
export function settingsFor({ sampler }: SampledLadder, plan: EstimatePlan): GivenSettings {
  return sampler === plan.sampler ? settingsIn(plan) : noSettings;
}

/** Those of the sampler, defaults where none are given; null for those that it does not have. */
function samplerSettingsOf(sampler: SamplerName, options: EstimateOptions): GivenSettings {
  const given = settingsIn(options);
  validateSettings(sampler, given);
  return { ...noSettings, ...settingsOf(sampler, given) };
}

function whole(option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new OptionError(option, String(value), `an integer ≥ ${least}`);
}

function validateBox({ origin }: Loss, box: Box | null): void {
  if (box === null) return;
  if (box.lower.length !== origin.length || box.upper.length !== origin.length)
    throw new OptionError("box", `${box.lower.length} intervals`, `one for each of the ${origin.length} parameters`);
  origin.forEach((x, i) => {
    const [lower = NaN, upper = NaN] = [box.lower[i], box.upper[i]];
    if (!(lower <= x && x <= upper && lower < upper))
      throw new OptionError("box", `[${lower}, ${upper}] in coordinate ${i}`, `an interval that holds w* = ${x}`);
  });
}
