/** Lower bounds from the generators of lower degree, against values known by resolution. */
import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { problemOf } from "../../../src/symbolic/model/ideal.js";
import { network, tanh } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import { boundsLeaf } from "../../../src/symbolic/resolution/bounds.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import type { Cell } from "../../../src/symbolic/resolution/cell.js";
import type { Proof } from "../../../src/symbolic/resolution/proof.js";
import { solveCell } from "../../../src/symbolic/resolution/solve.js";
import { nothingProved } from "../../../src/symbolic/resolution/step.js";
import { overSubIdeal } from "../../../src/symbolic/resolution/sub-ideal.js";
import { compare, isExact, pole } from "../../../src/symbolic/resolution/value.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import { names, parse } from "../algebra/support/text.js";
import { ideal } from "./support/ideals.js";

function bounded(start: Proof, cell: Cell, steps: number): Proof {
  const budget = stepBudget(steps);
  return overSubIdeal(start, cell, budget, (child, aim) => solveCell(child, budget, "blow-ups", aim));
}

function networkCell(widths: readonly number[]): Cell {
  const problem = problemOf(at(network({ widths, activation: tanh })));
  if (problem.kind !== "problem" || problem.tree.kind !== "ideal") throw new Error("no ideal");
  const { generators } = problem.tree;
  return originCell([...new Set(generators.flatMap(P.variablesOf))], generators);
}

test.prop([ideal], { numRuns: 50, seed: 1 })(
  "the bounds hold the value, and are no wider than before",
  (generators) => {
    const cell = originCell([0, 1, 2], generators);
    const value = solveCell(cell, stepBudget(20_000)).range;
    const start = boundsLeaf(cell, stepBudget(1_000));
    const { lower, upper } = bounded(start, cell, 5_000).range;
    const text = generators.map((g) => P.format(g, names)).join();
    expect(compare(lower, start.range.lower), text).toBeGreaterThanOrEqual(0);
    expect(compare(lower, value.upper), text).toBeLessThanOrEqual(0);
    expect(upper, text).toEqual(start.range.upper);
  },
);

test("an exact proof stays, and so does one whose upper bound is out of reach", () => {
  const cell = originCell([0, 1, 2], ["x^2", "y^3 + x*y*z^2", "z^4"].map(parse));
  const exact = solveCell(cell, stepBudget(20_000));
  expect(isExact(exact.range)).toBe(true);
  expect(bounded(exact, cell, 5_000)).toBe(exact);
  const above = boundsLeaf(cell, stepBudget(1_000));
  expect(bounded(above, cell, 5_000)).toBe(above);
});

/** Moments of tanh networks at zero, whose upper bound (λ, m) is known: those of the highest order are not needed. */
test.each([
  [[2, 1, 3, 1], "4/3", 1, 16_000],
  [[1, 2, 1, 2, 1], "10/9", 1, 22_000],
  [[3, 1, 3, 1], "5/3", 2, 27_000],
])(
  "tanh %j: λ = %s, m = %i of all by the moments of lower order in %i steps",
  (widths, lambda, multiplicity, steps) => {
    const cell = networkCell(widths);
    const value = pole(Q.parse(lambda) ?? Q.zero, multiplicity);
    const start: Proof = { ...nothingProved(), range: { lower: "nothing", upper: value } };
    expect(bounded(start, cell, steps).range).toEqual({ lower: value, upper: value });
  },
);

test("tanh 2-1-3-1: the solver finds λ = 2/3, m = 1, certified", () => {
  const local = at(network({ widths: [2, 1, 3, 1], activation: tanh }));
  const { status, certificate } = rlct(local, { budget: stepBudget(300_000), theorems: false });
  expect(status).toBe("exact");
  const verification = verifyCertificate(JSON.parse(JSON.stringify(certificate)));
  expect(verification).toMatchObject({ valid: true, status: "exact", lambda: "2/3", multiplicity: 1 });
});
