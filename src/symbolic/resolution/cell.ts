/**
 * Cells: the states of the resolution, as docs/certificates.md defines them, with their normal form and the changes of
 * coordinates that all rules are made of.
 */
import type { Power } from "../algebra/gcd.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { divideExact } from "../algebra/polynomial-division.js";
import { determinant } from "../algebra/polynomial-matrix.js";
import * as T from "../algebra/tower.js";
import type { Tower } from "../algebra/tower.js";

export type Role = "zero" | "free" | "nonzero" | "dependent" | "constant" | "opaque";

export interface Cell {
  /** By variable number; null where the variable does not belong to the cell. */
  readonly roles: readonly (Role | null)[];
  /** By variable number, like `h`; 0 but on zero and free variables. */
  readonly kappa: readonly number[];
  readonly h: readonly number[];
  readonly generators: readonly Polynomial[];
  /** Which the ideal of the generators is multiplied by. */
  readonly powers: readonly Power[];
  readonly nonzero: readonly Polynomial[];
  readonly equations: readonly Polynomial[];
  /** As many as there are dependent variables, which they bind: they vanish identically. */
  readonly relations: readonly Polynomial[];
  readonly tower: Tower;
}

/** The cell of one point, the origin of the given variables, without κ and h. */
export function originCell(variables: readonly number[], generators: readonly Polynomial[]): Cell {
  const size = Math.max(-1, ...variables) + 1;
  const roles = Array.from({ length: size }, (_, i): Role | null => (variables.includes(i) ? "zero" : null));
  const zeros = roles.map(() => 0);
  return normalForm({
    roles,
    kappa: zeros,
    h: zeros,
    generators,
    powers: [],
    nonzero: [],
    equations: [],
    relations: [],
    tower: [],
  });
}

/** The normal form that docs/certificates.md describes. */
export function normalForm(cell: Cell): Cell {
  const onCell = (p: Polynomial): Polynomial => normalise(restrict(cell, p), cell.tower);
  const isNumber = (p: Polynomial): boolean => P.variablesOf(p).every((i) => cell.roles[i] === "constant");
  const nonzero = canonical(cell.nonzero.map(onCell)).filter((p) => P.isZero(p) || !isNumber(p));
  const found: Cell = {
    ...withoutMonomials(cell),
    generators: canonical(cell.generators.map((p) => normalise(p, cell.tower))).filter((p) => !P.isZero(p)),
    nonzero: nonzero.filter((p) => !isVariable(p, "nonzero", cell)),
    equations: canonical(cell.equations.map(onCell)).filter((p) => !P.isZero(p)),
    relations: canonical(cell.relations.map((p) => normalise(p, cell.tower))),
  };
  const zero = found.equations.find((p) => isVariable(p, "free", cell) || isVariable(p, "nonzero", cell));
  const apart = found.nonzero.find((p) => isVariable(p, "free", cell));
  const [x] = P.variablesOf(zero ?? apart ?? P.zero);
  if (x === undefined) return found;
  if (zero === undefined) return normalForm(withRole(found, x, "nonzero"));
  const none = cell.roles[x] === "nonzero" ? [P.zero] : [];
  return normalForm(withRole({ ...found, nonzero: [...found.nonzero, ...none] }, x, "zero"));
}

/** Monomials that divide the powers join κ; nonzero variables and constants go, and equal ones are taken together. */
function withoutMonomials(cell: Cell): Cell {
  if (cell.powers.length === 0) return cell;
  const kappa = cell.roles.map((_, i) => cell.kappa[i] ?? 0);
  const powers = new Map<string, Power>();
  for (const { factor, multiplicity } of cell.powers) {
    const whole = normalise(factor, cell.tower);
    const content = M.fromExponents(
      M.exponents(P.monomialContent(whole)).map((e, i) =>
        carries(cell.roles[i] ?? null) || cell.roles[i] === "nonzero" ? e : 0,
      ),
    );
    for (const i of M.support(content).filter((x) => carries(cell.roles[x] ?? null)))
      kappa[i] = (kappa[i] ?? 0) + multiplicity * M.exponent(content, i);
    const rest = P.divideMonomial(whole, content) ?? whole;
    if (P.isConstant(rest) && !P.isZero(rest)) continue;
    const before = powers.get(P.key(rest))?.multiplicity ?? 0;
    powers.set(P.key(rest), { factor: rest, multiplicity: before + multiplicity });
  }
  const ascending = [...powers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, power]) => power);
  return { ...cell, kappa, powers: ascending };
}

/** True for variables that may have κ and h. */
function carries(role: Role | null): boolean {
  return role === "zero" || role === "free";
}

/** True for a polynomial that is a variable of the role by itself. */
function isVariable(p: Polynomial, role: Role, cell: Cell): boolean {
  const [m = M.one, another] = p.monomials;
  return another === undefined && M.degree(m) === 1 && M.support(m).every((i) => cell.roles[i] === role);
}

/** The cell with every polynomial mapped; normalise it afterwards. */
export function mapped(cell: Cell, image: (p: Polynomial) => Polynomial): Cell {
  return {
    ...cell,
    generators: cell.generators.map(image),
    powers: cell.powers.map((p) => ({ ...p, factor: image(p.factor) })),
    nonzero: cell.nonzero.map(image),
    equations: cell.equations.map(image),
    relations: cell.relations.map(image),
  };
}

/** What is known to vanish on the cell: its equations, and its relations there, not made primitive. */
export function vanishing(cell: Cell): Polynomial[] {
  return [...cell.equations, ...cell.relations.map((r) => T.normalize(restrict(cell, r), cell.tower))];
}

