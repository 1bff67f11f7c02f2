/** Every setting of the samplers by a flag of its name, on the built command line. */
import { describe, expect, it, test } from "vitest";
import { samplerSettings, settingNames } from "../../src/numeric/samplers/settings.js";
import { crepant } from "./crepant.js";

const brief = ["estimate", "x^2*y^2", "--chains", "1", "--draws", "20", "--json"];
const alone = ["--ladder", "none"];

describe("a setting of a sampler", () => {
  test.concurrent.each([
    ["hmc", ["--leapfrog-steps", "3", "--target-accept", "0.7"], { leapfrogSteps: 3, targetAccept: 0.7 }],
    ["rmsprop-sgld", ["--rmsprop-alpha", "0.5", "--rmsprop-eps", "1"], { rmspropAlpha: 0.5, rmspropEps: 1 }],
    [
      "sgnht",
      ["--diffusion-factor", "0.3", "--thermostat-coupling", "0.03", "--thin", "3"],
      { diffusionFactor: 0.3, thermostatCoupling: 0.03, thin: 3, leapfrogSteps: null },
    ],
  ])("of %s by its flag, %j, stands in the plan", async (sampler, flags, plan) => {
    const outcome = await crepant([...brief, ...alone, "--sampler", sampler, ...flags]);
    expect(outcome.stderr).toBe("");
    expect(JSON.parse(outcome.stdout)).toMatchObject({ plan });
  });

  it("has a flag in the help, with its default", async () => {
    const help = (await crepant(["estimate", "--help"])).stdout.replace(/\s+/g, " ");
    for (const name of settingNames) {
      const [[sampler, value] = ["", NaN]] = Object.entries(samplerSettings[name].defaults);
      const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(help).toContain(`--${flag} ${value} ${sampler}`);
    }
  });

  test.concurrent.each([
    [["--leapfrog-steps", "2.5", "--sampler", "hmc"], "--leapfrog-steps is 2.5; expected an integer from 1 to 10000"],
    [
      ["--leapfrog-steps", "5", "--sampler", "mala"],
      "--leapfrog-steps is 5; expected none: it is a setting of hmc, and the sampler is mala",
    ],
    [["--thin", "0"], "--thin is 0; expected an integer ≥ 1"],
    [["--thin", "1.5"], '--thin is "1.5"; expected an integer'],
  ])("is bad input with %j", async (flags, says) => {
    const outcome = await crepant([...brief, ...flags]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(/^crepant: .+\n$/);
    expect(outcome.stderr).toContain(says);
  });
});

describe("the ladder", () => {
  it("has the ends and the number that are given, sampled by the sampler that is chosen", async () => {
    const outcome = await crepant([...brief, "--ladder", "10..1e5", "--rungs", "6", "--sampler", "mala"]);
    const { plan, rungs } = JSON.parse(outcome.stdout) as Record<"plan" | "rungs", unknown>;
    const found = (rungs as { readonly nbeta: number }[]).map(({ nbeta }) => Math.round(nbeta));
    expect(found).toEqual([10, 63, 398, 2512, 15849, 100000]);
    expect(plan).toMatchObject({ ladder: { kind: "given", sampler: "mala" } });
  });

  test.concurrent.each([
    [["--ladder", "10..5"], '--ladder is "10..5"; expected none, ascending nβ'],
    [["--ladder", "cold"], '--ladder is "cold"; expected none, ascending nβ'],
    [["--ladder", "10,100,1000"], "--ladder is 10, 100, 1000; expected 6 to 256 temperatures"],
    [["--ladder", "6,5,4,3,2,1"], "ascending order"],
    [["--ladder", "none", "--rungs", "8"], "--rungs goes with no --ladder, or with one such as 10..1e9"],
    [["--rungs", "1000"], "--rungs is 1000; expected 6 to 256 temperatures"],
  ])("is bad input as %j", async (flags, says) => {
    const outcome = await crepant([...brief, ...flags]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain(says);
  });

  it("cannot be left out of a check", async () => {
    const outcome = await crepant(["check", "x^2", "--ladder", "none"]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain("leaves nothing to compare");
  });
});
