/**
 * Splits of a cell: where a polynomial vanishes and where it does not; a free variable zero or nonzero. And what becomes
 * of the equations that this leaves: coordinates, roots, factors, or nothing.
 */
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { isolateRootsOver } from "../algebra/tower.js";
import {
  isBare,
  normalForm,
  normalise,
  restrict,
  substituteFraction,
  variablesOf,
  withRole,
  zeroPart,
} from "./cell.js";
import type { Cell } from "./cell.js";
import { factorsOf } from "./factors.js";
import { writeConstant } from "./proof.js";
import type { Proof } from "./proof.js";
import { asSquares } from "./squares.js";
import { straighten } from "./straighten.js";
import { equivalent, leaf, splitVariable } from "./step.js";
import type { Rule, Step } from "./step.js";
import { divideUnits, isUnit, unitOf, writeSquares, writeUnit } from "./unit.js";
import { infinite, least } from "./value.js";

/** A cell whose conditions contradict each other. */
export function emptyLeaf(cell: Cell): Proof | null {
  if (cell.nonzero.some(P.isZero)) return leaf(infinite, () => ({ rule: "empty" }));
  for (const [equation, q] of cell.equations.entries()) {
    const unit = unitOf(q, cell);
    if (unit !== null) {
      return leaf(infinite, (write) => ({
        rule: "factor",
        equation,
        unit: writeUnit(unit, write),
        factors: [],
        children: [],
      }));
    }
  }
  return null;
}

/**
 * A generator that does not vanish on the whole cell: where it does and where not. A hypersurface that is neither given by
 * coordinates nor by roots is left to the last; if it is the only generator, its singular points are looked at first,
 * since at the others it is a coordinate.
 */
export const splitGenerator: Rule = (cell) => {
  const obstacles = cell.generators.flatMap((g) => {
    const core = P.divideMonomial(g, zeroPart(cell, P.monomialContent(g))) ?? g;
    return obstacle(core, cell) ?? [];
  });
  const q = obstacles.find((p) => isResolvable(p, cell)) ?? obstacles[0];
  if (q === undefined) return null;
  if (cell.generators.length === 1 && !isResolvable(q, cell)) {
    for (const x of variablesOf(cell, "free", "nonzero")) {
      const slope = isBare(cell, x) ? obstacle(P.derivative(q, x), cell) : null;
      if (slope !== null && isResolvable(slope, cell)) return splitOn(cell, slope);
    }
  }
  return splitOn(cell, q);
};

/** True where the equation q = 0 is a coordinate, has finitely many roots, or is a sum of squares. */
function isResolvable(q: Polynomial, cell: Cell): boolean {
  const coordinates = P.variablesOf(q).filter((i) => cell.roles[i] !== "constant");
  if (coordinates.length === 1 || asSquares(q) !== null) return true;
  return coordinates.some((x) => {
    const [, by = P.zero] = P.degreeIn(q, x) === 1 ? P.coefficientsIn(q, x) : [];
    return isUnit(by, cell);
  });
}

/** A variable zero that a generator holds linearly, with a coefficient that is no unit but vanishes nowhere identically. */
export const splitCoefficient: Rule = (cell) => {
  for (const g of cell.generators) {
    for (const x of P.variablesOf(g)) {
      if (cell.roles[x] !== "zero" || !isBare(cell, x) || P.degreeIn(g, x) !== 1) continue;
      const [, coefficient = P.zero] = P.coefficientsIn(g, x);
      const q = obstacle(coefficient, cell);
      if (q !== null) return splitOn(cell, q);
    }
  }
  return null;
};

export const splitFree: Rule = (cell) => {
  const free = variablesOf(cell, "free");
  const [first] = free;
  if (first === undefined) return null;
  const uses = (i: number): number =>
    cell.generators.reduce((n, g) => n + g.monomials.filter((m) => M.exponent(m, i) > 0).length, 0);
  return splitVariable(
    cell,
    free.reduce((best, i) => (uses(i) > uses(best) ? i : best), first),
  );
};

/** A factor of p on the cell that is no unit and not 0; null where there is none. */
function obstacle(p: Polynomial, cell: Cell): Polynomial | null {
  const { rest } = divideUnits(normalise(restrict(cell, p), cell.tower), cell);
  if (P.isZero(rest) || P.isConstant(rest)) return null;
  const factors = factorsOf(rest).map((f) => f.factor);
  const known = (q: Polynomial): boolean => cell.equations.some((e) => P.equals(e, P.primitive(q)));
  return factors.find((q) => hasCoordinates(q, cell) && !known(q) && !isUnit(q, cell)) ?? null;
}

function hasCoordinates(p: Polynomial, cell: Cell): boolean {
  return P.variablesOf(p).some((i) => cell.roles[i] !== "constant");
}

function splitOn(cell: Cell, q: Polynomial): Step {
  const [only, second] = P.variablesOf(q);
  if (q.monomials.length === 1 && only !== undefined && second === undefined && cell.roles[only] === "free") {
    return splitVariable(cell, only);
  }
  return {
    children: [
      normalForm({ ...cell, nonzero: [...cell.nonzero, q] }),
      normalForm({ ...cell, equations: [...cell.equations, q] }),
    ],
    combine: least,
    node: ([off = -1, on = -1], write) => ({ rule: "split", polynomial: write(q), children: [on, off] }),
  };
}

