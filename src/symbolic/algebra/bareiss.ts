/**
 * Fraction-free elimination over ℤ (Bareiss, Math. Comp. 22, 1968): every intermediate entry is a minor of the matrix,
 * so entries grow no more than they must. Rational matrices are cleared of denominators row by row, which changes
 * neither rank nor kernel.
 */
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

export type IntegerMatrix = readonly (readonly bigint[])[];

/** Each row times the least common multiple of its denominators. */
export function clearDenominators(matrix: readonly (readonly Rational[])[]): bigint[][] {
  return matrix.map((row) => {
    const common = row.reduce((d, c) => (d / Q.gcd(d, c.den)) * c.den, 1n);
    return row.map((c) => c.num * (common / c.den));
  });
}

export function rank(matrix: IntegerMatrix): number {
  return eliminate(matrix).pivots.length;
}

/** Of a square matrix; 1 for the empty one. */
export function determinant(matrix: IntegerMatrix): bigint {
  const { rows, pivots, sign } = eliminate(matrix);
  const n = matrix.length;
  return pivots.length < n ? 0n : n === 0 ? 1n : sign * (rows[n - 1]?.[n - 1] ?? 0n);
}

/** A basis of {v : A·v = 0}, one vector for each free column: coprime integers, that column's entry positive. */
export function kernel(matrix: IntegerMatrix, width: number = matrix[0]?.length ?? 0): bigint[][] {
  const { rows, pivots } = eliminate(matrix);
  const free = Array.from({ length: width }, (_, j) => j).filter((j) => !pivots.includes(j));
  return free.map((j) => kernelVector(rows, pivots, j, width));
}

interface Echelon {
  readonly rows: readonly (readonly bigint[])[];
  /** The column of the i-th row's first nonzero entry. */
  readonly pivots: readonly number[];
  readonly sign: 1n | -1n;
}

function eliminate(matrix: IntegerMatrix): Echelon {
  const rows = matrix.map((row) => [...row]);
  const width = rows[0]?.length ?? 0;
  const pivots: number[] = [];
  let sign: 1n | -1n = 1n;
  let divisor = 1n;
  for (let j = 0; j < width && pivots.length < rows.length; j++) {
    const top = pivots.length;
    const at = rows.findIndex((row, i) => i >= top && row[j] !== 0n);
    const pivotRow = rows[at];
    if (pivotRow === undefined) continue;
    if (at !== top) {
      rows[at] = rows[top] ?? [];
      rows[top] = pivotRow;
      sign = sign === 1n ? -1n : 1n;
    }
    const pivot = pivotRow[j] ?? 0n;
    for (const row of rows.slice(top + 1)) {
      const factor = row[j] ?? 0n;
      for (let k = j; k < width; k++) row[k] = (pivot * (row[k] ?? 0n) - factor * (pivotRow[k] ?? 0n)) / divisor;
    }
    divisor = pivot;
    pivots.push(j);
  }
  return { rows, pivots, sign };
}

/** Solves the echelon form upwards for the vector with a positive entry at one free column, 0 at the others. */
function kernelVector(
  rows: readonly (readonly bigint[])[],
  pivots: readonly number[],
  free: number,
  width: number,
): bigint[] {
  const vector = Array.from({ length: width }, () => 0n);
  vector[free] = 1n;
  for (let i = pivots.length - 1; i >= 0; i--) {
    const j = pivots[i] ?? 0;
    const row = rows[i] ?? [];
    const sum = row.reduce((s, c, k) => (k > j ? s + c * (vector[k] ?? 0n) : s), 0n);
    if (sum === 0n) continue;
    const pivot = row[j] ?? 1n;
    const g = Q.gcd(sum, pivot);
    const scale = pivot / g < 0n ? -pivot / g : pivot / g;
    for (let k = 0; k < width; k++) vector[k] = (vector[k] ?? 0n) * scale;
    vector[j] = (-sum * scale) / pivot;
  }
  const content = vector.reduce((g, c) => Q.gcd(g, c), 0n);
  return content > 1n ? vector.map((c) => c / content) : vector;
}
