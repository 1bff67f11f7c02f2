import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { LimitError } from "../../../src/errors.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";

// Up to 20 variables: the product takes another way beyond 12. Exponents from 57344 on are spelled in another way.
const exponent = fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 5 }) }, fc.integer({ min: 57_340, max: 2 ** 36 }));
const exponents = fc.array(exponent, { maxLength: 20 });
const monomial = exponents.map((list) => M.fromExponents(list));

describe("monomials are a commutative ordered monoid with divisibility", () => {
  test.prop([exponents])("exponents read back, without trailing zeros", (list) => {
    const m = M.fromExponents(list);
    expect(M.exponents(m, list.length)).toEqual(list);
    expect(M.fromExponents([...list, 0, 0])).toBe(m);
    expect(M.degree(m)).toBe(list.reduce((a, b) => a + b, 0));
    expect(M.support(m)).toEqual(list.flatMap((e, i) => (e > 0 ? [i] : [])));
    expect(list.map((_, i) => M.exponent(m, i))).toEqual(list);
    expect(M.size(m)).toBe(list.findLastIndex((e) => e > 0) + 1);
    expect(M.weightedDegree(m, [2, 3])).toBe(2 * (list[0] ?? 0) + 3 * (list[1] ?? 0));
  });

  test.prop([monomial, monomial, monomial])("multiplication is associative, commutative and monotone", (a, b, c) => {
    expect(M.multiply(M.multiply(a, b), c)).toBe(M.multiply(a, M.multiply(b, c)));
    expect(M.multiply(a, b)).toBe(M.multiply(b, a));
    expect(M.multiply(a, M.one)).toBe(a);
    expect(M.multiply(a, c) < M.multiply(b, c)).toBe(a < b);
    expect(M.one <= a).toBe(true);
  });

  test.prop([exponents, exponents])("the order of the texts is lexicographic in the exponents", (a, b) => {
    const at = a.findIndex((e, i) => e !== (b[i] ?? 0));
    const first = at >= 0 ? at : b.findIndex((e, i) => e !== (a[i] ?? 0));
    expect(M.fromExponents(a) < M.fromExponents(b)).toBe(first >= 0 && (a[first] ?? 0) < (b[first] ?? 0));
  });

  test.prop([monomial, monomial])("division undoes multiplication and fails exactly where it must", (a, b) => {
    expect(M.divide(M.multiply(a, b), b)).toBe(a);
    const quotient = M.divide(a, b);
    expect(quotient !== null).toBe(M.divides(b, a));
    if (quotient !== null) expect(M.multiply(quotient, b)).toBe(a);
  });

  test.prop([monomial, monomial])("gcd · lcm = product", (a, b) => {
    expect(M.multiply(M.gcd(a, b), M.lcm(a, b))).toBe(M.multiply(a, b));
    expect(M.divides(M.gcd(a, b), a) && M.divides(a, M.lcm(a, b))).toBe(true);
  });

  test.prop([monomial, fc.nat({ max: 4 })])("powers are repeated products", (a, e) => {
    expect(M.power(a, e)).toBe(Array.from({ length: e }, () => a).reduce(M.multiply, M.one));
  });

  test.prop([monomial, fc.nat({ max: 6 }), exponent])("one exponent can be replaced", (a, i, e) => {
    const changed = M.withExponent(a, i, e);
    expect(M.exponent(changed, i)).toBe(e);
    expect(M.withExponent(changed, i, 0)).toBe(M.withExponent(a, i, 0));
    expect(M.withExponent(a, i, M.exponent(a, i))).toBe(a);
  });

  test("weights, text and the limit on exponents", () => {
    const m = M.fromExponents([2, 0, 1]);
    expect(M.weightedDegree(m, [3, 7, 5])).toBe(11);
    expect(M.weightedDegree(m, [3])).toBe(6);
    expect(M.format(m, ["x", "y"])).toBe("x^2*x2");
    expect(M.format(M.one, [])).toBe("1");
    expect(() => M.power(M.variable(0, 2 ** 43 - 1), 2)).toThrow(LimitError);
    expect(() => M.multiply(M.variable(3, 2 ** 43 - 1), M.variable(3))).toThrow(LimitError);
    expect(() => M.multiply(M.variable(17, 2 ** 43 - 1), M.variable(17))).toThrow(LimitError);
  });
});
