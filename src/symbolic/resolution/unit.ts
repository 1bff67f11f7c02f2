/**
 * Units of a cell: polynomials that vanish nowhere on it, each with the witness that the certificate shows.
 * A failed search proves nothing; the caller then splits the cell.
 */
import { stepBudget, unlessTooLarge } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { divideExact } from "../algebra/polynomial-division.js";
import * as Q from "../algebra/rational.js";
import { hasRoots } from "../algebra/roots.js";
import { isolateRootsOver, signAt } from "../algebra/tower.js";
import { positiveSquares } from "./squares.js";
import type { SquareSum } from "./squares.js";
import { isKnown, normalise, restrict } from "./cell.js";
import type { Cell } from "./cell.js";
import type { UnitFactor, UnitWitness } from "./certificate.js";
import type { Writer } from "./proof.js";

/** A witness before its polynomials are written as text. */
export type Unit = readonly Factor[];

type Factor = Power | { readonly squares: SquareSum };
interface Power {
  readonly polynomial: Polynomial;
  readonly power: number;
}

/** Why u vanishes nowhere on the cell, or null where no reason was found. */
export function unitOf(u: Polynomial, cell: Cell): Unit | null {
  const { factors, rest } = divideUnits(normalise(restrict(cell, u), cell.tower), cell);
  if (P.isZero(rest)) return null;
  const last = definiteFactor(rest, cell);
  return last === null ? null : [...factors, last];
}

export function isUnit(u: Polynomial, cell: Cell): boolean {
  return unitOf(u, cell) !== null;
}

/**
 * p on the cell, without the nonzero variables and the members of `nonzero` that divide it.
 * The rest is 0 exactly where p vanishes on the cell.
 */
export function divideUnits(
  p: Polynomial,
  cell: Cell,
): { readonly factors: readonly Power[]; readonly rest: Polynomial } {
  const factors: Power[] = [];
  const monomial = P.monomialContent(p);
  let rest = p;
  for (const variable of M.support(monomial)) {
    if (cell.roles[variable] !== "nonzero") continue;
    const power = M.exponent(monomial, variable);
    factors.push({ polynomial: P.variable(variable), power });
    rest = P.divideMonomial(rest, M.variable(variable, power)) ?? rest;
  }
  for (const q of cell.nonzero) {
    if (P.isConstant(q)) continue;
    let power = 0;
    while (!P.isConstant(rest)) {
      const quotient = divideExact(rest, q);
      if (quotient === null) break;
      rest = quotient;
      power++;
    }
    if (power > 0) factors.push({ polynomial: q, power });
  }
  return { factors, rest };
}

export function writeUnit(unit: Unit, write: Writer): UnitWitness {
  return unit.map((factor): UnitFactor =>
    "squares" in factor
      ? { squares: writeSquares(factor.squares, write), power: 1 }
      : { polynomial: write(factor.polynomial), power: factor.power },
  );
}

export function writeSquares(squares: SquareSum, write: Writer): (readonly [string, string])[] {
  return squares.map(([c, root]) => [Q.format(c), write(root)] as const);
}

function definiteFactor(rest: Polynomial, cell: Cell): Factor | null {
  if (!isKnown(cell, rest)) return null;
  const variables = P.variablesOf(rest).filter((i) => cell.roles[i] !== "constant");
  const [variable] = variables;
  if (variable === undefined) return signAt(rest, cell.tower) === 0 ? null : { polynomial: rest, power: 1 };
  if (cell.tower.length === 0) {
    const squares = positiveSquares(rest, (i) => cell.roles[i] === "nonzero");
    if (squares !== null) return { squares };
  }
  return variables.length === 1 && isRootless(rest, variable, cell) ? { polynomial: rest, power: 1 } : null;
}

/** The work that may be spent on the question whether a polynomial has real roots. */
const rootSteps = 5_000;

/** False where that is not found out. */
function isRootless(p: Polynomial, variable: number, cell: Cell): boolean {
  if (P.degreeIn(p, variable) % 2 === 1) return false;
  const budget = stepBudget(rootSteps);
  const has = unlessTooLarge(() =>
    cell.tower.length === 0
      ? hasRoots(p, budget)
      : isolateRootsOver(p, variable, cell.tower, variable, budget).length > 0,
  );
  return has === false;
}
