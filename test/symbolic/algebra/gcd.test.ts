import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  content,
  gcd,
  gcdOf,
  lcm,
  pseudoRemainder,
  squareFree,
  squareFreePart,
} from "../../../src/symbolic/algebra/gcd.js";
import { sparseCandidate } from "../../../src/symbolic/algebra/gcd-sparse.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import { divideExact } from "../../../src/symbolic/algebra/polynomial-division.js";
import { nonzeroPolynomial, polynomial } from "./support/arbitrary.js";
import { names, parse } from "./support/text.js";

const p3 = polynomial({ variables: 3, degree: 2, terms: 4 });
const some3 = nonzeroPolynomial({ variables: 3, degree: 2, terms: 4 });
const some2 = nonzeroPolynomial({ variables: 2, degree: 3, terms: 5 });
const show = (p: Polynomial): string => P.format(p, names);

describe("gcd", () => {
  test.each([
    ["(x+y)^3*(x-y)", "(x+y)^2*(x+2*y)", "(x+y)^2"],
    ["x^12-1", "x^8-1", "x^4-1"],
    ["x^2*y^3*z", "x*y^5", "x*y^3"],
    ["(x^2+y^2)*(x*y+1)", "(x^2+y^2)*(x*y-1)", "x^2+y^2"],
    ["(x^2-2*y^2+z)^2*(x+1)^2", "(x^2-2*y^2+z)*(y+1)^2", "x^2-2*y^2+z"],
    ["x^2+1", "x^2+2", "1"],
    ["6*x^2-6", "4*x+4", "x+1"],
    ["0", "-3*x+6", "x-2"],
    ["0", "0", "0"],
    ["7", "x", "1"],
  ])("gcd(%s, %s) = %s", (p, q, g) => {
    expect(show(gcd(parse(p), parse(q)))).toBe(show(parse(g)));
  });

  test.prop([some3, p3, p3])("gcd(ab, ac) = a gcd(b, c)", (a, b, c) => {
    const left = gcd(P.multiply(a, b), P.multiply(a, c));
    expect(left).toEqual(P.primitive(P.multiply(a, gcd(b, c))));
  });

  // Too many variables for integer evaluation: these go through sparse interpolation.
  const some7 = nonzeroPolynomial({ variables: 7, degree: 2, terms: 5 });

  test.prop([some7, some7, some7], { numRuns: 30 })("the same in seven variables", (a, b, c) => {
    const left = gcd(P.multiply(a, b), P.multiply(a, c));
    expect(left).toEqual(P.primitive(P.multiply(a, gcd(b, c))));
  });

  test("interpolation finds a gcd whose leading coefficient is no constant, with long coefficients", () => {
    const g = parse("3*x^2*y*z-123456789123456789*x*y^2+7*z^2-1");
    const [p, q] = [P.multiply(g, parse("5*x^2*z+y-3")), P.multiply(g, parse("x^2*y^2-z-2"))];
    const lead = parse("3*y*z");
    const scaled = sparseCandidate(p, q, P.multiply(lead, parse("z")), [0, 1, 2], [2, 2, 2]);
    expect(scaled).toEqual(P.multiply(g, parse("z")));
  });

  test.prop([some2, some2, some2])("powers of common factors are found whole", (a, b, c) => {
    const left = gcd(P.product([a, a, b]), P.product([a, a, a, c]));
    expect(divideExact(left, P.multiply(a, a))).not.toBeNull();
    expect(left).toEqual(P.primitive(P.product([a, a, gcd(b, P.multiply(a, c))])));
  });

  test.prop([some2, some2])("a greatest common divisor leaves coprime cofactors, whose resultant is not 0", (a, b) => {
    const g = gcd(a, b);
    const [u, v] = [divideExact(a, g) ?? P.zero, divideExact(b, g) ?? P.zero];
    expect(P.isConstant(gcd(u, v))).toBe(true);
    for (const index of [0, 1]) {
      if (P.degreeIn(u, index) < 1 || P.degreeIn(v, index) < 1) continue;
      expect(P.isZero(remainderSequenceEnd(u, v, index))).toBe(false);
    }
  });

  test.prop([fc.array(p3, { maxLength: 4 })])("the gcd of a list divides each member and is a fold of gcd", (list) => {
    const g = gcdOf(list);
    expect(g).toEqual(list.reduce((a, b) => gcd(a, b), P.zero));
    if (!P.isZero(g)) for (const p of list) expect(divideExact(p, g)).not.toBeNull();
  });

  test.prop([some3, some3])("lcm · gcd is the product up to a constant", (a, b) => {
    expect(P.primitive(P.multiply(lcm(a, b), gcd(a, b)))).toEqual(P.primitive(P.multiply(a, b)));
  });

  test("the content in a variable", () => {
    expect(show(content(parse("x^2*(y^2-1) + x*(y+1)"), 0))).toBe("y + 1");
  });
});

describe("squareFree", () => {
  test("variables apart, the rest by multiplicity", () => {
    const list = squareFree(parse("-4*x^3*y*(x+y)^2*(x^2+1)^2*(y-3)"));
    expect(list.map(({ factor, multiplicity }) => [show(factor), multiplicity])).toEqual([
      ["x", 3],
      ["y", 1],
      ["y - 3", 1],
      [show(parse("(x+y)*(x^2+1)")), 2],
    ]);
  });

  test.prop([some2, some2, fc.integer({ min: 1, max: 3 })])(
    "powers multiply to p; factors are square-free and coprime",
    (a, b, e) => {
      const p = P.multiply(a, P.power(b, e));
      const list = squareFree(p);
      const product = P.product(list.map(({ factor, multiplicity }) => P.power(factor, multiplicity)));
      expect(P.primitive(product)).toEqual(P.primitive(p));
      list.forEach(({ factor }, i) => {
        expect(P.isConstant(factor)).toBe(false);
        const slopes = P.variablesOf(factor).map((v) => P.derivative(factor, v));
        expect(P.isConstant(gcdOf([factor, ...slopes]))).toBe(true);
        for (const other of list.slice(i + 1)) expect(P.isConstant(gcd(factor, other.factor))).toBe(true);
      });
      expect(squareFreePart(p)).toEqual(P.product(list.map(({ factor }) => factor)));
    },
  );
});

/** The last member of the pseudo-remainder sequence that is free of x_index, or 0 where a common factor remains. */
function remainderSequenceEnd(p: Polynomial, q: Polynomial, index: number): Polynomial {
  let [a, b] = P.degreeIn(p, index) >= P.degreeIn(q, index) ? [p, q] : [q, p];
  while (P.degreeIn(b, index) > 0) [a, b] = [b, P.primitive(pseudoRemainder(a, b, index))];
  return b;
}
