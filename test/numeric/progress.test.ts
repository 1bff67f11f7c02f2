import { describe, expect, it } from "vitest";
import { essMean } from "../../src/numeric/diagnostics/ess.js";
import { ladderProgress, valueProgress } from "../../src/numeric/progress.js";
import type { Progress } from "../../src/numeric/run.js";
import { runLadder, samplingPlan } from "../../src/numeric/run.js";
import { monomial } from "./losses.js";

const length = { error: 0.01, fewest: 1000, most: 50_000 };
const at = (draws: number, ess: number): Progress => ({
  done: draws,
  total: 40_000,
  mixing: { draws, mean: 2, variance: 4, ess },
});

describe("valueProgress", () => {
  // An ESS of variance/(error·mean)² = 10 000 is needed.
  it.each([
    ["half of the sample size", at(8000, 5000), 0.5],
    ["all of it", at(16_000, 10_000), 1],
    ["more than needed, but fewer draws than are always taken", at(4000, 40_000), 0.5],
    ["a sample size that will never be reached", at(40_000, 100), 0.1],
  ])("is measured by effective sample size: %s", (_, progress, share) => {
    expect(valueProgress(progress, 8, length)).toEqual({
      phase: "value",
      share,
      ess: { sofar: progress.mixing?.ess, needed: 10_000 },
    });
  });

  it("is measured by draws where their number is fixed, and in warm-up", () => {
    expect(valueProgress(at(10_000, 5000), 8, null)).toEqual({ phase: "value", share: 0.25, ess: null });
    const warm = { done: 400, total: 40_000, mixing: null };
    expect(valueProgress(warm, 8, length)).toEqual({ phase: "value", share: 0.01, ess: null });
  });
});

describe("ladderProgress", () => {
  const stretch = { before: 2000, burnIn: 500, draws: 1500 };
  const length = { rate: 2, needed: 5000, fewest: 1000, most: 10_000 };
  const at = (done: number): Progress => ({ done, total: 2000, mixing: null });

  // Half of the run's sweeps are 1000, of which 500 are draws.
  it.each([
    ["half of the sample size", 1000, length, 0.5, 10_000],
    ["warm-up adds nothing to it", 400, length, 0.4, 10_000],
    ["enough, but fewer draws than are always taken", 1000, { ...length, needed: 100, fewest: 4000 }, 0.625, 200],
    ["more than can be afforded", 1000, { ...length, needed: 1e6 }, 0.25, 2e6],
    ["more than was needed", 2000, { ...length, needed: 3000 }, 1, 6000],
  ])("is measured by effective sample size: %s", (_, done, known, share, needed) => {
    const sofar = 2 * (2000 + Math.max(0, done - 500));
    expect(ladderProgress(at(done), stretch, known)).toEqual({ phase: "ladder", share, ess: { sofar, needed } });
  });

  it("is measured by sweeps while nothing is known of the fit", () => {
    expect(ladderProgress(at(500), stretch, null)).toEqual({ phase: "ladder", share: 0.25, ess: null });
  });
});

describe("the progress of a run", () => {
  it("ends with the effective sample size of its draws", async () => {
    const plan = samplingPlan({ rungs: [100], chains: 8, draws: 3000, burnIn: 200 });
    const reports: Progress[] = [];
    const run = await runLadder(monomial(4, [2, 2]), plan, undefined, {
      onProgress: (progress) => reports.push(progress),
    });
    const last = reports.at(-1);
    expect(last).toMatchObject({ done: last?.total, mixing: { draws: 24_000 } });
    const exact = essMean(run.rungs[0]?.loss ?? []);
    expect(Math.abs((last?.mixing?.ess ?? NaN) / exact - 1)).toBeLessThan(0.1);
  });

  it("counts what an earlier run has done", async () => {
    const plan = samplingPlan({ rungs: [100], chains: 12, draws: 600, burnIn: 200 });
    const loss = monomial(4, [2, 2]);
    const { states } = await runLadder(loss, { ...plan, draws: 300 });
    const done: number[] = [];
    const onProgress = (progress: Progress): number => done.push(progress.done);
    await runLadder(loss, plan, undefined, { onProgress, resume: states });
    expect(done[0]).toBeGreaterThan(3 * 500);
    expect(done.at(-1)).toBe(3 * 800);
  });
});
