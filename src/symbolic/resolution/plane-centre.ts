/**
 * Centres at a point of the plane, for curves with multiplicities and an ideal of points: among the edges of all their
 * Newton polygons those on whose divisors the ratio (h + 1)/(κ + order) is least, with κ and without. An edge to a term that is
 * not known may not be there, and is none.
 */
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { isKnownTerm, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Weight } from "./certificate.js";

/** Coprime weights of both zero variables, the best first; none elsewhere than at a point of the plane. */
export function planeCentres(cell: Cell): Weight[][] {
  const [i, j, more] = variablesOf(cell, "zero", "free", "nonzero", "dependent");
  if (i === undefined || j === undefined || more !== undefined || variablesOf(cell, "zero").length < 2) return [];
  const known = (p: Polynomial): Polynomial => P.filter(p, (m) => isKnownTerm(cell, m));
  const supports = [cell.generators, ...cell.powers.map((p) => [p.factor])].map((list) => list.map(known));
  const normals = [
    ...new Map(
      [[1, 1] as const, ...supports.flatMap((list) => normalsOf(list, i, j))].map((w) => [w.join(), w] as const),
    ).values(),
  ];
  const bare = { ...cell, kappa: cell.kappa.map(() => 0) };
  const best = [cell, bare].map((on) => {
    const ratios = normals.map(([v, w]) => divisorRatio(on, [[i, v] as const, [j, w] as const]));
    return normals[ratios.reduce((least, r, k) => (isLess(r, ratios[least]) ? k : least), 0)] ?? [1, 1];
  });
  return [...new Map(best.map((w) => [w.join(), w])).values()].map(([v, w]) => [
    [i, v],
    [j, w],
  ]);
}

/** (h + 1)/(κ + order) along the divisor of the weights; null where nothing vanishes there. */
export function divisorRatio(cell: Cell, weights: readonly Weight[]): Q.Rational | null {
  const dense: number[] = [];
  for (const [i, w] of weights) dense[i] = w;
  const vector = Array.from(dense, (w: number | undefined) => w ?? 0);
  const along = (list: readonly number[], plus: number): number =>
    weights.reduce((sum, [i, w]) => sum + w * ((list[i] ?? 0) + plus), 0);
  const order = cell.powers.reduce(
    (sum, { factor, multiplicity }) => sum + multiplicity * P.order(factor, vector),
    Math.min(...cell.generators.map((g) => P.order(g, vector))) + along(cell.kappa, 0),
  );
  return order > 0 ? Q.rational(along(cell.h, 1), order) : null;
}

function isLess(a: Q.Rational | null, b: Q.Rational | null | undefined): boolean {
  if (a === null) return false;
  return b === null || b === undefined || Q.compare(a, b) < 0;
}

/** The primitive normals of the compact edges of the Newton polygon of an ideal in x_i and x_j. */
function normalsOf(generators: readonly Polynomial[], i: number, j: number): (readonly [number, number])[] {
  const lowest = new Map<number, number>();
  for (const m of generators.flatMap((g) => g.monomials)) {
    const a = M.exponent(m, i);
    lowest.set(a, Math.min(lowest.get(a) ?? Infinity, M.exponent(m, j)));
  }
  const points = [...lowest].sort(([a], [b]) => a - b);
  const hull: (readonly [number, number])[] = [];
  for (const point of points) {
    if (point[1] >= (hull.at(-1)?.[1] ?? Infinity)) continue;
    while (hull.length > 1 && !isConvex(hull.at(-2) ?? point, hull.at(-1) ?? point, point)) hull.pop();
    hull.push(point);
  }
  return hull.slice(1).map(([a, b], k) => {
    const [c, d] = hull[k] ?? [a, b];
    const divisor = gcd(a - c, d - b);
    return [(d - b) / divisor, (a - c) / divisor] as const;
  });
}

/** True where b lies below the line from a to c. */
function isConvex(a: readonly [number, number], b: readonly [number, number], c: readonly [number, number]): boolean {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
