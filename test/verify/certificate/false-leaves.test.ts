/** Leaves: each side condition, broken alone. */
import { expect, test } from "vitest";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { read } from "../../../src/verify/certificate/cell.js";
import type { Cell } from "../../../src/verify/certificate/cell.js";
import { crossing, empty, initial, monomial, valuation } from "./nodes.js";
import { apply, cellOf, refuses } from "./sketches.js";

refuses([
  [
    "crossing: two functions that the relation makes dependent",
    { roles: "ZZD", generators: ["x*z"], relations: ["x - z"] },
    crossing("1/2 1/2", "1", ["x", "x", 1], ["z", "y", 1]),
    /witness/,
  ],
  [
    "initial: relations",
    { roles: "Z-D", generators: ["x - z"], relations: ["x - z + z^2"] },
    initial("x:1"),
    /relations/,
  ],
  ["monomial: no generators", { roles: "ZZ-", generators: [] }, monomial("0 0", ""), /no generator/],
  ["valuation: no generators", { roles: "ZZ-", generators: [] }, valuation("x:1"), /no generator/],
  ["valuation: κ past all bounds", { roles: "ZZ-", kappa: [2 ** 52, 2 ** 52, 0] }, valuation("x:1 y:1"), /too large/],
  ["empty: no reason", { roles: "ZF-", nonzero: ["y"] }, empty, /no nonzero polynomial vanishes/],
  [
    "monomial: a generator is no unit times a monomial",
    { roles: "ZZ-", generators: ["x + y"] },
    monomial("1 1", "1"),
    /witness/,
  ],
  ["monomial: κ on a free variable", { roles: "ZF-", kappa: [0, 1, 0] }, monomial("1", "1"), /witness/],
  ["monomial: not feasible", { roles: "Z--", generators: ["x"] }, monomial("1/2", "1"), /complementary/],
  ["monomial: not optimal", { roles: "Z--", generators: ["x"] }, monomial("2", "1"), /complementary/],
  [
    "monomial: optimal but not strictly complementary, so that m is 1 and not 2",
    { roles: "ZZ-", generators: ["x*y"] },
    monomial("1 0", "1"),
    /complementary/,
  ],
  ["monomial: a negative dual solution", { roles: "Z--", generators: ["x"] }, monomial("1", "-1"), /complementary/],
  [
    "monomial: a solution of the wrong length",
    { roles: "ZZ-", generators: ["x"] },
    monomial("1", "1"),
    /complementary/,
  ],
  [
    "crossing: a generator without its form",
    { roles: "ZZ-", generators: ["x", "y"] },
    crossing("1 0", "1", ["y", "y", 1]),
    /no form number 1/,
  ],
  [
    "crossing: not the factors",
    { roles: "ZZ-", generators: ["x*y + x^2"] },
    crossing("0 1", "1", ["x", "x", 1]),
    /multiply out/,
  ],
  [
    "crossing: another exponent",
    { roles: "ZZ-", generators: ["x^2"] },
    crossing("0 1", "1", ["x", "x", 1]),
    /multiply out/,
  ],
  [
    "crossing: a factor without its exponent",
    { roles: "ZZ-", generators: ["x*y"] },
    { ...crossing("1/2 1/2", "1", ["x", "x", 1], ["y", "y", 1]), forms: [{ exponents: [1] }] },
    /no exponent number 1/,
  ],
  [
    "crossing: m without the divisor of the blow-up",
    { roles: "ZZ-", kappa: [1, 0, 0], generators: ["y"] },
    crossing("0 1", "1", ["y", "y", 1]),
    /complementary/,
  ],
  [
    "crossing: not transversal",
    { roles: "ZZ-", generators: ["x*y - x^3"] },
    crossing("1/2 1/2", "1", ["x", "x", 1], ["x^2 - y", "x", 1]),
    /same variable/,
  ],
  [
    "crossing: a singular factor",
    { roles: "ZZ-", generators: ["x^2 - y^3"] },
    crossing("0 1", "1", ["x^2 - y^3", "x", 1]),
    /witness/,
  ],
  [
    "crossing: κ on a factor's variable",
    { roles: "ZZ-", kappa: [1, 0, 0], generators: ["x"] },
    crossing("0 1", "1", ["x", "x", 1]),
    /witness/,
  ],
  [
    "crossing: κ on a free variable",
    { roles: "ZF-", kappa: [0, 1, 0], generators: ["x"] },
    crossing("0 1", "1", ["x", "x", 1]),
    /witness/,
  ],
  ["valuation: all weights 0", { roles: "Z--" }, valuation("x:0"), /all 0/],
  ["valuation: a negative weight", { roles: "ZZ-" }, valuation("x:1 y:-1"), /negative/],
  [
    "initial: κ of a free variable left out of the program",
    { roles: "ZF-", kappa: [0, 2, 0] },
    initial("x:1", [0, "1"]),
    /dual program/,
  ],
  [
    "initial: more than h allows outside the monomials",
    { roles: "ZZ-", kappa: [0, 2, 0], h: [0, 0, 0] },
    initial("x:1", [0, "1"]),
    /dual program/,
  ],
  [
    "initial: h counted where another initial monomial has the variable",
    { roles: "ZZ-", kappa: [0, 1, 0], h: [0, 3, 0], generators: ["x", "x*y + y^2"] },
    initial("x:1 y:3", [0, "3/4"], [1, "1/4"]),
    /dual program/,
  ],
  ["initial: a negative weight", { roles: "ZZ-", generators: ["x + y^2"] }, initial("y:-1", [0, "1/2"]), /negative/],
  [
    "initial: a weight on a nonzero variable",
    { roles: "ZN-", generators: ["x^2*y + x"] },
    initial("y:1", [0, "1"]),
    /free, not zero/,
  ],
  [
    "initial: a generator taken twice",
    { roles: "ZZ-", generators: ["x*y"] },
    initial("", [0, "1/2"], [0, "1/2"]),
    /twice/,
  ],
  [
    "initial: a form of two terms",
    { roles: "ZZ-", generators: ["x^2 + y^2"] },
    initial("x:1 y:1", [0, "1"]),
    /witness/,
  ],
  [
    "initial: a coefficient that vanishes on the cell",
    { roles: "ZF-", generators: ["x*y + x^2"] },
    initial("x:1", [0, "1"]),
    /witness/,
  ],
  [
    "initial: multipliers past the costs",
    { roles: "ZZ-", generators: ["x^2 + y^2"] },
    initial("y:1", [0, "1"]),
    /dual program/,
  ],
  [
    "initial: κ left out of the program",
    { roles: "ZZ-", kappa: [1, 0, 0], generators: ["x + y"] },
    initial("y:1", [0, "1"]),
    /dual program/,
  ],
  [
    "initial: h counted in the program",
    { roles: "ZZ-", h: [1, 0, 0], generators: ["x^2 - 2*x*y + y^2"] },
    initial("y:1", [0, "1"]),
    /dual program/,
  ],
  [
    "initial: a negative multiplier",
    { roles: "ZZ-", generators: ["x^2", "y^2"] },
    initial("", [0, "-1"], [1, "1/2"]),
    /not positive/,
  ],
  ["initial: nothing", { roles: "Z--" }, initial(""), /not positive/],
]);

test("a constant as a coordinate", () => {
  const on = cellOf({ roles: "ZF-", generators: ["x^2 + y"] });
  const constants = [{ index: 1, minimal: read("y^2 - 2", on), lower: Q.one, upper: Q.rational(2) }];
  const proof = crossing("0 1", "1", ["x^2 + y", "y", 1]);
  const there: Cell = { ...on, roles: ["zero", "constant"], constants };
  expect(() => apply(there, proof)).toThrow(/constant, not/);
});
