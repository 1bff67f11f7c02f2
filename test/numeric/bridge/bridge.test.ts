import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { LimitError, OptionError } from "../../../src/errors.js";
import { empiricalLossOf, lossOf } from "../../../src/numeric/bridge.js";
import { evaluate } from "../../../src/numeric/expression/evaluate.js";
import { deepLinearForm } from "../../../src/numeric/loss.js";
import type { PopulationLoss } from "../../../src/numeric/loss.js";
import { deepLinearLossAt } from "../../../src/numeric/samplers/deep-linear.js";
import { evaluateAt } from "../../../src/numeric/samplers/target.js";
import { gaussLegendre, powerInLegendre } from "../../../src/numeric/quadrature/legendre.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { evaluate as evaluateExactly } from "../../../src/symbolic/model/expression.js";
import { network, parseActivation } from "../../../src/symbolic/model/network.js";
import { at, origin } from "../../../src/symbolic/model/point.js";
import { ideal, polynomial } from "../../../src/symbolic/model/text.js";

function population(loss: ReturnType<typeof lossOf>): PopulationLoss {
  if (loss.kind !== "population") throw new Error(`a ${loss.kind} loss`);
  return loss;
}

const valueOf = (loss: PopulationLoss, w: readonly number[]): number => evaluate(loss.graph, loss.root, w);

/** f(x; w) by plain matrix products, weights layer by layer and row by row. */
function forward(
  widths: readonly number[],
  activation: (z: number) => number,
  w: readonly number[],
  x: readonly number[],
) {
  let used = 0;
  return widths.slice(1).reduce<readonly number[]>((input, rows, layer) => {
    const active = layer === 0 ? input : input.map(activation);
    return Array.from({ length: rows }, () => active.reduce((s, v) => s + (w[used++] ?? NaN) * v, 0));
  }, x);
}

/** E|f(x; w) − f(x; w*)|² over x uniform on [−1, 1]^d by a product of Gauss–Legendre rules on `pieces` panels each. */
function meanSquare(
  widths: readonly number[],
  activation: (z: number) => number,
  w: readonly number[],
  truth: readonly number[],
  pieces: number,
): number {
  const rule = Array.from({ length: pieces }, (_, i) => -1 + (2 * i + 1) / pieces).flatMap((centre) =>
    gaussLegendre(20).map((node) => ({ x: centre + node.x / pieces, weight: node.weight / (2 * pieces) })),
  );
  let points: { x: readonly number[]; weight: number }[] = [{ x: [], weight: 1 }];
  for (let i = 0; i < (widths[0] ?? 0); i++) {
    points = points.flatMap((p) => rule.map((q) => ({ x: [...p.x, q.x], weight: p.weight * q.weight })));
  }
  return points.reduce((sum, { x, weight }) => {
    const target = forward(widths, activation, truth, x);
    const squares = forward(widths, activation, w, x).map((y, i) => (y - (target[i] ?? NaN)) ** 2);
    return sum + weight * squares.reduce((a, b) => a + b, 0);
  }, 0);
}

const weights = (count: number) =>
  fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: count, maxLength: count });

describe("polynomials and ideals", () => {
  it("a polynomial is K as it was written, around w*", () => {
    const loss = population(lossOf(at(polynomial("(x - 1/2)^2*y^4"), { x: "1/2" })));
    expect(loss.origin).toEqual([0.5, 0]);
    expect(valueOf(loss, [2.5, 3])).toBe(4 * 81);
  });

  it("an ideal is the sum of its squares", () => {
    const model = ideal("x*y + 2*z, z^3");
    const loss = population(lossOf({ model, point: origin(model) }));
    expect(valueOf(loss, [2, 3, -2])).toBe(2 ** 2 + 64);
  });

  // The expanded form has lost every digit where the factored one is still right: K = 1e-24 from terms of size 1.
  test.prop([fc.double({ min: 0.5, max: 1, noNaN: true }), fc.double({ min: 0.5, max: 1, noNaN: true })])(
    "keeps its digits in the valley, against exact arithmetic",
    (a, b) => {
      const model = ideal("p*q + r*s");
      const loss = population(lossOf({ model, point: origin(model) }));
      const w = [a, b, -a, b * (1 + 1e-12)];
      const exact = w.map((x) => Q.rational(BigInt(Math.round(x * 2 ** 60)), 2n ** 60n));
      if (model.kind !== "ideal" || model.generators[0] === undefined) throw new Error("no generator");
      const f = evaluateExactly(model.generators[0], exact);
      const rounded = exact.map(Q.toNumber);
      expect(Math.abs(valueOf(loss, rounded) / Q.toNumber(Q.multiply(f, f)) - 1)).toBeLessThan(1e-2);
    },
  );
});

