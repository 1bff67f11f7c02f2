/**
 * Forms in the inputs with coefficients in a commutative ring: integers for exact points, polynomials in the weights
 * for the parametrization itself.
 */
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";

export interface Ring<T> {
  readonly zero: T;
  readonly one: T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  isZero(a: T): boolean;
  fromInteger(n: number): T;
}

export const rationals: Ring<Rational> = {
  zero: Q.zero,
  one: Q.one,
  add: Q.add,
  multiply: Q.multiply,
  isZero: Q.isZero,
  fromInteger: (n) => Q.rational(n),
};

export const polynomials: Ring<Polynomial> = {
  zero: P.zero,
  one: P.one,
  add: P.add,
  multiply: P.multiply,
  isZero: P.isZero,
  fromInteger: P.integer,
};

/** No zero coefficients. */
export type Form<T> = ReadonlyMap<Monomial, T>;

export function constantForm<T>(ring: Ring<T>, value: T): Form<T> {
  return ring.isZero(value) ? new Map() : new Map([[M.one, value]]);
}

export function inputForm<T>(ring: Ring<T>, index: number): Form<T> {
  return new Map([[M.variable(index), ring.one]]);
}

/** Σ factors[i]·forms[i]. */
export function combination<T>(ring: Ring<T>, factors: readonly T[], forms: readonly Form<T>[]): Form<T> {
  const sums = new Map<Monomial, T>();
  forms.forEach((form, i) => {
    const factor = factors[i] ?? ring.zero;
    if (ring.isZero(factor)) return;
    for (const [m, c] of form) sums.set(m, ring.add(sums.get(m) ?? ring.zero, ring.multiply(factor, c)));
  });
  return withoutZeros(ring, sums);
}

export function productOf<T>(ring: Ring<T>, f: Form<T>, g: Form<T>): Form<T> {
  const sums = new Map<Monomial, T>();
  for (const [m, c] of f) {
    for (const [n, d] of g) {
      const mn = M.multiply(m, n);
      sums.set(mn, ring.add(sums.get(mn) ?? ring.zero, ring.multiply(c, d)));
    }
  }
  return withoutZeros(ring, sums);
}

/** f^exponent, exponent ≥ 0. */
export function powerOf<T>(ring: Ring<T>, f: Form<T>, exponent: number): Form<T> {
  let result = constantForm(ring, ring.one);
  for (let i = 0; i < exponent; i++) result = productOf(ring, result, f);
  return result;
}

/** All monomials of a degree in variables 0 to size − 1, descending. */
export function monomialsOf(size: number, degree: number): Monomial[] {
  const lists: number[][] = [];
  const extend = (head: number[], rest: number) => {
    if (head.length === size - 1) lists.push([...head, rest]);
    else for (let e = rest; e >= 0; e--) extend([...head, e], rest - e);
  };
  extend([], degree);
  return lists.map(M.fromExponents);
}

function withoutZeros<T>(ring: Ring<T>, sums: Map<Monomial, T>): Form<T> {
  for (const [m, c] of sums) if (ring.isZero(c)) sums.delete(m);
  return sums;
}
