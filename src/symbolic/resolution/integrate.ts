/**
 * Lower bounds by integrating variables out in which all generators are affine, such as the weights of a network's last layer:
 * over each value of the others the volume is at most that of a box, by the minors of the matrix of coefficients. What is
 * left is a cell in fewer variables.
 */
import * as M from "../algebra/monomial.js";
import type { Budget } from "../algebra/budget.js";
import { spend } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { determinant } from "../algebra/polynomial-matrix.js";
import * as Q from "../algebra/rational.js";
import { hasOpaque, isBare, normalForm, occursIn, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Step } from "./step.js";
import { pole } from "./value.js";
import type { Value } from "./value.js";

/** Minors that are formed, and the terms that they may have together. */
const most = { minors: 300, terms: 3_000 };

/** One step for each size of the minors, small ones first. Throws LimitError where the budget ends. */
export function* integrals(cell: Cell, budget: Budget): Generator<Step> {
  const variables = affineVariables(cell);
  const rows = cell.generators.map((g) => variables.map((x) => P.derivative(g, x)));
  for (let size = 1; size <= variables.length; size++) {
    const found = minorsOf(rows, variables, size, budget);
    if (found === null || found.length === 0) return;
    yield stepOf(cell, variables, found);
  }
}

/** Zero variables that no two of which meet in a term, the last ones first; none where a generator or power has an opaque variable. */
function affineVariables(cell: Cell): number[] {
  if (hasOpaque(cell)) return [];
  const monomials = cell.generators.flatMap((g) => g.monomials);
  const bound = [...cell.relations, ...cell.powers.map((p) => p.factor)];
  const chosen: number[] = [];
  const candidates = variablesOf(cell, "zero").filter((x) => isBare(cell, x) && !occursIn(x, bound));
  for (const x of candidates.reverse()) {
    const own = monomials.filter((m) => M.exponent(m, x) > 0);
    const isAffine = own.every((m) => M.exponent(m, x) === 1 && chosen.every((y) => M.exponent(m, y) === 0));
    if (own.length > 0 && isAffine) chosen.push(x);
  }
  return chosen.reverse();
}

interface Minor {
  readonly generators: readonly number[];
  readonly variables: readonly number[];
  readonly value: Polynomial;
}

/** The different minors of a size that are not 0; null where these are too many. */
function minorsOf(
  rows: readonly (readonly Polynomial[])[],
  variables: readonly number[],
  size: number,
  budget: Budget,
): Minor[] | null {
  const found = new Map<string, Minor>();
  let terms = 0;
  const subsets = (n: number): number[][] => choices(n, size);
  if (binomial(rows.length, size) * binomial(variables.length, size) > 10 * most.minors) return null;
  for (const columns of subsets(variables.length)) {
    for (const generators of subsets(rows.length)) {
      const entries = generators.map((row) => columns.map((column) => rows[row]?.[column] ?? P.zero));
      spend(budget, 1 + entries.flat().reduce((n, p) => n + p.monomials.length, 0));
      const value = P.primitive(determinant(entries, budget));
      if (P.isZero(value) || found.has(P.key(value))) continue;
      terms += value.monomials.length;
      found.set(P.key(value), { generators, variables: columns.map((column) => variables[column] ?? -1), value });
      if (found.size > most.minors || terms > most.terms) return null;
    }
  }
  return [...found.values()];
}

function stepOf(cell: Cell, variables: readonly number[], minors: readonly Minor[]): Step {
  const size = minors[0]?.variables.length ?? 1;
  const child = normalForm({
    ...cell,
    roles: cell.roles.map((role, x) => (variables.includes(x) ? null : role)),
    kappa: cell.kappa.map((k) => k * size),
    powers: cell.powers.map((p) => ({ ...p, multiplicity: p.multiplicity * size })),
    generators: minors.map(({ value }) => value),
  });
  return {
    children: [child],
    combine: ([range]) => ({ lower: overFibres(range?.lower ?? "nothing", size), upper: "infinite" }),
    node: ([index = -1]) => ({
      rule: "integrate",
      variables,
      minors: minors.map(({ generators, variables: columns }) => ({ generators, variables: columns })),
      child: index,
    }),
  };
}

/** As certificate.ts says. */
function overFibres(value: Value | "nothing", size: number): Value | "nothing" {
  if (value === "nothing") return value;
  const order = value === "infinite" ? 1 : Q.compare(value.lambda, Q.one);
  if (value === "infinite" || order > 0) return pole(Q.rational(size), 1);
  return pole(Q.multiply(value.lambda, Q.rational(size)), value.multiplicity + (order === 0 ? 1 : 0));
}

/** Subsets of so many of the numbers below n. */
function choices(n: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, n - from) }, (_, i) => from + i).flatMap((first) =>
    choices(n, size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

function binomial(n: number, k: number): number {
  return Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((product, factor) => product * factor, 1);
}
