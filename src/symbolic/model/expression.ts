/**
 * Polynomial expressions over ℚ as trees. The tree is kept as the user wrote it: squares are read off it, and
 * floating-point code evaluates it without expanding.
 */
import { LimitError } from "../../errors.js";
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

/** The expanded polynomial. Throws LimitError past `maxDegree` or `maxTerms`. */
export function expand(e: Expression): Polynomial {
  const degree = degreeBound(e);
  if (degree > maxDegree) throw new LimitError("degree", String(degree), String(maxDegree));
  return expandWithin(e);
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

function expandWithin(e: Expression): Polynomial {
  switch (e.kind) {
    case "constant":
      return P.constant(e.value);
    case "variable":
      return P.variable(e.index);
    case "sum":
      return bounded(P.sum(e.terms.map(expandWithin)));
    case "product":
      return e.factors.reduce((p, f) => bounded(P.multiply(p, expandWithin(f))), P.one);
    case "power": {
      const base = expandWithin(e.base);
      if (base.monomials.length === 1) return P.power(base, e.exponent);
      let result = P.one;
      for (let i = 0; i < e.exponent; i++) result = bounded(P.multiply(result, base));
      return result;
    }
  }
}

function bounded(p: Polynomial): Polynomial {
  const size = p.monomials.length;
  if (size > maxTerms) throw new LimitError("number of terms", String(size), String(maxTerms));
  return p;
}
