/** Cells and their normal form, as docs/certificates.md defines them, and what is read from a certificate on a cell. */
import { CrepantError } from "../../errors.js";
import { spend } from "../../symbolic/algebra/budget.js";
import type { Budget } from "../../symbolic/algebra/budget.js";
import type { Power } from "../../symbolic/algebra/gcd.js";
import { bits, renamed } from "../../symbolic/algebra/metered.js";
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

export type Role = "zero" | "free" | "dependent" | "constant" | "opaque";
/** Variables that are coordinates of the space. */
export const coordinates = ["zero", "free"] as const;
/** Variables whose values are known functions of the coordinates. */
export const known = [...coordinates, "dependent", "constant"] as const;

/** Lists are indexed by variables' numbers; a variable without a role is none of the cell's. */
export interface Cell {
  readonly scope: Scope;
  readonly roles: readonly (Role | undefined)[];
  /** The density is |x^h|; 0 but on zero and free variables. */
  readonly h: readonly number[];
  readonly generators: readonly P.Polynomial[];
  /** What the ideal of the generators is multiplied by; those of zero and free variables come last. */
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
  const isNumber = (p: P.Polynomial): boolean => P.variablesOf(p).every((i) => cell.roles[i] === "constant");
  const nonzero = cell.nonzero.map((p) => onCell(p, cell)).filter((p) => P.isZero(p) || !isNumber(p));
  const apart = new Set(nonzero.map(aloneIn));
  const found = {
    ...cell,
    h: cell.h.map((n, x) => (apart.has(x) ? 0 : n)),
    generators: ascending(cell.generators.map((p) => canonical(p, cell)).filter((p) => !P.isZero(p))),
    powers: collected(cell, apart),
    nonzero: ascending(nonzero),
    equations: ascending(cell.equations.map((p) => onCell(p, cell)).filter((p) => !P.isZero(p))),
    relations: ascending(cell.relations.map((p) => canonical(p, cell))),
  };
  const x = found.equations.map(aloneIn).find((i) => cell.roles[i] === "free");
  return x === undefined ? found : normal(withRole(found, "zero", x));
}

/** Powers fall into those of variables and the rest; units go, and powers of the same are taken together. */
function collected(cell: Cell, apart: ReadonlySet<number>): readonly Power[] {
  const variables = variablesWith(cell, ...coordinates);
  const factors: P.Polynomial[] = [];
  const exponents = new Map<string, number>();
  const join = (p: P.Polynomial, e: number): unknown =>
    exponents.set(P.key(p), exactSum(exponents.get(P.key(p)) ?? 0, e));
  for (const { factor, multiplicity } of cell.powers) {
    const { exponents: own, rest } = monomialPart(canonical(factor, cell), variables);
    variables.forEach((x, k) => join(P.variable(x), multiplicity * (own[k] ?? 0)));
    join(rest, multiplicity);
    if (P.isZero(rest) || !P.isConstant(rest)) factors.push(rest);
  }
  const others = variables.filter((x) => !apart.has(x)).map((x) => P.variable(x));
  return [...ascending(factors), ...others].flatMap((factor) => {
    const multiplicity = exponents.get(P.key(factor)) ?? 0;
    return multiplicity === 0 ? [] : [{ factor, multiplicity }];
  });
}

/** Each once. */
function ascending(list: readonly P.Polynomial[]): P.Polynomial[] {
  const byKey = new Map(list.map((p) => [P.key(p), p]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, p]) => p);
}

/** The number of the variable that the primitive polynomial is; −1 for another polynomial. */
export function aloneIn(p: P.Polynomial): number {
  const [m = M.one, another] = p.monomials;
  return another === undefined && M.degree(m) === 1 ? (M.support(m)[0] ?? -1) : -1;
}

/** Whether x is known to be 0 nowhere on the cell. */
export function isApart(cell: Cell, x: number): boolean {
  return cell.nonzero.some((p) => aloneIn(p) === x);
}

/** p as x^a times the rest, x the given variables. */
export function monomialPart(p: P.Polynomial, variables: readonly number[]) {
  const content = M.restricted(P.monomialContent(p), variables);
  const exponents = variables.map((i) => M.exponent(content, i));
  return { exponents, rest: P.divideMonomial(p, content) ?? P.zero };
}

/** A text that two cells in normal form share if and only if they are equal. */
export function keyOf(cell: Cell): string {
  const variables = cell.roles.map((role, i) => (role === undefined ? "" : `${role} ${cell.h[i] ?? 0}`));
  const ends = cell.constants.map(({ index, lower, upper }) => `${index} ${Q.format(lower)} ${Q.format(upper)}`);
  const lists = [...listsOf(cell), cell.constants.map((c) => c.minimal)].map((list) => list.map(P.key));
  const multiplicities = cell.powers.map((p) => p.multiplicity);
  return JSON.stringify([variables.join().replace(/,*$/, ""), ends, lists, multiplicities]);
}

