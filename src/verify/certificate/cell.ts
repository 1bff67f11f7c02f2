/** Cells and their normal form, as docs/certificates.md defines them, and what is read from a certificate on a cell. */
import { CrepantError } from "../../errors.js";
import { spend } from "../../symbolic/algebra/budget.js";
import type { Budget } from "../../symbolic/algebra/budget.js";
import type { Power } from "../../symbolic/algebra/gcd.js";
import { bits } from "../../symbolic/algebra/metered.js";
import { reducedAt } from "../../symbolic/algebra/metered-tower.js";
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import { parsePolynomial } from "../../symbolic/algebra/polynomial-text.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Tower } from "../../symbolic/algebra/tower.js";
import { maxVariables } from "../../symbolic/resolution/certificate.js";
import { demand, Refusal } from "./refusal.js";

/** What the checker hands down: the numbers of the statement's variables, and the budget that all work is paid from. */
export interface Scope {
  readonly names: ReadonlyMap<string, number>;
  readonly budget: Budget;
}

export type Role = "zero" | "free" | "nonzero" | "dependent" | "constant" | "opaque";
/** Variables that are coordinates of the space. */
export const coordinates = ["zero", "free", "nonzero"] as const;
/** Variables whose values are known functions of the coordinates. */
export const known = [...coordinates, "dependent", "constant"] as const;

/** Lists are indexed by variables' numbers; a variable without a role is none of the cell's. */
export interface Cell {
  readonly scope: Scope;
  readonly roles: readonly (Role | undefined)[];
  readonly kappa: readonly number[];
  readonly h: readonly number[];
  readonly generators: readonly P.Polynomial[];
  readonly powers: readonly Power[];
  readonly nonzero: readonly P.Polynomial[];
  readonly equations: readonly P.Polynomial[];
  readonly relations: readonly P.Polynomial[];
  readonly constants: Tower;
}

/** The polynomial as it is in the cell's normal form: those that are equal there are the same. */
export function canonical(p: P.Polynomial, { constants, scope: { budget } }: Cell): P.Polynomial {
  spend(budget, p.monomials.length);
  return P.primitive(reducedAt(p, constants, budget));
}

/** p with the zero variables set to 0. */
export function restricted(p: P.Polynomial, cell: Cell): P.Polynomial {
  return P.filter(p, (m) => M.support(m).every((i) => cell.roles[i] !== "zero"));
}

/** Both. */
export function onCell(p: P.Polynomial, cell: Cell): P.Polynomial {
  return canonical(restricted(p, cell), cell);
}

export function normal(cell: Cell): Cell {
  spend(cell.scope.budget, cell.roles.length);
  const sorted = (list: readonly P.Polynomial[]): P.Polynomial[] => {
    const byKey = new Map(list.map((p) => [P.key(p), p]));
    return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, p]) => p);
  };
  const isNumber = (p: P.Polynomial): boolean => P.variablesOf(p).every((i) => cell.roles[i] === "constant");
  const nonzero = cell.nonzero.map((p) => onCell(p, cell)).filter((p) => P.isZero(p) || !isNumber(p));
  const found = {
    ...withoutMonomials(cell),
    generators: sorted(cell.generators.map((p) => canonical(p, cell)).filter((p) => !P.isZero(p))),
    nonzero: sorted(nonzero.filter((p) => cell.roles[aloneIn(p)] !== "nonzero")),
    equations: sorted(cell.equations.map((p) => onCell(p, cell)).filter((p) => !P.isZero(p))),
    relations: sorted(cell.relations.map((p) => canonical(p, cell))),
  };
  for (const role of ["zero", "nonzero"] as const) {
    const x = found[role === "zero" ? "equations" : "nonzero"].map(aloneIn).find((i) => cell.roles[i] === "free");
    if (x !== undefined) return normal(withRole(found, x, role));
  }
  return found;
}

