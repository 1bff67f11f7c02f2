/**
 * The algebraic constants of a cell: exact zero tests, signs and root counts over the tower of fields that they
 * generate, paid for before they are done.
 */
import type { Budget } from "../../symbolic/algebra/budget.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Rational } from "../../symbolic/algebra/rational.js";
import { countRoots } from "../../symbolic/algebra/roots.js";
import { countRootsOver, normalize, signAt, squareFreeOver } from "../../symbolic/algebra/tower.js";
import type { AlgebraicConstant, Tower } from "../../symbolic/algebra/tower.js";
import { bits, spend, substitute } from "./arithmetic.js";
import { demand } from "./refusal.js";

/** p reduced modulo the minimal polynomials, without the coefficients that vanish. */
export function reduced(p: Polynomial, tower: Tower, budget: Budget): Polynomial {
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

/**
 * Demands what the tower's arithmetic rests on: `minimal` is a square-free polynomial in its own variable and earlier
 * constants with a leading coefficient ≠ 0, has just one root in [lower, upper], and changes sign there.
 */
export function extended(tower: Tower, constant: AlgebraicConstant, budget: Budget): Tower {
  const { index, minimal, lower, upper } = constant;
  const known = new Set([index, ...tower.map((c) => c.index)]);
  demand(
    P.variablesOf(minimal).every((i) => known.has(i)),
    "a minimal polynomial has a foreign variable",
  );
  const degree = P.degreeIn(minimal, index);
  const p = reduced(minimal, tower, budget);
  demand(degree >= 1 && P.degreeIn(p, index) === degree, "a minimal polynomial's leading coefficient vanishes");
  demand(countRootsOf(p, index, tower, budget, lower, upper) === 1, "an interval does not isolate one root");
  demand(P.degreeIn(squareFreeOver(p, index, tower), index) === degree, "a minimal polynomial is not square-free");
  const [below, above] = [lower, upper].map((end) =>
    signOf(substitute(p, index, P.constant(end), P.one, budget), tower, budget),
  );
  demand((below ?? 0) * (above ?? 0) === -1, "a minimal polynomial does not change sign over its interval");
  return [...tower, constant];
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
