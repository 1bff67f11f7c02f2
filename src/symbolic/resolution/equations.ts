/**
 * What becomes of the equations that splits leave: coordinates, roots, factors, or nothing. What none of these fits
 * is left to straighten.ts and implicit.ts; to the latter first where with q as a coordinate a generator is a power.
 */
import type { Budget } from "../algebra/budget.js";
import { gcd } from "../algebra/gcd.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { divideExact } from "../algebra/polynomial-division.js";
import * as Q from "../algebra/rational.js";
import { isolateRootsOver } from "../algebra/tower.js";
import { boundsLeaf } from "./bounds.js";
import { isBare, isIndependent, normalForm, restrict, variablesOf, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import { factorsOf } from "./factors.js";
import { consequences, implicit } from "./implicit.js";
import { writeConstant } from "./proof.js";
import type { Proof } from "./proof.js";
import { inPowersOf, shearBy } from "./shear.js";
import { isMultiple, obstacle, splitOn, traces } from "./split.js";
import { asSquares } from "./squares.js";
import { straighten } from "./straighten.js";
import { equivalent, leaf, splitVariable } from "./step.js";
import type { Rule, Step } from "./step.js";
import { divideUnits, unitOf, writeSquares, writeUnit } from "./unit.js";
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

/** One step that brings an equation nearer to a coordinate; null where the cell has none, or nothing is known. */
export const resolveEquation: Rule = (cell, budget) => {
  for (const [equation, q] of cell.equations.entries()) {
    const step =
      splitLaden(cell, q) ??
      stripUnits(cell, equation, q) ??
      factor(cell, equation, q, budget) ??
      coordinate(cell, q) ??
      simpleRoots(cell, q, budget) ??
      roots(cell, equation, q, budget) ??
      vanishingSquares(cell, equation, q);
    if (step !== null) return step;
  }
  return (
    splitLinearCoefficient(cell, budget) ??
    (cell.equations.some((q) => isMultiple(q, [...cell.generators, ...traces(cell)], cell, budget))
      ? implicit(cell, budget)
      : null) ??
    straighten(cell, budget) ??
    implicit(cell, budget)
  );
};

/** The roots of an equation in one variable. */
export const rootsOnLine: Rule = (cell, budget) => {
  for (const [equation, q] of cell.equations.entries()) {
    const step =
      splitLaden(cell, q) ?? stripUnits(cell, equation, q) ?? coordinate(cell, q) ?? isolate(cell, equation, q, budget);
    if (step !== null) return step;
  }
  return null;
};

/** A free variable with κ or h is 0 or not. */
function splitLaden(cell: Cell, q: Polynomial): Step | null {
  const laden = P.variablesOf(q).find((i) => cell.roles[i] === "free" && !isBare(cell, i));
  return laden === undefined ? null : splitVariable(cell, laden);
}

/** What is left when an equation cannot be resolved: the larger cell without it bounds from below. */
export function forget(cell: Cell, reserve: Budget): Proof {
  const larger = boundsLeaf(normalForm({ ...cell, equations: [] }), reserve);
  return {
    range: { lower: larger.range.lower, upper: "infinite" },
    children: [larger],
    node: ([child = -1]) => ({
      rule: "reduce",
      of: "equations",
      steps: cell.equations.map((_, i) => ({ kind: "set", target: cell.relations.length + i, polynomial: "0" })),
      child,
    }),
  };
}

function withEquation(cell: Cell, equation: number, ...by: readonly Polynomial[]): Cell {
  return normalForm({ ...cell, equations: [...cell.equations.filter((_, i) => i !== equation), ...by] });
}

function stripUnits(cell: Cell, equation: number, q: Polynomial): Step | null {
  const { factors, rest } = divideUnits(q, cell);
  if (factors.length === 0) return null;
  const by = divideExact(q, rest);
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

function factor(cell: Cell, equation: number, q: Polynomial, budget: Budget): Step | null {
  const factors = factorsOf(q, budget);
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

function coordinate(cell: Cell, q: Polynomial): Step | null {
  for (const variable of variablesOf(cell, "free", "nonzero")) {
    if (!isBare(cell, variable) || P.degreeIn(q, variable) !== 1 || !isIndependent(cell, variable, q)) continue;
    const [offset = P.zero, by = P.zero] = P.coefficientsIn(q, variable);
    const step = shearBy(cell, variable, by, offset);
    if (step !== null) return step;
  }
  return null;
}

/**
 * Roots of high degree that need not be told apart: at simple ones the only generator is a coordinate as soon as the
 * derivative is known not to vanish, and with few terms it is soon clear that it does not.
 */
function simpleRoots(cell: Cell, q: Polynomial, budget: Budget): Step | null {
  const [g, another] = cell.generators;
  const [x, second] = P.variablesOf(q);
  if (g === undefined || another !== undefined || x === undefined || second !== undefined) return null;
  if (!isBare(cell, x) || P.degreeIn(q, x) <= maxRootDegree || q.monomials.length > maxSimpleTerms) return null;
  if (cell.equations.length > 1) return consequences(cell);
  if (P.degreeIn(gcd(restrict(cell, P.derivative(g, x)), q, budget), x) > 0) return null;
  if (cell.roles[x] === "free") return P.constantTerm(q).num === 0n ? null : splitVariable(cell, x);
  const slope = obstacle(P.derivative(q, x), cell, budget);
  return slope === null ? null : splitOn(cell, slope);
}

const maxRootDegree = 8;
const maxSimpleTerms = 4;

function roots(cell: Cell, equation: number, q: Polynomial, budget: Budget): Step | null {
  const variables = P.variablesOf(q).filter((i) => cell.roles[i] !== "constant");
  const [variable] = variables;
  if (variable === undefined || variables.length > 1) return null;
  const stays = P.degreeIn(q, variable) > 1 && staysPower(q, variable, cell, budget);
  return cell.roles[variable] === "dependent" || stays ? null : isolate(cell, equation, q, budget);
}

function isolate(cell: Cell, equation: number, q: Polynomial, budget: Budget): Step | null {
  const variables = P.variablesOf(q).filter((i) => cell.roles[i] !== "constant");
  const [variable] = variables;
  if (variable === undefined || variables.length > 1 || !isBare(cell, variable)) return null;
  const index = cell.roles.findLastIndex((role) => role !== null) + 1;
  const found = isolateRootsOver(q, variable, cell.tower, index, budget);
  const children = found.map((root) => {
    const there =
      root.kind === "rational" ? cell : { ...withRole(cell, index, "constant"), tower: [...cell.tower, root.constant] };
    const value = root.kind === "rational" ? P.constant(root.value) : P.variable(index);
    return withEquation(there, equation, P.subtract(P.variable(variable), value));
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

/**
 * True where q had better become a coordinate: a generator has a power of it, or it is one on the cell. In a plane the
 * latter asks that all generators are polynomials in q, so that no dependent variable stays.
 */
function staysPower(q: Polynomial, x: number, cell: Cell, budget: Budget): boolean {
  if (isMultiple(q, cell.generators, cell, budget)) return true;
  const isPlane = variablesOf(cell, "zero", "free", "nonzero").length < 3;
  return isMultiple(q, traces(cell), cell, budget) && (!isPlane || inPowersOf(q, x, cell) !== null);
}

function vanishingSquares(cell: Cell, equation: number, q: Polynomial): Step | null {
  const squares = asSquares(q);
  if (squares === null || squares.length < 2) return null;
  const child = withEquation(cell, equation, ...squares.map(([, s]) => s));
  return equivalent(child, (index, write) => ({
    rule: "reduce",
    of: "equations",
    steps: [{ kind: "squares", target: cell.relations.length + equation, squares: writeSquares(squares, write) }],
    child: index,
  }));
}

/** An equation u·x + g whose u is no unit: where u vanishes and where not. */
function splitLinearCoefficient(cell: Cell, budget: Budget): Step | null {
  for (const q of cell.equations) {
    for (const variable of variablesOf(cell, "free", "nonzero")) {
      if (!isBare(cell, variable) || P.degreeIn(q, variable) !== 1) continue;
      const [, by = P.zero] = P.coefficientsIn(q, variable);
      const split = obstacle(by, cell, budget);
      if (split !== null && !cell.equations.some((e) => P.equals(e, P.primitive(split)))) return splitOn(cell, split);
    }
  }
  return null;
}
