/**
 * The integral over the parameters a that a loss is quadratic in, in closed form: with K = |r + J·(a − a*)|², where r and J
 * depend on the others alone, and the Gaussian localization e^(−γ|a − a*|²/2),
 *
 *     ∫ e^(−tK − γ|a − a*|²/2) da = (2π)^(p/2)·det(P)^(−1/2)·e^(−t·r·(r + Jδ)),   P = 2t·JᵀJ + γ,   δ = −2t·P⁻¹Jᵀr,
 *
 * by Givens rotations of the rows √(2t)·(J | r) into (√γ | 0), so that P is never formed. In a box it is the integral of a
 * truncated Gaussian, over one parameter only.
 */
import { GraphBuilder } from "../expression/graph.js";
import { gradientWithin } from "../expression/derivative.js";
import type { Graph, NodeId } from "../expression/graph.js";
import { gaussLegendre } from "./legendre.js";
import type { Weighted } from "./line.js";
import { compileAll } from "./program.js";
import { affineParameters, residualsOf } from "./residuals.js";

/** r and J as nodes of one graph. */
export interface LinearLayer {
  /** The parameters a, ascending. */
  readonly parameters: readonly number[];
  readonly graph: Graph;
  /** Row by row: the residual r_k, then J_k. They are to be evaluated at a = a*; J does not depend on a. */
  readonly rows: readonly NodeId[];
}

/** An integral over a, given the other entries of w: `value` is the mean of K under it. */
export type InnerIntegral = (w: Float64Array) => Weighted;

/** The layer of Σ `terms`; null where the terms are no squares, or squares of nothing affine. */
export function linearLayer(graph: Graph, terms: readonly NodeId[]): LinearLayer | null {
  const b = GraphBuilder.from(graph);
  const residuals = residualsOf(b, terms);
  if (residuals === null) return null;
  const parameters = affineParameters(b.graph(), residuals);
  return parameters.length === 0 ? null : layerIn(b, residuals, parameters);
}

/** The same with one of its parameters alone. */
export function lastOf({ parameters, graph, rows }: LinearLayer): LinearLayer {
  const width = parameters.length + 1;
  const kept = rows.filter((_, i) => i % width === 0 || i % width === width - 1);
  return { parameters: parameters.slice(-1), graph, rows: kept };
}

/** Over all of space, under a Gaussian of the given precision γ > 0 about a*, at which the entries of w must stand. */
export function gaussianIntegral(layer: LinearLayer, t: number, precision: number): InnerIntegral {
  const p = layer.parameters.length;
  const rowsAt = compileAll(layer.graph, layer.rows);
  const factor = new Float64Array(p * (p + 1));
  const row = new Float64Array(p + 1);
  const offset = new Float64Array(p);
  const scale = Math.sqrt(2 * t);
  return (w) => {
    const rows = rowsAt(w);
    const count = rows.length / (p + 1);
    factor.fill(0);
    for (let i = 0; i < p; i++) factor[i * (p + 1) + i] = Math.sqrt(precision);
    let rest = 0;
    for (let k = 0; k < count; k++) {
      for (let j = 0; j < p; j++) row[j] = scale * (rows[k * (p + 1) + 1 + j] ?? NaN);
      row[p] = scale * (rows[k * (p + 1)] ?? NaN);
      rotate(factor, row, p);
      rest += (row[p] ?? NaN) ** 2;
    }
    solve(factor, offset, p);
    let log = -0.5 * rest + 0.5 * p * Math.log(2 * Math.PI);
    for (let i = 0; i < p; i++) log -= Math.log(Math.abs(factor[i * (p + 1) + i] ?? NaN));
    let value = 0;
    for (let k = 0; k < count; k++) {
      const start = k * (p + 1);
      let residual = rows[start] ?? NaN;
      for (let j = 0; j < p; j++) residual += (rows[start + 1 + j] ?? NaN) * (offset[j] ?? NaN);
      value += residual ** 2 + variance(factor, rows, start + 1, p);
    }
    return { log, value };
  };
}

