/**
 * The Gibbs sampler of wide linear networks as a whole, against exact moments, other samplers and the theorem. Seeds are fixed;
 * how often a statistical comparison would fail by chance stands next to it.
 */
import { describe, expect, it } from "vitest";
import { engines, selectEngine } from "../../../src/numeric/engines/engines.js";
import { slotAddress } from "../../../src/numeric/engines/kernel.js";
import { learningCoefficient } from "../../../src/numeric/estimators/local.js";
import type { PopulationLoss } from "../../../src/numeric/loss.js";
import { automaticSampler } from "../../../src/numeric/samplers/registry.js";
import { chainRecords, runLadder, samplingPlan } from "../../../src/numeric/run.js";
import { deepLinearGibbs, deepLinearLossAt } from "../../../src/numeric/samplers/deep-linear.js";
import { toNumber } from "../../../src/symbolic/algebra/rational.js";
import { deepLinear } from "../../../src/symbolic/theorems/deep-linear.js";
import { startChains, zScore } from "../chains.js";
import { balanced, energy, expression, localization, loss, nbeta, origin, widths } from "./linear-networks.js";

describe("the sampler of wide linear networks", () => {
  it("records the exact moment of a Gaussian", async () => {
    const single = balanced([4, 3], 2);
    const plan = samplingPlan({ rungs: [nbeta], chains: 2, draws: 3, burnIn: 2, thin: 1 });
    const run = await runLadder(single, plan);
    const curvature = (2 * nbeta) / 3;
    const exact = (12 / 2) * (curvature / (curvature + 1));
    for (const chain of run.rungs[0]?.loss ?? []) for (const k of chain) expect(nbeta * k).toBeCloseTo(exact, 10);
    expect(run.statistics[0]).toMatchObject({ acceptance: null, stepSize: [0, 0] });
  });

  it("has the moment of hmc on the unrolled expression, recorded or as K itself", async () => {
    const plan = samplingPlan({ rungs: [nbeta], chains: 24, draws: 300, burnIn: 150, thin: 2 });
    const means = (draws: readonly Float64Array[]): number[] =>
      draws.map((chain) => (nbeta * chain.reduce((a, b) => a + b, 0)) / chain.length);
    const theirs = means((await runLadder(expression, { ...plan, sampler: "hmc" })).rungs[0]?.loss ?? []);
    const recorded = means((await runLadder(loss, { ...plan, thin: 1 })).rungs[0]?.loss ?? []);
    const ladder = await runLadder(loss, { ...plan, thin: 1, rungs: [nbeta, 2 * nbeta], seed: 2 });
    const plain = means(ladder.rungs[0]?.loss ?? []);
    const average = theirs.reduce((a, b) => a + b, 0) / theirs.length;
    // Differences of independent chains: |z| > 5 with 24 of them happens by chance once in 20 000 runs.
    for (const ours of [recorded, plain]) {
      const { z, relative } = zScore(
        ours.map((x, i) => x - (theirs[i] ?? NaN) + average),
        average,
      );
      expect(Math.abs(z)).toBeLessThan(5);
      expect(relative).toBeLessThan(0.02);
    }
  });

  it("keeps K of the position in its slot, and does not depend on how its steps are divided into runs", () => {
    const sampler = deepLinearGibbs(loss, localization);
    const options = { chains: 2, nbeta, stepSize: 0, seed: 3, draws: 4, thin: 1 };
    const [whole, parts] = [0, 1].map(() => startChains(selectEngine("js"), sampler, origin, options));
    whole?.run(0, 4, 1);
    for (const count of [1, 2, 1]) parts?.run(0, count, 1);
    expect(parts?.slots).toEqual(whole?.slots);
    expect(parts?.random).toEqual(whole?.random);
    for (const chain of [0, 1]) {
      const slot = (i: number): number => whole?.slots[slotAddress(sampler.slots, chain, i)] ?? NaN;
      const w = sampler.layout.position.map(slot);
      expect(slot(sampler.layout.loss)).toBeCloseTo(deepLinearLossAt(loss, w), 12);
    }
  });

  it("draws the same bytes on every engine", async () => {
    const plan = samplingPlan({ rungs: [nbeta], chains: 2, draws: 4, burnIn: 2, thin: 1, localization });
    const wide = balanced([9, 7, 11, 5], 3);
    const names = engines().flatMap(({ name, available }) => (available ? [name as "js" | "wasm"] : []));
    const runs = await Promise.all(names.map((engine) => runLadder(wide, { ...plan, engine })));
    expect(runs.map((run) => run.engine)).toEqual(names);
    for (const run of runs) expect(run.states).toEqual(runs[0]?.states);
  });

  it("hands out K of each position where those are kept, and records the same draws", async () => {
    const plan = samplingPlan({ rungs: [nbeta], chains: 2, draws: 5, burnIn: 3, thin: 1, localization });
    const keeping = { ...plan, positions: true };
    const run = await runLadder(loss, keeping);
    expect(run.rungs).toEqual((await runLadder(loss, plan)).rungs);
    for (const record of chainRecords(loss, keeping, run)) {
      const last = Array.from(record.positions.subarray(-loss.dimension));
      expect(record.loss.at(-1)).toBeCloseTo(deepLinearLossAt(loss, last), 13);
      expect(record.logDensity.at(-1)).toBeCloseTo(-energy(last).value, 10);
      expect(record.acceptance).toBeNull();
    }
  });

  // m = 1, so that λ̂ = λ up to powers of 1/nβ; 2 % is five standard errors.
  for (const [shape, rank] of [
    [[6, 9, 4], 1],
    [[5, 7, 6, 5], 2],
    [[8, 3, 4], 0],
  ] as const) {
    it(`finds the theorem's λ of ${shape.join("-")} at rank ${rank}`, async () => {
      const t = 1e6;
      const plan = samplingPlan({ rungs: [t], chains: 4, draws: 400, burnIn: 50, thin: 1 });
      const run = await runLadder(balanced(shape, rank), plan);
      const [rung = { nbeta: t, loss: [] }] = run.rungs;
      const { value, mcse, rhat } = learningCoefficient(rung);
      const { lambda, multiplicity } = deepLinear(shape, rank);
      expect(multiplicity).toBe(1);
      expect(mcse / value).toBeLessThan(0.004);
      expect(rhat).toBeLessThan(1.02);
      expect(Math.abs(value / toNumber(lambda) - 1)).toBeLessThan(0.02);
    });
  }

  it("is chosen for linear networks of more than 8 weights, where nothing is asked for that it has not", () => {
    const free = { localization: 1, box: null, batch: null, stepSize: null };
    const linear: PopulationLoss = { ...expression, network: { widths, scale: 1 / 3 } };
    expect(automaticSampler(linear, free)).toBe("gibbs");
    expect(automaticSampler(linear, { ...free, localization: 0 })).toBe("hmc");
    expect(automaticSampler(linear, { ...free, stepSize: 0.1 })).toBe("hmc");
    const box = { lower: origin.map((x) => x - 1), upper: origin.map((x) => x + 1) };
    expect(automaticSampler(linear, { ...free, box })).toBe("hmc");
    expect(automaticSampler(expression, free)).toBe("hmc");
  });

  it("records of a network as an expression what it records of its matrices", async () => {
    const plan = samplingPlan({ rungs: [50], sampler: "gibbs", chains: 2, draws: 20, burnIn: 5 });
    const linear: PopulationLoss = { ...expression, network: { widths, scale: 1 / 3 } };
    const [a, b] = [await runLadder(linear, plan), await runLadder(loss, plan)];
    expect(a.rungs).toEqual(b.rungs);
  });

  it("takes no box, no step size and no other sampler", async () => {
    const plan = samplingPlan({ rungs: [50] });
    await expect(runLadder(loss, { ...plan, sampler: "sgld" })).rejects.toMatchObject({ option: "sampler" });
    await expect(runLadder(loss, { ...plan, stepSize: 0.1 })).rejects.toMatchObject({ option: "stepSize" });
    const box = { lower: origin.map((x) => x - 1), upper: origin.map((x) => x + 1) };
    await expect(runLadder(loss, { ...plan, box })).rejects.toMatchObject({ option: "box" });
    await expect(runLadder(expression, { ...plan, sampler: "gibbs" })).rejects.toMatchObject({ option: "sampler" });
  });
});
