/** Elimination to finite precision: generators that are coordinates, of whatever degree, do not change what the others are worth. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { originCell, variablesOf } from "../../../src/symbolic/resolution/cell.js";
import { eliminate } from "../../../src/symbolic/resolution/elimination.js";
import * as S from "../../laws/support.js";
import { parse } from "../algebra/support/text.js";
import { exactly, prove, show } from "./support/solve.js";

const ideal = (text: string): Polynomial[] => text.split(", ").map(parse);

describe("ideals of which linear elimination leaves too much", () => {
  test.each([
    [
      "a coordinate of degree 2, beside a curve of orders 2 and 3",
      "x^2 - 3*x*y + x + 3*y^2 - 3*z^2*w + 3*z*w^2, 3*x^2*y*w - x*y - 2*y^2*w - 3*y*z^2",
      "13/7, 1",
    ],
    ["the same with m = 2", "2*x^2 - 2*x*y*z*w + x + y*w^2 - 2*y*w + 2*w^2, -2*x*z^2*w + y^2*w - y*z^2 - z^2", "2, 2"],
    [
      "two at once",
      "x^2 + x + 2*y^2*z - 2*y*z*w^2 - y*w + 2*w^4, x^2*z*w - 2*x*y*z + 3*x*z^3 + y^2 + 3*y*z^2 + y, -3*x*y*z + 3*x*z*w^2 - 3*y^2*z*w - y*z",
      "9/4, 2",
    ],
    ["an exact solution", "x + x^2 + x*y*z, x*y + y^2*z^3", "4/3, 1"],
  ])("%s", (_, text, value) => {
    expect(exactly(ideal(text), 30_000)).toBe(value);
  });
});

const plane = S.idealIn({ variables: 2, degree: 4, terms: 2, generators: 2 });
const tail = S.polynomialIn({ variables: 3, degree: 3, terms: 2, generators: 1 });
const factor = S.polynomialIn({ variables: 3, degree: 1, terms: 1, generators: 1 });

test.prop([plane, tail, factor, factor, fc.constantFrom(1, -2, 3)], { numRuns: 40, seed: 11 })(
  "a coordinate with powers of its variable adds 1 to λ, whatever multiples of it the others hold",
  (generators, t, p, q, slope) => {
    const z = P.variable(2);
    const higher = P.filter(t, (m) => P.degree(P.monomial(m)) >= 2);
    const coordinate = P.sum([P.scale(z, Q.rational(slope)), P.variable(2, 2), higher]);
    const moved = generators.map((g, k) => P.add(g, P.multiply(k === 0 ? p : q, coordinate)));
    const [before, after] = [prove(generators, 20_000), prove([coordinate, ...moved], 20_000)];
    fc.pre(before.exact);
    const expected = { ...before.upper, lambda: Q.add(before.upper.lambda, Q.one) };
    if (after.exact) expect(show(after.upper)).toBe(show(expected));
    else {
      expect(Q.compare(after.lower.lambda, expected.lambda)).toBeLessThanOrEqual(0);
      expect(Q.compare(expected.lambda, after.upper.lambda)).toBeLessThanOrEqual(0);
    }
  },
);

test("series in many variables are not sought", () => {
  const all = Array.from({ length: 50 }, (_, i) => i);
  const coordinate = P.sum(all.flatMap((i) => [P.variable(i), P.variable(i, 2)]));
  const product = P.product(all.slice(0, 20).map((i) => P.variable(i)));
  expect(eliminate(originCell(all, [coordinate, product]), 6, unlimited())).toBeNull();
});

test("more precision makes more of the others known", () => {
  const cell = originCell([0, 1, 2], ideal("x + x^2 - y^2 - y*z, x*y + z^5"));
  const known = [4, 8].map((precision) => {
    const [child] = eliminate(cell, precision, unlimited())?.children ?? [];
    const opaque = child === undefined ? [] : variablesOf(child, "opaque");
    const terms = child?.generators
      .flatMap((g) => g.monomials)
      .filter((m) => !P.variablesOf(P.monomial(m)).some((i) => opaque.includes(i)));
    return terms?.length ?? 0;
  });
  expect(known[0]).toBeGreaterThan(1);
  expect(known[1]).toBeGreaterThan(known[0] ?? 0);
});
