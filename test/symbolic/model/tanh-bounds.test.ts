/** The two ideals between which a deep tanh network lies. */
import { describe, expect, test } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { linear, network, tanh } from "../../../src/symbolic/model/network.js";
import { origin, parsePoint } from "../../../src/symbolic/model/point.js";
import { tanhBounds } from "../../../src/symbolic/model/tanh-bounds.js";
import { rlct } from "../../../src/symbolic/rlct.js";

function atZero(widths: number[], activation = tanh): LocalModel {
  const model = network({ widths, activation });
  return { model, point: origin(model) };
}

const names = ["c", "b", "a"];
const shown = (list: readonly P.Polynomial[] | undefined): string[] | undefined =>
  list?.map((p) => P.format(p, names)).sort();

describe("a chain a·tanh(b·tanh(c·x))", () => {
  const bounds = tanhBounds(atZero([1, 1, 1, 1]));

  test("below: the first Taylor coefficients", () => {
    expect(shown(bounds?.below)).toEqual(
      ["-1/3*c^3*b^3*a - 1/3*c^3*b*a", "2/15*c^5*b^5*a + 1/3*c^5*b^3*a + 2/15*c^5*b*a", "c*b*a"].sort(),
    );
  });

  test("above: the products along paths", () => {
    expect(shown(bounds?.above)).toEqual(["c*b*a"]);
  });
});

test.each([
  ["another activation", atZero([1, 2, 1], linear)],
  ["another point", { ...atZero([1, 1, 1]), point: parsePoint(atZero([1, 1, 1]).model, "[[[0]],[[1]]]") }],
])("nothing for %s", (_, local) => {
  expect(tanhBounds(local)).toBeNull();
});

test("every unit of every layer is on a path", () => {
  expect(tanhBounds(atZero([2, 3, 2, 2]))?.above).toHaveLength(2 * 3 * 2 * 2);
});

test.each([
  [[1, 2, 2, 1], "3/5", "1"],
  [[2, 2, 2, 1], "1", "1"],
])("tanh %j at zero: bounds within [%s, %s]", (widths, least, most) => {
  const result = rlct(atZero(widths), { budget: stepBudget(1_000) });
  if (result.status !== "bounds") throw new Error(result.status);
  expect(Q.compare(result.lower, Q.parse(least) ?? Q.zero)).toBeGreaterThanOrEqual(0);
  expect(Q.compare(result.upper, Q.parse(most) ?? Q.zero)).toBeLessThanOrEqual(0);
  expect(Q.compare(result.lower, result.upper)).toBeLessThanOrEqual(0);
});
