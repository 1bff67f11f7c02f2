/**
 * Values (λ, m) of cells, ordered by λ ascending, then m descending, and bounds on them: lower ≤ value ≤ upper. The
 * largest value is ∞; below all others are (0, m), the more so the larger m: (0, ∞) claims nothing.
 */
import * as Q from "../../symbolic/algebra/rational.js";
import type { Rational } from "../../symbolic/algebra/rational.js";

/** In the ideal's convention. */
export type Value = { readonly lambda: Rational; readonly multiplicity: number } | "infinite";

export interface Bounds {
  readonly lower: Value;
  /** Finite only where the cell has a point. */
  readonly upper: Value;
}

/** From the children's bounds to the bounds of their parent. */
export type Combination = (children: readonly Bounds[]) => Bounds;

export function finite(lambda: Rational, multiplicity = 1): Value {
  return { lambda, multiplicity };
}

export const nothing = finite(Q.zero, Infinity);
export const unknown: Bounds = { lower: nothing, upper: "infinite" };
export const exactly = (value: Value): Bounds => ({ lower: value, upper: value });

export function compare(a: Value, b: Value): number {
  if (a === "infinite" || b === "infinite") return a === b ? 0 : a === "infinite" ? 1 : -1;
  const order = Q.compare(a.lambda, b.lambda);
  if (order !== 0 || a.multiplicity === b.multiplicity) return order;
  return a.multiplicity > b.multiplicity ? -1 : 1;
}

export function least(values: readonly Value[]): Value {
  return values.reduce((a, b) => (compare(b, a) < 0 ? b : a), "infinite");
}

/** The product rule: the least λ; m is the sum over those that reach it. */
export function product(values: readonly Value[]): Value {
  return values.reduce((a, b) => {
    if (a === "infinite" || b === "infinite" || !Q.equals(a.lambda, b.lambda)) return least([a, b]);
    return finite(a.lambda, a.multiplicity + b.multiplicity);
  }, "infinite");
}

/** The sum rule: λ = Σ λ_i, m = 1 + Σ (m_i − 1). */
export function sum(values: readonly Value[]): Value {
  return values.reduce((a, b) => {
    if (a === "infinite" || b === "infinite") return "infinite";
    return finite(Q.add(a.lambda, b.lambda), a.multiplicity + b.multiplicity - 1);
  }, finite(Q.zero));
}

const both =
  (rule: (values: readonly Value[]) => Value): Combination =>
  (children) => ({ lower: rule(children.map((c) => c.lower)), upper: rule(children.map((c) => c.upper)) });

/** The cell is the union of its children. */
export const union: Combination = both(least);
export const ofSum: Combination = both(sum);
/** Of factors at a point. */
export const ofProductAtPoint: Combination = both(product);
/** A child without a finite upper bound may be empty; then so is the cell. */
export const ofProduct: Combination = (children) =>
  children.some((c) => c.upper === "infinite")
    ? { ...both(product)(children), upper: "infinite" }
    : both(product)(children);
export const scaledBy = (factor: Rational): Combination =>
  both((values) => {
    const value = least(values);
    return value === "infinite" ? value : finite(Q.multiply(value.lambda, factor), value.multiplicity);
  });
/** All children are about the cell itself. */
export const intersection: Combination = (children) => ({
  lower: children.reduce<Value>((a, { lower }) => (compare(lower, a) > 0 ? lower : a), nothing),
  upper: union(children).upper,
});
/** The children's ends of the given sides, no others. */
export const oneSided =
  (sides: { readonly lower: boolean; readonly upper: boolean }): Combination =>
  (children) => ({
    lower: sides.lower ? intersection(children).lower : nothing,
    upper: sides.upper ? intersection(children).upper : "infinite",
  });
