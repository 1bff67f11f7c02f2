/**
 * The volume of V(δ) = {max |f_i| < δ} in a box around the origin, down to tiny δ and in any number of variables, by
 * sequential Monte Carlo that knows nothing of resolution (Del Moral, Doucet, Jasra 2006, J. R. Stat. Soc. B 68, 411–436).
 *
 * Particles uniform on one set lose those outside the next smaller one, whose share is the ratio of the volumes; the others
 * are copied and moved by slice sampling (Neal 2003, Ann. Stat. 31, 705–767), which leaves the uniform distribution
 * invariant. The product of the shares is an unbiased estimate of the volume; independent runs give its error.
 */
import { next, seeded } from "../../src/numeric/random/xoshiro.js";
import * as M from "../../src/symbolic/algebra/monomial.js";
import * as P from "../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../src/symbolic/algebra/rational.js";

export interface Sampling {
  /** Half the side of the box. */
  readonly radius: number;
  readonly particles: number;
  readonly runs: number;
  /** −log of the smallest δ, from 0 at a bound of max |f_i| on the box; rounding may end a run before. */
  readonly depth: number;
  readonly seed: number;
}

/** log Vol V(δ) of one run at −log δ = step, 2·step, …, where the bound on the box is δ = 1. */
export type Curve = readonly number[];

export const step = 0.75;
/** Runs end where rounding reaches a twentieth of δ at so many particles. */
const spoiled = 0.02;

/** One curve a run, cut to the length of the shortest. */
export function volumeCurves(ideal: readonly Polynomial[], dimension: number, sampling: Sampling): readonly Curve[] {
  const curves = Array.from({ length: sampling.runs }, (_, run) => curveOf(ideal, dimension, sampling, run));
  const length = Math.min(...curves.map((c) => c.length));
  return curves.map((c) => c.slice(0, length));
}

/** Least squares for λ, given m, on the part of the curves from `from` to `to` (of their length). */
export function exponentOf(curves: readonly Curve[], multiplicity: number, from: number, to = 1): Mean {
  return meanOf(curves.map((c) => slopeGiven(c, multiplicity, from, to)));
}

/** 1 + the power of −log δ by which the second half of the curves outgrows δ^λ: near m where λ is right. */
export function powerGiven(curves: readonly Curve[], lambda: number): Mean {
  return meanOf(
    curves.map((curve) => {
      const points = partOf(curve, 0.5, 1);
      const L = points.map(([l]) => l);
      const y = points.map(([l, log]) => log + lambda * l);
      return 1 + slope(L, y) * (L.reduce((s, l) => s + l, 0) / L.length);
    }),
  );
}

export interface Mean {
  readonly value: number;
  /** Standard error over the runs. */
  readonly error: number;
}

function curveOf(ideal: readonly Polynomial[], dimension: number, sampling: Sampling, run: number): number[] {
  const { radius, particles, depth } = sampling;
  const { below, rounding, bound } = normOf(ideal, dimension, radius);
  const state = seeded(sampling.seed, run, 0);
  const random = (): number => (next(state) + 0.5) / 2 ** 32;
  let cloud = Array.from({ length: particles }, () =>
    Float64Array.from({ length: dimension }, () => radius * (2 * random() - 1)),
  );
  let norms = cloud.map((x) => below(x, Infinity));
  let log = dimension * Math.log(2 * radius);
  const curve: number[] = [];
  for (let L = step; L <= depth; L += step) {
    const delta = bound * Math.exp(-L);
    const inside = cloud.filter((_, i) => (norms[i] ?? NaN) < delta);
    if (inside.length < 5) break;
    log += Math.log(inside.length / particles);
    curve.push(log);
    cloud = cloud.map((_, i) => Float64Array.from(inside[Math.floor(((i + 0.5) * inside.length) / particles)] ?? []));
    const move = mover((x) => below(x, delta) < delta, cloud, radius, L, random);
    cloud.forEach(move);
    norms = cloud.map((x) => below(x, Infinity));
    if (cloud.filter((x) => rounding(x) > delta / 20).length > spoiled * particles) break;
  }
  return curve;
}

interface Norm {
  /** max |f_i|, or any value ≥ `limit` where it is at least that; Infinity outside the box. */
  readonly below: (x: Float64Array, limit: number) => number;
  /** A bound on the rounding error of max |f_i|. */
  readonly rounding: (x: Float64Array) => number;
  /** max |f_i| in the box is at most this. */
  readonly bound: number;
}

