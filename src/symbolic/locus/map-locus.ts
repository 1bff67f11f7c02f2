/**
 * The critical locus of a polynomial map ℂ^d → ℂ^s given by its components: generators of an ideal, or a network's
 * coefficients where weights are expressions in the parameters. The generic rank of the Jacobian is proved by a nonzero
 * minor modulo a prime and, where it is not the largest possible, by Kronecker's theorem: the rank is ρ if a minor of
 * size ρ is nonzero and all minors of size ρ + 1 that border it vanish identically. The strata of lower rank are given
 * by Gröbner bases of ideals of minors; their dimensions are over ℂ.
 */
import type { Budget } from "../algebra/budget.js";
import { dimension, groebnerBasis } from "../algebra/groebner.js";
import { evaluate, prime, residues } from "../algebra/modular.js";
import type { Minor } from "../algebra/modular-matrix.js";
import { greatestMinor } from "../algebra/modular-matrix.js";
import * as Matrix from "../algebra/matrix.js";
import { determinant } from "../algebra/polynomial-matrix.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import type { Rational } from "../algebra/rational.js";
import { gradients } from "./parametrization.js";
import { primitiveVector } from "./point-analysis.js";

export interface MapRank {
  readonly rank: number;
  readonly proved: boolean;
  readonly reason: string;
}

export interface MapStratum {
  readonly name: string;
  readonly equations: readonly Polynomial[];
  /** Of the zero set over ℂ. */
  readonly dimension: number;
  /** The largest rank on it. */
  readonly rank: number;
}

export type MapStrata =
  | { readonly complete: true; readonly list: readonly MapStratum[] }
  | { readonly complete: false; readonly list: readonly MapStratum[]; readonly reason: string };

type PolynomialMatrix = readonly (readonly Polynomial[])[];

const maxMinorSize = 5;
const maxMinors = 400;
const trials = 3;

/** Variables 0 to count − 1. */
export function mapRank(components: readonly Polynomial[], count: number): MapRank {
  const jacobian = gradients(components, count);
  const best = greatestMinorOf(jacobian, count);
  const rank = best.columns.length;
  const largest = Math.min(jacobian.filter((row) => !row.every(P.isZero)).length, occurring(components));
  if (rank === largest)
    return { rank, proved: true, reason: "no rank is larger than the number of components or of variables" };
  if (rank + 1 > maxMinorSize) {
    return {
      rank,
      proved: false,
      reason: `the rank at ${trials} random points modulo primes; bordering minors are too large`,
    };
  }
  const others = (size: number, chosen: readonly number[]) => range(size).filter((i) => !chosen.includes(i));
  const bordersVanish = others(jacobian.length, best.rows).every((row) =>
    others(count, best.columns).every((column) =>
      P.isZero(determinant(submatrix(jacobian, [...best.rows, row], [...best.columns, column]))),
    ),
  );
  return bordersVanish
    ? { rank, proved: true, reason: "all minors that border a nonzero one vanish identically" }
    : { rank, proved: false, reason: "a bordering minor is not zero" };
}

/** The loci of rank ≤ j for j = ρ − 1, …, 0, those without points left out. */
export function mapStrata(components: readonly Polynomial[], count: number, rank: number, budget: Budget): MapStrata {
  const jacobian = gradients(components, count);
  const list: MapStratum[] = [];
  for (let j = rank - 1; j >= 0; j--) {
    const minors = minorsOf(jacobian, count, j + 1);
    if (minors === null)
      return { complete: false, list, reason: `the minors of size ${j + 1} are too many or too large` };
    const result = groebnerBasis(minors, budget);
    if (result.status === "unfinished") {
      return { complete: false, list, reason: `the budget ended in a Gröbner basis of the minors of size ${j + 1}` };
    }
    const size = dimension(result.basis, count);
    if (size < 0) return { complete: true, list };
    const attained = j === 0 || attains(result.basis, minorsOf(jacobian, count, j) ?? [], count, budget);
    if (!attained) continue;
    const name = j === 0 ? "all partial derivatives vanish" : `rank at most ${j}`;
    list.push({ name, equations: result.basis, dimension: size, rank: j });
  }
  return { complete: true, list };
}

/** The exact rank at a point and a basis of the kernel, integer vectors. */
export function mapAtPoint(
  components: readonly Polynomial[],
  point: readonly Rational[],
): { rank: number; kernel: Rational[][] } {
  const matrix = gradients(components, point.length).map((row) => row.map((f) => P.evaluate(f, point)));
  const kernel = Matrix.nullspace(matrix, point.length).map(primitiveVector);
  return { rank: point.length - kernel.length, kernel };
}

function greatestMinorOf(jacobian: PolynomialMatrix, count: number): Minor {
  let best: Minor = { rows: [], columns: [] };
  for (let i = 0; i < trials; i++) {
    const p = prime(i);
    const next = residues(p, i + 1);
    const point = range(count).map(next);
    const minor = greatestMinor(
      jacobian.map((row) => row.map((f) => evaluate(f, point, p) ?? 0)),
      p,
    );
    if (minor.columns.length > best.columns.length) best = minor;
  }
  return best;
}

/** Whether a point of the zero set of the basis is no common zero of the minors: whether one is not in the radical. */
function attains(basis: readonly Polynomial[], minors: readonly Polynomial[], count: number, budget: Budget): boolean {
  return minors.some((minor) => {
    const inverse = P.subtract(P.one, P.multiply(P.variable(count), minor));
    const result = groebnerBasis([...basis, inverse], budget);
    return result.status === "unfinished" || !result.basis.some((f) => P.equals(f, P.one));
  });
}

function minorsOf(jacobian: PolynomialMatrix, count: number, size: number): Polynomial[] | null {
  const rows = subsets(jacobian.length, size);
  const columns = subsets(count, size);
  if (size > maxMinorSize || rows.length * columns.length > maxMinors) return null;
  return rows.flatMap((r) => columns.map((c) => determinant(submatrix(jacobian, r, c)))).filter((f) => !P.isZero(f));
}

function submatrix(matrix: PolynomialMatrix, rows: readonly number[], columns: readonly number[]): Polynomial[][] {
  return rows.map((i) => columns.map((j) => matrix[i]?.[j] ?? P.zero));
}

function occurring(components: readonly Polynomial[]): number {
  return new Set(components.flatMap(P.variablesOf)).size;
}

function range(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}

/** Stops growing past `maxMinors`, where the caller gives up. */
function subsets(size: number, count: number): number[][] {
  let found: number[][] = [[]];
  for (let step = 0; step < count && found.length <= maxMinors; step++) {
    found = found.flatMap((set) =>
      range(size)
        .filter((i) => i > (set.at(-1) ?? -1))
        .map((i) => [...set, i]),
    );
  }
  return found;
}
