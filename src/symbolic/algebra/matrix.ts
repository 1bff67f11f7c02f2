/**
 * Exact linear algebra over ℚ. Elimination is fraction-free (Bareiss, Math. Comp. 22, 1968): rows are cleared of
 * denominators first, and every later entry is a minor of that integer matrix. Quadratic forms are diagonalized by
 * completing squares (Lagrange).
 */
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

/** Rows of equal length. */
export type Matrix = readonly (readonly Rational[])[];

/** The reduced row echelon form without zero rows; row i has its leading 1 in column pivots[i]. */
export interface EchelonForm {
  readonly rows: Rational[][];
  readonly pivots: number[];
}

export function rank(matrix: Matrix): number {
  return eliminate(matrix, "below").pivots.length;
}

/** left·right. */
export function multiply(left: Matrix, right: Matrix): Matrix {
  const columns = right[0]?.length ?? 0;
  return left.map((row) =>
    Array.from({ length: columns }, (_, j) =>
      row.reduce((sum, a, k) => (Q.isZero(a) ? sum : Q.add(sum, Q.multiply(a, right[k]?.[j] ?? Q.zero))), Q.zero),
    ),
  );
}

/** The determinant of a square matrix; 1 for the empty one. */
export function determinant(matrix: Matrix): Rational {
  const { last, sign, pivots, scale } = eliminate(matrix, "below");
  return pivots.length < matrix.length ? Q.zero : Q.rational(last * sign, scale);
}

export function reducedEchelon(matrix: Matrix): EchelonForm {
  const { rows, pivots, last } = eliminate(matrix, "everywhere");
  return { rows: pivots.map((_, i) => (rows[i] ?? []).map((a) => Q.rational(a, last))), pivots };
}

/** A basis of {x : matrix·x = 0}, x with `columns` entries (needed for a matrix without rows). */
export function nullspace(matrix: Matrix, columns: number = matrix[0]?.length ?? 0): Rational[][] {
  const { rows, pivots } = reducedEchelon(matrix);
  const free = Array.from({ length: columns }, (_, j) => j).filter((j) => !pivots.includes(j));
  return free.map((j) => {
    const x = new Array<Rational>(columns).fill(Q.zero);
    x[j] = Q.one;
    pivots.forEach((pivot, i) => {
      x[pivot] = Q.negate(rows[i]?.[j] ?? Q.zero);
    });
    return x;
  });
}

/** A square with its coefficient: coefficient·(Σ form[i] x_i)². */
export interface WeightedSquare {
  readonly coefficient: Rational;
  readonly form: readonly Rational[];
}

/**
 * Nonzero d_i and linearly independent forms ℓ_i with xᵀ A x = Σ d_i ℓ_i(x)², for a symmetric matrix A. By
 * Sylvester's law the numbers of positive and negative d_i depend on A alone.
 */
export function ldl(symmetric: Matrix): WeightedSquare[] {
  const rest = symmetric.map((row) => [...row]);
  const squares: WeightedSquare[] = [];
  const take = (coefficient: Rational, form: readonly Rational[]): void => {
    squares.push({ coefficient, form });
    form.forEach((a, i) => {
      if (Q.isZero(a)) return;
      const scaled = Q.multiply(coefficient, a);
      const row = rest[i] ?? [];
      form.forEach((b, j) => {
        row[j] = Q.subtract(row[j] ?? Q.zero, Q.multiply(scaled, b));
      });
    });
  };
  for (;;) {
    const i = rest.findIndex((row, k) => !Q.isZero(row[k] ?? Q.zero));
    if (i >= 0) {
      const row = [...(rest[i] ?? [])];
      const d = row[i] ?? Q.one;
      take(
        d,
        row.map((a) => Q.divide(a, d)),
      );
      continue;
    }
    const k = rest.findIndex((row) => row.some((a) => !Q.isZero(a)));
    const first = [...(rest[k] ?? [])];
    const l = first.findIndex((a) => !Q.isZero(a));
    if (k < 0) return squares;
    const second = [...(rest[l] ?? [])];
    const d = Q.divide(Q.one, Q.multiply(Q.rational(2), first[l] ?? Q.one));
    take(
      d,
      first.map((a, j) => Q.add(a, second[j] ?? Q.zero)),
    );
    take(
      Q.negate(d),
      first.map((a, j) => Q.subtract(a, second[j] ?? Q.zero)),
    );
  }
}

/** The numbers of positive, negative and zero squares of a symmetric matrix. */
export function signature(symmetric: Matrix): { positive: number; negative: number; zero: number } {
  const signs = ldl(symmetric).map(({ coefficient }) => Q.sign(coefficient));
  const positive = signs.filter((s) => s > 0).length;
  return { positive, negative: signs.length - positive, zero: symmetric.length - signs.length };
}

interface Elimination {
  readonly rows: bigint[][];
  readonly pivots: number[];
  /** The last pivot; with "everywhere" all pivots are brought to it. */
  readonly last: bigint;
  readonly sign: 1n | -1n;
  /** The product of the factors that cleared the rows' denominators. */
  readonly scale: bigint;
}

function eliminate(matrix: Matrix, where: "below" | "everywhere"): Elimination {
  let scale = 1n;
  let rows = matrix.map((row) => {
    const denominator = row.reduce((d, a) => (d / Q.gcd(d, a.den)) * a.den, 1n);
    scale *= denominator;
    return row.map((a) => a.num * (denominator / a.den));
  });
  const columns = matrix[0]?.length ?? 0;
  const pivots: number[] = [];
  let last = 1n;
  let sign: 1n | -1n = 1n;
  for (let j = 0; j < columns && pivots.length < rows.length; j++) {
    const top = pivots.length;
    const at = rows.findIndex((row, i) => i >= top && (row[j] ?? 0n) !== 0n);
    const pivotRow = rows[at];
    if (pivotRow === undefined) continue;
    if (at !== top) {
      sign = sign === 1n ? -1n : 1n;
      rows[at] = rows[top] ?? [];
      rows[top] = pivotRow;
    }
    const pivot = pivotRow[j] ?? 1n;
    const previous = last;
    rows = rows.map((row, i) => {
      if (i === top || (i < top && where === "below")) return row;
      const factor = row[j] ?? 0n;
      return row.map((a, k) => (a * pivot - factor * (pivotRow[k] ?? 0n)) / previous);
    });
    last = pivot;
    pivots.push(j);
  }
  return { rows, pivots, last, sign, scale };
}
