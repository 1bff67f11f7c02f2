/**
 * Estimates against exact values at finite t. Seeds are fixed, so that a test that passes once passes always; the
 * probabilities say how often a right program would fail on another seed.
 */
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/errors.js";
import { lossOf } from "../../src/numeric/bridge.js";
import { estimate } from "../../src/numeric/estimate.js";
import type { Estimate } from "../../src/numeric/estimate.js";
import type { EstimateOptions } from "../../src/numeric/plan.js";
import { exactTarget } from "../../src/numeric/quadrature/target.js";
import type { LocalModel } from "../../src/symbolic/model/model.js";
import { linear, network } from "../../src/symbolic/model/network.js";
import { at, origin } from "../../src/symbolic/model/point.js";
import { polynomial } from "../../src/symbolic/model/text.js";
import { crossing } from "../numeric/estimators/ladders.js";

function model(text: string): LocalModel {
  const parsed = polynomial(text);
  return { model: parsed, point: origin(parsed) };
}

function target(local: LocalModel, nbeta: number, localization: Parameters<typeof exactTarget>[2]): number {
  const loss = lossOf(local);
  if (loss.kind !== "population") throw new Error("no population loss");
  return exactTarget(loss, nbeta, localization).value;
}

const gaussian = { kind: "gaussian", precision: 1 } as const;
const short: EstimateOptions = { seed: 1, draws: 1200 };

describe("K = w1²w2²", () => {
  const nbeta = 144.76;
  const local = model("w1^2*w2^2");
  let run: Estimate;
  const deviation = (found: Estimate): number => (found.value - target(local, nbeta, gaussian)) / found.mcse;

  it("has its finite-t value within 4 standard errors (missed once in 16 000)", async () => {
    run = await estimate(local, { seed: 1, nbeta });
    expect(run.status).toBe("converged");
    expect(run.mcse).toBeLessThan(0.005);
    expect(Math.abs(deviation(run))).toBeLessThan(4);
  });

  it("is told from the value at nβ of a batch of 100", async () => {
    const wrong = await estimate(local, { ...short, nbeta: 100 / Math.log(100) });
    expect(Math.abs(deviation(wrong))).toBeGreaterThan(4);
  });

  it("has λ = 1/2 within 4 errors and 3 %", () => {
    expect(Math.abs((run.fit?.lambda ?? NaN) - 0.5)).toBeLessThan(Math.min(4 * (run.fit?.lambdaError ?? NaN), 0.015));
    expect(run.fit?.multiplicity).toBe(2);
  });

  // The mean square of some 30 standard normals, neighbours correlated, is above 2 once in 1000.
  it("has every rung of the ladder within its error bars", () => {
    const exact = crossing(1);
    const squares = run.rungs.filter((r) => r.used).map((r) => ((r.value - exact(Math.log(r.nbeta))) / r.mcse) ** 2);
    expect(squares.length).toBeGreaterThan(20);
    expect(squares.reduce((a, b) => a + b, 0) / squares.length).toBeLessThan(2);
  });
});

