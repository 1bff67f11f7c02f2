/** Linear algebra within a budget: the same as without, or refused before the work. */
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as A from "../../../src/symbolic/algebra/matrix.js";
import { multiply, nullity } from "../../../src/symbolic/algebra/metered-matrix.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";

const matrix = (rows: number, columns: number): fc.Arbitrary<A.Matrix> => {
  const entry = fc.constantFrom(0, 0, 1, -1, 2).map((n) => Q.rational(n));
  return fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
};
const size = fc.integer({ min: 1, max: 4 });
const pair = fc.tuple(size, size, size).chain(([a, b, c]) => fc.tuple(matrix(a, b), matrix(b, c)));

test.prop([pair])("as without a budget", ([left, right]) => {
  expect(multiply(left, right, unlimited())).toEqual(A.multiply(left, right));
  expect(nullity(left, unlimited())).toBe(A.nullspace(left).length);
});

test("a large matrix is refused before the work", () => {
  const large = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => Q.one));
  expect(() => multiply(large, large, stepBudget(1000))).toThrow(/budget/);
  expect(() => nullity(large, stepBudget(1000))).toThrow(/budget/);
});
