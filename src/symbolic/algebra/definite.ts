/**
 * Proofs that a polynomial has one sign on all of ℝⁿ: as a positive combination of squares (a diagonalized Gram
 * matrix over the monomials whose squares occur), by Sturm's theorem in one variable, for weighted homogeneous forms
 * in two variables by Sturm on the rays, and for quadratics in one variable by the discriminant. Each proof can be
 * checked without search; not every polynomial of one sign has a proof of these kinds.
 */
import { ldl } from "./matrix.js";
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";
import { countRoots } from "./roots.js";

/** sign·p ≥ 0 everywhere, and p vanishes exactly at the common real zeros of `zeros`: nowhere if they hold a constant. */
export interface Definiteness {
  readonly sign: 1 | -1;
  readonly zeros: readonly Polynomial[];
  readonly proof: SignProof;
}

export type SignProof =
  /** sign·p = Σ coefficient·base², coefficients positive; `zeros` and the bases generate each other's zero set. */
  | { readonly kind: "squares"; readonly squares: readonly Square[] }
  /** p has one variable and no real root. */
  | { readonly kind: "sturm" }
  /** p(t^a x, t^b y) = t^c p(x, y) in its two variables, a, b ≥ 1, and p has no zero on (±1, y) nor at (0, ±1). */
  | { readonly kind: "weighted form"; readonly weights: readonly [number, number] }
  /** p = a x² + b x + c with sign·a > 0 and 4ac − b² > 0 everywhere. */
  | {
      readonly kind: "quadratic";
      readonly variable: number;
      readonly lead: Definiteness;
      readonly discriminant: Definiteness;
    };

export interface Square {
  readonly coefficient: Rational;
  readonly base: Polynomial;
}

/** A proof that p ≠ 0 has one sign, or null where none was found. */
export function definite(p: Polynomial): Definiteness | null {
  if (P.isZero(p)) return null;
  return bySquares(p) ?? bySturm(p) ?? byWeights(p) ?? byDiscriminant(p);
}

/** `definite`, for a proof that p has no real zero at all. */
export function nowhereZero(p: Polynomial): Definiteness | null {
  const found = definite(p);
  return found !== null && hasNoZero(found) ? found : null;
}

export function hasNoZero({ zeros }: Definiteness): boolean {
  return zeros.some((z) => P.isConstant(z) && !P.isZero(z));
}

/** Whether the statement about p follows from its proof; searches for nothing. */
export function verifyDefinite(p: Polynomial, { sign, zeros, proof }: Definiteness): boolean {
  const signed = sign === 1 ? p : P.negate(p);
  const states = (expected: readonly Polynomial[]): boolean =>
    zeros.length === expected.length && zeros.every((z, i) => P.equals(z, expected[i] ?? P.zero));
  switch (proof.kind) {
    case "squares":
      return (
        proof.squares.length > 0 &&
        proof.squares.every(({ coefficient }) => Q.sign(coefficient) > 0) &&
        P.equals(signed, sumOfSquares(proof.squares)) &&
        states(zerosOfSquares(proof.squares))
      );
    case "sturm":
      return (
        P.variablesOf(p).length === 1 && countRoots(p) === 0 && Q.sign(P.constantTerm(signed)) > 0 && states([P.one])
      );
    case "weighted form":
      return isWeightedForm(signed, proof.weights) && states(P.variablesOf(p).map((i) => P.variable(i)));
    case "quadratic": {
      const parts = quadraticParts(p, proof.variable);
      return (
        parts !== null &&
        proof.lead.sign === sign &&
        proof.discriminant.sign === 1 &&
        hasNoZero(proof.lead) &&
        hasNoZero(proof.discriminant) &&
        verifyDefinite(parts.lead, proof.lead) &&
        verifyDefinite(parts.discriminant, proof.discriminant) &&
        states([P.one])
      );
    }
  }
}

function sumOfSquares(squares: readonly Square[]): Polynomial {
  return P.sum(squares.map(({ coefficient, base }) => P.scale(P.multiply(base, base), coefficient)));
}

function bySquares(p: Polynomial): Definiteness | null {
  for (const sign of [1, -1] as const) {
    const squares = squaresOf(sign === 1 ? p : P.negate(p));
    if (squares !== null) return { sign, zeros: zerosOfSquares(squares), proof: { kind: "squares", squares } };
  }
  return null;
}

/**
 * p as a positive quadratic form in the square roots of its monomials with positive coefficients; any other monomial
 * is given to the first pair with that product. Complete for polynomials of degree 2.
 */
function squaresOf(p: Polynomial): Square[] | null {
  const terms = P.terms(p);
  const onDiagonal = (m: Monomial, c: Rational): Monomial | null => (Q.sign(c) > 0 ? squareRoot(m) : null);
  const roots = terms.map(([m, c]) => onDiagonal(m, c)).filter((m) => m !== null);
  const gram = roots.map(() => roots.map(() => Q.zero));
  const set = (i: number, j: number, value: Rational): void => {
    const row = gram[i];
    if (row !== undefined) row[j] = value;
  };
  for (const [m, c] of terms) {
    const root = onDiagonal(m, c);
    if (root !== null) {
      set(roots.indexOf(root), roots.indexOf(root), c);
      continue;
    }
    const pair = factorPair(m, roots);
    if (pair === null) return null;
    const half = Q.multiply(c, Q.rational(1, 2));
    set(pair[0], pair[1], half);
    set(pair[1], pair[0], half);
  }
  const squares = ldl(gram).map(({ coefficient, form }) => ({
    coefficient,
    base: P.fromTerms(form.map((a, i) => [roots[i] ?? M.one, a] as const)),
  }));
  return squares.length === 0 || squares.some(({ coefficient }) => Q.sign(coefficient) < 0) ? null : squares;
}

