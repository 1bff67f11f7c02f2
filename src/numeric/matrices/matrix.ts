/** Dense matrices of doubles, and the loops over their rows that everything else is made of. */

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, `rows × columns`. */
  readonly values: Float64Array;
}

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

export function identity(n: number): Matrix {
  const result = zeros(n, n);
  for (let i = 0; i < n; i++) result.values[i * (n + 1)] = 1;
  return result;
}

export function copied({ rows, columns, values }: Matrix): Matrix {
  return { rows, columns, values: values.slice() };
}

export function transposed({ rows, columns, values }: Matrix): Matrix {
  const result = zeros(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result.values[j * rows + i] = values[i * columns + j] ?? NaN;
  return result;
}

/** a·b, where a has as many columns as b has rows. */
export function product(a: Matrix, b: Matrix): Matrix {
  const [inner, width] = [a.columns, b.columns];
  const result = zeros(a.rows, width);
  const [x, y, into] = [a.values, b.values, result.values];
  const blocked = inner - (inner % block);
  for (let i = 0; i < a.rows; i++) {
    const to = i * width;
    for (let k = 0; k < blocked; k += block) {
      const from = i * inner + k;
      const [p, q, r, s] = [x[from] ?? NaN, x[from + 1] ?? NaN, x[from + 2] ?? NaN, x[from + 3] ?? NaN];
      const [first, second, third, fourth] = [k * width, (k + 1) * width, (k + 2) * width, (k + 3) * width];
      for (let j = 0; j < width; j++) {
        into[to + j] =
          (into[to + j] ?? NaN) +
          (p * (y[first + j] ?? NaN) + q * (y[second + j] ?? NaN)) +
          (r * (y[third + j] ?? NaN) + s * (y[fourth + j] ?? NaN));
      }
    }
    for (let k = blocked; k < inner; k++) addScaled(into, to, x[i * inner + k] ?? NaN, y, k * width, width);
  }
  return result;
}

/** Rows of b that `product` takes at once: each entry of the result is read and written once for that many terms. */
const block = 4;

/** Σ_j a[i + j]·b[k + j] over `count` entries. */
export function dot(a: Float64Array, i: number, b: Float64Array, k: number, count: number): number {
  let sum = 0;
  for (let j = 0; j < count; j++) sum += (a[i + j] ?? NaN) * (b[k + j] ?? NaN);
  return sum;
}

/** Σ_j (a[i + j] − c[i + j])·b[k + j] over `count` entries. */
export function dotOfDifference(
  a: Float64Array,
  c: Float64Array,
  i: number,
  b: Float64Array,
  k: number,
  count: number,
): number {
  let sum = 0;
  for (let j = 0; j < count; j++) sum += ((a[i + j] ?? NaN) - (c[i + j] ?? NaN)) * (b[k + j] ?? NaN);
  return sum;
}

/** into[to + j] += factor·b[from + j] over `count` entries. */
export function addScaled(
  into: Float64Array,
  to: number,
  factor: number,
  b: Float64Array,
  from: number,
  count: number,
): void {
  for (let j = 0; j < count; j++) into[to + j] = (into[to + j] ?? NaN) + factor * (b[from + j] ?? NaN);
}

/** (x, y) ← (c·x − s·y, s·x + c·y) for the `count` entries from a[i] and a[k] on. */
export function rotate(a: Float64Array, i: number, k: number, c: number, s: number, count: number): void {
  for (let j = 0; j < count; j++) {
    const [x, y] = [a[i + j] ?? NaN, a[k + j] ?? NaN];
    a[i + j] = c * x - s * y;
    a[k + j] = s * x + c * y;
  }
}
