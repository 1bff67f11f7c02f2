/** The rule that integrates variables out: what is left, what follows, and each side condition, broken alone. */
import { expect, test } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { monomial, network } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import type { ProofNode } from "../../../src/symbolic/resolution/certificate.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { keyOf } from "../../../src/verify/certificate/cell.js";
import { finite } from "../../../src/verify/certificate/values.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import { apply, cellOf, refuses } from "./sketches.js";

type Minor = readonly [rows: readonly number[], columns: readonly number[]];

const integrate = (variables: readonly number[], ...minors: readonly Minor[]): ProofNode => ({
  rule: "integrate",
  variables,
  minors: minors.map(([generators, columns]) => ({ generators, variables: columns })),
  child: 0,
});

test("the minors stay, with κ as many times as they have rows", () => {
  const on = cellOf({ roles: "ZZZ", kappa: [0, 0, 3], generators: ["x*z - y", "x*z^2 + y*z^4"] });
  const { cells } = apply(on, integrate([0, 1], [[0, 1], [0, 1]])); // prettier-ignore
  expect(cells.map(keyOf)).toEqual([keyOf(cellOf({ roles: "--Z", kappa: [0, 0, 6], generators: ["z^5 + z^2"] }))]);
});

test.each([
  ["1/2", 3, "1/2", 3],
  ["1", 1, "1", 2],
  ["1", 4, "1", 5],
  ["5/4", 7, "1", 1],
])("x*φ, where φ has λ = %s, m = %i", (lambda, m, whole, its) => {
  const { combine } = apply(cellOf({ roles: "ZZ-", generators: ["x*y"] }), integrate([0], [[0], [0]]));
  const rational = (text: string): Q.Rational => Q.parse(text) ?? Q.zero;
  const lower = finite(rational(lambda), m);
  expect(combine([{ lower, upper: "infinite" }])).toEqual({ lower: finite(rational(whole), its), upper: "infinite" });
});

test("x^2 1-7-1 at zero: λ follows from the weights of the last layer when the budget is short", () => {
  const result = rlct(at(network({ widths: [1, 7, 1], activation: monomial(2) })), {
    budget: stepBudget(1_000),
    theorems: false,
  });
  expect(result).toMatchObject({ status: "exact", lambda: Q.rational(1, 2), multiplicity: 1 });
  expect(result.certificate?.nodes.some(({ rule }) => rule === "integrate")).toBe(true);
  expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({ valid: true });
});

refuses([
  ["a square", { roles: "ZZ-", generators: ["x^2*y"] }, integrate([0], [[0], [0]]), /not affine/],
  ["two variables that meet", { roles: "ZZZ", generators: ["x*y*z"] }, integrate([0, 1], [[0], [0]]), /not affine/],
  ["a free variable", { roles: "FZ-", generators: ["x*y"] }, integrate([0], [[0], [0]]), /free, not zero/],
  ["κ", { roles: "ZZ-", kappa: [1, 0, 0], generators: ["x*y"] }, integrate([0], [[0], [0]]), /a power has/],
  ["h", { roles: "ZZ-", h: [1, 0, 0], generators: ["x*y"] }, integrate([0], [[0], [0]]), /has h/],
  [
    "a variable in a relation",
    { roles: "ZZD", generators: ["x*y"], relations: ["z - x"] },
    integrate([0], [[0], [0]]),
    /a power has/,
  ],
  ["a column that stays", { roles: "ZZ-", generators: ["x*y"] }, integrate([0], [[0], [1]]), /no variable that goes/],
  ["a column twice", { roles: "ZZ-", generators: ["x*y", "x"] }, integrate([0], [[0, 1], [0, 0]]), /no variable that goes/], // prettier-ignore
  ["rows and columns", { roles: "ZZ-", generators: ["x*y"] }, integrate([0], [[0, 0], [0]]), /not square/],
  ["no minor", { roles: "ZZ-", generators: ["x*y"] }, integrate([0]), /no minor/],
  ["one row twice", { roles: "ZZ-", generators: ["x + y"] }, integrate([0, 1], [[0, 0], [0, 1]]), /minors are 0/], // prettier-ignore
  ["an opaque function", { roles: "ZZO", generators: ["x*y + z*y"] }, integrate([0], [[0], [0]]), /opaque/],
]);
