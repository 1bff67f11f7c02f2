/**
 * Cells and their normal form, as the certificate's header defines them.
 */
import { CrepantError } from "../../errors.js";
import type { Budget } from "../../symbolic/algebra/budget.js";
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import { parsePolynomial } from "../../symbolic/algebra/polynomial-text.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Rational } from "../../symbolic/algebra/rational.js";
import { bits, spend, substitute } from "./arithmetic.js";
import { reduced } from "./constants.js";
import type { Tower } from "../../symbolic/algebra/tower.js";
import { demand, Refusal } from "./refusal.js";
import { maxVariables } from "./schema.js";

export type Role = "zero" | "free" | "nonzero" | "constant";

/** Lists are indexed by variables' numbers; a variable without a role is none of the cell's. */
export interface Cell {
  readonly roles: readonly (Role | undefined)[];
  readonly kappa: readonly number[];
  readonly h: readonly number[];
  readonly generators: readonly Polynomial[];
  readonly nonzero: readonly Polynomial[];
  readonly equations: readonly Polynomial[];
  readonly constants: Tower;
}

/** What the checker hands down: the statement's names and the budget. */
export interface Scope {
  readonly names: ReadonlyMap<string, number>;
  readonly budget: Budget;
}

export function variablesWith(cell: Cell, ...roles: readonly Role[]): number[] {
  return cell.roles.flatMap((role, i) => (role !== undefined && roles.includes(role) ? [i] : []));
}

/** The polynomial as it is in the cell's normal form. */
export function canonical(p: Polynomial, cell: Cell, scope: Scope): Polynomial {
  spend(scope.budget, p.monomials.length);
  return P.primitive(reduced(p, cell.constants, scope.budget));
}

/** The same with the zero variables set to 0. */
export function onCell(p: Polynomial, cell: Cell, scope: Scope): Polynomial {
  const kept = P.filter(p, (m) => M.support(m).every((i) => cell.roles[i] !== "zero"));
  return canonical(kept, cell, scope);
}

export function normal(cell: Cell, scope: Scope): Cell {
  spend(scope.budget, cell.roles.length);
  const generators = cell.generators.map((p) => canonical(p, cell, scope)).filter((p) => !P.isZero(p));
  const nonzero = cell.nonzero.map((p) => onCell(p, cell, scope)).filter((p) => P.isZero(p) || !P.isConstant(p));
  const equations = cell.equations.map((p) => onCell(p, cell, scope)).filter((p) => !P.isZero(p));
  return { ...cell, generators: sorted(generators), nonzero: sorted(nonzero), equations: sorted(equations) };
}

function sorted(list: readonly Polynomial[]): Polynomial[] {
  const byKey = new Map(list.map((p) => [P.key(p), p]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, p]) => p);
}

export function sameList(a: readonly Polynomial[], b: readonly Polynomial[]): boolean {
  return a.length === b.length && a.every((p, i) => P.equals(p, b[i] ?? P.zero));
}

/** Of two cells in normal form. */
export function sameCell(a: Cell, b: Cell): boolean {
  const numbers = (list: readonly number[]): string => list.join().replace(/(,0)*$/, "");
  return (
    a.roles.join().replace(/,*$/, "") === b.roles.join().replace(/,*$/, "") &&
    numbers(a.kappa) === numbers(b.kappa) &&
    numbers(a.h) === numbers(b.h) &&
    sameList(a.generators, b.generators) &&
    sameList(a.nonzero, b.nonzero) &&
    sameList(a.equations, b.equations) &&
    a.constants.length === b.constants.length &&
    a.constants.every((c, i) => {
      const d = b.constants[i];
      return (
        c.index === d?.index &&
        P.equals(c.minimal, d.minimal) &&
        Q.equals(c.lower, d.lower) &&
        Q.equals(c.upper, d.upper)
      );
    })
  );
}

/** Words of memory, roughly. */
export function sizeOf({ roles, generators, nonzero, equations }: Cell): number {
  const lists = [...generators, ...nonzero, ...equations];
  return lists.reduce((sum, p) => sum + 8 + p.monomials.length * (4 + bits(p) / 64), 16 + 3 * roles.length);
}

/** Gives x another role; only zero and free variables keep κ and h. */
export function withRole(cell: Cell, x: number, role: Role): Cell {
  const keeps = role === "zero" || role === "free";
  const entry = (list: readonly number[]): number[] => list.map((n, i) => (i === x && !keeps ? 0 : n));
  const roles = cell.roles.map((r, i) => (i === x ? role : r));
  return { ...cell, roles, kappa: entry(cell.kappa), h: entry(cell.h) };
}

/** Demands that x is one of the cell's variables, with one of the roles. */
export function demandRole(cell: Cell, x: number, ...roles: readonly Role[]): Role {
  const role = cell.roles[x];
  if (role === undefined || !roles.includes(role)) {
    throw new Refusal(`variable number ${x} is ${role ?? "not in the cell"}, not ${roles.join(" or ")}`);
  }
  return role;
}

export function demandNoExponents(cell: Cell, x: number): void {
  demand((cell.kappa[x] ?? 0) === 0 && (cell.h[x] ?? 0) === 0, `variable number ${x} has κ or h`);
}

export function member<T>(list: readonly T[], index: number, what: string): T {
  const found = list[index];
  if (found === undefined) throw new Refusal(`there is no ${what} number ${index}`);
  return found;
}

/** Reads a polynomial in the cell's variables of the given roles. */
export function read(text: string, cell: Cell, scope: Scope, ...roles: readonly Role[]): Polynomial {
  const p = readIn(text, scope);
  for (const x of P.variablesOf(p)) {
    demandRole(cell, x, ...(roles.length === 0 ? (["zero", "free", "nonzero", "constant"] as const) : roles));
  }
  return p;
}

/** Reads a polynomial in any variables. */
export function readIn(text: string, { names, budget }: Scope): Polynomial {
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

export function readRational(text: string): Rational {
  const value = Q.parse(text);
  if (value === null) throw new Refusal(`"${text.slice(0, 40)}" is no rational number`);
  return value;
}

/** p with the point moved to the origin. */
export function moved(p: Polynomial, point: readonly string[], { budget }: Scope): Polynomial {
  return P.variablesOf(p).reduce((q, x) => {
    const value = P.constant(readRational(member(point, x, "coordinate of the point")));
    return P.isZero(value) ? q : substitute(q, x, P.add(P.variable(x), value), P.one, budget);
  }, p);
}
