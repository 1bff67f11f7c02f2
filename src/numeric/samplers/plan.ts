/**
 * The one object that says how to sample: temperatures, localization, sampler, lengths and seed. Nothing is said twice;
 * whatever is null is found in warm-up.
 */
import { OptionError } from "../../errors.js";
import type { SamplerName } from "./sampler.js";
import { noSettings } from "./settings.js";
import type { GivenSettings } from "./settings.js";
import type { Box } from "./target.js";

export interface SamplingPlan extends GivenSettings {
  /** Inverse temperatures t = nβ > 0 in ascending order. */
  readonly rungs: readonly number[];
  /** γ ≥ 0. */
  readonly localization: number;
  /** Where w may go; must hold w*. Null is everywhere. */
  readonly box: Box | null;
  readonly sampler: SamplerChoice;
  /** Rows drawn for each gradient of an empirical loss (sgld and its kin); null is all. */
  readonly batch: number | null;
  readonly chains: number;
  /** Recorded draws of each chain. */
  readonly draws: number;
  /** Draws of warm-up, in which step sizes are tuned and nothing is recorded. */
  readonly burnIn: number;
  /** Steps of the sampler for each draw; by default 10; 2 of hmc and 1 of gibbs, whose steps go far. */
  readonly thin: number;
  /** ε for all rungs; null tunes one for each chain and rung. */
  readonly stepSize: number | null;
  /** Whether w and the share of accepted proposals are recorded at each draw, not K alone; at a single temperature. */
  readonly positions: boolean;
  /** Whether neighbouring temperatures exchange states; a sampler that mixes at each of them needs no such help. */
  readonly exchange: boolean;
  /** Whether sums of functions of mean 0 are recorded beside K, to reduce the variance of its mean. */
  readonly controls: boolean;
  /** An integer from 0 to 2^53 − 1. */
  readonly seed: number;
  readonly engine: EngineChoice;
}

/** `auto` is `mixture` in few dimensions; in many `hmc`, or `gibbs` for linear networks. */
export type SamplerChoice = SamplerName | "auto";

export type EngineName = "js" | "wasm";
/** `auto` is the fastest engine that is present. */
export type EngineChoice = EngineName | "auto";

/** A plan from its temperatures and whatever else is to differ from the defaults. */
export function samplingPlan(
  options: Partial<Omit<SamplingPlan, "rungs">> & Pick<SamplingPlan, "rungs">,
): SamplingPlan {
  const plan: SamplingPlan = {
    localization: 1,
    box: null,
    sampler: "auto",
    batch: null,
    chains: 8,
    draws: 2000,
    burnIn: 1000,
    thin: options.sampler === "gibbs" ? 1 : options.sampler === "hmc" ? 2 : 10,
    stepSize: null,
    positions: false,
    exchange: true,
    controls: false,
    ...noSettings,
    seed: 1,
    engine: "auto",
    ...options,
  };
  validatePlan(plan);
  return plan;
}

/** `count` temperatures from `from` to `to` in geometric progression. */
export function geometricLadder(from: number, to: number, count: number): readonly number[] {
  if (count === 1) return [to];
  return Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));
}

/** Throws OptionError naming the first setting that is out of range. */
export function validatePlan(plan: SamplingPlan): void {
  const refuse = (option: string, given: unknown, expected: string): never => {
    throw new OptionError(option, String(given), expected);
  };
  const whole = (option: string, value: number, least: number): void => {
    if (!Number.isSafeInteger(value) || value < least) refuse(option, value, `an integer ≥ ${least}`);
  };
  if (plan.rungs.length === 0) refuse("nbeta", "an empty list", "at least one inverse temperature");
  plan.rungs.forEach((t, i) => {
    if (!(t > 0 && Number.isFinite(t))) refuse("nbeta", t, "a positive number");
    if (i > 0 && !(t > (plan.rungs[i - 1] ?? 0))) refuse("nbeta", plan.rungs.join(", "), "an ascending list");
  });
  whole("chains", plan.chains, 1);
  whole("draws", plan.draws, 1);
  whole("burnIn", plan.burnIn, 0);
  whole("thin", plan.thin, 1);
  whole("seed", plan.seed, 0);
  if (plan.positions && plan.rungs.length > 1) refuse("positions", "true", "a single temperature, not a ladder");
  if (plan.stepSize !== null && !(plan.stepSize > 0 && Number.isFinite(plan.stepSize)))
    refuse("stepSize", plan.stepSize, "a positive number");
}