/** Over `lower` ≤ a ≤ `upper`, for a layer of one parameter a, whose entry of w must stand at `at`. */
export function segmentIntegral(
  layer: LinearLayer,
  t: number,
  { lower, upper, at }: { readonly lower: number; readonly upper: number; readonly at: number },
): InnerIntegral {
  const rowsAt = compileAll(layer.graph, layer.rows);
  return (w) => {
    const rows = rowsAt(w);
    let [square, product] = [0, 0];
    for (let k = 0; k < rows.length; k += 2) {
      const slope = rows[k + 1] ?? NaN;
      square += slope ** 2;
      product += slope * (rows[k] ?? NaN);
    }
    const minimum = square === 0 ? 0 : -product / square;
    const centre = Number.isFinite(minimum) ? minimum : 0;
    let least = 0;
    for (let k = 0; k < rows.length; k += 2) least += ((rows[k] ?? NaN) + (rows[k + 1] ?? NaN) * centre) ** 2;
    return truncatedGaussian(least, square, t, centre, lower - at, upper - at);
  };
}

function layerIn(b: GraphBuilder, residuals: readonly NodeId[], parameters: readonly number[]): LinearLayer {
  const dimension = Math.max(...parameters) + 1;
  const rows = residuals.flatMap((r) => {
    const gradient = gradientWithin(b, r, dimension);
    return [r, ...parameters.map((a) => gradient[a] ?? b.constant(0))];
  });
  return { parameters, graph: b.graph(), rows };
}

/** Rotates a row into the triangular factor, p × (p + 1) with the right-hand side last; leaves what is left in row[p]. */
function rotate(factor: Float64Array, row: Float64Array, p: number): void {
  for (let i = 0; i < p; i++) {
    const below = row[i] ?? NaN;
    if (below === 0) continue;
    const above = factor[i * (p + 1) + i] ?? NaN;
    const length = Math.sqrt(above * above + below * below);
    const [cosine, sine] = [above / length, below / length];
    for (let j = i; j <= p; j++) {
      const a = factor[i * (p + 1) + j] ?? NaN;
      const c = row[j] ?? NaN;
      factor[i * (p + 1) + j] = cosine * a + sine * c;
      row[j] = cosine * c - sine * a;
    }
  }
}

/** δ with factor·δ + right-hand side = 0. */
function solve(factor: Float64Array, offset: Float64Array, p: number): void {
  for (let i = p - 1; i >= 0; i--) {
    let sum = -(factor[i * (p + 1) + p] ?? NaN);
    for (let j = i + 1; j < p; j++) sum -= (factor[i * (p + 1) + j] ?? NaN) * (offset[j] ?? NaN);
    offset[i] = sum / (factor[i * (p + 1) + i] ?? NaN);
  }
}

/** The variance of J_k·a: |J_k·factor⁻¹|². */
function variance(factor: Float64Array, rows: Float64Array, start: number, p: number): number {
  const image = new Float64Array(p);
  let sum = 0;
  for (let i = 0; i < p; i++) {
    let x = rows[start + i] ?? NaN;
    for (let j = 0; j < i; j++) x -= (image[j] ?? NaN) * (factor[j * (p + 1) + i] ?? NaN);
    image[i] = x / (factor[i * (p + 1) + i] ?? NaN);
    sum += (image[i] ?? NaN) ** 2;
  }
  return sum;
}

/** Where the integrand has fallen by e^(−40) it counts as zero; panels and points that integrate what is left of it. */
const fall = 40;
const panels = 8;
const points = gaussLegendre(16);

/** ∫ e^(−tK) over [from, to] and the mean of K = least + square·(a − centre)². */
function truncatedGaussian(
  least: number,
  square: number,
  t: number,
  centre: number,
  from: number,
  to: number,
): Weighted {
  const nearest = Math.min(Math.max(centre, from), to);
  const away = Math.abs(nearest - centre);
  const depth = fall / (t * square);
  const reach = Number.isFinite(depth) ? depth / (away + Math.sqrt(away ** 2 + depth)) : Infinity;
  const start = Math.max(from, nearest - reach);
  const width = (Math.min(to, nearest + reach) - start) / panels;
  let [mass, moment] = [0, 0];
  for (let i = 0; i < panels; i++) {
    for (const { x, weight } of points) {
      const a = start + width * (i + 0.5 + 0.5 * x);
      const excess = square * (a - nearest) * (a + nearest - 2 * centre);
      const density = 0.5 * width * weight * Math.exp(-t * excess);
      mass += density;
      moment += density * excess;
    }
  }
  const floor = least + square * away ** 2;
  return { log: Math.log(mass) - t * floor, value: floor + moment / mass };
}