/** A shorter list with the zero set of the bases: each reduced by the others' monomials, powers left out. */
function zerosOfSquares(squares: readonly Square[]): Polynomial[] {
  const bases = squares.map(({ base }) => base);
  let zeros = bases;
  for (;;) {
    const monomials = zeros.filter((z) => z.monomials.length === 1).map((z) => radical(z.monomials[0] ?? M.one));
    const next = zeros.map((z) =>
      z.monomials.length === 1
        ? P.monomial(radical(z.monomials[0] ?? M.one))
        : P.filter(z, (m) => !monomials.some((n) => M.divides(n, m))),
    );
    const kept = next.filter((z, i) => !P.isZero(z) && next.findIndex((other) => P.equals(other, z)) === i);
    if (kept.length === zeros.length && kept.every((z, i) => P.equals(z, zeros[i] ?? P.zero))) return kept;
    zeros = kept;
  }
}

function bySturm(p: Polynomial): Definiteness | null {
  if (P.variablesOf(p).length !== 1 || countRoots(p) > 0) return null;
  return { sign: Q.sign(P.constantTerm(p)) < 0 ? -1 : 1, zeros: [P.one], proof: { kind: "sturm" } };
}

function byWeights(p: Polynomial): Definiteness | null {
  const [x, y, third] = P.variablesOf(p);
  if (x === undefined || y === undefined || third !== undefined) return null;
  // The pure powers x^d and y^e must occur, and they fix the weights up to scale.
  const [d, e] = [P.degreeIn(p, x), P.degreeIn(p, y)];
  const g = Number(Q.gcd(BigInt(d), BigInt(e)));
  const weights = [e / g, d / g] as const;
  const sign = Q.sign(P.coefficient(p, M.variable(x, d)));
  if (sign === 0 || !isWeightedForm(sign === 1 ? p : P.negate(p), weights)) return null;
  return { sign, zeros: [P.variable(x), P.variable(y)], proof: { kind: "weighted form", weights } };
}

/** Whether p is a weighted homogeneous form in two variables, positive but at the origin. */
function isWeightedForm(p: Polynomial, [a, b]: readonly [number, number]): boolean {
  const [x, y, third] = P.variablesOf(p);
  if (x === undefined || y === undefined || third !== undefined || a < 1 || b < 1) return false;
  const weight = (m: Monomial): number => a * M.exponent(m, x) + b * M.exponent(m, y);
  if (!p.monomials.every((m) => weight(m) === weight(p.monomials[0] ?? M.one))) return false;
  const along = (s: number): Polynomial => P.substitute(p, x, P.integer(s));
  const upward = (s: number): Rational => P.constantTerm(P.substitute(along(0), y, P.integer(s)));
  return (
    [1, -1].every((s) => Q.sign(upward(s)) > 0 && Q.sign(P.constantTerm(along(s))) > 0) &&
    [1, -1].every((s) => countRoots(along(s)) === 0)
  );
}

function byDiscriminant(p: Polynomial): Definiteness | null {
  for (const variable of P.variablesOf(p)) {
    const parts = quadraticParts(p, variable);
    if (parts === null) continue;
    const lead = nowhereZero(parts.lead);
    const discriminant = lead === null ? null : nowhereZero(parts.discriminant);
    if (lead === null || discriminant?.sign !== 1) continue;
    return { sign: lead.sign, zeros: [P.one], proof: { kind: "quadratic", variable, lead, discriminant } };
  }
  return null;
}

/** a and 4ac − b² of a x² + b x + c; null for any other degree. */
function quadraticParts(p: Polynomial, variable: number): { lead: Polynomial; discriminant: Polynomial } | null {
  const [c = P.zero, b = P.zero, a, higher] = P.coefficientsIn(p, variable);
  if (a === undefined || higher !== undefined) return null;
  const discriminant = P.subtract(P.scale(P.multiply(a, c), Q.rational(4)), P.multiply(b, b));
  return { lead: a, discriminant };
}

function squareRoot(m: Monomial): Monomial | null {
  const exponents = M.exponents(m);
  return exponents.every((e) => e % 2 === 0) ? M.fromExponents(exponents.map((e) => e / 2)) : null;
}

/** Positions of two different ones of the monomials with product m. */
function factorPair(m: Monomial, monomials: readonly Monomial[]): readonly [number, number] | null {
  for (let i = 0; i < monomials.length; i++) {
    const partner = M.divide(m, monomials[i] ?? M.one);
    const j = partner === null ? -1 : monomials.indexOf(partner, i + 1);
    if (j >= 0) return [i, j];
  }
  return null;
}

function radical(m: Monomial): Monomial {
  return M.fromExponents(M.exponents(m).map((e) => Math.min(e, 1)));
}
