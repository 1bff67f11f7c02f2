/**
 * What an ideal J is made of. Where J becomes a product of powers q^a, some a > 1, as a zero variable w vanishes, J is an ideal in
 * the bases q and w, up to multiples of w. Where the bases cross normally, they take the places of variables, and J is
 * monomial or close to it; before that, blow-ups of centres for the bases alone lead there, though J need not vanish along
 * these. Centres for J itself take w in: their charts hold the level sets of the bases.
 */
import type { Budget } from "../algebra/budget.js";
import { gcdOf, squareFree } from "../algebra/gcd.js";
import type { Power } from "../algebra/gcd.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { hasOpaque, isBare, occursIn, variablesOf, zeroPart } from "./cell.js";
import type { Cell } from "./cell.js";
import { areCoordinates } from "./crossing.js";
import { factorsOf } from "./factors.js";

/** Ideals with longer generators are not looked at. */
const maxTerms = 400;

/**
 * The products of the bases that have the same multiplicity, zero variables left out, then the bases themselves; none where only
 * variables are multiple factors. Throws LimitError where the budget ends first.
 */
export function basesOf(cell: Cell, budget: Budget): readonly Polynomial[] {
  const powers = powersOf(cell, budget).filter(({ factor }) => !isMonomial(factor) || !isZero(factor, cell));
  const multiplicities = new Set(powers.map(({ multiplicity }) => multiplicity));
  const products = [...multiplicities].map((e) =>
    P.product(powers.flatMap(({ factor, multiplicity }) => (multiplicity === e ? [factor] : []))),
  );
  const bases = [...products, ...splitBases(cell, budget)].filter((q) => !isMonomial(q));
  return [...new Map(bases.map((q) => [P.key(q), q])).values()];
}

/** The product of the bases through the cell, where these do not cross normally with each other and with the coordinates; else null. */
export function knotOfBases(cell: Cell, budget: Budget): Polynomial | null {
  const own = splitBases(cell, budget).filter((q) => q.monomials.every((m) => zeroPart(cell, m) !== M.one));
  const crossing = own.filter((q) => !isMonomial(q) || P.variablesOf(q).every((i) => isBare(cell, i)));
  const long = own.filter((q) => !isMonomial(q));
  return long.length === 0 || areCoordinates(crossing, cell) ? null : P.product(long);
}

function splitBases(cell: Cell, budget: Budget): Polynomial[] {
  return powersOf(cell, budget).flatMap(({ factor }) => factorsOf(factor, budget).map((f) => f.factor));
}

function powersOf(cell: Cell, budget: Budget): readonly Power[] {
  if (hasOpaque(cell) || cell.generators.some((g) => g.monomials.length > maxTerms)) return [];
  for (const w of variablesOf(cell, "zero")) {
    const powers = occursIn(w, cell.generators) ? powersWithout(w, cell, budget) : [];
    if (powers.length > 0) return powers;
  }
  return [];
}

/** What the generators have in common where w = 0, if that has a multiple factor with more than one term. */
function powersWithout(w: number, cell: Cell, budget: Budget): Power[] {
  const left = cell.generators.map((g) => P.filter(g, (m) => M.exponent(m, w) === 0)).filter((g) => !P.isZero(g));
  if (left.every(isMonomial)) return [];
  const powers = squareFree(gcdOf(left, budget), budget);
  return powers.some(({ factor, multiplicity }) => multiplicity > 1 && !isMonomial(factor)) ? powers : [];
}

function isMonomial(p: Polynomial): boolean {
  return p.monomials.length === 1;
}

function isZero(variable: Polynomial, cell: Cell): boolean {
  return P.variablesOf(variable).some((i) => cell.roles[i] === "zero");
}
