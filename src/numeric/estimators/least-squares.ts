/** Least squares: nonlinear ones by Levenberg and Marquardt, for few parameters, and linear ones by orthogonal columns. */

export interface LeastSquares {
  readonly parameters: readonly number[];
  /** Σ residual² at the minimum. */
  readonly sumOfSquares: number;
  /** (JᵀJ)⁻¹ there: the covariance of the parameters for residuals of unit variance. */
  readonly covariance: readonly (readonly number[])[];
  /** `jacobian[i][k]` = ∂ residual k/∂ parameter i there. */
  readonly jacobian: readonly (readonly number[])[];
}

/** Minimizes |residuals(p)|² from `start`; null where no finite minimum is found. */
export function leastSquares(
  residuals: (p: readonly number[]) => readonly number[],
  start: readonly number[],
): LeastSquares | null {
  let p = [...start];
  let r = residuals(p);
  let sum = squared(r);
  let damping = 1e-2;
  for (let iteration = 0; iteration < 100 && damping < 1e10; iteration++) {
    const { normal, gradient } = normalEquations(residuals, p, r);
    const damped = normal.map((row, i) => row.map((v, j) => (i === j ? v * (1 + damping) + 1e-300 : v)));
    const step = solve(damped, gradient);
    const candidate = p.map((v, i) => v - (step?.[i] ?? NaN));
    const there = residuals(candidate);
    const next = squared(there);
    if (next <= sum) {
      const gain = sum - next;
      [p, r, sum] = [candidate, there, next];
      damping /= 5;
      if (gain < 1e-7 * (1 + sum)) break;
    } else damping *= 4;
  }
  const { normal, columns } = normalEquations(residuals, p, r);
  const covariance = inverse(normal);
  if (covariance === null || !Number.isFinite(sum)) return null;
  return { parameters: p, sumOfSquares: sum, covariance, jacobian: columns };
}

/** A column that others explain up to this share of its length is left out. */
const dependent = 1e-11;

/**
 * The coefficients of the regression of `y` on the first `counts[i]` columns, for each i; columns may be nearly or fully
 * dependent. By Gram and Schmidt's process with reorthogonalization; overwrites nothing.
 */
export function prefixRegressions(
  columns: readonly Float64Array[],
  y: Float64Array,
  counts: readonly number[],
): readonly (readonly number[])[] {
  const orthogonal: Float64Array[] = [];
  /** `triangle[j][k]`: the part of column j along the k-th orthogonal one; none where column j is left out. */
  const triangle: number[][] = [];
  const rest = y.slice();
  const along: number[] = [];
  for (const column of columns) {
    const q = column.slice();
    const parts = orthogonal.map(() => 0);
    [...orthogonal, ...orthogonal].forEach((other, at) => {
      const k = at % orthogonal.length;
      const part = dot(other, q);
      parts[k] = (parts[k] ?? 0) + part;
      subtractMultiple(q, part, other);
    });
    const length = Math.sqrt(dot(q, q));
    const known = !(length > dependent * Math.sqrt(dot(column, column)));
    q.forEach((v, i) => (q[i] = known ? 0 : v / length));
    const part = dot(q, rest);
    subtractMultiple(rest, part, q);
    orthogonal.push(q);
    along.push(part);
    triangle.push([...parts, known ? Infinity : length]);
  }
  return counts.map((count) => {
    const solution = along.slice(0, count);
    for (let j = count - 1; j >= 0; j--) {
      const row = triangle[j] ?? [];
      const value = (solution[j] ?? NaN) / (row[j] ?? NaN);
      for (let k = 0; k < j; k++) solution[k] = (solution[k] ?? NaN) - value * (row[k] ?? NaN);
      solution[j] = value;
    }
    return solution;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}

function subtractMultiple(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? NaN) - factor * (b[i] ?? NaN);
}

function squared(r: readonly number[]): number {
  let sum = 0;
  for (const v of r) sum += v * v;
  return sum;
}

function normalEquations(
  residuals: (p: readonly number[]) => readonly number[],
  p: readonly number[],
  r: readonly number[],
) {
  const columns = p.map((v, i) => {
    const step = 1e-6 * (1 + Math.abs(v));
    const moved = residuals(p.map((x, j) => (i === j ? x + step : x)));
    return moved.map((x, k) => (x - (r[k] ?? NaN)) / step);
  });
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((s, x, k) => s + x * (b[k] ?? NaN), 0);
  return {
    columns,
    normal: columns.map((a) => columns.map((b) => dot(a, b))),
    gradient: columns.map((a) => dot(a, r)),
  };
}

/** The solution of a symmetric positive definite system by Gaussian elimination; null where it is singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, i) => [...row, right[i] ?? NaN]);
  const reduced = eliminate(rows);
  return reduced?.map((row) => row.at(-1) ?? NaN) ?? null;
}

/** Null where the matrix is singular. */
export function inverse(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length;
  const reduced = eliminate(matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]));
  return reduced?.map((row) => row.slice(n)) ?? null;
}

/** Gauss–Jordan with row pivoting on the leading square block. */
function eliminate(rows: number[][]): number[][] | null {
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    let best = i;
    for (let k = i; k < n; k++) if (Math.abs(rows[k]?.[i] ?? 0) > Math.abs(rows[best]?.[i] ?? 0)) best = k;
    const pivotRow = rows[best] ?? [];
    const pivot = pivotRow[i] ?? 0;
    if (!(Math.abs(pivot) > 0) || !Number.isFinite(pivot)) return null;
    rows[best] = rows[i] ?? [];
    rows[i] = pivotRow.map((v) => v / pivot);
    for (let k = 0; k < n; k++) {
      const factor = rows[k]?.[i] ?? 0;
      if (k === i || factor === 0) continue;
      rows[k] = (rows[k] ?? []).map((v, j) => v - factor * (rows[i]?.[j] ?? 0));
    }
  }
  return rows;
}

/** log of the determinant of a symmetric positive definite matrix; NaN where it is none. */
export function logDeterminant(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  let sum = 0;
  rows.forEach((row, i) => {
    const pivot = row[i] ?? NaN;
    sum += pivot > 0 ? Math.log(pivot) : NaN;
    for (let k = i + 1; k < rows.length; k++) {
      const factor = (rows[k]?.[i] ?? 0) / pivot;
      rows[k] = (rows[k] ?? []).map((v, j) => v - factor * (row[j] ?? 0));
    }
  });
  return sum;
}
