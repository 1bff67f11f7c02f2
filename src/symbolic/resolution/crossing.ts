/**
 * Generators that are monomials in local coordinates at every point of the cell, so that nothing is left to resolve: one
 * whose factors q_k have a Jacobian minor that is a unit, or several that are coordinates themselves.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { reducedEchelon } from "../algebra/matrix.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { hasOpaque, isBare, isKnown, jacobian, normalise, occursIn, restrict, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { solveMonomial } from "./monomial-ideal.js";
import { factorsOf } from "./factors.js";
import type { Proof } from "./proof.js";
import { samplePoint, writePoint } from "./sample.js";
import { leaf } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";
import type { Unit } from "./unit.js";

/** More factors than this are left to blow-ups; the search for a minor is a product over them. */
const maxFactors = 4;

export interface Crossing {
  /** Functions q with a variable x each, in whose place they are coordinates. */
  readonly coordinates: readonly { readonly q: Polynomial; readonly x: number }[];
  /** By generator: how often the ideal, powers included, has the q there. */
  readonly exponents: readonly (readonly number[])[];
  /** By generator: how often it has each other variable; none if left out. */
  readonly monomials?: readonly Monomial[];
  /** Where they are not the exponents: of the generators, then of what the powers are of. */
  readonly forms?: readonly Form[];
  readonly unit: Unit;
}

/** A unit, or the exponents of the q of which it is the product, but for zero variables. */
export type Form = { readonly unit: Unit } | { readonly exponents: readonly number[] };

/** Exact, or of several generators a lower bound by some of them. Throws LimitError where the budget ends first. */
export function crossingLeaf(cell: Cell, budget: Budget): Proof | null {
  const [g, another] = cell.generators;
  if (g === undefined || variablesOf(cell, "free").some((i) => !isBare(cell, i))) return null;
  if (cell.powers.length > 0 || cell.generators.some(P.isConstant)) return null;
  if (another !== undefined) return coordinates(cell, budget);
  const crossing = coordinate(g, cell) ?? (hasOpaque(cell) ? null : findCrossing(g, cell, budget));
  return crossing === null ? null : leafOf(crossing, cell);
}

export function leafOf(
  { coordinates, exponents, monomials = [], unit, forms = exponents.map((e) => ({ exponents: e })) }: Crossing,
  cell: Cell,
): Proof {
  const zeros = variablesOf(cell, "zero").filter((i) => !coordinates.some(({ x }) => x === i));
  const { value, primal, dual } = solveMonomial(
    exponents.map((e, j) => [...zeros.map((i) => (cell.kappa[i] ?? 0) + M.exponent(monomials[j] ?? M.one, i)), ...e]),
    [...zeros.map((i) => cell.h[i] ?? 0), ...coordinates.map(() => 0)],
  );
  const reaching = coordinates.filter((_, k) => Q.sign(primal[zeros.length + k] ?? Q.zero) > 0);
  const sample = samplePoint(
    meeting(
      reaching.map(({ q }) => q),
      cell,
    ),
  );
  return leaf({ lower: value, upper: sample === null ? "infinite" : value }, (write) => ({
    rule: "monomial",
    coordinates: coordinates.map(({ q, x }) => ({ polynomial: write(q), variable: x })),
    jacobian: writeUnit(unit, write),
    forms: forms.map((form) =>
      "unit" in form ? { unit: writeUnit(form.unit, write) } : { exponents: [...form.exponents] },
    ),
    primal: primal.map(Q.format),
    dual: dual.map(Q.format),
    ...(sample === null ? {} : { sample: writePoint(sample, write) }),
  }));
}

/** The part of the cell where the functions vanish. */
function meeting(functions: readonly Polynomial[], cell: Cell): Cell {
  const there = functions.map((q) => normalise(restrict(cell, q), cell.tower));
  return { ...cell, equations: [...cell.equations, ...there] };
}

function vanishesOn(q: Polynomial, cell: Cell): boolean {
  const onCell = normalise(restrict(cell, q), cell.tower);
  return P.isZero(onCell) || cell.equations.some((e) => P.equals(e, onCell));
}