/** Powers lose their monomials to κ; constants go, and equal ones are taken together. */
function withoutMonomials(cell: Cell): Cell {
  const kappa = [...cell.kappa];
  const byKey = new Map<string, Power>();
  for (const power of cell.powers) {
    const whole = canonical(power.factor, cell);
    const exponents = M.exponents(P.monomialContent(whole)).map((e, x) => (mayHaveExponents(cell, x) ? e : 0));
    exponents.forEach((e, x) => (kappa[x] = exactSum(kappa[x] ?? 0, e * power.multiplicity)));
    const factor = P.divideMonomial(whole, M.fromExponents(exponents)) ?? whole;
    if (P.isConstant(factor) && !P.isZero(factor)) continue;
    const before = byKey.get(P.key(factor))?.multiplicity ?? 0;
    byKey.set(P.key(factor), { factor, multiplicity: exactSum(before, power.multiplicity) });
  }
  const powers = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, p]) => p);
  return { ...cell, kappa, powers };
}

function mayHaveExponents({ roles }: Cell, x: number): boolean {
  return roles[x] === "zero" || roles[x] === "free";
}

/** The number of the variable that the primitive polynomial is; −1 for another polynomial. */
function aloneIn(p: P.Polynomial): number {
  const [m = M.one, another] = p.monomials;
  return another === undefined && M.degree(m) === 1 ? (M.support(m)[0] ?? -1) : -1;
}

/** A text that two cells in normal form share if and only if they are equal. */
export function keyOf({ roles, kappa, h, generators, powers, nonzero, equations, relations, constants }: Cell): string {
  const variables = roles.map((role, i) => (role === undefined ? "" : `${role} ${kappa[i] ?? 0} ${h[i] ?? 0}`));
  const ends = constants.map(({ index, lower, upper }) => `${index} ${Q.format(lower)} ${Q.format(upper)}`);
  const lists = [
    generators,
    powers.map((p) => p.factor),
    nonzero,
    equations,
    relations,
    constants.map((c) => c.minimal),
  ].map((list) => list.map(P.key));
  const multiplicities = powers.map((p) => p.multiplicity);
  return JSON.stringify([variables.join().replace(/,*$/, ""), ends, lists, multiplicities]);
}

/** Words of memory, roughly. */
export function sizeOf({ roles, generators, powers, nonzero, equations, relations }: Cell): number {
  const lists = [...generators, ...powers.map((p) => p.factor), ...nonzero, ...equations, ...relations];
  return lists.reduce((sum, p) => sum + 8 + p.monomials.length * (4 + bits(p) / 64), 16 + 3 * roles.length);
}

export function variablesWith(cell: Cell, ...roles: readonly Role[]): number[] {
  return cell.roles.flatMap((role, i) => (role !== undefined && roles.includes(role) ? [i] : []));
}

/** Gives x another role; only zero and free variables keep κ and h. */
export function withRole(cell: Cell, x: number, role: Role): Cell {
  const there = { ...cell, roles: cell.roles.map((r, i) => (i === x ? role : r)) };
  const entry = (list: readonly number[]): number[] =>
    list.map((n, i) => (i === x && !mayHaveExponents(there, x) ? 0 : n));
  return { ...there, kappa: entry(cell.kappa), h: entry(cell.h) };
}

/** The generators, then what the powers are of. */
export function functionsOf({ generators, powers }: Cell): readonly P.Polynomial[] {
  return [...generators, ...powers.map((p) => p.factor)];
}

/** The given variables and the constants, with the conditions that have no others. */
export function within(cell: Cell, variables: readonly number[]): Cell {
  const inside = new Set([...variables, ...variablesWith(cell, "constant")]);
  const own = (list: readonly P.Polynomial[]): P.Polynomial[] =>
    list.filter((p) => P.variablesOf(p).every((x) => inside.has(x)));
  const lists = { nonzero: own(cell.nonzero), equations: own(cell.equations), relations: own(cell.relations) };
  const entries = (list: readonly number[]): number[] => list.map((n, x) => (inside.has(x) ? n : 0));
  const roles = cell.roles.map((role, x) => (inside.has(x) ? role : undefined));
  return { ...cell, ...lists, roles, kappa: entries(cell.kappa), h: entries(cell.h) };
}

