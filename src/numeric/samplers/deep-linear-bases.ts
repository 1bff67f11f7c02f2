/**
 * Changes of basis g of a hidden layer, W ← g·W for the layer before it and V ← V·g⁻¹ for the one after: they leave
 * V·W, and with it K, as it is, and carry a chain along the set of equal K, which is where it is slow. g is drawn from the
 * density ∝ exp(−(γ/2)(‖gW − W*‖² + ‖Vg⁻¹ − V*‖²))·|det g|^(inputs − outputs) on a subgroup, with respect to its Haar
 * measure, which keeps the distribution (Liu & Sabatti, "Generalised Gibbs sampler and multigrid Monte Carlo", 2000).
 * The subgroups: g = 1 + x·E_ij for each i ≠ j, where x is Gaussian, and scalings of one hidden unit by e^x.
 */
import type { MatrixKernels } from "../matrices/kernels.js";
import { dot, transposed } from "../matrices/matrix.js";
import type { Matrix } from "../matrices/matrix.js";
import type { Rows } from "../matrices/shears.js";

/** The layers on both sides of a hidden layer. */
export interface Neighbours {
  readonly before: Matrix;
  readonly after: Matrix;
}

/** Where the chain's random numbers come from. */
export interface Variates {
  /** N(0, 1) variates. */
  normals(rows: number, columns: number): Matrix;
  /** On (0, 1). */
  uniform(): number;
}

/** One draw of g for every subgroup in turn, around the layers `origin` = (W*, V*). */
export function changeBases(
  layers: Neighbours,
  origin: Neighbours,
  localization: number,
  random: Variates,
  kernels: MatrixKernels,
): Neighbours {
  const atOrigin = { into: origin.before, outOf: transposed(origin.after) };
  const units = layers.before.rows;
  const spread = 1 / Math.sqrt(localization);
  const noise = random.normals(units, units).values.map((x) => spread * x);
  const work = kernels.shearing({ into: layers.before, outOf: transposed(layers.after) }, atOrigin);
  for (let i = 0; i < units; i++) {
    rescale(along(work.into, atOrigin.into, i), along(work.outOf, atOrigin.outOf, i), localization, random);
    work.shear(i, noise.subarray(i * units, (i + 1) * units));
  }
  return { before: compact(work.into, units), after: transposed(compact(work.outOf, units)) };
}

/** The weights of one hidden unit on one side. */
interface Row {
  readonly weights: Float64Array;
  readonly from: number;
  readonly length: number;
  /** |w|² and w·w*. */
  readonly square: number;
  readonly cross: number;
}

function along({ values, stride, columns }: Rows, origin: Matrix, i: number): Row {
  const from = i * stride;
  return {
    weights: values,
    from,
    length: columns,
    square: dot(values, from, values, from, columns),
    cross: dot(values, from, origin.values, i * columns, columns),
  };
}

/** Row i of W times e^x, column i of V times e^−x: x by one step of slice sampling (Neal 2003) from 0. */
function rescale(w: Row, v: Row, localization: number, random: Variates): void {
  // At w* itself a unit without weights has no proper density of scales.
  if (w.square === 0 || v.square === 0) return;
  const logDensity = (x: number): number => {
    const e = Math.exp(x);
    const distances = e * (e * w.square - 2 * w.cross) + (v.square / e - 2 * v.cross) / e;
    return (w.length - v.length) * x - (localization / 2) * distances;
  };
  const e = Math.exp(sliceFromZero(logDensity, random));
  for (let k = w.from; k < w.from + w.length; k++) w.weights[k] = e * (w.weights[k] ?? NaN);
  for (let k = v.from; k < v.from + v.length; k++) v.weights[k] = (v.weights[k] ?? NaN) / e;
}

/** Stepping out by 1, then shrinking. */
function sliceFromZero(logDensity: (x: number) => number, random: Variates): number {
  const level = logDensity(0) + Math.log(random.uniform());
  let low = -random.uniform();
  let high = low + 1;
  while (logDensity(low) > level) low -= 1;
  while (logDensity(high) > level) high += 1;
  for (;;) {
    const x = low + (high - low) * random.uniform();
    if (!(logDensity(x) < level)) return x;
    if (x < 0) low = x;
    else high = x;
  }
}

function compact({ values, stride, columns }: Rows, rows: number): Matrix {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) result.set(values.subarray(i * stride, i * stride + columns), i * columns);
  return { rows, columns, values: result };
}
