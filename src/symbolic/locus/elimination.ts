/**
 * For networks whose hidden layers all have two neurons, with one output: a proof by elimination that no point off the
 * subnetworks is critical. Off the subnetworks every matrix between hidden layers is invertible, so up to linear changes of the
 * inputs, permutations and rescalings of neurons, which change no rank,
 *
 *     W_1 = (I 0),   W_i = (1 b_i; a_i 1) with a_i b_i ≠ 1,   W_L = (g 1) with g ≠ 0,
 *
 * and rescaling the inputs over ℂ leaves b_2 = 1, or b_2 = 0 and a_2 ∈ {0, 1}. The Jacobian loses the columns that the
 * rescalings make superfluous and the pivots that cannot vanish; then 1 must lie in the ideal of the remaining minors
 * and 1 − s·g·Π(1 − a_i b_i), which a Gröbner basis over ℚ decides.
 */
import type { Budget } from "../algebra/budget.js";
import { groebnerBasis } from "../algebra/groebner.js";
import { determinant } from "../algebra/polynomial-matrix.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { divideExact } from "../algebra/polynomial-division.js";
import type { Architecture, Weights } from "./architecture.js";
import { hiddenWidths, inputs, outputs, weightIndex } from "./architecture.js";
import { polynomials } from "./forms.js";
import { jacobian } from "./propagation.js";

/** The steps of the proof that the rank is at least `rank` off the subnetworks; null where it does not apply or did not end. */
export function provesRankOffSubnetworks(net: Architecture, rank: number, budget: Budget): string[] | null {
  const applies =
    hiddenWidths(net).length >= 2 &&
    hiddenWidths(net).every((d) => d === 2) &&
    outputs(net) === 1 &&
    inputs(net) >= 2 &&
    net.degree ** hiddenWidths(net).length <= maxDegree;
  if (!applies) return null;
  const steps: string[] = [];
  for (const chart of charts(net)) {
    const used = unitIdeal(minors(net, chart, rank), chart, budget);
    if (used === null) return null;
    steps.push(
      `${chart.name}: 1 lies in the ideal of ${used} of the Jacobian's minors of size ${rank}, saturated by what is not zero off the subnetworks`,
    );
  }
  return ["off the subnetworks all matrices can be brought to W_1 = (I 0), W_i = (1 b; a 1), W_L = (g 1)", ...steps];
}

const maxDegree = 16;
const maxMinors = 2000;
const maxSize = 7;

interface Chart {
  readonly name: string;
  readonly weights: Weights<Polynomial>;
  /** Polynomials that vanish nowhere off the subnetworks. */
  readonly units: readonly Polynomial[];
  readonly variables: number;
}

function charts(net: Architecture): Chart[] {
  const n = inputs(net);
  const layers = net.widths.length - 1;
  const first = [0, 1].map((i) => Array.from({ length: n }, (_, j) => (i === j ? P.one : P.zero)));
  const g = P.variable(0);
  const later: Polynomial[][][] = [];
  let variables = 1;
  const second = (a: Polynomial, b: Polynomial) => [
    [P.one, b],
    [a, P.one],
  ];
  const free = P.variable(variables++);
  for (let i = 3; i < layers; i++) later.push(second(P.variable(variables++), P.variable(variables++)));
  const chart = (name: string, a: Polynomial, b: Polynomial): Chart => {
    const middle = [second(a, b), ...later];
    const units = [g, ...middle.map((minor) => determinant(minor))].filter((u) => !P.isConstant(u));
    return { name, weights: [first, ...middle, [[g, P.one]]], units, variables };
  };
  return [
    chart("b_2 = 1", free, P.one),
    chart("b_2 = 0, a_2 = 1", P.one, P.zero),
    chart("b_2 = a_2 = 0", P.zero, P.zero),
  ];
}

