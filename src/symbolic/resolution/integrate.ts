/**
 * Lower bounds by integrating variables out in which all generators are affine, such as the weights of a network's last layer:
 * over each value of the others the volume is at most that of a box, by the minors of the matrix of coefficients. What is
 * left is a cell in fewer variables.
 */
import * as M from "../algebra/monomial.js";
import type { Budget } from "../algebra/budget.js";
import { spend, unlessTooLarge } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { determinant } from "../algebra/polynomial-matrix.js";
import * as Q from "../algebra/rational.js";
import { hasOpaque, isBare, normalForm, occursIn, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Proof } from "./proof.js";
import { along, better } from "./step.js";
import type { Step } from "./step.js";
import { compare, isExact, pole } from "./value.js";
import type { Value } from "./value.js";

/** Minors that are formed, and the terms that they may have together. */
const most = { minors: 300, terms: 3_000 };
/** Where they have more terms, those of the least degree are kept: they generate a smaller ideal. */
const fewTerms = 200;

/**
 * The proof with what the minors of each size say more, small ones first; what is left is proved as far as it is of use, or
 * the budget lasts.
 */
export function overFibres(proof: Proof, cell: Cell, budget: Budget, prove: (cell: Cell, aim: Value) => Proof): Proof {
  let found = proof;
  unlessTooLarge(() => {
    for (const { step, size } of integrals(cell, budget)) {
      if (compare(pole(Q.rational(size), 1), found.range.lower) <= 0) continue;
      const children = step.children.map((child) => prove(child, aimOfMinors(found.range.upper, size)));
      found = better(found, along(step, children));
      if (isExact(found.range) || budget.expired()) return;
    }
  });
  return found;
}

/** One step for each size of the minors. Throws LimitError where the budget ends. */
function* integrals(cell: Cell, budget: Budget): Generator<{ readonly step: Step; readonly size: number }> {
  const variables = affineVariables(cell);
  const rows = cell.generators.map((g) => variables.map((x) => P.derivative(g, x)));
  for (let size = 1; size <= variables.length; size++) {
    const found = minorsOf(rows, variables, size, budget);
    if (found === null || found.length === 0) return;
    const least = Math.min(...found.map(({ value }) => P.degree(value)));
    const terms = found.reduce((n, { value }) => n + value.monomials.length, 0);
    const kept = terms > fewTerms ? found.filter(({ value }) => P.degree(value) === least) : found;
    yield { step: stepOf(cell, variables, kept), size };
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
    combine: ([range]) => ({ lower: valueOverFibres(range?.lower ?? "nothing", size), upper: "infinite" }),
    node: ([index = -1]) => ({
      rule: "integrate",
      variables,
      minors: minors.map(({ generators, variables: columns }) => ({ generators, variables: columns })),
      child: index,
    }),
  };
}

/** As docs/certificates.md says of the rule. */
function valueOverFibres(value: Value | "nothing", size: number): Value | "nothing" {
  if (value === "nothing") return value;
  const order = value === "infinite" ? 1 : Q.compare(value.lambda, Q.one);
  if (value === "infinite" || order > 0) return pole(Q.rational(size), 1);
  return pole(Q.multiply(value.lambda, Q.rational(size)), value.multiplicity + (order === 0 ? 1 : 0));
}

/** The least value of the minors over which the value of the whole is reached, or the most that minors of this size say. */
function aimOfMinors(whole: Value, size: number): Value {
  if (whole === "infinite") return pole(Q.one, 0);
  const order = Q.compare(whole.lambda, Q.rational(size));
  if (order < 0) return pole(Q.divide(whole.lambda, Q.rational(size)), whole.multiplicity);
  return pole(Q.one, order === 0 ? whole.multiplicity - 1 : 0);
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
