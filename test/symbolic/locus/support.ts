import fc from "fast-check";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../../src/symbolic/algebra/rational.js";
import type { Architecture, Weights } from "../../../src/symbolic/locus/architecture.js";
import {
  architecture,
  formCount,
  formDegree,
  inputs,
  parameterCount,
  toWeights,
} from "../../../src/symbolic/locus/architecture.js";

export const net = (widths: readonly number[], degree: number): Architecture => architecture(widths, degree);

export const integers = (rows: readonly (readonly (readonly number[])[])[]): Weights<Rational> =>
  rows.map((matrix) => matrix.map((row) => row.map((w) => Q.rational(w))));

export const smallRational = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 3 }))
  .map(([p, q]) => Q.rational(p, q));

/** Networks of at most three layers with few coefficients. */
export const smallNetwork: fc.Arbitrary<Architecture> = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 4 }), fc.integer({ min: 1, max: 3 }))
  .map(([widths, degree]) => architecture(widths, degree))
  .filter((a) => formCount(inputs(a), formDegree(a)) <= 60);

export const weightsOf = (a: Architecture): fc.Arbitrary<Weights<Rational>> =>
  fc
    .array(smallRational, { minLength: parameterCount(a), maxLength: parameterCount(a) })
    .map((list) => toWeights(a, list));

export const networkAtPoint: fc.Arbitrary<{ a: Architecture; weights: Weights<Rational> }> = smallNetwork.chain((a) =>
  weightsOf(a).map((weights) => ({ a, weights })),
);
