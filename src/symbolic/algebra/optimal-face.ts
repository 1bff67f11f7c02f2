/**
 * The optimal face of min costs·w, rows·w ≥ 1, w ≥ 0, proved by a solution w and a solution y of the dual program: where
 * they are strictly complementary, both are optimal, and their tight constraints are those of the whole face: w_i = 0
 * where the dual program has slack, row·w = 1 where y is positive.
 */
import { rank } from "./matrix.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

export interface OptimalFace {
  readonly value: Rational;
  readonly dimension: number;
}

/** null where w and y, one entry a cost and a row, are no strictly complementary solutions. */
export function optimalFace(
  rows: readonly (readonly number[])[],
  costs: readonly number[],
  w: readonly Rational[],
  y: readonly Rational[],
): OptimalFace | null {
  if (w.length !== costs.length || y.length !== rows.length) return null;
  const surplus = rows.map((row) => Q.subtract(dot(w, row), Q.one));
  const used = costs.map((_, i) => rows.map((row) => row[i] ?? 0)).map((column) => dot(y, column));
  const slack = costs.map((c, i) => Q.subtract(Q.rational(c), used[i] ?? Q.zero));
  const complementary = (a: Rational, b: Rational = Q.zero): boolean =>
    Q.sign(a) >= 0 && Q.sign(b) >= 0 && Q.isZero(a) !== Q.isZero(b);
  if (!w.every((a, i) => complementary(a, slack[i])) || !y.every((a, j) => complementary(a, surplus[j]))) return null;
  const inside = w.flatMap((a, i) => (Q.isZero(a) ? [] : [i]));
  const tight = rows.filter((_, j) => Q.sign(y[j] ?? Q.zero) > 0);
  const codimension = rank(tight.map((row) => inside.map((i) => Q.rational(row[i] ?? 0))));
  return { value: y.reduce(Q.add, Q.zero), dimension: inside.length - codimension };
}

/** Σ a_i·b_i over the entries that both have. */
export function dot(a: readonly Rational[], b: readonly number[]): Rational {
  return a.reduce((sum, c, i) => (b[i] === 0 ? sum : Q.add(sum, Q.multiply(c, Q.rational(b[i] ?? 0)))), Q.zero);
}
