/**
 * WBIC, the regression on 1/β, volume scaling and WAIC, from a loss to the figure, against exact values. Seeds are fixed; a
 * right program misses 4 standard errors once in 16 000.
 */
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/errors.js";
import { empiricalLossOf, lossOf } from "../../src/numeric/bridge.js";
import { estimateFigure } from "../../src/numeric/figures.js";
import type { FigureEstimate, FigureName } from "../../src/numeric/figures.js";
import type { EmpiricalLoss, Loss } from "../../src/numeric/loss.js";
import type { EstimateOptions } from "../../src/numeric/plan.js";
import { linear, network } from "../../src/symbolic/model/network.js";
import { at } from "../../src/symbolic/model/point.js";
import { polynomial } from "../../src/symbolic/model/text.js";
import { crossing } from "./estimators/ladders.js";
import { linearTarget } from "./linear-target.js";

const loss = lossOf(at(polynomial("x^2*y^2")));
const exact = (t: number): number => crossing(1)(Math.log(t));
const n = 1000;

const line = (points: number): EmpiricalLoss =>
  empiricalLossOf(at(network({ widths: [1, 1], activation: linear })), { n: points, noise, seed: 1, byRows: true })
    .loss;
const noise = 0.8;

function expectNear({ value, mcse }: Pick<FigureEstimate, "value" | "mcse">, truth: number, relative: number): void {
  expect(mcse / Math.abs(truth)).toBeLessThan(relative);
  expect(Math.abs(value - truth) / mcse).toBeLessThan(4);
}

/** The slope of E[K] on 1/t between two temperatures. */
function slopeOf(lambda: (t: number) => number, a: number, b: number): number {
  return (lambda(a) / a - lambda(b) / b) / (1 / a - 1 / b);
}

describe("WBIC", () => {
  it("is E[n·K] at β = 1/log n", async () => {
    const found = await estimateFigure("wbic", loss, { seed: 2 });
    expect(found).toMatchObject({ estimator: "wbic", status: "converged", nbeta: n / Math.log(n), rungs: [] });
    expectNear(found, Math.log(n) * exact(n / Math.log(n)), 0.01);
  });

  it("of data is that of these data, by a sampler that its step size biases, too", async () => {
    const t = 100 / Math.log(100);
    const truth = Math.log(100) * linearTarget(line(100), t, 1);
    expectNear(await estimateFigure("wbic", line(100), { draws: 1000 }), truth, 0.05);
    expectNear(await estimateFigure("wbic", line(100), { draws: 1000, sampler: "sgld" }), truth, 0.1);
  });
});

describe("the regression on 1/β", () => {
  it("is the slope between two temperatures", async () => {
    const found = await estimateFigure("regression", loss, { ladder: [50, 500] });
    expect(found).toMatchObject({ estimator: "regression", status: "converged", nbeta: null });
    expect(found.rungs.map(({ nbeta }) => nbeta)).toEqual([50, 500]);
    expectNear(found, slopeOf(exact, 50, 500), 0.02);
  });

  it("takes temperatures around n/log n by itself, and data", async () => {
    const data = line(100);
    const found = await estimateFigure("regression", data, { rungs: 2, draws: 2000 });
    const t = 100 / Math.log(100);
    expect(found.rungs.map((rung) => rung.nbeta / t)).toEqual([expect.closeTo(0.5, 12), expect.closeTo(2, 12)]);
    expectNear(
      found,
      slopeOf((s) => linearTarget(data, s, 1), t / 2, 2 * t),
      0.05,
    );
  });

  it("by the Gibbs sampler of linear networks agrees with that by MALA", async () => {
    const chain = lossOf(at(network({ widths: [2, 1, 2], activation: linear })));
    const options = { ladder: [100, 1000], draws: 1500 };
    const [gibbs, mala] = [
      await estimateFigure("regression", chain, options),
      await estimateFigure("regression", chain, { ...options, sampler: "mala" }),
    ];
    expect([gibbs.plan.ladder, mala.plan.ladder]).toMatchObject([{ sampler: "gibbs" }, { sampler: "mala" }]);
    expect(Math.abs(gibbs.value - mala.value) / Math.hypot(gibbs.mcse, mala.mcse)).toBeLessThan(4);
  });
});