function normOf(ideal: readonly Polynomial[], dimension: number, radius: number): Norm {
  const terms = ideal.map((g) => P.terms(g));
  const ends = Uint32Array.from(terms, (_, j) => terms.slice(0, j + 1).reduce((s, t) => s + t.length, 0));
  const factors = terms.flat().map(([m]) => M.exponents(m, dimension).flatMap((e, i) => new Array<number>(e).fill(i)));
  const stops = Uint32Array.from(factors, (_, k) => factors.slice(0, k + 1).reduce((s, f) => s + f.length, 0));
  const indices = Uint8Array.from(factors.flat());
  const coefficients = Float64Array.from(terms.flat(), ([, c]) => Q.toNumber(c));
  const sizes = coefficients.map(Math.abs);
  const greatest = (x: Float64Array, of: Float64Array, limit: number, least: number): number => {
    let [most, term, factor] = [0, 0, 0];
    for (let j = 0; j < ends.length && most < limit; j++) {
      const end = ends[j] ?? 0;
      const several = end - term >= least;
      let sum = 0;
      for (; term < end; term++) {
        let product = of[term] ?? NaN;
        for (const stop = stops[term] ?? 0; factor < stop; factor++) product *= x[indices[factor] ?? 0] ?? NaN;
        sum += product;
      }
      if (several && Math.abs(sum) > most) most = Math.abs(sum);
    }
    return most;
  };
  const within = (x: Float64Array): boolean => {
    for (let i = 0; i < x.length; i++) if (!(Math.abs(x[i] ?? NaN) <= radius)) return false;
    return true;
  };
  return {
    below: (x, limit) => (within(x) ? greatest(x, coefficients, limit, 1) : Infinity),
    // A single product is right to a few units in the last place.
    rounding: (x) => 3e-16 * greatest(x.map(Math.abs), sizes, Infinity, 2),
    bound: greatest(new Float64Array(dimension).fill(radius), sizes, Infinity, 1),
  };
}

/**
 * One move of a particle within the set: slices along the coordinates, along directions with components of random
 * sizes, along differences of particles, and along one-parameter groups x_i·e^(s·a_i), whose orbits carry e^(sΣa) ds.
 */
function mover(
  holds: (x: Float64Array) => boolean,
  cloud: readonly Float64Array[],
  radius: number,
  L: number,
  random: () => number,
): (x: Float64Array) => void {
  const n = cloud[0]?.length ?? 0;
  const y = new Float64Array(n);
  const d = new Float64Array(n);
  const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const size = (): number => radius * Math.exp(-random() * (L + 3));
  const slice = (x: Float64Array, width: number, place: (s: number) => boolean): void => {
    let from = -random() * width;
    let to = from + width;
    for (let i = 0; i < 200; i++) {
      const s = from + random() * (to - from);
      if (place(s) && holds(y)) {
        x.set(y);
        return;
      }
      if (s < 0) from = s;
      else to = s;
    }
  };
  const straight = (x: Float64Array, width: number): void => {
    slice(x, width, (s) => {
      for (let i = 0; i < n; i++) y[i] = (x[i] ?? 0) + s * (d[i] ?? 0);
      return true;
    });
  };
  const scaled = (x: Float64Array, width: number): void => {
    const total = d.reduce((s, a) => s + a, 0);
    const level = Math.log(random());
    slice(x, width, (s) => {
      for (let i = 0; i < n; i++) y[i] = (x[i] ?? 0) * Math.exp(s * (d[i] ?? 0));
      return s * total > level;
    });
  };
  return (x) => {
    for (let i = 0; i < n; i++) {
      d.fill(0)[i] = 1;
      straight(x, random() < 0.5 ? size() : 2 * radius);
    }
    for (const width of [L, 1]) {
      for (let i = 0; i < n; i++) d[i] = random() < 0.3 ? 0 : normal();
      scaled(x, width);
    }
    for (let k = 0; k < 2; k++) {
      for (let i = 0; i < n; i++) d[i] = normal() * size();
      straight(x, 1);
    }
    for (const width of [2, Math.exp(-8 * random())]) {
      const [p, q] = [0, 0].map(() => cloud[Math.floor(random() * cloud.length)] ?? x);
      for (let i = 0; i < n; i++) d[i] = (p?.[i] ?? 0) - (q?.[i] ?? 0);
      if (p !== x && q !== x) straight(x, width);
    }
    for (let i = 0; i < n; i++) y[i] = random() < 0.5 ? (x[i] ?? 0) : -(x[i] ?? 0);
    if (holds(y)) x.set(y);
  };
}

/** [−log δ, log V] on a part of a curve. */
function partOf(curve: Curve, from: number, to: number): [number, number][] {
  const points = curve.map((log, k): [number, number] => [(k + 1) * step, log]);
  return points.slice(Math.floor(from * curve.length), Math.floor(to * curve.length));
}

/** λ of log V = −λL + (m − 1)·log(L + c) + d, with the c that fits best. */
function slopeGiven(curve: Curve, multiplicity: number, from: number, to: number): number {
  const points = partOf(curve, from, to);
  const L = points.map(([l]) => l);
  const first = L[0] ?? 0;
  const shifts = multiplicity === 1 ? [0] : Array.from({ length: 60 }, (_, k) => -0.6 * first + 0.5 * 1.09 ** k);
  let [best, least] = [NaN, Infinity];
  for (const c of shifts) {
    const y = points.map(([l, log]) => log - (multiplicity - 1) * Math.log(l + c));
    const fitted = slope(L, y);
    const residual = spread(y.map((v, i) => v - fitted * (L[i] ?? 0)));
    if (residual < least) [best, least] = [-fitted, residual];
  }
  return best;
}

function meanOf(values: readonly number[]): Mean {
  return { value: mean(values), error: Math.sqrt(spread(values) / Math.max(1, values.length - 1)) };
}

function slope(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  return mean(x.map((v, i) => (v - mx) * ((y[i] ?? 0) - my))) / spread(x);
}

function spread(x: readonly number[]): number {
  const centre = mean(x);
  return mean(x.map((v) => (v - centre) ** 2));
}

function mean(x: readonly number[]): number {
  return x.reduce((s, v) => s + v, 0) / x.length;
}
