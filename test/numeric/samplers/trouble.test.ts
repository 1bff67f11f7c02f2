/** K that is no number on the way, and chains that run away, on both engines. */
import { describe, expect, it } from "vitest";
import { PointError } from "../../../src/errors.js";
import { geometricLadder, runLadder, samplingPlan } from "../../../src/numeric/run.js";
import type { SamplerName } from "../../../src/numeric/samplers/sampler.js";
import { isWithin, mayBeUndefined, reachOf } from "../../../src/numeric/samplers/reach.js";
import { monomial, population, reluRegression } from "../losses.js";

/** x² + y² but where |x| ≥ 2: there it is 0·∞. */
const torn = population(2, (b, [x = 0, y = 0]) => {
  const zero = b.relu(b.subtract(b.constant(-1), b.square(x)));
  const overflowing = b.multiply(b.constant(2 ** 1000), b.power(x, 24));
  return b.sum([b.square(x), b.square(y), b.multiply(zero, overflowing)]);
});

/** No number from |x|, |y| = 1e77 on, where chains of too large a step pass by on their way out. */
const difference = population(2, (b, [x = 0, y = 0]) => b.square(b.subtract(b.power(x, 4), b.power(y, 4))));

const exact: readonly SamplerName[] = ["mixture", "mala", "hmc"];
const inexact: readonly SamplerName[] = ["sgld", "rmsprop-sgld", "sgnht"];
const engines = ["js", "wasm"] as const;
const runs = [...exact, ...inexact].flatMap((sampler) => engines.map((engine) => [sampler, engine] as const));

describe("K that is no number at a point where chains come", () => {
  it.each(runs)("is refused with the point: %s on %s", async (sampler, engine) => {
    const plan = samplingPlan({
      rungs: [1e-9],
      sampler,
      engine,
      draws: 2000,
      burnIn: 100,
      localization: 0.5,
      stepSize: 0.1,
    });
    const outcome = await runLadder(torn, plan).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(PointError);
    const message = outcome instanceof PointError ? outcome.message : "";
    expect(message).toMatch(
      /^K is not a number at w = \(\S+, \S+\), .* raise the localization, or choose a smaller box/,
    );
    const point = /\((.*), (.*)\)/.exec(message)?.slice(1).map(Number) ?? [];
    expect(Math.abs(point[0] ?? NaN)).toBeGreaterThanOrEqual(2);
  });

  it.each(engines)("is refused on a ladder: %s", async (engine) => {
    const plan = samplingPlan({ rungs: geometricLadder(1e-9, 1e3, 8), engine, draws: 2000, localization: 0.5 });
    await expect(runLadder(torn, plan)).rejects.toMatchObject({ code: "point", value: "NaN" });
  });

  it("is refused in a box that holds it", async () => {
    const box = { lower: [-3, -1], upper: [3, 1] };
    const plan = samplingPlan({ rungs: [1e-9], draws: 500, localization: 0, box });
    await expect(runLadder(torn, plan)).rejects.toMatchObject({ code: "point", value: "NaN" });
  });

  it("is no obstacle where the localization or a box keeps chains away, as the sentence says", async () => {
    const near = samplingPlan({ rungs: [1e-9], draws: 500, localization: 50 });
    const boxed = samplingPlan({ rungs: [1e-9], draws: 500, localization: 0, box: { lower: [-1, -1], upper: [2, 2] } });
    for (const plan of [near, boxed]) expect((await runLadder(torn, plan)).divergences).toEqual([]);
  });

  it("is not what an infinite K is: such proposals are rejected", async () => {
    const wall = monomial(2 ** 1000, [1000]);
    const run = await runLadder(wall, samplingPlan({ rungs: [1], draws: 500 }));
    expect(run.divergences).toEqual([]);
    expect(run.rungs[0]?.loss.every((chain) => chain.every(Number.isFinite))).toBe(true);
  });
});

describe("a chain that runs away", () => {
  const steps = [
    ["sgld", 0.2],
    ["sgnht", 0.3],
  ] as const;
  it.each(steps.flatMap(([sampler, stepSize]) => engines.map((engine) => [sampler, engine, stepSize] as const)))(
    "is diverged, with its step, and the others are kept: %s on %s",
    async (sampler, engine, stepSize) => {
      const plan = samplingPlan({ rungs: [0.2], sampler, engine, stepSize, chains: 16, draws: 60, burnIn: 0, thin: 1 });
      const run = await runLadder(difference, plan);
      expect(run.divergences.length).toBeGreaterThan(0);
      expect(run.divergences.length).toBeLessThan(16);
      for (const { chain, step } of run.divergences) {
        const kept = run.rungs[0]?.loss[chain] ?? new Float64Array(0);
        expect(kept.length).toBe(step - 1);
        expect(kept.every(Number.isFinite)).toBe(true);
      }
      const others = run.rungs[0]?.loss.filter((_, chain) => !run.divergences.some((d) => d.chain === chain)) ?? [];
      expect(others.every((chain) => chain.length === 60 && chain.every(Number.isFinite))).toBe(true);
    },
  );
});

describe("reach", () => {
  it("is ten standard deviations, or the box with its walls", () => {
    const around = reachOf([1, 0], 4, null);
    expect(isWithin(around, [5.9, -4.9])).toBe(true);
    expect(isWithin(around, [6.1, 0])).toBe(false);
    expect(isWithin(around, [NaN, 0])).toBe(false);
    expect(isWithin(reachOf([0], 0, { lower: [-1], upper: [2] }), [2])).toBe(true);
    expect(isWithin(reachOf([0], 0, { lower: [-1], upper: [2] }), [2.1])).toBe(false);
  });

  it("asks for care only where terms may overflow in it", () => {
    const undefinedAt = (localization: number): boolean => mayBeUndefined(torn, reachOf([0, 0], localization, null));
    expect(undefinedAt(1)).toBe(true);
    expect(undefinedAt(100)).toBe(false);
    expect(mayBeUndefined(difference, reachOf([0, 0], 1, null))).toBe(false);
    expect(mayBeUndefined(reluRegression(5), reachOf([0, 0], 1, null))).toBe(false);
  });
});