/** g alone, where it is a coordinate itself: that takes no factors. */
function coordinate(g: Polynomial, cell: Cell): Crossing | null {
  if (!vanishesOn(g, cell) || !isKnown(cell, restrict(cell, g))) return null;
  for (const x of movers([g], cell)) {
    const unit = unitOf(jacobian(cell, [g], [x]), cell);
    if (unit !== null) return { coordinates: [{ q: P.primitive(g), x }], exponents: [[1]], unit };
  }
  return null;
}

/** The generators that are coordinates together, by their slopes; the others are dropped, which bounds from below. */
function coordinates(cell: Cell, budget: Budget): Proof | null {
  const columns = movers(cell.generators, cell);
  if (cell.relations.length > 0) return null;
  operate(budget, cell.generators.length * columns.length);
  const slopes = cell.generators.map((g) => columns.map((x) => restrict(cell, P.derivative(g, x))));
  const able = cell.generators.flatMap((g, j) => {
    const isFixed = slopes[j]?.every(P.isConstant) ?? false;
    return isFixed && vanishesOn(g, cell) && isKnown(cell, restrict(cell, g)) ? [j] : [];
  });
  const matrix = able.map((j) => (slopes[j] ?? []).map(P.constantTerm));
  const kept = reducedEchelon(columns.map((_, k) => matrix.map((row) => row[k] ?? Q.zero))).pivots;
  const chosen = kept.map((i) => able[i] ?? -1);
  const own = reducedEchelon(kept.map((i) => matrix[i] ?? [])).pivots.map((k) => columns[k] ?? -1);
  const generators = chosen.map((j) => cell.generators[j] ?? P.zero);
  const unit = generators.length === 0 ? null : unitOf(jacobian(cell, generators, own), cell);
  if (unit === null) return null;
  const found = leafOf(
    {
      coordinates: generators.map((q, k) => ({ q, x: own[k] ?? -1 })),
      exponents: generators.map((_, j) => generators.map((_, k) => (j === k ? 1 : 0))),
      unit,
    },
    cell,
  );
  if (generators.length === cell.generators.length) return found;
  const dropped = [...cell.generators.keys()].filter((j) => !chosen.includes(j));
  return {
    range: { lower: found.range.lower, upper: "infinite" },
    children: [found],
    node: ([child = -1]) => ({
      rule: "reduce",
      of: "generators",
      steps: dropped.map((target) => ({ kind: "set", target, polynomial: "0" })),
      child,
    }),
  };
}

function findCrossing(g: Polynomial, cell: Cell, budget: Budget): Crossing | null {
  const powers = factorsOf(g, budget);
  const found = asCoordinates(
    powers.map(({ factor }) => factor),
    cell,
  );
  return found === null ? null : { ...found, exponents: [powers.map(({ multiplicity }) => multiplicity)] };
}

/** Whether they are coordinates together at every point of the cell where they vanish. */
export function areCoordinates(functions: readonly Polynomial[], cell: Cell): boolean {
  return asCoordinates(functions, cell) !== null;
}

/** The functions, if they are coordinates together. */
export function asCoordinates(
  functions: readonly Polynomial[],
  cell: Cell,
): Pick<Crossing, "coordinates" | "unit"> | null {
  if (functions.length > maxFactors) return null;
  if (!functions.every((q) => isKnown(cell, restrict(cell, q)))) return null;
  for (const variables of choices(functions.map((f) => movers([f], cell)))) {
    const unit = unitOf(jacobian(cell, functions, variables), cell);
    if (unit !== null) return { coordinates: functions.map((q, k) => ({ q, x: variables[k] ?? -1 })), unit };
  }
  return null;
}

/** Coordinates that polynomials may depend on, by itself or through dependent variables. */
function movers(list: readonly Polynomial[], cell: Cell): number[] {
  return variablesOf(cell, "zero", "free", "nonzero").filter(
    (i) => isBare(cell, i) && occursIn(i, [...list, ...cell.relations]),
  );
}

/** All ways to take one entry from each list, no entry twice. */
function* choices(lists: readonly (readonly number[])[], taken: readonly number[] = []): Generator<number[]> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [...taken];
    return;
  }
  for (const x of first) if (!taken.includes(x)) yield* choices(rest, [...taken, x]);
}
