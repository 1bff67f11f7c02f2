import { expect, test } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import { at } from "../../../src/symbolic/model/point.js";
import { ideal } from "../../../src/symbolic/model/text.js";
import { rlct } from "../../../src/symbolic/rlct.js";

test("22 dense combinations of the 21 quadratic monomials in 6 variables are the square of the maximal ideal", () => {
  const names = Array.from("abcdef");
  const monomials = names.flatMap((x, i) => names.slice(i).map((y) => `${x}*${y}`));
  const generators = Array.from({ length: 22 }, (_, i) =>
    monomials.map((m, k) => `${(((i + 1) * (k + 2) * (i + k + 3) ** 2 + i ** 3) % 13) + 1}*${m}`).join(" + "),
  );
  const result = rlct(at(ideal(generators.join(", "))), { budget: stepBudget(20_000) });
  expect(result).toMatchObject({ status: "exact", lambda: { num: 3n, den: 2n }, multiplicity: 1 });
});