describe("networks with monomial activation", () => {
  const architectures: readonly [readonly number[], number][] = [
    [[2, 2, 1], 2],
    [[1, 3, 2], 3],
    [[2, 1, 1, 1], 2],
    [[2, 2, 2, 1], 2],
    [[3, 2, 2], 1],
    [[1, 2, 1], 5],
  ];
  describe.each(architectures)("widths %j, x^%i", (widths, degree) => {
    const count = widths.slice(1).reduce((n, rows, l) => n + rows * (widths[l] ?? 0), 0);
    const model = network({ widths, activation: { kind: "monomial", degree } });
    test.prop([weights(count), fc.array(fc.integer({ min: -2, max: 2 }), { minLength: count, maxLength: count })], {
      numRuns: 10,
    })("K is the mean square over inputs, around any w*", (w, truth) => {
      const loss = population(lossOf({ model, point: truth.map((v) => Q.rational(v)) }));
      const expected = meanSquare(widths, (z) => z ** degree, w, truth, 1);
      expect(Math.abs(valueOf(loss, w) - expected)).toBeLessThanOrEqual(1e-9 * (1 + expected));
      expect(valueOf(loss, truth)).toBe(0);
    });
  });

  it("wide linear networks are handed on as matrices", () => {
    const model = network({ widths: [40, 40, 40], activation: parseActivation("linear") });
    const loss = lossOf({ model, point: origin(model) });
    expect(loss).toMatchObject({ kind: "deep-linear", dimension: 3200, widths: [40, 40, 40], scale: 1 / 3 });
  });

  test.prop([weights(14), weights(14)], { numRuns: 10 })("of other linear networks K by matrices is K", (w, truth) => {
    const model = network({ widths: [3, 2, 4], activation: parseActivation("linear") });
    const loss = population(
      lossOf({ model, point: truth.map((v) => Q.rational(BigInt(Math.round(v * 1024)), 1024n)) }),
    );
    const matrices = deepLinearForm(loss);
    if (matrices === null) throw new Error("no matrices");
    expect(deepLinearLossAt(matrices, w)).toBeCloseTo(valueOf(loss, w), 9);
  });

  it("networks that are not linear, or share weights, have no matrices", () => {
    const quadratic = network({ widths: [3, 2, 4], activation: parseActivation("x^2") });
    expect(deepLinearForm(lossOf({ model: quadratic, point: origin(quadratic) }))).toBeNull();
    const free = network({ widths: [1, 1, 1], activation: parseActivation("linear") });
    const shared = { ...free, parameters: ["a"], layers: [free.layers[0] ?? [], free.layers[0] ?? []] };
    expect(deepLinearForm(lossOf({ model: shared, point: origin(shared) }))).toBeNull();
  });
});

describe("networks by a quadrature rule", () => {
  test.prop([weights(4), weights(4)], { numRuns: 20 })("tanh is right to 1e-9 for weights up to 2", (w, truth) => {
    const model = network({ widths: [1, 2, 1], activation: { kind: "tanh" } });
    const point = truth.map((v) => Q.rational(BigInt(Math.round(v * 1024)), 1024n));
    const loss = population(lossOf({ model, point }));
    const expected = meanSquare([1, 2, 1], Math.tanh, w, point.map(Q.toNumber), 4);
    expect(Math.abs(valueOf(loss, w) - expected)).toBeLessThanOrEqual(1e-9 * (1 + expected));
  });

  it("tanh of two inputs", () => {
    const model = network({ widths: [2, 1, 1], activation: { kind: "tanh" } });
    const loss = population(lossOf({ model, point: origin(model) }));
    const w = [1.3, -0.7, 0.9];
    expect(valueOf(loss, w)).toBeCloseTo(meanSquare([2, 1, 1], Math.tanh, w, [0, 0, 0], 2), 11);
  });

  test.prop([weights(4)], { numRuns: 20 })("relu of one input is exact", (w) => {
    const model = network({ widths: [1, 2, 1], activation: { kind: "relu" } });
    const loss = population(lossOf({ model, point: origin(model) }));
    const expected = meanSquare([1, 2, 1], (z) => Math.max(z, 0), w, [0, 0, 0, 0], 2);
    expect(Math.abs(valueOf(loss, w) - expected)).toBeLessThanOrEqual(1e-12 * (1 + expected));
  });

  it("too many inputs for the rule are refused", () => {
    const model = network({ widths: [4, 1, 1], activation: { kind: "tanh" } });
    expect(() => lossOf({ model, point: origin(model) })).toThrow(LimitError);
  });
});

