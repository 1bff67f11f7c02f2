/**
 * Simple extensions L = ℚ[γ]/(M), M monic and irreducible, for the plane-curve oracle. A root of a polynomial over L is
 * adjoined with a new primitive element, by factoring the norm (Trager, SYMSAC 1976), so that there is never a tower.
 * No root is ever isolated: L stands for all its embeddings at once, and it has a real one where M has a real root.
 */
import { factor } from "../../src/symbolic/algebra/factor.js";
import { determinant, nullspace } from "../../src/symbolic/algebra/matrix.js";
import * as P from "../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../src/symbolic/algebra/rational.js";
import { countRoots } from "../../src/symbolic/algebra/roots.js";

/** The index of γ; elements of L are polynomials in it. */
export const gamma = 2;

/** The monic irreducible polynomial M in γ; ℚ itself is ℚ[γ]/(γ). */
export type Extension = Polynomial;

export const rationals: Extension = P.variable(gamma);

/** An extension L′ of L with a root of the polynomial in it, and the image of γ in L′. */
export interface Root {
  readonly extension: Extension;
  readonly gamma: Polynomial;
  readonly root: Polynomial;
}

export function hasRealEmbedding(extension: Extension): boolean {
  return countRoots(extension) > 0;
}

/** The representative of degree below that of M in γ, for a polynomial in γ and any other variables. */
export function reduce(p: Polynomial, extension: Extension): Polynomial {
  const n = P.degreeIn(extension, gamma);
  let rest = p;
  for (let e = P.degreeIn(rest, gamma); e >= n; e = P.degreeIn(rest, gamma)) {
    const top = P.coefficientsIn(rest, gamma)[e] ?? P.zero;
    rest = P.subtract(rest, P.product([top, P.variable(gamma, e - n), extension]));
  }
  return rest;
}

/** The distinct roots of p ≠ 0 over L in one variable, one for each irreducible factor over L. */
export function rootsOver(p: Polynomial, variable: number, extension: Extension): Root[] {
  const f = squareFree(p, variable, extension);
  if (P.degreeIn(f, variable) <= 0) return [];
  for (let k = 0; ; k = k > 0 ? -k : 1 - k) {
    // s = t + kγ is primitive for all but finitely many k.
    const shifted = P.substitute(
      f,
      variable,
      P.subtract(P.variable(variable), P.scale(P.variable(gamma), Q.rational(k))),
    );
    const norm = normOf(reduce(shifted, extension), variable, extension);
    const { factors, complete } = factor(norm);
    if (!complete) throw new Error("the norm was not factored completely");
    if (factors.some(({ multiplicity }) => multiplicity > 1)) continue;
    return factors.map(({ factor: q }) => {
      const next = monicIn(P.substitute(q, variable, P.variable(gamma)));
      const old = gammaIn(next, shifted, variable, extension);
      return {
        extension: next,
        gamma: old,
        root: P.subtract(reduce(P.variable(gamma), next), P.scale(old, Q.rational(k))),
      };
    });
  }
}

/** The greatest common divisor over L in one variable, monic; 0 for two zeros. */
export function gcdOver(p: Polynomial, q: Polynomial, variable: number, extension: Extension): Polynomial {
  let [a, b] = [monic(p, variable, extension), monic(q, variable, extension)];
  while (!P.isZero(b)) [a, b] = [b, monic(remainder(a, b, variable, extension), variable, extension)];
  return a;
}

function squareFree(p: Polynomial, variable: number, extension: Extension): Polynomial {
  const common = gcdOver(p, P.derivative(p, variable), variable, extension);
  return quotient(monic(p, variable, extension), common, variable, extension);
}

/** γ in L′ = ℚ[s]/(next): the common root of M(g) and f(s, g). */
function gammaIn(next: Extension, shifted: Polynomial, variable: number, extension: Extension): Polynomial {
  const g = gamma + 1;
  const minimal = P.substitute(extension, gamma, P.variable(g));
  const conditions = P.compose(
    shifted,
    new Map([
      [gamma, P.variable(g)],
      [variable, P.variable(gamma)],
    ]),
  );
  const common = gcdOver(minimal, conditions, g, next);
  if (P.degreeIn(common, g) !== 1) throw new Error("the primitive element was badly chosen");
  return P.negate(P.coefficientsIn(common, g)[0] ?? P.zero);
}

