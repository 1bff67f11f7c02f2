import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { LimitError } from "../../../src/errors.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import { divideExact } from "../../../src/symbolic/algebra/polynomial-division.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { nonzeroPolynomial, polynomial, rational } from "./support/arbitrary.js";
import { names, parse } from "./support/text.js";

const shape = { variables: 3, degree: 3, terms: 6 };
const any = polynomial(shape);
const nonzero = nonzeroPolynomial(shape);
const point = fc.array(rational(), { minLength: 3, maxLength: 3 });
const index = fc.nat({ max: 2 });

function expectCanonical(p: Polynomial): void {
  expect(p.monomials.every((m, i) => i === 0 || m < (p.monomials[i - 1] ?? ""))).toBe(true);
  expect(p.numerators.every((c) => c !== 0n)).toBe(true);
  expect(p.denominator > 0n).toBe(true);
  expect(p.numerators.reduce(Q.gcd, p.denominator)).toBe(1n);
}

describe("polynomials form a ring", () => {
  test.prop([any, any, any])("ring axioms", (p, q, r) => {
    expect(P.add(P.add(p, q), r)).toEqual(P.add(p, P.add(q, r)));
    expect(P.add(p, q)).toEqual(P.add(q, p));
    expect(P.multiply(P.multiply(p, q), r)).toEqual(P.multiply(p, P.multiply(q, r)));
    expect(P.multiply(p, q)).toEqual(P.multiply(q, p));
    expect(P.multiply(p, P.add(q, r))).toEqual(P.add(P.multiply(p, q), P.multiply(p, r)));
    expect(P.add(p, P.negate(p))).toEqual(P.zero);
    expect(P.multiply(p, P.one)).toEqual(p);
    expect(P.multiply(p, P.zero)).toEqual(P.zero);
    expect(P.subtract(p, q)).toEqual(P.add(p, P.negate(q)));
  });

  test.prop([any, any, rational()])("every result is canonical", (p, q, c) => {
    const results = [p, P.add(p, q), P.subtract(p, q), P.multiply(p, q), P.scale(p, c), P.power(p, 3), P.primitive(p)];
    for (const r of [...results, P.derivative(p, 1), P.substitute(p, 0, q), ...P.coefficientsIn(p, 2)])
      expectCanonical(r);
    expect(P.equals(p, q)).toBe(P.key(p) === P.key(q));
  });

  test.prop([any, any, point])("evaluation is a homomorphism", (p, q, x) => {
    expect(P.evaluate(P.add(p, q), x)).toEqual(Q.add(P.evaluate(p, x), P.evaluate(q, x)));
    expect(P.evaluate(P.multiply(p, q), x)).toEqual(Q.multiply(P.evaluate(p, x), P.evaluate(q, x)));
    expect(P.evaluate(P.power(p, 3), x)).toEqual(Q.power(P.evaluate(p, x), 3));
  });

  test.prop([any, fc.nat({ max: 4 })])("powers are repeated products", (p, e) => {
    expect(P.power(p, e)).toEqual(Array.from({ length: e }, () => p).reduce(P.multiply, P.one));
  });

  test.prop([any, any, any, index])("substitution is a homomorphism that evaluation sees through", (p, q, image, i) => {
    const at = (r: Polynomial): Polynomial => P.substitute(r, i, image);
    expect(at(P.add(p, q))).toEqual(P.add(at(p), at(q)));
    expect(at(P.multiply(p, q))).toEqual(P.multiply(at(p), at(q)));
    expect(at(P.variable(i))).toEqual(image);
    expect(P.compose(p, new Map([[i, image]]))).toEqual(at(p));
  });

  test.prop([any, point, polynomial({ ...shape, degree: 2, terms: 3 }), polynomial({ ...shape, degree: 2, terms: 3 })])(
    "composition replaces all variables at once",
    (p, x, a, b) => {
      const composed = P.compose(
        p,
        new Map([
          [0, a],
          [1, b],
        ]),
      );
      const image = [P.evaluate(a, x), P.evaluate(b, x), x[2] ?? Q.zero];
      expect(P.evaluate(composed, x)).toEqual(P.evaluate(p, image));
    },
  );

  test.prop([any, any, index])("the derivative obeys Leibniz' rule", (p, q, i) => {
    const d = (r: Polynomial): Polynomial => P.derivative(r, i);
    expect(d(P.multiply(p, q))).toEqual(P.add(P.multiply(d(p), q), P.multiply(p, d(q))));
  });

  test.prop([any, index])("coefficients in a variable put together again", (p, i) => {
    const parts = P.coefficientsIn(p, i).map((c, e) => P.multiplyMonomial(c, M.variable(i, e)));
    expect(P.sum(parts)).toEqual(p);
    expect(parts).toHaveLength(P.degreeIn(p, i) + 1);
    expect(P.fromTerms(P.terms(p))).toEqual(p);
  });

  test.prop([any, nonzero])("exact division undoes multiplication and refuses what has a remainder", (p, q) => {
    expect(divideExact(P.multiply(p, q), q)).toEqual(p);
    const quotient = divideExact(p, q);
    if (quotient !== null) expect(P.multiply(quotient, q)).toEqual(p);
    if (!P.isConstant(q)) expect(divideExact(P.add(P.multiply(p, q), P.one), q)).toBeNull();
  });

  test.prop([nonzero])("the primitive part is a constant multiple with coprime integer coefficients", (p) => {
    const r = P.primitive(p);
    expect(r.denominator).toBe(1n);
    expect(r.numerators.reduce(Q.gcd)).toBe(1n);
    expect((r.numerators[0] ?? 0n) > 0n).toBe(true);
    expect(P.isConstant(divideExact(p, r) ?? P.variable(0))).toBe(true);
  });

  test.prop([any, any])("degrees and orders", (p, q) => {
    fc.pre(!P.isZero(p) && !P.isZero(q));
    const pq = P.multiply(p, q);
    expect(P.degree(pq)).toBe(P.degree(p) + P.degree(q));
    expect(P.order(pq, [1, 2, 3])).toBe(P.order(p, [1, 2, 3]) + P.order(q, [1, 2, 3]));
    expect(P.monomialContent(pq)).toBe(M.multiply(P.monomialContent(p), P.monomialContent(q)));
    const bare = P.divideMonomial(p, P.monomialContent(p)) ?? P.zero;
    expect(P.multiplyMonomial(bare, P.monomialContent(p))).toEqual(p);
  });

  test.prop([any])("text reads back", (p) => {
    expect(parse(P.format(p, names))).toEqual(p);
  });

  test("examples of the text form", () => {
    expect(P.format(parse("3 - 1/2*z + x^2*y"), names)).toBe("x^2*y - 1/2*z + 3");
    expect(P.format(P.zero, names)).toBe("0");
    expect(P.format(parse("-x"), names)).toBe("-x");
  });

  test("too many term products are refused before they are formed", () => {
    const wide = P.fromTerms(Array.from({ length: 2001 }, (_, i) => [M.variable(0, i), Q.one] as const));
    expect(() => P.multiply(wide, wide)).toThrow(LimitError);
  });
});
