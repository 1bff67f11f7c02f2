/**
 * The plane: rules that together resolve every ideal in two variables at a rational point.
 *
 * An ideal is Π q^e·J with reduced curves q and an ideal J of points alone (curves.ts). At a point the curves and J are
 * prepared, so that their costs stay bounded (prepare.ts), and where they are not yet monomials in coordinates
 * (monomial-ideal.ts, crossing.ts), a point is blown up, with the weights of an edge of a Newton polygon (plane-centre.ts).
 * Of the new divisor only the roots whose multiplicities are high are looked at again (adjunction.ts), which are points.
 *
 * Why this ends: docs/plane.md.
 */
import { hasOpaque, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { adjunction } from "./adjunction.js";
import { crossingLeaf } from "./crossing.js";
import { dropUnits, unitIdeal } from "./curves.js";
import { rootsOnLine } from "./equations.js";
import { monomialLeaf } from "./monomial-ideal.js";
import { extract } from "./parts.js";
import { planeCrossing } from "./plane-crossing.js";
import { prepare } from "./prepare.js";
import { clear, reduce } from "./reduce.js";
import { splitFree, splitGenerator } from "./split.js";
import type { RuleOrLeaf } from "./step.js";
import type { Value } from "./value.js";

/** True for an ideal at a point of the plane, or of a line. */
export function isPointOfPlane(cell: Cell): boolean {
  const isZero = cell.roles.every((role) => role === "zero" || role === null);
  return isZero && variablesOf(cell, "zero").length <= 2;
}

/** True where curves are kept apart, or are known to finite precision only. */
function isApart(cell: Cell): boolean {
  return cell.powers.length > 0 || hasOpaque(cell);
}

/**
 * The rules for a cell, in the order of their use, where it is asked whether its value is at least `aim`, and germs may be
 * known to so many powers of a variable. Where none applies, the cell is a point to blow up.
 */
export function planeRules(cell: Cell, aim: Value, precision: number): readonly RuleOrLeaf[] {
  if (cell.equations.length > 0) return [simplify, rootsOnLine];
  return [
    extract,
    (on, budget) => adjunction(on, aim, budget),
    dropUnits,
    unitIdeal,
    clear,
    simplify,
    planeCrossing,
    (on, budget) => prepare(on, precision, budget),
    monomialLeaf,
    crossingLeaf,
    splitGenerator,
    splitFree,
  ];
}

/** An ideal of points that is known in full. */
const simplify: RuleOrLeaf = (cell, budget) => (isApart(cell) ? null : reduce(cell, budget));
