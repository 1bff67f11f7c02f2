/**
 * Factorization over ℚ. Square-free parts, contents and homogeneity split first; a content-free polynomial that is
 * linear in a variable is irreducible, and so is one with an irreducible univariate image of the same degree. What
 * remains is lifted from a univariate image (factor-lift.ts). Deterministic.
 */
import { unlimited } from "./budget.js";
import type { Budget } from "./budget.js";
import { factorLifting } from "./factor-lift.js";
import type { Parts } from "./factor-lift.js";
import { factorSquareFree } from "./factor-univariate.js";
import { content, primitivePart, squareFree } from "./gcd.js";
import type { Power } from "./gcd.js";
import * as M from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";
import * as U from "./univariate.js";

/**
 * p = unit · Π factor^multiplicity with primitive, pairwise coprime factors. `complete` says that all of them are
 * proved irreducible over ℚ; otherwise some may split further.
 */
export interface Factorization {
  readonly unit: Rational;
  readonly factors: Power[];
  readonly complete: boolean;
}

/** Throws RangeError for p = 0, LimitError where the budget ends first. */
export function factor(p: Polynomial, budget: Budget = unlimited()): Factorization {
  const lead = P.leadingTerm(p);
  if (lead === null) throw new RangeError("the zero polynomial has no factorization");
  const parts = squareFree(p, budget).map(({ factor: f, multiplicity }) => ({
    multiplicity,
    ...factorOfSquareFree(f, budget),
  }));
  const factors = parts.flatMap(({ factors: list, multiplicity }) =>
    [...list].sort(bySize).map((f) => ({ factor: f, multiplicity })),
  );
  const leading = factors.reduce(
    (c, { factor: f, multiplicity }) => Q.multiply(c, Q.power(P.leadingTerm(f)?.[1] ?? Q.one, multiplicity)),
    Q.one,
  );
  return { unit: Q.divide(lead[1], leading), factors, complete: parts.every(({ complete }) => complete) };
}

/** True where p is nonconstant and proved irreducible over ℚ. */
export function isProvedIrreducible(p: Polynomial): boolean {
  if (P.isConstant(p)) return false;
  const { factors, complete } = factor(p);
  return complete && factors.length === 1 && factors[0]?.multiplicity === 1;
}

/** The factors of a primitive square-free polynomial. */
function factorOfSquareFree(f: Polynomial, budget: Budget): Parts {
  const variables = P.variablesOf(f);
  const [first, second] = variables;
  if (first === undefined) return { factors: [], complete: true };
  if (P.degree(f) === 1 || f.monomials.length === 1) return { factors: [f], complete: true };
  if (second === undefined) return factorUnivariate(f, first, budget);
  for (const index of variables) {
    const c = content(f, index, budget);
    if (P.isConstant(c)) continue;
    return both(factorOfSquareFree(c, budget), factorOfSquareFree(primitivePart(f, index, budget), budget));
  }
  if (variables.some((index) => P.degreeIn(f, index) === 1)) return { factors: [f], complete: true };
  if (isHomogeneous(f)) return factorHomogeneous(f, variables, budget);
  return factorLifting(f, variables, factorUnivariate, budget);
}

function factorUnivariate(f: Polynomial, index: number, budget: Budget): Parts {
  const { factors, complete } = factorSquareFree(U.fromPolynomial(f), budget);
  return { factors: factors.map((g) => P.primitive(U.toPolynomial(g, index))), complete };
}

/** Setting a variable that does not divide f to 1 loses nothing: each factor is homogenized to its own degree. */
function factorHomogeneous(f: Polynomial, variables: readonly number[], budget: Budget): Parts {
  const index = variables.reduce((a, b) => (P.degreeIn(f, b) > P.degreeIn(f, a) ? b : a));
  const { factors, complete } = factorOfSquareFree(P.primitive(P.substitute(f, index, P.one)), budget);
  return { factors: factors.map((g) => P.primitive(homogenize(g, index))), complete };
}

function homogenize(g: Polynomial, index: number): Polynomial {
  const d = P.degree(g);
  return P.fromTerms(P.terms(g).map(([m, c]) => [M.withExponent(m, index, d - M.degree(m)), c]));
}

function isHomogeneous(f: Polynomial): boolean {
  const d = P.degree(f);
  return f.monomials.every((m) => M.degree(m) === d);
}

function both(a: Parts, b: Parts): Parts {
  return { factors: [...a.factors, ...b.factors], complete: a.complete && b.complete };
}

/** By degree, then by number of terms, then by text: an order that depends on the factors alone. */
function bySize(a: Polynomial, b: Polynomial): number {
  const difference = P.degree(a) - P.degree(b) || a.monomials.length - b.monomials.length;
  return difference !== 0 ? difference : P.key(a) < P.key(b) ? -1 : 1;
}
