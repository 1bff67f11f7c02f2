/**
 * Rational numbers on bigint, in lowest terms with a positive denominator.
 * Used as a namespace: `import * as Q from "./rational.js"`.
 */
import { LimitError } from "../../errors.js";

export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

export const zero: Rational = { num: 0n, den: 1n };
export const one: Rational = { num: 1n, den: 1n };

/** `num/den` in lowest terms. Throws RangeError for a zero denominator. */
export function rational(num: bigint | number, den: bigint | number = 1n): Rational {
  const n = BigInt(num);
  const d = BigInt(den);
  if (d === 0n) throw new RangeError("a rational number needs a nonzero denominator");
  if (d === 1n) return { num: n, den: 1n };
  const g = gcd(n, d) * (d < 0n ? -1n : 1n);
  return { num: n / g, den: d / g };
}

/** Reads "3", "-3/2" or "0.125" exactly; null where the text is none of these or has more than 10 000 digits. */
export function parse(text: string): Rational | null {
  if (text.length > 10_000) return null;
  const match = /^([+-]?)(\d+)(?:\/(\d+)|\.(\d+))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole = "0", below, decimals] = match;
  const den = below !== undefined ? BigInt(below) : decimals !== undefined ? 10n ** BigInt(decimals.length) : 1n;
  if (den === 0n) return null;
  const size = decimals === undefined ? BigInt(whole) : BigInt(whole + decimals);
  return rational(sign === "-" ? -size : size, den);
}

/** "3/2", or "1" for an integer. */
export function format(a: Rational): string {
  return a.den === 1n ? a.num.toString() : `${a.num.toString()}/${a.den.toString()}`;
}

export function isZero(a: Rational): boolean {
  return a.num === 0n;
}

export function sign(a: Rational): -1 | 0 | 1 {
  return a.num > 0n ? 1 : a.num < 0n ? -1 : 0;
}

export function equals(a: Rational, b: Rational): boolean {
  return a.num === b.num && a.den === b.den;
}

/** −1, 0 or 1 as a < b, a = b or a > b. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const difference = a.num * b.den - b.num * a.den;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

export function min(a: Rational, b: Rational): Rational {
  return compare(a, b) <= 0 ? a : b;
}

export function max(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? a : b;
}

export function negate(a: Rational): Rational {
  return { num: -a.num, den: a.den };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.den === 1n && b.den === 1n) return { num: a.num + b.num, den: 1n };
  return rational(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  if (a.den === 1n && b.den === 1n) return { num: a.num * b.num, den: 1n };
  return rational(a.num * b.num, a.den * b.den);
}

/** Throws RangeError where b is 0. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den, a.den * b.num);
}

/** Powers with more bits than this throw a LimitError. */
const maxPowerBits = 50_000_000;

/** a^exponent for an integer exponent ≥ 0. */
export function power(a: Rational, exponent: number): Rational {
  const isUnit = a.den === 1n && (a.num === 1n || a.num === -1n || a.num === 0n);
  if (!isUnit && exponent > 1000) {
    const bits = exponent * (a.num.toString(16).length + a.den.toString(16).length);
    if (bits > maxPowerBits) throw new LimitError("bits of a power", String(bits), String(maxPowerBits));
  }
  return { num: a.num ** BigInt(exponent), den: a.den ** BigInt(exponent) };
}

/** The largest integer ≤ a. */
export function floor(a: Rational): bigint {
  const quotient = a.num / a.den;
  return a.num < 0n && quotient * a.den !== a.num ? quotient - 1n : quotient;
}

/** The nearest double, to be shown or handed to floating-point code; exact code never reads it back. */
export function toNumber(a: Rational): number {
  const direct = Number(a.num) / Number(a.den);
  if (Number.isFinite(direct) && a.den.toString(2).length < 1000) return direct;
  const shift = BigInt(Math.max(0, a.den.toString(2).length - 900));
  return Number(a.num >> shift) / Number(a.den >> shift);
}

/**
 * The nonnegative greatest common divisor. Lehmer's algorithm: runs of quotients are found from the leading 50 bits,
 * where machine integers are exact, and applied to the long numbers at once (Cohen, A Course in Computational
 * Algebraic Number Theory, Algorithm 1.3.7).
 */
export function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  if (x < y) [x, y] = [y, x];
  while (y > maxExact) {
    const shift = BigInt(Math.max(0, bitLength(x) - 50));
    let [high, low] = [Number(x >> shift), Number(y >> shift)];
    let [s, t, u, v] = [1, 0, 0, 1];
    while (low + u !== 0 && low + v !== 0) {
      const q = Math.floor((high + s) / (low + u));
      if (q !== Math.floor((high + t) / (low + v))) break;
      [s, u] = [u, s - q * u];
      [t, v] = [v, t - q * v];
      [high, low] = [low, high - q * low];
    }
    [x, y] = t === 0 ? [y, x % y] : [BigInt(s) * x + BigInt(t) * y, BigInt(u) * x + BigInt(v) * y];
  }
  if (y === 0n) return x;
  let [m, n] = [Number(y), Number(x % y)];
  while (n !== 0) [m, n] = [n, m % n];
  return BigInt(m);
}

const maxExact = BigInt(Number.MAX_SAFE_INTEGER);

/** The number of binary digits, or one more. */
function bitLength(x: bigint): number {
  const size = Number(x);
  return Number.isFinite(size) ? Math.floor(Math.log2(size)) + 1 : 4 * x.toString(16).length;
}
