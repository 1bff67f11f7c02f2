/** Covering programs with rows added one by one, against the linear program with all of them at once. */
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import { leastCover } from "../../../src/symbolic/algebra/covering.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { minimize } from "../../../src/symbolic/algebra/simplex.js";
import { LimitError } from "../../../src/errors.js";

const row = fc.array(fc.nat(12), { minLength: 3, maxLength: 3 });
const costs = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 });

test.prop([fc.array(row, { minLength: 61, maxLength: 120 }), costs], { numRuns: 60 })(
  "the same value, at a point that covers every row",
  (drawn, c) => {
    const rows = drawn.map(([a = 0, b = 0, d = 0]) => [a + 1, b, d]);
    const objective = c.map((n) => Q.rational(n));
    const constraints = rows.map((r) => ({ row: r.map((e) => Q.rational(e)), atLeast: Q.one }));
    const cover = leastCover(rows, objective, unlimited());
    expect(minimize({ objective, constraints })).toMatchObject({ status: "optimal", value: cover?.value });
    const weights = cover?.weights ?? [];
    for (const { row: r } of constraints) {
      const sum = r.map((e, i) => Q.multiply(e, weights[i] ?? Q.zero)).reduce(Q.add);
      expect(Q.compare(sum, Q.one)).toBeGreaterThanOrEqual(0);
    }
  },
);

test("a row without entries cannot be covered", () => {
  const rows = Array.from({ length: 100 }, (_, i) => [i, 2 * i]);
  expect(leastCover(rows, [Q.one, Q.one], unlimited())).toBeNull();
});

test("pays for its work", () => {
  const rows = Array.from({ length: 5_000 }, (_, i) => [1 + (i % 71), (i * i) % 67, (i * 13) % 61]);
  const costs = [Q.one, Q.one, Q.one];
  expect(() => leastCover(rows, costs, stepBudget(10))).toThrow(LimitError);
});
