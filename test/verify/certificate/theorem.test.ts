/** The leaves `theorem` and `zero`: what they say of a cell, and each side condition broken alone. */
import { expect, test } from "vitest";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { ProofNode } from "../../../src/symbolic/resolution/certificate.js";
import { exactly, finite } from "../../../src/verify/certificate/values.js";
import { apply, cellOf, refuses } from "./sketches.js";
import type { Sketch } from "./sketches.js";

type Theorem = Extract<ProofNode, { readonly rule: "theorem" }>;
const family = (name: Theorem["name"], degree: number, ...columns: readonly string[]): Theorem => ({
  rule: "theorem",
  name,
  degree,
  layers: columns.map((weight) => [[weight]]),
});
const regression = family("reduced-rank-regression", 1, "x", "y");
const zero: ProofNode = { rule: "zero" };

test.each<[string, Sketch, ProofNode, Q.Rational, number]>([
  ["x·y", { roles: "ZZ-", generators: ["x*y"] }, regression, Q.one, 2],
  ["h on a third variable", { roles: "ZZZ", h: [0, 0, 3], generators: ["x*y"] }, regression, Q.one, 2],
  [
    "a truth other than 0",
    { roles: "ZZ-", generators: ["x*y + 2*x - y"] },
    family("reduced-rank-regression", 1, "x - 1", "y + 2"),
    Q.one,
    1,
  ],
  ["three layers", { roles: "ZZZ", generators: ["x*y*z"] }, family("deep-linear-network", 1, "x", "z", "y"), Q.one, 3],
  ["one input", { roles: "ZZ-", generators: ["x^2*y"] }, family("one-input", 2, "x", "y"), Q.rational(1, 2), 1],
  ["moments", { roles: "ZZ-", generators: ["x*y", "x^3*y"] }, family("vandermonde", 2, "x", "y"), Q.one, 2],
  ["the ideal 0", { roles: "ZF-", generators: [] }, zero, Q.zero, 1],
])("%s", (_, sketch, node, lambda, multiplicity) => {
  expect(apply(cellOf(sketch), node).combine([])).toEqual(exactly(finite(lambda, multiplicity)));
});

test.each<[string, Sketch, ProofNode]>([
  ["theorem", { roles: "ZZF", generators: ["x*y"], equations: ["z^2 + 1"] }, regression],
  ["zero", { roles: "Z-F", generators: [], equations: ["z^2 + 1"] }, zero],
])("%s: no upper bound on a cell that may be empty", (_, sketch, node) => {
  const { lower, upper } = apply(cellOf(sketch), node).combine([]);
  expect(lower).not.toBe("infinite");
  expect(upper).toBe("infinite");
});

refuses([
  ["zero: a generator", { roles: "Z--", generators: ["x"] }, zero, /a generator other than 0/],
  ["theorem: other generators", { roles: "ZZ-", generators: ["x*y + x^2"] }, regression, /not those of the family/],
  ["theorem: one generator more", { roles: "ZZ-", generators: ["x*y", "x^2"] }, regression, /not those of the family/],
  ["theorem: h", { roles: "ZZ-", h: [1, 0, 0], generators: ["x*y"] }, regression, /has h/],
  ["theorem: κ", { roles: "ZZ-", kappa: [0, 1, 0], generators: ["x*y"] }, regression, /powers/],
  ["theorem: a power", { roles: "ZZ-", powers: [["x + y", 1]], generators: ["x*y"] }, regression, /powers/],
  ["theorem: a weight that is free", { roles: "ZF-", generators: ["x*y"] }, regression, /free, not zero/],
  [
    "theorem: a weight in two places",
    { roles: "Z--", generators: ["x^2"] },
    family("reduced-rank-regression", 1, "x", "x"),
    /two places/,
  ],
  [
    "theorem: a weight that is no variable",
    { roles: "ZZ-", generators: ["x^2*y"] },
    family("reduced-rank-regression", 1, "x^2", "y"),
    /no variable/,
  ],
  [
    "theorem: a weight of two variables",
    { roles: "ZZZ", generators: ["x*y + y*z"] },
    family("reduced-rank-regression", 1, "x + z", "y"),
    /no variable/,
  ],
  [
    "theorem: cited for three layers",
    { roles: "ZZZ", generators: ["x*y*z"] },
    family("reduced-rank-regression", 1, "x", "y", "z"),
    /number of layers/,
  ],
  [
    "theorem: one input, off zero",
    { roles: "ZZ-", generators: ["x^2*y + x^2"] },
    family("one-input", 2, "x", "y + 1"),
    /not 0 at the point/,
  ],
  [
    "theorem: moments out of step",
    { roles: "ZZ-", generators: ["x*y", "x^4*y"] },
    family("vandermonde", 2, "x", "y"),
    /not those of the family/,
  ],
]);
