import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/errors.js";
import type { Estimate } from "../../src/numeric/estimate.js";
import { fitLadder } from "../../src/numeric/estimators/ladder-fit.js";
import { estimatePlan } from "../../src/numeric/plan.js";
import { crossCheck } from "../../src/verify/verdict.js";
import type { Theory } from "../../src/verify/verdict.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { crossing, noisyLadder, regular, rungsTo } from "../numeric/estimators/ladders.js";

const loss = { kind: "population", dimension: 2, origin: [0, 0], graph: { nodes: [] }, root: 0 } as const;

/** What sampling would have returned with these rungs. */
function estimateOf(
  curve: (logT: number) => number,
  seed: number,
  error: number,
  changes: Partial<Estimate> = {},
): Estimate {
  const points = noisyLadder(
    rungsTo(60).map((logT) => ({ logT, value: curve(logT) })),
    seed,
    error,
  );
  const fitted = fitLadder(points, 3);
  return {
    status: "converged",
    reason: "Chains agree, and the error bars are small.",
    value: curve(5),
    mcse: 0.002,
    ess: 20_000,
    rhat: 1.001,
    discretization: null,
    nbeta: Math.exp(5),
    engine: "js",
    seed,
    plan: estimatePlan(loss),
    fit: fitted === null ? null : { ...fitted, status: "converged", mcse: 0.001, ess: 9000, rhat: 1.001, drift: 0.4 },
    rungs: [],
    divergences: [],
    finished: true,
    steps: 0,
    ...changes,
  };
}

const exact = (lambda: string, multiplicity: number): Theory => ({ status: "exact", lambda, multiplicity });
const verdict = (theory: Theory, estimate: Estimate): string => crossCheck(theory, estimate).verdict;
const seeds = Array.from({ length: 12 }, (_, i) => 100 + i);

describe("a true theory", () => {
  // An error beyond 3 of its bars (no agreement) has probability 0.3 % a run, 3 % for twelve; beyond 4, 0.08 % for twelve.
  it.each([
    ["a normal crossing, λ = 1/2, m = 2", crossing(1), exact("1/2", 2)],
    ["a regular model, λ = 1, m = 1", regular(2), exact("1", 1)],
    ["x⁴y², λ = 1/4, m = 1", crossing(2), exact("1/4", 1)],
  ])("agrees: %s", (_, curve, theory) => {
    const verdicts = seeds.map((seed) => verdict(theory, estimateOf(curve, seed, 0.008)));
    expect(verdicts.filter((v) => v === "agree").length).toBeGreaterThanOrEqual(11);
    expect(verdicts).not.toContain("disagree");
  });

  it("may come as a Rational, with whatever else a result carries", () => {
    const theory = { status: "exact", lambda: Q.rational(1), multiplicity: 1, method: "newton-polyhedron" } as const;
    expect(verdict(theory, estimateOf(regular(2), 1, 0.005))).toBe("agree");
  });
});

describe("a wrong theory", () => {
  it.each([
    ["λ 8 % too large", crossing(1), exact("27/50", 2)],
    ["λ 8 % too small", crossing(1), exact("23/50", 2)],
    ["twice λ, the convention of |f| for f²", crossing(1), exact("1", 2)],
    ["a regular model with λ 6 % too small", regular(2), exact("47/50", 1)],
    ["the number of parameters over two, for a singular model", crossing(2), exact("1", 1)],
  ])("disagrees: %s", (_, curve, theory) => {
    for (const seed of seeds.slice(0, 4)) {
      const found = crossCheck(theory, estimateOf(curve, seed, 0.008));
      expect(found.verdict).toBe("disagree");
      expect(Math.abs(found.deviation ?? 0)).toBeGreaterThan(4);
    }
  });

  it("does not agree with the right λ and a wrong m", () => {
    for (const seed of seeds.slice(0, 4)) {
      expect(verdict(exact("1", 3), estimateOf(regular(2), seed, 0.004))).not.toBe("agree");
    }
  });
});

describe("what cannot be told", () => {
  it("rungs of 6 % decide nothing", () => {
    for (const seed of seeds.slice(0, 4)) {
      expect(verdict(exact("1/2", 2), estimateOf(crossing(1), seed, 0.06))).toBe("inconclusive");
    }
  });

  it.each<[string, Partial<Estimate>]>([
    ["chains that disagree", { rhat: 1.05 }],
    ["a run that was interrupted", { finished: false }],
    ["too few effective draws", { ess: 100 }],
    ["a chain that diverged", { status: "diverged" }],
    ["no fit", { fit: null }],
  ])("%s", (_, changes) => {
    const estimate = estimateOf(crossing(1), 1, 0.008, {
      status: "not-converged",
      reason: "Not converged.",
      ...changes,
    });
    expect(verdict(exact("1/2", 2), estimate)).toBe("inconclusive");
    expect(verdict(exact("3/5", 2), estimate)).toBe("inconclusive");
  });

  it("bounds that hold the estimate", () => {
    expect(verdict({ status: "bounds", lower: "1/3", upper: "2/3" }, estimateOf(crossing(1), 1, 0.008))).toBe(
      "inconclusive",
    );
  });
});

it("bounds that do not hold the estimate are disagreed with", () => {
  const found = crossCheck({ status: "bounds", lower: "3/5", upper: "1" }, estimateOf(crossing(1), 1, 0.008));
  expect(found.verdict).toBe("disagree");
  expect(found.deviation).toBeGreaterThan(4);
});

it("a λ that is no rational number is refused", () => {
  expect(() => crossCheck(exact("0.5x", 1), estimateOf(regular(2), 1, 0.01))).toThrow(OptionError);
});

it("says its reason in one sentence, with the numbers", () => {
  const { reason } = crossCheck(exact("1/2", 2), estimateOf(crossing(1), 1, 0.008));
  expect(reason).toMatch(/^Sampling gives λ = 0\.\d+ ± 0\.\d+ if m = 2, .* from λ = 1\/2, m = 2; .*\.$/);
});
