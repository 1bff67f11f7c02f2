/** Generators of ideals in ℚ[x, y] that vanish at the origin, of degree ≤ 10, rich in what makes resolution hard. */
import fc from "fast-check";
import * as M from "../../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../../src/symbolic/algebra/rational.js";

export const maxDegree = 10;

const [x, y] = [P.variable(0), P.variable(1)];
const unit = fc.constantFrom(1, -1, 2, -2, 3, -3, 5);

/** c·x^i·y^j with low ≤ i + j ≤ high. */
const term = (low: number, high: number): fc.Arbitrary<Polynomial> =>
  fc
    .tuple(fc.integer({ min: low, max: high }), fc.nat({ max: high }), unit)
    .map(([d, i, c]) => P.scale(P.monomial(M.fromExponents([Math.min(i, d), d - Math.min(i, d)])), Q.rational(c)));

/** Sparse polynomials with terms of degree `low` to `high`; never 0. */
export const sparse = (low: number, high: number, terms: number): fc.Arbitrary<Polynomial> =>
  fc
    .array(term(low, high), { minLength: 1, maxLength: terms })
    .map(P.sum)
    .filter((p) => !P.isZero(p));

const power = (p: Polynomial, e: number): Polynomial => P.power(p, e);
const times = (p: Polynomial, c: number): Polynomial => P.scale(p, Q.rational(c));

/** y^a + c·x^b + …: one branch or several, tangent to y = 0. */
const quasihomogeneous = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }), unit, fc.option(term(4, 6), { nil: P.zero }))
  .map(([a, b, c, tail]) => P.sum([power(y, a), times(power(x, Math.max(a, b)), c), tail]));

/** (y − p(x))² − d·q(x)²: conjugate branches, over ℚ(√d) for d > 0 and without real points for d < 0. */
const conjugate = fc
  .tuple(fc.constantFrom(2, 3, 5, -1, -2), unit, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .map(([d, c, i, j]) => P.subtract(power(P.subtract(y, times(power(x, i), c)), 2), times(power(x, 2 * j), d)));

/** y³ − c·x^{3k} + …: a real branch over ℚ(∛c). */
const cubic = fc
  .tuple(unit, fc.integer({ min: 1, max: 2 }), fc.option(term(4, 7), { nil: P.zero }))
  .map(([c, k, tail]) => P.sum([power(y, 3), times(power(x, 3 * k), -c), tail]));

/** (y² − c·x^b)² + c′·x^i·y^j: two Puiseux pairs, or irrational tangents with a tail. */
const twoPairs = fc
  .tuple(unit, fc.integer({ min: 2, max: 3 }), unit, fc.integer({ min: 4, max: 8 }), fc.nat({ max: 1 }))
  .map(([c, b, d, i, j]) =>
    P.add(power(P.subtract(power(y, 2), times(power(x, b), c)), 2), times(P.multiply(power(x, i), power(y, j)), d)),
  );

const swapped = (p: Polynomial): Polynomial =>
  P.compose(
    p,
    new Map([
      [0, y],
      [1, x],
    ]),
  );

const fits = (p: Polynomial): boolean => P.degree(p) <= maxDegree && !P.isZero(p) && Q.isZero(P.constantTerm(p));

/** One curve germ. */
export const germ: fc.Arbitrary<Polynomial> = fc
  .tuple(fc.oneof(quasihomogeneous, quasihomogeneous, conjugate, cubic, twoPairs), fc.boolean())
  .map(([p, swap]) => (swap ? swapped(p) : p))
  .filter(fits);

/** Products of powers of germs, reduced or not. */
export const curve: fc.Arbitrary<Polynomial> = fc
  .array(fc.tuple(germ, fc.constantFrom(1, 1, 2, 3)), { minLength: 1, maxLength: 3 })
  .map((list) => {
    let product = P.one;
    for (const [p, e] of list) {
      const larger = P.multiply(product, power(p, e));
      if (P.degree(larger) <= maxDegree) product = larger;
    }
    return product;
  })
  .filter(fits);

/** p after y → y + c·x^k, where the degree allows it. */
export const sheared = (arbitrary: fc.Arbitrary<Polynomial>): fc.Arbitrary<Polynomial> =>
  fc
    .tuple(arbitrary, fc.integer({ min: 1, max: 3 }), fc.constantFrom(1, -1, 2), fc.boolean())
    .map(([p, k, c, swap]) => {
      const image = P.substitute(p, 1, P.add(y, times(power(x, k), c)));
      const result = P.degree(image) <= maxDegree ? image : p;
      return swap ? swapped(result) : result;
    });
