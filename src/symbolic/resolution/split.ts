/** Splits of a cell: where polynomials vanish and where they do not; a free variable zero or nonzero. */
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import {
  functionsOf,
  isBare,
  isIndependent,
  isKnown,
  normalForm,
  normalise,
  restrict,
  vanishing,
  variablesOf,
  zeroPart,
} from "./cell.js";
import type { Cell } from "./cell.js";
import { factorsOf } from "./factors.js";
import { asSquares } from "./squares.js";
import { splitVariable } from "./step.js";
import type { Rule, Step } from "./step.js";
import { divideUnits, isUnit } from "./unit.js";
import { least } from "./value.js";

/**
 * A generator that does not vanish on the whole cell: where it does and where not. A hypersurface that is neither given by
 * coordinates nor by roots is left to the last; if it is the only generator, its singular points are looked at first,
 * since at the others it is a coordinate.
 */
export const splitGenerator: Rule = (cell, budget) => {
  const obstacles = functionsOf(cell).flatMap((g) => {
    const core = P.divideMonomial(g, zeroPart(cell, P.monomialContent(g))) ?? g;
    return obstacle(core, cell, budget) ?? [];
  });
  const q = obstacles.find((p) => isResolvable(p, cell)) ?? obstacles[0];
  if (q === undefined) return null;
  if (
    cell.generators.length === 1 &&
    !isResolvable(q, cell) &&
    !isMultiple(P.primitive(q), traces(cell), cell, budget)
  ) {
    const slopes = variablesOf(cell, "free", "nonzero")
      .filter((x) => isBare(cell, x))
      .flatMap((x) => obstacle(P.derivative(q, x), cell, budget) ?? [])
      .filter((p) => isResolvable(p, cell));
    const slope = slopes.find((p) => P.degree(p) === 1) ?? slopes[0];
    if (slope !== undefined) return splitOn(cell, slope);
  }
  return splitOn(cell, q);
};

/** True where the equation q = 0 is a coordinate, has finitely many roots, or is a sum of squares. */
export function isResolvable(q: Polynomial, cell: Cell): boolean {
  const coordinates = P.variablesOf(q).filter((i) => cell.roles[i] === "free" || cell.roles[i] === "nonzero");
  const isUnivariate = P.variablesOf(q).every((i) => coordinates[0] === i || cell.roles[i] === "constant");
  if (isUnivariate || asSquares(q) !== null) return true;
  return coordinates.some((x) => {
    const [, by = P.zero] = P.degreeIn(q, x) === 1 ? P.coefficientsIn(q, x) : [];
    return isIndependent(cell, x, q) && isUnit(by, cell);
  });
}

/** A variable zero that a generator holds linearly, with a coefficient that is no unit but vanishes nowhere identically. */
export const splitCoefficient: Rule = (cell, budget) => {
  for (const g of cell.generators) {
    for (const x of P.variablesOf(g)) {
      if (cell.roles[x] !== "zero" || !isBare(cell, x) || P.degreeIn(g, x) !== 1) continue;
      const [, coefficient = P.zero] = P.coefficientsIn(g, x);
      const q = obstacle(coefficient, cell, budget);
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
export function obstacle(p: Polynomial, cell: Cell, budget: Budget): Polynomial | null {
  const { rest } = divideUnits(normalise(restrict(cell, p), cell.tower), cell);
  if (P.isZero(rest) || P.isConstant(rest) || !isKnown(cell, rest)) return null;
  const factors = factorsOf(rest, budget).map((f) => f.factor);
  const zeros = vanishing(cell);
  const known = (q: Polynomial): boolean => zeros.some((e) => P.equals(P.primitive(e), P.primitive(q)));
  return factors.find((q) => hasCoordinates(q, cell) && !known(q) && !isUnit(q, cell)) ?? null;
}

/** True where one of the polynomials has a multiple factor that on the cell is q: with q as a coordinate that is a power. */
export function isMultiple(q: Polynomial, list: readonly Polynomial[], cell: Cell, budget: Budget): boolean {
  const isTrace = (p: Polynomial): boolean => P.equals(normalise(restrict(cell, p), cell.tower), q);
  return list.some((g) => factorsOf(g, budget).some((f) => f.multiplicity > 1 && isTrace(f.factor)));
}

/** The generators on the cell, each without its monomial. */
export function traces(cell: Cell): Polynomial[] {
  const cores = cell.generators.map((g) => P.divideMonomial(g, zeroPart(cell, P.monomialContent(g))) ?? g);
  return cores.map((g) => normalise(restrict(cell, g), cell.tower)).filter((p) => !P.isZero(p));
}

function hasCoordinates(p: Polynomial, cell: Cell): boolean {
  return P.variablesOf(p).some((i) => cell.roles[i] !== "constant");
}

export function splitOn(cell: Cell, q: Polynomial): Step {
  const [only, second] = P.variablesOf(q);
  if (q.monomials.length === 1 && only !== undefined && second === undefined && cell.roles[only] === "free") {
    return splitVariable(cell, only);
  }
  return splitAmong(cell, [q]);
}

/** Where one of the polynomials does not vanish, each in turn, and where all vanish. */
export function splitAmong(cell: Cell, list: readonly Polynomial[]): Step {
  return {
    children: [
      ...list.map((q) => normalForm({ ...cell, nonzero: [...cell.nonzero, q] })),
      normalForm({ ...cell, equations: [...cell.equations, ...list] }),
    ],
    combine: least,
    node: (children, write) => ({ rule: "cover", polynomials: list.map(write), children }),
  };
}
