import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { countRoots, hasRoots, isolateRoots, refine, rootBound } from "../../../src/symbolic/algebra/roots.js";
import { squareFreePart } from "../../../src/symbolic/algebra/gcd.js";
import { rational, univariate } from "./support/arbitrary.js";
import { parse } from "./support/text.js";

const polynomial = univariate(7, 12).filter((p) => !P.isZero(p));
const linear = (root: Q.Rational): P.Polynomial => P.subtract(P.variable(0), P.constant(root));

describe("real roots", () => {
  test.prop([polynomial])("Descartes' isolation finds as many roots as Sturm counts, each once", (p) => {
    const roots = isolateRoots(p);
    expect(roots).toHaveLength(countRoots(p));
    for (const { lower, upper } of roots) expect(countRoots(p, lower, upper)).toBe(1);
    roots.slice(1).forEach(({ lower }, i) => {
      expect(Q.compare(roots[i]?.upper ?? lower, lower)).toBeLessThan(0);
    });
  });

  test.prop([polynomial])("an irrational root lies inside a sign change; a rational one is a point", (p) => {
    const f = squareFreePart(p);
    for (const { lower, upper } of isolateRoots(p)) {
      const [a, b] = [P.evaluate(f, [lower]), P.evaluate(f, [upper])];
      if (Q.equals(lower, upper)) expect(a).toEqual(Q.zero);
      else expect(Q.sign(a) * Q.sign(b)).toBe(-1);
    }
  });

  test.prop([fc.uniqueArray(rational(9, 5), { maxLength: 5, selector: Q.format }), fc.boolean()])(
    "rational roots are found exactly",
    (roots, twice) => {
      const p = P.product([...roots, ...(twice ? roots : [])].map(linear).concat(parse("x^4-2*x^2+9")));
      expect(isolateRoots(p)).toEqual([...roots].sort(Q.compare).map((r) => ({ lower: r, upper: r })));
    },
  );

  test.prop([fc.bigInt(-(10n ** 31n), 10n ** 31n), fc.bigInt(10n ** 25n, 10n ** 30n), fc.integer({ min: 2, max: 40 })])(
    "a rational root with a long denominator is found",
    (above, below, n) => {
      const r = Q.rational(above, below);
      const p = P.multiply(linear(r), P.subtract(P.variable(0, 3), P.integer(n)));
      const found = isolateRoots(p).filter(({ lower, upper }) => Q.equals(lower, upper));
      expect(found).toContainEqual({ lower: r, upper: r });
    },
  );

  test.prop([polynomial])("a root exists where some are counted", (p) => {
    expect(hasRoots(p)).toBe(countRoots(p) > 0);
    expect(hasRoots(P.multiply(p, parse(`${10n ** 40n + 7n}*x^2+1`)))).toBe(countRoots(p) > 0);
  });

  test.prop([polynomial, rational(5, 3), rational(5, 3)])("counts add up over adjacent intervals", (p, a, b) => {
    const [low, high] = [Q.min(a, b), Q.max(a, b)];
    const parts = countRoots(p, null, low) + countRoots(p, low, high) + countRoots(p, high, null);
    const shared = [low, high].filter((x) => Q.isZero(P.evaluate(p, [x]))).length;
    expect(parts - shared).toBe(countRoots(p));
    if (Q.compare(low, high) < 0) expect(countRoots(p, high, low)).toBe(0);
  });

  test.prop([polynomial])("all roots lie within the bound", (p) => {
    const bound = rootBound(p);
    expect(countRoots(p, Q.negate(bound), bound)).toBe(countRoots(p));
  });

  test.prop([polynomial])("refinement keeps the root", (p) => {
    const width = Q.rational(1, 1_000_000);
    for (const root of isolateRoots(p)) {
      const { lower, upper } = refine(p, root, width);
      expect(Q.compare(Q.subtract(upper, lower), width)).toBeLessThanOrEqual(0);
      expect(Q.compare(root.lower, lower) <= 0 && Q.compare(upper, root.upper) <= 0).toBe(true);
      expect(countRoots(p, lower, upper)).toBe(1);
    }
  });

  test.each([
    ["x^2-2", 2],
    ["x^2+1", 0],
    ["x^3-3*x+1", 3],
    ["(x^2-2)^2*(x-1)^3", 3],
    ["x^5-x-1", 1],
    ["7", 0],
    // Wilkinson's polynomial of degree 8, and Mignotte's with two roots at distance about 10^(-7).
    ["(x-1)*(x-2)*(x-3)*(x-4)*(x-5)*(x-6)*(x-7)*(x-8)", 8],
    ["x^9-2*(100*x-1)^2", 3],
  ])("%s has %i real roots", (text, count) => {
    expect(isolateRoots(parse(text))).toHaveLength(count);
    expect(countRoots(parse(text))).toBe(count);
  });
});
