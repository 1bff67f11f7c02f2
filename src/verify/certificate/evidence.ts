/** The evidence that rules rest on: identities, polynomials that vanish nowhere on a cell, and points of a cell. */
import { productOfPowers, substitute, sumOfProducts } from "../../symbolic/algebra/metered.js";
import { countRootsOf, faultOf } from "../../symbolic/algebra/metered-tower.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import { determinant } from "../../symbolic/algebra/polynomial-matrix.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Sample, Square, StatedConstant, UnitFactor, UnitWitness } from "../../symbolic/resolution/certificate.js";
import * as C from "./cell.js";
import type { Cell } from "./cell.js";
import { demand, Refusal } from "./refusal.js";

/** Demands that p and q are equal up to a nonzero rational factor at the constants' values. */
export function demandSame(p: P.Polynomial, q: P.Polynomial, cell: Cell, reason: string): void {
  demand(P.equals(C.canonical(p, cell), C.canonical(q, cell)), reason);
}

/** Demands that a cell is, in normal form, this one. */
export function demandCell(found: Cell, cell: Cell, reason: string): void {
  demand(C.keyOf(C.normal(found)) === C.keyOf(cell), reason);
}

/** The same of p and Σ c_j s_j², the rational c_j ≠ 0 of one sign; returns the s_j. */
export function demandSquares(p: P.Polynomial, squares: readonly Square[], cell: Cell): readonly P.Polynomial[] {
  const { sum, roots } = sumOfSquares(squares, cell);
  demandSame(p, sum, cell, "the polynomial is not this sum of squares");
  return roots;
}

/** The same of p and a product of powers. */
export function demandProduct(p: P.Polynomial, powers: readonly (readonly [P.Polynomial, number])[], cell: Cell): void {
  demandSame(p, productOfPowers(powers, cell.scope.budget), cell, "factors do not multiply out to the polynomial");
}

/** Demands that u vanishes nowhere on the cell, where it is the witness's product up to a nonzero rational factor. */
export function demandUnit(u: P.Polynomial, witness: UnitWitness, cell: Cell): void {
  const same = P.equals(C.onCell(u, cell), unitOf(witness, cell));
  demand(same, "a unit's witness does not multiply out to it");
}

/** The polynomial that the witness multiplies out to; it vanishes nowhere on the cell. */
export function unitOf(witness: UnitWitness, cell: Cell): P.Polynomial {
  const powers = witness.map((factor) => [unitFactor(factor, cell), factor.power] as const);
  return C.onCell(productOfPowers(powers, cell.scope.budget), cell);
}

function unitFactor(factor: UnitFactor, cell: Cell): P.Polynomial {
  if ("squares" in factor) {
    const { sum, roots } = sumOfSquares(factor.squares, cell);
    const [first = P.zero] = roots;
    const apart = first.monomials.length === 1 && P.variablesOf(first).every((x) => C.isApart(cell, x));
    demand(apart, "the first square in a unit's witness is no monomial in nonzero variables");
    return C.onCell(sum, cell);
  }
  const p = C.onCell(C.read(factor.polynomial, cell), cell);
  demand(!P.isZero(p), "0 is no unit");
  const [x, another] = P.variablesOf(p).filter((i) => cell.roles[i] !== "constant");
  if (x === undefined || cell.nonzero.some((q) => P.equals(p, q))) return p;
  demand(another === undefined, "a unit's witness has a polynomial in two variables that is not known to be nonzero");
  const count = countRootsOf(p, x, cell.constants, cell.scope.budget);
  demand(count === 0, "a polynomial in a unit's witness has a real root");
  return p;
}

function sumOfSquares(
  squares: readonly Square[],
  cell: Cell,
): { readonly sum: P.Polynomial; readonly roots: readonly P.Polynomial[] } {
  const terms = squares.map(([c, root]) => ({ c: C.readRational(c), root: C.read(root, cell) }));
  const signs = new Set(terms.map(({ c }) => Q.sign(c)));
  demand(!signs.has(0) && signs.size <= 1, "the coefficients of a sum of squares have not one sign");
  const sum = sumOfProducts(
    terms.map(({ c, root }) => [P.scale(root, c), root]),
    cell.scope.budget,
  );
  return { sum, roots: terms.map(({ root }) => root) };
}

/** Demands that p has no variable but x, which has values on the cell, and constants. */
export function demandUnivariate(p: P.Polynomial, x: number, cell: Cell): void {
  C.demandRole(cell, x, "free", "dependent");
  const foreign = P.variablesOf(p).filter((i) => i !== x && cell.roles[i] !== "constant");
  demand(foreign.length === 0, `a polynomial has another variable than number ${x}`);
}

/**
 * Demands that the functions are independent of each other as functions of the given coordinates: the Jacobian matrix of
 * the relations and these by the dependent variables and those has a unit determinant on the cell.
 */
export function demandJacobian(
  functions: readonly P.Polynomial[],
  variables: readonly number[],
  witness: UnitWitness,
  cell: Cell,
): void {
  const columns = [...C.variablesWith(cell, "dependent"), ...variables];
  const rows = [...cell.relations, ...functions].map((p) => columns.map((x) => C.restricted(P.derivative(p, x), cell)));
  demand(rows.length === columns.length && rows.length <= 16, "the Jacobian matrix is not square, or too large");
  demandUnit(determinant(rows, cell.scope.budget), witness, cell);
}

/** A root of an equation, as a polynomial in the constants of its cell, with an interval that it is in. */
export interface Root {
  readonly root: P.Polynomial;
  readonly cell: Cell;
  readonly lower: Q.Rational;
  readonly upper: Q.Rational;
}

export function rootOf(stated: string | StatedConstant, cell: Cell): Root {
  if (typeof stated === "string") {
    const value = C.readRational(stated);
    return { root: P.constant(value), cell, lower: value, upper: value };
  }
  const { index, cell: child } = C.extended(cell, "constant");
  const [lower, upper] = [C.readRational(stated.lower), C.readRational(stated.upper)];
  const constant = { index, minimal: C.readIn(stated.minimal, cell.scope), lower, upper };
  const fault = faultOf(constant, cell.constants, cell.scope.budget);
  if (fault !== null) throw new Refusal(fault);
  const constants = [...cell.constants, constant];
  return { root: P.variable(index), cell: { ...child, constants }, lower, upper };
}

/**
 * Whether the sample shows a point of the cell where these polynomials vanish: equations and relations vanish there too,
 * what must not vanish does not.
 */
export function hasPoint(cell: Cell, sample: Sample = [], vanishing: readonly P.Polynomial[] = []): boolean {
  let there = cell;
  const values = new Map<number, P.Polynomial>();
  for (const [x, value] of sample) {
    C.demandRole(cell, x, "free", "dependent");
    const found = rootOf(value, there);
    there = found.cell;
    values.set(x, found.root);
  }
  const isZeroAt = (p: P.Polynomial): boolean => {
    const start = C.restricted(p, cell);
    const open = P.variablesOf(start).filter((x) => cell.roles[x] !== "constant");
    const value = open.reduce((q, x) => substitute(q, x, values.get(x) ?? P.one, cell.scope.budget), start);
    return P.isZero(C.canonical(value, there));
  };
  return [...vanishing, ...cell.equations, ...cell.relations].every(isZeroAt) && !cell.nonzero.some(isZeroAt);
}
