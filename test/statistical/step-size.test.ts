/**
 * Samplers without an acceptance step: what they draw is biased by their step size, and the estimate is not. Seeds are
 * fixed; a right program misses by 4 standard errors once in 16 000 seeds.
 */
import { describe, expect, it } from "vitest";
import { estimate } from "../../src/numeric/estimate.js";
import { inlineHost } from "../../src/numeric/host.js";
import type { EmpiricalLoss, PopulationLoss } from "../../src/numeric/loss.js";
import { estimatePlan } from "../../src/numeric/plan.js";
import type { EstimateOptions } from "../../src/numeric/plan.js";
import { exactTarget } from "../../src/numeric/quadrature/target.js";
import { empiricalLossOf } from "../../src/numeric/bridge.js";
import { sampleValue } from "../../src/numeric/value.js";
import type { ValueRun } from "../../src/numeric/value.js";
import { linear, network } from "../../src/symbolic/model/network.js";
import { at } from "../../src/symbolic/model/point.js";
import { gaussian, monomial } from "../numeric/losses.js";
import { linearTarget } from "../numeric/linear-target.js";

const nbeta = 100;
const curvatures = [1, 0.1];

function sample(loss: PopulationLoss | EmpiricalLoss, options: EstimateOptions): Promise<ValueRun> {
  return sampleValue(loss, estimatePlan(loss, { nbeta, seed: 1, ...options }), inlineHost, {}, undefined);
}

/** E[nβ·K] = Σ nβ·h_i·Var(w_i)/2 of the Gaussian itself, and of SGLD: w' = (1 − εc/2)·w + √ε·z. */
function exact(epsilon: number): number {
  return curvatures.reduce((sum, h) => {
    const c = nbeta * h + 1;
    return sum + (nbeta * h) / (2 * c * (1 - (epsilon * c) / 4));
  }, 0);
}

describe("SGLD on a Gaussian, with a step size whose bias is 8 % of λ̂", () => {
  const stepSize = 6e-3;
  const run = sample(gaussian(curvatures), { sampler: "sgld", stepSize, draws: 2500 });

  it("draws at each step size from the Gaussian that belongs to it, which is not p", async () => {
    const { discretization } = await run;
    expect(discretization?.fine.stepSize).toBeCloseTo(stepSize / 4, 15);
    for (const found of [discretization?.coarse, discretization?.fine]) {
      const { value, mcse, stepSize: epsilon } = found ?? { value: NaN, mcse: NaN, stepSize: NaN };
      expect(Math.abs(value - exact(epsilon)) / mcse).toBeLessThan(4);
    }
    const { value = NaN, mcse = NaN } = discretization?.coarse ?? {};
    expect((value - exact(0)) / mcse).toBeGreaterThan(8);
  });

  it("estimates p's value within 4 of its errors, which are small", async () => {
    const { value, mcse } = (await run).estimate;
    expect(mcse).toBeLessThan(0.016);
    expect(Math.abs(value - exact(0)) / mcse).toBeLessThan(4);
  });
});

describe("with a step size that warm-up sets", () => {
  const crossing = monomial(4, [2, 2]);
  const target = exactTarget(crossing, nbeta, { kind: "gaussian", precision: 1 }).value;

  it.each(["rmsprop-sgld", "sgnht"] as const)("%s has the value of 4·w1²·w2² within 4 errors", async (sampler) => {
    const { estimate: found } = await sample(crossing, { sampler, draws: 1500 });
    expect(found.mcse / target).toBeLessThan(0.06);
    expect(Math.abs(found.value - target) / found.mcse).toBeLessThan(4);
  });

  // At the step size that suits the full gradient, batches of 5 heat SGLD by 40 %.
  it("SGLD by minibatches takes smaller steps than the curvature allows", async () => {
    const model = at(network({ widths: [1, 1], activation: linear }));
    const { loss } = empiricalLossOf(model, { n: 60, noise: 1, seed: 1, byRows: true });
    const batches: EstimateOptions = { nbeta: 15, sampler: "sgld", batch: 5, draws: 1500 };
    const [found, whole] = [await sample(loss, batches), await sample(loss, { ...batches, batch: null })];
    const { value, mcse } = found.estimate;
    expect(found.discretization?.coarse.stepSize ?? NaN).toBeLessThan((whole.discretization?.coarse.stepSize ?? 0) / 2);
    expect(Math.abs(value - linearTarget(loss, 15, 1)) / mcse).toBeLessThan(4);
  });
});

describe("a step size half-way to instability", () => {
  it("is not called converged, and is named", async () => {
    const loss = gaussian([1]);
    const run = await estimate(loss, { nbeta, seed: 1, sampler: "sgld", stepSize: 2e-2, draws: 1500 });
    expect(run.status).toBe("not-converged");
    expect(run.reason).toMatch(/λ̂ changes by \d\d % between ε = 0\.02 and 0\.005/);
  });
});
