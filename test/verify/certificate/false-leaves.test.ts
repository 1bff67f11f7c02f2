/** Leaves: each side condition, broken alone. The step would prove something false, or prove nothing. */
import { expect, test } from "vitest";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { ProofNode } from "../../../src/symbolic/resolution/certificate.js";
import { read } from "../../../src/verify/certificate/cell.js";
import type { Cell } from "../../../src/verify/certificate/cell.js";
import { apply, cellOf, crossing, leaf, none, refuses } from "./sketches.js";

refuses([
  [
    "derivative: a dependent variable moves with it",
    { roles: "Z-D", generators: ["x - z"], relations: ["x - z + z^2"] },
    { rule: "derivative", generator: 0, variable: 0, order: 1, unit: none },
    /moves with/,
  ],
  [
    "crossing: two functions that the relation makes dependent",
    { roles: "ZZD", generators: ["x*z"], relations: ["x - z"] },
    crossing(
      [
        ["x", 0, 1],
        ["z", 1, 1],
      ],
      ["1/2", "1/2"],
      "1",
    ),
    /witness/,
  ],
  [
    "initial: relations",
    { roles: "Z-D", generators: ["x - z"], relations: ["x - z + z^2"] },
    { rule: "initial", weights: [[0, 1]], forms: [] },
    /relations/,
  ],
  [
    "monomial: no generators",
    { roles: "ZZ-", generators: [] },
    { rule: "monomial", ...leaf, forms: [], primal: ["0", "0"], dual: [] },
    /no generator/,
  ],
  [
    "valuation: no generators",
    { roles: "ZZ-", generators: [] },
    { rule: "valuation", weights: [[0, 1]] },
    /no generator/,
  ],
  [
    "valuation: κ past all bounds",
    { roles: "ZZ-", kappa: [2 ** 52, 2 ** 52, 0] },
    {
      rule: "valuation",
      weights: [
        [0, 1],
        [1, 1],
      ],
    },
    /too large/,
  ],
  ["empty: no reason", { roles: "ZF-", nonzero: ["y"] }, { rule: "empty" }, /no nonzero polynomial vanishes/],
  [
    "monomial: a generator is no unit times a monomial",
    { roles: "ZZ-", generators: ["x + y"] },
    { rule: "monomial", ...leaf, primal: ["1", "1"], dual: ["1"] },
    /witness/,
  ],
  [
    "monomial: κ on a free variable",
    { roles: "ZF-", kappa: [0, 1, 0] },
    { rule: "monomial", ...leaf, primal: ["1"], dual: ["1"] },
    /κ or h/,
  ],
  [
    "monomial: not feasible",
    { roles: "Z--", generators: ["x"] },
    { rule: "monomial", ...leaf, primal: ["1/2"], dual: ["1"] },
    /complementary/,
  ],
  [
    "monomial: not optimal",
    { roles: "Z--", generators: ["x"] },
    { rule: "monomial", ...leaf, primal: ["2"], dual: ["1"] },
    /complementary/,
  ],
  [
    "monomial: optimal but not strictly complementary, so that m is 1 and not 2",
    { roles: "ZZ-", generators: ["x*y"] },
    { rule: "monomial", ...leaf, primal: ["1", "0"], dual: ["1"] },
    /complementary/,
  ],
  [
    "monomial: a negative dual solution",
    { roles: "Z--", generators: ["x"] },
    { rule: "monomial", ...leaf, primal: ["1"], dual: ["-1"] },
    /complementary/,
  ],
  [
    "monomial: a solution of the wrong length",
    { roles: "ZZ-", generators: ["x"] },
    { rule: "monomial", ...leaf, primal: ["1"], dual: ["1"] },
    /complementary/,
  ],
  [
    "crossing: a generator without its form",
    { roles: "ZZ-", generators: ["x", "y"] },
    crossing([["y", 1, 1]], ["1", "0"], "1"),
    /no form number 1/,
  ],
  [
    "crossing: not the factors",
    { roles: "ZZ-", generators: ["x*y + x^2"] },
    crossing([["x", 0, 1]], ["0", "1"], "1"),
    /multiply out/,
  ],
  [
    "crossing: another exponent",
    { roles: "ZZ-", generators: ["x^2"] },
    crossing([["x", 0, 1]], ["0", "1"], "1"),
    /multiply out/,
  ],
  [
    "crossing: a factor without its exponent",
    { roles: "ZZ-", generators: ["x*y"] },
    {
      ...crossing(
        [
          ["x", 0, 1],
          ["y", 1, 1],
        ],
        ["1/2", "1/2"],
        "1",
      ),
      forms: [{ exponents: [1] }],
    },
    /no exponent number 1/,
  ],
  [
    "crossing: m without the divisor of the blow-up",
    { roles: "ZZ-", kappa: [1, 0, 0], generators: ["y"] },
    crossing([["y", 1, 1]], ["0", "1"], "1"),
    /complementary/,
  ],
  [
    "crossing: not transversal",
    { roles: "ZZ-", generators: ["x*y - x^3"] },
    crossing(
      [
        ["x", 0, 1],
        ["x^2 - y", 0, 1],
      ],
      ["1/2", "1/2"],
      "1",
    ),
    /same variable/,
  ],
  [
    "crossing: a singular factor",
    { roles: "ZZ-", generators: ["x^2 - y^3"] },
    crossing([["x^2 - y^3", 0, 1]], ["0", "1"], "1"),
    /witness/,
  ],
  [
    "crossing: κ on a factor's variable",
    { roles: "ZZ-", kappa: [1, 0, 0], generators: ["x"] },
    crossing([["x", 0, 1]], ["0", "1"], "1"),
    /κ or h/,
  ],
  [
    "crossing: κ on a free variable",
    { roles: "ZF-", kappa: [0, 1, 0], generators: ["x"] },
    crossing([["x", 0, 1]], ["0", "1"], "1"),
    /κ or h/,
  ],
  ["valuation: all weights 0", { roles: "Z--" }, { rule: "valuation", weights: [[0, 0]] }, /all 0/],
  [
    "valuation: a negative weight",
    { roles: "ZZ-" },
    {
      rule: "valuation",
      weights: [
        [0, 1],
        [1, -1],
      ],
    },
    /negative/,
  ],
  [
    "derivative: with κ",
    { roles: "Z--", kappa: [1, 0, 0] },
    { rule: "derivative", generator: 0, variable: 0, order: 1, unit: none },
    /κ is not 0/,
  ],
  [
    "initial: κ of a free variable left out of the program",
    { roles: "ZF-", kappa: [0, 2, 0] },
    { rule: "initial", weights: [[0, 1]], forms: [{ generator: 0, unit: none, multiplier: "1" }] },
    /dual program/,
  ],
  [
    "initial: more than h allows outside the monomials",
    { roles: "ZZ-", kappa: [0, 2, 0], h: [0, 0, 0] },
    { rule: "initial", weights: [[0, 1]], forms: [{ generator: 0, unit: none, multiplier: "1" }] },
    /dual program/,
  ],
  [
    "initial: h counted where another initial monomial has the variable",
    { roles: "ZZ-", kappa: [0, 1, 0], h: [0, 3, 0], generators: ["x", "x*y + y^2"] },
    {
      rule: "initial",
      weights: [
        [0, 1],
        [1, 3],
      ],
      forms: [
        { generator: 0, unit: none, multiplier: "3/4" },
        { generator: 1, unit: none, multiplier: "1/4" },
      ],
    },
    /dual program/,
  ],
  [
    "initial: a negative weight",
    { roles: "ZZ-", generators: ["x + y^2"] },
    { rule: "initial", weights: [[1, -1]], forms: [{ generator: 0, unit: none, multiplier: "1/2" }] },
    /negative/,
  ],
  [
    "initial: a weight on a nonzero variable",
    { roles: "ZN-", generators: ["x^2*y + x"] },
    { rule: "initial", weights: [[1, 1]], forms: [{ generator: 0, unit: none, multiplier: "1" }] },
    /nonzero, not zero/,
  ],
  [
    "initial: a generator taken twice",
    { roles: "ZZ-", generators: ["x*y"] },
    {
      rule: "initial",
      weights: [],
      forms: ["1/2", "1/2"].map((multiplier) => ({ generator: 0, unit: none, multiplier })),
    },
    /twice/,
  ],
  [
    "initial: a form of two terms",
    { roles: "ZZ-", generators: ["x^2 + y^2"] },
    {
      rule: "initial",
      weights: [
        [0, 1],
        [1, 1],
      ],
      forms: [{ generator: 0, unit: none, multiplier: "1" }],
    },
    /witness/,
  ],
  [
    "initial: a coefficient that vanishes on the cell",
    { roles: "ZF-", generators: ["x*y + x^2"] },
    { rule: "initial", weights: [[0, 1]], forms: [{ generator: 0, unit: none, multiplier: "1" }] },
    /witness/,
  ],
  [
    "initial: multipliers past the costs",
    { roles: "ZZ-", generators: ["x^2 + y^2"] },
    { rule: "initial", weights: [[1, 1]], forms: [{ generator: 0, unit: none, multiplier: "1" }] },
    /dual program/,
  ],
  [
    "initial: κ left out of the program",
    { roles: "ZZ-", kappa: [1, 0, 0], generators: ["x + y"] },
    { rule: "initial", weights: [[1, 1]], forms: [{ generator: 0, unit: none, multiplier: "1" }] },
    /dual program/,
  ],
  [
    "initial: h counted in the program",
    { roles: "ZZ-", h: [1, 0, 0], generators: ["x^2 - 2*x*y + y^2"] },
    { rule: "initial", weights: [[1, 1]], forms: [{ generator: 0, unit: none, multiplier: "1" }] },
    /dual program/,
  ],
  [
    "initial: a negative multiplier",
    { roles: "ZZ-", generators: ["x^2", "y^2"] },
    {
      rule: "initial",
      weights: [],
      forms: [
        { generator: 0, unit: none, multiplier: "-1" },
        { generator: 1, unit: none, multiplier: "1/2" },
      ],
    },
    /not positive/,
  ],
  ["initial: nothing", { roles: "Z--" }, { rule: "initial", weights: [], forms: [] }, /not positive/],
  [
    "derivative: no unit",
    { roles: "Z--", generators: ["x^2"] },
    { rule: "derivative", generator: 0, variable: 0, order: 1, unit: none },
    /witness/,
  ],
  [
    "derivative: past the degree",
    { roles: "Z--" },
    { rule: "derivative", generator: 0, variable: 0, order: 2, unit: none },
    /is 0/,
  ],
]);

test("a constant as a coordinate", () => {
  const on = cellOf({ roles: "ZF-", generators: ["x^2 + y"] });
  const constants = [{ index: 1, minimal: read("y^2 - 2", on), lower: Q.one, upper: Q.rational(2) }];
  const proof = crossing([["x^2 + y", 1, 1]], ["0", "1"], "1");
  const there: Cell = { ...on, roles: ["zero", "constant"], constants };
  expect(() => apply(there, proof)).toThrow(/constant, not/);
  const derivative: ProofNode = { rule: "derivative", generator: 0, variable: 1, order: 1, unit: none };
  expect(() => apply(there, derivative)).toThrow(/constant, not/);
});
