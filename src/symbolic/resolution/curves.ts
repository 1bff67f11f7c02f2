/**
 * Curves as powers: an ideal of the plane is Π q^e·J with reduced curves q and an ideal J of points alone. Kept apart, the
 * curves can be prepared and moved one by one, and what they are multiplied out to is never needed.
 */
import type { Budget } from "../algebra/budget.js";
import { gcdOf } from "../algebra/gcd.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { divideExact } from "../algebra/polynomial-division.js";
import { normalForm } from "./cell.js";
import type { Cell } from "./cell.js";
import type { ReduceStep } from "./certificate.js";
import { factorsOf } from "./factors.js";
import { equivalent } from "./step.js";
import type { Rule, Step } from "./step.js";
import { isUnit, unitOf, writeUnit } from "./unit.js";

/** The common factors of the generators become powers; null where there are none. Throws LimitError where the budget ends first. */
export const gather: Rule = (cell, budget) => {
  const common = gcdOf(cell.generators, budget);
  return P.isConstant(common) ? null : gathered(cell, common, budget);
};

/** The generator of a reduced curve becomes a power. */
export function gathered(cell: Cell, common: Polynomial, budget: Budget): Step {
  const powers = factorsOf(common, budget);
  const generators = cell.generators.map((g) => divideExact(g, common) ?? g);
  return equivalent(normalForm({ ...cell, generators, powers: [...cell.powers, ...powers] }), (child, write) => ({
    rule: "extract",
    powers: powers.map(({ factor, multiplicity }) => [write(factor), multiplicity] as const),
    child,
  }));
}

/** A generator that is a unit becomes 1, and the others go: for those that have opaque variables. */
export const unitIdeal: Rule = (cell) => {
  const source = cell.generators.findIndex((g) => isUnit(g, cell));
  const by = cell.generators[source];
  const unit = by === undefined ? null : unitOf(by, cell);
  if (by === undefined || unit === null || cell.generators.every(P.isConstant)) return null;
  const first = cell.relations.length;
  return equivalent(normalForm({ ...cell, generators: [P.one] }), (child, write) => ({
    rule: "reduce",
    of: "generators",
    steps: [
      { kind: "divide", target: first + source, by: write(by), unit: writeUnit(unit, write) },
      ...cell.generators.flatMap((g, k): ReduceStep[] =>
        k === source ? [] : [{ kind: "subtract", target: first + k, source: first + source, factor: write(g) }],
      ),
    ],
    child,
  }));
};

/** Powers that are units go. */
export const dropUnits: Rule = (cell) => {
  const units = cell.powers.flatMap(({ factor }, target) => {
    const unit = unitOf(factor, cell);
    return unit === null ? [] : [{ target, factor, unit }];
  });
  if (units.length === 0) return null;
  const powers = cell.powers.filter((_, i) => units.every(({ target }) => target !== i));
  return equivalent(normalForm({ ...cell, powers }), (child, write) => ({
    rule: "reduce",
    of: "powers",
    steps: units.map(({ target, factor, unit }): ReduceStep => ({
      kind: "divide",
      target: cell.relations.length + target,
      by: write(factor),
      unit: writeUnit(unit, write),
    })),
    child,
  }));
};
