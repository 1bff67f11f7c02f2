/** Weierstrass preparation to finite precision: what it costs where no edge is to be seen, and what the checker can follow. */
import { expect, test } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import { parsePolynomial } from "../../../src/symbolic/algebra/polynomial-text.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import { prepare } from "../../../src/symbolic/resolution/prepare.js";
import { exactly } from "./support/solve.js";

const parse = (text: string): Polynomial => parsePolynomial(text, (name) => ["x", "y"].indexOf(name));

/** One step each; a search for an edge goes on to hundreds of powers and takes ten times as much. */
test.each([
  ["a smooth curve", ["x^2 + y^4 + y", "x^4 + 2*x^2*y + y^2 + x^9"]],
  [
    "the square of a smooth curve",
    ["x^4 + 2*x^2*y^4 + y^8 + 2*x^2*y + 2*y^5 + y^2", "x^6 + 3*x^4*y + 3*x^2*y^2 + y^3 + x^19"],
  ],
])("%s among the points, which leaves no edge: the precision that is asked for is enough", (_, texts) => {
  const ideal = texts.map(parse);
  const budget = stepBudget(1_000_000);
  expect(prepare(originCell([0, 1], ideal), 16, budget)?.children).toHaveLength(1);
  expect(budget.steps).toBeLessThan(1_000);
});

/**
 * With x^48 a generator's unit times its lower part are four and a half million products of terms, which the checker refuses. λ is 5/40:
 * with the weights 3 and 2 the generators have the orders 40, 44 and 40.
 */
test("a unit too long for the checker is not divided out: the certificate of an exact value verifies", () => {
  const [x, y] = [P.variable(0), P.variable(1)];
  const a = parse(
    "4*x^20 - 2*x^16 - 8*x^14 - 8*x^13*y - 12*x^12 - 16*x^11*y - 4*x^10*y^2 - 8*x^10 - 8*x^9*y - 2*x^8 + y^4",
  );
  const b = parse("x^12 + 2*x^9 - 2*x^6*y + x^6 - 2*x^4 - 2*x^3*y + y^2");
  const fourth = P.power(a, 4);
  const ideal = [
    P.product([P.power(y, 2), fourth, b]),
    P.multiply(fourth, P.power(b, 3)),
    P.multiply(P.power(x, 12), b),
  ];
  expect(exactly(ideal)).toBe("1/8, 1");
});
