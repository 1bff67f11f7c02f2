/**
 * Polynomial arithmetic that is paid for before it is done: no input can make it work longer than its budget allows. All
 * of it throws LimitError once the budget has expired.
 */
import { spend } from "./budget.js";
import type { Budget } from "./budget.js";
import * as M from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import { quotientOf } from "./polynomial-division.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

export function times(p: Polynomial, q: Polynomial, budget: Budget): Polynomial {
  spend(budget, costOfProduct(p, q));
  return P.multiply(p, q);
}

/** The steps that a product is charged. */
export function costOfProduct(p: Polynomial, q: Polynomial): number {
  const products = p.monomials.length * q.monomials.length;
  const [a, b] = [bits(p), bits(q)];
  const length = (p.monomials[0]?.length ?? 0) + (q.monomials[0]?.length ?? 0);
  const cancelling = p.denominator * q.denominator === 1n ? 0 : ((a + b) / 10) * (1 + (a + b) / 4000);
  return products * (1 + length / 32 + (a / 1024) * (b / 1024) + cancelling);
}

export function power(p: Polynomial, exponent: number, budget: Budget): Polynomial {
  let result = P.one;
  for (let square = p, e = exponent; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = times(result, square, budget);
    if (e > 1) square = times(square, square, budget);
  }
  return result;
}

/** Π base^exponent. */
export function productOfPowers(powers: readonly (readonly [Polynomial, number])[], budget: Budget): Polynomial {
  return powers.reduce((product, [base, e]) => times(product, power(base, e, budget), budget), P.one);
}

/** Σ p_i q_i. */
export function sumOfProducts(pairs: readonly (readonly [Polynomial, Polynomial])[], budget: Budget): Polynomial {
  return pairs.reduce((sum, [p, q]) => {
    spend(budget, sum.monomials.length);
    return P.add(sum, times(p, q, budget));
  }, P.zero);
}

/** below^d · p(x = above/below), d the degree of p in x. */
export function substitute(
  p: Polynomial,
  x: number,
  above: Polynomial,
  budget: Budget,
  below: Polynomial = P.one,
): Polynomial {
  const coefficients = P.coefficientsIn(p, x);
  if (coefficients.length <= 1) return p;
  spend(budget, coefficients.length + p.monomials.length);
  let sum = coefficients.at(-1) ?? P.zero;
  let denominator = P.one;
  for (const c of coefficients.slice(0, -1).reverse()) {
    denominator = times(denominator, below, budget);
    sum = sumOfProducts(
      [
        [sum, above],
        [c, denominator],
      ],
      budget,
    );
  }
  return sum;
}

/** p with the origin moved to the point, of which a coordinate is asked for each variable of p. */
export function translate(p: Polynomial, point: (variable: number) => Rational, budget: Budget): Polynomial {
  return P.variablesOf(p).reduce((q, x) => {
    const value = point(x);
    return Q.isZero(value) ? q : substitute(q, x, P.add(P.variable(x), P.constant(value)), budget);
  }, p);
}

/** Variable i gets the number permutation[i]. */
export function renamed(p: Polynomial, permutation: readonly number[], budget: Budget): Polynomial {
  spend(budget, (p.monomials.length * permutation.length) / 8);
  return P.fromTerms(P.terms(p).map(([m, c]) => [M.renamed(m, permutation), c]));
}

/** p/q where q ≠ 0 divides p, else null. */
export function quotient(p: Polynomial, q: Polynomial, budget: Budget): Polynomial | null {
  const length = (p.monomials[0]?.length ?? 0) + (q.monomials[0]?.length ?? 0);
  const price = 2 * (1 + length / 32 + bits(q) / 16_384);
  spend(budget, p.monomials.length + q.monomials.length);
  return quotientOf(p, q, (operations) => {
    spend(budget, price * operations);
  });
}

/** Binary digits of the largest coefficient, roughly. */
export function bits(p: Polynomial): number {
  const largest = p.numerators.reduce((top, c) => (c > top ? c : -c > top ? -c : top), p.denominator);
  return 4 * largest.toString(16).length;
}
