/**
 * The exact value, at a finite inverse temperature t, of what the samplers estimate: t·E_t[K] under
 * p(w) ∝ exp(−t·K(w) − (γ/2)|w − w*|²), or under exp(−t·K(w)) on a box, by nested adaptive quadrature. As
 * d log Z/d log t = −t·E_t[K], it tends to λ like λ − (m − 1)/log t, never faster.
 *
 * For losses of at most four variables at a time: parameters that K does not use drop out, a sum of losses in disjoint
 * parameters is the sum of their targets, and what a sum of squares is quadratic in, such as the weights of a linear last
 * layer, integrates out in closed form. It is the yardstick that samplers are tested against; no estimate uses it.
 */
import { LimitError, OptionError } from "../../errors.js";
import type { PopulationLoss } from "../loss.js";
import { separateTerms } from "./blocks.js";
import type { Block } from "./blocks.js";
import { integrateBox } from "./cubature.js";
import type { Cubature } from "./cubature.js";
import { integrate } from "./line.js";
import type { Weighted } from "./line.js";
import { gaussianIntegral, lastOf, linearLayer, segmentIntegral } from "./linear-layer.js";
import type { InnerIntegral } from "./linear-layer.js";
import { compile } from "./program.js";

/** What keeps w near w*: a Gaussian of precision γ, or a box with lower and upper ends for each parameter. */
export type Localization =
  | { readonly kind: "gaussian"; readonly precision: number }
  | { readonly kind: "box"; readonly lower: readonly number[]; readonly upper: readonly number[] };

export interface FiniteTarget {
  /** λ̂(t) = t·E_t[K]. */
  readonly value: number;
  /** log Z(t) = log ∫ exp(−t·K) of the localizing measure (unnormalised), over the variables that K depends on. */
  readonly logZ: number;
  /** A careful estimate of the relative error of `value`; above the tolerance where the cubature ended before. */
  readonly error: number;
}

/** Variables that may be coupled after what integrates out in closed form. */
export const maxVariables = 4;
/** Up to so many variables, lines are integrated within lines; more take the cubature. */
const maxNested = 2;
/** Where the cubature ends, after some seconds. */
const maxEvaluations = 4e6;
/** Beyond this many standard deviations the Gaussian is cut off. */
const cutoff = 9;

/**
 * λ̂(t) at `nbeta` = t ≥ 0. A Gaussian integrates a whole linear layer out; in a box one parameter goes in closed form.
 * Of the coupled variables that are left, one or two are integrated to a relative accuracy of about `tolerance` (1e-7),
 * and needles down to 1e-12 of the width are seen; three or four to `tolerance` (1e-4) or as far as 4e6 evaluations
 * reach. Throws LimitError where there are more.
 */
export function exactTarget(
  loss: PopulationLoss,
  nbeta: number,
  localization: Localization,
  tolerance?: number,
): FiniteTarget {
  if (!(nbeta >= 0)) throw new OptionError("nbeta", String(nbeta), "a number ≥ 0");
  if (localization.kind === "gaussian" && !(localization.precision > 0))
    throw new OptionError("precision", String(localization.precision), "a number > 0");
  const integrals = separateTerms(loss).map((block) => {
    const { outer, inner } = integralOf(loss, block, nbeta, localization);
    if (outer.length > maxVariables)
      throw new LimitError("coupled variables of a quadrature", String(outer.length), String(maxVariables));
    const around = { w: Float64Array.from(loss.origin), inner, origin: loss.origin, localization };
    if (outer.length > maxNested) return throughBox(around, outer, nbeta, tolerance ?? 1e-4);
    const accuracy = tolerance ?? 1e-7;
    return { ...nested(around, outer, accuracy), error: accuracy };
  });
  const value = integrals.reduce((s, b) => s + b.value, 0);
  return {
    value: nbeta * value,
    logZ: integrals.reduce((s, b) => s + b.log, 0),
    error: value === 0 ? 0 : integrals.reduce((s, b) => s + b.error * b.value, 0) / value,
  };
}

/** What is integrated by quadrature, and the integrand in closed form. */
function integralOf(
  loss: PopulationLoss,
  { parameters, terms }: Block,
  t: number,
  localization: Localization,
): { readonly outer: readonly number[]; readonly inner: InnerIntegral } {
  const layer = linearLayer(loss.graph, terms);
  if (layer === null) {
    const k = compile(loss.graph, terms);
    const inner = (w: Float64Array): Weighted => {
      const value = k(w);
      return { log: -t * value, value };
    };
    return { outer: parameters, inner };
  }
  const without = (a: readonly number[]): number[] => parameters.filter((p) => !a.includes(p));
  if (localization.kind === "gaussian")
    return { outer: without(layer.parameters), inner: gaussianIntegral(layer, t, localization.precision) };
  const last = lastOf(layer);
  const [a = 0] = last.parameters;
  const [lower = NaN, upper = NaN, at = NaN] = [localization.lower[a], localization.upper[a], loss.origin[a]];
  return { outer: without([a]), inner: segmentIntegral(last, t, { lower, upper, at }) };
}