describe("a ladder that is asked for", () => {
  const local = model("w1^2*w2^2");
  const ladder = [10, 100, 1e3, 1e4, 1e5, 1e6];
  const exact = crossing(1);

  // The mean square of six standard normals, neighbours correlated, is above 4.5 less than once in 1000.
  it.each(["mixture", "mala", "hmc"] as const)(
    "has its rungs within their error bars, sampled by %s",
    async (sampler) => {
      const run = await estimate(local, { seed: 1, draws: 500, sampler, ladder });
      expect(run.rungs.map(({ nbeta, used }) => [nbeta, used])).toEqual(ladder.map((t) => [t, true]));
      const squares = run.rungs.map((r) => ((r.value - exact(Math.log(r.nbeta))) / r.mcse) ** 2);
      expect(squares.reduce((a, b) => a + b, 0) / squares.length).toBeLessThan(4.5);
      expect(Math.abs((run.fit?.lambda ?? NaN) - 0.5)).toBeLessThan(4 * (run.fit?.lambdaError ?? NaN));
    },
  );

  it("is sampled by the sampler that is chosen, with its settings and thinning; not by one that its step size biases", async () => {
    const first = async (options: EstimateOptions): Promise<number | undefined> =>
      (await estimate(local, { seed: 1, draws: 120, chains: 2, ladder, ...options })).rungs[0]?.value;
    const usual = await first({});
    const others = await Promise.all(
      (
        [
          { sampler: "mala" },
          { sampler: "mala", targetAccept: 0.8 },
          { sampler: "hmc" },
          { sampler: "hmc", leapfrogSteps: 4 },
          { sampler: "hmc", thin: 3 },
        ] as const
      ).map(first),
    );
    expect(new Set([usual, ...others]).size).toBe(6);
    expect(await first({ sampler: "mixture" })).toBe(usual);
    expect(await first({ sampler: "sgld" })).toBe(usual);
  });

  it("may be none: then there is λ̂(nβ) alone", async () => {
    const run = await estimate(local, { seed: 1, draws: 1500, ladder: "none" });
    expect(run).toMatchObject({ status: "converged", fit: null, rungs: [], plan: { ladder: { kind: "none" } } });
  });

  it("of a linear network, too, by gibbs (λ = 1; missed by 4 errors once in 16 000)", async () => {
    const chain = at(network({ widths: [2, 1, 2], activation: linear }));
    const given = await estimate(chain, { seed: 1, draws: 300, ladder: [1e2, 1e4, 1e6, 1e8, 1e10, 1e12, 1e14] });
    expect(given.rungs.map(({ nbeta }) => nbeta)).toEqual([1e2, 1e4, 1e6, 1e8, 1e10, 1e12, 1e14]);
    expect(Math.abs((given.fit?.lambda ?? NaN) - 1)).toBeLessThan(4 * (given.fit?.lambdaError ?? NaN));
    expect((await estimate(chain, { seed: 1, draws: 100, rungs: 9 })).rungs.length).toBe(9);
  });
});

describe("what is asked for", () => {
  it("the same seed gives the same bytes, another seed others", async () => {
    const texts = await Promise.all(
      [1, 1, 2].map(async (seed) => JSON.stringify(await estimate(model("x^2*y^4"), { seed, draws: 200 }))),
    );
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).not.toBe(texts[0]);
  });

  it("a box in place of the Gaussian (missed once in 16 000)", async () => {
    const box = { lower: [-1, -0.5], upper: [2, 1] };
    const local = model("x^2*y^2");
    const run = await estimate(local, { ...short, box, nbeta: 50 });
    expect(Math.abs(run.value - target(local, 50, { kind: "box", ...box })) / run.mcse).toBeLessThan(4);
  });

  it("a point off the origin (missed once in 16 000)", async () => {
    const local = at(polynomial("(x - 1)^2*y^2"), { x: 1 });
    const run = await estimate(local, { ...short, nbeta: 100 });
    expect(Math.abs(run.value - target(local, 100, gaussian)) / run.mcse).toBeLessThan(4);
  });

  it("SGLD with a step size that diverges names the chain and keeps no figure as converged", async () => {
    const run = await estimate(model("x^4"), { seed: 1, draws: 100, sampler: "sgld", stepSize: 1 });
    expect(run.status).toBe("diverged");
    expect(run.reason).toMatch(/^Chain \d+ left the finite numbers at step \d+/);
    expect(run.divergences.length).toBeGreaterThan(0);
  });

  it("too short a run is not called converged", async () => {
    const run = await estimate(model("x^2*y^2"), { seed: 1, draws: 20 });
    expect(run.status).toBe("not-converged");
    expect(run.reason).toMatch(/^Not converged: .*\.$/);
  });

  it.each<[string, EstimateOptions]>([
    ["chains", { chains: 0 }],
    ["n", { n: 1 }],
    ["nbeta", { nbeta: 0 }],
    ["nbeta", { nbeta: Infinity }],
    ["draws", { draws: 0 }],
    ["burnIn", { burnIn: -1 }],
    ["batch", { batch: 2000, n: 1000 }],
    ["box", { box: { lower: [1, -1], upper: [2, 1] } }],
    ["box", { box: { lower: [-1], upper: [1] } }],
    ["localization", { localization: -1 }],
  ])("a wrong %s is refused: %j", async (option, options) => {
    const refused = estimate(model("x^2*y^2"), options);
    await expect(refused).rejects.toThrow(OptionError);
    await expect(refused).rejects.toMatchObject({ option });
  });
});