/**
 * True where functions of the polynomials' variables may be used to move x: then the dependent ones among them must not
 * themselves depend on x.
 */
export function isIndependent(cell: Cell, x: number, ...polynomials: readonly Polynomial[]): boolean {
  return !occursIn(x, cell.relations) || !variablesOf(cell, "dependent").some((i) => occursIn(i, polynomials));
}

/** p reduced modulo the constants, what vanishes there left out, and primitive. */
export function normalise(p: Polynomial, tower: Tower): Polynomial {
  return P.primitive(T.normalize(p, tower));
}

/** p with the zero variables set to 0. */
export function restrict(cell: Cell, p: Polynomial): Polynomial {
  return P.filter(p, (m) => M.support(m).every((i) => cell.roles[i] !== "zero"));
}

/** The variables of a role, ascending. */
export function variablesOf(cell: Cell, ...roles: readonly Role[]): number[] {
  return cell.roles.flatMap((role, i) => (role !== null && roles.includes(role) ? [i] : []));
}

/** True where x may take part in a change of coordinates that is no mere scaling. */
export function isBare(cell: Cell, variable: number): boolean {
  return (cell.kappa[variable] ?? 0) === 0 && (cell.h[variable] ?? 0) === 0;
}

/** True where some generator or power holds an opaque variable. */
export function hasOpaque(cell: Cell): boolean {
  return variablesOf(cell, "opaque").some((i) => occursIn(i, functionsOf(cell)));
}

/** The generators, then what the powers are of. */
export function functionsOf(cell: Cell): readonly Polynomial[] {
  return [...cell.generators, ...cell.powers.map((p) => p.factor)];
}

/** True where p holds none. */
export function isKnown(cell: Cell, p: Polynomial): boolean {
  return P.variablesOf(p).every((i) => cell.roles[i] !== "opaque");
}

export function isKnownTerm(cell: Cell, m: Monomial): boolean {
  return M.support(m).every((i) => cell.roles[i] !== "opaque");
}

export function occursIn(variable: number, list: readonly Polynomial[]): boolean {
  return list.some((p) => p.monomials.some((m) => M.exponent(m, variable) > 0));
}

/** The part of a monomial in the zero variables. */
export function zeroPart(cell: Cell, m: Monomial): Monomial {
  return M.fromExponents(M.exponents(m).map((e, i) => (cell.roles[i] === "zero" ? e : 0)));
}

/**
 * On the cell, up to a unit, the minor of the Jacobian matrix of functions by as many coordinates: of the relations and
 * the functions by the dependent variables and these.
 */
export function jacobian(cell: Cell, functions: readonly Polynomial[], variables: readonly number[]): Polynomial {
  const columns = [...variablesOf(cell, "dependent"), ...variables];
  const entries = [...cell.relations, ...functions].map((p) => columns.map((x) => restrict(cell, P.derivative(p, x))));
  return determinant(entries);
}

/** x becomes numerator/denominator everywhere, denominators cleared. */
export function substituteFraction(cell: Cell, x: number, numerator: Polynomial, denominator: Polynomial): Cell {
  const image = (p: Polynomial): Polynomial => {
    const degree = P.degreeIn(p, x);
    if (degree <= 0) return p;
    const coefficients = P.coefficientsIn(p, x);
    if (P.isConstant(denominator)) {
      const inverse = divideExact(P.one, denominator);
      return P.substitute(p, x, inverse === null ? numerator : P.multiply(numerator, inverse));
    }
    let power = P.one;
    let sum = P.zero;
    for (let k = degree; k >= 0; k--) {
      sum = P.add(P.multiply(sum, numerator), P.multiply(coefficients[k] ?? P.zero, power));
      power = P.multiply(power, denominator);
    }
    return sum;
  };
  return mapped(cell, image);
}

/** A copy of a list with one entry replaced; the list grows with `fill` where it is too short. */
export function replaced<T>(list: readonly T[], index: number, value: T, fill: T): T[] {
  const copy = [...list];
  while (copy.length <= index) copy.push(fill);
  copy[index] = value;
  return copy;
}

export function withRole(cell: Cell, variable: number, role: Role | null): Cell {
  const keeps = carries(role);
  return {
    ...cell,
    roles: replaced(cell.roles, variable, role, null),
    kappa: replaced(cell.kappa, variable, keeps ? (cell.kappa[variable] ?? 0) : 0, 0),
    h: replaced(cell.h, variable, keeps ? (cell.h[variable] ?? 0) : 0, 0),
  };
}

/** A text that is equal exactly for equal cells in normal form. */
export function cellKey(cell: Cell): string {
  const last = cell.roles.findLastIndex((r) => r !== null) + 1;
  const digits = cell.roles
    .slice(0, last)
    .map((r, i) => `${(r ?? "-")[0] ?? ""}${cell.kappa[i] ?? 0},${cell.h[i] ?? 0}`);
  const lists = [cell.generators, cell.nonzero, cell.equations, cell.relations].map((list) =>
    list.map(P.key).join("&"),
  );
  const powers = cell.powers.map((p) => `${P.key(p.factor)}^${p.multiplicity}`);
  const tower = cell.tower.map((c) => P.key(c.minimal) + P.key(P.constant(c.lower)) + P.key(P.constant(c.upper)));
  return [digits.join(" "), ...lists, powers.join("&"), tower.join("&")].join("#");
}

function canonical(list: readonly Polynomial[]): Polynomial[] {
  const byKey = new Map(list.map((p) => [P.key(p), p]));
  return [...byKey.keys()].sort((a, b) => (a < b ? -1 : 1)).flatMap((k) => byKey.get(k) ?? []);
}
