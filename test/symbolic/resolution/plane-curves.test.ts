import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { planeValue } from "../../oracles/plane-blow-ups.js";
import { curve, germ, sheared, sparse } from "./support/plane.js";
import { exactly, show } from "./support/solve.js";

/** One generator in two variables: exact, with a certificate that verifies, and equal to the oracle's value. */
describe("plane curves against blow-ups of closed points", () => {
  test.prop([germ], { seed: 1, numRuns: 250 })("germs", (f) => {
    expect(exactly([f])).toBe(show(planeValue([f])));
  });

  test.prop([sheared(curve)], { seed: 2, numRuns: 450 })("products of powers of germs, sheared", (f) => {
    expect(exactly([f])).toBe(show(planeValue([f])));
  });

  test.prop([sparse(1, 10, 5)], { seed: 3, numRuns: 350 })("sparse polynomials", (f) => {
    expect(exactly([f])).toBe(show(planeValue([f])));
  });

  test.prop([curve, sparse(4, 10, 2)], { seed: 4, numRuns: 250 })("perturbed products", (f, tail) => {
    fc.pre(!P.isZero(P.add(f, tail)));
    const g = P.add(f, tail);
    expect(exactly([g])).toBe(show(planeValue([g])));
  });
});
