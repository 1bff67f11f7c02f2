/**
 * Tanh networks off zero. The second way to each answer are the Taylor coefficients of f in the input, which the ideal of
 * moments does not use: those up to a degree generate a smaller ideal, which is all of it once the degree is high enough.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import * as E from "../../../src/symbolic/model/expression.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { parseModelFile } from "../../../src/symbolic/model/file.js";
import { network, tanh } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import { ideal } from "../../../src/symbolic/model/text.js";
import { translate } from "../../../src/symbolic/model/local.js";
import { tanhIdeal } from "../../../src/symbolic/model/tanh-ideal.js";
import type { RlctResult } from "../../../src/symbolic/resolution/result.js";
import { rlct } from "../../../src/symbolic/rlct.js";

type Matrices = readonly (readonly (readonly number[])[])[];

const net = (widths: readonly number[], matrices: Matrices): LocalModel =>
  at(network({ widths, activation: tanh }), matrices);

const answer = (result: RlctResult): string =>
  result.status === "exact"
    ? `${Q.format(result.lambda)},${result.multiplicity}`
    : `${Q.format(result.lower)}..${Q.format(result.upper)}`;

const solved = (local: LocalModel, steps = 20_000): RlctResult =>
  rlct(local, { budget: stepBudget(steps), theorems: false });

const localLayers = ({ model, point }: LocalModel): P.Polynomial[][][] =>
  model.kind === "network"
    ? model.layers.map((rows) => rows.map((row) => row.map((entry) => E.expand(translate(entry, point)))))
    : [];

/** The ideal of the coefficients of f(x; w) − f(x; w*) in x up to a degree, in local coordinates. */
function taylor(local: LocalModel, degree: number): LocalModel {
  const layers = localLayers(local);
  const inputs = layers[0]?.[0]?.length ?? 0;
  const inDegree = (m: M.Monomial): number =>
    M.exponents(m, inputs)
      .slice(0, inputs)
      .reduce((a, b) => a + b, 0);
  const times = (p: P.Polynomial, q: P.Polynomial): P.Polynomial =>
    P.filter(P.multiply(p, q), (m) => inDegree(m) <= degree);
  const moved = (p: P.Polynomial): P.Polynomial =>
    P.compose(p, new Map(local.point.map((_, i) => [i, P.variable(inputs + i)])));
  const series = [Q.one, Q.rational(-1, 3), Q.rational(2, 15), Q.rational(-17, 315), Q.rational(62, 2835)];
  const applied = (z: P.Polynomial): P.Polynomial => {
    const square = times(z, z);
    return P.sum(
      series.map((c, i) =>
        P.scale(
          Array.from({ length: i }).reduce<P.Polynomial>((p) => times(p, square), z),
          c,
        ),
      ),
    );
  };
  let units = Array.from({ length: inputs }, (_, i) => P.variable(i));
  for (const [l, rows] of layers.entries()) {
    const active = l === 0 ? units : units.map(applied);
    units = rows.map((row) => P.sum(row.map((w, j) => times(moved(w), active[j] ?? P.zero))));
  }
  const names = [...Array.from({ length: inputs }, (_, i) => `x${i}`), ...local.model.parameters];
  const coefficients = units.flatMap((f) => {
    const parts = new Map<string, [M.Monomial, Q.Rational][]>();
    for (const [m, c] of P.terms(f)) {
      const exponents = M.exponents(m, names.length);
      const key = exponents.slice(0, inputs).join();
      const rest = exponents.map((e, i) => (i < inputs ? 0 : e));
      parts.set(key, [...(parts.get(key) ?? []), [M.fromExponents(rest), c]]);
    }
    return [...parts.values()].map((part) => P.fromTerms(part));
  });
  const differences = coefficients.map((c) => P.subtract(c, P.constant(P.constantTerm(c)))).filter((c) => !P.isZero(c));
  return at(ideal(differences.map((c) => P.format(c, names)).join(", ") || "0"));
}

describe("values at given points", () => {
  test.each<[string, number[], Matrices, string]>([
    ["one unit", [1, 1, 1], [[[1]], [[1]]], "1,1"],
    ["one unit without outgoing weight", [1, 1, 1], [[[1]], [[0]]], "1/2,1"],
    ["one unit without incoming weight", [1, 1, 1], [[[0]], [[1]]], "1/2,1"],
    ["two units", [1, 2, 1], [[[1], [2]], [[1, 1]]], "2,1"],
    ["one unit, twice", [1, 2, 1], [[[1], [1]], [[1, 1]]], "5/4,1"],
    ["the same with opposite signs", [1, 2, 1], [[[1], [-1]], [[1, -1]]], "5/4,1"],
    ["one unit and a redundant one at it", [1, 2, 1], [[[1], [1]], [[1, 0]]], "5/4,1"],
    ["one unit and a redundant one at zero", [1, 2, 1], [[[1], [0]], [[1, 0]]], "3/2,2"],
    ["two units that cancel", [1, 2, 1], [[[1], [1]], [[1, -1]]], "1,1"],
    [
      "two outputs that tell equal units apart",
      [1, 2, 2],
      [
        [[1], [1]],
        [
          [1, 0],
          [0, 1],
        ],
      ],
      "2,1",
    ],
    [
      "three units, all regular",
      [1, 2, 2, 1],
      [
        [[1], [2]],
        [
          [1, 1],
          [1, -1],
        ],
        [[1, 1]],
      ],
      "4,1",
    ],
    ["a chain", [1, 1, 1, 1], [[[1]], [[1]], [[1]]], "3/2,1"],
    ["a chain that is cut", [1, 1, 1, 1], [[[1]], [[0]], [[1]]], "1/2,1"],
    ["a small unit before two that are equal and cancel", [1, 1, 2, 1], [[[0]], [[1], [1]], [[1, -1]]], "1/2,2"],
  ])("%s", (_, widths, matrices, expected) => {
    expect(answer(solved(net(widths, matrices)))).toBe(expected);
  });
});

