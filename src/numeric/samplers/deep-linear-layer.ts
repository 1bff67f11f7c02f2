/**
 * One layer of K(w) = scale·‖A·W·P − B‖²_F given the products A, P of the layers after and before it. The density
 * ∝ exp(−nβ·K − (γ/2)‖W − W*‖²) of W alone is Gaussian; in the singular vectors of A and P, with singular values a_i and
 * p_j, its coordinates are independent of precision π_ij = 2·nβ·scale·a_i²p_j² + γ. So W is drawn exactly, and the mean of K
 * over such draws is known before the draw.
 */
import { identity, product, transposed, zeros } from "../matrices/matrix.js";
import type { Matrix } from "../matrices/matrix.js";
import { rightSingular } from "../matrices/singular.js";

/** A product of layers as `imagesᵀ·directions`. */
export interface Factor {
  /** Singular values, descending, all positive. */
  readonly values: Float64Array;
  /** Right singular vectors, one a row: in the space of the layer that comes next. */
  readonly directions: Matrix;
  /** What the product makes of them, one a row, of length `values[i]`. */
  readonly images: Matrix;
}

/** The empty product. */
export function identityFactor(width: number): Factor {
  return { values: new Float64Array(width).fill(1), directions: identity(width), images: identity(width) };
}

/** The factor's product times `layer`. */
export function extended({ values, directions, images }: Factor, layer: Matrix): Factor {
  const inner = product(directions, layer);
  const { values: next, vectors } = rightSingular(scaledRows(inner, values));
  return { values: next, directions: vectors, images: product(product(vectors, transposed(inner)), images) };
}

export interface Conditional {
  /** A. */
  readonly after: Factor;
  /** Pᵀ. */
  readonly before: Factor;
  /** W*. */
  readonly origin: Matrix;
  /** B. */
  readonly truth: Matrix;
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
export function drawLayer(c: Conditional, noise: Matrix): LayerDraw {
  const { after, before, origin, localization } = c;
  const within = (m: Matrix): Matrix => product(product(after.directions, m), transposed(before.directions));
  const [centre, random] = [within(origin).values, within(noise).values];
  const pull = product(product(after.images, c.truth), transposed(before.images)).values;
  const change = zeros(after.values.length, before.values.length);
  const spread = 1 / Math.sqrt(localization);
  let expected = squaredNorm(c.truth);
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
  const result = values.map((x, at) => x * (factors[Math.floor(at / columns)] ?? NaN));
  return { rows, columns, values: result };
}
