import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OptionError } from "../../../src/errors.js";
import { workerHost } from "../../../src/numeric/engines/workers.js";
import type { Host } from "../../../src/numeric/host.js";
import type { DeepLinearLoss } from "../../../src/numeric/loss.js";
import { geometricLadder, runLadder, samplingPlan } from "../../../src/numeric/run.js";
import type { LadderRun } from "../../../src/numeric/run.js";
import { monomial, population } from "../losses.js";

const crossing = monomial(4, [2, 2]);
const ladder = samplingPlan({ rungs: geometricLadder(10, 1e6, 10), chains: 3, draws: 600, burnIn: 100, thin: 3 });

const draws = (run: LadderRun): number[][][] => run.rungs.map((rung) => rung.loss.map((chain) => Array.from(chain)));

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

  it("carry one chain each of a Gibbs sampler, whose bytes are those of one thread", async () => {
    const network: DeepLinearLoss = {
      kind: "deep-linear",
      dimension: 12,
      origin: new Array<number>(12).fill(0),
      widths: [3, 2, 3],
      scale: 1 / 3,
    };
    const plan = samplingPlan({ rungs: [100], sampler: "gibbs", chains: 5, draws: 40, burnIn: 20 });
    const run = await runLadder(network, plan, await compiled(3));
    expect(run.states.map(({ chains }) => chains.map(({ chain }) => chain))).toEqual([[0], [1], [2], [3], [4]]);
    expect(draws(run)).toEqual(draws(await runLadder(network, plan)));
    expect(draws(run)[0]?.slice(0, 2)).toEqual(draws(await runLadder(network, { ...plan, chains: 2 }))[0]);
  });

  it("pass on where the loss is negative", async () => {
    const saddle = population(2, (b, [x = 0, y = 0]) => b.multiply(x, y));
    await expect(runLadder(saddle, ladder, await compiled(2))).rejects.toMatchObject({ code: "point" });
  });

  it("carry one run after another, also after one that failed", async () => {
    const host = await compiled(2);
    const saddle = population(2, (b, [x = 0, y = 0]) => b.multiply(x, y));
    const other = monomial(1, [2]);
    await runLadder(other, ladder, host);
    await expect(runLadder(saddle, ladder, host)).rejects.toMatchObject({ code: "point" });
    await runLadder(other, ladder, host);
    expect(draws(await runLadder(crossing, ladder, host))).toEqual(draws(await runLadder(crossing, ladder)));
  });

  it("stop when told to and return what there is", async () => {
    const control = new AbortController();
    control.abort();
    const run = await runLadder(crossing, ladder, await compiled(2), { signal: control.signal });
    expect(run.finished).toBe(false);
    expect(run.rungs.map((rung) => rung.loss.length)).toEqual(ladder.rungs.map(() => ladder.chains));
  });
});

if (!existsSync(built)) it.skip("worker threads are not tested: dist is not built (npm run build)", () => undefined);

describe("workerHost", () => {
  it("refuses no workers", () => {
    expect(() => workerHost(0)).toThrow(OptionError);
  });
});
