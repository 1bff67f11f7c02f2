/**
 * Exact zero tests, signs and root counts over the field that a tower of algebraic constants generates, paid for before
 * they are done: all of it throws LimitError once the budget has expired.
 */
import { spend } from "./budget.js";
import type { Budget } from "./budget.js";
import { gcd } from "./gcd.js";
import { bits, substitute } from "./metered.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";
import { countRoots } from "./roots.js";
import { countRootsOver, normalize, signAt, squareFreeOver } from "./tower.js";
import type { AlgebraicConstant, Tower } from "./tower.js";

/** p reduced modulo the minimal polynomials, without the coefficients that vanish. */
export function reducedAt(p: Polynomial, tower: Tower, budget: Budget): Polynomial {
  if (tower.length === 0) return p;
  payForSigns(p, tower, budget);
  return normalize(p, tower);
}

/** The sign of a polynomial in constants only. */
export function signOf(p: Polynomial, tower: Tower, budget: Budget): -1 | 0 | 1 {
  if (tower.length === 0) return Q.sign(P.constantTerm(p));
  payForSigns(p, tower, budget);
  return signAt(p, tower);
}

/** The distinct real roots of a polynomial in x and constants, reduced and not 0, in [lower, upper]: their number. */
export function countRootsOf(
  p: Polynomial,
  x: number,
  tower: Tower,
  budget: Budget,
  lower: Rational | null = null,
  upper: Rational | null = null,
): number {
  const n = P.degreeIn(p, x);
  if (n <= 0) return 0;
  const ends = [lower, upper].reduce((sum, end) => sum + (end === null ? 0 : bits(P.constant(end))), 0);
  spend(budget, n ** 2 * degreeOf(tower) ** 2 * (1 + (n * (bits(p) + ends)) / 1000) ** 2);
  payForSigns(p, tower, budget);
  return tower.length === 0 ? countRoots(p, lower, upper) : countRootsOver(p, x, tower, lower, upper);
}

/** Whether a polynomial in x and constants, reduced and not 0, has no multiple root. */
export function isSquareFreeAt(p: Polynomial, x: number, tower: Tower, budget: Budget): boolean {
  const n = P.degreeIn(p, x);
  if (n <= 1) return true;
  if (tower.length === 0) return P.degreeIn(gcd(p, P.derivative(p, x), budget), x) <= 0;
  spend(budget, n ** 2 * degreeOf(tower) ** 2 * (1 + (n * bits(p)) / 1000) ** 2);
  payForSigns(p, tower, budget);
  return P.degreeIn(squareFreeOver(p, x, tower, budget), x) === n;
}

/** Whether the value of p, in x and constants only, changes sign from x = lower to x = upper > lower. */
export function changesSign(
  p: Polynomial,
  x: number,
  lower: Rational,
  upper: Rational,
  tower: Tower,
  budget: Budget,
): boolean {
  const sign = (end: Rational): number => signOf(substitute(p, x, P.constant(end), budget), tower, budget);
  return Q.compare(lower, upper) < 0 && sign(lower) * sign(upper) === -1;
}

/**
 * What is wrong with a constant on top of a tower; null where it has what the arithmetic rests on: `minimal` is a square-free
 * polynomial in its own variable and earlier constants with a leading coefficient ≠ 0, has just one root in
 * [lower, upper], and changes sign there.
 */
export function faultOf(
  { index, minimal, lower, upper }: AlgebraicConstant,
  tower: Tower,
  budget: Budget,
): string | null {
  const known = new Set([index, ...tower.map((c) => c.index)]);
  if (!P.variablesOf(minimal).every((i) => known.has(i))) return "a minimal polynomial has a foreign variable";
  const degree = P.degreeIn(minimal, index);
  const p = reducedAt(minimal, tower, budget);
  if (degree < 1 || P.degreeIn(p, index) !== degree) return "a minimal polynomial's leading coefficient vanishes";
  if (countRootsOf(p, index, tower, budget, lower, upper) !== 1) return "an interval does not isolate one root";
  if (P.degreeIn(squareFreeOver(p, index, tower), index) !== degree) return "a minimal polynomial is not square-free";
  if (!changesSign(p, index, lower, upper, tower, budget)) return "a minimal polynomial does not change sign";
  return null;
}

function degreeOf(tower: Tower): number {
  return tower.reduce((d, { index, minimal }) => d * P.degreeIn(minimal, index), 1);
}

const paid = new WeakMap<Tower, number>();

/**
 * The values of a polynomial p ≠ 0 at the constants are at least 2^−N for the N below (by the resultant with the
 * minimal polynomials); so far the intervals may have to be halved. They stay narrow, so that it is paid for once.
 */
function payForSigns(p: Polynomial, tower: Tower, budget: Budget): void {
  const degree = degreeOf(tower);
  const powers = tower.reduce((e, { index }) => e + Math.max(0, P.degreeIn(p, index)), 0);
  const height = tower.reduce((sum, { minimal }) => sum + bits(minimal), 0);
  spend(budget, p.monomials.length * (1 + (powers ** 2 * (1 + height / 1000)) / 10));
  const n = degree * (bits(p) + height + degree);
  const cost = degree ** 3 + n * degree * (n / 64) ** 2 * 1e-3;
  const before = paid.get(tower) ?? 0;
  if (cost <= before) return;
  spend(budget, cost - before);
  paid.set(tower, cost);
}
