/**
 * One-sided Jacobi rotations of rows (Hestenes 1958; Demmel & Veselić, "Jacobi's method is more accurate than QR", 1992):
 * J·m with J orthogonal and orthogonal rows, each right relative to its own length however small that is, which the
 * eigenvectors of m·mᵀ are not. The longer row of a pair comes first after its rotation, which saves sweeps (de Rijk 1989).
 * Pairs (i, l) go by i + l: those of one sum share no row, so that vector code can take them together, and the result is
 * that of going row by row (Luk & Park 1989).
 */
import { dot } from "./matrix.js";
import type { Matrix } from "./matrix.js";

export interface OrthogonalRows {
  readonly rows: Matrix;
  /** Of the rows' lengths. */
  readonly squares: Float64Array;
  /** Squares up to this one count as 0; NaN where any of them is. */
  readonly floor: number;
}

/** Rows whose cosine is below this count as orthogonal. */
export const orthogonal = 1e-13;
/** Squares below this share of the largest count as 0: no bit of such a row is right. */
export const negligible = 1e-30;
/** Squares below this count as 0: products of two of them lose digits to underflow. */
export const leastSquare = 1e-150;
export const mostSweeps = 40;

/** Rows that count as 0 are left alone, and so are those with a NaN. */
export function orthogonalRows(m: Matrix): OrthogonalRows {
  const { rows, columns } = m;
  const work = m.values.slice();
  const squares = new Float64Array(rows);
  let floor = NaN;
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    floor = measure(work, squares, columns);
    if (!sweepOnce(work, squares, columns, floor)) break;
  }
  return { rows: { rows, columns, values: work }, squares, floor };
}

/** The squares, and below which of them a row counts as 0. */
function measure(work: Float64Array, squares: Float64Array, columns: number): number {
  for (let i = 0; i < squares.length; i++) squares[i] = dot(work, i * columns, work, i * columns, columns);
  return Math.max(leastSquare, negligible * squares.reduce((a, b) => Math.max(a, b), 0));
}

/** Rotates every pair of rows that is not orthogonal; false where there was none. */
function sweepOnce(work: Float64Array, squares: Float64Array, columns: number, floor: number): boolean {
  const last = squares.length - 1;
  let rotated = false;
  for (let sum = 1; sum < 2 * last; sum++)
    for (let i = Math.max(0, sum - last); i < sum - i; i++)
      rotated = rotateRows(work, squares, columns, i, sum - i, floor) || rotated;
  return rotated;
}

function rotateRows(
  work: Float64Array,
  squares: Float64Array,
  columns: number,
  i: number,
  l: number,
  floor: number,
): boolean {
  const [a, b] = [squares[i] ?? NaN, squares[l] ?? NaN];
  const [from, to] = [i * columns, l * columns];
  if (!(Math.min(a, b) > floor)) return false;
  const d = dot(work, from, work, to, columns);
  if (!(Math.abs(d) > orthogonal * Math.sqrt(a * b))) return false;
  const z = (b - a) / (d + d);
  const t = (z < 0 ? -1 : 1) / (Math.abs(z) + Math.sqrt(1 + z * z));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  const [first, second] = [a - t * d, b + t * d];
  const swap = first < second;
  squares[i] = swap ? second : first;
  squares[l] = swap ? first : second;
  const [p, q, u, v] = swap ? [s, c, c, -s] : [c, -s, s, c];
  for (let j = 0; j < columns; j++) {
    const [x, y] = [work[from + j] ?? NaN, work[to + j] ?? NaN];
    work[from + j] = p * x + q * y;
    work[to + j] = u * x + v * y;
  }
  return true;
}