/** One step that brings an equation nearer to a coordinate; null where the cell has none, or nothing is known. */
export const resolveEquation: Rule = (cell) => {
  for (const [equation, q] of cell.equations.entries()) {
    const laden = P.variablesOf(q).find((i) => cell.roles[i] === "free" && !isBare(cell, i));
    const step =
      (laden === undefined ? null : splitVariable(cell, laden)) ??
      stripUnits(cell, equation, q) ??
      factor(cell, equation, q) ??
      coordinate(cell, equation, q) ??
      roots(cell, equation, q) ??
      vanishingSquares(cell, equation, q);
    if (step !== null) return step;
  }
  return splitLinearCoefficient(cell) ?? straighten(cell);
};

function withEquation(cell: Cell, equation: number, ...by: readonly Polynomial[]): Cell {
  return normalForm({ ...cell, equations: [...cell.equations.filter((_, i) => i !== equation), ...by] });
}

function stripUnits(cell: Cell, equation: number, q: Polynomial): Step | null {
  const { factors, rest } = divideUnits(q, cell);
  if (factors.length === 0) return null;
  const by = P.divideExact(q, rest);
  const unit = by === null ? null : unitOf(by, cell);
  if (by === null || unit === null) return null;
  return equivalent(withEquation(cell, equation, rest), (index, write) => ({
    rule: "factor",
    equation,
    unit: writeUnit(unit, write),
    factors: [[write(rest), 1] as const],
    children: [index],
  }));
}

function factor(cell: Cell, equation: number, q: Polynomial): Step | null {
  const factors = factorsOf(q);
  if (factors.length === 1 && factors[0]?.multiplicity === 1) return null;
  return {
    children: factors.map((f) => withEquation(cell, equation, f.factor)),
    combine: least,
    node: (indices, write) => ({
      rule: "factor",
      equation,
      unit: [],
      factors: factors.map((f) => [write(f.factor), f.multiplicity] as const),
      children: indices,
    }),
  };
}

function coordinate(cell: Cell, equation: number, q: Polynomial): Step | null {
  for (const variable of variablesOf(cell, "free", "nonzero")) {
    if (!isBare(cell, variable) || P.degreeIn(q, variable) !== 1) continue;
    const [offset = P.zero, by = P.zero] = P.coefficientsIn(q, variable);
    const unit = unitOf(by, cell);
    if (unit === null) continue;
    const rest = withEquation(cell, equation);
    const moved = substituteFraction(rest, variable, P.subtract(P.variable(variable), offset), by);
    const list = cell.roles[variable] === "nonzero" ? [...moved.nonzero, P.negate(offset)] : moved.nonzero;
    const child = normalForm(withRole({ ...moved, nonzero: list }, variable, "zero"));
    return equivalent(child, (index, write) => ({
      rule: "shear",
      variables: [variable],
      by: write(by),
      over: "1",
      offset: write(offset),
      unit: writeUnit(unit, write),
      equation,
      child: index,
    }));
  }
  return null;
}

function roots(cell: Cell, equation: number, q: Polynomial): Step | null {
  const variables = P.variablesOf(q).filter((i) => cell.roles[i] !== "constant");
  const [variable] = variables;
  if (variable === undefined || variables.length > 1 || !isBare(cell, variable)) return null;
  const index = cell.roles.findLastIndex((role) => role !== null) + 1;
  const found = isolateRootsOver(q, variable, cell.tower, index).filter(
    (root) => cell.roles[variable] !== "nonzero" || root.kind === "algebraic" || !Q.isZero(root.value),
  );
  const rest = withEquation(cell, equation);
  const x = P.variable(variable);
  const children = found.map((root) => {
    if (root.kind === "rational") return atRoot(rest, variable, P.add(x, P.constant(root.value)));
    const extended = {
      ...withRole(rest, index, "constant"),
      tower: [...cell.tower, root.constant],
    };
    return atRoot(extended, variable, P.add(x, P.variable(index)));
  });
  return {
    children,
    combine: least,
    node: (indices, write) => ({
      rule: "roots",
      equation,
      variable,
      roots: found.map((r) => (r.kind === "rational" ? Q.format(r.value) : writeConstant(r.constant, write))),
      children: indices,
    }),
  };
}

function atRoot(cell: Cell, variable: number, image: Polynomial): Cell {
  return normalForm(withRole(substituteFraction(cell, variable, image, P.one), variable, "zero"));
}

function vanishingSquares(cell: Cell, equation: number, q: Polynomial): Step | null {
  const squares = asSquares(q);
  if (squares === null || squares.length < 2) return null;
  const child = withEquation(cell, equation, ...squares.map(([, s]) => s));
  return equivalent(child, (index, write) => ({
    rule: "squares-vanish",
    equation,
    squares: writeSquares(squares, write),
    child: index,
  }));
}

/** An equation u·x + g whose u is no unit: where u vanishes and where not. */
function splitLinearCoefficient(cell: Cell): Step | null {
  for (const q of cell.equations) {
    for (const variable of variablesOf(cell, "free", "nonzero")) {
      if (!isBare(cell, variable) || P.degreeIn(q, variable) !== 1) continue;
      const [, by = P.zero] = P.coefficientsIn(q, variable);
      const split = obstacle(by, cell);
      if (split !== null && !cell.equations.some((e) => P.equals(e, P.primitive(split)))) return splitOn(cell, split);
    }
  }
  return null;
}
