import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { factor, isProvedIrreducible } from "../../../src/symbolic/algebra/factor.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { integer, nonzeroPolynomial } from "./support/arbitrary.js";
import { names, parse } from "./support/text.js";

const show = (p: Polynomial): string => P.format(p, names);
const shown = (text: string): string[] =>
  factor(parse(text)).factors.map(({ factor: f, multiplicity }) => `${show(f)} ^${multiplicity}`);

/** Expands a factorization again. */
function expand({ unit, factors }: ReturnType<typeof factor>): Polynomial {
  return P.scale(P.product(factors.map(({ factor: f, multiplicity }) => P.power(f, multiplicity))), unit);
}

const small = (variables: number, degree: number): fc.Arbitrary<Polynomial> =>
  nonzeroPolynomial({ variables, degree, terms: 4, coefficient: integer(4) });

describe("factor", () => {
  test.each([
    ["x^12-1", ["x - 1 ^1", "x + 1 ^1", "x^2 - x + 1 ^1", "x^2 + 1 ^1", "x^2 + x + 1 ^1", "x^4 - x^2 + 1 ^1"]],
    ["x^4+4", ["x^2 - 2*x + 2 ^1", "x^2 + 2*x + 2 ^1"]],
    ["x^4+1", ["x^4 + 1 ^1"]],
    ["-6*x^3*y*(x+y)^2", ["x ^3", "y ^1", "x + y ^2"]],
    ["x^4-y^4", ["x - y ^1", "x + y ^1", "x^2 + y^2 ^1"]],
    ["x^2-2*y^4", ["x^2 - 2*y^4 ^1"]],
    ["x^2-y^4", ["x - y^2 ^1", "x + y^2 ^1"]],
    ["x^2-y^3", ["x^2 - y^3 ^1"]],
    ["x^3+y^3+z^3-3*x*y*z", ["x + y + z ^1", "x^2 - x*y - x*z + y^2 - y*z + z^2 ^1"]],
    ["(x^2+y^2-1)*(x*y^2+y*x^2+3)", ["x^2 + y^2 - 1 ^1", "x^2*y + x*y^2 + 3 ^1"]],
    ["4*x^2-9*y^2*z^2", ["2*x - 3*y*z ^1", "2*x + 3*y*z ^1"]],
    ["5", []],
    // Leading coefficients that are no numbers.
    ["(x^2*y+1)*(x^2*y^2+x+2)", ["x^2*y + 1 ^1", "x^2*y^2 + x + 2 ^1"]],
  ])("%s", (text, expected) => {
    expect([...shown(text)].sort()).toEqual([...expected].sort());
    expect(factor(parse(text)).complete).toBe(true);
  });

  // Minimal polynomial of √2+√3+√5: it splits modulo every prime into factors of degree at most 2.
  test("Swinnerton-Dyer's polynomial of degree 8 is irreducible", () => {
    expect(isProvedIrreducible(parse("x^8-40*x^6+352*x^4-960*x^2+576"))).toBe(true);
  });

  test("coefficients of a hundred digits", () => {
    const [a, b] = [parse(`x^2+y^2+7${"0".repeat(98)}1`), parse(`x^2+x*y^2+3${"0".repeat(97)}7`)];
    const { factors, complete } = factor(P.multiply(a, b));
    expect(complete).toBe(true);
    expect(factors.map(({ factor: f }) => P.key(f)).sort()).toEqual([P.key(a), P.key(b)].sort());
  });

  test("the unit carries sign and denominators", () => {
    expect(factor(parse("-2/3*x^2+2/3"))).toMatchObject({ unit: Q.rational(-2, 3), complete: true });
    expect(() => factor(P.zero)).toThrow(RangeError);
    expect(isProvedIrreducible(P.one)).toBe(false);
    expect(isProvedIrreducible(parse("x^2"))).toBe(false);
  });

  test.prop([small(1, 5), small(1, 5), small(1, 3)])(
    "univariate: the product is p, and proved factors do not split again",
    (a, b, c) => {
      const p = P.product([a, b, c, c]);
      const result = factor(p);
      expect(expand(result)).toEqual(p);
      expect(result.complete).toBe(true);
      for (const { factor: f } of result.factors) expect(isProvedIrreducible(f)).toBe(true);
    },
  );

  test.prop([small(2, 3), small(2, 3)])("bivariate: factors of a product refine the factors", (a, b) => {
    const result = factor(P.multiply(a, b));
    expect(expand(result)).toEqual(P.multiply(a, b));
    expect(result.complete).toBe(true);
    const separate = [factor(a), factor(b)].flatMap(({ factors }) => factors);
    const union = new Set(separate.map(({ factor: f }) => P.key(f)));
    expect(new Set(result.factors.map(({ factor: f }) => P.key(f)))).toEqual(union);
  });

  test.prop([small(3, 2), small(3, 2)])("trivariate: factors of a product refine the factors", (a, b) => {
    const result = factor(P.multiply(a, b));
    expect(expand(result)).toEqual(P.multiply(a, b));
    expect(result.complete).toBe(true);
    const union = new Set([factor(a), factor(b)].flatMap(({ factors }) => factors.map(({ factor: f }) => P.key(f))));
    expect(new Set(result.factors.map(({ factor: f }) => P.key(f)))).toEqual(union);
  });

  test.prop([small(1, 6)])("Eisenstein's criterion: x^7 + 3·(…) + 3 is irreducible", (a) => {
    const p = P.add(
      P.add(
        P.variable(0, 7),
        P.scale(
          P.multiply(
            P.variable(0),
            P.filter(a, (m) => m.length < 2 && (m === "" || m.charCodeAt(0) < 6)),
          ),
          Q.rational(3),
        ),
      ),
      P.integer(3),
    );
    expect(isProvedIrreducible(p)).toBe(true);
  });
});
