/**
 * Real roots of univariate polynomials over ℚ. Counting rests on Sturm's theorem (Basu, Pollack, Roy, Algorithms in
 * Real Algebraic Geometry, Theorem 2.50), isolation on Descartes' rule of signs (descartes.ts), so that each checks
 * the other. Multiple roots count once throughout.
 */
import { operate, unlimited, words } from "./budget.js";
import type { Budget } from "./budget.js";
import * as D from "./descartes.js";
import type { Interval, Signs } from "./descartes.js";
import { squareFreePart } from "./gcd.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";
import * as U from "./univariate.js";
import type { Univariate } from "./univariate.js";

export type { Interval } from "./descartes.js";

/** The number of distinct real roots of p in [lower, upper]; null stands for −∞ and ∞. RangeError for p = 0. */
export function countRoots(p: Polynomial, lower: Rational | null = null, upper: Rational | null = null): number {
  const sequence = sturmSequence(squareFree(p));
  if (lower !== null && upper !== null && Q.compare(lower, upper) > 0) return 0;
  const at = (point: Rational | null, end: -1 | 1): number =>
    D.signChanges(sequence.map((f) => (point === null ? signAtInfinity(f, end) : U.signAt(f, point))));
  const [first = []] = sequence;
  const includesLower = lower !== null && U.signAt(first, lower) === 0;
  return at(lower, -1) - at(upper, 1) + (includesLower ? 1 : 0);
}

/** Whether p has a real root. RangeError for p = 0, LimitError where the budget ends first. */
export function hasRoots(p: Polynomial, budget: Budget = unlimited()): boolean {
  return rawIntervals(squareFree(p, budget), budget).length > 0;
}

/**
 * The distinct real roots of p, ascending: disjoint intervals with one root each. A rational root is its own
 * interval; an irrational one lies strictly inside, and the square-free part of p changes sign over the interval.
 * RangeError for p = 0, LimitError where the budget ends first.
 */
export function isolateRoots(p: Polynomial, budget: Budget = unlimited()): Interval[] {
  const f = squareFree(p, budget);
  const signs = signsOf(f, budget);
  const lead = U.leading(f);
  const found = D.separate(rawIntervals(f, budget), signs);
  return hasNoRationalRoot(f) ? found : found.map((interval) => D.settle(interval, lead < 0n ? -lead : lead, signs));
}

function rawIntervals(f: Univariate, budget: Budget): Interval[] {
  return D.isolate(
    f,
    boundExponent(f),
    integers((sums) => {
      operate(budget, sums);
    }),
  );
}

/** To come as near to a root as two rational numbers with such denominators can lie takes longer than a look at residues. */
const longLead = 1n << 60n;

/** 1 modulo 12, so that they tell most numbers from squares, cubes and fourth powers. */
const witnesses = [61, 73, 97, 109, 157, 181, 193, 229];

/** True only where some prime shows it. */
function hasNoRationalRoot(f: Univariate): boolean {
  const lead = U.leading(f);
  if (-longLead < lead && lead < longLead) return false;
  return witnesses.some((p) => {
    const residues = f.map((c) => Number(c % BigInt(p)));
    const valueAt = (x: number): number => residues.reduceRight((value, c) => (value * x + c) % p, 0);
    return lead % BigInt(p) !== 0n && Array.from({ length: p }, (_, x) => valueAt(x)).every((value) => value !== 0);
  });
}

/** The interval, which isolates a root of p as in `isolateRoots`, narrowed to at most the given width > 0. */
export function refine(p: Polynomial, interval: Interval, width: Rational): Interval {
  const signs = signsOf(squareFree(p));
  let narrowed = interval;
  while (Q.compare(Q.subtract(narrowed.upper, narrowed.lower), width) > 0) narrowed = D.halve(narrowed, signs);
  return narrowed;
}

/** A power of two larger than the absolute value of every complex root of p ≠ 0 (Fujiwara, Tôhoku Math. J. 10, 1916). */
export function rootBound(p: Polynomial): Rational {
  const exponent = boundExponent(U.fromPolynomial(p));
  return exponent >= 0 ? Q.rational(1n << BigInt(exponent)) : Q.rational(1n, 1n << BigInt(-exponent));
}

/** f, f′ and the negated remainders down to a nonzero constant, each up to a positive factor, for f square-free. */
export function sturmSequence(f: Univariate): Univariate[] {
  const sequence = [U.primitive(f)];
  for (let [a, b] = [f, U.derivative(f)]; b.length > 0;) {
    sequence.push(U.primitive(b));
    [a, b] = [b, U.primitive(U.negate(U.pseudoRemainder(a, b)))];
  }
  return sequence;
}

function squareFree(p: Polynomial, budget: Budget = unlimited()): Univariate {
  if (P.isZero(p)) throw new RangeError("the roots of the zero polynomial are all numbers");
  return U.fromPolynomial(squareFreePart(p, budget));
}

const integers = (pay: (sums: number) => void): D.Coefficients<bigint> => ({
  add: (a, b) => a + b,
  negate: (a) => -a,
  double: (a, exponent) => a << BigInt(exponent),
  sign: (a) => (a > 0n ? 1 : a < 0n ? -1 : 0),
  pay,
});

function signsOf(f: Univariate, budget: Budget = unlimited()): Signs {
  const slope = U.derivative(f);
  const length = f.reduce((n, c) => Math.max(n, words(c)), 1);
  const paid = (at: Rational): Rational => {
    operate(budget, f.length * (0.3 + ((length + f.length * words(at.den)) * words(at.den)) / 1000));
    return at;
  };
  return { value: (at) => U.signAt(f, paid(at)), slope: (at) => U.signAt(slope, paid(at)) };
}

function signAtInfinity(f: Univariate, end: -1 | 1): number {
  const sign = U.leading(f) < 0n ? -1 : 1;
  return end < 0 && U.degree(f) % 2 === 1 ? -sign : sign;
}

/** Some e with |root| < 2^e for every complex root: |a_{n−i}/a_n| ≤ 2^{(e−1)i} for all i ≥ 1. */
function boundExponent(f: Univariate): number {
  const n = U.degree(f);
  const top = bits(U.leading(f));
  const exponents = f.slice(0, n).map((a, i) => (a === 0n ? -Infinity : Math.ceil((bits(a) - top + 1) / (n - i))));
  const largest = Math.max(...exponents);
  return largest === -Infinity ? 0 : largest + 1;
}

function bits(a: bigint): number {
  return (a < 0n ? -a : a).toString(2).length;
}
