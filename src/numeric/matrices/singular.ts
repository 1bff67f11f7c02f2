/**
 * Singular values and right singular vectors by Jacobi rotations of rows (Hestenes 1958; Demmel & Veselić, "Jacobi's
 * method is more accurate than QR", 1992): every vector is orthogonal to the others to rounding, and right relative to
 * its own singular value however small that is, which the eigenvectors of m·mᵀ are not.
 */
import { dot, rotate, zeros } from "./matrix.js";
import type { Matrix } from "./matrix.js";

export interface RightSingular {
  /** Descending, positive. */
  readonly values: Float64Array;
  /** One row a vector, orthonormal. */
  readonly vectors: Matrix;
}

/** Rows whose cosine is below this count as orthogonal. */
const orthogonal = 1e-13;
/** Singular values below this share of the largest count as 0: no bit of theirs is right. */
const negligible = 1e-15;
/** Squares of singular values below this count as 0: they lose digits to underflow. */
const leastSquare = 1e-280;
const mostSweeps = 40;

/** Those of m = U·diag(values)·vectors whose value is not 0 to rounding; none where m is 0, NaN where it is. */
export function rightSingular(m: Matrix): RightSingular {
  const { rows, columns } = m;
  const work = m.values.slice();
  const squares = new Float64Array(rows);
  const measure = (): number => {
    for (let i = 0; i < rows; i++) squares[i] = dot(work, i * columns, work, i * columns, columns);
    return Math.max(leastSquare, negligible ** 2 * squares.reduce((a, b) => Math.max(a, b), 0));
  };
  let floor = measure();
  for (let sweep = 0; sweep < mostSweeps && sweepOnce(work, squares, columns, floor); sweep++) floor = measure();
  const kept = Array.from({ length: rows }, (_, i) => i)
    .filter((i) => !((squares[i] ?? NaN) <= floor))
    .sort((a, b) => (squares[b] ?? 0) - (squares[a] ?? 0));
  const vectors = zeros(kept.length, columns);
  const values = Float64Array.from(kept, (i) => Math.sqrt(squares[i] ?? NaN));
  kept.forEach((i, k) => {
    for (let j = 0; j < columns; j++)
      vectors.values[k * columns + j] = (work[i * columns + j] ?? NaN) / (values[k] ?? NaN);
  });
  return { values, vectors };
}

/** Rotates every pair of rows that is not orthogonal, the larger first; false where there was none. */
function sweepOnce(work: Float64Array, squares: Float64Array, columns: number, floor: number): boolean {
  let rotated = false;
  for (let i = 0; i + 1 < squares.length; i++) {
    for (let k = i + 1; k < squares.length; k++) {
      const [a, b] = [squares[i] ?? NaN, squares[k] ?? NaN];
      if (!(Math.min(a, b) > floor)) continue;
      const d = dot(work, i * columns, work, k * columns, columns);
      if (Math.abs(d) <= orthogonal * Math.sqrt(a * b)) continue;
      const z = (b - a) / (2 * d);
      const t = (z < 0 ? -1 : 1) / (Math.abs(z) + Math.sqrt(1 + z * z));
      const c = 1 / Math.sqrt(1 + t * t);
      rotate(work, i * columns, k * columns, c, c * t, columns);
      squares[i] = a - t * d;
      squares[k] = b + t * d;
      rotated = true;
    }
  }
  return rotated;
}
