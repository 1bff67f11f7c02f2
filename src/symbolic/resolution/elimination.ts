/**
 * Elimination by the implicit function theorem, to finite precision. Generators c_1, …, c_k whose Jacobian determinant by as
 * many zero variables x is a unit are coordinates; c = 0 is solved by power series x = φ(y), and modulo c every
 * other generator is a function of y alone. No generator need be linear in a variable, and nothing swells: φ is known
 * up to a few monomials in y, and what these may change becomes opaque functions.
 */
import { operate, stepBudget, unlessTooLarge } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { reducedEchelon } from "../algebra/matrix.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { leastOf } from "../algebra/monomial-list.js";
import { changeOf, composedModulo } from "../algebra/truncated.js";
import { isBare, isKnownTerm, jacobian, normalForm, restrict, variablesOf, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import { equivalent } from "./step.js";
import type { Rule, Step } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";

/** The error of φ is of at least the degree `precision`. Throws LimitError where the budget ends first. */
export function eliminate(cell: Cell, precision: number, budget: Budget): Step | null {
  const system = systemOf(cell, budget);
  return system === null ? null : eliminateSystem(cell, system, precision, budget);
}

/** The same for generators and variables of one's own. */
export function eliminateSystem(cell: Cell, system: System, precision: number, budget: Budget): Step | null {
  const unit = unitOf(jacobian(cell, system.coordinates, system.variables), cell);
  const solution = unit === null ? null : solutionOf(cell, system, precision, budget);
  if (unit === null || solution === null) return null;
  const { indices, variables } = system;
  const unknown = unknownOf(cell, system, solution, budget);
  if (unknown === null || unknown.some((list) => list.length > maxMonomials)) return null;
  let child: Cell = cell;
  const generators = cell.generators.map((g, j): Polynomial => {
    const k = indices.indexOf(j);
    if (k >= 0) return P.variable(variables[k] ?? -1);
    const own = unknown[j] ?? [];
    const rest = own.map((m) => {
      const { t, cell: wider } = withOpaque(child);
      child = wider;
      return P.monomial(M.multiply(m, M.variable(t)));
    });
    return P.sum([modulo(own, g, system, solution.values, budget), ...rest]);
  });
  return equivalent(normalForm({ ...child, generators }), (index, write) => ({
    rule: "eliminate",
    generators: [...indices],
    variables: [...variables],
    values: solution.values.map(write),
    unit: writeUnit(unit, write),
    monomials: solution.error.map((m) => write(P.monomial(m))),
    child: index,
  }));
}

/** More monomials than this, in the error or in what it changes of a generator, are too many to keep apart. */
const maxMonomials = 60;
/** More comparisons of monomials, on the way to them, take too long; so many are as quick as an operation. */
const maxComparisons = 1_000_000;
const comparisonsPerOperation = 20;
/** Series in more variables than this are not sought. */
const maxVariables = 10;

/** Several opaque functions of a generator as one, times what all have in common in exceptional coordinates. */
export const gatherTails: Rule = (cell) => {
  if (cell.powers.length > 0) return null;
  const exceptional = variablesOf(cell, "zero").filter((x) => (cell.h[x] ?? 0) > 0);
  const tails = cell.generators.map((g) => g.monomials.filter((m) => !isKnownTerm(cell, m)));
  const [first, ...rest] = tails.flat().map((m) => M.restricted(m, exceptional));
  const common = first === undefined ? M.one : rest.reduce(M.gcd, first);
  if (common === M.one || tails.every((list) => list.length <= 1)) return null;
  const kept = cell.generators.map((g) => P.filter(g, (m) => !M.divides(common, m)));
  let child: Cell = { ...cell, roles: cell.roles.map((role) => (role === "opaque" ? null : role)) };
  const generators = kept.map((low) => {
    if (P.isConstant(low) && !P.isZero(low)) return low;
    const { t, cell: wider } = withOpaque(child);
    child = wider;
    return P.add(low, P.monomial(M.multiply(common, M.variable(t))));
  });
  return equivalent(normalForm({ ...child, generators }), (index, write) => ({
    rule: "truncate",
    monomial: write(P.monomial(common)),
    parts: kept.map((low) => ({ generator: write(low), by: "1", unit: [] })),
    child: index,
  }));
};

/** Generators, what they are solved for, and the inverse of the matrix of their slopes. */
export interface System {
  readonly indices: readonly number[];
  readonly coordinates: readonly Polynomial[];
  readonly variables: readonly number[];
  readonly inverse: readonly (readonly Rational[])[];
}

/** As many generators as have independent slopes, constants on the cell, short ones first; null where there are none but variables. */
export function systemOf(cell: Cell, budget: Budget): System | null {
  if (cell.relations.length > 0 || cell.powers.length > 0 || cell.tower.length > 0) return null;
  const done = cell.generators.filter((g) => P.degree(g) === 1 && g.monomials.length === 1).flatMap(P.variablesOf);
  const columns = variablesOf(cell, "zero").filter((x) => isBare(cell, x) && !done.includes(x));
  operate(budget, cell.generators.length * columns.length);
  const able = [...cell.generators.entries()]
    .filter(([, g]) => g.monomials.length > 1 && P.isZero(restrict(cell, g)))
    .map(([j, g]) => ({ j, g, slopes: columns.map((x) => restrict(cell, P.derivative(g, x))) }))
    .filter(({ slopes }) => slopes.every(P.isConstant))
    .sort((a, b) => a.g.monomials.length - b.g.monomials.length || a.j - b.j);
  const rows = able.map(({ slopes }) => slopes.map(P.constantTerm));
  const chosen = reducedEchelon(columns.map((_, k) => rows.map((row) => row[k] ?? Q.zero))).pivots;
  const { pivots } = reducedEchelon(chosen.map((i) => rows[i] ?? []));
  if (pivots.length === 0) return null;
  const variables = pivots.map((k) => columns[k] ?? -1);
  return systemFor(
    cell,
    chosen.map((i) => able[i]?.j ?? -1),
    variables,
  );
}

/** These generators, whose slopes by the variables are constants on the cell with an inverse matrix. */
export function systemFor(cell: Cell, indices: readonly number[], variables: readonly number[]): System {
  const coordinates = indices.map((j) => cell.generators[j] ?? P.zero);
  const wide = coordinates.map((c, i) => [
    ...variables.map((x) => P.constantTerm(restrict(cell, P.derivative(c, x)))),
    ...unitVector(i, variables.length),
  ]);
  return {
    indices,
    coordinates,
    variables,
    inverse: reducedEchelon(wide).rows.map((row) => row.slice(variables.length)),
  };
}

function unitVector(i: number, size: number): Rational[] {
  return Array.from({ length: size }, (_, k) => (k === i ? Q.one : Q.zero));
}

/** φ, up to sums of multiples of the monomials, which are in `zeros`; without these it is exact. */
interface Solution {
  readonly values: readonly Polynomial[];
  readonly error: readonly Monomial[];
  readonly zeros: readonly number[];
}

/**
 * Newton's iteration. φ is in the ideal of the terms that the coordinates have at x = 0, so its error can be sought in there
 * too; where a term with an opaque function is in the way, it becomes a part of the error. Null where that has no zero variable.
 */
export function solutionOf(cell: Cell, system: System, precision: number, budget: Budget): Solution | null {
  const { coordinates, variables, inverse } = system;
  const zeros = variablesOf(cell, "zero").filter((x) => !variables.includes(x));
  if (zeros.length > maxVariables) return null;
  const atZero = coordinates.flatMap((c) => c.monomials.filter((m) => degreeIn(m, variables) === 0));
  const content = leastOf(atZero.map((m) => M.restricted(m, zeros)));
  operate(budget, content.length * zeros.length ** 3);
  let error = leastOf(highMonomials(zeros, precision).flatMap((m) => content.map((n) => M.lcm(m, n))));
  let values: readonly Polynomial[] = variables.map(() => P.zero);
  for (;;) {
    const rests = coordinates.map((c) => modulo(error, c, system, values, budget));
    const unknown = rests.flatMap((r) => r.monomials.filter((m) => !isKnownTerm(cell, m)));
    const more = unknown.map((m) => M.restricted(m, zeros));
    if (more.includes(M.one) || error.length + more.length > maxMonomials) return null;
    error = more.length > 0 ? leastOf([...error, ...more]) : error;
    const isBelow = (m: Monomial): boolean => !error.some((n) => M.divides(n, m));
    if (more.length === 0 && rests.every(P.isZero)) {
      const isExact = coordinates.every((c) => P.isZero(modulo([], c, system, values, budget)));
      return { values, error: isExact ? [] : error, zeros };
    }
    const steps = more.length > 0 ? [] : rests;
    values = values.map((v, i) => P.filter(P.subtract(v, combined(steps, inverse[i] ?? [])), isBelow));
  }
}

export function combined(list: readonly Polynomial[], factors: readonly Rational[]): Polynomial {
  return P.sum(list.map((p, j) => P.scale(p, factors[j] ?? Q.zero)));
}

/** Monomials x_i^n, (x_i·x_j)^n and (x_i·x_j·x_k)^n, with the least n for which they have the degree. */
function highMonomials(variables: readonly number[], degree: number): Monomial[] {
  const subsets = variables.reduce<Monomial[][]>(
    (all, x) => [...all, ...all.flatMap((s) => (s.length < 3 ? [[...s, M.variable(x)]] : []))],
    [[]],
  );
  return subsets
    .filter((s) => s.length > 0)
    .map((s) => s.map((m) => Array.from({ length: Math.ceil(degree / s.length) }, () => m).reduce(M.multiply)))
    .map((powers) => powers.reduce(M.multiply));
}

/** What each generator loses to the error of φ. Null where that takes too long to compare. */
function unknownOf(
  { generators }: Cell,
  system: System,
  { values, error, zeros }: Solution,
  budget: Budget,
): readonly (readonly Monomial[])[] | null {
  const images = imagesOf(system, values);
  const comparisons = stepBudget(maxComparisons);
  const unknown = unlessTooLarge(() =>
    generators.map((g, j) => (system.indices.includes(j) ? [] : changeOf(g, images, error, zeros, comparisons))),
  );
  operate(budget, comparisons.steps / comparisonsPerOperation);
  return unknown;
}

/** p with the values for the variables, without multiples of the monomials. */
function modulo(
  monomials: readonly Monomial[],
  p: Polynomial,
  system: System,
  values: readonly Polynomial[],
  budget: Budget,
): Polynomial {
  const isKept = (m: Monomial): boolean => !monomials.some((n) => M.divides(n, m));
  return composedModulo(p, imagesOf(system, values), isKept, (a, b) => {
    operate(budget, a.monomials.length * b.monomials.length);
    return P.multiply(a, b);
  });
}

function imagesOf({ variables }: System, values: readonly Polynomial[]): ReadonlyMap<number, Polynomial> {
  return new Map(variables.map((x, i) => [x, values[i] ?? P.zero]));
}

/** With an opaque variable more, whose number is one past the largest that has a role. */
function withOpaque(cell: Cell): { readonly t: number; readonly cell: Cell } {
  const t = cell.roles.findLastIndex((role) => role !== null) + 1;
  return { t, cell: withRole(cell, t, "opaque") };
}

function degreeIn(m: Monomial, variables: readonly number[]): number {
  return variables.reduce((sum, x) => sum + M.exponent(m, x), 0);
}
