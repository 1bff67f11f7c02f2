/** What composition makes of an error, against the composition of polynomials that have one. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import { leastOf, productsOf } from "../../../src/symbolic/algebra/monomial-list.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { parsePolynomial } from "../../../src/symbolic/algebra/polynomial-text.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { changeOf, composedModulo } from "../../../src/symbolic/algebra/truncated.js";

const names = ["x", "y", "z", "u", "s", "t"];
const parse = (text: string): P.Polynomial =>
  parsePolynomial(text, (name) => (names.includes(name) ? names.indexOf(name) : undefined));
const [x, y, z, u, s, t] = [0, 1, 2, 3, 4, 5] as const;

/** In y and z; u is let alone. */
const monomial = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })).map(([b, c]) => M.fromExponents([0, 0, b, c]));
const monomials = fc.array(
  monomial.filter((m) => m !== M.one),
  { minLength: 1, maxLength: 3 },
);
const coefficient = fc.constantFrom(1, -1, 2).map((n) => Q.rational(n));
const polynomial = (term: fc.Arbitrary<M.Monomial>): fc.Arbitrary<P.Polynomial> =>
  fc.array(fc.tuple(term, coefficient), { minLength: 1, maxLength: 3 }).map((terms) => P.fromTerms(terms));
const image = polynomial(fc.tuple(monomial, fc.nat({ max: 1 })).map(([m, e]) => M.withExponent(m, s, e)));
const any = fc.array(fc.nat({ max: 2 }), { minLength: 5, maxLength: 5 }).map((e) => M.fromExponents(e));

describe("the change of p, where x and y have values with errors", () => {
  test.prop([polynomial(any), image, image, monomials], { numRuns: 200 })("is in the ideal", (p, a, b, error) => {
    const unknown = P.sum(error.map((m) => P.monomial(M.multiply(m, M.variable(t)))));
    const composed = (...images: readonly P.Polynomial[]): P.Polynomial =>
      composedModulo(p, new Map(images.map((q, i) => [i === 0 ? x : y, q])), () => true, P.multiply);
    const change = P.subtract(composed(P.add(a, unknown), P.add(b, P.scale(unknown, Q.rational(3)))), composed(a, b));
    const found = changeOf(
      p,
      new Map([
        [x, a],
        [y, b],
      ]),
      error,
      [z, u],
    );
    expect(change.monomials.every((m) => found.some((n) => M.divides(n, m)))).toBe(true);
  });

  test.each<[string, string, string, string]>([
    ["z^2*u, z^3", "x^2*z", "u", "z"],
    ["z^4, z^3*u", "x*z", "0", "z^3 + z^2*u"],
    ["z^5", "x^2*z", "z^2", "z^2"],
    ["z^2", "x^2 + x", "z", "z^2"],
    ["", "z^2 + s", "z", "z^2"],
    ["", "x^3", "z", "0"],
  ])("%s for %s at %s with an error in %s", (expected, p, value, error) => {
    const list = changeOf(parse(p), new Map([[x, parse(value)]]), parse(error).monomials, [z, u]);
    expect(list.map((m) => M.format(m, names))).toEqual(
      expect.arrayContaining(expected === "" ? [] : expected.split(", ")),
    );
    expect(list).toHaveLength(expected === "" ? 0 : expected.split(", ").length);
  });

  test("is paid for", () => {
    const images = new Map([[x, parse("z")]]);
    expect(() => changeOf(parse("x^1000000"), images, parse("z + u").monomials, [z, u], stepBudget(1000))).toThrow(
      /budget/,
    );
  });
});

test("the least monomials of a list, and products", () => {
  const list = ["z^2*u", "z*u", "z*u", "u^3", "z^4"].flatMap((text) => parse(text).monomials);
  const least = leastOf(list);
  expect(new Set(least.map((m) => M.format(m, names)))).toEqual(new Set(["z*u", "u^3", "z^4"]));
  expect([...least].sort()).toEqual(least);
  expect(productsOf(least, [M.variable(z)]).map((m) => M.degree(m))).toEqual(least.map((m) => M.degree(m) + 1));
});
