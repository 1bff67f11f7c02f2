/**
 * Symmetries that move a point: where a vector field ξ takes the ideal into itself and crosses the hypersurface x = 0,
 * the ideal is one of functions on x = 0, constant along the flow of ξ. So x can be set to 0. Networks have such a field for
 * each hidden unit, whose weights before and after it scale against each other.
 *
 * What is sought is ξ = Σ (a_i + b_i·x_i)·∂/∂x_i, the field of a torus that acts around another origin, of which each
 * generator is an eigenvector.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { nullspace, reducedEchelon } from "../algebra/matrix.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { hasOpaque, isBare, mapped, normalForm, variablesOf, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import { equivalent } from "./step.js";
import type { Rule, Step } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";

export const flow: Rule = (cell, budget) => {
  if (!mayFlow(cell)) return null;
  const found = findField(cell, budget);
  if (found === null) return null;
  const { variable, shift, slope, degrees } = found;
  const along = variablesOf(cell, "zero", "free", "nonzero").flatMap((i) => {
    const c = P.add(P.constant(shift[i] ?? Q.zero), P.scale(P.variable(i), slope[i] ?? Q.zero));
    return P.isZero(c) ? [] : [[i, c] as const];
  });
  const derivatives = degrees.map((d, j) => (Q.isZero(d) ? [] : [[j, P.constant(d)] as const]));
  return flowAlong(cell, { variable, along, derivatives });
};

/** True where the rule says something of the cell. */
export function mayFlow(cell: Cell): boolean {
  return cell.relations.length === 0 && cell.powers.length === 0 && !hasOpaque(cell);
}

/** A vector field that keeps the ideal and crosses the hypersurface where the variable, of role zero, is 0. */
export interface CrossingField {
  readonly variable: number;
  /** Its coefficients that are not 0, with their variables. */
  readonly along: readonly (readonly [number, Polynomial])[];
  /** What it takes each generator to: numbers of generators with factors. */
  readonly derivatives: readonly (readonly (readonly [number, Polynomial])[])[];
}

/** The step to the hypersurface; null where the field is not seen to cross it. */
export function flowAlong(cell: Cell, { variable, along, derivatives }: CrossingField): Step | null {
  const unit = unitOf(new Map(along).get(variable) ?? P.zero, cell);
  if (unit === null) return null;
  const child = mapped(withRole(cell, variable, null), (p) => P.substitute(p, variable, P.zero));
  return equivalent(normalForm(child), (index, write) => ({
    rule: "flow",
    field: along.map(([i, c]) => [i, write(c)] as const),
    derivatives: derivatives.map((list) => list.map(([k, factor]) => [k, write(factor)] as const)),
    variable,
    unit: writeUnit(unit, write),
    child: index,
  }));
}

/** Σ (shift_i + slope_i·x_i)·∂/∂x_i, by variable, with its eigenvalue for each generator, and a zero variable that it moves. */
interface Field {
  readonly shift: readonly (Rational | undefined)[];
  readonly slope: readonly (Rational | undefined)[];
  readonly degrees: readonly Rational[];
  readonly variable: number;
}

/** The unknown numbers of a field, in this order: shifts of bare variables, slopes of all, eigenvalues. */
interface Unknowns {
  readonly shifted: readonly number[];
  readonly all: readonly number[];
  readonly generators: readonly Generator[];
}

interface Generator {
  readonly g: Polynomial;
  readonly coefficients: ReadonlyMap<Monomial, Rational>;
}

/**
 * Candidates that satisfy the equations seen so far are tried; terms of the generators that speak against one are
 * further equations.
 */
function findField(cell: Cell, budget: Budget): Field | null {
  const all = variablesOf(cell, "zero", "free", "nonzero");
  const shifted = all.filter((i) => isBare(cell, i));
  operate(
    budget,
    cell.generators.reduce((n, g) => n + g.monomials.length, 0),
  );
  const generators = cell.generators.map((g) => ({ g, coefficients: new Map(P.terms(g)) }));
  const unknowns = { shifted, all, generators };
  const targets = shifted.filter((i) => cell.roles[i] === "zero");
  const uses = new Map(targets.map((i) => [i, usesOf(i, cell.generators)]));
  const width = shifted.length + all.length + cell.generators.length;
  const isMoved = (field: readonly Rational[], variable: number): boolean =>
    !Q.isZero(field[shifted.indexOf(variable)] ?? Q.zero);
  const candidatesOf = (rows: readonly (readonly Rational[])[], columns: number): Candidate[] => {
    if (workOf(rows.length, columns) > maxWork) return [];
    operate(budget, workOf(rows.length, columns) / smallPerOperation);
    return nullspace(rows, columns).flatMap((field) =>
      targets.flatMap((variable) =>
        isMoved(field, variable) ? [{ field, variable, uses: uses.get(variable) ?? 0 }] : [],
      ),
    );
  };
  const terms = lowestTerms(unknowns);
  if (workOf(terms.length, shifted.length) > maxWork) return null;
  operate(budget, terms.length * shifted.length);
  const lowest = terms.map(([m, j]) => equationAt(m, j, unknowns));
  const ofShifts = lowest.map((row) => row.slice(0, shifted.length));
  if (candidatesOf(ofShifts, shifted.length).length === 0) return null;
  let rows = lowest;
  for (;;) {
    const [first, ...others] = candidatesOf(rows, width);
    if (first === undefined) return null;
    const { field, variable } = others.reduce((best, c) => (c.uses > best.uses ? c : best), first);
    const against = equationsAgainst(field, unknowns, budget);
    if (against.length === 0) return { ...asField(field, unknowns), variable };
    rows = reducedEchelon([...rows, ...against]).rows;
  }
}