/** All polynomials of the cell moved. */
export function mapped(cell: Cell, move: (p: P.Polynomial) => P.Polynomial): Cell {
  const lists = { nonzero: cell.nonzero.map(move), equations: cell.equations.map(move) };
  const powers = cell.powers.map((p) => ({ ...p, factor: move(p.factor) }));
  return { ...cell, powers, ...lists, generators: cell.generators.map(move), relations: cell.relations.map(move) };
}

/** Demands that x is one of the cell's variables, with one of the roles. */
export function demandRole(cell: Cell, x: number, ...roles: readonly Role[]): Role {
  const role = cell.roles[x];
  if (role === undefined || !roles.includes(role)) {
    throw new Refusal(`variable number ${x} is ${role ?? "not in the cell"}, not ${roles.join(" or ")}`);
  }
  return role;
}

export function demandNoExponents(cell: Cell, ...variables: readonly number[]): void {
  for (const x of variables) demand(!cell.kappa[x] && !cell.h[x], `variable number ${x} has κ or h`);
}

/** Demands that no dependent variable is a function of x, or that the polynomials have no dependent variable. */
export function demandIndependent(cell: Cell, x: number, ...polynomials: readonly P.Polynomial[]): void {
  const used = polynomials.some((p) => P.variablesOf(p).some((i) => cell.roles[i] === "dependent"));
  demand(!used || cell.relations.every((r) => P.degreeIn(r, x) <= 0), `a dependent variable moves with number ${x}`);
}

/** With a new variable, whose number is one past the largest that has a role. */
export function extended(cell: Cell, role: Role): { readonly index: number; readonly cell: Cell } {
  const index = cell.roles.findLastIndex((r) => r !== undefined) + 1;
  const place = <T>(list: readonly T[], last: T): T[] => [...list.slice(0, index), last];
  const roles = place(cell.roles, role);
  return { index, cell: { ...cell, roles, kappa: place(cell.kappa, 0), h: place(cell.h, 0) } };
}

/** Of whole numbers ≥ 0. */
export function exactSum(a: number, b: number): number {
  demand(Number.isSafeInteger(a + b), "an exponent is too large");
  return a + b;
}

/** Of whole numbers ≥ 0. */
export function exactProduct(a: number, b: number): number {
  demand(Number.isSafeInteger(a * b), "an exponent is too large");
  return a * b;
}

export function member<T>(list: readonly T[], index: number, what: string): T {
  const found = list[index];
  if (found === undefined) throw new Refusal(`there is no ${what} number ${index}`);
  return found;
}

/** Demands that the polynomials have no opaque variable. */
export function demandKnown(cell: Cell, ...polynomials: readonly P.Polynomial[]): void {
  for (const x of polynomials.flatMap(P.variablesOf)) demandRole(cell, x, ...known);
}

/** Reads a polynomial in the cell's variables of the given roles. */
export function read(text: string, cell: Cell, roles: readonly Role[] = known): P.Polynomial {
  const p = readIn(text, cell.scope);
  for (const x of P.variablesOf(p)) demandRole(cell, x, ...roles);
  return p;
}

/** Reads a polynomial in any variables. */
export function readIn(text: string, { names, budget }: Scope): P.Polynomial {
  spend(budget, text.length / 4);
  try {
    return parsePolynomial(text, (name) => {
      if (!name.startsWith("$")) return names.get(name);
      const index = Number(name.slice(1));
      return index >= names.size && index < 2 * maxVariables ? index : undefined;
    });
  } catch (error) {
    throw error instanceof CrepantError ? new Refusal(error.message) : error;
  }
}

export function readRational(text: string): Q.Rational {
  const value = Q.parse(text);
  if (value === null) throw new Refusal(`"${text.slice(0, 40)}" is no rational number`);
  return value;
}
