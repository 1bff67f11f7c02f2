import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import {
  countRootsOver,
  enclosureAt,
  gcdOver,
  inverseAt,
  isolateRootsOver,
  isZeroAt,
  normalize,
  reduce,
  signAt,
  squareFreeOver,
} from "../../../src/symbolic/algebra/tower.js";
import type { AlgebraicConstant, RealRoot, Tower } from "../../../src/symbolic/algebra/tower.js";
import { integer, polynomial } from "./support/arbitrary.js";
import { parse } from "./support/text.js";

const q = (text: string): Q.Rational => Q.parse(text) ?? Q.zero;
const constant = (index: number, minimal: string, lower: string, upper: string): AlgebraicConstant => ({
  index,
  minimal: parse(minimal),
  lower: q(lower),
  upper: q(upper),
});

const sqrt2 = constant(0, "x^2-2", "1", "2");
const sqrt3 = constant(1, "y^2-3", "1", "2");
const towers: Record<string, { tower: Tower; values: number[] }> = {
  "√2, √3": { tower: [sqrt2, sqrt3], values: [Math.SQRT2, Math.sqrt(3)] },
  "√2, √(1+√2)": {
    tower: [sqrt2, constant(1, "y^2-1-x", "1", "2")],
    values: [Math.SQRT2, Math.sqrt(1 + Math.SQRT2)],
  },
  "−√2, and √2 again as the other root of y²−2": {
    tower: [constant(0, "x^2-2", "-2", "-1"), constant(1, "y^2-2", "1", "2")],
    values: [-Math.SQRT2, Math.SQRT2],
  },
  "a root of the reducible (x²−2)(x²−3), and one of (y²−x)(y²+2x²−5)": {
    tower: [constant(0, "3*(x^2-2)*(x^2-3)", "8/5", "2"), constant(1, "(y^2-x)*(y^2+2*x^2-5)", "11/10", "2")],
    values: [Math.sqrt(3), Math.sqrt(Math.sqrt(3))],
  },
  "a cubic, then x·y² = 1 with a leading coefficient that is no number": {
    tower: [constant(0, "x^3-3*x+1", "0", "1"), constant(1, "x*y^2-1", "1", "3")],
    values: [2 * Math.cos((4 * Math.PI) / 9), 1 / Math.sqrt(2 * Math.cos((4 * Math.PI) / 9))],
  },
};

const element = polynomial({ variables: 2, degree: 3, terms: 4, coefficient: integer(5) });
const float = (p: Polynomial, values: readonly number[]): number =>
  P.terms(p).reduce(
    (sum, [m, c]) =>
      sum + Q.toNumber(c) * values.reduce((v, value, i) => v * value ** (m.length > i ? m.charCodeAt(i) : 0), 1),
    0,
  );
const rootValue = (root: RealRoot): number =>
  root.kind === "rational"
    ? Q.toNumber(root.value)
    : Q.toNumber(Q.multiply(Q.add(root.constant.lower, root.constant.upper), Q.rational(1, 2)));

describe.each(Object.entries(towers))("the tower %s", (_, { tower, values }) => {
  test.prop([element])("signs agree with floating point wherever that is decisive", (p) => {
    const value = float(p, values);
    fc.pre(Math.abs(value) > 1e-6);
    expect(signAt(p, tower)).toBe(Math.sign(value));
    const { lower, upper } = enclosureAt(p, tower);
    expect(Q.toNumber(lower)).toBeLessThanOrEqual(value + 1e-7);
    expect(Q.toNumber(upper)).toBeGreaterThanOrEqual(value - 1e-7);
  });

  test.prop([element, element])(
    "multiples of the minimal polynomials are zero, and reduction changes no value",
    (p, r) => {
      const [first, second] = tower.map(({ minimal }) => minimal);
      const multiple = P.add(P.multiply(p, first ?? P.zero), P.multiply(r, second ?? P.zero));
      expect(signAt(multiple, tower)).toBe(0);
      expect(isZeroAt(multiple, tower)).toBe(true);
      expect(isZeroAt(P.subtract(reduce(p, tower), p), tower)).toBe(true);
      for (const { index, minimal } of tower) {
        expect(P.degreeIn(reduce(p, tower), index)).toBeLessThan(P.degreeIn(minimal, index));
      }
    },
  );

  test.prop([element])("a number times its inverse is one", (p) => {
    fc.pre(!isZeroAt(p, tower));
    expect(isZeroAt(P.subtract(P.multiply(p, inverseAt(p, tower)), P.one), tower)).toBe(true);
  });

  test.prop(
    [fc.array(fc.tuple(integer(2), integer(2)), { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 2 })],
    { numRuns: 30 },
  )("a product of linear factors has the roots that it was made from", (pairs, multiplicity) => {
    const z = P.variable(2);
    const elements = pairs.map(([a, b]) => P.add(P.constant(a), P.scale(P.variable(1), b)));
    const distinct = elements.filter((e, i) => elements.findIndex((f) => P.equals(e, f)) === i);
    const p = P.product(elements.map((e) => P.power(P.subtract(z, e), multiplicity)));
    const roots = isolateRootsOver(p, 2, tower);
    const expected = distinct.map((e) => ({ e, value: float(e, values) })).sort((a, b) => a.value - b.value);
    expect(roots).toHaveLength(expected.length);
    expect(countRootsOver(p, 2, tower)).toBe(expected.length);
    roots.forEach((root, i) => {
      const e = expected[i]?.e ?? P.zero;
      if (root.kind === "rational") expect(e).toEqual(P.constant(root.value));
      else {
        expect(P.isConstant(e)).toBe(false);
        const { lower, upper, minimal } = root.constant;
        expect(signAt(P.subtract(e, P.constant(lower)), tower)).toBe(1);
        expect(signAt(P.subtract(e, P.constant(upper)), tower)).toBe(-1);
        expect(isZeroAt(P.substitute(minimal, 2, e), tower)).toBe(true);
        expect(countRootsOver(p, 2, tower, lower, upper)).toBe(1);
        const ends = [lower, upper].map((end) => signAt(P.substitute(minimal, 2, P.constant(end)), tower));
        expect((ends[0] ?? 0) * (ends[1] ?? 0)).toBe(-1);
        // The root, joined to the tower, is the element that it came from.
        const extended = [...tower, root.constant];
        expect(signAt(P.subtract(z, e), extended)).toBe(0);
      }
    });
  });
});

