/**
 * The settings of the samplers that a run may be given: each with its samplers and their defaults, its range and its
 * meaning, stated once. Step sizes are no such settings: warm-up finds them.
 */
import { OptionError } from "../../errors.js";
import type { SamplerName } from "./sampler.js";

export interface Setting {
  /** Under the samplers that have it. */
  readonly defaults: Readonly<Partial<Record<SamplerName, number>>>;
  readonly range: Range;
  readonly means: string;
}

interface Range {
  readonly holds: (value: number) => boolean;
  readonly says: string;
}

/** Names follow PyMC (target accept), TensorFlow Probability (leapfrog steps), PyTorch (alpha, eps) and devinterp (diffusion factor). */
export const samplerSettings = {
  targetAccept: {
    defaults: { mixture: 0.574, mala: 0.574, hmc: 0.8 },
    range: { holds: (x) => x > 0 && x < 1, says: "a number between 0 and 1" },
    means: "share of accepted proposals that warm-up tunes ε to",
  },
  leapfrogSteps: {
    defaults: { hmc: 10 },
    range: { holds: (x) => Number.isInteger(x) && x >= 1 && x <= 10_000, says: "an integer from 1 to 10000" },
    means: "leapfrog steps of a trajectory",
  },
  rmspropAlpha: {
    defaults: { "rmsprop-sgld": 0.99 },
    range: { holds: (x) => x >= 0 && x <= 1, says: "a number from 0 to 1" },
    means: "share of the past in the mean square V of the gradient",
  },
  rmspropEps: {
    defaults: { "rmsprop-sgld": 1e-3 },
    range: { holds: (x) => x > 0 && x < Infinity, says: "a positive number" },
    means: "what keeps the preconditioner 1/(eps + √V) finite",
  },
  diffusionFactor: {
    defaults: { sgnht: 0.1 },
    range: { holds: (x) => x > 0 && x <= 0.5, says: "a positive number up to 0.5" },
    means: "noise A·ε of a step; the thermostat begins with it, too",
  },
  thermostatCoupling: {
    defaults: { sgnht: 0.001 },
    range: { holds: (x) => x > 0 && x <= 0.1, says: "a positive number up to 0.1" },
    means: "speed of the thermostat: ε² over its mass",
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof samplerSettings;
export const settingNames = Object.keys(samplerSettings) as readonly SettingName[];

/** What a run is given; null is the sampler's default. */
export type GivenSettings = Readonly<Record<SettingName, number | null>>;

/** What a sampler runs with. */
export type SettingsOf<S extends SamplerName> = {
  readonly [K in SettingName as S extends keyof (typeof samplerSettings)[K]["defaults"] ? K : never]: number;
};

export const noSettings = Object.fromEntries(settingNames.map((name) => [name, null])) as GivenSettings;

/** The sampler's settings, defaults where none are given. */
export function settingsOf<S extends SamplerName>(sampler: S, given: GivenSettings = noSettings): SettingsOf<S> {
  const own = settingNames.flatMap((name) => {
    const byDefault = defaultOf(name, sampler);
    return byDefault === undefined ? [] : [[name, given[name] ?? byDefault] as const];
  });
  return Object.fromEntries(own) as SettingsOf<S>;
}

/** The settings alone of options that have other fields, too. */
export function settingsIn(options: Readonly<Partial<Record<SettingName, number | null | undefined>>>): GivenSettings {
  return Object.fromEntries(settingNames.map((name) => [name, options[name] ?? null])) as GivenSettings;
}

/** Throws OptionError for a setting that is out of range, or that the sampler does not have. */
export function validateSettings(sampler: SamplerName, given: GivenSettings): void {
  for (const name of settingNames) {
    const value = given[name];
    if (value === null) continue;
    const { range, defaults } = samplerSettings[name];
    if (!range.holds(value)) throw new OptionError(name, String(value), range.says);
    if (defaultOf(name, sampler) === undefined) {
      const those = Object.keys(defaults).join(", ");
      throw new OptionError(name, String(value), `none: it is a setting of ${those}, and the sampler is ${sampler}`);
    }
  }
}

function defaultOf(name: SettingName, sampler: SamplerName): number | undefined {
  const { defaults }: Setting = samplerSettings[name];
  return defaults[sampler];
}
