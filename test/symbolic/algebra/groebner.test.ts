import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import {
  dimension,
  gradedReverseLexicographic,
  groebnerBasis,
  lexicographic,
  normalForm,
} from "../../../src/symbolic/algebra/groebner.js";
import type { MonomialOrder } from "../../../src/symbolic/algebra/groebner.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { integer, polynomial } from "./support/arbitrary.js";
import { names, parse } from "./support/text.js";

const basisOf = (texts: readonly string[], order?: MonomialOrder): string[] => {
  const result = groebnerBasis(texts.map(parse), unlimited(), order);
  return result.status === "basis" ? result.basis.map((f) => P.format(f, names)) : ["unfinished"];
};

const ideal = fc.array(polynomial({ variables: 3, degree: 2, terms: 3, coefficient: integer(3) }), {
  minLength: 1,
  maxLength: 3,
});

function leading(f: Polynomial, order: MonomialOrder): M.Monomial {
  return f.monomials.reduce((a, b) => (order(a, b) >= 0 ? a : b));
}

/** The S-polynomial from its definition. */
function sPolynomial(f: Polynomial, g: Polynomial, order: MonomialOrder): Polynomial {
  const [a, b] = [leading(f, order), leading(g, order)];
  const lcm = M.lcm(a, b);
  const side = (h: Polynomial, m: M.Monomial) =>
    P.scale(P.multiplyMonomial(h, M.divide(lcm, m) ?? M.one), Q.divide(Q.one, P.coefficient(h, m)));
  return P.subtract(side(f, a), side(g, b));
}

describe("Gröbner bases", () => {
  test.each([
    // Cox, Little, O'Shea, Ideals, Varieties, and Algorithms, 2.7 and 2.8.
    [
      ["x^3-2*x*y", "x^2*y-2*y^2+x"],
      ["x - 2*y^2", "x*y", "x^2"],
    ],
    [
      ["x", "y", "x+y"],
      ["y", "x"],
    ],
    [["x-1", "x"], ["1"]],
    [["0"], []],
  ])("graded reverse lexicographic of %j", (generators, basis) => {
    expect(basisOf(generators)).toEqual(basis);
  });

  test("lexicographic: the twisted cubic, and a system that is solved from below", () => {
    expect(basisOf(["x^2-y", "x^3-z"], lexicographic)).toEqual(["y^3 - z^2", "x*z - y^2", "x*y - z", "x^2 - y"]);
    expect(basisOf(["x^2+y^2+z^2-1", "x^2+z^2-y", "x-z"], lexicographic)).toEqual([
      "4*z^4 + 2*z^2 - 1",
      "y - 2*z^2",
      "x - z",
    ]);
  });

  test("cyclic roots of order four", () => {
    const basis = groebnerBasis(
      ["x+y+z+u", "x*y+y*z+z*u+u*x", "x*y*z+y*z*u+z*u*x+u*x*y", "x*y*z*u-1"].map(parse),
      unlimited(),
    );
    if (basis.status !== "basis") throw new Error("unfinished");
    expect(basis.basis.map((f) => M.format(leading(f, gradedReverseLexicographic), names)).sort()).toEqual(
      ["x", "y^2", "y*z^2", "y*z*u^2", "z^3*u^2", "y*u^4", "z^2*u^4"].sort(),
    );
    expect(dimension(basis.basis, 4)).toBe(1);
  });

  test.prop([ideal], { numRuns: 80 })(
    "reduce every S-polynomial and every generator to 0 (Buchberger's criterion)",
    (generators) => {
      for (const order of [gradedReverseLexicographic, lexicographic]) {
        const result = groebnerBasis(generators, stepBudget(20_000), order);
        if (result.status !== "basis") continue;
        const { basis } = result;
        for (const f of generators) expect(isZero(normalForm(f, basis, unlimited(), order))).toBe(true);
        for (const [i, f] of basis.entries()) {
          for (const g of basis.slice(i + 1)) {
            expect(isZero(normalForm(sPolynomial(f, g, order), basis, unlimited(), order))).toBe(true);
          }
        }
      }
    },
  );

  test.prop([ideal, fc.array(polynomial({ variables: 3, degree: 1, terms: 2 }), { minLength: 3, maxLength: 3 })], {
    numRuns: 60,
  })("depend on the ideal alone", (generators, factors) => {
    const result = groebnerBasis(generators, stepBudget(20_000));
    const combined = P.sum(generators.map((f, i) => P.multiply(f, factors[i] ?? P.one)));
    const again = groebnerBasis([combined, ...[...generators].reverse()], stepBudget(20_000));
    fc.pre(result.status === "basis" && again.status === "basis");
    expect(again.basis.map(P.key)).toEqual(result.basis.map(P.key));
  });

  test("a spent budget is an outcome, and the generators stay generators", () => {
    const generators = ["x^3-2*x*y", "x^2*y-2*y^2+x"].map(parse);
    const result = groebnerBasis(generators, stepBudget(1));
    expect(result.status).toBe("unfinished");
    if (result.status === "unfinished") expect(result.partial.length).toBeGreaterThan(0);
  });

  test.each([
    [["x"], 2],
    [["x", "y"], 1],
    [["x*y", "x*z"], 2],
    [["x*y", "y*z", "z*x"], 1],
    [["x^2+y^2+z^2"], 2],
    [["x^2", "y^3", "z^4"], 0],
    [["x", "x-1"], -1],
    [[], 3],
  ])("the zero set of %j in three variables has dimension %i", (generators, size) => {
    const result = groebnerBasis(generators.map(parse), unlimited());
    expect(result.status === "basis" && dimension(result.basis, 3)).toBe(size);
  });
});

function isZero(f: Polynomial | null): boolean {
  return f !== null && P.isZero(f);
}
