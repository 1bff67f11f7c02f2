/** The settings of the samplers: each reaches its sampler, each default is the one that is stated. */
import { describe, expect, it } from "vitest";
import { OptionError } from "../../../src/errors.js";
import { estimatePlan } from "../../../src/numeric/plan.js";
import { runLadder, samplingPlan } from "../../../src/numeric/run.js";
import type { SamplerName } from "../../../src/numeric/samplers/sampler.js";
import { noSettings, samplerSettings, settingNames, settingsOf } from "../../../src/numeric/samplers/settings.js";
import type { Setting, SettingName } from "../../../src/numeric/samplers/settings.js";
import { gaussian, monomial } from "../losses.js";

const loss = monomial(4, [2, 2]);

async function draws(sampler: SamplerName, change: Partial<Record<SettingName, number>>): Promise<number[]> {
  const short = { chains: 1, draws: 20, burnIn: 40, thin: 2 };
  const run = await runLadder(loss, samplingPlan({ rungs: [100], sampler, ...short, ...change }));
  return Array.from(run.rungs[0]?.loss[0] ?? []);
}

/** A value other than the default. */
const others: Readonly<Record<SettingName, number>> = {
  targetAccept: 0.3,
  leapfrogSteps: 4,
  rmspropAlpha: 0.5,
  rmspropEps: 1,
  diffusionFactor: 0.3,
  thermostatCoupling: 0.03,
};

const owners = settingNames.flatMap((name) => {
  const { defaults }: Setting = samplerSettings[name];
  return Object.entries(defaults).map(([sampler, value]) => ({ name, sampler: sampler as SamplerName, value }));
});

describe("a sampler's setting", () => {
  it.each(owners)(
    "$name of $sampler is $value unless given, and changes the draws",
    async ({ name, sampler, value }) => {
      const usual = await draws(sampler, {});
      expect(await draws(sampler, { [name]: value })).toEqual(usual);
      expect(await draws(sampler, { [name]: others[name] })).not.toEqual(usual);
    },
  );

  it.each(owners)("$name of $sampler stands in the plan of an estimate", ({ name, sampler, value }) => {
    expect(estimatePlan(loss, { sampler })).toMatchObject({ ...noSettings, ...settingsOf(sampler) });
    expect(estimatePlan(loss, { sampler })[name]).toBe(value);
    expect(estimatePlan(loss, { sampler, [name]: others[name] })[name]).toBe(others[name]);
  });

  it.each<[SettingName, number]>([
    ["targetAccept", 0],
    ["targetAccept", 1],
    ["leapfrogSteps", 0],
    ["leapfrogSteps", 2.5],
    ["leapfrogSteps", 20_000],
    ["rmspropAlpha", -0.1],
    ["rmspropAlpha", 1.1],
    ["rmspropEps", 0],
    ["rmspropEps", NaN],
    ["diffusionFactor", 0],
    ["diffusionFactor", 1],
    ["thermostatCoupling", 0],
    ["thermostatCoupling", 1],
  ])("%s = %d is out of range", (name, value) => {
    const { defaults }: Setting = samplerSettings[name];
    const [sampler] = Object.keys(defaults) as SamplerName[];
    expect(() => estimatePlan(loss, { sampler, [name]: value })).toThrow(
      expect.objectContaining({ option: name }) as OptionError,
    );
  });

  it("of another sampler is refused, for a single run, too", async () => {
    expect(() => estimatePlan(loss, { sampler: "mala", leapfrogSteps: 5 })).toThrow(
      "leapfrogSteps is 5; expected none: it is a setting of hmc, and the sampler is mala",
    );
    await expect(draws("sgld", { targetAccept: 0.5 })).rejects.toThrow(OptionError);
  });

  it("goes with the sampler that is chosen for many parameters", () => {
    const wide = gaussian(Array.from({ length: 9 }, () => 1));
    expect(estimatePlan(wide, { leapfrogSteps: 5 })).toMatchObject({ sampler: "hmc", leapfrogSteps: 5 });
  });
});
