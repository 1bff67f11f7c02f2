/**
 * Real roots of univariate polynomials over ℚ. Counting rests on Sturm's theorem (Basu, Pollack, Roy, Algorithms in
 * Real Algebraic Geometry, Theorem 2.50), isolation on Descartes' rule of signs with bisection (Collins & Akritas,
 * SYMSAC 1976), so that each checks the other. Multiple roots count once throughout.
 */
import { squareFreePart } from "./gcd.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";
import * as U from "./univariate.js";
import type { Univariate } from "./univariate.js";

/** The closed interval [lower, upper]; a single point where they are equal. */
export interface Interval {
  readonly lower: Rational;
  readonly upper: Rational;
}

/** The number of distinct real roots of p ≠ 0 in [lower, upper]; null stands for −∞ and ∞. RangeError for p = 0. */
export function countRoots(p: Polynomial, lower: Rational | null = null, upper: Rational | null = null): number {
  if (lower !== null && upper !== null && Q.compare(lower, upper) > 0) return 0;
  const sequence = sturmSequence(squareFree(p));
  const at = (point: Rational | null, end: -1 | 1): number =>
    U.variations(sequence.map((f) => (point === null ? signAtInfinity(f, end) : U.signAt(f, point))));
  const [first = []] = sequence;
  const includesLower = lower !== null && U.signAt(first, lower) === 0;
  return at(lower, -1) - at(upper, 1) + (includesLower ? 1 : 0);
}

/**
 * The distinct real roots of p ≠ 0, ascending: disjoint intervals with one root each. A rational root is its own
 * interval; an irrational one lies strictly inside, and the square-free part of p changes sign over the interval.
 * RangeError for p = 0.
 */
export function isolateRoots(p: Polynomial): Interval[] {
  const f = squareFree(p);
  const found: Interval[] = [];
  for (const raw of [...isolateNegative(f), ...isolatePositive(f)]) {
    let interval = settle(f, raw);
    const previous = found.at(-1);
    while (previous !== undefined && Q.compare(previous.upper, interval.lower) >= 0) interval = halve(f, interval);
    found.push(interval);
  }
  return found;
}

/** The interval, which isolates a root of p as in `isolateRoots`, narrowed to at most the given width > 0. */
export function refine(p: Polynomial, interval: Interval, width: Rational): Interval {
  const f = squareFree(p);
  let narrowed = interval;
  while (Q.compare(Q.subtract(narrowed.upper, narrowed.lower), width) > 0) narrowed = halve(f, narrowed);
  return narrowed;
}

