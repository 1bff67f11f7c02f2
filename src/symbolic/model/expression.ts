/**
 * Polynomial expressions over ℚ as trees. The tree is kept as the user wrote it: squares are read off it, and
 * floating-point code evaluates it without expanding.
 */
import { LimitError } from "../../errors.js";
import { operate, unlimited } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";

export type Expression =
  | { readonly kind: "constant"; readonly value: Rational }
  | { readonly kind: "variable"; readonly index: number }
  | { readonly kind: "sum"; readonly terms: readonly Expression[] }
  | { readonly kind: "product"; readonly factors: readonly Expression[] }
  | { readonly kind: "power"; readonly base: Expression; readonly exponent: number };

/** Bounds on what is expanded; an input past them is refused with a LimitError. */
export const maxDegree = 1000;
export const maxTerms = 20_000;

export const constant = (value: Rational): Expression => ({ kind: "constant", value });
export const variable = (index: number): Expression => ({ kind: "variable", index });
export const sum = (terms: readonly Expression[]): Expression => ({ kind: "sum", terms });
export const product = (factors: readonly Expression[]): Expression => ({ kind: "product", factors });
export const power = (base: Expression, exponent: number): Expression => ({ kind: "power", base, exponent });

/** An upper bound of the total degree, read off the tree. */
export function degreeBound(e: Expression): number {
  switch (e.kind) {
    case "constant":
      return 0;
    case "variable":
      return 1;
    case "sum":
      return e.terms.reduce((d, t) => Math.max(d, degreeBound(t)), 0);
    case "product":
      return e.factors.reduce((d, f) => d + degreeBound(f), 0);
    case "power":
      return degreeBound(e.base) * e.exponent;
  }
}

/** The expanded polynomial. Throws LimitError past `maxDegree` or `maxTerms`, or where the budget ends first. */
export function expand(e: Expression, budget: Budget = unlimited()): Polynomial {
  const degree = degreeBound(e);
  if (degree > maxDegree) throw new LimitError("degree", String(degree), String(maxDegree));
  return expandWithin(e, budget);
}

/** The value at a point, without expanding; variables beyond it are 0. */
export function evaluate(e: Expression, point: readonly Rational[]): Rational {
  switch (e.kind) {
    case "constant":
      return e.value;
    case "variable":
      return point[e.index] ?? Q.zero;
    case "sum":
      return e.terms.reduce((s, t) => Q.add(s, evaluate(t, point)), Q.zero);
    case "product":
      return e.factors.reduce((s, f) => Q.multiply(s, evaluate(f, point)), Q.one);
    case "power":
      return Q.power(evaluate(e.base, point), e.exponent);
  }
}

/** The partial derivatives at a point, without expanding; one for each of its coordinates. */
export function gradient(e: Expression, point: readonly Rational[]): Rational[] {
  const zero = point.map(() => Q.zero);
  const add = (a: readonly Rational[], b: readonly Rational[], factor: Rational): Rational[] =>
    a.map((q, i) => Q.add(q, Q.multiply(factor, b[i] ?? Q.zero)));
  switch (e.kind) {
    case "constant":
      return zero;
    case "variable":
      return zero.map((q, i) => (i === e.index ? Q.one : q));
    case "sum":
      return e.terms.reduce((sum, term) => add(sum, gradient(term, point), Q.one), zero);
    case "product": {
      let [value, slope] = [Q.one, zero];
      for (const factor of e.factors) {
        const own = evaluate(factor, point);
        slope = add(
          slope.map((q) => Q.multiply(q, own)),
          gradient(factor, point),
          value,
        );
        value = Q.multiply(value, own);
      }
      return slope;
    }
    case "power": {
      if (e.exponent === 0) return zero;
      const outer = Q.power(evaluate(e.base, point), e.exponent - 1);
      return add(zero, gradient(e.base, point), Q.multiply(Q.rational(e.exponent), outer));
    }
  }
}

/** A lower bound of the order at a point, read off the tree; 0 where e is not 0 there. */
export function orderBound(e: Expression, point: readonly Rational[]): number {
  switch (e.kind) {
    case "constant":
      return Q.isZero(e.value) ? Infinity : 0;
    case "variable":
      return Q.isZero(point[e.index] ?? Q.zero) ? 1 : 0;
    case "sum": {
      const least = Math.min(...e.terms.map((t) => orderBound(t, point)));
      return least > 0 || !Q.isZero(evaluate(e, point)) ? least : 1;
    }
    case "product":
      return e.factors.reduce((order, f) => order + orderBound(f, point), 0);
    case "power":
      return e.exponent === 0 ? 0 : e.exponent * orderBound(e.base, point);
  }
}

/** e with variable i replaced by images[i]. */
export function substitute(e: Expression, images: readonly Expression[]): Expression {
  switch (e.kind) {
    case "constant":
      return e;
    case "variable":
      return images[e.index] ?? e;
    case "sum":
      return sum(e.terms.map((t) => substitute(t, images)));
    case "product":
      return product(e.factors.map((f) => substitute(f, images)));
    case "power":
      return power(substitute(e.base, images), e.exponent);
  }
}

function expandWithin(e: Expression, budget: Budget): Polynomial {
  switch (e.kind) {
    case "constant":
      return P.constant(e.value);
    case "variable":
      return P.variable(e.index);
    case "sum":
      return bounded(P.sum(e.terms.map((term) => expandWithin(term, budget))));
    case "product":
      return e.factors.reduce((p, f) => times(p, expandWithin(f, budget), budget), P.one);
    case "power": {
      const base = expandWithin(e.base, budget);
      if (base.monomials.length === 1) return P.power(base, e.exponent);
      let result = P.one;
      for (let i = 0; i < e.exponent; i++) result = times(result, base, budget);
      return result;
    }
  }
}

function times(p: Polynomial, q: Polynomial, budget: Budget): Polynomial {
  operate(budget, (p.monomials.length * q.monomials.length) / 2);
  return bounded(P.multiply(p, q));
}

function bounded(p: Polynomial): Polynomial {
  const size = p.monomials.length;
  if (size > maxTerms) throw new LimitError("terms of an expanded polynomial", String(size), String(maxTerms));
  return p;
}
