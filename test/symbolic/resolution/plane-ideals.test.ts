import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { planeValue } from "../../oracles/plane-blow-ups.js";
import { curve, germ, maxDegree, sheared, sparse } from "./support/plane.js";
import { exactly, show } from "./support/solve.js";

/** Two and three generators in two variables: exact, certified, and equal to the oracle's value. */
describe("plane ideals against blow-ups of closed points", () => {
  test.prop([fc.array(sparse(1, 10, 4), { minLength: 2, maxLength: 3 })], { seed: 11, numRuns: 250 })(
    "sparse generators",
    (ideal) => {
      expect(exactly(ideal)).toBe(show(planeValue(ideal)));
    },
  );

  test.prop([sheared(curve), sparse(2, 10, 2)], { seed: 12, numRuns: 200 })("a curve and a tail", (f, g) => {
    expect(exactly([f, g])).toBe(show(planeValue([f, g])));
  });

  test.prop([germ, germ, germ], { seed: 13, numRuns: 250 })("three germs", (f, g, h) => {
    expect(exactly([f, g, h])).toBe(show(planeValue([f, g, h])));
  });

  test.prop([germ, sparse(1, 4, 2), sparse(1, 4, 2)], { seed: 14, numRuns: 200 })(
    "a common curve times an ideal of finite colength",
    (c, f, g) => {
      const ideal = [P.multiply(c, f), P.multiply(c, g)];
      fc.pre(ideal.every((p) => P.degree(p) <= maxDegree));
      expect(exactly(ideal)).toBe(show(planeValue(ideal)));
    },
  );
});
