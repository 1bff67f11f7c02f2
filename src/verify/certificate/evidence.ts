/** The evidence that rules rest on: identities, polynomials that vanish nowhere on a cell, and points of a cell. */
import { power, productOfPowers, substitute, sumOfProducts, times } from "../../symbolic/algebra/metered.js";
import { changesSign, countRootsOf, signOf } from "../../symbolic/algebra/metered-tower.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Sample, Square, UnitFactor, UnitWitness } from "../../symbolic/resolution/certificate.js";
import { canonical, demandRole, member, onCell, read, readRational, variablesWith } from "./cell.js";
import type { Cell } from "./cell.js";
import { demand } from "./refusal.js";

/** Demands that p and q are equal up to a nonzero rational factor at the constants' values. */
export function demandSame(p: P.Polynomial, q: P.Polynomial, cell: Cell, reason: string): void {
  demand(P.equals(canonical(p, cell), canonical(q, cell)), reason);
}

/** The same of p and Σ c_j s_j², the rational c_j ≠ 0 of one sign; returns the s_j. */
export function demandSquares(p: P.Polynomial, squares: readonly Square[], cell: Cell): readonly P.Polynomial[] {
  const { sum, roots } = sumOfSquares(squares, cell);
  demandSame(p, sum, cell, "the polynomial is not this sum of squares");
  return roots;
}

/** The same of p and a product of powers. */
export function demandProduct(p: P.Polynomial, powers: readonly (readonly [P.Polynomial, number])[], cell: Cell): void {
  demandSame(p, productOfPowers(powers, cell.scope.budget), cell, "factors do not multiply out to the polynomial");
}

/** Demands that u vanishes nowhere on the cell, where it is the witness's product up to a nonzero rational factor. */
export function demandUnit(u: P.Polynomial, witness: UnitWitness, cell: Cell): void {
  const same = P.equals(onCell(u, cell), unitOf(witness, cell));
  demand(same, "a unit's witness does not multiply out to it");
}

/** The polynomial that the witness multiplies out to; it vanishes nowhere on the cell. */
export function unitOf(witness: UnitWitness, cell: Cell): P.Polynomial {
  const { budget } = cell.scope;
  return witness.reduce((product, factor) => {
    const base = onCell(unitFactor(factor, cell), cell);
    const exponent = factor.kind === "constant" ? 1 : factor.power;
    return onCell(times(product, power(base, exponent, budget), budget), cell);
  }, P.one);
}

function unitFactor(factor: UnitFactor, cell: Cell): P.Polynomial {
  const { constants, scope } = cell;
  switch (factor.kind) {
    case "constant": {
      const value = read(factor.value, cell, ["constant"]);
      demand(signOf(value, constants, scope.budget) !== 0, "a constant in a unit's witness is 0");
      return value;
    }
    case "variable":
      demandRole(cell, factor.variable, "nonzero");
      return P.variable(factor.variable);
    case "nonzero": {
      const p = member(cell.nonzero, factor.index, "nonzero polynomial");
      demand(!P.isZero(p), "0 is no unit");
      return p;
    }
    case "squares": {
      const first = read(member(factor.squares, 0, "square")[1], cell, ["nonzero"]);
      demand(first.monomials.length === 1, "the first square in a unit's witness is no monomial");
      return sumOfSquares(factor.squares, cell).sum;
    }
    case "rootless": {
      const p = canonical(read(factor.polynomial, cell), cell);
      demandUnivariate(p, factor.variable, cell);
      demand(!P.isZero(p), "a rootless polynomial in a unit's witness is 0");
      const roots = countRootsOf(p, factor.variable, constants, scope.budget);
      demand(roots === 0, "a polynomial in a unit's witness has a real root");
      return p;
    }
  }
}

function sumOfSquares(
  squares: readonly Square[],
  cell: Cell,
): { readonly sum: P.Polynomial; readonly roots: readonly P.Polynomial[] } {
  const terms = squares.map(([c, root]) => ({ c: readRational(c), root: read(root, cell) }));
  const signs = new Set(terms.map(({ c }) => Q.sign(c)));
  demand(!signs.has(0) && signs.size <= 1, "the coefficients of a sum of squares have not one sign");
  const sum = sumOfProducts(
    terms.map(({ c, root }) => [P.scale(root, c), root]),
    cell.scope.budget,
  );
  return { sum, roots: terms.map(({ root }) => root) };
}

/** Demands that p has no variable but x, which is free or nonzero, and constants. */
export function demandUnivariate(p: P.Polynomial, x: number, cell: Cell): void {
  demandRole(cell, x, "free", "nonzero");
  const foreign = P.variablesOf(p).filter((i) => i !== x && cell.roles[i] !== "constant");
  demand(foreign.length === 0, `a polynomial has another variable than number ${x}`);
}

/** Whether the sample shows a point of the cell: by its values, and where it leaves a variable open by a change of sign. */
export function hasPoint(cell: Cell, sample: Sample | undefined): boolean {
  const { constants, equations, scope } = cell;
  const { values, root } = sample ?? { values: [], root: null };
  const given = new Map(values.map(([x, text]) => [x, P.constant(readRational(text))]));
  for (const x of given.keys()) demandRole(cell, x, "free", "nonzero");
  const at = (p: P.Polynomial): P.Polynomial => {
    const settled = P.variablesOf(p).filter((x) => cell.roles[x] !== "constant" && x !== root?.variable);
    const value = settled.reduce((q, x) => substitute(q, x, given.get(x) ?? P.one, scope.budget), p);
    return canonical(value, cell);
  };
  const apart = [...cell.nonzero, ...variablesWith(cell, "nonzero").map((x) => P.variable(x))].map(at);
  const [equation, another] = equations;
  if (another !== undefined || (equation === undefined) !== (root === null) || apart.some(P.isZero)) return false;
  if (equation === undefined || root === null) return true;
  const x = root.variable;
  demandRole(cell, x, "free", "nonzero");
  const [lower, upper] = [readRational(root.lower), readRational(root.upper)];
  return (
    changesSign(at(equation), x, lower, upper, constants, scope.budget) &&
    apart.every((p) => countRootsOf(p, x, constants, scope.budget, lower, upper) === 0)
  );
}
