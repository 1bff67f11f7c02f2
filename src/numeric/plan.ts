/**
 * What an estimate is asked for and how it is run, in one object: n, nβ, γ or a box, and the sampler's settings. Every
 * field that is not given is filled in; those that the run tunes itself stay null.
 */
import { OptionError } from "../errors.js";
import type { Loss } from "./loss.js";
import type { EngineChoice } from "./samplers/plan.js";
import { automaticSampler } from "./samplers/registry.js";
import type { SamplerName } from "./samplers/sampler.js";
import { noSettings, settingsIn, settingsOf, validateSettings } from "./samplers/settings.js";
import type { GivenSettings } from "./samplers/settings.js";
import type { Box } from "./samplers/target.js";

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
  readonly seed: number;
  readonly engine: EngineChoice;
}

/** The sampler for minibatches, unless another is chosen: its thermostat takes up the noise of the batches. */
const batchSampler: SamplerName = "sgnht";

export type EstimateOptions = { readonly [K in keyof EstimatePlan]?: EstimatePlan[K] | undefined };

/** The plan for `loss`. Throws OptionError naming the first option that is out of range. */
export function estimatePlan(loss: Loss, options: EstimateOptions = {}): EstimatePlan {
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
