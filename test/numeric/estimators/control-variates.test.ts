/** λ̂ with control variates against exact values; 4 standard errors are missed once in 16 000. Seeds are fixed. */
import { describe, expect, it } from "vitest";
import { mean, pooled } from "../../../src/numeric/diagnostics/chains.js";
import { mcseMean } from "../../../src/numeric/diagnostics/ess.js";
import type { Rung } from "../../../src/numeric/draws.js";
import { lossSeries } from "../../../src/numeric/estimators/control-variates.js";
import { learningCoefficient, rungCoefficient } from "../../../src/numeric/estimators/local.js";
import type { PopulationLoss } from "../../../src/numeric/loss.js";
import { exactTarget } from "../../../src/numeric/quadrature/target.js";
import { runLadder, samplingPlan } from "../../../src/numeric/run.js";
import { gaussian, monomial } from "../losses.js";

const nbeta = 144.76;

async function draw(loss: PopulationLoss, chains = 8): Promise<Rung> {
  const plan = samplingPlan({ rungs: [nbeta], chains, draws: 2000, burnIn: 500, seed: 3, controls: true });
  const [rung] = (await runLadder(loss, plan)).rungs;
  if (rung === undefined) throw new Error("no rung");
  return rung;
}

const exact = (loss: PopulationLoss): number => exactTarget(loss, nbeta, { kind: "gaussian", precision: 1 }).value;

/** Each function's mean moved from 0 to `mean`. */
function shifted(rung: Rung, mean: number): Rung {
  const { controls } = rung;
  if (controls === undefined) throw new Error("no controls");
  const sums = controls.sums.map((chain) => chain.map((v) => v + controls.stretch * mean));
  return { ...rung, controls: { ...controls, sums } };
}

describe.each([
  { name: "4·w1²·w2²", loss: monomial(4, [2, 2]), gain: 1.4 },
  { name: "4·w1²·w2⁶", loss: monomial(4, [2, 6]), gain: 3 },
  { name: "4·w1⁴·w2⁶", loss: monomial(4, [4, 6]), gain: 2 },
])("K = $name", ({ loss, gain }) => {
  it("has the exact mean within 4 smaller standard errors", async () => {
    const rung = await draw(loss);
    const { value, mcse, ess } = learningCoefficient(rung);
    const plain = learningCoefficient({ nbeta, loss: rung.loss });
    expect(Math.abs(value - exact(loss)) / mcse).toBeLessThan(4);
    expect(plain.mcse / mcse).toBeGreaterThan(gain);
    expect(ess).toBe(plain.ess);
  });

  it("is caught where the functions' mean is not 0", async () => {
    const { value, mcse } = rungCoefficient(shifted(await draw(loss), 0.2));
    expect(Math.abs(value - exact(loss)) / mcse).toBeGreaterThan(4);
  });
});

describe("lossSeries", () => {
  it("has next to no variance where a linear field scales K", async () => {
    const curvatures = [1, 0.1];
    const rung = await draw(gaussian(curvatures));
    const series = lossSeries(rung);
    const truth = curvatures.reduce((sum, h) => sum + (0.5 * h) / (nbeta * h + 1), 0);
    expect(mean(pooled(series)) / truth).toBeCloseTo(1, 6);
    expect(mcseMean(series) / truth).toBeLessThan(1e-6);
  });

  it("is K itself for a single chain, whose coefficients would be its own", async () => {
    const rung = await draw(monomial(4, [2, 2]), 1);
    const [chain = new Float64Array(0)] = rung.loss;
    const [series = new Float64Array(0)] = lossSeries(rung);
    expect(series[0]).toBeCloseTo(mean(chain.subarray(0, 32)), 15);
  });

  it("leaves out a chain that stopped early", async () => {
    const rung = await draw(monomial(4, [2, 2]));
    const cut = rung.loss.map((chain, c) => (c === 2 ? chain.subarray(0, 100) : chain));
    expect(lossSeries({ ...rung, loss: cut })).toHaveLength(7);
  });
});
