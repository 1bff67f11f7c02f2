/**
 * The Jacobian at a point by forward differentiation: every number carries its derivatives by the weights that it
 * depends on (dual numbers with several infinitesimals). It shares only the arithmetic of forms with back-propagation,
 * and confirms what that finds.
 */
import * as Matrix from "../algebra/matrix.js";
import { greatestMinor } from "../algebra/modular-matrix.js";
import type { Monomial } from "../algebra/monomial.js";
import type { Rational } from "../algebra/rational.js";
import type { Architecture, Weights } from "./architecture.js";
import { formDegree, hiddenUnits, inputs, mapWeights, parameterCount, weightIndex } from "./architecture.js";
import type { Ring } from "./forms.js";
import { rationals } from "./forms.js";
import { coefficientIndex, outputForms } from "./propagation.js";

interface Dual<T> {
  readonly value: T;
  /** The derivatives that are not 0, by the place of the weight. */
  readonly slopes: ReadonlyMap<number, T>;
}

/** Rows as in `coefficientIndex`, columns the weights. */
export function dualJacobian(net: Architecture, weights: Weights<Rational>): Rational[][] {
  const forms = differentiatedOutputs(rationals, net, weights);
  return coefficientIndex(net).map(({ output, monomial }) =>
    dense(forms[output]?.get(monomial)?.slopes, parameterCount(net), rationals.zero),
  );
}

/** The exact rank over ℚ: the sum over the blocks into which the rows fall by the columns that they share. */
export function dualRank(net: Architecture, weights: Weights<Rational>): number {
  return blocks(sparseRows(rationals, net, weights)).reduce((sum, rows) => {
    const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
    return sum + Matrix.rank(rows.map((row) => columns.map((k) => row.get(k) ?? rationals.zero)));
  }, 0);
}

/** The rank over 𝔽_p, a lower bound of that over ℚ for rational weights with these residues. */
export function dualRankModulo(net: Architecture, weights: Weights<number>, p: number): number {
  const count = parameterCount(net);
  const rows = sparseRows(residueRing(p), net, weights).map((row) => dense(row, count, 0));
  return greatestMinor(rows, p).columns.length;
}

/** Roughly the products of numbers that `dualRankModulo` takes; only inputs that occur, and one more, count. */
export function dualCost(net: Architecture, weights: Weights<Rational>): number {
  const occurring = Array.from({ length: inputs(net) }, (_, b) => b).filter((b) =>
    (weights[0] ?? []).some((row) => !rationals.isZero(row[b] ?? rationals.zero)),
  ).length;
  let size = 1;
  const variables = Math.min(inputs(net), occurring + 1);
  for (let i = 1; i < variables; i++) size = (size * (formDegree(net) + i)) / i;
  const slopes = net.widths.length === 3 ? inputs(net) : parameterCount(net);
  return hiddenUnits(net) * net.degree * size * Math.min(size, 40) * slopes;
}

/** The same for `dualRank`, whose numbers grow with the degree. */
export function exactDualCost(net: Architecture, weights: Weights<Rational>): number {
  return dualCost(net, weights) * (1 + formDegree(net) / 16);
}

type SparseRow<T> = ReadonlyMap<number, T>;

function sparseRows<T>(base: Ring<T>, net: Architecture, weights: Weights<T>): SparseRow<T>[] {
  return differentiatedOutputs(base, net, weights).flatMap((form) =>
    [...form.values()].map(({ slopes }) => slopes).filter((slopes) => slopes.size > 0),
  );
}

function blocks<T>(rows: readonly SparseRow<T>[]): SparseRow<T>[][] {
  let found: { columns: Set<number>; rows: SparseRow<T>[] }[] = [];
  for (const row of rows) {
    const columns = [...row.keys()];
    const touched = found.filter((block) => columns.some((k) => block.columns.has(k)));
    const merged = {
      columns: new Set([...touched.flatMap((block) => [...block.columns]), ...columns]),
      rows: [...touched.flatMap((block) => block.rows), row],
    };
    found = [...found.filter((block) => !touched.includes(block)), merged];
  }
  return found.map((block) => block.rows);
}

function differentiatedOutputs<T>(
  base: Ring<T>,
  net: Architecture,
  weights: Weights<T>,
): readonly ReadonlyMap<Monomial, Dual<T>>[] {
  const variables = mapWeights(weights, (value, layer, row, column): Dual<T> => {
    return { value, slopes: new Map([[weightIndex(net, layer, row, column), base.one]]) };
  });
  return outputForms(dualNumbers(base), net, variables);
}

function dense<T>(row: SparseRow<T> | undefined, size: number, zero: T): T[] {
  return Array.from({ length: size }, (_, k) => row?.get(k) ?? zero);
}

function dualNumbers<T>(base: Ring<T>): Ring<Dual<T>> {
  const constant = (value: T): Dual<T> => ({ value, slopes: new Map() });
  const addTo = (sums: Map<number, T>, slopes: ReadonlyMap<number, T>, factor: T): void => {
    if (base.isZero(factor)) return;
    for (const [k, slope] of slopes) {
      const sum = base.add(sums.get(k) ?? base.zero, base.multiply(slope, factor));
      if (base.isZero(sum)) sums.delete(k);
      else sums.set(k, sum);
    }
  };
  return {
    zero: constant(base.zero),
    one: constant(base.one),
    add: (a, b) => {
      const slopes = new Map(a.slopes);
      addTo(slopes, b.slopes, base.one);
      return { value: base.add(a.value, b.value), slopes };
    },
    multiply: (a, b) => {
      const slopes = new Map<number, T>();
      addTo(slopes, a.slopes, b.value);
      addTo(slopes, b.slopes, a.value);
      return { value: base.multiply(a.value, b.value), slopes };
    },
    isZero: (a) => base.isZero(a.value) && a.slopes.size === 0,
    fromInteger: (n) => constant(base.fromInteger(n)),
  };
}

function residueRing(p: number): Ring<number> {
  return {
    zero: 0,
    one: 1,
    add: (a, b) => (a + b) % p,
    multiply: (a, b) => (a * b) % p,
    isZero: (a) => a === 0,
    fromInteger: (n) => ((n % p) + p) % p,
  };
}
