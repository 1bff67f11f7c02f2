/**
 * Witnesses that polynomials vanish nowhere on a cell, and the other identities that rules rest on.
 */
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Square, UnitFactor, UnitWitness } from "../../symbolic/resolution/certificate.js";
import { power, substitute, sumOfProducts, times } from "./arithmetic.js";
import { canonical, demandRole, member, onCell, read, readRational } from "./cell.js";
import type { Cell, Scope } from "./cell.js";
import { countRootsOf, signOf } from "./constants.js";
import type { Sample } from "../../symbolic/resolution/certificate.js";
import { demand } from "./refusal.js";

/** Demands that u, on the cell, is a nonzero rational times the witness's factors. */
export function demandUnit(u: Polynomial, witness: UnitWitness, cell: Cell, scope: Scope): void {
  const claimed = witness.reduce((product, factor) => {
    const base = onCell(unitFactor(factor, cell, scope), cell, scope);
    const exponent = factor.kind === "constant" ? 1 : factor.power;
    return onCell(times(product, power(base, exponent, scope.budget), scope.budget), cell, scope);
  }, P.one);
  const found = onCell(u, cell, scope);
  demand(!P.isZero(found) && P.equals(found, claimed), "a unit's witness does not multiply out to it");
}

/** A polynomial without a zero on the cell. */
function unitFactor(factor: UnitFactor, cell: Cell, scope: Scope): Polynomial {
  switch (factor.kind) {
    case "constant": {
      const value = read(factor.value, cell, scope, "constant");
      demand(signOf(value, cell.constants, scope.budget) !== 0, "a constant in a unit's witness is 0");
      return value;
    }
    case "variable":
      demandRole(cell, factor.variable, "nonzero");
      return P.variable(factor.variable);
    case "nonzero":
      return member(cell.nonzero, factor.index, "nonzero polynomial");
    case "squares": {
      const first = read(member(factor.squares, 0, "square")[1], cell, scope, "nonzero");
      demand(first.monomials.length === 1, "the first square in a unit's witness is no monomial");
      const { sum, sign } = sumOfSquares(factor.squares, cell, scope);
      demand(sign === 1, "a square in a unit's witness has a coefficient that is not positive");
      return sum;
    }
    case "rootless": {
      const p = canonical(read(factor.polynomial, cell, scope, "free", "nonzero", "constant"), cell, scope);
      demandUnivariate(p, factor.variable, cell);
      demand(!P.isZero(p), "a rootless polynomial in a unit's witness is 0");
      const roots = countRootsOf(p, factor.variable, cell.constants, scope.budget);
      demand(roots === 0, "a polynomial in a unit's witness has a real root");
      return p;
    }
  }
}

/** Demands that p has no variable but x, which is free or nonzero, and constants. */
export function demandUnivariate(p: Polynomial, x: number, cell: Cell): void {
  demandRole(cell, x, "free", "nonzero");
  const foreign = P.variablesOf(p).filter((i) => i !== x && cell.roles[i] !== "constant");
  demand(foreign.length === 0, `a polynomial has another variable than number ${x}`);
}

/** Σ c_j s_j² with the common sign of the c_j, which must be rational numbers ≠ 0 of one sign. */
function sumOfSquares(
  squares: readonly Square[],
  cell: Cell,
  scope: Scope,
): { readonly sum: Polynomial; readonly roots: readonly Polynomial[]; readonly sign: -1 | 1 } {
  const coefficients = squares.map(([c]) => readRational(c));
  const roots = squares.map(([, root]) => read(root, cell, scope));
  const sign = coefficients.every((c) => Q.sign(c) > 0) ? 1 : -1;
  demand(
    coefficients.every((c) => Q.sign(c) === sign),
    "the coefficients of a sum of squares have not one sign",
  );
  const sum = sumOfProducts(
    roots.map((s, j) => [P.scale(s, coefficients[j] ?? Q.zero), s]),
    scope.budget,
  );
  return { sum, roots, sign };
}

/** Demands that p is a nonzero rational times Σ c_j s_j², the c_j of one sign; returns the s_j. */
export function demandSquares(
  p: Polynomial,
  squares: readonly Square[],
  cell: Cell,
  scope: Scope,
): readonly Polynomial[] {
  const { sum, roots } = sumOfSquares(squares, cell, scope);
  const same = P.equals(canonical(p, cell, scope), canonical(sum, cell, scope));
  demand(same, "the polynomial is not this sum of squares");
  return roots;
}

/** Demands that p, in normal form, is a nonzero rational times the product of powers. */
export function demandProduct(
  p: Polynomial,
  powers: readonly (readonly [Polynomial, number])[],
  cell: Cell,
  scope: Scope,
): void {
  const product = powers.reduce(
    (q, [base, exponent]) => times(q, power(base, exponent, scope.budget), scope.budget),
    P.one,
  );
  demand(P.equals(canonical(product, cell, scope), p), "factors do not multiply out to the polynomial");
}

/**
 * Whether the sample shows that the cell has a point: rational values (1 where none is given) at which the nonzero
 * polynomials do not vanish; with one equation, values of all variables but one, and an interval for that one in which
 * the equation has a root by the intermediate value theorem, the nonzero polynomials have none.
 */
export function hasPoint(cell: Cell, sample: Sample | undefined, scope: Scope): boolean {
  const { constants, equations } = cell;
  const { values, root } = sample ?? { values: [], root: null };
  if (equations.length !== (root === null ? 0 : 1)) return false;
  const given = new Map(values.map(([x, value]) => [x, readRational(value)]));
  for (const [x, value] of given) {
    const role = demandRole(cell, x, "free", "nonzero");
    if (role === "nonzero" && Q.isZero(value)) return false;
  }
  const at = (p: Polynomial): Polynomial => {
    const others = P.variablesOf(p).filter((x) => cell.roles[x] !== "constant" && x !== root?.variable);
    const value = (x: number): Polynomial => P.constant(given.get(x) ?? Q.one);
    return canonical(
      others.reduce((q, x) => substitute(q, x, value(x), P.one, scope.budget), p),
      cell,
      scope,
    );
  };
  if (root === null) return cell.nonzero.every((p) => !P.isZero(at(p)));
  const x = root.variable;
  const role = demandRole(cell, x, "free", "nonzero");
  const [lower, upper] = [readRational(root.lower), readRational(root.upper)];
  const apart = role === "nonzero" ? [...cell.nonzero, P.variable(x)] : cell.nonzero;
  const signs = [lower, upper].map((end) => {
    const value = substitute(at(equations[0] ?? P.zero), x, P.constant(end), P.one, scope.budget);
    return signOf(value, constants, scope.budget);
  });
  return (
    Q.compare(lower, upper) < 0 &&
    (signs[0] ?? 0) * (signs[1] ?? 0) === -1 &&
    apart.map(at).every((p) => !P.isZero(p) && countRootsOf(p, x, constants, scope.budget, lower, upper) === 0)
  );
}

/** The part of a monomial in the variables that pass. */
export function partOf(m: M.Monomial, keep: (variable: number) => boolean): M.Monomial {
  return M.support(m).reduce((part, i) => (keep(i) ? part : M.withExponent(part, i, 0)), m);
}
