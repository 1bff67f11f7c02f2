/** Weierstrass preparation to finite precision: what it costs where no edge is to be seen. */
import { expect, test } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import { parsePolynomial } from "../../../src/symbolic/algebra/polynomial-text.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import { prepare } from "../../../src/symbolic/resolution/prepare.js";

/** One step each; a search for an edge goes on to hundreds of powers and takes ten times as much. */
test.each([
  ["a smooth curve", ["x^2 + y^4 + y", "x^4 + 2*x^2*y + y^2 + x^9"]],
  [
    "the square of a smooth curve",
    ["x^4 + 2*x^2*y^4 + y^8 + 2*x^2*y + 2*y^5 + y^2", "x^6 + 3*x^4*y + 3*x^2*y^2 + y^3 + x^19"],
  ],
])("%s among the points, which leaves no edge: the precision that is asked for is enough", (_, texts) => {
  const ideal = texts.map((text) => parsePolynomial(text, (name) => ["x", "y"].indexOf(name)));
  const budget = stepBudget(1_000_000);
  expect(prepare(originCell([0, 1], ideal), 16, budget)?.children).toHaveLength(1);
  expect(budget.steps).toBeLessThan(1_000);
});