/** A power of two larger than the absolute value of every complex root of p ≠ 0 (Fujiwara, Tôhoku Math. J. 10, 1916). */
export function rootBound(p: Polynomial): Rational {
  return powerOfTwo(boundExponent(U.fromPolynomial(p)));
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

function squareFree(p: Polynomial): Univariate {
  if (P.isZero(p)) throw new RangeError("the roots of the zero polynomial are all numbers");
  return U.fromPolynomial(squareFreePart(p));
}

function signAtInfinity(f: Univariate, end: -1 | 1): number {
  const sign = U.leading(f) < 0n ? -1 : 1;
  return end < 0 && U.degree(f) % 2 === 1 ? -sign : sign;
}

function isolateNegative(f: Univariate): Interval[] {
  const mirrored = f.map((c, i) => (i % 2 === 0 ? c : -c));
  return isolatePositive(mirrored)
    .filter(({ upper }) => Q.sign(upper) > 0)
    .map(({ lower, upper }) => ({ lower: Q.negate(upper), upper: Q.negate(lower) }))
    .reverse();
}

/** Open intervals with one root each, and points, that together hold the roots ≥ 0, ascending. */
function isolatePositive(f: Univariate): Interval[] {
  const atZero = f[0] === 0n ? [{ lower: Q.zero, upper: Q.zero }] : [];
  const rest = f[0] === 0n ? f.slice(1) : f;
  if (rest.length <= 1) return atZero;
  const exponent = boundExponent(rest);
  const unit = powerOfTwo(exponent);
  const place = (c: bigint, level: number): Rational => Q.multiply(unit, Q.rational(c, 1n << BigInt(level)));
  return [
    ...atZero,
    ...isolateInUnit(stretch(rest, exponent), 0n, 0).map(({ c, level, exact }) => ({
      lower: place(c, level),
      upper: place(exact ? c : c + 1n, level),
    })),
  ];
}

interface Dyadic {
  readonly c: bigint;
  readonly level: number;
  readonly exact: boolean;
}

/** The roots of f in (0, 1), where f stands for the piece (c, c + 1)/2^level of the whole. */
function isolateInUnit(f: Univariate, c: bigint, level: number): Dyadic[] {
  const signs = U.variations(U.shift([...f].reverse()));
  if (signs === 0) return [];
  if (signs === 1) return [{ c, level, exact: false }];
  const left = f.map((a, i) => a << BigInt(f.length - 1 - i));
  const right = U.shift(left);
  const middle = right[0] === 0n ? [{ c: 2n * c + 1n, level: level + 1, exact: true }] : [];
  return [
    ...isolateInUnit(left, 2n * c, level + 1),
    ...middle,
    ...isolateInUnit(right[0] === 0n ? right.slice(1) : right, 2n * c + 1n, level + 1),
  ];
}

/** Narrows an open interval with one root until no endpoint is a root, and to the root itself where it is rational. */
function settle(f: Univariate, raw: Interval): Interval {
  let interval = raw;
  const isRoot = (a: Rational): boolean => U.signAt(f, a) === 0;
  while (Q.compare(interval.lower, interval.upper) < 0 && (isRoot(interval.lower) || isRoot(interval.upper))) {
    interval = halve(f, interval);
  }
  // The denominator of a rational root divides the leading coefficient.
  const lead = Q.rational(U.leading(f));
  const scaled = (a: Rational): Rational => Q.multiply(a, lead);
  const one = Q.one;
  const size = (): Rational => Q.subtract(interval.upper, interval.lower);
  while (Q.sign(size()) > 0 && Q.compare(absolute(scaled(size())), one) >= 0) interval = halve(f, interval);
  if (Q.sign(size()) === 0) return interval;
  const [a, b] = [scaled(interval.lower), scaled(interval.upper)];
  const candidate = Q.rational(Q.floor(Q.max(a, b)), U.leading(f));
  const inside = Q.compare(candidate, interval.lower) > 0 && Q.compare(candidate, interval.upper) < 0;
  return inside && isRoot(candidate) ? { lower: candidate, upper: candidate } : interval;
}

/** Half of an interval with one root, which is none of its endpoints; or that root where it is met. */
function halve(f: Univariate, { lower, upper }: Interval): Interval {
  if (Q.equals(lower, upper)) return { lower, upper };
  const middle = Q.multiply(Q.add(lower, upper), Q.rational(1, 2));
  const here = U.signAt(f, middle);
  if (here === 0) return { lower: middle, upper: middle };
  // Where an endpoint is another root, the sign next to it is that of the slope.
  const after = U.signAt(f, lower) || U.signAt(U.derivative(f), lower);
  return here === after ? { lower: middle, upper } : { lower, upper: middle };
}

/** Some e with |root| < 2^e for every complex root: |a_{n−i}/a_n| ≤ 2^{(e−1)i} for all i ≥ 1. */
function boundExponent(f: Univariate): number {
  const n = U.degree(f);
  const top = bits(U.leading(f));
  const exponents = f.slice(0, n).map((a, i) => (a === 0n ? -Infinity : Math.ceil((bits(a) - top + 1) / (n - i))));
  const largest = Math.max(...exponents);
  return largest === -Infinity ? 0 : largest + 1;
}

/** A positive multiple of f(2^exponent·x). */
function stretch(f: Univariate, exponent: number): Univariate {
  return exponent >= 0
    ? f.map((a, i) => a << BigInt(exponent * i))
    : f.map((a, i) => a << BigInt(-exponent * (f.length - 1 - i)));
}

function powerOfTwo(exponent: number): Rational {
  return exponent >= 0 ? Q.rational(1n << BigInt(exponent)) : Q.rational(1n, 1n << BigInt(-exponent));
}

function absolute(a: Rational): Rational {
  return Q.sign(a) < 0 ? Q.negate(a) : a;
}

function bits(a: bigint): number {
  return (a < 0n ? -a : a).toString(2).length;
}
