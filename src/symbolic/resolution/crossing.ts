/**
 * One generator whose factors are coordinates: Π q_k^{e_k} with a Jacobian minor of the q_k that is a unit is a
 * monomial in local coordinates at every point of the cell, so nothing is left to resolve.
 */
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { hasOpaque, isBare, isKnown, jacobian, normalise, occursIn, restrict, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { factorsOf } from "./factors.js";
import type { Proof } from "./proof.js";
import { samplePoint, writePoint } from "./sample.js";
import { leaf } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";
import type { Unit } from "./unit.js";
import { pole } from "./value.js";

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
  const crossing = coordinate(g, cell) ?? (hasOpaque(cell) ? null : findCrossing(g, cell, budget));
  if (crossing === null) return null;
  const taken = crossing.factors.map((f) => f.x);
  const zeros = variablesOf(cell, "zero").filter((i) => !taken.includes(i));
  const divisors = [
    ...zeros.map((i) => ({ q: P.variable(i), order: cell.kappa[i] ?? 0, jacobian: (cell.h[i] ?? 0) + 1 })),
    ...crossing.factors.map(({ q, e }) => ({ q, order: e, jacobian: 1 })),
  ];
  const ratios = divisors.flatMap((d) => (d.order === 0 ? [] : [{ ...d, ratio: Q.rational(d.jacobian, d.order) }]));
  const lambda = ratios.map((d) => d.ratio).reduce(Q.min);
  const reaching = ratios.filter((d) => Q.equals(d.ratio, lambda));
  const value = pole(lambda, reaching.length);
  // The middle of the face of all solutions: its ends are the divisors that reach λ.
  const share = Q.rational(1, reaching.length);
  const primal = divisors.map((d) =>
    reaching.some(({ q }) => q === d.q) ? Q.divide(share, Q.rational(d.order)) : Q.zero,
  );
  const sample = samplePoint(
    meeting(
      reaching.map((d) => d.q),
      cell,
    ),
  );
  return leaf({ lower: value, upper: sample === null ? "infinite" : value }, (write) => ({
    rule: "monomial",
    coordinates: crossing.factors.map(({ q, x }) => ({ polynomial: write(q), variable: x })),
    jacobian: writeUnit(crossing.unit, write),
    forms: [{ exponents: crossing.factors.map(({ e }) => e) }],
    primal: primal.map(Q.format),
    dual: [Q.format(lambda)],
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
