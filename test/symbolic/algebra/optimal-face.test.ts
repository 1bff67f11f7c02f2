/** Strictly complementary solutions prove the value and the optimal face of a linear program; others prove nothing. */
import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { optimalFace } from "../../../src/symbolic/algebra/optimal-face.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { minimize } from "../../../src/symbolic/algebra/simplex.js";
import { solveMonomial } from "../../../src/symbolic/resolution/monomial-ideal.js";

const rationals = (...texts: readonly string[]): Q.Rational[] => texts.map((text) => Q.parse(text) ?? Q.zero);

test("x·y: a segment of divisors, shown by its middle alone", () => {
  const half = { value: Q.one, dimension: 1 };
  expect(optimalFace([[1, 1]], [1, 1], rationals("1/2", "1/2"), rationals("1"))).toEqual(half);
  expect(optimalFace([[1, 1]], [1, 1], rationals("1", "0"), rationals("1"))).toBeNull();
});

test.each<[string, readonly string[], readonly string[]]>([
  ["a solution too short", ["1"], ["1", "1"]],
  ["a dual solution too short", ["1", "1"], ["1"]],
  ["not feasible", ["1/2", "1"], ["1", "1"]],
  ["not optimal", ["2", "1"], ["1", "1"]],
  ["a negative solution", ["1", "-1"], ["1", "1"]],
  ["a negative dual solution", ["1", "1"], ["1", "-1"]],
])("refused: %s", (_, primal, dual) => {
  const rows = [
    [1, 0],
    [0, 1],
  ];
  expect(optimalFace(rows, [1, 1], rationals(...primal), rationals(...dual))).toBeNull();
});

test("the solver's solutions are accepted, with the value of the simplex method", () => {
  const row = fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 3 }).filter((a) => a.some((e) => e > 0));
  const program = fc.tuple(
    fc.array(row, { minLength: 1, maxLength: 4 }),
    fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 3 }),
  );
  fc.assert(
    fc.property(program, ([rows, h]) => {
      const { value, primal, dual } = solveMonomial(rows, h);
      const costs = h.map((e) => e + 1);
      const simplex = minimize({
        objective: costs.map((c) => Q.rational(c)),
        constraints: rows.map((a) => ({ row: a.map((e) => Q.rational(e)), atLeast: Q.one })),
      });
      const face = optimalFace(rows, costs, primal, dual);
      expect(face?.value).toEqual(simplex.status === "optimal" ? simplex.value : null);
      expect(face?.dimension).toBe(value === "infinite" ? null : value.multiplicity - 1);
    }),
    { numRuns: 60, seed: 1 },
  );
});
