import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import * as Q from "../../../src/symbolic/algebra/rational.js";

const big = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const rational = fc.tuple(big, fc.bigInt({ min: 1n, max: 10n ** 12n })).map(([a, b]) => Q.rational(a, b));
const nonzero = rational.filter((a) => !Q.isZero(a));

describe("rationals form an ordered field", () => {
  test.prop([rational, rational, rational])("ring axioms", (a, b, c) => {
    expect(Q.add(Q.add(a, b), c)).toEqual(Q.add(a, Q.add(b, c)));
    expect(Q.add(a, b)).toEqual(Q.add(b, a));
    expect(Q.multiply(Q.multiply(a, b), c)).toEqual(Q.multiply(a, Q.multiply(b, c)));
    expect(Q.multiply(a, Q.add(b, c))).toEqual(Q.add(Q.multiply(a, b), Q.multiply(a, c)));
    expect(Q.add(a, Q.negate(a))).toEqual(Q.zero);
    expect(Q.subtract(a, b)).toEqual(Q.add(a, Q.negate(b)));
    expect(Q.multiply(a, Q.one)).toEqual(a);
  });

  test.prop([rational, nonzero])("division undoes multiplication", (a, b) => {
    expect(Q.multiply(Q.divide(a, b), b)).toEqual(a);
    expect(() => Q.divide(a, Q.zero)).toThrow(RangeError);
  });

  test.prop([rational, rational, rational])("the order is total and respects addition", (a, b, c) => {
    expect(Q.compare(a, b)).toBe(-Q.compare(b, a) + 0);
    expect(Q.compare(Q.add(a, c), Q.add(b, c))).toBe(Q.compare(a, b));
    expect(Q.equals(Q.min(a, b), a)).toBe(Q.compare(a, b) <= 0);
    expect(Q.add(Q.min(a, b), Q.max(a, b))).toEqual(Q.add(a, b));
    expect(Q.sign(Q.subtract(a, b))).toBe(Q.compare(a, b));
  });

  test.prop([rational])("lowest terms, positive denominator, and text that reads back", (a) => {
    expect(a.den > 0n).toBe(true);
    expect(Q.gcd(a.num, a.den)).toBe(1n);
    expect(Q.parse(Q.format(a))).toEqual(a);
  });

  test.prop([rational])("the floor is the integer just below", (a) => {
    const down = Q.rational(Q.floor(a));
    expect(Q.compare(down, a)).toBeLessThanOrEqual(0);
    expect(Q.compare(a, Q.add(down, Q.one))).toBeLessThan(0);
  });

  test.prop([rational, fc.nat({ max: 6 })])("powers are repeated products", (a, e) => {
    expect(Q.power(a, e)).toEqual(Array.from({ length: e }, () => a).reduce(Q.multiply, Q.one));
  });
});

describe("gcd", () => {
  const long = (bits: bigint): fc.Arbitrary<bigint> => fc.bigInt({ min: -(1n << bits), max: 1n << bits });
  const euclid = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : euclid(b, a % b));

  test.prop([long(300n), long(200n), long(120n)])("agrees with Euclid's algorithm", (a, b, c) => {
    expect(Q.gcd(a * c, b * c)).toBe(euclid(a * c, b * c));
    expect(Q.gcd(a, b)).toBe(euclid(a, b));
    expect(Q.gcd(c, a)).toBe(Q.gcd(a, c));
  });

  test("Fibonacci numbers, which take the most steps, powers of two, and numbers past the range of doubles", () => {
    const fibonacci = [0n, 1n];
    for (let i = 2; i < 3000; i++) fibonacci.push((fibonacci[i - 1] ?? 0n) + (fibonacci[i - 2] ?? 0n));
    const at = (i: number): bigint => fibonacci[i] ?? 0n;
    // gcd(F_m, F_n) = F_gcd(m, n).
    for (const [m, n, g] of [
      [2998, 2999, 1],
      [2400, 1800, 600],
      [180, 120, 60],
      [79, 78, 1],
    ] as const) {
      expect(Q.gcd(at(m), at(n))).toBe(at(g));
    }
    expect(Q.gcd(2n ** 2000n, 2n ** 53n)).toBe(2n ** 53n);
    expect(Q.gcd(2n ** 53n - 1n, 2n ** 53n)).toBe(1n);
    expect(Q.gcd(0n, 0n)).toBe(0n);
    expect(Q.gcd(0n, -7n)).toBe(7n);
  });
});

describe("parse", () => {
  test.each([
    ["3", "3"],
    ["-3/2", "-3/2"],
    ["6/4", "3/2"],
    ["0.125", "1/8"],
    ["-0.1", "-1/10"],
    ["+7", "7"],
    ["00.50", "1/2"],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
  ])("%s is %s", (text, expected) => {
    const value = Q.parse(text);
    expect(value === null ? null : Q.format(value)).toBe(expected);
  });

  test.each([
    "",
    "1/0",
    "1e3",
    ".5",
    "5.",
    "1/-2",
    "0x10",
    "1 2",
    "--1",
    "NaN",
    "Infinity",
    "1/2/3",
    "9".repeat(10_001),
  ])("%s is refused", (text) => {
    expect(Q.parse(text)).toBeNull();
  });
});

describe("toNumber", () => {
  test("is the nearest double, for huge parts too", () => {
    expect(Q.toNumber(Q.rational(1, 3))).toBe(1 / 3);
    const huge = 10n ** 400n;
    expect(Q.toNumber(Q.rational(3n * huge + 1n, 2n * huge))).toBeCloseTo(1.5, 12);
    expect(Q.toNumber(Q.rational(1n, 3n * huge))).toBe(0);
  });
});
