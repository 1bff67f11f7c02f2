/** Generators of exact objects for property tests; all shrink towards 0 and few terms. */
import { fc } from "@fast-check/vitest";
import * as M from "../../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../../../src/symbolic/algebra/rational.js";

export const rational = (size = 6, below = 4): fc.Arbitrary<Rational> =>
  fc.tuple(fc.integer({ min: -size, max: size }), fc.integer({ min: 1, max: below })).map(([a, b]) => Q.rational(a, b));

export const integer = (size = 6): fc.Arbitrary<Rational> => rational(size, 1);

export interface Shape {
  readonly variables: number;
  readonly degree: number;
  readonly terms: number;
  readonly coefficient?: fc.Arbitrary<Rational>;
}

/** Polynomials with degree ≤ `degree` in each of the variables, 0 among them. */
export const polynomial = ({ variables, degree, terms, coefficient = rational() }: Shape): fc.Arbitrary<Polynomial> =>
  fc
    .array(
      fc.tuple(
        fc
          .array(fc.nat({ max: degree }), { minLength: variables, maxLength: variables })
          .map((exponents) => M.fromExponents(exponents)),
        coefficient,
      ),
      { maxLength: terms },
    )
    .map((list) => P.fromTerms(list));

export const nonzeroPolynomial = (shape: Shape): fc.Arbitrary<Polynomial> =>
  polynomial(shape).filter((p) => !P.isZero(p));

export const univariate = (degree: number, size = 9): fc.Arbitrary<Polynomial> =>
  polynomial({ variables: 1, degree, terms: degree + 1, coefficient: integer(size) });
