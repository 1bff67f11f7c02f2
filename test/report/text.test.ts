import { expect, test } from "vitest";
import { styleOf } from "../../src/report/style.js";
import { exactText } from "../../src/report/text.js";
import { stepBudget } from "../../src/symbolic/algebra/budget.js";
import { describe } from "../../src/symbolic/model/describe.js";
import { at } from "../../src/symbolic/model/point.js";
import { polynomial } from "../../src/symbolic/model/text.js";
import { rlct } from "../../src/symbolic/rlct.js";

function textOf(source: string): string {
  const local = at(polynomial(source));
  return exactText(rlct(local, { budget: stepBudget(1_000_000) }), describe(local), styleOf(false));
}

test("the volume is that of {|K| < ε} where K takes both signs: {x² − y² < ε} has half the plane", () => {
  expect(textOf("x^2-y^2")).toContain("Vol{|K| < ε} ~ c ε^1 log(1/ε) as ε → 0");
  expect(textOf("x^2*y^2")).toContain("Vol{K < ε} ~ c ε^(1/2) log(1/ε) as ε → 0");
});
