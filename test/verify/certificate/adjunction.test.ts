/** Bounds along a divisor from multiplicities of roots: what follows, and each side condition, broken alone. */
import { expect, test } from "vitest";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { ProofNode, UnitWitness } from "../../../src/symbolic/resolution/certificate.js";
import { finite } from "../../../src/verify/certificate/values.js";
import { unitOf } from "./nodes.js";
import { apply, cellOf, refuses } from "./sketches.js";
import type { Sketch } from "./sketches.js";

type Form = readonly [exponents: readonly number[], unit?: UnitWitness];

/** Along y. */
const adjunction = (combination: string, roots: readonly string[], ...forms: readonly Form[]): ProofNode => ({
  rule: "adjunction",
  variable: 1,
  combination: combination.split(" "),
  roots,
  forms: forms.map(([exponents, unit = []]) => ({ exponents, unit })),
});

const line: Sketch = { roles: "ZF-", kappa: [4, 0, 0], h: [1, 0, 0], generators: ["y^3 + x"] };

test.each<[string, Sketch, ProofNode, string, number]>([
  ["the divisor, below a simple root", { ...line, generators: ["y + x"] }, adjunction("1", ["y"], [[1]]), "1/2", 1],
  ["the root, below the divisor", line, adjunction("1", ["y"], [[3]]), "1/3", 1],
  ["both, where they meet", { ...line, generators: ["y^2 + x"] }, adjunction("1", ["y"], [[2]]), "1/2", 2],
  ["a root with κ and h", { ...line, kappa: [4, 7, 0], h: [1, 3, 0] }, adjunction("1", ["y"], [[3]]), "1/3", 1],
  ["κ at a root, more than h", { ...line, kappa: [4, 20, 0], h: [1, 3, 0] }, adjunction("1", ["y"], [[3]]), "4/23", 1],
  [
    "κ without a root",
    { ...line, kappa: [4, 9, 0], generators: ["y + 1"], nonzero: ["y + 1"] },
    adjunction("1", ["y"], [[0], unitOf("y + 1")]),
    "1/9",
    1,
  ],
  [
    "powers, at common roots",
    {
      ...line,
      generators: ["1"],
      powers: [
        ["y^2 - y + x", 2],
        ["y - 1 + x", 1],
      ],
    },
    adjunction("1", ["y", "y - 1"], [[0, 0]], [[0, 1]], [[1, 1]]),
    "1/3",
    1,
  ],
  ["irrational roots", { ...line, generators: ["y^4 - 4*y^2 + 4 + x"] }, adjunction("1", ["y^2 - 2"], [[2]]), "1/2", 2],
  ["no real root", { ...line, generators: ["y^2 + 1"] }, adjunction("1", [], [[], unitOf("y^2 + 1")]), "1/2", 1],
  ["a combination", { ...line, generators: ["y^2", "y^2 - 1"] }, adjunction("1 -1", [], [[]]), "1/2", 1],
  [
    "a third variable",
    { roles: "ZFZ", kappa: [4, 0, 2], h: [1, 0, 0], generators: ["y + x*z"] },
    adjunction("1", ["y"], [[1]]),
    "1/2",
    2,
  ],
])("%s", (_, sketch, proof, lambda, multiplicity) => {
  const lower = finite(Q.parse(lambda) ?? Q.zero, multiplicity);
  expect(apply(cellOf(sketch), proof).combine([])).toEqual({ lower, upper: "infinite" });
});

refuses([
  ["a double root, called simple", { ...line, generators: ["y^2"] }, adjunction("1", ["y^2"], [[1]]), /not simple/],
  ["a root twice", { ...line, generators: ["y^2"] }, adjunction("1", ["y", "y"], [[1, 1]]), /not simple/],
  ["0 as a root", { ...line, generators: ["y^2"] }, adjunction("1", ["y", "0"], [[2, 0]]), /not simple/],
  ["another exponent", line, adjunction("1", ["y"], [[2]]), /multiply out/],
  ["a factor that is no unit", line, adjunction("1", ["y"], [[2], unitOf("y")]), /real root/],
  ["a power without its form", { ...line, powers: [["y + x", 2]] }, adjunction("1", ["y"], [[3]]), /no form number 1/],
  ["κ without its root", { ...line, kappa: [4, 1, 0], generators: ["1"] }, adjunction("1", [], [[]]), /no root/],
  [
    "κ hidden in another root",
    { ...line, kappa: [4, 1, 0], generators: ["y^2 - y"] },
    adjunction("1", ["y^2 - y"], [[1]]),
    /no root/,
  ],
  ["a zero variable", { ...line, roles: "ZZ-" }, adjunction("1", ["y"], [[3]]), /zero, not/],
  ["a relation", { ...line, roles: "ZFD", relations: ["z - y"] }, adjunction("1", ["y"], [[3]]), /relations/],
  [
    "roots in two variables",
    { ...line, roles: "ZFF", generators: ["y + z"] },
    adjunction("1", ["y + z"], [[1]]),
    /another variable/,
  ],
  [
    "an element that is 0 on the divisor",
    { ...line, generators: ["x", "y"] },
    adjunction("0 1", ["y"], [[1]]),
    /multiply out/,
  ],
  [
    "too few multipliers",
    { ...line, generators: ["y^2", "y^3 + x"] },
    adjunction("1", ["y"], [[2]]),
    /one multiplier a generator/,
  ],
  [
    "an opaque function",
    { ...line, roles: "ZFO", generators: ["y + y*z"] },
    adjunction("1", ["y"], [[1]]),
    /multiply out/,
  ],
]);
