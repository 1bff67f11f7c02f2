/**
 * Coordinates in which an equation that is linear in no variable becomes so: unit monomials absorbed into variables, and
 * for quadrics an isotropic direction or a rational point, seen from which they are graphs (stereographic projection).
 */
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { isBare, mapped, normalForm, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { shearBy } from "./shear.js";
import { equivalent, splitVariable } from "./step.js";
import type { Rule, Step } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";

export const straighten: Rule = (cell) => {
  const [q, another] = cell.equations;
  if (q !== undefined && another === undefined && cell.relations.length === 0) {
    const variables = P.variablesOf(q).filter((i) => cell.roles[i] !== "constant");
    if (variables.every((i) => isBare(cell, i))) return absorb(cell, q, variables) ?? quadric(cell, q, variables);
  }
  return null;
};

/** x' = v·x for a nonzero variable v, where that lowers the degrees of the equation's terms. */
function absorb(cell: Cell, q: Polynomial, variables: readonly number[]): Step | null {
  const size = (p: Polynomial): number => p.monomials.reduce((sum, m) => sum + M.degree(m), 0);
  for (const v of variables.filter((i) => cell.roles[i] === "nonzero")) {
    for (const x of variables.filter((i) => i !== v)) {
      const top = P.degreeIn(q, x);
      const image = P.fromTerms(P.terms(q).map(([m, c]) => [M.multiply(m, M.variable(v, top - M.exponent(m, x))), c]));
      const stripped = P.divideMonomial(image, P.monomialContent(image)) ?? image;
      if (size(stripped) < size(q)) return shearBy(cell, x, P.variable(v), P.zero);
    }
  }
  return null;
}

const reach = 3;
const maxQuadricVariables = 4;

function quadric(cell: Cell, q: Polynomial, variables: readonly number[]): Step | null {
  if (P.degree(q) !== 2 || variables.length < 2 || variables.length > maxQuadricVariables || cell.tower.length > 0)
    return null;
  const top = P.filter(q, (m) => M.degree(m) === 2);
  const isotropic = smallZero(top, variables, true);
  if (isotropic !== null) return alongDirection(cell, variables, isotropic);
  const atOrigin = Q.isZero(P.constantTerm(q));
  if (atOrigin) return project(cell, variables);
  const point = smallZero(q, variables, false);
  return point === null ? null : shift(cell, variables, point);
}

/** Shears that make the direction a coordinate axis: the square of that coordinate then is gone from the equation. */
function alongDirection(cell: Cell, variables: readonly number[], direction: readonly number[]): Step | null {
  const axis = direction.findIndex((c) => c !== 0);
  const pivot = variables[axis];
  const other = direction.findIndex((c, k) => k > axis && c !== 0);
  const moved = variables[other];
  if (pivot === undefined || moved === undefined) return null;
  const slope = Q.rational(-(direction[other] ?? 0), direction[axis] ?? 1);
  return shearBy(cell, moved, P.one, P.scale(P.variable(pivot), slope));
}

function shift(cell: Cell, variables: readonly number[], point: readonly number[]): Step | null {
  const k = point.findIndex((c) => c !== 0);
  const variable = variables[k];
  return variable === undefined ? null : shearBy(cell, variable, P.one, P.integer(-(point[k] ?? 0)));
}

/** A quadric through the origin, from there: x_i = v·t_i where v ≠ 0, so that it is linear in v. */
function project(cell: Cell, variables: readonly number[]): Step | null {
  const v = variables.find((i) => cell.roles[i] === "nonzero");
  if (v === undefined) {
    const [variable] = variablesOf(cell, "free").filter((i) => variables.includes(i));
    if (variable === undefined) return null;
    return splitVariable(cell, variable);
  }
  const by = P.variable(v);
  const unit = unitOf(by, cell);
  if (unit === null) return null;
  const others = variables.filter((i) => i !== v);
  const images = new Map(others.map((i) => [i, P.multiply(by, P.variable(i))]));
  const move = (p: Polynomial): Polynomial => P.compose(p, images);
  const child = normalForm(mapped(cell, move));
  return equivalent(child, (index, write) => ({
    rule: "shear",
    variables: others,
    by: "1",
    over: write(by),
    offset: "0",
    unit: writeUnit(unit, write),
    child: index,
  }));
}

/** Whole numbers of size at most `reach`, with `nonzero` not all 0, at which p vanishes. */
function smallZero(p: Polynomial, variables: readonly number[], nonzero: boolean): number[] | null {
  const values = Array.from({ length: 2 * reach + 1 }, (_, k) => (k % 2 === 0 ? -k / 2 : (k + 1) / 2));
  const search = (chosen: readonly number[]): number[] | null => {
    if (chosen.length < variables.length) {
      for (const value of values) {
        const found = search([...chosen, value]);
        if (found !== null) return found;
      }
      return null;
    }
    if (nonzero && chosen.every((c) => c === 0)) return null;
    const point: Q.Rational[] = [];
    variables.forEach((i, k) => (point[i] = Q.rational(chosen[k] ?? 0)));
    return Q.isZero(
      P.evaluate(
        p,
        Array.from(point, (c: Q.Rational | undefined) => c ?? Q.zero),
      ),
    )
      ? [...chosen]
      : null;
  };
  return search([]);
}
