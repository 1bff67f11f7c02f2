/**
 * The rule `matrix-product`: a linear network, at any point V, by the ranks of the products V_j ⋯ V_i. Every entry is a
 * variable of its own, so nothing is expanded. Why it holds: docs/matrix-products.md.
 */
import { spend, words } from "../../symbolic/algebra/budget.js";
import type { Budget } from "../../symbolic/algebra/budget.js";
import { multiply, rank } from "../../symbolic/algebra/matrix.js";
import type { Matrix } from "../../symbolic/algebra/matrix.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { IdealProof, StatedIdeal, Statement } from "../../symbolic/resolution/certificate.js";
import { exactSum, member, readRational } from "./cell.js";
import type { Scope } from "./cell.js";
import { demandShapes, numberOf } from "./network.js";
import { demand } from "./refusal.js";
import { exactly, finite } from "./values.js";
import type { Bounds } from "./values.js";

export function productBounds(
  { layers: stated, degree }: Extract<StatedIdeal, { kind: "network" }>,
  { drops }: Extract<IdealProof, { rule: "matrix-product" }>,
  { point }: Statement,
  scope: Scope,
): Bounds {
  demand(degree === 1, "the network is not linear");
  demandShapes(stated);
  const names = stated.flat(2);
  demand(new Set(names).size === names.length, "a variable has two places in the network");
  const value = (name: string): Q.Rational =>
    readRational(member(point, numberOf(name, scope), "coordinate of the point"));
  const matrices = stated.map((rows) => rows.map((row) => row.map(value)));

  const kernels = matrices.map((_, i) => kernelsFrom(matrices.slice(i), scope));
  const intervals = kernels.flatMap((row, from) => row.map((most, n) => ({ from, to: from + n, most })));
  const [d0, dL] = [stated[0]?.[0]?.length ?? 0, stated.at(-1)?.length ?? 0];
  const total = kernels[0]?.at(-1) ?? 0;
  const r = d0 - total;
  const outputs = stated.map((rows) => rows.length - r);
  const layers = matrices.map((_, k) => k);

  /** What the intervals have in common whose kernels are too small for the list; the last layer is ∞ if none is. */
  const excess = (list: readonly number[]): { readonly first: number; readonly last: number } => {
    spend(scope.budget, intervals.length / 5);
    const before = [0];
    for (const n of list) before.push(exactSum(before.at(-1) ?? 0, n));
    let [first, last] = [0, Infinity];
    for (const { from, to, most } of intervals) {
      if ((before[to + 1] ?? 0) - (before[from] ?? 0) > most)
        [first, last] = [Math.max(first, from), Math.min(last, to)];
    }
    return { first, last };
  };
  const withUnit = (list: readonly number[], at: number): number[] => list.map((n, k) => (k === at ? n + 1 : n));

  const isFit =
    drops.length === layers.length && drops.reduce(exactSum, 0) === total && excess(drops).last === Infinity;
  demand(isFit, "the rank drops do not fit the kernels");
  const prices = drops.map((n, k) => (outputs[k] ?? 0) + n);
  for (const to of layers) {
    const { first, last } = excess(withUnit(drops, to));
    const isLeast = layers.every(
      (k) => k < first || k > last || drops[k] === 0 || (prices[k] ?? 0) - 1 <= (prices[to] ?? 0),
    );
    demand(isLeast, "other rank drops cost less");
  }
  const double = drops.reduce((sum, n, k) => sum + n * (2 * (outputs[k] ?? 0) + n), -total * total);
  demand(Number.isSafeInteger(double), "the cost is too large");

  let m = 1;
  for (const price of new Set(prices)) {
    const low = drops.map((n, k) => (prices[k] === price && n > 0 ? n - 1 : n));
    const movable = layers.filter((k) => prices[k] === price - 1 || low[k] !== drops[k]);
    let list = low;
    const units = (k: number): number => (list[k] ?? 0) - (low[k] ?? 0);
    for (const from of [...movable].reverse()) {
      list = withUnit(list, from);
      const { last } = excess(list);
      if (last === Infinity) continue;
      const to = movable.findLast((k) => k <= last && units(k) > 0);
      list = list.map((n, k) => (k === to ? n - 1 : n));
      m += movable.filter((k) => k <= (to ?? -1)).reduce((sum, k) => sum + units(k), 0);
    }
  }
  return exactly(finite(Q.rational(r * (d0 + dL - r) + double / 2), m));
}

/** The dimensions of the kernels of the first matrix, of the first two, … multiplied. */
function kernelsFrom([first = [], ...more]: readonly Matrix[], { budget }: Scope): number[] {
  const columns = first[0]?.length ?? 0;
  let product = first;
  const dimensions = [columns - rankOf(first, budget)];
  for (const matrix of more) {
    spend(budget, (matrix.length * columns * product.length * largest([...matrix, ...product])) / 10);
    product = multiply(matrix, product);
    dimensions.push(columns - rankOf(product, budget));
  }
  return dimensions;
}

function rankOf(matrix: Matrix, budget: Budget): number {
  const entries = matrix.length * (matrix[0]?.length ?? 0);
  const nonzero = matrix.flat().filter((q) => !Q.isZero(q)).length;
  const most = Math.min(matrix.length, entries / matrix.length, nonzero);
  spend(budget, (entries * (1 + most) * (1 + most / 64) * largest(matrix)) / 10);
  return rank(matrix);
}

/** Words of the longest entry. */
function largest(matrix: Matrix): number {
  return matrix.flat().reduce((most, { num, den }) => Math.max(most, words(num) + words(den)), 2);
}
