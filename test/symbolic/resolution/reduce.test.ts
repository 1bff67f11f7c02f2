import { expect, test } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import type { Budget } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import { residues } from "../../../src/symbolic/algebra/modular.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { at } from "../../../src/symbolic/model/point.js";
import { ideal } from "../../../src/symbolic/model/text.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import { reduce } from "../../../src/symbolic/resolution/reduce.js";
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

const forms = (degree: number): Polynomial[] =>
  Array.from({ length: degree + 1 }, (_, i) => P.multiply(P.variable(0, i), P.variable(1, degree - i)));

test("60 combinations of 8 monomials: the work of dropping 52 is counted, and stops with the budget", () => {
  const generators = combinations(forms(7), 60);
  const whole = unlimited();
  expect(reduced(generators, whole)).toHaveLength(8);
  expect(whole.steps).toBeGreaterThan(150);
  const short = stepBudget(whole.steps / 10);
  expect(reduced(generators, short).length).toBeGreaterThanOrEqual(8);
  expect(short.refusals).toBeGreaterThan(0);
  expect(short.steps).toBeLessThan(whole.steps / 5);
});

/** What the rule leaves of the generators. */
function reduced(generators: readonly Polynomial[], budget: Budget): readonly Polynomial[] {
  const cell = originCell([0, 1], generators);
  const step = reduce(cell, budget);
  const children = step !== null && "children" in step ? step.children : [];
  return children[0]?.generators ?? cell.generators;
}

function combinations(list: readonly Polynomial[], count: number): Polynomial[] {
  const next = residues(97, 5);
  return Array.from({ length: count }, () => P.sum(list.map((p) => P.scale(p, Q.rational(1 + next())))));
}
