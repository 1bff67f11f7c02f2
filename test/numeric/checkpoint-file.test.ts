import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { OptionError, SchemaError } from "../../src/errors.js";
import { checkpointedHost } from "../../src/numeric/checkpoint-file.js";
import type { Host } from "../../src/numeric/host.js";
import { geometricLadder, inlineHost, runLadder, samplingPlan } from "../../src/numeric/run.js";
import type { LadderRun } from "../../src/numeric/run.js";
import { monomial } from "./losses.js";

const crossing = monomial(4, [2, 2]);
const ladder = samplingPlan({ rungs: geometricLadder(10, 1e6, 10), chains: 3, draws: 600, burnIn: 100, thin: 3 });

const controls = (run: LadderRun): string => JSON.stringify(run.rungs.map((rung) => rung.controls));
const draws = (run: LadderRun): number[][][] => run.rungs.map((rung) => rung.loss.map((chain) => Array.from(chain)));

describe("a checkpoint", () => {
  const kept = (path: string): Host =>
    checkpointedHost(inlineHost, path, (sentence) => {
      throw new Error(sentence);
    });
  const folder = mkdtempSync(join(tmpdir(), "crepant-checkpoint-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([1, 700, 1500])("continues a run broken off after %d sweeps to the same draws", async (sweeps) => {
    const path = join(folder, `${sweeps}.json`);
    const control = new AbortController();
    const long = { ...ladder, draws: 3000, controls: true };
    const broken = await runLadder(crossing, long, kept(path), {
      signal: control.signal,
      onProgress: ({ done }) => {
        if (done >= sweeps) control.abort();
      },
    });
    expect(broken.finished).toBe(false);
    const continued = await runLadder(crossing, long, kept(path));
    const unbroken = await runLadder(crossing, long);
    expect(draws(continued)).toEqual(draws(unbroken));
    expect(controls(continued)).toBe(controls(unbroken));
  });

  it.each([
    { seed: 5 },
    { thin: 2 },
    { targetAccept: 0.3 },
    { leapfrogSteps: 4 },
    { stepSize: 0.01 },
    { sampler: "mala" as const },
    { rungs: geometricLadder(10, 1e6, 9) },
  ])("serves only the job that it belongs to, not one with %j", async (change) => {
    const path = join(folder, `${JSON.stringify(change)}.json`);
    const plan = samplingPlan({ ...ladder, sampler: "hmc", draws: 20, burnIn: 32 });
    await runLadder(crossing, plan, kept(path));
    const other = samplingPlan({ ...plan, ...change });
    const run = await runLadder(crossing, other, kept(path));
    expect(draws(run)).toEqual(draws(await runLadder(crossing, other)));
    expect(draws(run)).not.toEqual(draws(await runLadder(crossing, plan)));
  });

  it("is refused where the file is something else, and leaves that file alone", () => {
    for (const text of ["", "{}", '{"kind":"checkpoint","schema":2,"jobs":[{"job":"x","units":[1]}]}']) {
      const path = join(folder, "other.json");
      writeFileSync(path, text);
      expect(() => kept(path)).toThrow(SchemaError);
      expect(readFileSync(path, "utf8")).toBe(text);
    }
  });

  it("keeps where the chains were, too", async () => {
    const path = join(folder, "positions.json");
    const plan = samplingPlan({ rungs: [100], chains: 6, draws: 2000, burnIn: 64, positions: true });
    const control = new AbortController();
    const broken = await runLadder(crossing, plan, kept(path), {
      signal: control.signal,
      onProgress: ({ done }) => {
        if (done >= 1000) control.abort();
      },
    });
    expect(broken.finished).toBe(false);
    expect(await runLadder(crossing, plan, kept(path))).toEqual(await runLadder(crossing, plan));
  });

  it("lets a longer run go on from a shorter one, and a shorter one start anew", async () => {
    const path = join(folder, "longer.json");
    const run = async (length: number): Promise<{ run: LadderRun; first: number | undefined }> => {
      const done: number[] = [];
      const onProgress = (progress: { readonly done: number }): number => done.push(progress.done);
      return {
        run: await runLadder(crossing, { ...ladder, draws: length }, kept(path), { onProgress }),
        first: done[0],
      };
    };
    const short = await run(1500);
    const long = await run(3000);
    expect(draws(long.run)).toEqual(draws(await runLadder(crossing, { ...ladder, draws: 3000 })));
    expect(long.first).toBeGreaterThan(1500);
    expect(draws((await run(700)).run)).toEqual(draws(await runLadder(crossing, { ...ladder, draws: 700 })));
    expect((await run(1500)).run).toEqual(short.run);
  });

  it("keeps what was reported by the units of a run that failed", async () => {
    const path = join(folder, "failed.json");
    const failing: Host = {
      run: async (job, control) => {
        await inlineHost.run(job, control);
        throw new Error("a thread died");
      },
    };
    const host = checkpointedHost(failing, path, () => undefined);
    await expect(runLadder(crossing, ladder, host)).rejects.toThrow("a thread died");
    const untouched: Host = { run: (_, control) => Promise.resolve([...control.start.values()]) };
    const run = await runLadder(
      crossing,
      ladder,
      checkpointedHost(untouched, path, () => undefined),
    );
    expect(draws(run)).toEqual(draws(await runLadder(crossing, ladder)));
  });

  it("says so where it cannot be created", async () => {
    const path = join(folder, "missing", "file.json");
    await expect(runLadder(crossing, ladder, kept(path))).rejects.toThrow(OptionError);
  });

  it("goes on where it cannot be written any more, says so once, and leaves the file and no draft", async () => {
    const path = join(folder, "kept.json");
    await runLadder(crossing, ladder, kept(path));
    const before = readFileSync(path, "utf8");
    const draft = `${path}.${process.pid}.part`;
    mkdirSync(draft);
    const sentences: string[] = [];
    const host = checkpointedHost(inlineHost, path, (sentence) => sentences.push(sentence));
    const other = { ...ladder, seed: 7 };
    expect(draws(await runLadder(crossing, other, host))).toEqual(draws(await runLadder(crossing, other)));
    await runLadder(crossing, { ...ladder, seed: 8 }, host);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(/kept\.json cannot be written \(.+\); the run goes on/);
    expect(readFileSync(path, "utf8")).toBe(before);
    rmdirSync(draft);
    await runLadder(crossing, { ...ladder, seed: 9 }, host);
    expect(readFileSync(path, "utf8").length).toBeGreaterThan(3 * before.length);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});
