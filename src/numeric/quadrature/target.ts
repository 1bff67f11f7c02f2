/**
 * The exact value, at a finite inverse temperature t, of what the samplers estimate: t·E_t[K] under
 * p(w) ∝ exp(−t·K(w) − (γ/2)|w − w*|²), or under exp(−t·K(w)) on a box, by nested adaptive quadrature. As
 * d log Z/d log t = −t·E_t[K], it tends to λ like λ − (m − 1)/log t, never faster.
 *
 * For losses of at most three variables at a time: parameters that K does not use drop out, and a sum of losses in
 * disjoint parameters is the sum of their targets. It is the yardstick that samplers are tested against; no estimate
 * uses it.
 */
import { LimitError, OptionError } from "../../errors.js";
import type { PopulationLoss } from "../loss.js";
import { separateTerms } from "./blocks.js";
import { integrate } from "./line.js";
import type { Weighted } from "./line.js";
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
}

export const maxVariables = 3;
/** Beyond this many standard deviations the Gaussian is cut off. */
const cutoff = 9;

/**
 * λ̂(t) at `nbeta` = t ≥ 0, to a relative accuracy of about `tolerance`; needles down to 1e-12 of the width are seen.
 * Throws LimitError where more than three variables are coupled.
 */
export function exactTarget(
  loss: PopulationLoss,
  nbeta: number,
  localization: Localization,
  tolerance = 1e-7,
): FiniteTarget {
  if (!(nbeta >= 0)) throw new OptionError("nbeta", String(nbeta), "a number ≥ 0");
  const w = Float64Array.from(loss.origin);
  const blocks = separateTerms(loss).map(({ parameters, terms }) => {
    if (parameters.length > maxVariables) {
      throw new LimitError("coupled variables of a quadrature", String(parameters.length), String(maxVariables));
    }
    const value = compile(loss.graph, terms);
    const k = (): number => value(w);
    return nested(k, w, parameters, loss.origin, nbeta, localization, tolerance);
  });
  return {
    value: nbeta * blocks.reduce((s, b) => s + b.value, 0),
    logZ: blocks.reduce((s, b) => s + b.log, 0),
  };
}

/** Integrates over `variables`, the last one innermost; `k` reads K at the current `w`. */
function nested(
  k: () => number,
  w: Float64Array,
  variables: readonly number[],
  origin: readonly number[],
  t: number,
  localization: Localization,
  tolerance: number,
): Weighted {
  const [variable, ...inner] = variables;
  if (variable === undefined) {
    const value = k();
    return { log: -t * value, value };
  }
  const [from, to] = range(variable, origin, localization);
  const centre = origin[variable] ?? 0;
  const precision = localization.kind === "gaussian" ? localization.precision : 0;
  const f = (x: number): Weighted => {
    w[variable] = x;
    const { log, value } = nested(k, w, inner, origin, t, localization, tolerance / 10);
    return { log: log - 0.5 * precision * (x - centre) ** 2, value };
  };
  const centres = inner.length === 0 ? [centre, ...minima(k, w, variable, from, to, centre)] : [centre];
  const result = integrate(f, { from, to, centres }, tolerance);
  w[variable] = centre;
  return result;
}

function range(variable: number, origin: readonly number[], localization: Localization): [number, number] {
  if (localization.kind === "box") return [localization.lower[variable] ?? NaN, localization.upper[variable] ?? NaN];
  const centre = origin[variable] ?? 0;
  const reach = cutoff / Math.sqrt(localization.precision);
  return [centre - reach, centre + reach];
}

/** Local minima of K along one coordinate: bracketed on a grid, uniform and geometric, then by golden section. */
function minima(
  k: () => number,
  w: Float64Array,
  variable: number,
  from: number,
  to: number,
  centre: number,
): number[] {
  const along = (x: number): number => {
    w[variable] = x;
    return k();
  };
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
  while (b - a > 1e-15 * Math.max(Math.abs(a), Math.abs(b))) {
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
