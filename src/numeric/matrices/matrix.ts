/** Dense matrices of doubles. */

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

export function transposed({ rows, columns, values }: Matrix): Matrix {
  const result = zeros(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result.values[j * rows + i] = values[i * columns + j] ?? NaN;
  return result;
}

/** a·b, where a has as many columns as b has rows; the terms of each entry are added in their order. */
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
        const two = (into[to + j] ?? NaN) + p * (y[first + j] ?? NaN) + q * (y[second + j] ?? NaN);
        into[to + j] = two + r * (y[third + j] ?? NaN) + s * (y[fourth + j] ?? NaN);
      }
    }
    for (let k = blocked; k < inner; k++) addScaled(into, to, x[i * inner + k] ?? NaN, y, k * width, width);
  }
  return result;
}

/** Rows of b that `product` takes at once: each entry of the result is read and written once for that many terms. */
const block = 4;

/**
 * Σ_j a[i + j]·b[k + j] over `count` entries, as four sums over every fourth entry that are then added: the order of
 * vector code, and faster than one sum in scalar code too.
 */
export function dot(a: Float64Array, i: number, b: Float64Array, k: number, count: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = count - (count % 4);
  for (let j = 0; j < whole; j += 4) {
    first += (a[i + j] ?? NaN) * (b[k + j] ?? NaN);
    second += (a[i + j + 1] ?? NaN) * (b[k + j + 1] ?? NaN);
    third += (a[i + j + 2] ?? NaN) * (b[k + j + 2] ?? NaN);
    fourth += (a[i + j + 3] ?? NaN) * (b[k + j + 3] ?? NaN);
  }
  if (whole < count) first += (a[i + whole] ?? NaN) * (b[k + whole] ?? NaN);
  if (whole + 1 < count) second += (a[i + whole + 1] ?? NaN) * (b[k + whole + 1] ?? NaN);
  if (whole + 2 < count) third += (a[i + whole + 2] ?? NaN) * (b[k + whole + 2] ?? NaN);
  return first + third + (second + fourth);
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
