/**
 * Polynomial arithmetic that is paid for before it is done, so that no certificate can make the checker work longer
 * than its budget allows. A step is about a microsecond.
 */
import type { Budget } from "../../symbolic/algebra/budget.js";
import * as M from "../../symbolic/algebra/monomial.js";
import type { Monomial } from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Rational } from "../../symbolic/algebra/rational.js";
import { demand, Refusal } from "./refusal.js";

export function spend(budget: Budget, steps: number): void {
  budget.steps += 1 + Math.ceil(steps);
  demand(!budget.expired(), "the budget ended before the whole proof was checked");
}

export function times(p: Polynomial, q: Polynomial, budget: Budget): Polynomial {
  const products = p.monomials.length * q.monomials.length;
  const [a, b] = [bits(p), bits(q)];
  const length = (p.monomials[0]?.length ?? 0) + (q.monomials[0]?.length ?? 0);
  const cancelling = p.denominator * q.denominator === 1n ? 0 : ((a + b) / 10) * (1 + (a + b) / 4000);
  spend(budget, products * (1 + length / 32 + (a / 1024) * (b / 1024) + cancelling));
  return P.multiply(p, q);
}

export function power(p: Polynomial, exponent: number, budget: Budget): Polynomial {
  let result = P.one;
  for (let square = p, e = exponent; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = times(result, square, budget);
    if (e > 1) square = times(square, square, budget);
  }
  return result;
}

/** Σ p_i q_i. */
export function sumOfProducts(pairs: readonly (readonly [Polynomial, Polynomial])[], budget: Budget): Polynomial {
  return pairs.reduce((sum, [p, q]) => {
    spend(budget, sum.monomials.length);
    return P.add(sum, times(p, q, budget));
  }, P.zero);
}

/** below^d · p(x = above/below), d the degree of p in x. */
export function substitute(p: Polynomial, x: number, above: Polynomial, below: Polynomial, budget: Budget): Polynomial {
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

/** p/q where q ≠ 0 divides p, else null. */
export function quotient(p: Polynomial, q: Polynomial, budget: Budget): Polynomial | null {
  const [top, coefficient] = P.leadingTerm(q) ?? [M.one, Q.one];
  const found: [Monomial, Rational][] = [];
  let rest = p;
  for (let lead = P.leadingTerm(rest); lead !== null; lead = P.leadingTerm(rest)) {
    const m = M.divide(lead[0], top);
    if (m === null) return null;
    const c = Q.divide(lead[1], coefficient);
    found.push([m, c]);
    const term = times(q, P.fromTerms([[m, c]]), budget);
    spend(budget, rest.monomials.length);
    rest = P.subtract(rest, term);
  }
  return P.fromTerms(found);
}

/** By expansion along the rows, each minor once. */
export function determinant(rows: readonly (readonly Polynomial[])[], budget: Budget): Polynomial {
  if (rows.length > 16) throw new Refusal("a minor has more than 16 rows");
  const minors = new Map<string, Polynomial>();
  const minor = (row: number, columns: readonly number[]): Polynomial => {
    if (columns.length === 0) return P.one;
    const id = columns.join();
    const known = minors.get(id);
    if (known !== undefined) return known;
    const pairs = columns.map((column, i): [Polynomial, Polynomial] => {
      const entry = rows[row]?.[column] ?? P.zero;
      const signed = i % 2 === 0 ? entry : P.negate(entry);
      const others = columns.filter((other) => other !== column);
      return [signed, P.isZero(entry) ? P.zero : minor(row + 1, others)];
    });
    const value = sumOfProducts(pairs, budget);
    minors.set(id, value);
    return value;
  };
  return minor(
    0,
    rows.map((_, i) => i),
  );
}

/** Binary digits of the largest coefficient, roughly. */
export function bits(p: Polynomial): number {
  const largest = p.numerators.reduce((top, c) => (c > top ? c : -c > top ? -c : top), p.denominator);
  return 4 * largest.toString(16).length;
}