/** The norm from L to ℚ of a polynomial in one variable over L, interpolated from its values. */
function normOf(p: Polynomial, variable: number, extension: Extension): Polynomial {
  const degree = P.degreeIn(p, variable) * P.degreeIn(extension, gamma);
  let [interpolant, vanishing] = [P.zero, P.one];
  for (let at = 0; at <= degree; at++) {
    const value = determinant(multiplication(reduce(P.substitute(p, variable, P.integer(at)), extension), extension));
    const missing = Q.subtract(value, P.evaluate(interpolant, point(variable, at)));
    const step = Q.divide(missing, P.evaluate(vanishing, point(variable, at)));
    interpolant = P.add(interpolant, P.scale(vanishing, step));
    vanishing = P.multiply(vanishing, P.subtract(P.variable(variable), P.integer(at)));
  }
  return interpolant;
}

function point(variable: number, value: number): Rational[] {
  return Array.from({ length: variable + 1 }, (_, i) => (i === variable ? Q.rational(value) : Q.zero));
}

/** The matrix of multiplication by a, whose row i holds the coefficients of a·γ^i. */
function multiplication(a: Polynomial, extension: Extension): Rational[][] {
  const n = P.degreeIn(extension, gamma);
  return Array.from({ length: n }, (_, i) => coordinates(reduce(P.multiply(a, P.variable(gamma, i)), extension), n));
}

function coordinates(a: Polynomial, n: number): Rational[] {
  const list = P.coefficientsIn(a, gamma);
  return Array.from({ length: n }, (_, i) => P.constantTerm(list[i] ?? P.zero));
}

function inverse(a: Polynomial, extension: Extension): Polynomial {
  const rows = multiplication(a, extension);
  const n = rows.length;
  const minusOne = coordinates(P.integer(-1), n);
  const columns = minusOne.map((last, j) => [...rows.map((row) => row[j] ?? Q.zero), last]);
  const [solution = []] = nullspace(columns);
  if (!Q.equals(solution[n] ?? Q.zero, Q.one)) throw new Error("no inverse: the minimal polynomial is reducible");
  return P.sum(solution.slice(0, n).map((c, i) => P.scale(P.variable(gamma, i), c)));
}

function monic(p: Polynomial, variable: number, extension: Extension): Polynomial {
  const f = reduce(p, extension);
  const lead = P.coefficientsIn(f, variable).at(-1);
  return lead === undefined ? f : reduce(P.multiply(f, inverse(lead, extension)), extension);
}

function monicIn(q: Polynomial): Polynomial {
  const lead = P.constantTerm(P.coefficientsIn(q, gamma).at(-1) ?? P.one);
  return P.scale(q, Q.divide(Q.one, lead));
}

function remainder(p: Polynomial, q: Polynomial, variable: number, extension: Extension): Polynomial {
  return divide(p, q, variable, extension).remainder;
}

function quotient(p: Polynomial, q: Polynomial, variable: number, extension: Extension): Polynomial {
  return divide(p, q, variable, extension).quotient;
}

/** Division by a monic polynomial. */
function divide(
  p: Polynomial,
  q: Polynomial,
  variable: number,
  extension: Extension,
): { readonly quotient: Polynomial; readonly remainder: Polynomial } {
  const n = P.degreeIn(q, variable);
  let [whole, rest] = [P.zero, p];
  for (let e = P.degreeIn(rest, variable); e >= n; e = P.degreeIn(rest, variable)) {
    const top = P.multiply(P.coefficientsIn(rest, variable)[e] ?? P.zero, P.variable(variable, e - n));
    whole = P.add(whole, top);
    rest = reduce(P.subtract(rest, P.multiply(top, q)), extension);
  }
  return { quotient: whole, remainder: rest };
}