describe("known identities", () => {
  const both = [sqrt2, sqrt3];

  test.each([
    ["(x+y)^4-10*(x+y)^2+1", 0],
    ["(x+y)^4-10*(x+y)^2+1+1/1000000000000*(x-y)", -1],
    ["x*y-2", 1],
    ["99-70*x", 1],
    ["665857-470832*x", 1],
    ["470832*x-665857", -1],
  ])("%s has sign %i at √2, √3", (text, sign) => {
    expect(signAt(parse(text), both)).toBe(sign);
  });

  test("√6 over ℚ(√2, √3) is √2·√3", () => {
    const [negative, positive, ...rest] = isolateRootsOver(parse("z^2-6"), 2, both);
    expect(rest).toEqual([]);
    if (positive?.kind !== "algebraic" || negative?.kind !== "algebraic") throw new Error("√6 is irrational");
    expect(signAt(parse("z-x*y"), [...both, positive.constant])).toBe(0);
    expect(signAt(parse("z+x*y"), [...both, negative.constant])).toBe(0);
    expect(signAt(parse("z+x*y"), [...both, positive.constant])).toBe(1);
  });

  test("√(5+2√6) − √2 − √3 vanishes three steps up", () => {
    const six = constant(2, "z^2-6", "2", "3");
    const nested = constant(3, "u^2-5-2*z", "3", "4");
    expect(signAt(parse("u-x-y"), [...both, six, nested])).toBe(0);
    expect(signAt(parse("u-x-y+1/1000000"), [...both, six, nested])).toBe(1);
  });

  test("coefficients that vanish are dropped before anything else", () => {
    const tower = [sqrt2];
    expect(normalize(parse("(x^2-2)*z^5+x*z+1"), tower)).toEqual(parse("x*z+1"));
    const twins = [sqrt2, constant(1, "y^2-2", "1", "2")];
    const p = parse("(x-y)*z^3+z^2-2");
    expect(countRootsOver(p, 2, twins)).toBe(2);
    expect(isolateRootsOver(p, 2, twins).map((root) => rootValue(root))).toHaveLength(2);
    expect(() => countRootsOver(parse("(x-y)*z"), 2, twins)).toThrow(RangeError);
  });

  test("gcd and square-free part over ℚ(√2)", () => {
    const tower = [sqrt2];
    expect(gcdOver(parse("z^2-2"), parse("z^2-2*x*z+2"), 2, tower)).toEqual(parse("z-x"));
    expect(gcdOver(parse("z^2-2"), parse("z^2+1"), 2, tower)).toEqual(P.one);
    expect(squareFreeOver(parse("(z-x)^3*(z+1)^2"), 2, tower)).toEqual(parse("(z-x)*(z+1)"));
  });

  test("endpoints count, and bounds may be open to infinity", () => {
    const p = parse("(z-x)*(z-1)*(z+2)");
    const count = (lower: string | null, upper: string | null): number =>
      countRootsOver(p, 2, [sqrt2], lower === null ? null : q(lower), upper === null ? null : q(upper));
    expect(count(null, null)).toBe(3);
    expect(count("1", null)).toBe(2);
    expect(count("-2", "1")).toBe(2);
    expect(count(null, "-2")).toBe(1);
    expect(count("6/5", "7/5")).toBe(0);
    expect(count("2", "1")).toBe(0);
  });

  test("rational roots are recognised behind irrational coefficients", () => {
    const roots = isolateRootsOver(parse("(7*z-3)*(z-x)*(z^2+x)"), 2, [sqrt2], 5);
    expect(roots.map((root) => root.kind)).toEqual(["rational", "algebraic"]);
    expect(roots[0]).toEqual({ kind: "rational", value: q("3/7") });
    expect(roots[1]).toMatchObject({ constant: { index: 5 } });
  });

  test("a foreign variable and division by zero are refused", () => {
    expect(() => signAt(parse("z"), [sqrt2])).toThrow(RangeError);
    expect(() => inverseAt(parse("x^2-2"), [sqrt2])).toThrow(RangeError);
    expect(() => inverseAt(parse("x-y"), [sqrt2, constant(1, "y^2-2", "1", "2")])).toThrow(RangeError);
  });
});