/** Products for the solutions of so many equations. */
function workOf(rows: number, columns: number): number {
  return rows * columns * Math.min(rows, columns);
}

/** Systems of equations that take more products than this are left alone. */
const maxWork = 500_000;
/** Operations on small numbers are so many times faster than those that a budget counts. */
const smallPerOperation = 10;

interface Candidate {
  readonly field: readonly Rational[];
  readonly variable: number;
  readonly uses: number;
}

function usesOf(variable: number, generators: readonly Polynomial[]): number {
  return generators.reduce((n, g) => n + g.monomials.filter((m) => M.exponent(m, variable) > 0).length, 0);
}

function asField(field: readonly Rational[], { shifted, all }: Unknowns): Omit<Field, "variable"> {
  const shift: Rational[] = [];
  const slope: Rational[] = [];
  shifted.forEach((i, k) => (shift[i] = field[k] ?? Q.zero));
  all.forEach((i, k) => (slope[i] = field[shifted.length + k] ?? Q.zero));
  return { shift, slope, degrees: field.slice(shifted.length + all.length) };
}

/**
 * Where equations say most: what ξ takes a generator's terms of least degree to, one degree lower, comes from the shifts
 * alone. Monomials with the generator's number, so many at most that each shift can be met some times.
 */
function lowestTerms({ shifted, generators }: Unknowns): (readonly [Monomial, number])[] {
  const enough = 10 * shifted.length;
  const found: (readonly [Monomial, number])[] = [];
  for (const [j, { g }] of generators.entries()) {
    const least = Math.min(...g.monomials.map(M.degree));
    const below = new Set<Monomial>();
    for (const m of g.monomials) {
      if (found.length + below.size >= enough) break;
      if (M.degree(m) === least) shifted.flatMap((i) => M.divide(m, M.variable(i)) ?? []).forEach((n) => below.add(n));
    }
    found.push(...[...below].map((m) => [m, j] as const));
  }
  return found;
}

/** The coefficient of m in ξ(g_j) − degree_j·g_j, by the unknowns. */
function equationAt(m: Monomial, j: number, { shifted, all, generators }: Unknowns): Rational[] {
  const at = (n: Monomial): Rational => generators[j]?.coefficients.get(n) ?? Q.zero;
  const own = at(m);
  return [
    ...shifted.map((i) => {
      const above = at(M.multiply(m, M.variable(i)));
      return Q.isZero(above) ? above : Q.multiply(above, Q.rational(M.exponent(m, i) + 1));
    }),
    ...all.map((i) => (Q.isZero(own) ? own : Q.multiply(own, Q.rational(M.exponent(m, i))))),
    ...generators.map((_, k) => (k === j ? Q.negate(own) : Q.zero)),
  ];
}

/** Equations that the field does not satisfy: of one generator, as many at most as there are variables. */
function equationsAgainst(field: readonly Rational[], unknowns: Unknowns, budget: Budget): Rational[][] {
  const whole = integral(field);
  const { shifted, all, generators } = unknowns;
  const nonzero = (variables: readonly number[], from: number): (readonly [number, bigint])[] =>
    variables.flatMap((i, k) => (whole[from + k] ? [[i, whole[from + k] ?? 0n] as const] : []));
  const shifts = nonzero(shifted, 0);
  const slopes = nonzero(all, shifted.length);
  const bySize = [...generators.entries()].sort(([, a], [, b]) => a.coefficients.size - b.coefficients.size);
  for (const [j, { g }] of bySize) {
    operate(budget, g.monomials.length * (1 + shifts.length));
    const degree = whole[shifted.length + all.length + j] ?? 0n;
    const rest = remainderOf(g, { shifts, slopes, degree });
    if (rest.length > 0) return rest.slice(0, all.length).map((m) => equationAt(m, j, unknowns));
  }
  return [];
}

/** Proportional whole numbers. */
function integral(numbers: readonly Rational[]): bigint[] {
  const common = numbers.reduce((l, { den }) => (l / Q.gcd(l, den)) * den, 1n);
  return numbers.map(({ num, den }) => num * (common / den));
}

/** A field whose numbers are whole, with a generator's eigenvalue; variables that it leaves alone are left out. */
interface WholeField {
  readonly shifts: readonly (readonly [number, bigint])[];
  readonly slopes: readonly (readonly [number, bigint])[];
  readonly degree: bigint;
}

/** The monomials of ξ(g) − degree·g, in the order of polynomials. */
function remainderOf(g: Polynomial, { shifts, slopes, degree }: WholeField): Monomial[] {
  const sums = new Map<Monomial, bigint>();
  const add = (m: Monomial, c: bigint): void => void sums.set(m, (sums.get(m) ?? 0n) + c);
  g.monomials.forEach((m, k) => {
    const c = g.numerators[k] ?? 0n;
    const factor = slopes.reduce((sum, [i, slope]) => sum + BigInt(M.exponent(m, i)) * slope, -degree);
    if (factor !== 0n) add(m, c * factor);
    for (const [i, shift] of shifts) {
      const below = M.divide(m, M.variable(i));
      if (below !== null) add(below, c * BigInt(M.exponent(m, i)) * shift);
    }
  });
  const left = [...sums].flatMap(([m, c]) => (c === 0n ? [] : [[m, Q.one] as const]));
  return [...P.fromTerms(left).monomials];
}