interface Surroundings {
  /** The current point. */
  readonly w: Float64Array;
  readonly inner: InnerIntegral;
  readonly origin: readonly number[];
  readonly localization: Localization;
}

/** Integrates over `variables`, the last one innermost. */
function nested(around: Surroundings, variables: readonly number[], tolerance: number): Weighted {
  const { w, inner, origin, localization } = around;
  const [variable, ...rest] = variables;
  if (variable === undefined) return inner(w);
  const [from, to] = range(variable, origin, localization);
  const centre = origin[variable] ?? 0;
  const precision = localization.kind === "gaussian" ? localization.precision : 0;
  const f = (x: number): Weighted => {
    w[variable] = x;
    const { log, value } = nested(around, rest, tolerance / 10);
    return { log: log - 0.5 * precision * (x - centre) ** 2, value };
  };
  const potential = (x: number): number => {
    w[variable] = x;
    return -inner(w).log;
  };
  const centres = rest.length === 0 ? [centre, ...minima(potential, from, to, centre)] : [centre];
  const result = integrate(f, { from, to, centres }, tolerance);
  w[variable] = centre;
  return result;
}

/** The length of a piece of an axis, in the coordinate in which the integrand is smooth at the scale 1. */
const piece = 4;

/**
 * Over all of `variables` at once, in coordinates s with w = w* + σ·sinh s, where σ = 1/√(1 + t) is the width that K ~ w²
 * leaves: powers of w and what falls off like them are smooth there at the scale 1.
 */
function throughBox(around: Surroundings, variables: readonly number[], t: number, tolerance: number): Cubature {
  const { w, inner, origin, localization } = around;
  const width = 1 / Math.sqrt(1 + t);
  const precision = localization.kind === "gaussian" ? localization.precision : 0;
  const ends = variables.map((v) =>
    range(v, origin, localization).map((x) => Math.asinh((x - (origin[v] ?? 0)) / width)),
  );
  const [lower, upper] = [ends.map(([from = NaN]) => from), ends.map(([, to = NaN]) => to)];
  const pieces = ends.map(([from = NaN, to = NaN]) => 2 * Math.max(1, Math.round((to - from) / (2 * piece))));
  const f = (s: Float64Array): Weighted => {
    let jacobian = 0;
    variables.forEach((v, i) => {
      const x = width * Math.sinh(s[i] ?? NaN);
      w[v] = (origin[v] ?? 0) + x;
      jacobian += Math.log(width * Math.cosh(s[i] ?? NaN)) - 0.5 * precision * x * x;
    });
    const { log, value } = inner(w);
    return { log: log + jacobian, value };
  };
  return integrateBox(f, { lower, upper, pieces }, { tolerance, evaluations: maxEvaluations });
}

function range(variable: number, origin: readonly number[], localization: Localization): [number, number] {
  if (localization.kind === "box") return [localization.lower[variable] ?? NaN, localization.upper[variable] ?? NaN];
  const centre = origin[variable] ?? 0;
  const reach = cutoff / Math.sqrt(localization.precision);
  return [centre - reach, centre + reach];
}

/** Local minima: bracketed on a grid, uniform and geometric, then by golden section. */
function minima(along: (x: number) => number, from: number, to: number, centre: number): number[] {
  const grid = scanGrid(from, to, centre);
  const values = grid.map(along);
  const found: number[] = [];
  for (let i = 1; i + 1 < grid.length; i++) {
    const here = values[i] ?? NaN;
    if (here <= (values[i - 1] ?? NaN) && here < (values[i + 1] ?? NaN)) {
      found.push(goldenSection(along, grid[i - 1] ?? NaN, grid[i] ?? NaN, grid[i + 1] ?? NaN));
    }
  }
  return found;
}

function scanGrid(from: number, to: number, centre: number): number[] {
  const points = new Set<number>();
  for (let i = 0; i <= 40; i++) points.add(from + ((to - from) * i) / 40);
  for (let d = (to - from) / 64; d > (to - from) * 1e-9; d /= 4) {
    if (centre - d > from) points.add(centre - d);
    if (centre + d < to) points.add(centre + d);
  }
  if (centre > from && centre < to) points.add(centre);
  return [...points].sort((a, b) => a - b);
}

function goldenSection(f: (x: number) => number, left: number, middle: number, right: number): number {
  const ratio = (3 - Math.sqrt(5)) / 2;
  let [a, x, b] = [left, middle, right];
  let fx = f(x);
  const finest = Math.min(1e-5 * (right - left), 1e-14);
  while (b - a > Math.max(1e-15 * Math.max(Math.abs(a), Math.abs(b)), finest)) {
    const y = b - x > x - a ? x + ratio * (b - x) : x - ratio * (x - a);
    if (y === x) break;
    const fy = f(y);
    if (fy < fx) {
      [a, b] = y > x ? [x, b] : [a, x];
      [x, fx] = [y, fy];
    } else {
      [a, b] = y > x ? [a, y] : [y, b];
    }
  }
  return x;
}
