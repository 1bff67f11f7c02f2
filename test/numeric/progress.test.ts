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
    expect(ladderProgress(warm)).toEqual({ phase: "ladder", share: 0.01, ess: null });
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
});
