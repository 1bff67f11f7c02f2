/**
 * One generator whose factors are coordinates: Π q_k^{e_k} with a Jacobian minor of the q_k that is a unit is a
 * monomial in local coordinates at every point of the cell, so nothing is left to resolve.
 */
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { isBare, jacobian, normalise, occursIn, restrict, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { factorsOf } from "./factors.js";
import type { Proof } from "./proof.js";
import { samplePoint, writePoint } from "./sample.js";
import { leaf } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";
import type { Unit } from "./unit.js";
import { pole } from "./value.js";
import type { Value } from "./value.js";

/** More factors than this are left to blow-ups; the search for a minor is a product over them. */
const maxFactors = 4;

interface Crossing {
  readonly factors: readonly { readonly q: Polynomial; readonly e: number; readonly x: number }[];
  readonly unit: Unit;
}

/** Throws LimitError where the budget ends first. */
export function crossingLeaf(cell: Cell, budget: Budget): Proof | null {
  const [g] = cell.generators;
  if (g === undefined || cell.generators.length > 1 || P.isConstant(g)) return null;
  if (variablesOf(cell, "free").some((i) => !isBare(cell, i))) return null;
  const crossing = coordinate(g, cell) ?? findCrossing(g, cell, budget);
  if (crossing === null) return null;
  const taken = crossing.factors.map((f) => f.x);
  const divisors = variablesOf(cell, "zero").flatMap((i) => {
    const k = cell.kappa[i] ?? 0;
    return k > 0 && !taken.includes(i) ? [Q.rational((cell.h[i] ?? 0) + 1, k)] : [];
  });
  const vanishing = crossing.factors.filter((f) => vanishesOn(f.q, cell));
  const inverse = (f: { e: number }): Q.Rational => Q.rational(1, f.e);
  const sample = samplePoint(cell);
  const range = {
    lower: normalCrossing([...divisors, ...crossing.factors.map(inverse)]),
    upper: sample === null ? ("infinite" as const) : normalCrossing([...divisors, ...vanishing.map(inverse)]),
  };
  return leaf(range, (write) => ({
    rule: "crossing",
    factors: crossing.factors.map(({ q, e, x }) => ({ polynomial: write(q), exponent: e, variable: x })),
    unit: writeUnit(crossing.unit, write),
    ...(sample === null ? {} : { sample: writePoint(sample, write) }),
  }));
}

/** The least of the ratios, with their number. */
function normalCrossing(ratios: readonly Q.Rational[]): Value {
  const [first, ...rest] = ratios;
  if (first === undefined) return "infinite";
  const lambda = rest.reduce(Q.min, first);
  return pole(lambda, ratios.filter((r) => Q.equals(r, lambda)).length);
}

function vanishesOn(q: Polynomial, cell: Cell): boolean {
  const onCell = normalise(restrict(cell, q), cell.tower);
  return P.isZero(onCell) || cell.equations.some((e) => P.equals(e, onCell));
}

/** g alone, where it is a coordinate itself: that takes no factors. */
function coordinate(g: Polynomial, cell: Cell): Crossing | null {
  if (!vanishesOn(g, cell)) return null;
  for (const x of movers(g, cell)) {
    const unit = unitOf(jacobian(cell, [g], [x]), cell);
    if (unit !== null) return { factors: [{ q: P.primitive(g), e: 1, x }], unit };
  }
  return null;
}

function findCrossing(g: Polynomial, cell: Cell, budget: Budget): Crossing | null {
  const powers = factorsOf(g, budget);
  if (powers.length > maxFactors) return null;
  const candidates = powers.map(({ factor }) => movers(factor, cell));
  for (const variables of choices(candidates)) {
    const unit = unitOf(
      jacobian(
        cell,
        powers.map((f) => f.factor),
        variables,
      ),
      cell,
    );
    if (unit === null) continue;
    return {
      factors: powers.map(({ factor, multiplicity }, k) => ({ q: factor, e: multiplicity, x: variables[k] ?? -1 })),
      unit,
    };
  }
  return null;
}

/** Coordinates that p may depend on, by itself or through dependent variables. */
function movers(p: Polynomial, cell: Cell): number[] {
  return variablesOf(cell, "zero", "free", "nonzero").filter(
    (i) => isBare(cell, i) && occursIn(i, [p, ...cell.relations]),
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
