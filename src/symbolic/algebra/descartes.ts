/**
 * Isolation of the real roots of a square-free polynomial by Descartes' rule of signs with bisection (Collins &
 * Akritas, SYMSAC 1976), over any ordered field of coefficients: only sums, powers of two and signs are taken, so
 * that algebraic coefficients stay short.
 */
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

/** The closed interval [lower, upper]; a single point where they are equal. */
export interface Interval {
  readonly lower: Rational;
  readonly upper: Rational;
}

/** What is needed of coefficients. */
export interface Coefficients<T> {
  readonly add: (a: T, b: T) => T;
  readonly negate: (a: T) => T;
  /** 2^exponent · a for exponent ≥ 0. */
  readonly double: (a: T, exponent: number) => T;
  readonly sign: (a: T) => -1 | 0 | 1;
  /** Is told of each round of about so many sums before it begins, and may throw. */
  readonly pay: (sums: number) => void;
}

/** The signs of a square-free polynomial and of its derivative. */
export interface Signs {
  readonly value: (at: Rational) => -1 | 0 | 1;
  readonly slope: (at: Rational) => -1 | 0 | 1;
}

/**
 * The real roots, ascending, of the square-free polynomial with coefficients f_0, f_1, …, all of them between
 * −2^bound and 2^bound: points, and open intervals with one root each.
 */
export function isolate<T>(f: readonly T[], bound: number, ring: Coefficients<T>): Interval[] {
  const mirrored = f.map((c, i) => (i % 2 === 0 ? c : ring.negate(c)));
  const negative = positiveRoots(mirrored, bound, ring).map(({ lower, upper }) => ({
    lower: Q.negate(upper),
    upper: Q.negate(lower),
  }));
  const [constant] = f;
  const atZero = constant !== undefined && ring.sign(constant) === 0 ? [{ lower: Q.zero, upper: Q.zero }] : [];
  return [...negative.reverse(), ...atZero, ...positiveRoots(f, bound, ring)];
}

/** Narrows the results of `isolate` to disjoint closed intervals whose endpoints are no roots, but for the points. */
export function separate(intervals: readonly Interval[], signs: Signs): Interval[] {
  const found: Interval[] = [];
  for (let interval of intervals) {
    const previous = found.at(-1);
    const touches = (): boolean => previous !== undefined && Q.compare(previous.upper, interval.lower) >= 0;
    const ends = (): boolean => signs.value(interval.lower) === 0 || signs.value(interval.upper) === 0;
    while (!isPoint(interval) && (touches() || ends())) interval = halve(interval, signs);
    found.push(interval);
  }
  return found;
}

/**
 * The root itself in place of an interval that holds a rational one. `denominator` > 0 is a multiple of the
 * denominator of every rational root.
 */
export function settle(raw: Interval, denominator: bigint, signs: Signs): Interval {
  let interval = raw;
  const wide = ({ lower, upper }: Interval): boolean =>
    (upper.num * lower.den - lower.num * upper.den) * denominator >= lower.den * upper.den;
  while (!isPoint(interval) && wide(interval)) interval = halve(interval, signs);
  const { lower, upper } = interval;
  const candidate = Q.rational(Q.floor(Q.multiply(upper, Q.rational(denominator))), denominator);
  const inside = Q.compare(lower, candidate) < 0 && Q.compare(candidate, upper) < 0;
  return inside && signs.value(candidate) === 0 ? { lower: candidate, upper: candidate } : interval;
}

/** The half that holds the one root inside; or that root where it is met. */
export function halve({ lower, upper }: Interval, signs: Signs): Interval {
  const middle = Q.multiply(Q.add(lower, upper), Q.rational(1, 2));
  const here = signs.value(middle);
  if (here === 0) return { lower: middle, upper: middle };
  // Where the lower end is another root, the sign next to it is that of the slope.
  const after = signs.value(lower) || signs.slope(lower);
  return here === after ? { lower: middle, upper } : { lower, upper: middle };
}

export function isPoint({ lower, upper }: Interval): boolean {
  return Q.equals(lower, upper);
}

function positiveRoots<T>(f: readonly T[], bound: number, ring: Coefficients<T>): Interval[] {
  const zeros = f.findIndex((c) => ring.sign(c) !== 0);
  const place = (c: bigint, level: number): Rational => dyadic(c, bound - level);
  return piece(stretch(f.slice(zeros), bound, ring), 0n, 0, ring).map(({ c, level, exact }) => ({
    lower: place(c, level),
    upper: place(exact ? c : c + 1n, level),
  }));
}

interface Piece {
  readonly c: bigint;
  readonly level: number;
  readonly exact: boolean;
}

/** The roots of f in (0, 1), where f stands for the piece (c, c + 1)/2^level of the whole. */
function piece<T>(f: readonly T[], c: bigint, level: number, ring: Coefficients<T>): Piece[] {
  ring.pay(f.length ** 2);
  const changes = signChanges(shift([...f].reverse(), ring).map(ring.sign));
  if (changes === 0) return [];
  if (changes === 1) return [{ c, level, exact: false }];
  const left = f.map((a, i) => ring.double(a, f.length - 1 - i));
  const right = shift(left, ring);
  const [first] = right;
  const middle = first !== undefined && ring.sign(first) === 0;
  return [
    ...piece(left, 2n * c, level + 1, ring),
    ...(middle ? [{ c: 2n * c + 1n, level: level + 1, exact: true }] : []),
    ...piece(middle ? right.slice(1) : right, 2n * c + 1n, level + 1, ring),
  ];
}

/** The coefficients of f(x + 1). */
function shift<T>(f: readonly T[], { add }: Coefficients<T>): T[] {
  const result = [...f];
  for (let i = 0; i < f.length - 1; i++) {
    for (let j = f.length - 2; j >= i; j--) {
      const [a, b] = [result[j], result[j + 1]];
      if (a !== undefined && b !== undefined) result[j] = add(a, b);
    }
  }
  return result;
}

/** A positive multiple of f(2^exponent · x). */
function stretch<T>(f: readonly T[], exponent: number, { double }: Coefficients<T>): T[] {
  return f.map((a, i) => double(a, exponent >= 0 ? exponent * i : -exponent * (f.length - 1 - i)));
}

/** The number of sign changes, zeros left out. */
export function signChanges(signs: readonly number[]): number {
  const nonzero = signs.filter((s) => s !== 0);
  return nonzero.filter((s, i) => i > 0 && s < 0 !== (nonzero[i - 1] ?? 0) < 0).length;
}

function dyadic(c: bigint, exponent: number): Rational {
  return exponent >= 0 ? Q.rational(c << BigInt(exponent)) : Q.rational(c, 1n << BigInt(-exponent));
}
