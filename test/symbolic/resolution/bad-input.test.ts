import { describe, expect, test } from "vitest";
import { LimitError } from "../../../src/errors.js";
import type { Budget } from "../../../src/symbolic/algebra/budget.js";
import { budgetUntil, stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { origin } from "../../../src/symbolic/model/point.js";
import { ideal, polynomial } from "../../../src/symbolic/model/text.js";
import type { RlctResult } from "../../../src/symbolic/resolution/result.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";

/** Inputs that are degenerate or too large: an exact value, or bounds whose certificate verifies, after few steps. */
describe("degenerate and huge inputs", () => {
  test("the zero ideal: λ = 0, m = 1", () => {
    const result = solve(ideal("x - x, 0*y"));
    expect(result).toMatchObject({ status: "exact", lambda: Q.zero, multiplicity: 1 });
  });

  test("50 variables in disjoint pairs: the sum of 25 crossings", () => {
    const text = Array.from({ length: 25 }, (_, i) => `a${i}*b${i}`).join(", ");
    expect(solve(ideal(text))).toMatchObject({ status: "exact", lambda: Q.rational(25, 2), multiplicity: 26 });
  });

  test("50 variables in one generator: bounds at least", () => {
    const text = Array.from({ length: 49 }, (_, i) => `x${i}*x${i + 1}`).join(" + ");
    solve(ideal(text));
  });

  test("500 generators", () => {
    const list = Array.from({ length: 500 }, (_, i) => `x^${i % 25}*y^${20 - (i % 20)}*(1+x*${i}) + x^${26 + (i % 7)}`);
    expect(solve(ideal(list))).toMatchObject({ status: "exact" });
  });

  test("coefficients of a thousand digits", () => {
    const [a, b] = ["7".repeat(1000), "3".repeat(999)];
    expect(solve(ideal(`${a}*x^2 - ${b}*y^3`))).toMatchObject({ status: "exact", lambda: Q.rational(5, 12) });
    solve(ideal(`${a}*x^2 + ${b}*x*y + y^2, x^3 + ${b}*y^4`));
  });

  test("degree 10 000 is past the stated limit", () => {
    expect(() => polynomial("x^10000*y^9998")).toThrow(LimitError);
  });

  test("degrees up to the limit", () => {
    expect(solve(polynomial("x^500*y^498"))).toMatchObject({ status: "exact", lambda: Q.rational(1, 500) });
    expect(solve(ideal("x^2, y^1000"))).toMatchObject({ status: "exact", lambda: Q.rational(501, 2000) });
    expect(solve(ideal("y^2 - x^99"))).toMatchObject({ status: "exact", lambda: Q.rational(101, 396) });
  });

  test("y² − x^999: no polynomial of degree 997 is factored for its rational roots", () => {
    const result = solve(ideal("y^2 - x^999"));
    expect(result).toMatchObject({ status: "exact", lambda: Q.rational(1001, 3996), multiplicity: 1 });
  });

  test("a budget that is over before it begins gives bounds", () => {
    const over = budgetUntil(() => true);
    for (const text of ["x^2 + y^3", "(x^2-2*y^2)^2+y^6, x*y^5", "x*y*z, x^3 + y^4*z"]) {
      expect(solve(ideal(text), over).status).toBe("bounds");
    }
  });

  test("a budget that ends on the way stops soon after", () => {
    const budget = stepBudget(1000);
    solve(ideal("x^7 + y^5*z^2 + x*y*z^4 - z^9, x^3*y^2 + z^8 - x*y^6, x^2*z^3 - y^7"), budget);
    expect(budget.steps).toBeLessThan(20_000);
  });
});

function solve(model: LocalModel["model"], budget: Budget = stepBudget(20_000)): RlctResult {
  const result = rlct({ model, point: origin(model) }, { budget });
  expect(result.certificate).not.toBeNull();
  expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({ valid: true });
  if (result.status === "bounds") expect(Q.compare(result.lower, result.upper)).toBeLessThanOrEqual(0);
  return result;
}