/** The minors of size `rank` that are not zero, after the pivots that are units; none where they are too many. */
function* minors(net: Architecture, chart: Chart, rank: number): Generator<Polynomial> {
  const diagonal = hiddenWidths(net).flatMap((_, layer) => [0, 1].map((j) => weightIndex(net, layer, j, j)));
  let matrix = jacobian(polynomials, net, chart.weights).map((row) => row.filter((_, k) => !diagonal.includes(k)));
  let size = rank;
  for (let pivot = unitPivot(matrix, chart.units); pivot !== null; pivot = unitPivot(matrix, chart.units)) {
    matrix = eliminate(matrix, pivot.row, pivot.column).map((row) => withoutCommonUnits(row, chart.units));
    size--;
  }
  if (size <= 0) yield P.one;
  const rows = matrix.filter((row) => !row.every(P.isZero));
  const width = rows[0]?.length ?? 0;
  if (size <= 0 || size > maxSize || binomial(rows.length, size) * binomial(width, size) > maxMinors) return;
  for (const chosen of subsets(rows.length, size)) {
    for (const columns of subsets(width, size)) {
      const minor = determinant(chosen.map((i) => columns.map((j) => rows[i]?.[j] ?? P.zero)));
      if (!P.isZero(minor)) yield withoutUnits(minor, chart.units);
    }
  }
}

/** How many minors there are, where with the inverse of the units they generate the unit ideal; else null. */
function unitIdeal(list: Iterable<Polynomial>, chart: Chart, budget: Budget): number | null {
  const distinct = new Map<string, Polynomial>();
  for (const minor of list) {
    budget.steps += minor.monomials.length;
    if (budget.expired()) return null;
    distinct.set(P.key(minor), minor);
    if (P.isConstant(minor)) return 1;
  }
  const generators = [...distinct.values()].sort((f, h) => P.degree(f) - P.degree(h));
  const inverse = P.subtract(P.one, P.product([P.variable(chart.variables), ...chart.units]));
  const result = groebnerBasis([...generators, inverse], budget);
  const [only] = result.status === "basis" ? result.basis : [];
  return only !== undefined && P.equals(only, P.one) ? generators.length : null;
}

/** The first entry that is a unit. */
function unitPivot(
  matrix: readonly (readonly Polynomial[])[],
  units: readonly Polynomial[],
): { row: number; column: number } | null {
  for (const [row, entries] of matrix.entries()) {
    const column = entries.findIndex((f) => !P.isZero(f) && P.isConstant(withoutUnits(f, units)));
    if (column >= 0) return { row, column };
  }
  return null;
}

/** Rows and columns other than the pivot's, each row cleared in the pivot's column. */
function eliminate(matrix: readonly (readonly Polynomial[])[], row: number, column: number): Polynomial[][] {
  const pivotRow = matrix[row] ?? [];
  const pivot = pivotRow[column] ?? P.one;
  return matrix
    .filter((_, i) => i !== row)
    .map((entries) => {
      const factor = entries[column] ?? P.zero;
      const cleared = P.isZero(factor)
        ? entries
        : entries.map((f, k) => P.subtract(P.multiply(pivot, f), P.multiply(factor, pivotRow[k] ?? P.zero)));
      return cleared.filter((_, k) => k !== column);
    });
}

/** The row divided by the units that divide all its entries. */
function withoutCommonUnits(row: readonly Polynomial[], units: readonly Polynomial[]): Polynomial[] {
  let rest = [...row];
  if (rest.every(P.isZero)) return rest;
  for (const unit of units) {
    for (;;) {
      const quotients = rest.map((f) => divideExact(f, unit)).filter((f) => f !== null);
      if (quotients.length < rest.length) break;
      rest = quotients;
    }
  }
  return rest;
}

/** f divided by units as often as they divide it, primitive. */
function withoutUnits(f: Polynomial, units: readonly Polynomial[]): Polynomial {
  if (P.isZero(f)) return f;
  let rest = f;
  for (const unit of units) {
    for (let quotient = divideExact(rest, unit); quotient !== null; quotient = divideExact(rest, unit)) rest = quotient;
  }
  return P.primitive(rest);
}

function binomial(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return n < k ? 0 : product;
}

function subsets(size: number, count: number): number[][] {
  if (count === 0) return [[]];
  return Array.from({ length: size }, (_, i) => i).flatMap((last) =>
    subsets(last, count - 1).map((rest) => [...rest, last]),
  );
}
