/**
 * Values (λ, m) of cells, ordered by λ ascending, then m descending, and bounds on them: lower ≤ value ≤ upper. The
 * largest value is ∞; below all others are (0, m), the more so the larger m: (0, ∞) claims nothing.
 */
import * as Q from "../../symbolic/algebra/rational.js";
import type { Rational } from "../../symbolic/algebra/rational.js";
import type { Value } from "../../symbolic/resolution/certificate.js";

export interface Bounds {
  readonly lower: Value;
  /** Finite only where the cell has a point. */
  readonly upper: Value;
}

/** From the children's bounds to the bounds of their parent. */
export type Combination = (children: readonly Bounds[]) => Bounds;

export const nothing: Value = { lambda: Q.zero, multiplicity: Infinity };

export function finite(lambda: Rational, multiplicity: number): Value {
  return { lambda, multiplicity };
}

export function compare(a: Value, b: Value): number {
  if (a === "infinite" || b === "infinite") return a === b ? 0 : a === "infinite" ? 1 : -1;
  const order = Q.compare(a.lambda, b.lambda);
  if (order !== 0 || a.multiplicity === b.multiplicity) return order;
  return a.multiplicity > b.multiplicity ? -1 : 1;
}

export function least(values: readonly Value[]): Value {
  return values.reduce((a, b) => (compare(b, a) < 0 ? b : a), "infinite");
}

/** The sum rule: λ = Σ λ_i, m = 1 + Σ (m_i − 1). */
export function sum(values: readonly Value[]): Value {
  return values.reduce(
    (a, b) => {
      if (a === "infinite" || b === "infinite") return "infinite";
      return finite(Q.add(a.lambda, b.lambda), a.multiplicity + b.multiplicity - 1);
    },
    finite(Q.zero, 1),
  );
}

/** The product rule: the least λ; m is the sum over those that reach it. */
export function product(values: readonly Value[]): Value {
  const reaching = values.flatMap((v) => {
    const first = least(values);
    return v !== "infinite" && first !== "infinite" && Q.equals(v.lambda, first.lambda) ? [v] : [];
  });
  const [first] = reaching;
  return first === undefined
    ? "infinite"
    : finite(
        first.lambda,
        reaching.reduce((m, v) => m + v.multiplicity, 0),
      );
}

export function scaled(value: Value, factor: Rational): Value {
  return value === "infinite" ? value : finite(Q.multiply(value.lambda, factor), value.multiplicity);
}

export const exactly = (value: Value): Bounds => ({ lower: value, upper: value });
export const unknown: Bounds = { lower: nothing, upper: "infinite" };

const both =
  (rule: (values: readonly Value[]) => Value): Combination =>
  (children) => ({ lower: rule(children.map((c) => c.lower)), upper: rule(children.map((c) => c.upper)) });

/** The cell is the union of its children. */
export const union: Combination = both(least);
export const ofSum: Combination = both(sum);
/** Of factors at a point. */
export const ofProductAtPoint: Combination = both(product);
/** A child without a finite upper bound may be empty; then so is the cell. */
export const ofProduct: Combination = (children) => {
  const bounds = both(product)(children);
  return children.some((c) => c.upper === "infinite") ? { ...bounds, upper: "infinite" } : bounds;
};
export const scaledBy =
  (factor: Rational): Combination =>
  (children) => ({ lower: scaled(union(children).lower, factor), upper: scaled(union(children).upper, factor) });
/** All children are about the cell itself. */
export const intersection: Combination = (children) => ({
  lower: children.reduce<Value>((a, c) => (compare(c.lower, a) > 0 ? c.lower : a), nothing),
  upper: union(children).upper,
});
export const lowerOnly: Combination = (children) => ({ lower: intersection(children).lower, upper: "infinite" });
export const upperOnly: Combination = (children) => ({ lower: nothing, upper: union(children).upper });
/** λ ≥ 1/(1/λ_κ + 1/λ_child); a pole's order is at most the dimension. */
export const byHoelder =
  (ofKappa: Rational, dimension: number): Combination =>
  (children) => {
    const { lower } = union(children);
    if (lower === "infinite") return { lower: finite(ofKappa, dimension), upper: "infinite" };
    if (Q.isZero(lower.lambda)) return unknown;
    const sum = Q.add(Q.divide(Q.one, ofKappa), Q.divide(Q.one, lower.lambda));
    return { lower: finite(Q.divide(Q.one, sum), dimension), upper: "infinite" };
  };