describe("against the Taylor coefficients", () => {
  const matricesOf = <T>(
    list: readonly number[][],
    entry: fc.Arbitrary<T>,
  ): fc.Arbitrary<readonly [number[], T[][][]]> =>
    fc.constantFrom(...list).chain((widths) =>
      fc
        .tuple(
          ...widths.slice(1).map((rows, l) => {
            const row = fc.array(entry, { minLength: widths[l] ?? 1, maxLength: widths[l] ?? 1 });
            return fc.array(row, { minLength: rows, maxLength: rows });
          }),
        )
        .map((matrices) => [widths, matrices] as const),
    );
  const free = (list: readonly number[][]): fc.Arbitrary<LocalModel> =>
    matricesOf(list, fc.constantFrom(0, 0, 1, 1, -1, 2)).map(([widths, matrices]) => net(widths, matrices));
  const tied = (list: readonly number[][]): fc.Arbitrary<LocalModel> =>
    fc
      .tuple(
        matricesOf(list, fc.constantFrom("a", "b", "c", "a", "-b", "0", "1", "a - 2*b", "b*c", "c - 1", "a^2")),
        fc.record({ a: fc.constantFrom(0, 1, -1), b: fc.constantFrom(0, 0, 1), c: fc.constantFrom(0, 1, 2) }),
      )
      .map(([[, layers], point]) =>
        parseModelFile(JSON.stringify({ parameters: ["a", "b", "c"], layers, activation: "tanh", at: point })),
      );

  /** How often both are exact and equal; up to degree 7, with one hidden layer, they may not differ. */
  function compare(models: fc.Arbitrary<LocalModel>, degree: number, numRuns: number): number {
    let equal = 0;
    fc.assert(
      fc.property(models, (local) => {
        const [own, smaller] = [solved(local, 10_000), solved(taylor(local, degree), 10_000)];
        if (own.status === "exact" && answer(own) === answer(smaller)) equal++;
        const least = smaller.status === "exact" ? smaller.lambda : smaller.lower;
        const most = own.status === "exact" ? own.lambda : own.upper;
        expect(Q.compare(least, most), `${answer(smaller)} below ${answer(own)}`).toBeLessThanOrEqual(0);
        if (own.status === "exact" && smaller.status === "exact" && degree >= 7) {
          expect(answer(own)).toBe(answer(smaller));
        }
      }),
      { numRuns, seed: 7 },
    );
    return equal;
  }

  const shallow = [
    [1, 1, 1],
    [1, 2, 1],
    [2, 1, 1],
    [2, 1, 2],
  ];
  const deep = [
    [1, 1, 1, 1],
    [1, 1, 2, 1],
    [1, 2, 1, 1],
  ];

  test("one hidden layer: all of the ideal", () => {
    expect(compare(free(shallow), 7, 30)).toBeGreaterThan(24);
  });

  test("one hidden layer, weights that are polynomials", () => {
    expect(compare(tied(shallow), 7, 40)).toBeGreaterThan(30);
  });

  test("more layers: a smaller ideal", () => {
    expect(compare(free(deep), 5, 25)).toBeGreaterThan(10);
  });

  test("more layers, weights that are polynomials: a smaller ideal", () => {
    expect(compare(tied(deep), 5, 25)).toBeGreaterThan(10);
  });
});

test("no deep network is said to be exact whose functions are dependent", () => {
  const local = net(
    [1, 2, 2, 1],
    [
      [[0], [0]],
      [
        [0, 0],
        [0, 0],
      ],
      [[0, 0]],
    ],
  );
  expect(tanhIdeal(localLayers(local), unlimited()).isExact).toBe(false);
});

test("behind a cut two terms of one order cancel: 2·tanh h_1 − tanh h_2 = 2v^5 + …, not a multiple of v^3, v = p·tanh(a·x)", () => {
  const local = parseModelFile(
    JSON.stringify({
      parameters: ["a", "p"],
      layers: [
        [["a"]],
        [["p"], ["2*p"]],
        [
          ["1/3", "1/3"],
          ["8/3", "-1/3"],
        ],
        [["2", "-1"]],
      ],
      activation: "tanh",
    }),
  );
  const result = solved(local);
  const least = result.status === "exact" ? result.lambda : result.lower;
  expect(Q.compare(least, Q.rational(1, 10)), answer(result)).toBeLessThanOrEqual(0);
});

describe("symmetries keep (λ, m)", () => {
  const base: Matrices = [
    [[1], [1], [2]],
    [
      [1, -1, 0],
      [0, 0, 1],
    ],
  ];
  const expected = answer(solved(net([1, 3, 2], base)));
  const act = (change: (row: readonly number[], layer: number) => number[]): Matrices =>
    base.map((rows, l) => (l === 0 ? change(rows.flat(), 0).map((b) => [b]) : rows.map((row) => change(row, l))));

  test.each<[string, Matrices]>([
    ["units change places", act(([a = 0, b = 0, c = 0]) => [c, a, b])],
    ["signs of a unit", act(([a = 0, b = 0, c = 0]) => [a, -b, c])],
    ["signs of all units", act((row) => row.map((a) => -a))],
  ])("%s", (_, matrices) => {
    expect(expected).toMatch(/,/);
    expect(answer(solved(net([1, 3, 2], matrices)))).toBe(expected);
  });
});
