import { fc, test } from "@fast-check/vitest";
import nerdamer from "nerdamer";
import "nerdamer/Calculus.js";
import { expect } from "vitest";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";

const names = ["x", "y", "z"];
const monomial = fc.array(fc.nat(4), { minLength: 3, maxLength: 3 }).map(M.fromExponents);
const coefficient = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 5 }));
const polynomial = fc
  .array(fc.tuple(monomial, coefficient), { minLength: 1, maxLength: 6 })
  .map((list) => P.fromTerms(list.map(([m, [n, d]]) => [m, Q.rational(n, d)])));

test.prop([polynomial, fc.nat(2), fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 })], {
  numRuns: 100,
  seed: 7,
})("the derivative is the one that another algebra system finds", (p, index, point) => {
  const theirs = nerdamer(`diff(${P.format(p, names)}, ${names[index] ?? "x"})`);
  const values = Object.fromEntries(point.map((v, i) => [names[i] ?? "", String(v)]));
  const expected = nerdamer(theirs.toString(), values).evaluate().toString();
  const ours = P.evaluate(
    P.derivative(p, index),
    point.map((v) => Q.rational(v)),
  );
  expect(Q.format(ours)).toBe(expected);
});
