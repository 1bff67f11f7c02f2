/**
 * The rule `matrix-product`: a linear network, at any point V, by the ranks of the products V_j ⋯ V_i. Every entry is a
 * variable of its own, or the last half of the layers are the first ones transposed, so nothing is expanded. Why it holds:
 * docs/matrix-products.md.
 */
import { spend } from "../../symbolic/algebra/budget.js";
import type { Budget } from "../../symbolic/algebra/budget.js";
import type { Matrix } from "../../symbolic/algebra/matrix.js";
import { multiply, nullity } from "../../symbolic/algebra/metered-matrix.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { StatedIdeal, Statement } from "../../symbolic/resolution/certificate.js";
import { member, readRational } from "./cell.js";
import type { Scope } from "./cell.js";
import { demandShapes } from "./network.js";
import { demand } from "./refusal.js";
import { exactly, finite } from "./values.js";
import type { Bounds, Value } from "./values.js";

export function productBounds(
  { layers, degree }: Extract<StatedIdeal, { kind: "network" }>,
  { point }: Statement,
  scope: Scope,
): Bounds {
  demand(degree === 1, "the network is not linear");
  demandShapes(layers);
  const isSquare = layers.length % 2 === 0 && layers.every((rows, l) => areTransposed(rows, layers.at(-1 - l) ?? []));
  const factors = isSquare ? layers.slice(0, layers.length / 2) : layers;
  const names = factors.flat(2);
  demand(new Set(names).size === names.length, "a variable has two places in the network");
  demand(
    names.every((name) => scope.names.has(name)),
    "a weight is no variable of the statement",
  );
  const value = (name: string): Q.Rational =>
    readRational(member(point, scope.names.get(name) ?? -1, "coordinate of the point"));
  const matrices = factors.map((rows) => rows.map((row) => row.map(value)));
  return exactly(productValue(matrices, isSquare, scope.budget));
}

function areTransposed(a: readonly (readonly string[])[], b: readonly (readonly string[])[]): boolean {
  return (
    a[0]?.length === b.length && b.every((row, j) => row.length === a.length && row.every((x, i) => x === a[i]?.[j]))
  );
}

/**
 * Of the entries of P − P* near V, P = W_L ⋯ W_1, or of those of PᵀP − P*ᵀP*; the matrices, first layer first, can be
 * multiplied.
 */
export function productValue(matrices: readonly Matrix[], isSquare: boolean, budget: Budget): Value {
  const kernels = matrices.map((_, i) => kernelsFrom(matrices.slice(i), budget));
  /** Of the intervals from `from` on, those with a kernel of one dimension: they end in start, …, end. */
  const intervals = kernels.flatMap((row, from) =>
    row.flatMap((most, n) =>
      row[n - 1] === most ? [] : [{ from, start: from + n, end: from + row.lastIndexOf(most), most }],
    ),
  );
  const [d0, dL] = [matrices[0]?.[0]?.length ?? 0, matrices.at(-1)?.length ?? 0];
  const total = kernels[0]?.at(-1) ?? 0;
  const r = d0 - total;
  const layers = matrices.map((_, k) => k);

  /** Where the first interval ends whose kernel is too small for the list; ∞ if the list fits. */
  const endOfExcess = (list: readonly number[]): number => {
    spend(budget, (intervals.length + list.length) / 5);
    const unitsBefore = [0];
    for (const n of list) unitsBefore.push((unitsBefore.at(-1) ?? 0) + n);
    const layerOfUnit = list.flatMap((n, k) => new Array<number>(n).fill(k));
    return intervals.reduce((first, { from, start, end, most }) => {
      const to = Math.max(start, layerOfUnit[(unitsBefore[from] ?? 0) + most] ?? Infinity);
      return to <= end ? Math.min(first, to) : first;
    }, Infinity);
  };
  const withUnit = (list: readonly number[], at: number): number[] => list.map((n, k) => (k === at ? n + 1 : n));
  const pricesOf = (list: readonly number[]): number[] => list.map((n, k) => (matrices[k]?.length ?? 0) - r + n);

  let drops = layers.map(() => 0);
  for (let n = 0; n < total; n++) {
    const prices = pricesOf(drops);
    const ascending = [...layers].sort((a, b) => (prices[a] ?? 0) - (prices[b] ?? 0));
    const next = ascending.find((k) => endOfExcess(withUnit(drops, k)) === Infinity);
    demand(next !== undefined, "the kernels are those of no product of matrices");
    drops = withUnit(drops, next);
  }
  const prices = pricesOf(drops);
  const double = drops.reduce((sum, n, k) => sum + n * (2 * (prices[k] ?? 0) - n), -total * total);

  let m = 1;
  for (const price of new Set(prices)) {
    const low = drops.map((n, k) => (prices[k] === price && n > 0 ? n - 1 : n));
    const level = layers.filter((k) => prices[k] === price - 1 || low[k] !== drops[k]);
    let list = low;
    const units = (k: number): number => (list[k] ?? 0) - (low[k] ?? 0);
    for (const from of [...level].reverse()) {
      list = withUnit(list, from);
      const last = endOfExcess(list);
      if (last === Infinity) continue;
      const to = level.findLast((k) => k <= last && units(k) > 0) ?? from;
      list = list.map((n, k) => (k === to ? n - 1 : n));
      m += level.filter((k) => k <= to).reduce((sum, k) => sum + units(k), 0);
    }
  }
  const coordinates = isSquare ? (r * (2 * d0 + 1 - r)) / 2 : r * (d0 + dL - r);
  return finite(Q.rational(4 * coordinates + (isSquare ? double : 2 * double), 4), m);
}

/** The dimensions of the kernels of the first matrix, of the first two, … multiplied. */
function kernelsFrom([first = [], ...more]: readonly Matrix[], budget: Budget): number[] {
  let product = first;
  const products = [first, ...more.map((matrix) => (product = multiply(matrix, product, budget)))];
  return products.map((matrix) => nullity(matrix, budget));
}
