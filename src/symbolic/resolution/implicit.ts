/**
 * Hypersurfaces that no change of coordinates straightens. Where ∂q/∂x is a unit, q itself is a coordinate z in the place
 * of x, and x is a function of the others by the relation q − z = 0: it becomes dependent. Elsewhere the cell is split on
 * the derivatives of q, and where all vanish, consequences of the equations show that nothing is left, or lead on.
 */
import type { Budget } from "../algebra/budget.js";
import { combinationsOf } from "../algebra/combinations.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { basesOf } from "./bases.js";
import {
  isBare,
  isKnown,
  jacobian,
  normalForm,
  normalise,
  occursIn,
  restrict,
  vanishing,
  variablesOf,
  withRole,
  zeroPart,
} from "./cell.js";
import type { Cell } from "./cell.js";
import { multiplesOf } from "./division.js";
import { factorsOf } from "./factors.js";
import { isResolvable, obstacle, splitAmong, splitOn } from "./split.js";
import { appended, equivalent } from "./step.js";
import type { Rule, Step } from "./step.js";
import { divideUnits, isUnit, unitOf, writeUnit } from "./unit.js";

/** For cells with equations, after everything that keeps all variables independent. */
export const implicit: Rule = (cell, budget) => {
  const zeros = [...cell.equations, ...cell.relations];
  const terms = zeros.reduce((n, p) => n + p.monomials.length, 0);
  if (zeros.length > maxEquations || terms > maxTerms || cell.nonzero.length > maxNonzero) return null;
  for (const q of cell.equations) {
    for (const x of candidates(cell, q)) {
      const step = newCoordinate(cell, q, x, budget);
      if (step !== null) return splitBefore(cell, q, x, budget) ?? step;
    }
  }
  return consequences(cell) ?? splitGradient(cell, budget);
};

const maxEquations = 4;
const maxTerms = 60;
const maxNonzero = 12;

/** Coordinates on which q depends, by itself or through dependent variables. */
function candidates(cell: Cell, q: Polynomial): number[] {
  const polynomials = [q, ...vanishing({ ...cell, equations: [] })];
  return variablesOf(cell, "free", "nonzero").filter((x) => isBare(cell, x) && occursIn(x, polynomials));
}

function newCoordinate(cell: Cell, equation: Polynomial, x: number, budget: Budget): Step | null {
  const unit = unitOf(jacobian(cell, [equation], [x]), cell);
  if (unit === null) return null;
  const q = liftOf(equation, cell, budget);
  const z = cell.roles.findLastIndex((role) => role !== null) + 1;
  const nonzero = cell.roles[x] === "nonzero" ? [...cell.nonzero, P.variable(x)] : cell.nonzero;
  const child = withRole(withRole(cell, x, "dependent"), z, "zero");
  return equivalent(
    normalForm({
      ...child,
      nonzero,
      equations: cell.equations.filter((e) => e !== equation),
      relations: [...cell.relations, P.subtract(q, P.variable(z))],
    }),
    (index, write) => ({
      rule: "implicit",
      polynomial: write(q),
      equation: cell.equations.indexOf(equation),
      variable: x,
      unit: writeUnit(unit, write),
      child: index,
    }),
  );
}

/**
 * Where x is about to become dependent: a simple factor that a generator has on the hypersurface, which is easier to
 * split on as long as x is a coordinate.
 */
function splitBefore(cell: Cell, q: Polynomial, x: number, budget: Budget): Step | null {
  for (const g of cell.generators) {
    const content = zeroPart(cell, P.monomialContent(g));
    const core = restrict(cell, P.divideMonomial(g, content) ?? g);
    const onHypersurface = multiplesOf(core, [q], [x])?.remainder;
    const p = onHypersurface === undefined ? null : obstacle(onHypersurface, cell, budget);
    if (p !== null && isResolvable(p, cell)) return splitOn(cell, p);
  }
  return null;
}

/** A factor of a generator, or a base of the ideal, that on the cell is the equation, so that it becomes a coordinate as a whole. */
function liftOf(equation: Polynomial, cell: Cell, budget: Budget): Polynomial {
  const isLift = (q: Polynomial): boolean =>
    isKnown(cell, q) && P.equals(normalise(restrict(cell, q), cell.tower), equation);
  for (const g of cell.generators) {
    const factor = factorsOf(g, budget).find((f) => isLift(f.factor));
    if (factor !== undefined) return factor.factor;
  }
  return basesOf(cell, budget).find(isLift) ?? equation;
}

/** Combinations of what vanishes on the cell that are units, have unit factors, or are simple enough to go on with. */
export function consequences(cell: Cell): Step | null {
  const zeros = vanishing(cell);
  if (zeros.length + cell.tower.length < 2) return null;
  const found = combinationsOf([...zeros, ...cell.tower.map((c) => c.minimal)]);
  const useful = found.filter(({ polynomial }) => {
    const p = normalise(restrict(cell, polynomial), cell.tower);
    if (P.isZero(p) || zeros.some((e) => P.equals(P.primitive(e), p))) return false;
    return isUnit(p, cell) || isResolvable(p, cell) || divideUnits(p, cell).factors.length > 0;
  });
  if (useful.length === 0) return null;
  return implied(
    cell,
    useful.map((c) => ({ polynomial: c.polynomial, row: c.cofactors.slice(0, zeros.length) })),
  );
}

/** A relation that is a unit on the cell, which then is empty. */
export const contradiction: Rule = (cell) => {
  const zeros = vanishing(cell);
  const k = zeros.findIndex((p, i) => i >= cell.equations.length && isUnit(p, cell));
  const polynomial = zeros[k];
  if (polynomial === undefined) return null;
  return implied(cell, [{ polynomial, row: zeros.map((_, i) => (i === k ? P.one : P.zero)) }]);
};

/** Combinations of what vanishes on the cell, with their cofactors, as further equations. */
function implied(
  cell: Cell,
  combinations: readonly { readonly polynomial: Polynomial; readonly row: readonly Polynomial[] }[],
): Step {
  const equations = [...cell.equations, ...combinations.map((c) => c.polynomial)];
  const [count, end] = [cell.equations.length, cell.relations.length + cell.equations.length];
  return equivalent(normalForm({ ...cell, equations }), (index, write) => ({
    rule: "reduce",
    of: "equations",
    steps: combinations.flatMap(({ row }, k) =>
      appended(end + k, [...row.slice(count), ...row.slice(0, count)], write),
    ),
    child: index,
  }));
}

/** Where one of the derivatives of an equation is not 0, and where all are. */
function splitGradient(cell: Cell, budget: Budget): Step | null {
  for (const q of cell.equations) {
    const slopes = candidates(cell, q).flatMap((x) => obstacle(jacobian(cell, [q], [x]), cell, budget) ?? []);
    const distinct = [...new Map(slopes.map((p) => [P.key(P.primitive(p)), P.primitive(p)])).values()];
    if (distinct.length > 0) return splitAmong(cell, distinct);
  }
  return null;
}
