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
  { drops: lists }: Extract<IdealProof, { rule: "matrix-product" }>,
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
  const L = matrices.length;
  spend(scope.budget, L ** 3);

  const kernels = matrices.map((_, i) => kernelsFrom(matrices.slice(i), scope));
  const kernel = (i: number, j: number): number => kernels[i]?.[j - i] ?? 0;
  const [d0, dL] = [stated[0]?.[0]?.length ?? 0, stated.at(-1)?.length ?? 0];
  const total = kernel(0, L - 1);
  const r = d0 - total;
  const outputs = stated.map((rows) => rows.length - r);
  const layers = matrices.map((_, k) => k);
  const intervals = layers.flatMap((i) => layers.slice(i).map((j) => ({ i, j, most: kernel(i, j) })));
  const needed = intervals.filter(({ i, j, most }) => {
    if (j === L - 1) return true;
    const within = layers.slice(0, i + 1).some((k) => kernel(k, L - 1) <= most);
    return !within && !layers.slice(i, j).some((k) => kernel(i, k) + kernel(k + 1, j) === most);
  });

  const fits = (g: readonly number[]): boolean => {
    spend(scope.budget, needed.length / 5);
    const before = [0];
    for (const n of g) before.push(exactSum(before.at(-1) ?? 0, n));
    return needed.every(({ i, j, most }) => (before[j + 1] ?? 0) - (before[i] ?? 0) <= most);
  };
  const price = (g: readonly number[], k: number): number => exactSum(outputs[k] ?? 0, g[k] ?? 0);
  const move = (g: readonly number[], [i, j]: Exchange): number[] =>
    g.map((n, k) => n + (k === j ? 1 : 0) - (k === i ? 1 : 0));
  /** Those that cost nothing; none may save anything. */
  const neutral = (g: readonly number[]): Exchange[] => {
    spend(scope.budget, L ** 2 / 5);
    const pairs = layers.flatMap((i) => layers.map((j): Exchange => [i, j]));
    return pairs.filter(([i, j]) => {
      if (i === j || g[i] === 0 || price(g, i) - 1 < price(g, j) || !fits(move(g, [i, j]))) return false;
      demand(price(g, i) - 1 === price(g, j), "other rank drops cost less");
      return true;
    });
  };
  for (const g of lists) {
    demand(g.length === L && g.reduce(exactSum, 0) === total && fits(g), "the rank drops do not fit the kernels");
  }
  const exchanges = lists.map(neutral);
  const [first = [], ...later] = lists;
  demand(lists.length > 0, "there are no rank drops");
  const double = first.reduce((sum, n, k) => sum + n * (2 * (outputs[k] ?? 0) + n), -total * total);
  const lambda = Q.rational(r * (d0 + dL - r) + double / 2);
  demand(Number.isSafeInteger(double), "the cost is too large");

  if (needed.some(({ i, j }) => i < j && j < L - 1)) {
    demand(
      later.length === 0,
      "a chain of rank drops is known only where no bound binds several layers before the last",
    );
    if (exchanges[0]?.length === 0) return exactly(finite(lambda));
    const hidden = layers.slice(0, -1).map((k) => Math.min(total, ...outputs.slice(0, k + 1)));
    return { lower: finite(lambda, hidden.reduce(exactSum, 1)), upper: finite(lambda) };
  }
  demand(exchanges[0]?.every(([i, j]) => i < j) ?? false, "the chain could begin earlier");
  demand(exchanges.at(-1)?.every(([i, j]) => i > j) ?? false, "the chain could go on");
  later.forEach((g, n) => {
    const [before = [], steps = []] = [lists[n], exchanges[n]];
    const step = steps.find((exchange) => move(before, exchange).every((value, k) => value === g[k]));
    const [i, j] = step ?? [0, 0];
    demand(i < j, "the chain has a step that is no exchange to a later layer");
    const isLeast = !steps.some(([a, b]) => a < b && i <= a && b <= j && b - a < j - i);
    demand(isLeast, "the chain has a step that could be two");
  });
  return exactly(finite(lambda, lists.length));
}

/** One unit less in the first layer, one more in the second. */
type Exchange = readonly [number, number];

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
