import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { OptionError, PointError, SchemaError } from "../../../src/errors.js";
import { checkpointedHost } from "../../../src/numeric/checkpoint-file.js";
import { selectEngine } from "../../../src/numeric/engines/engines.js";
import { workerHost } from "../../../src/numeric/engines/workers.js";
import type { Host } from "../../../src/numeric/host.js";
import type { LadderRun } from "../../../src/numeric/run.js";
import { geometricLadder, inlineHost, runLadder, samplingPlan } from "../../../src/numeric/run.js";
import { sgld } from "../../../src/numeric/samplers/sgld.js";
import { evaluateAt } from "../../../src/numeric/samplers/target.js";
import { startChains } from "../chains.js";
import { monomial, population, reluRegression } from "../losses.js";

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

describe("a checkpoint", () => {
  const folder = mkdtempSync(join(tmpdir(), "crepant-checkpoint-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([1, 700, 1500])("continues a run broken off after %d sweeps to the same draws", async (sweeps) => {
    const path = join(folder, `${sweeps}.json`);
    const control = new AbortController();
    const long = { ...ladder, draws: 3000 };
    const broken = await runLadder(crossing, long, checkpointedHost(inlineHost, path), {
      signal: control.signal,
      onProgress: ({ done }) => {
        if (done >= sweeps) control.abort();
      },
    });
    expect(broken.finished).toBe(false);
    const continued = await runLadder(crossing, long, checkpointedHost(inlineHost, path));
    expect(draws(continued)).toEqual(draws(await runLadder(crossing, long)));
  });

  it("serves only the job that it belongs to", async () => {
    const path = join(folder, "two.json");
    await runLadder(crossing, ladder, checkpointedHost(inlineHost, path));
    const other = { ...ladder, seed: 5 };
    const run = await runLadder(crossing, other, checkpointedHost(inlineHost, path));
    expect(draws(run)).toEqual(draws(await runLadder(crossing, other)));
  });

  it("is refused where the file is something else, and leaves that file alone", () => {
    for (const text of ["", "{}", '{"kind":"checkpoint","schema":1,"jobs":[{"job":"x","units":[1]}]}']) {
      const path = join(folder, "other.json");
      writeFileSync(path, text);
      expect(() => checkpointedHost(inlineHost, path)).toThrow(SchemaError);
      expect(readFileSync(path, "utf8")).toBe(text);
    }
  });

  it("says so where it cannot be written", async () => {
    const path = join(folder, "missing", "file.json");
    await expect(runLadder(crossing, ladder, checkpointedHost(inlineHost, path))).rejects.toThrow(/can be written/);
  });
});

/** Threads run compiled code only. */
const built = new URL("../../../dist/numeric/engines/workers.js", import.meta.url);

describe.runIf(existsSync(built))("worker threads, from dist", () => {
  const compiled = async (count: number): Promise<Host> => {
    const module = (await import(built.href)) as { workerHost: typeof workerHost };
    return module.workerHost(count);
  };

  it.each([1, 2, 3])("give the same bytes as one thread: %d workers", async (count) => {
    const run = await runLadder(crossing, ladder, await compiled(count));
    expect(draws(run)).toEqual(draws(await runLadder(crossing, ladder)));
  });

  it("pass on where the loss is negative", async () => {
    const saddle = population(2, (b, [x = 0, y = 0]) => b.multiply(x, y));
    await expect(runLadder(saddle, ladder, await compiled(2))).rejects.toMatchObject({ code: "point" });
  });

  it("stop when told to and return what there is", async () => {
    const control = new AbortController();
    const run = await runLadder(crossing, { ...ladder, draws: 1_000_000 }, await compiled(2), {
      signal: control.signal,
      onProgress: () => {
        control.abort();
      },
    });
    expect(run.finished).toBe(false);
  });
});

if (!existsSync(built)) it.skip("worker threads are not tested: dist is not built (npm run build)", () => undefined);

describe("workerHost", () => {
  it("refuses no workers", () => {
    expect(() => workerHost(0)).toThrow(OptionError);
  });
});
