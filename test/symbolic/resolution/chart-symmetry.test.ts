/** Charts that a symmetry takes to earlier ones: none of them has a smaller value. */
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { blowUp } from "../../../src/symbolic/resolution/blow-up.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import { symmetricCharts } from "../../../src/symbolic/resolution/chart-symmetry.js";
import { solveCell } from "../../../src/symbolic/resolution/solve.js";
import { compare, isExact } from "../../../src/symbolic/resolution/value.js";
import { parse } from "../algebra/support/text.js";
import * as S from "../../laws/support.js";

const omitted = (generators: readonly string[], weights: readonly number[]): number[] =>
  symmetricCharts(
    originCell([0, 1, 2], generators.map(parse)),
    weights.map((w, i) => [i, w] as const),
  ).map(([i]) => i);

test("variables that a permutation of all exchanges have one chart together", () => {
  expect(omitted(["x*y + y*z + x*z", "x*y*z"], [1, 1, 1])).toEqual([1, 2]);
  expect(omitted(["x^2*y + y^2*z + z^2*x"], [1, 1, 1])).toEqual([1, 2]);
  expect(omitted(["x*y + z^2"], [1, 1, 1])).toEqual([1]);
  expect(omitted(["x*y + z^2"], [1, 2, 1])).toEqual([]);
  expect(omitted(["x^2 + 2*y^2 + 3*z^2"], [1, 1, 1])).toEqual([]);
});

test.prop([S.idealIn({ variables: 3, degree: 3, terms: 2, generators: 2 })], { numRuns: 25, seed: 5 })(
  "an omitted chart is no smaller than the first one",
  (generators) => {
    const swapped = new Map([0, 1].map((i) => [i, P.variable(1 - i)]));
    const cell = originCell([0, 1, 2], [...generators, ...generators.map((g) => P.compose(g, swapped))]);
    fc.pre(cell.generators.every((g) => P.order(g, [1, 1, 0]) > 0));
    const [first] = blowUp(cell, [[0, 1], [1, 1]]).children; // prettier-ignore
    const [, second] = blowUp({ ...cell, h: [0, 7, 0] }, [[0, 1], [1, 1]]).children; // prettier-ignore
    fc.pre(blowUp(cell, [[0, 1], [1, 1]]).children.length === 1); // prettier-ignore
    if (first === undefined || second === undefined) return expect.fail("a chart is missing");
    const values = [first, { ...second, h: first.h.map((_, i) => (i === 1 ? (first.h[0] ?? 0) : 0)) }].map(
      (chart) => solveCell(chart, stepBudget(60_000)).range,
    );
    fc.pre(values.every(isExact));
    const [before, after] = values.map((range) => range.upper);
    expect(compare(after ?? "infinite", before ?? "infinite")).toBeGreaterThanOrEqual(0);
  },
);
