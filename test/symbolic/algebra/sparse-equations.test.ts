/** Solutions of sparse equations, against the rank of dense matrices. */
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import { rank } from "../../../src/symbolic/algebra/matrix.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../../src/symbolic/algebra/rational.js";
import { solveSparse } from "../../../src/symbolic/algebra/sparse-equations.js";
import type { Equation } from "../../../src/symbolic/algebra/sparse-equations.js";
import { LimitError } from "../../../src/errors.js";
import { rational } from "./support/arbitrary.js";

const columns = 5;
const row = fc.tuple(fc.subarray([0, 1, 2, 3, 4]), fc.array(rational(3, 2), { minLength: 6, maxLength: 6 }));

const sparse = ([at, entries]: readonly [readonly number[], readonly Rational[]]): Equation => ({
  terms: new Map(at.flatMap((k) => (Q.isZero(entries[k] ?? Q.zero) ? [] : [[k, entries[k] ?? Q.zero] as const]))),
  right: entries[columns] ?? Q.zero,
});
const dense = ({ terms }: Equation): Rational[] => Array.from({ length: columns }, (_, k) => terms.get(k) ?? Q.zero);

test.prop([fc.array(row, { maxLength: 6 })])("there is a solution exactly where the ranks agree", (rows) => {
  const equations = rows.map(sparse);
  const found = solveSparse(equations, unlimited());
  const [homogeneous, whole] = [equations.map(dense), equations.map((e) => [...dense(e), e.right])].map(rank);
  expect(found === null).toBe(homogeneous !== whole);
  for (const { terms, right } of found === null ? [] : equations) {
    const products = [...terms].map(([k, a]) => Q.multiply(a, found?.get(k) ?? Q.zero));
    expect(products.reduce(Q.add, Q.zero)).toEqual(right);
  }
});

test("the budget ends it", () => {
  const equations = [0, 1, 2].map((k) => ({ terms: new Map([[k, Q.one], [k + 1, Q.one]]), right: Q.one })); // prettier-ignore
  expect(() => solveSparse(equations, stepBudget(0))).toThrow(LimitError);
});
