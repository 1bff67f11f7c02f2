/**
 * One layer of K(w) = scale·‖A·W·P − B‖²_F given the products A, P of the layers after and before it. The density
 * ∝ exp(−nβ·K − (γ/2)‖W − W*‖²) of W alone is Gaussian; in the singular vectors of A and P, with singular values a_i and
 * p_j, its coordinates are independent of precision π_ij = 2·nβ·scale·a_i²p_j² + γ. So W is drawn exactly, and the mean of K
 * over such draws is known before the draw.
 */
import type { MatrixKernels } from "../matrices/kernels.js";
import { identity, transposed, zeros } from "../matrices/matrix.js";
import type { Matrix } from "../matrices/matrix.js";
import { rightSingular } from "../matrices/singular.js";

/** A product of layers, times a matrix on its far side, as `imagesᵀ·directions`. */
export interface Factor {
  /** Singular values of the layers' product, descending, all positive. */
  readonly values: Float64Array;
  /** Right singular vectors, one a row: in the space of the layer that comes next. */
  readonly directions: Matrix;
  /** What product and matrix make of them, one a row. */
  readonly images: Matrix;
}

/** No layer yet: `side`, which has one row for each coordinate of the space, is the transpose of the matrix. */
export function emptyFactor(side: Matrix): Factor {
  return { values: new Float64Array(side.rows).fill(1), directions: identity(side.rows), images: side };
}

/** The factor's product times `layer`. */
export function extended({ values, directions, images }: Factor, layer: Matrix, kernels: MatrixKernels): Factor {
  const { product } = kernels;
  const inner = product(directions, layer);
  const { values: next, vectors } = rightSingular(scaledRows(inner, values), kernels);
  return { values: next, directions: vectors, images: product(product(vectors, transposed(inner)), images) };
}

/** Of B = C·D, in whatever way. */
export interface Conditional {
  /** A, with Cᵀ on its far side. */
  readonly after: Factor;
  /** Pᵀ, with D on its far side. */
  readonly before: Factor;
  /** W*. */
  readonly origin: Matrix;
  /** ‖B‖². */
  readonly truthSquare: number;
  /** nβ·scale. */
  readonly weight: number;
  /** γ > 0. */
  readonly localization: number;
}

export interface LayerDraw {
  readonly layer: Matrix;
  /** The mean of ‖A·W·P − B‖² over all draws. */
  readonly expected: number;
}

/**
 * The layer from independent N(0, 1) variates of its shape; the mean of the density from zeros. In the directions that
 * do not reach the output it follows the localization alone; in the others that is replaced.
 */
export function drawLayer(c: Conditional, noise: Matrix, { product }: MatrixKernels): LayerDraw {
  const { after, before, origin, localization } = c;
  const columns = transposed(before.directions);
  const within = (m: Matrix): Matrix => product(product(after.directions, m), columns);
  const [centre, random] = [within(origin).values, within(noise).values];
  const pull = product(after.images, transposed(before.images)).values;
  const change = zeros(after.values.length, before.values.length);
  const spread = 1 / Math.sqrt(localization);
  let expected = c.truthSquare;
  after.values.forEach((a, i) => {
    before.values.forEach((p, j) => {
      const at = i * change.columns + j;
      const square = (a * p) ** 2;
      const precision = 2 * c.weight * square + localization;
      const [w, b] = [centre[at] ?? NaN, pull[at] ?? NaN];
      const shift = (2 * c.weight * (b - square * w)) / precision;
      change.values[at] = shift + (1 / Math.sqrt(precision) - spread) * (random[at] ?? NaN);
      expected += square / precision + (square * (w + shift) - 2 * b) * (w + shift);
    });
  });
  const replaced = product(product(transposed(after.directions), change), before.directions).values;
  const values = origin.values.map((w, i) => w + spread * (noise.values[i] ?? NaN) + (replaced[i] ?? NaN));
  return { layer: { ...origin, values }, expected };
}

export function squaredNorm({ values }: Matrix): number {
  let sum = 0;
  for (const x of values) sum += x * x;
  return sum;
}

function scaledRows({ rows, columns, values }: Matrix, factors: Float64Array): Matrix {
  const result = zeros(rows, columns);
  for (let i = 0; i < rows; i++) {
    const factor = factors[i] ?? NaN;
    for (let at = i * columns; at < (i + 1) * columns; at++) result.values[at] = factor * (values[at] ?? NaN);
  }
  return result;
}
