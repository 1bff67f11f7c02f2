import { describe, expect, it } from "vitest";
import { OptionError, PointError } from "../../../src/errors.js";
import { selectEngine } from "../../../src/numeric/engines/engines.js";
import { rungCoefficient } from "../../../src/numeric/estimators/local.js";
import type { LadderRun } from "../../../src/numeric/run.js";
import { chainRecords, geometricLadder, inlineHost, runLadder, samplingPlan } from "../../../src/numeric/run.js";
import { sgld } from "../../../src/numeric/samplers/sgld.js";
import { evaluateAt } from "../../../src/numeric/samplers/target.js";
import { startChains } from "../chains.js";
import { gaussian, monomial, population, reluRegression } from "../losses.js";

const crossing = monomial(4, [2, 2]);
const ladder = samplingPlan({ rungs: geometricLadder(10, 1e6, 10), chains: 3, draws: 600, burnIn: 100, thin: 3 });

const draws = (run: LadderRun): number[][][] => run.rungs.map((rung) => rung.loss.map((chain) => Array.from(chain)));

describe("runLadder", () => {
  it("gives the same draws for the same seed and others for another", async () => {
    const [a, b] = [await runLadder(crossing, ladder), await runLadder(crossing, ladder)];
    expect(draws(a)).toEqual(draws(b));
    expect(draws(await runLadder(crossing, { ...ladder, seed: 2 }))).not.toEqual(draws(a));
  });

  it("gives each chain the draws that it has alone among fewer", async () => {
    const single = samplingPlan({ rungs: [100], chains: 6, draws: 300, burnIn: 64 });
    const many = draws(await runLadder(crossing, single));
    const few = draws(await runLadder(crossing, { ...single, chains: 2 }));
    expect(few[0]).toEqual(many[0]?.slice(0, 2));
  });

  it("without exchange gives each rung the draws that it has as the warmest one of fewer, and counts no exchanges", async () => {
    const apart = { ...ladder, exchange: false, draws: 100 };
    const run = await runLadder(crossing, apart);
    const alone = await runLadder(crossing, { ...apart, rungs: ladder.rungs.slice(0, 1) });
    expect(draws(run)[0]).toEqual(draws(alone)[0]);
    const pair = await runLadder(crossing, { ...apart, rungs: ladder.rungs.slice(0, 2) });
    expect(draws(run).slice(0, 2)).toEqual(draws(pair));
    expect(run.statistics.every((s) => s.exchange === null)).toBe(true);
    expect(draws(await runLadder(crossing, { ...apart, exchange: true }))[0]).not.toEqual(draws(alone)[0]);
  });

  it("reports K at the draws, acceptance and exchanges", async () => {
    const run = await runLadder(crossing, ladder);
    expect(run.finished).toBe(true);
    expect(run.rungs.map((r) => r.nbeta)).toEqual(ladder.rungs);
    for (const rung of run.rungs) {
      expect(rung.loss.map((chain) => chain.length)).toEqual([600, 600, 600]);
      expect(rung.loss.flatMap((chain) => Array.from(chain)).every((k) => k >= 0)).toBe(true);
    }
    for (const s of run.statistics) {
      expect(s.acceptance).toBeGreaterThan(0.2);
      expect(s.acceptance).toBeLessThan(0.95);
    }
    expect(run.statistics.slice(0, -1).every((s) => (s.exchange ?? 0) > 0.2)).toBe(true);
    expect(run.statistics.at(-1)?.exchange).toBeNull();
  });

  // Of each sampler at most 5 standard errors of 4 rungs, and the bias of the step size of those that have one.
  it.each(["mixture", "mala", "hmc", "sgld", "rmsprop-sgld", "sgnht"] as const)(
    "exchanges between the temperatures of %s, whose means stay those at each of them",
    async (sampler) => {
      const quadratic = gaussian([1, 1]);
      const rungs = [10, 40, 160, 640];
      const run = await runLadder(quadratic, samplingPlan({ rungs, sampler, chains: 4, draws: 1500, burnIn: 500 }));
      expect(run.statistics.slice(0, -1).every((s) => (s.exchange ?? 0) > 0.2)).toBe(true);
      for (const rung of run.rungs) {
        const { value, mcse } = rungCoefficient(rung);
        const exact = rung.nbeta / (rung.nbeta + 1);
        expect(Math.abs(value - exact)).toBeLessThan(5 * mcse + 0.03 * exact);
        expect(mcse).toBeLessThan(0.1);
      }
    },
  );

  it("names a chain that diverges, with its step, and keeps the others", async () => {
    // K = w⁴: with this step size a chain that comes far enough out is thrown further at every step.
    const plan = samplingPlan({
      rungs: [1],
      sampler: "sgld",
      stepSize: 0.45,
      chains: 8,
      draws: 40,
      burnIn: 0,
      thin: 1,
    });
    const run = await runLadder(monomial(1, [4]), plan);
    expect(run.divergences.length).toBeGreaterThan(0);
    expect(run.divergences.length).toBeLessThan(8);
    for (const { chain, step } of run.divergences) {
      const kept = run.rungs[0]?.loss[chain] ?? new Float64Array(0);
      expect(kept.length).toBe(step - 1);
      expect(kept.every(Number.isFinite)).toBe(true);
    }
    const survivors = run.rungs[0]?.loss.filter((_, c) => !run.divergences.some((d) => d.chain === c)) ?? [];
    expect(survivors.every((chain) => chain.length === 40)).toBe(true);
  });

  it("refuses a population loss that is negative, and says where", async () => {
    const saddle = population(2, (b, [x = 0, y = 0]) => b.multiply(x, y));
    await expect(runLadder(saddle, ladder)).rejects.toThrow(PointError);
    await expect(runLadder(saddle, ladder)).rejects.toThrow(/K = -\S+ at w = \(\S+, \S+\)/);
    await expect(runLadder(saddle, samplingPlan({ rungs: [10], sampler: "sgld" }))).rejects.toThrow(PointError);
  });

  it("takes rounding errors below zero for what they are", async () => {
    const expanded = population(2, (b, [x = 0, y = 0]) =>
      b.sum([b.square(x), b.multiply(b.constant(-2), b.multiply(x, y)), b.square(y)]),
    );
    const run = await runLadder(expanded, samplingPlan({ rungs: [1e6], draws: 200, burnIn: 200, chains: 4 }));
    expect(run.finished).toBe(true);
  });

  it("lets an empirical loss be negative", async () => {
    const plan = samplingPlan({ rungs: [20], draws: 200, burnIn: 50, chains: 4 });
    const run = await runLadder(reluRegression(30), plan);
    expect(Math.min(...(run.rungs[0]?.loss.flatMap((c) => Array.from(c)) ?? []))).toBeLessThan(0);
  });

  it("records the loss of all data where gradients come from batches", () => {
    const loss = reluRegression(30);
    const target = { loss, localization: 1, box: null, batch: 10 };
    const sampler = sgld(target);
    const options = { chains: 4, nbeta: 20, stepSize: 1e-2, seed: 1, draws: 1, thin: 7 };
    const instance = startChains(selectEngine("auto"), sampler, loss.origin, options);
    instance.run(0, 1, 7);
    for (let lane = 0; lane < 4; lane++) {
      const w = sampler.layout.position.map((slot) => instance.slots[slot * 4 + lane] ?? NaN);
      expect(instance.recorded[lane]).toBeCloseTo(evaluateAt(target, w).loss, 12);
    }
  });

  it.each([
    [{ chains: 0 }, "chains"],
    [{ draws: 0 }, "draws"],
    [{ rungs: [0] }, "nbeta"],
    [{ rungs: [-1] }, "nbeta"],
    [{ rungs: [] }, "nbeta"],
    [{ rungs: [2, 1] }, "nbeta"],
    [{ stepSize: 0 }, "stepSize"],
    [{ thin: 1.5 }, "thin"],
    [{ seed: -1 }, "seed"],
    [{ rungs: [1, 2], positions: true }, "positions"],
  ])("refuses %j", (change, option) => {
    expect(() => samplingPlan({ rungs: [1], ...change })).toThrow(
      expect.objectContaining({ code: "option", option }) as Error,
    );
  });

  it.each([
    [{ box: { lower: [1, 1], upper: [2, 2] } }, "box"],
    [{ localization: 0 }, "localization"],
    [{ localization: -1 }, "localization"],
    [{ batch: 5 }, "batch"],
    [{ engine: "abacus" as "js" }, "engine"],
  ])("refuses %j for a population loss at 0", async (change, option) => {
    const plan = samplingPlan({ rungs: [1], sampler: "sgld", ...change });
    await expect(runLadder(crossing, plan)).rejects.toMatchObject({ code: "option", option });
  });

  it("refuses a batch larger than the data", async () => {
    const plan = samplingPlan({ rungs: [1], sampler: "sgld", batch: 31 });
    await expect(runLadder(reluRegression(30), plan)).rejects.toThrow(OptionError);
  });

  it("goes on from a shorter run to the draws of an unbroken one", async () => {
    // 300 is no multiple of a segment: the longer run divides its draws otherwise.
    for (const plan of [ladder, samplingPlan({ rungs: [100], chains: 5, burnIn: 64, positions: true })]) {
      const short = await runLadder(crossing, { ...plan, draws: 300 });
      const done: number[] = [];
      const longer = await runLadder(crossing, { ...plan, draws: 900 }, inlineHost, {
        resume: short.states,
        onProgress: (progress) => done.push(progress.done),
      });
      expect(longer).toEqual(await runLadder(crossing, { ...plan, draws: 900 }));
      expect(done[0]).toBeGreaterThan(300 + plan.burnIn);
    }
  });

  it.each(["mixture", "hmc", "sgld"] as const)(
    "records w where it is asked to, and draws the same: %s",
    async (sampler) => {
      const plan = samplingPlan({ rungs: [100], localization: 2, sampler, chains: 6, draws: 300, burnIn: 64 });
      const recording = { ...plan, positions: true };
      const run = await runLadder(crossing, recording);
      expect(draws(run)).toEqual(draws(await runLadder(crossing, plan)));
      const records = chainRecords(crossing, recording, run);
      expect(records.map(({ chain }) => chain)).toEqual([0, 1, 2, 3, 4, 5]);
      const target = { loss: crossing, localization: 2, box: null, batch: null };
      for (const { loss, positions, logDensity } of records) {
        loss.forEach((k, i) => {
          const [x = NaN, y = NaN] = positions.subarray(2 * i, 2 * i + 2);
          expect(k).toBe(evaluateAt(target, [x, y]).loss);
          expect(logDensity[i]).toBeCloseTo(-100 * k - (x * x + y * y), 12);
        });
      }
      const shares = records.flatMap(({ acceptance }) => Array.from(acceptance ?? []));
      const overall = run.statistics[0]?.acceptance ?? null;
      if (overall === null) expect(shares).toEqual([]);
      else expect(shares.reduce((a, b) => a + b, 0) / shares.length).toBeCloseTo(overall, 12);
      expect(records.map(({ stepSize }) => stepSize)).toEqual(run.statistics[0]?.stepSize);
    },
  );

  it("records w of a chain that diverges up to there", async () => {
    const plan = samplingPlan({ rungs: [1], sampler: "sgld", stepSize: 0.45, draws: 40, burnIn: 0, thin: 1 });
    const loss = monomial(1, [4]);
    const run = await runLadder(loss, { ...plan, positions: true });
    const records = chainRecords(loss, { ...plan, positions: true }, run);
    expect(records.some(({ diverged }) => diverged)).toBe(true);
    for (const record of records) {
      expect(record.loss.length).toBe(record.diverged ? record.positions.length : 40);
      expect(record.positions.every(Number.isFinite)).toBe(true);
    }
  });

  it("returns what there is when it is interrupted", async () => {
    const control = new AbortController();
    const run = await runLadder(crossing, { ...ladder, draws: 100_000 }, inlineHost, {
      signal: control.signal,
      onProgress: ({ done }) => {
        if (done > 2000) control.abort();
      },
    });
    expect(run.finished).toBe(false);
    expect(run.rungs[0]?.loss[0]?.length).toBeGreaterThan(1000);
    expect(run.rungs[0]?.loss[0]?.length).toBeLessThan(100_000);
  });
});
