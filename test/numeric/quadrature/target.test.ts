import { describe, expect, it } from "vitest";
import { LimitError, OptionError } from "../../../src/errors.js";
import { GraphBuilder } from "../../../src/numeric/expression/graph.js";
import type { NodeId } from "../../../src/numeric/expression/graph.js";
import type { PopulationLoss } from "../../../src/numeric/loss.js";
import { exactTarget } from "../../../src/numeric/quadrature/target.js";
import type { Localization } from "../../../src/numeric/quadrature/target.js";

function loss(dimension: number, build: (b: GraphBuilder, w: readonly NodeId[]) => NodeId, origin?: readonly number[]) {
  const b = new GraphBuilder();
  const w = Array.from({ length: dimension }, (_, i) => b.parameter(i));
  const root = build(b, w);
  const at = origin ?? w.map(() => 0);
  return { kind: "population", dimension, origin: at, graph: b.graph(), root } satisfies PopulationLoss;
}

/** scale·Π w_i^exponents[i]. */
const monomial = (scale: number, exponents: readonly number[]): PopulationLoss =>
  loss(exponents.length, (b, w) => b.product([b.constant(scale), ...w.map((x, i) => b.power(x, exponents[i] ?? 0))]));

/** The same loss, which is not seen to be a sum of squares: no variable integrates out in closed form. */
function hidden(k: PopulationLoss): PopulationLoss {
  const b = GraphBuilder.from(k.graph);
  const root = b.relu(k.root);
  return { ...k, graph: b.graph(), root };
}

const standard: Localization = { kind: "gaussian", precision: 1 };

describe("closed forms", () => {
  it.each([1, 1e3, 1e9])("K = 3w² under a Gaussian at t = %d", (t) => {
    const precision = 2;
    const { value, logZ } = exactTarget(monomial(3, [2]), t, { kind: "gaussian", precision });
    expect(value).toBeCloseTo((3 * t) / (6 * t + precision), 9);
    expect(logZ).toBeCloseTo(0.5 * Math.log((2 * Math.PI) / (6 * t + precision)), 8);
  });

  it("a Gaussian about w* that is not the origin", () => {
    const shifted = loss(1, (b, [x = 0]) => b.square(b.subtract(x, b.constant(5))), [5]);
    expect(exactTarget(shifted, 1e6, standard).value).toBeCloseTo(1e6 / (2e6 + 1), 9);
  });

  it("three coupled variables: K = |w|² + (w1 + w2 + w3)², a quadratic form with eigenvalues 1, 1, 4", () => {
    const form = loss(3, (b, w) => b.add(b.sum(w.map((x) => b.square(x))), b.square(b.sum(w))));
    const t = 1;
    const expected = [1, 1, 4].reduce((s, e) => s + (t * e) / (2 * t * e + 1), 0);
    expect(exactTarget(form, t, standard).value).toBeCloseTo(expected, 12);
    expect(exactTarget(hidden(form), t, standard, 1e-5).value).toBeCloseTo(expected, 5);
  });

  it("K = w1²w2² on the unit square: Z = ∫∫ by the series Σ (−t)^k/(k!(2k+1)²)", () => {
    const t = 3;
    let z = 0;
    let moment = 0;
    for (let k = 0, term = 1; k < 60; k++, term *= -t / k) {
      z += term / (2 * k + 1) ** 2;
      moment += term / (2 * k + 3) ** 2;
    }
    const box: Localization = { kind: "box", lower: [0, 0], upper: [1, 1] };
    const { value, logZ } = exactTarget(monomial(1, [2, 2]), t, box);
    expect(logZ).toBeCloseTo(Math.log(z), 7);
    expect(value).toBeCloseTo((t * moment) / z, 7);
  });
});

describe("singular losses", () => {
  it("w1²w2² at nβ = 144.76 is 0.3614; four times it is 0.3833, and 0.468 still at 1e12", () => {
    expect(exactTarget(monomial(1, [2, 2]), 144.76, standard).value).toBeCloseTo(0.3614, 4);
    expect(exactTarget(monomial(4, [2, 2]), 144.76, standard).value).toBeCloseTo(0.3833, 4);
    expect(exactTarget(monomial(4, [2, 2]), 1e12, standard).value).toBeCloseTo(0.468, 3);
  });

  // Figures for x·w1^a·w2^b with E x² = 4 at γ = 1 and n = 1000, nβ = 1000/log 1000, by a separate program (mpmath).
  it.each([
    [0, 1, 0.4996],
    [1, 2, 0.2212],
    [2, 2, 0.1614],
    [0, 3, 0.1604],
    [2, 3, 0.1201],
    [3, 3, 0.0956],
  ])("4·w1^2a·w2^2b with a = %i, b = %i has the target %d", (a, b, expected) => {
    expect(exactTarget(monomial(4, [2 * a, 2 * b]), 1000 / Math.log(1000), standard).value).toBeCloseTo(expected, 4);
  });

  it("a needle that no axis shows, K = (y − x²)²: λ = 1/2 with no finite-size term", () => {
    const parabola = loss(2, (b, [x = 0, y = 0]) => b.square(b.subtract(y, b.square(x))));
    expect(exactTarget(parabola, 1e8, standard, 1e-5).value).toBeCloseTo(0.5, 6);
  });

  it("is minus the derivative of log Z by log t: K = (x² − 2y²)² + y⁶", () => {
    const k = loss(2, (b, [x = 0, y = 0]) =>
      b.add(b.square(b.subtract(b.square(x), b.multiply(b.constant(2), b.square(y)))), b.power(y, 6)),
    );
    const t = 1e4;
    const step = 1e-2;
    const slope = (f: number): number => exactTarget(k, t * Math.exp(f * step), standard, 1e-9).logZ;
    const derivative = (slope(-1) - slope(1)) / (2 * step);
    expect(exactTarget(k, t, standard).value).toBeCloseTo(derivative, 5);
  });
});

describe("what is integrated together", () => {
  it("disjoint terms add, and unused parameters drop out", () => {
    const apart = loss(5, (b, [p = 0, q = 0, r = 0, , s = 0]) =>
      b.sum([b.multiply(b.square(p), b.square(q)), b.square(r), b.power(s, 4)]),
    );
    const t = 100;
    const parts = [monomial(1, [2, 2]), monomial(1, [2]), monomial(1, [4])].map(
      (k) => exactTarget(k, t, standard).value,
    );
    expect(exactTarget(apart, t, standard).value).toBeCloseTo(
      parts.reduce((a, b) => a + b),
      7,
    );
  });

  it("more than four coupled variables, a negative nβ and a flat Gaussian are refused", () => {
    expect(() => exactTarget(monomial(1, [4, 4, 4, 4, 4]), 10, standard)).toThrow(LimitError);
    expect(() => exactTarget(monomial(1, [2]), -1, standard)).toThrow(OptionError);
    expect(() => exactTarget(monomial(1, [2]), 1, { kind: "gaussian", precision: 0 })).toThrow(OptionError);
  });
});
