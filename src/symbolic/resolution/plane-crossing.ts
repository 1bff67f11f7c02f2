/**
 * Places in the plane where generators and powers are monomials in coordinates, up to units: zero variables, and curves
 * that they have as factors, however often. A coprime basis of them all shows such curves, so that nothing need be known of
 * the power series that these coordinates are.
 */
import type { Budget } from "../algebra/budget.js";
import { coprimeFactors } from "../algebra/coprime-basis.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { divideExact } from "../algebra/polynomial-division.js";
import * as T from "../algebra/tower.js";
import type { Tower } from "../algebra/tower.js";
import { functionsOf, isBare, normalForm, normalise, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { ReduceStep } from "./certificate.js";
import { asCoordinates, leafOf } from "./crossing.js";
import type { Form } from "./crossing.js";
import type { Proof } from "./proof.js";
import { equivalent } from "./step.js";
import type { Step } from "./step.js";
import { isUnit, unitOf, writeUnit } from "./unit.js";
import type { Unit } from "./unit.js";

const coordinates = ["zero", "free", "nonzero"] as const;

/**
 * The exact value; a step that divides out units before; null where the ideal is not of this kind. Throws LimitError where
 * the budget ends first.
 */
export function planeCrossing(cell: Cell, budget: Budget): Proof | Step | null {
  const [, second, third] = variablesOf(cell, ...coordinates);
  if (second === undefined || third !== undefined || variablesOf(cell, "dependent").length > 0) return null;
  if (variablesOf(cell, "free").some((i) => !isBare(cell, i))) return null;
  const parts = partsOf(cell, budget);
  const curves = parts === null ? null : asCoordinates(parts.curves, cell);
  if (parts === null || curves === null) return null;
  return (
    withoutUnits(cell, "generators", parts.units.slice(0, cell.generators.length)) ??
    withoutUnits(cell, "powers", parts.units.slice(cell.generators.length)) ??
    crossing(cell, parts, curves)
  );
}

/** Functions as products of units, zero variables and powers of curves through the point. */
interface Parts {
  readonly curves: readonly Polynomial[];
  /** By function and curve. */
  readonly exponents: readonly (readonly number[])[];
  /** By function. */
  readonly units: readonly Factor[];
}

interface Factor {
  readonly polynomial: Polynomial;
  readonly unit: Unit;
}

/** Of the cell's functions; null where not all are such products, or more curves than coordinates are free. */
function partsOf(cell: Cell, budget: Budget): Parts | null {
  const free = variablesOf(cell, ...coordinates).filter((x) => isBare(cell, x));
  const cores = functionsOf(cell).map((f) => P.divideMonomial(f, fixedPart(f, cell)) ?? f);
  const through = cores.filter((f) => !isUnit(f, cell));
  if (free.length === 0 || through.length === 0) return null;
  const shift = rationalShift(through, free, cell.tower);
  const basis = coprimeFactors(through.map(shift.there), budget)
    .map((element) => ({ ...element, factor: normalise(shift.back(element.factor), cell.tower) }))
    .filter(({ factor }) => !isUnit(factor, cell));
  if (basis.length > free.length) return null;
  const exponents = cores.map((f) => basis.map((element) => element.exponents[through.indexOf(f)] ?? 0));
  const units = cores.flatMap((f, j): Factor[] => {
    const product = P.product(basis.map(({ factor }, k) => P.power(shift.there(factor), exponents[j]?.[k] ?? 0)));
    const quotient = divideExact(shift.there(f), P.primitive(product), budget);
    const polynomial = quotient === null ? null : normalise(shift.back(quotient), cell.tower);
    const unit = polynomial === null || divideExact(f, polynomial) === null ? null : unitOf(polynomial, cell);
    return polynomial === null || unit === null ? [] : [{ polynomial, unit }];
  });
  return units.length < cores.length ? null : { curves: basis.map(({ factor }) => factor), exponents, units };
}

/** The monomial of p in variables that no coordinate may replace. */
function fixedPart(p: Polynomial, cell: Cell): Monomial {
  return M.restricted(
    P.monomialContent(p),
    variablesOf(cell, "zero").filter((i) => !isBare(cell, i)),
  );
}

/** A shift of a variable, and back again. */
interface Shift {
  readonly there: (p: Polynomial) => Polynomial;
  readonly back: (p: Polynomial) => Polynomial;
}

/**
 * At a root α the functions are those of x + α. With x − α for x they have factors again that are hidden when powers of α are
 * reduced; no shift where that does not free them of α.
 */
function rationalShift(functions: readonly Polynomial[], variables: readonly number[], tower: Tower): Shift {
  const none: Shift = { there: (p) => p, back: (p) => p };
  const last = tower.at(-1);
  if (last === undefined) return none;
  const alpha = P.variable(last.index);
  const shifts = variables.map((x): Shift => ({
    there: (p) => normalise(P.substitute(p, x, P.subtract(P.variable(x), alpha)), tower),
    back: (p) => T.normalize(P.substitute(p, x, P.add(P.variable(x), alpha)), tower),
  }));
  return shifts.find(({ there }) => functions.every((f) => P.degreeIn(there(f), last.index) <= 0)) ?? none;
}

/** Units that are divided out of the generators, or of what the powers are of; null where there are none. */
function withoutUnits(cell: Cell, of: "generators" | "powers", units: readonly Factor[]): Step | null {
  const left = units.flatMap((factor, target) => (P.isConstant(factor.polynomial) ? [] : [{ ...factor, target }]));
  if (left.length === 0) return null;
  const divided = (p: Polynomial, target: number): Polynomial => {
    const by = left.find((factor) => factor.target === target)?.polynomial;
    return by === undefined ? p : (divideExact(p, by) ?? p);
  };
  const child =
    of === "generators"
      ? { ...cell, generators: cell.generators.map(divided) }
      : { ...cell, powers: cell.powers.map((p, k) => ({ ...p, factor: divided(p.factor, k) })) };
  return equivalent(normalForm(child), (index, write) => ({
    rule: "reduce",
    of,
    steps: left.map(({ polynomial, unit, target }): ReduceStep => ({
      kind: "divide",
      target: cell.relations.length + target,
      by: write(polynomial),
      unit: writeUnit(unit, write),
    })),
    child: index,
  }));
}

function crossing(cell: Cell, { exponents }: Parts, found: NonNullable<ReturnType<typeof asCoordinates>>): Proof {
  const count = cell.generators.length;
  const ofPowers = found.coordinates.map((_, k) =>
    cell.powers.reduce((sum, power, j) => sum + power.multiplicity * (exponents[count + j]?.[k] ?? 0), 0),
  );
  return leafOf(
    {
      ...found,
      monomials: cell.generators.map((g) => fixedPart(g, cell)),
      exponents: cell.generators.map((_, j) => ofPowers.map((e, k) => e + (exponents[j]?.[k] ?? 0))),
      forms: exponents.map((e): Form => ({ exponents: e })),
    },
    cell,
  );
}
