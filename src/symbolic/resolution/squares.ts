/**
 * Sums of squares that are found without search: polynomials of even monomials with coefficients of one sign, and
 * quadratic forms (also with linear and constant terms), diagonalised over ℚ by completing squares.
 */
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";

/** Σ c·root²; the sum stands for a polynomial up to sign, all c > 0. */
export type SquareSum = readonly (readonly [Rational, Polynomial])[];

/** p = ±Σ c_i·s_i² with all c_i > 0, or null where p is not of a kind that is recognised. */
export function asSquares(p: Polynomial): SquareSum | null {
  return evenMonomials(p) ?? completeSquares(p);
}

/**
 * The same with a square s_0 that vanishes nowhere, a nonzero constant times a monomial in variables that `nonzero`
 * accepts, in front: then p vanishes nowhere.
 */
export function positiveSquares(p: Polynomial, nonzero: (variable: number) => boolean): SquareSum | null {
  const squares = asSquares(p);
  if (squares === null) return null;
  const first = squares.findIndex(
    ([, s]) => s.monomials.length === 1 && M.support(s.monomials[0] ?? "").every(nonzero),
  );
  const unit = squares[first];
  return unit === undefined ? null : [unit, ...squares.filter((_, i) => i !== first)];
}

function evenMonomials(p: Polynomial): SquareSum | null {
  const terms = P.terms(p);
  const sign = Q.sign(terms[0]?.[1] ?? Q.zero);
  const squares: [Rational, Polynomial][] = [];
  for (const [m, c] of terms) {
    const exponents = M.exponents(m);
    if (Q.sign(c) !== sign || exponents.some((e) => e % 2 === 1)) return null;
    squares.push([sign < 0 ? Q.negate(c) : c, P.monomial(M.fromExponents(exponents.map((e) => e / 2)))]);
  }
  return squares;
}

/** Lagrange's completion of squares; null where p is no definite form of degree 2 in every variable of it. */
function completeSquares(p: Polynomial): SquareSum | null {
  if (P.degree(p) > 2) return null;
  const squares: [Rational, Polynomial][] = [];
  let rest = p;
  while (!P.isConstant(rest)) {
    const [variable] = P.variablesOf(rest);
    if (variable === undefined) return null;
    const a = P.coefficient(rest, M.variable(variable, 2));
    if (Q.isZero(a)) return null;
    const half = Q.divide(Q.one, Q.multiply(Q.rational(2), a));
    const root = P.scale(P.derivative(rest, variable), half);
    squares.push([a, root]);
    rest = P.subtract(rest, P.scale(P.multiply(root, root), a));
  }
  const constant = P.constantTerm(rest);
  if (!Q.isZero(constant)) squares.push([constant, P.one]);
  const sign = Q.sign(squares[0]?.[0] ?? Q.zero);
  if (squares.some(([c]) => Q.sign(c) !== sign)) return null;
  return squares.map(([c, s]) => [sign < 0 ? Q.negate(c) : c, s]);
}