describe("Legendre polynomials", () => {
  it("the rule integrates powers exactly up to degree 2n − 1", () => {
    for (const n of [1, 2, 7, 24]) {
      const rule = gaussLegendre(n);
      for (let k = 0; k < 2 * n; k++) {
        const sum = rule.reduce((s, p) => s + p.weight * p.x ** k, 0);
        expect(sum).toBeCloseTo(k % 2 === 0 ? 2 / (k + 1) : 0, 13);
      }
    }
  });

  it("x^n expands with no negative entry, and its square norm is E x^2n = 1/(2n + 1)", () => {
    for (let n = 0; n <= 12; n++) {
      const expansion = powerInLegendre(n);
      expect(Math.min(...expansion)).toBeGreaterThanOrEqual(0);
      expect(expansion.reduce((s, c) => s + c * c, 0)).toBeCloseTo(1 / (2 * n + 1), 14);
    }
  });
});

describe("empiricalLossOf", () => {
  const models = [
    { widths: [1, 1], activation: "linear" },
    { widths: [2, 2, 1], activation: "x^2" },
    { widths: [2, 3, 2], activation: "linear" },
    { widths: [2, 1, 2, 2], activation: "x^2" },
  ];
  it.each(models)("is the same by moments and by rows: $activation $widths", ({ widths, activation }) => {
    const model = network({ widths, activation: parseActivation(activation) });
    const point = model.parameters.map((_, i) => Q.rational((i % 3) - 1, 2));
    const data = { n: 30, noise: 0.4, seed: 3 };
    const [moments, rows] = [false, true].map((byRows) => empiricalLossOf({ model, point }, { ...data, byRows }));
    expect(moments?.form).toBe("moments");
    expect(rows?.form).toBe("rows");
    for (let k = 0; k < 20; k++) {
      const w = point.map((_, i) => Math.sin(3 * k + 1.7 * i));
      const [a = NaN, b = NaN] = [moments, rows].map((e) =>
        e === undefined ? NaN : evaluateAt({ loss: e.loss, localization: 1, box: null, batch: null }, w).loss,
      );
      expect(Math.abs(a - b)).toBeLessThan(1e-12 * (1 + Math.abs(b)));
    }
  });

  it.each(["x^2", "tanh", "relu"])("comes near K for many points: %s", (activation) => {
    const model = network({ widths: [1, 2, 1], activation: parseActivation(activation) });
    const point = origin(model);
    const n = 4000;
    const { loss } = empiricalLossOf({ model, point }, { n, noise: 0, seed: 1, byRows: true });
    const w = [0.9, -0.4, 0.7, 1.1];
    const k = evaluateAt({ loss, localization: 1, box: null, batch: null }, w).loss;
    const exact = valueOf(population(lossOf({ model, point })), w);
    // K_n is a mean of n squares f² whose standard deviation is at most twice their mean here: 5 standard errors.
    expect(Math.abs(k / exact - 1)).toBeLessThan((5 * 2) / Math.sqrt(n));
  });

  it("keeps rows where the outputs have many monomials", () => {
    const model = network({ widths: [5, 2, 1], activation: parseActivation("x^5") });
    const options = { n: 3, noise: 1, seed: 1, byRows: false };
    expect(empiricalLossOf({ model, point: origin(model) }, options).form).toBe("rows");
  });

  it("refuses a model without inputs", () => {
    const model = polynomial("x^2");
    const options = { n: 3, noise: 1, seed: 1, byRows: false };
    expect(() => empiricalLossOf({ model, point: origin(model) }, options)).toThrow(OptionError);
  });
});
