/** Upper bounds from nearby points, against values known by other means. */
import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { problemOf } from "../../../src/symbolic/model/ideal.js";
import type { Activation } from "../../../src/symbolic/model/model.js";
import { linear, monomial, network, tanh } from "../../../src/symbolic/model/network.js";
import { origin } from "../../../src/symbolic/model/point.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import { dive } from "../../../src/symbolic/resolution/dive.js";
import { rules, solveCell } from "../../../src/symbolic/resolution/solve.js";
import { compare, isExact } from "../../../src/symbolic/resolution/value.js";
import { ideal } from "./support/ideals.js";

test.prop([ideal], { numRuns: 60, seed: 1 })("the bound is at least the value", (generators) => {
  const cell = originCell([0, 1, 2], generators);
  const bound = dive(cell, rules, stepBudget(5_000)).range;
  const value = solveCell(cell, stepBudget(10_000)).range;
  if (isExact(value)) expect(compare(bound.upper, value.upper)).toBeGreaterThanOrEqual(0);
});

/** λ where a generic zero of the ideal near 0 is the worst, which the best divisor over 0 does not see. */
test.each<[number[], Activation, string]>([
  [[3, 3, 3], linear, "7/2"],
  [[3, 2, 3], linear, "5/2"],
  [[2, 5, 1], monomial(2), "3/2"],
  [[2, 2, 2], tanh, "5/3"],
])("widths %j: the bound is λ", (widths, activation, lambda) => {
  const model = network({ widths, activation });
  const problem = problemOf({ model, point: origin(model) });
  if (problem.kind !== "problem" || problem.tree.kind !== "ideal") throw new Error("no ideal");
  const cell = originCell(
    model.parameters.map((_, i) => i),
    problem.tree.generators,
  );
  const { upper } = dive(cell, rules, stepBudget(20_000)).range;
  expect(upper === "infinite" ? upper : Q.format(Q.divide(upper.lambda, Q.rational(2)))).toBe(lambda);
});
