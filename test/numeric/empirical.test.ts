import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/errors.js";
import type { PolynomialRegression, RegressionModel } from "../../src/numeric/empirical.js";
import { polynomialRegressionLoss, regressionLoss } from "../../src/numeric/empirical.js";
import type { EmpiricalLoss } from "../../src/numeric/loss.js";
import { runLadder, samplingPlan } from "../../src/numeric/run.js";
import { evaluateAt } from "../../src/numeric/samplers/target.js";
import { zScore } from "./chains.js";

/** f(x; w) = (w0·w1·x + w1²·x³, w0·x): two outputs. */
const monomials = [[1], [3]];
const shape = { dimension: 2, origin: [0.5, -0.25], inputs: 1, outputs: 2 };
const model: RegressionModel = {
  ...shape,
  build: (b, [u = 0, v = 0], [x = 0]) => [
    b.add(b.product([u, v, x]), b.multiply(b.square(v), b.power(x, 3))),
    b.multiply(u, x),
  ],
};
const polynomial: PolynomialRegression = {
  ...shape,
  monomials,
  coefficients: (b, [u = 0, v = 0]) => [
    [b.multiply(u, v), b.square(v)],
    [u, b.constant(0)],
  ],
};

const lossAt = (loss: EmpiricalLoss, w: readonly number[]): number =>
  evaluateAt({ loss, localization: 1, box: null, batch: null }, w).loss;

const coordinate = fc.double({ min: -2, max: 2, noNaN: true });

describe("empirical regression", () => {
  test.prop([coordinate, coordinate, fc.integer({ min: 1, max: 40 }), fc.nat({ max: 1000 })])(
    "has the same loss by rows and by sufficient statistics",
    (u, v, n, seed) => {
      const options = { n, noise: 0.7, seed };
      const rows = lossAt(regressionLoss(model, options), [u, v]);
      const statistics = lossAt(polynomialRegressionLoss(polynomial, options), [u, v]);
      expect(Math.abs(rows - statistics)).toBeLessThan(1e-12 * (1 + Math.abs(rows)));
    },
  );

  it("is 0 at the teacher, and the population loss on average", () => {
    const options = { n: 20_000, noise: 1, seed: 4 };
    const loss = regressionLoss(model, options);
    expect(lossAt(loss, model.origin)).toBe(0);
    // δ = (a·x + b·x³, c·x): E|δ|² = a²/3 + 2ab/5 + b²/7 + c²/3; standard error about 2σ·|δ|/√n.
    const [u, v] = [1, 0.5];
    const [a, b, c] = [u * v + 0.125, v * v - 0.0625, u - 0.5];
    const population = (a * a) / 3 + (2 * a * b) / 5 + (b * b) / 7 + (c * c) / 3;
    expect(Math.abs(lossAt(loss, [u, v]) - population)).toBeLessThan(
      (5 * 2 * Math.sqrt(population)) / Math.sqrt(20_000),
    );
  });

  it("is sampled alike in both forms, and by batches", async () => {
    const options = { n: 50, noise: 0.5, seed: 2 };
    const plan = samplingPlan({ rungs: [12], sampler: "hmc", chains: 24, draws: 300, burnIn: 200, thin: 2 });
    const means = async (loss: EmpiricalLoss, change: Partial<typeof plan> = {}): Promise<number[]> => {
      const run = await runLadder(loss, { ...plan, ...change });
      return (run.rungs[0]?.loss ?? []).map((chain) => chain.reduce((s, k) => s + k, 0) / chain.length);
    };
    const rows = await means(regressionLoss(model, options));
    const statistics = await means(polynomialRegressionLoss(polynomial, options), { seed: 2 });
    const average = statistics.reduce((s, k) => s + k, 0) / statistics.length;
    // Independent runs of 24 chains: the difference of the means has √2 of the error; chance of 7 of one is below 1e-5.
    expect(Math.abs(zScore(rows, average).z)).toBeLessThan(7);
    const batched = await means(regressionLoss(model, options), { sampler: "sgld", batch: 25, thin: 200 });
    // Batch noise heats SGLD by about ε·(nβ)²·Var/…; at this step size by less than a tenth.
    const heated = batched.reduce((s, k) => s + k, 0) / batched.length;
    expect(Math.abs(heated - average)).toBeLessThan(0.2 * Math.abs(average) + 0.01);
  });

  it.each([{ n: 0 }, { n: 1.5 }, { noise: -1 }, { noise: NaN }, { seed: -1 }])("refuses %j", (change) => {
    expect(() => regressionLoss(model, { n: 5, noise: 1, seed: 1, ...change })).toThrow(OptionError);
  });
});
