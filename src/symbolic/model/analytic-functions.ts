/**
 * Functions of a network's input x that are made of coordinates, tanh and its derivatives, with rational coefficients:
 * analytic at x = 0, where what stands under tanh vanishes. Whether some are linearly independent is decided on their
 * Taylor series along lines x = t·v modulo a prime: a minor that is not 0 there is a minor of rational coefficients that is
 * not 0, and functions without such a minor up to the degree that is looked at are not said to be independent.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { inverse, prime, residueOf, residues } from "../algebra/modular.js";
import { greatestMinor } from "../algebra/modular-matrix.js";
import type { Rational } from "../algebra/rational.js";

export type AnalyticFunction =
  | { readonly kind: "input"; readonly index: number }
  /** The derivative of tanh of that order at another function. */
  | { readonly kind: "tanh"; readonly derivative: number; readonly at: AnalyticFunction }
  | { readonly kind: "product"; readonly factors: readonly AnalyticFunction[] }
  | { readonly kind: "sum"; readonly terms: readonly (readonly [Rational, AnalyticFunction])[] };

export const zeroFunction: AnalyticFunction = { kind: "sum", terms: [] };

/** c·f + d·g. */
export function combination(
  ...terms: readonly (readonly [Rational, AnalyticFunction])[]
): Extract<AnalyticFunction, { kind: "sum" }> {
  return { kind: "sum", terms };
}

/**
 * Whether it is proved that the vectors of functions, of equal lengths, are linearly independent over ℝ. `inputs` is the
 * number of coordinates.
 */
export function areIndependent(
  vectors: readonly (readonly AnalyticFunction[])[],
  inputs: number,
  budget: Budget,
): boolean {
  if (vectors.length > maxVectors) return false;
  const lines = linesOf(inputs, inputs === 1 ? 1 : Math.min(vectors.length, 4 * inputs + 8));
  const length = Math.ceil((4 * vectors.length) / lines.length) + 12;
  const expand = expander(lines, length, budget);
  const rows: number[][] = [];
  for (const vector of vectors) {
    const row = vector.map(expand);
    if (row.includes(null)) return false;
    rows.push(row.flatMap((series) => series?.flat() ?? []));
  }
  operate(budget, (rows.length ** 2 * (rows[0]?.length ?? 0)) / 100);
  return greatestMinor(rows, p).columns.length === vectors.length;
}

/** More take too long, and are hardly ever independent. */
const maxVectors = 150;

const p = prime(0);

/** Coefficients modulo p of t^0, t^1, … along one line. */
type Series = readonly number[];

function linesOf(inputs: number, count: number): readonly (readonly number[])[] {
  const next = residues(p, 5);
  return Array.from({ length: count }, () => Array.from({ length: inputs }, () => 1 + (next() % (p - 1))));
}

/** The series of a function along each line; null where p divides a denominator. */
function expander(
  lines: readonly (readonly number[])[],
  length: number,
  budget: Budget,
): (f: AnalyticFunction) => readonly Series[] | null {
  const known = new Map<AnalyticFunction, readonly Series[] | null>();
  const expand = (f: AnalyticFunction): readonly Series[] | null => {
    const found = known.get(f);
    if (found !== undefined) return found;
    const series = compute(f);
    known.set(f, series);
    return series;
  };
  const constant = (c: number): Series => [c, ...Array.from({ length: length - 1 }, () => 0)];
  const multiply = (a: readonly Series[], b: readonly Series[]): readonly Series[] => {
    operate(budget, (lines.length * length ** 2) / 200);
    return a.map((series, l) => product(series, b[l] ?? []));
  };
  const compute = (f: AnalyticFunction): readonly Series[] | null => {
    switch (f.kind) {
      case "input":
        return lines.map((v) => Array.from({ length }, (_, n) => (n === 1 ? (v[f.index] ?? 0) : 0)));
      case "sum": {
        let sum: readonly Series[] = lines.map(() => constant(0));
        for (const [c, g] of f.terms) {
          const factor = residueOf(c, p);
          const term = expand(g);
          if (factor === null || term === null) return null;
          sum = sum.map((series, l) => series.map((a, n) => (a + factor * (term[l]?.[n] ?? 0)) % p));
        }
        return sum;
      }
      case "product": {
        let all: readonly Series[] = lines.map(() => constant(1));
        for (const g of f.factors) {
          const factor = expand(g);
          if (factor === null) return null;
          all = multiply(all, factor);
        }
        return all;
      }
      case "tanh": {
        if (f.derivative === 0) {
          operate(budget, (lines.length * length ** 2) / 100);
          return expand(f.at)?.map(tanhOf) ?? null;
        }
        const y = expand({ ...f, derivative: 0 });
        if (y === null) return null;
        const [last = 0, ...lower] = derivativeOfTanh(f.derivative).reverse();
        return lower.reduce<readonly Series[]>(
          (sum, c) => multiply(sum, y).map(([first = 0, ...rest]) => [(first + c) % p, ...rest]),
          lines.map(() => constant(last)),
        );
      }
    }
  };
  return expand;
}

function product(a: Series, b: Series): Series {
  const result = new Array<number>(a.length).fill(0);
  a.forEach((c, i) => {
    if (c === 0) return;
    for (let j = 0; i + j < result.length; j++) result[i + j] = ((result[i + j] ?? 0) + c * (b[j] ?? 0)) % p;
  });
  return result;
}

/** y = tanh g for g(0) = 0, from y' = (1 − y²)·g'. */
function tanhOf(g: Series): Series {
  const y: number[] = [0];
  const square: number[] = [];
  for (let n = 1; n < g.length; n++) {
    let coefficient = 0;
    for (let i = 0; i < n; i++) coefficient = (coefficient + (y[i] ?? 0) * (y[n - 1 - i] ?? 0)) % p;
    square.push(((n === 1 ? 1 : 0) + p - coefficient) % p);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum = (sum + (square[i] ?? 0) * (((n - i) * (g[n - i] ?? 0)) % p)) % p;
    }
    y.push((sum * inverse(n, p)) % p);
  }
  return y;
}

/** tanh^(n) = q(tanh): the coefficients of q modulo p, ascending. */
function derivativeOfTanh(n: number): number[] {
  let q = [0, 1];
  for (let k = 0; k < n; k++) {
    const slope = q.slice(1).map((c, i) => (c * (i + 1)) % p);
    q = Array.from({ length: q.length + 1 }, (_, i) => ((slope[i] ?? 0) + p - (slope[i - 2] ?? 0)) % p);
  }
  return q;
}