/** Words of memory, roughly. */
export function sizeOf(cell: Cell): number {
  const all = listsOf(cell).flat();
  return all.reduce((sum, p) => sum + 8 + p.monomials.length * (4 + bits(p) / 64), 16 + 3 * cell.roles.length);
}

function listsOf({ generators, powers, nonzero, equations, relations }: Cell): (readonly P.Polynomial[])[] {
  return [generators, powers.map((p) => p.factor), nonzero, equations, relations];
}

export function variablesWith(cell: Cell, ...roles: readonly Role[]): number[] {
  return cell.roles.flatMap((role, i) => (role !== undefined && roles.includes(role) ? [i] : []));
}

/** Without a role the variables leave the cell; nothing may be left that has them. */
export function withRole(cell: Cell, role: Role | undefined, ...variables: readonly number[]): Cell {
  return { ...cell, roles: cell.roles.map((r, i) => (variables.includes(i) ? role : r)) };
}

/** The generators, then what the powers are of, but for variables. */
export function functionsOf(cell: Cell): readonly P.Polynomial[] {
  const variables = new Set(variablesWith(cell, ...coordinates));
  const factors = cell.powers.map((p) => p.factor).filter((p) => !variables.has(aloneIn(p)));
  return [...cell.generators, ...factors];
}

/** The exponents of variables among the powers. */
export function kappaOf({ roles, powers }: Cell): number[] {
  const exponents = new Map(powers.map(({ factor, multiplicity }) => [aloneIn(factor), multiplicity]));
  return roles.map((_, x) => exponents.get(x) ?? 0);
}

/** The given variables and the constants, with all that has no others. */
export function within(cell: Cell, variables: readonly number[]): Cell {
  const inside = new Set([...variables, ...variablesWith(cell, "constant")]);
  const roles = cell.roles.map((role, x) => (inside.has(x) ? role : undefined));
  return { ...filtered(cell, (p) => P.variablesOf(p).every((x) => inside.has(x))), roles };
}

/** With these polynomials alone. */
export function filtered(cell: Cell, keep: (p: P.Polynomial) => boolean): Cell {
  return mapped(cell, (p) => (keep(p) ? p : null));
}

/** All polynomials of the cell moved; those that become null leave. */
export function mapped(cell: Cell, move: (p: P.Polynomial) => P.Polynomial | null): Cell {
  const all = (list: readonly P.Polynomial[]): P.Polynomial[] => list.flatMap((p) => move(p) ?? []);
  const powers = cell.powers.flatMap((p) => all([p.factor]).map((factor) => ({ ...p, factor })));
  const [generators, nonzero] = [all(cell.generators), all(cell.nonzero)];
  return { ...cell, generators, powers, nonzero, equations: all(cell.equations), relations: all(cell.relations) };
}

/** With to[i] as the number of variable i. */
export function renumbered(cell: Cell, to: readonly number[]): Cell {
  const inverse = new Map(to.map((k, i) => [k, i]));
  demand(
    to.every((_, k) => inverse.has(k)),
    "this is no permutation",
  );
  const all = cell.roles.every((role, i) => role === undefined || i < to.length);
  demand(all, "a variable has no new number");
  const from = to.map((_, k) => inverse.get(k) ?? k);
  const move = (p: P.Polynomial): P.Polynomial => renamed(p, to, cell.scope.budget);
  const constants = cell.constants.map((c) => ({ ...c, index: to[c.index] ?? c.index, minimal: move(c.minimal) }));
  const roles = from.map((i) => cell.roles[i]);
  return { ...mapped(cell, move), roles, h: from.map((i) => cell.h[i] ?? 0), constants };
}

/** Demands that x is one of the cell's variables, with one of the roles. */
export function demandRole(cell: Cell, x: number, ...roles: readonly Role[]): Role {
  const role = cell.roles[x];
  if (role === undefined || !roles.includes(role)) {
    throw new Refusal(`variable number ${x} is ${role ?? "not in the cell"}, not ${roles.join(" or ")}`);
  }
  return role;
}

export function demandNoDensity(cell: Cell, ...variables: readonly number[]): void {
  for (const x of variables) demand(!cell.h[x], `variable number ${x} has h`);
}

/** With a new variable, whose number is one past the largest that has a role. */
export function extended(cell: Cell, role: Role): { readonly index: number; readonly cell: Cell } {
  const index = cell.roles.findLastIndex((r) => r !== undefined) + 1;
  const place = <T>(list: readonly T[], last: T): T[] => [...list.slice(0, index), last];
  return { index, cell: { ...cell, roles: place(cell.roles, role), h: place(cell.h, 0) } };
}

/** Of whole numbers ≥ 0. */
export function exactSum(a: number, b: number): number {
  demand(Number.isSafeInteger(a + b), "an exponent is too large");
  return a + b;
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

/** Reads a monomial in the cell's variables of the given roles. */
export function monomialOf(text: string, cell: Cell, ...roles: readonly Role[]): M.Monomial {
  const p = read(text, cell, roles);
  const [m = M.one] = p.monomials;
  demand(P.equals(p, P.monomial(m)), "this is no monomial");
  return m;
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
