import { describe, expect, it } from "vitest";
import type { NodeId } from "../../../src/numeric/expression/graph.js";
import type { DeepLinearLoss, PopulationLoss } from "../../../src/numeric/loss.js";
import { runLadder, samplingPlan } from "../../../src/numeric/run.js";
import { DeepLinearEvaluation } from "../../../src/numeric/samplers/deep-linear.js";
import { evaluateAt } from "../../../src/numeric/samplers/target.js";
import { zScore } from "../chains.js";
import { population } from "../losses.js";

/** ‖W_L⋯W_1 − B‖²_F/3 as an expression, at w*. */
function unrolled(widths: readonly number[], origin: readonly number[]): PopulationLoss {
  const loss = population(origin.length, (b, w) => {
    const product = (entry: (index: number) => NodeId): readonly NodeId[][] => {
      let next = 0;
      const layers = widths
        .slice(1)
        .map((rows, l) =>
          Array.from({ length: rows }, () => Array.from({ length: widths[l] ?? 0 }, () => entry(next++))),
        );
      return layers.reduce((before, layer) =>
        layer.map((row) =>
          (before[0] ?? []).map((_, j) => b.sum(row.map((x, k) => b.multiply(x, before[k]?.[j] ?? 0)))),
        ),
      );
    };
    const truth = product((i) => b.constant(origin[i] ?? 0)).flat();
    const entries = product((i) => w[i] ?? 0).flat();
    const squares = entries.map((x, i) => b.square(b.subtract(x, truth[i] ?? 0)));
    return b.multiply(b.constant(1 / 3), b.sum(squares));
  });
  return { ...loss, origin };
}

const widths = [3, 2, 4, 2];
const dimension = 3 * 2 + 2 * 4 + 4 * 2;
const origin = Array.from({ length: dimension }, (_, i) => Math.round(2 * Math.sin(3 * i + 1)) / 2);
const matrices: DeepLinearLoss = { kind: "deep-linear", dimension, origin, widths, scale: 1 / 3 };

describe("wide linear networks", () => {
  it("have the loss and the gradient of the unrolled expression", () => {
    const target = { loss: unrolled(widths, origin), localization: 1, box: null, batch: null };
    const at = new DeepLinearEvaluation(matrices);
    for (let trial = 0; trial < 5; trial++) {
      at.position.set(origin.map((x, i) => x + 0.3 * Math.sin(i * (trial + 1))));
      at.evaluate();
      const expected = evaluateAt(target, at.position);
      expect(at.loss).toBeCloseTo(expected.loss, 12);
      expected.gradient.forEach((g, i) => {
        expect(at.gradient[i]).toBeCloseTo(g, 11);
      });
    }
    at.position.set(origin);
    at.evaluate();
    expect(at.loss).toBe(0);
  });

  it("have the stationary moment of the unrolled expression", async () => {
    const plan = samplingPlan({ rungs: [50], sampler: "hmc", chains: 24, draws: 400, burnIn: 200, thin: 2 });
    const means = async (loss: DeepLinearLoss | PopulationLoss): Promise<number[]> => {
      const run = await runLadder(loss, plan);
      return (run.rungs[0]?.loss ?? []).map((chain) => (50 * chain.reduce((a, b) => a + b, 0)) / chain.length);
    };
    const [ours, theirs] = [await means(matrices), await means(unrolled(widths, origin))];
    // Differences of independent chains: |z| > 5 with 24 of them happens by chance once in 20 000 runs.
    const differences = ours.map((x, i) => x - (theirs[i] ?? NaN));
    const average = theirs.reduce((a, b) => a + b, 0) / theirs.length;
    const { z, relative } = zScore(
      differences.map((x) => x + average),
      average,
    );
    expect(Math.abs(z)).toBeLessThan(5);
    expect(relative).toBeLessThan(0.02);
  });

  it("take no box and no other sampler", async () => {
    const plan = samplingPlan({ rungs: [50] });
    await expect(runLadder(matrices, { ...plan, sampler: "sgld" })).rejects.toMatchObject({ option: "sampler" });
    const box = { lower: origin.map((x) => x - 1), upper: origin.map((x) => x + 1) };
    await expect(runLadder(matrices, { ...plan, box })).rejects.toMatchObject({ option: "box" });
  });
});
