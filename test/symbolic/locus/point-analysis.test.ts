import { test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { LimitError } from "../../../src/errors.js";
import * as Matrix from "../../../src/symbolic/algebra/matrix.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { hiddenUnits, parameterCount } from "../../../src/symbolic/locus/architecture.js";
import { dualJacobian } from "../../../src/symbolic/locus/dual.js";
import { exactCharacteristicPolynomial, fisherInformation, momentMatrix } from "../../../src/symbolic/locus/fisher.js";
import { analysePoint, exactJacobian } from "../../../src/symbolic/locus/point-analysis.js";
import { toWeights } from "../../../src/symbolic/locus/architecture.js";
import { integers, net, networkAtPoint } from "./support.js";

const dot = (a: readonly Q.Rational[], b: readonly Q.Rational[]): Q.Rational =>
  a.reduce((s, x, i) => Q.add(s, Q.multiply(x, b[i] ?? Q.zero)), Q.zero);

describe("a point", () => {
  test("of (2,2,1) with x^2 at one active neuron", () => {
    const found = analysePoint(
      net([2, 2, 1], 2),
      integers([
        [
          [1, 0],
          [0, 1],
        ],
        [[1, 0]],
      ]),
    );
    expect(found).toMatchObject({
      rank: 3,
      explained: 2,
      subnetwork: ["neuron 2 of hidden layer 1 has no outgoing weights"],
    });
    expect(found.kernel.map((v) => v.map(Q.format).join(","))).toEqual(["0,0,1,0,0,0", "0,0,0,1,0,0", "-1,0,0,0,2,0"]);
  });

  test.prop([networkAtPoint], { numRuns: 50 })(
    "has rescalings in its kernel, and rank + kernel = parameters",
    ({ a, weights }) => {
      const { rank, kernel, rescalings, explained } = analysePoint(a, weights);
      expect(rank + kernel.length).toBe(parameterCount(a));
      const rows = dualJacobian(a, weights);
      for (const v of [...kernel, ...rescalings.map(({ direction }) => direction)]) {
        for (const row of rows) expect(Q.format(dot(row, v))).toBe("0");
      }
      expect(explained).toBeLessThanOrEqual(Math.min(kernel.length, hiddenUnits(a)));
      expect(Matrix.rank([...kernel])).toBe(kernel.length);
    },
  );

  test("of a network past the exact size is refused", () => {
    const a = net([6, 30, 1], 8);
    const weights = toWeights(
      a,
      Array.from({ length: parameterCount(a) }, () => Q.one),
    );
    expect(() => exactJacobian(a, weights)).toThrow(LimitError);
  });
});

describe("the Fisher information", () => {
  test("of one neuron, by hand: f = c·x², E[x⁴] = 3", () => {
    const found = fisherInformation(net([1, 1, 1], 2), integers([[[1]], [[2]]]));
    // ∇f = (4x², x²) at (a, c) = (1, 2)
    expect(found.matrix.map((row) => row.map(Q.format))).toEqual([
      ["48", "12"],
      ["12", "3"],
    ]);
    expect(found.rank).toBe(1);
    expect(found.characteristicPolynomial.map(Q.format)).toEqual(["0", "-51", "1"]);
  });

  test("moments in two inputs: E[x⁴] = 3, E[x²y²] = 1, E[y⁴] = 3", () => {
    expect(momentMatrix(net([2, 1, 1], 2)).map((row) => row.map(Q.format))).toEqual([
      ["3", "0", "1"],
      ["0", "1", "0"],
      ["1", "0", "3"],
    ]);
  });

  test.prop([networkAtPoint], { numRuns: 25 })(
    "has the Jacobian's rank, which is the degree of its characteristic polynomial's nonzero part",
    ({ a, weights }) => {
      const { rank, characteristicPolynomial, matrix } = fisherInformation(a, weights);
      expect(rank).toBe(Matrix.rank(dualJacobian(a, weights)));
      // Symmetric, so the eigenvalue 0 has multiplicity n − rank.
      expect(characteristicPolynomial.findIndex((c) => !Q.isZero(c))).toBe(matrix.length - rank);
      const trace = matrix.reduce((s, row, i) => Q.add(s, row[i] ?? Q.zero), Q.zero);
      expect(Q.format(characteristicPolynomial[matrix.length - 1] ?? Q.zero)).toBe(Q.format(Q.negate(trace)));
    },
  );

  test.prop([networkAtPoint], { numRuns: 15 })("takes det(t − A) at t = 3", ({ a, weights }) => {
    const { matrix, characteristicPolynomial } = fisherInformation(a, weights);
    const t = Q.rational(3);
    const value = characteristicPolynomial.reduceRight((s, c) => Q.add(Q.multiply(s, t), c), Q.zero);
    const shifted = matrix.map((row, i) => row.map((c, j) => (i === j ? Q.subtract(t, c) : Q.negate(c))));
    expect(Q.format(value)).toBe(Q.format(Matrix.determinant(shifted)));
  });

  test("of fractions keeps them", () => {
    const half = Q.rational(1, 2);
    expect(
      exactCharacteristicPolynomial([
        [half, Q.one],
        [Q.one, half],
      ]).map(Q.format),
    ).toEqual(["-3/4", "-1", "1"]);
  });
});
