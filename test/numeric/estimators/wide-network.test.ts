/** What the estimate of a wide linear network says where there is no fit of (λ, m), and why. */
import { describe, expect, it } from "vitest";
import { estimate } from "../../../src/numeric/estimate.js";
import type { Estimate } from "../../../src/numeric/estimate.js";
import { inlineHost } from "../../../src/numeric/host.js";
import type { Host } from "../../../src/numeric/host.js";
import type { DeepLinearLoss } from "../../../src/numeric/loss.js";

function wide(widths: readonly number[]): DeepLinearLoss {
  const dimension = widths.slice(1).reduce((sum, rows, l) => sum + rows * (widths[l] ?? NaN), 0);
  return { kind: "deep-linear", dimension, origin: new Array<number>(dimension).fill(0), widths, scale: 1 / 3 };
}

/** Draws of a ladder times `factor` of its rung, those of a single temperature as they are. */
function bent(factor: (rung: number) => number): Host {
  return {
    run: async (job, control) => {
      const states = await inlineHost.run(job, control);
      if (job.plan.rungs.length > 1)
        for (const chain of states.flatMap((state) => state.chains))
          for (const [rung, draws] of chain.draws.entries()) draws.forEach((k, at) => (draws[at] = factor(rung) * k));
      return states;
    },
  };
}

const sentence = ({ reason }: Estimate): string => reason.replace(/^.* There is no fit of \(λ, m\): /, "");

describe("a wide linear network", () => {
  it("has λ̂ at nβ alone where no curve follows its ladder", async () => {
    const zigzag = bent((rung) => (rung % 2 === 0 ? 1 : 1.5));
    const run = await estimate(wide([2, 1, 2]), { draws: 60, chains: 6 }, zigzag);
    expect(run.fit).toBeNull();
    expect(run.rungs.length).toBeGreaterThan(6);
    expect(sentence(run)).toBe("no curve follows the ladder that could be sampled in the time that it may take.");
  });

  it("has it alone where its chains are too short for a ladder", async () => {
    const run = await estimate(wide([2, 1, 2]), { draws: 8, chains: 2 });
    expect(run).toMatchObject({ fit: null, status: "not-converged" });
    expect(sentence(run)).toBe("too few rungs of the ladder mixed in the time that it may take.");
  });

  it("has it alone where a ladder would take too long", async () => {
    const still: Host = {
      run: (job, control) =>
        job.plan.rungs.length > 1 ? Promise.reject(new Error("sampled")) : inlineHost.run(job, control),
    };
    const run = await estimate(wide([2, 1, 2]), { draws: 50_000_000, burnIn: 0, chains: 1 }, stopped(still));
    expect(run).toMatchObject({ fit: null, rungs: [] });
    expect(sentence(run)).toBe("a ladder of so wide a network would take too long.");
  });

  it("has a fit where its ladder is long enough, and says nothing of it", async () => {
    const run = await estimate(wide([2, 1, 2]), { draws: 60, chains: 6 });
    expect(run.fit?.lambda).toBeCloseTo(1, 1);
    expect(run.reason).not.toContain("no fit");
  });
});

/** Of runs that were asked to be long, the first draws only. */
function stopped(host: Host): Host {
  return { run: (job, control) => host.run({ ...job, plan: { ...job.plan, draws: 100 } }, control) };
}