describe("volume scaling", () => {
  it("is the slope of the volume under the Gaussian, 1 − e^(−ε/2) for K = x² + y²", async () => {
    const ladder = [100, 1e3, 1e4, 1e5, 1e6, 1e7];
    const found = await estimateFigure("volume", lossOf(at(polynomial("x^2+y^2"))), { ladder });
    const points = ladder.map((t) => ({ x: -Math.log(t), y: Math.log(-Math.expm1(-1 / (2 * t))) }));
    const centre = points.reduce((sum, { x }) => sum + x, 0) / points.length;
    const slope =
      points.reduce((sum, { x, y }) => sum + (x - centre) * y, 0) /
      points.reduce((sum, { x }) => sum + (x - centre) ** 2, 0);
    expect(found.status).toBe("converged");
    expectNear(found, slope, 0.02);
  });

  it("finds its ladder itself", async () => {
    const found = await estimateFigure("volume", lossOf(at(polynomial("x^2+y^2"))), { draws: 300 });
    expect(found.rungs.length).toBeGreaterThan(20);
    expect(Math.abs(found.value - 1)).toBeLessThan(0.05);
  });
});

describe("WAIC", () => {
  /** WAIC and V of f(x; w) = w·x: each loss is A·w² − B·w, and w is Gaussian. */
  function truth({ data, rows, columns }: EmpiricalLoss): { readonly waic: number; readonly variance: number } {
    const terms = Array.from({ length: rows }, (_, i) => {
      const [x = NaN, e = NaN] = data.subarray(i * columns, (i + 1) * columns);
      return { a: x * x, b: 2 * noise * e * x };
    });
    const precision = 2 * terms.reduce((sum, { a }) => sum + a, 0) + 1;
    const mean = terms.reduce((sum, { b }) => sum + b, 0) / precision;
    const s = 1 / precision;
    const variance = terms.reduce(
      (sum, { a, b }) => sum + a * a * (2 * s * s + 4 * s * mean ** 2) - 4 * a * b * mean * s + b * b * s,
      0,
    );
    const training = terms.reduce((sum, { a, b }) => {
      const [p, h] = [precision + 2 * a, precision * mean + b];
      return sum - (Math.log(precision / p) + h ** 2 / p - precision * mean ** 2) / 2;
    }, 0);
    return { waic: (training + variance) / rows, variance };
  }

  it("and the functional variance are those of a Gaussian posterior", async () => {
    const data = line(40);
    const found = await estimateFigure("waic", data, {});
    const expected = truth(data);
    expect(found).toMatchObject({ estimator: "waic", status: "converged", nbeta: 40 });
    expectNear(found, expected.waic, 0.1);
    expectNear(found.functionalVariance ?? { value: NaN, mcse: NaN }, expected.variance, 0.03);
    // β = 2 would be seen.
    expect(Math.abs(expected.variance / 2 - expected.variance)).toBeGreaterThan(
      20 * (found.functionalVariance?.mcse ?? NaN),
    );
  });
});

describe("a figure", () => {
  it("is not converged from few draws, and says why", async () => {
    for (const name of ["wbic", "regression"] as const) {
      const found = await estimateFigure(name, loss, { draws: 30 });
      expect(found.status).toBe("not-converged");
      expect(found.reason).toMatch(/^Not converged: .*(R̂|effective sample size).*\.$/);
    }
  });

  it("of a run that is broken off is never converged", async () => {
    const control = new AbortController();
    const onProgress = (): void => {
      control.abort();
    };
    const found = await estimateFigure("regression", loss, {}, undefined, { signal: control.signal, onProgress });
    expect(found).toMatchObject({ status: "not-converged", finished: false });
    expect(found.reason).toContain("interrupted");
  });

  it.each<[FigureName, Loss, EstimateOptions, string]>([
    ["wbic", loss, { nbeta: 50 }, "nbeta is 50; expected none, or n/log n = 144."],
    ["wbic", loss, { rungs: 8 }, "rungs is 8; expected none: WBIC is taken at one temperature"],
    ["waic", loss, {}, "estimator is waic; expected another, or the loss of data points"],
    ["waic", line(20), { nbeta: 50 }, "nbeta is 50; expected none, or n = 20"],
    ["waic", line(20), { batch: 5 }, "batch is 5; expected none"],
    ["waic", line(20), { sampler: "sgld" }, "sampler is sgld; expected mixture, mala or hmc"],
    ["regression", loss, { nbeta: 50 }, "nbeta is 50; expected none"],
    ["regression", loss, { ladder: [50] }, "2 to 256 temperatures, which the slope on 1/β needs"],
    ["regression", loss, { rungs: 1 }, "rungs is 1; expected 2 to 256"],
    ["regression", loss, { ladder: "none" }, "ladder is none; expected temperatures"],
    ["regression", loss, { stepSize: 1 }, "stepSize is 1; expected none"],
    ["volume", loss, { sampler: "sgnht" }, "sampler is sgnht; expected mixture, mala or hmc"],
    ["volume", line(20), {}, "estimator is volume; expected another: volumes are measured of K itself"],
  ])("%s refuses what does not go with it: %#", async (name, target, options, says) => {
    const refused = estimateFigure(name, target, options);
    await expect(refused).rejects.toThrow(OptionError);
    await expect(refused).rejects.toThrow(says);
  });
});
