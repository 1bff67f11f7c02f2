/** Symmetries that move a point: what they take away does not count, and the checker agrees. */
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { monomial, network } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import { originCell, variablesOf } from "../../../src/symbolic/resolution/cell.js";
import { flow } from "../../../src/symbolic/resolution/flow.js";
import { shearFlow } from "../../../src/symbolic/resolution/shear-flow.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import * as S from "../../laws/support.js";
import { prove, show } from "./support/solve.js";

const plane = S.idealIn({ variables: 2, degree: 3, terms: 3, generators: 2 });

/** The ideal in variables 0, 1 as one in three variables that is constant along a torus around (…, −1). */
function twisted(generators: readonly Polynomial[], exponents: readonly number[], degree: number): Polynomial[] {
  const unit = P.add(P.variable(2), P.one);
  const images = new Map(exponents.map((e, i) => [i, P.multiply(P.variable(i), P.power(unit, e))]));
  return generators.map((g) => P.multiply(P.compose(g, images), P.power(unit, degree)));
}

test.prop([plane, fc.array(fc.nat({ max: 2 }), { minLength: 2, maxLength: 2 }), fc.nat({ max: 2 })], {
  numRuns: 25,
  seed: 3,
})("a torus around another point takes its variable away", (generators, exponents, degree) => {
  const moved = twisted(generators, exponents, degree);
  fc.pre(moved.some((g) => P.variablesOf(g).includes(2)));
  const step = flow(originCell([0, 1, 2], moved), unlimited());
  expect(step?.children.map((c) => variablesOf(c, "zero").length)).toEqual([2]);
  const [before, after] = [prove(generators, 20_000), prove(moved, 20_000)];
  expect([show(after.lower), show(after.upper)]).toEqual([show(before.lower), show(before.upper)]);
});

test("a torus around the point itself moves nothing", () => {
  const cell = originCell([0, 1, 2], [P.subtract(P.variable(0, 2), P.multiply(P.variable(1), P.variable(2)))]);
  expect(flow(cell, unlimited())).toBeNull();
});

const weight = fc.constantFrom(0, 0, 1, -1, 2);
const weights = fc.tuple(fc.tuple(weight, weight), fc.tuple(weight, weight), fc.tuple(weight, weight));
const scale = fc.constantFrom(Q.rational(2), Q.rational(-1), Q.rational(1, 3), Q.rational(-3, 2));

test.prop([weights, scale, scale, fc.constantFrom(2, 3)], { numRuns: 8, seed: 4 })(
  "scaling what goes into the units of z^r against what comes out changes nothing",
  ([first, second, out], s, t, r) => {
    const model = network({ widths: [2, 2, 1], activation: monomial(r) });
    const times = (a: Q.Rational, w: number): string => Q.format(Q.multiply(a, Q.rational(w)));
    const inverse = (a: Q.Rational): Q.Rational =>
      Q.divide(Q.one, Array.from({ length: r }, () => a).reduce(Q.multiply));
    const valueAt = (a: Q.Rational, b: Q.Rational): string => {
      const [c, d] = out;
      const matrices = [
        [first.map((w) => times(a, w)), second.map((w) => times(b, w))],
        [[times(inverse(a), c), times(inverse(b), d)]],
      ];
      const result = rlct(at(model, matrices), { budget: stepBudget(30_000), theorems: false });
      expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({ valid: true });
      return result.status === "exact" ? `${Q.format(result.lambda)}, ${result.multiplicity}` : "bounds";
    };
    expect(valueAt(s, t)).toBe(valueAt(Q.one, Q.one));
  },
);

const exponents = fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 2 }));

test.prop([fc.array(exponents, { minLength: 1, maxLength: 3 }), fc.boolean()], { numRuns: 25, seed: 6 })(
  "a shear that moves a variable takes it away",
  (list, isMixed) => {
    const [x, y, z] = [0, 1, 2].map((i) => P.variable(i)) as [Polynomial, Polynomial, Polynomial];
    const along = (image: Polynomial): Polynomial[] =>
      list.map(([a, b]) => P.multiply(P.power(z, a), P.power(image, b)));
    const [straight, sheared] = [along(y), along(P.subtract(y, P.multiply(x, z)))];
    const [first = P.zero] = sheared;
    const mixed = isMixed ? [P.multiply(x, first), ...sheared] : sheared;
    const step = shearFlow(originCell([0, 1, 2], isMixed ? [first, ...mixed] : mixed), unlimited());
    expect(step?.children.map((c) => variablesOf(c, "zero"))).toEqual([[1, 2]]);
    const [before, after] = [prove(straight, 20_000), prove(mixed, 20_000)];
    expect([show(after.lower), show(after.upper)]).toEqual([show(before.lower), show(before.upper)]);
  },
);

test("no shear keeps x·y + z^2", () => {
  const [x, y, z] = [0, 1, 2].map((i) => P.variable(i)) as [Polynomial, Polynomial, Polynomial];
  expect(shearFlow(originCell([0, 1, 2], [P.add(P.multiply(x, y), P.power(z, 2))]), unlimited())).toBeNull();
});
