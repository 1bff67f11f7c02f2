/**
 * Changes of basis g of a hidden layer, W ← g·W for the layer before it and V ← V·g⁻¹ for the one after: they leave
 * V·W, and with it K, as it is, and carry a chain along the set of equal K, which is where it is slow. g is drawn from the
 * density ∝ exp(−(γ/2)(‖gW − W*‖² + ‖Vg⁻¹ − V*‖²))·|det g|^(inputs − outputs) on a subgroup, with respect to its Haar
 * measure, which keeps the distribution (Liu & Sabatti, "Generalised Gibbs sampler and multigrid Monte Carlo", 2000).
 * The subgroups: g = 1 + x·E_ij for each i ≠ j, where x is Gaussian, and scalings of one hidden unit by e^x.
 */
import { addScaled, copied, dot, dotOfDifference, transposed } from "../matrices/matrix.js";
import type { Matrix } from "../matrices/matrix.js";

/** The layers on both sides of a hidden layer. */
export interface Neighbours {
  readonly before: Matrix;
  readonly after: Matrix;
}

/** Where the chain's random numbers come from. */
export interface Variates {
  normal(): number;
  /** On (0, 1). */
  uniform(): number;
}

/** One draw of g for every subgroup in turn, around the layers `origin` = (W*, V*). */
export function changeBases(
  layers: Neighbours,
  origin: Neighbours,
  localization: number,
  random: Variates,
): Neighbours {
  const into = side(copied(layers.before), origin.before);
  const outOf = side(transposed(layers.after), transposed(origin.after));
  const squares = Float64Array.from({ length: into.units }, (_, j) => squareOf(into, j));
  for (let i = 0; i < into.units; i++) {
    rescale(into, outOf, i, localization, random);
    const square = squareOf(outOf, i);
    for (let j = 0; j < into.units; j++)
      if (j !== i) shear(into, outOf, i, j, localization, square + (squares[j] ?? NaN), random);
    squares[i] = squareOf(into, i);
  }
  return { before: into.matrix, after: transposed(outOf.matrix) };
}

/** The weights on one side of the hidden layer: one row a unit. */
interface Side {
  readonly matrix: Matrix;
  readonly weights: Float64Array;
  readonly origin: Float64Array;
  readonly units: number;
  readonly length: number;
}

function side(matrix: Matrix, origin: Matrix): Side {
  return { matrix, weights: matrix.values, origin: origin.values, units: matrix.rows, length: matrix.columns };
}

function squareOf({ weights, length }: Side, i: number): number {
  return dot(weights, i * length, weights, i * length, length);
}

/** Row i of W gains x times row j; column j of V loses x times column i; `square` is |W_j|² + |V_i|². */
function shear(
  into: Side,
  outOf: Side,
  i: number,
  j: number,
  localization: number,
  square: number,
  random: Variates,
): void {
  if (square === 0) return;
  const [wi, wj] = [i * into.length, j * into.length];
  const [vi, vj] = [i * outOf.length, j * outOf.length];
  const { weights: w } = into;
  const { weights: v } = outOf;
  const slope =
    dotOfDifference(v, outOf.origin, vj, v, vi, outOf.length) - dotOfDifference(w, into.origin, wi, w, wj, into.length);
  const x = slope / square + random.normal() / Math.sqrt(localization * square);
  addScaled(w, wi, x, w, wj, into.length);
  addScaled(v, vj, -x, v, vi, outOf.length);
}

/** Row i of W times e^x, column i of V times e^−x: x by one step of slice sampling (Neal 2003) from 0. */
function rescale(into: Side, outOf: Side, i: number, localization: number, random: Variates): void {
  const [wi, vi] = [i * into.length, i * outOf.length];
  const w = along(into, wi);
  const v = along(outOf, vi);
  // At w* itself a unit without weights has no proper density of scales.
  if (w.square === 0 || v.square === 0) return;
  const logDensity = (x: number): number => {
    const e = Math.exp(x);
    const distances = e * (e * w.square - 2 * w.cross) + (v.square / e - 2 * v.cross) / e;
    return (into.length - outOf.length) * x - (localization / 2) * distances;
  };
  const e = Math.exp(sliceFromZero(logDensity, random));
  for (let k = 0; k < into.length; k++) into.weights[wi + k] = e * (into.weights[wi + k] ?? NaN);
  for (let k = 0; k < outOf.length; k++) outOf.weights[vi + k] = (outOf.weights[vi + k] ?? NaN) / e;
}

function along({ weights, origin, length }: Side, from: number): { readonly square: number; readonly cross: number } {
  return { square: dot(weights, from, weights, from, length), cross: dot(weights, from, origin, from, length) };
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
