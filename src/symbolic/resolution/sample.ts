/** Points of cells, which show that a cell is not empty: rational values for some variables, roots for the others. */
import { stepBudget, unlessTooLarge } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { isolateRootsOver } from "../algebra/tower.js";
import type { AlgebraicConstant, Tower } from "../algebra/tower.js";
import { normalise, occursIn, vanishing, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Sample } from "./certificate.js";
import { writeConstant } from "./proof.js";
import type { Writer } from "./proof.js";

/** Values of free, nonzero and dependent variables; 1 for those that are left out. */
export type Point = readonly (readonly [variable: number, value: Q.Rational | AlgebraicConstant])[];

const attempts = 60;
const attemptsOnEquations = 8;
const maxEquationTerms = 60;

/** Roots of a higher degree take the checker longer than they are worth: most often another cell gives the upper bound. */
export const maxSampleDegree = 40;
/** The work that may be spent on one point. */
const sampleSteps = 2_000;

/** A point of the cell; null where none was found. */
export function samplePoint(cell: Cell): Point | null {
  return unlessTooLarge(() => searchPoint(cell, stepBudget(sampleSteps)));
}

function searchPoint(cell: Cell, budget: Budget): Point | null {
  const equations = vanishing(cell);
  if (equations.some((p) => p.monomials.length > maxEquationTerms)) return null;
  const next = cell.roles.findLastIndex((role) => role !== null) + 1;
  const start: Search = { equations, nonzero: cell.nonzero, tower: cell.tower, next, point: [], budget };
  const roots = cell.nonzero.reduce((sum, p) => sum + Math.max(0, P.degree(p)), 0);
  const most = equations.length === 0 ? attempts + roots + 1 : attemptsOnEquations;
  for (let attempt = 0; attempt < most; attempt++) {
    const found = extend(start, cell, attempt);
    if (found !== null) return found.filter(([, v]) => !("num" in v && Q.equals(v, Q.one)));
  }
  return null;
}

export function writePoint(point: Point, write: Writer): Sample {
  return point.map(([i, v]) => [i, "num" in v ? Q.format(v) : writeConstant(v, write)] as const);
}

/** What is still to be solved when the point's variables have their values. */
interface Search {
  readonly equations: readonly Polynomial[];
  readonly nonzero: readonly Polynomial[];
  readonly tower: Tower;
  readonly next: number;
  readonly point: Point;
  readonly budget: Budget;
}

/** One variable after the other: a root where an equation has no other variable, else a whole number. */
function extend(search: Search, cell: Cell, attempt: number): Point | null {
  if (search.nonzero.some(P.isZero)) return null;
  const open = search.equations.filter((p) => !P.isZero(p));
  const unknowns = (p: Polynomial): number[] =>
    P.variablesOf(p).filter((i) => !search.tower.some((c) => c.index === i));
  if (open.some((p) => unknowns(p).length === 0)) return null;
  const single = open.find((p) => unknowns(p).length === 1);
  if (single !== undefined) {
    const [x = -1] = unknowns(single);
    if (P.degreeIn(single, x) > maxSampleDegree) return null;
    for (const root of isolateRootsOver(single, x, search.tower, search.next, search.budget)) {
      if (root.kind === "rational" && Q.isZero(root.value) && cell.roles[x] === "nonzero") continue;
      const value = root.kind === "rational" ? root.value : root.constant;
      const found = extend(withValue(search, x, value), cell, attempt);
      if (found !== null) return found;
    }
    return null;
  }
  const taken = new Set(search.point.map(([i]) => i));
  const left = [...variablesOf(cell, "free", "nonzero"), ...variablesOf(cell, "dependent")].filter(
    (i) => !taken.has(i),
  );
  const x = left.find((i) => occursIn(i, open)) ?? left[0];
  if (x === undefined) return search.point;
  const value = Q.rational(attempt === 0 ? 1 : candidate(attempt, taken.size));
  return extend(withValue(search, x, value), cell, attempt);
}

function withValue(search: Search, x: number, value: Q.Rational | AlgebraicConstant): Search {
  const isNumber = "num" in value;
  const tower = isNumber ? search.tower : [...search.tower, value];
  const image = isNumber ? P.constant(value) : P.variable(value.index);
  const at = (p: Polynomial): Polynomial => normalise(P.substitute(p, x, image), tower);
  return {
    equations: search.equations.map(at),
    nonzero: search.nonzero.map(at),
    tower,
    next: isNumber ? search.next : search.next + 1,
    point: [...search.point, [x, value]],
    budget: search.budget,
  };
}

/**
 * Small nonzero whole numbers that differ from variable to variable and from attempt to attempt; after `attempts` of them
 * each is new, so that in one variable polynomials cannot have all as roots.
 */
function candidate(attempt: number, position: number): number {
  if (attempt >= attempts) return attempt + position;
  const size = 1 + ((attempt * (2 * position + 3) + position * position) % (4 + attempt));
  return (attempt + position) % 2 === 0 ? size : -size;
}
