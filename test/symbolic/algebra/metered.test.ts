/** What paid-for arithmetic gives and what it is charged. */
import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import { quotient } from "../../../src/symbolic/algebra/metered.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { nonzeroPolynomial, polynomial } from "./support/arbitrary.js";
import { parse } from "./support/text.js";

const shape = { variables: 3, degree: 3, terms: 6 };

test.prop([polynomial(shape), nonzeroPolynomial(shape)])("a quotient is exact or null", (p, q) => {
  expect(quotient(P.multiply(p, q), q, unlimited())).toEqual(p);
  const found = quotient(p, q, unlimited());
  if (found !== null) expect(P.multiply(found, q)).toEqual(p);
  if (!P.isConstant(q)) expect(quotient(P.add(P.multiply(p, q), P.one), q, unlimited())).toBeNull();
});

/** Not by the terms of the dividend for each of the quotient, which are 13 million here. */
test("a long quotient by a short divisor is charged by the products of its terms", () => {
  const size = 60;
  const long = P.sum(
    Array.from({ length: size ** 2 }, (_, k) =>
      P.multiply(P.variable(0, k % size), P.variable(1, Math.floor(k / size))),
    ),
  );
  const divisor = parse("x^2 + y^3");
  const budget = stepBudget(30 * size ** 2);
  expect(quotient(P.multiply(long, divisor), divisor, budget)).toEqual(long);
  expect(() => quotient(P.multiply(long, divisor), divisor, stepBudget(size ** 2))).toThrow("budget");
});
