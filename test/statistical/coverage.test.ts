/**
 * Error bars that hold: each estimator over many seeds, in units of its own error from the exact value. The mean square of
 * 24 standard normals lies outside (0.35, 2.2) once in 5000; error bars that are half as large as the scatter have 4.
 */
import { describe, expect, it } from "vitest";
import {
  at,
  empiricalLossOf,
  finiteTarget,
  functionalVariance,
  geometricLadder,
  linear,
  lossOf,
  network,
  polynomial,
  pointwiseLosses,
  runLadder,
  samplingPlan,
  temperatureRegression,
  volumeScaling,
  waic,
  wbic,
} from "../../src/index.js";
import type { EstimateOptions, Rung } from "../../src/index.js";
import { inlineHost } from "../../src/numeric/host.js";
import { estimatePlan } from "../../src/numeric/plan.js";
import { chainRecords } from "../../src/numeric/run.js";
import { sampleValue } from "../../src/numeric/value.js";

const seeds = Array.from({ length: 24 }, (_, i) => i + 1);

/** Mean square and mean over seeds of (value − truth)/mcse. */
async function scores(
  truth: number,
  run: (seed: number) => Promise<{ readonly value: number; readonly mcse: number }>,
): Promise<{ readonly square: number; readonly mean: number }> {
  let [square, mean] = [0, 0];
  for (const seed of seeds) {
    const { value, mcse } = await run(seed);
    const score = (value - truth) / mcse;
    square += score ** 2 / seeds.length;
    mean += score / seeds.length;
  }
  return { square, mean };
}

function expectCoverage({ square, mean }: { readonly square: number; readonly mean: number }, least = 0.35): void {
  expect(square).toBeGreaterThan(least);
  expect(square).toBeLessThan(2.2);
  // Four standard errors of the mean of 24: a bias of one error bar has 4.9.
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(seeds.length));
}

describe("λ̂ at one nβ, K = x²y²", () => {
  const nbeta = 100;
  const model = at(polynomial("x^2*y^2"));
  const truth = finiteTarget(model, nbeta, { kind: "gaussian", precision: 1 }).value;
  const loss = lossOf(model);
  const cases: Readonly<Record<string, EstimateOptions>> = {
    mixture: { sampler: "mixture", draws: 900 },
    hmc: { sampler: "hmc", draws: 1200 },
    mala: { sampler: "mala", draws: 1200 },
    sgnht: { sampler: "sgnht", draws: 800 },
    "rmsprop-sgld": { sampler: "rmsprop-sgld", stepSize: 4e-3, draws: 800 },
  };
  it.each(Object.entries(cases))("by %s", async (_, options) => {
    const found = await scores(truth, async (seed) => {
      const plan = estimatePlan(loss, { nbeta, seed, chains: 4, ...options });
      return (await sampleValue(loss, plan, inlineHost, {}, undefined)).estimate;
    });
    // Where control variates take out nearly all noise, no more than four fifths are taken out of the error bar.
    expectCoverage(found, 0.02);
  });
});

describe("volume scaling, K = x²: V(ε) = erf(√(ε/2))", () => {
  it("holds its error bar", async () => {
    const loss = lossOf(at(polynomial("x^2")));
    const rungs = geometricLadder(4, 400, 16);
    const points = rungs.map((t) => ({ x: -Math.log(t), y: Math.log(normalMass(Math.sqrt(1 / t))) }));
    const truth = slopeOf(points);
    const found = await scores(truth, async (seed) => {
      const run = await runLadder(loss, samplingPlan({ rungs, seed, draws: 300, chains: 4 }));
      return volumeScaling(run.rungs);
    });
    expectCoverage(found);
  });
});

describe("information criteria of y = w·x + noise, whose posterior is Gaussian", () => {
  const n = 15;
  const localization = 1;
  const { loss } = empiricalLossOf(at(network({ widths: [1, 1], activation: linear })), {
    n,
    noise: 0.7,
    seed: 1,
    byRows: true,
  });
  const points = Array.from({ length: n }, (_, i) => {
    const [x = NaN, e = NaN] = loss.data.subarray(2 * i, 2 * i + 2);
    return { square: x * x, slope: -2 * 0.7 * e * x };
  });
  const total = (f: (p: (typeof points)[number]) => number): number => points.reduce((sum, p) => sum + f(p), 0);
  const posterior = (t: number): { readonly mean: number; readonly variance: number } => {
    const precision = (2 * t * total((p) => p.square)) / n + localization;
    return { mean: (-t * total((p) => p.slope)) / n / precision, variance: 1 / precision };
  };
  const expected = (t: number): number => {
    const { mean, variance } = posterior(t);
    return total((p) => p.square * (mean ** 2 + variance) + p.slope * mean);
  };
  const draw = async (rungs: readonly number[], seed: number, positions = false) => {
    const plan = samplingPlan({ rungs, seed, localization, draws: 300, chains: 4, positions });
    const run = await runLadder(loss, plan);
    return { rungs: run.rungs, records: positions ? chainRecords(loss, plan, run) : [] };
  };
  const first = ([rung]: readonly Rung[]): Rung => rung ?? { nbeta: NaN, loss: [] };

  it("WBIC", async () => {
    const t = n / Math.log(n);
    expectCoverage(await scores(expected(t), async (seed) => wbic(first((await draw([t], seed)).rungs), n)));
  });

  it("the regression of E[nL_n] on 1/β, from one ladder and from two runs of different length", async () => {
    const [cold, warm] = [12, 4];
    const truth = (expected(warm) - expected(cold)) / n / (1 / warm - 1 / cold);
    const together = await scores(truth, async (seed) => temperatureRegression((await draw([warm, cold], seed)).rungs));
    expectCoverage(together);
    const apart = await scores(truth, async (seed) => {
      const [a, b] = [await draw([warm], seed), await draw([cold], seed + 100)];
      const shorter = { nbeta: cold, loss: first(b.rungs).loss.map((chain) => chain.subarray(0, 250)) };
      return temperatureRegression([first(a.rungs), shorter]);
    });
    expectCoverage(apart);
  });

  it("functional variance and WAIC", async () => {
    const { mean: m, variance: s } = posterior(n);
    const variance = total((p) => (2 * p.square * m + p.slope) ** 2 * s + 2 * (p.square * s) ** 2);
    const training = total((p) => {
      const wider = 1 + 2 * p.square * s;
      return Math.log(wider) / 2 + (p.square * m ** 2 + p.slope * m - (p.slope ** 2 * s) / 2) / wider;
    });
    const losses = await Promise.all(
      seeds.map(async (seed) => pointwiseLosses(loss, (await draw([n], seed, true)).records)),
    );
    const at = (seed: number): readonly Float64Array[] => losses[seed - 1] ?? [];
    expectCoverage(await scores(variance, (seed) => Promise.resolve(functionalVariance(at(seed), n))));
    expectCoverage(await scores((training + variance) / n, (seed) => Promise.resolve(waic(at(seed), n))));
  });
});

/** P(|x| < r) for x standard normal, by the midpoint rule. */
function normalMass(r: number): number {
  const cells = 1000;
  let sum = 0;
  for (let i = 0; i < cells; i++) sum += Math.exp((((i + 0.5) * r) / cells) ** 2 / -2);
  return (2 * r * sum) / cells / Math.sqrt(2 * Math.PI);
}

function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const centre = points.reduce((sum, p) => sum + p.x, 0) / points.length;
  const spread = points.reduce((sum, p) => sum + (p.x - centre) ** 2, 0);
  return points.reduce((sum, p) => sum + (p.x - centre) * p.y, 0) / spread;
}
