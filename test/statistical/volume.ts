/**
 * The volume of {max |f_i| < δ} in a box around the origin, by quadrature that knows nothing of resolution: the last
 * variable is integrated exactly, between the real roots of f_i ± δ (found between the roots of the derivatives, one degree
 * after the other); the others by the midpoint rule in log |x|, with both signs.
 */
import * as M from "../../src/symbolic/algebra/monomial.js";
import * as P from "../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../src/symbolic/algebra/rational.js";

/** Half the side of the box. */
const radius = 0.5;

/** Each line of nodes is moved by its own fraction of a step, so that errors of the rule do not add up. */
const golden = (Math.sqrt(5) - 1) / 2;

/** volumes[k] for thresholds[k], of ideals in x_0, …, x_{n−1}; `nodes` in each outer variable and sign. */
export function volumes(
  ideal: readonly Polynomial[],
  dimension: number,
  thresholds: readonly number[],
  { nodes, depth }: { readonly nodes: number; readonly depth: number },
): number[] {
  const inner = dimension - 1;
  const chosen = innerVariable(ideal, dimension);
  const exchange = new Map([
    [chosen, P.variable(inner)],
    [inner, P.variable(chosen)],
  ]);
  const sections = ideal.map((g) => sectionOf(P.compose(g, exchange), inner));
  const totals = thresholds.map(() => 0);
  const point = new Array<number>(inner).fill(0);
  const visit = (i: number, weight: number, offset: number): void => {
    if (i === inner) {
      const lines = sections.map((section) => section(point));
      thresholds.forEach((delta, k) => {
        totals[k] = (totals[k] ?? 0) + weight * measure(lines, delta);
      });
      return;
    }
    // Below radius·e^−depth a slab of that width is left out.
    for (let j = 0; j < nodes; j++) {
      const size = radius * Math.exp((-depth * (j + offset)) / nodes);
      for (const sign of [1, -1]) {
        point[i] = sign * size;
        visit(i + 1, (weight * size * depth) / nodes, (offset + (2 * j + (sign > 0 ? 1 : 2)) * golden) % 1);
      }
    }
  };
  visit(0, 1, 0.5);
  return totals;
}

/** The variable of which the lowest pure power occurs beside other terms: strips around curves are thin across it. */
function innerVariable(ideal: readonly Polynomial[], dimension: number): number {
  const powers = ideal
    .map((g) => P.divideMonomial(g, P.monomialContent(g)) ?? g)
    .filter((g) => g.monomials.length > 1)
    .flatMap((g) => g.monomials)
    .filter((m) => M.support(m).length === 1)
    .map((m) => ({ variable: m.length - 1, exponent: M.degree(m) }))
    .sort((a, b) => a.exponent - b.exponent);
  return powers[0]?.variable ?? dimension - 1;
}

/** g as a function of the outer variables to the coefficients of a polynomial in the inner one. */
function sectionOf(g: Polynomial, inner: number): (point: readonly number[]) => number[] {
  const terms = P.terms(g).map(([m, c]) => ({ exponents: M.exponents(m, inner + 1), value: Q.toNumber(c) }));
  const degree = Math.max(0, ...terms.map(({ exponents }) => exponents[inner] ?? 0));
  return (point) => {
    const line = new Array<number>(degree + 1).fill(0);
    for (const { exponents, value } of terms) {
      const e = exponents[inner] ?? 0;
      line[e] = (line[e] ?? 0) + point.reduce((product, x, i) => product * x ** (exponents[i] ?? 0), value);
    }
    return line;
  };
}

/** The length of {t ∈ (−radius, radius) : |line(t)| < δ for all lines}. */
function measure(lines: readonly (readonly number[])[], delta: number): number {
  const breaks = lines.flatMap((line) => [...rootsOf(shifted(line, -delta)), ...rootsOf(shifted(line, delta))]);
  const ends = [-radius, ...breaks.sort((a, b) => a - b), radius];
  let length = 0;
  for (let i = 0; i + 1 < ends.length; i++) {
    const [a, b] = [ends[i] ?? 0, ends[i + 1] ?? 0];
    const middle = (a + b) / 2;
    if (b > a && lines.every((line) => Math.abs(at(line, middle)) < delta)) length += b - a;
  }
  return length;
}

/** The real roots in (−radius, radius) where the polynomial changes sign, ascending. */
function rootsOf(line: readonly number[]): number[] {
  if (line.length <= 1) return [];
  const turns = rootsOf(line.slice(1).map((c, i) => c * (i + 1)));
  const ends = [-radius, ...turns, radius];
  const roots: number[] = [];
  for (let i = 0; i + 1 < ends.length; i++) {
    const [a, b] = [ends[i] ?? 0, ends[i + 1] ?? 0];
    const [low, high] = [at(line, a), at(line, b)];
    if (low < 0 !== high < 0) roots.push(bisect(line, a, b, low < 0));
  }
  return roots;
}

/** Relative precision matters near 0, so that the interval is halved in the logarithm where it does not hold 0. */
function bisect(line: readonly number[], lower: number, upper: number, negativeBelow: boolean): number {
  let [a, b] = [lower, upper];
  for (let step = 0; step < 90; step++) {
    const middle = split(a, b);
    if (middle <= a || middle >= b) break;
    if (at(line, middle) < 0 === negativeBelow) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

function split(a: number, b: number): number {
  if (a < 0 && b > 0) return 0;
  if (a >= 0) return Math.sqrt(Math.max(a, 1e-18) * b);
  return -Math.sqrt(-a * Math.max(-b, 1e-18));
}

function shifted(f: readonly number[], by: number): number[] {
  return f.map((c, i) => (i === 0 ? c + by : c));
}

function at(f: readonly number[], t: number): number {
  return f.reduceRight((value, c) => value * t + c, 0);
}

/** Least squares of log V = −λL + (m − 1) log(L + c) + d, L = −log δ, over λ, c and d, for a given m: the best λ. */
export function fittedLambda(thresholds: readonly number[], values: readonly number[], multiplicity: number): number {
  const L = thresholds.map((delta) => -Math.log(delta));
  const first = Math.min(...L);
  let [lambda, least] = [NaN, Infinity];
  const shifts = multiplicity === 1 ? [0] : Array.from({ length: 240 }, (_, k) => -first + 0.5 * 1.035 ** k);
  for (const c of shifts) {
    const y = values.map((v, i) => Math.log(v) - (multiplicity - 1) * Math.log((L[i] ?? 0) + c));
    const { slope, residual } = line(L, y);
    if (residual < least) [lambda, least] = [-slope, residual];
  }
  return lambda;
}

/** The power of −log δ by which V outgrows δ^λ, plus 1: near m where λ is right. */
export function fittedMultiplicity(thresholds: readonly number[], values: readonly number[], lambda: number): number {
  const L = thresholds.map((delta) => -Math.log(delta));
  const rest = values.map((v, i) => Math.log(v) + lambda * (L[i] ?? 0));
  return 1 + line(L.map(Math.log), rest).slope;
}

/** The least-squares line through the points. */
function line(x: readonly number[], y: readonly number[]): { readonly slope: number; readonly residual: number } {
  const [mx, my] = [mean(x), mean(y)];
  const slope = mean(x.map((v, i) => (v - mx) * ((y[i] ?? 0) - my))) / mean(x.map((v) => (v - mx) ** 2));
  return { slope, residual: mean(x.map((v, i) => ((y[i] ?? 0) - my - slope * (v - mx)) ** 2)) };
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, x) => sum + x, 0) / list.length;
}
