/** Cells with powers: what the rules make of them, and what is refused. */
import { describe, expect, test } from "vitest";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { ProofNode } from "../../../src/symbolic/resolution/certificate.js";
import { functionsOf, kappaOf } from "../../../src/verify/certificate/cell.js";
import type { Cell } from "../../../src/verify/certificate/cell.js";
import {
  blowUp,
  crossing,
  divide,
  extract,
  initial,
  monomial,
  parts,
  power,
  reduce,
  set,
  project,
  shear,
  slice,
  truncate,
  unitOf,
  valuation,
} from "./nodes.js";
import { apply, cellOf, refuses } from "./sketches.js";
import type { Sketch } from "./sketches.js";

const names = ["x", "y", "z"];
const show = (cell: Cell) => ({
  kappa: kappaOf(cell).slice(0, 2),
  generators: cell.generators.map((g) => P.format(g, names)).sort(),
  powers: cell.powers
    .slice(0, functionsOf(cell).length - cell.generators.length)
    .map((p) => [P.format(p.factor, names), p.multiplicity]),
});

const steps: readonly (readonly [name: string, on: Sketch, proof: ProofNode, becomes: readonly object[]])[] = [
  [
    "extract: the powers that divide the generators; their monomials join κ",
    { roles: "ZZ-", generators: ["x^5 + 3*x^4*y + 3*x^3*y^2 + x^2*y^3", "x^5 + 2*x^4*y + x^3*y^2"] },
    extract(["x^2 + x*y", 2]),
    [{ kappa: [2, 0], generators: ["x", "x + y"], powers: [["x + y", 2]] }],
  ],
  [
    "extract: powers of what is a power already",
    { roles: "ZZ-", generators: ["x - y"], powers: [["x - y", 2]] },
    extract(["2*x - 2*y", 1]),
    [{ kappa: [0, 0], generators: ["1"], powers: [["x - y", 3]] }],
  ],
  [
    "extract: a monomial, up to a factor, and a dependent variable",
    { roles: "ZND", generators: ["x^2*z", "x*y*z"], relations: ["z - x - y"] },
    extract(["2*x", 1], ["z", 1]),
    [{ kappa: [1, 0], generators: ["x", "y"], powers: [["z", 1]] }],
  ],
  [
    "reduce: a power of a unit goes",
    { roles: "ZN-", generators: ["1"], powers: [["y + x", 5]] },
    reduce("powers", divide(0, "x + y", unitOf("y"))),
    [{ kappa: [0, 0], generators: ["1"], powers: [] }],
  ],
  [
    "blow-up: the order of each power joins κ as often as the power says",
    { roles: "ZZ-", generators: ["x", "y"], powers: [["y^2 - x^3", 3]] },
    blowUp("x:1 y:1"),
    [
      { kappa: [7, 0], generators: ["1", "y"], powers: [["x - y^2", 3]] },
      { kappa: [0, 7], generators: ["1", "x"], powers: [["x^3*y - 1", 3]] },
    ],
  ],
  [
    "truncate: powers after the generators, constants without an unknown function",
    { roles: "ZZ-", generators: ["1"], powers: [["y^2 + x*y^2 + x^5", 2]] },
    truncate("x^4", ["1", "1"], ["y^2", "x + 1"]),
    [{ kappa: [0, 0], generators: ["1"], powers: [["x^4*z + y^2", 2]] }],
  ],
  [
    "truncate: past 1 a constant has an unknown function too",
    { roles: "ZZ-", generators: ["1"] },
    truncate("1", ["1", "1"]),
    [{ kappa: [0, 0], generators: ["z + 1"], powers: [] }],
  ],
  [
    "shear: κ becomes a power of what takes the variable's place",
    { roles: "ZZ-", kappa: [3, 0], generators: ["1"] },
    shear("x", "1", "y"),
    [{ kappa: [0, 0], generators: ["1"], powers: [["x - y", 3]] }],
  ],
  [
    "power: powers too",
    { roles: "ZZ-", kappa: [4, 0], generators: ["x^2"], powers: [["y - x^2", 6]] },
    power(2, "x"),
    [{ kappa: [2, 0], generators: ["x"], powers: [["x^2 - y", 3]] }],
  ],
  [
    "parts: powers in parts of their own",
    { roles: "ZZF", kappa: [0, 2], generators: ["x"], powers: [["z^2 + 1", 3]] },
    parts("product", ["x", "x"], ["y", "1"], ["z", "1"]),
    [
      { kappa: [0, 0], generators: ["x"], powers: [] },
      { kappa: [0, 2], generators: ["1"], powers: [] },
      { kappa: [0, 0], generators: ["1"], powers: [["z^2 + 1", 3]] },
    ],
  ],
  [
    "slice: homogeneous powers",
    { roles: "ZN-", generators: ["x"], powers: [["x^2 + y", 2]] },
    slice("x:1 y:2", "y"),
    [
      { kappa: [0, 0], generators: ["x"], powers: [["x^2 + 1", 2]] },
      { kappa: [0, 0], generators: ["x"], powers: [["x^2 - 1", 2]] },
    ],
  ],
  [
    "shear: powers move along",
    { roles: "ZZ-", generators: ["1"], powers: [["y - x^2", 2]] },
    shear("y", "1", "-x^2"),
    [{ kappa: [0, 2], generators: ["1"], powers: [] }],
  ],
];

describe("becomes", () => {
  test.each(steps)("%s", (_, sketch, proof, becomes) => {
    expect(apply(cellOf(sketch), proof).cells.map(show)).toEqual(becomes);
  });
});

describe("a power counts as often as it says", () => {
  const value = (sketch: Sketch, proof: ProofNode) => {
    const { lower, upper } = apply(cellOf(sketch), proof).combine([]);
    return [lower, upper].map((v) => (typeof v === "string" ? v : `${Q.format(v.lambda)}, ${v.multiplicity}`));
  };
  const leaf = (primal: string, dual: string): ProofNode => ({
    ...crossing(primal, dual, ["y - x^2", "y", 1]),
    forms: [{ unit: [] }, { exponents: [1] }],
  });

  test("in a leaf", () => {
    const sketch: Sketch = { roles: "ZZ-", kappa: [2, 0], generators: ["1"], powers: [["y - x^2", 3]] };
    expect(() => value(sketch, leaf("1/4 1/6", "1/2"))).toThrow(/complementary/);
    expect(value(sketch, leaf("0 1/3", "1/3"))).toEqual(["1/3, 1", "1/3, 1"]);
    expect(value({ ...sketch, kappa: [3, 0] }, leaf("1/6 1/6", "1/3"))).toEqual(["1/3, 2", "1/3, 2"]);
  });

  test("along a divisor", () => {
    const sketch: Sketch = { roles: "ZZ-", kappa: [1, 0], generators: ["x", "y"], powers: [["y^2 - x^3", 3]] };
    expect(value(sketch, valuation("x:2 y:3"))[1]).toBe("5/22, 1");
  });
});

const cusp: Sketch = { roles: "ZZ-", kappa: [1, 0], generators: ["1"], powers: [["y^2 - x^3", 2]] };
const flowAlongY: ProofNode = {
  rule: "flow",
  field: [[1, "1"]],
  derivatives: [[]],
  variable: 1,
  unit: [],
  child: 0,
};

refuses([
  [
    "extract: the power divides one generator only",
    { roles: "ZZ-", generators: ["x^3 - 2*x^2*y + x*y^2", "x*y - y^2"] },
    extract(["x - y", 2]),
    /divide not every/,
  ],
  ["extract: a power of 0", { roles: "ZZ-" }, extract(["0", 1]), /is 0/],
  [
    "extract: a power of an opaque variable",
    { roles: "ZZO", generators: ["y + x*z"] },
    extract(["y + x*z", 1]),
    /opaque, not/,
  ],
  ["reduce: a power that is no unit goes", cusp, reduce("powers", divide(0, "y^2 - x^3")), /witness/],
  ["reduce: a power is changed", cusp, reduce("powers", set(0, "1")), /only be divided/],
  ["truncate: a power left out", cusp, truncate("x^4", ["1", "1"]), /not one part/],
  ["truncate: a power is another one", cusp, truncate("x^4", ["1", "1"], ["y^2", "1"]), /another one below/],
  ["monomial: a power without a form", cusp, monomial("1 0", "1"), /no form/],
  ["monomial: a power of no unit", cusp, { ...monomial("1 0", "1"), forms: [{ unit: [] }, { unit: [] }] }, /witness/],
  ["power: another exponent", { ...cusp, kappa: [0, 0], generators: ["x^3"] }, power(3, "x"), /not divisible/],
  ["project: a variable of a power", { ...cusp, roles: "ZF-", generators: ["x"] }, project("y"), /or a power has/],
  ["flow: a power is moved", { ...cusp, kappa: [0, 0], generators: ["x"] }, flowAlongY, /its multiples/],
  [
    "slice: a power is not homogeneous",
    { roles: "ZN-", powers: [["x^2 + y + 1", 2]] },
    slice("y:1", "y"),
    /homogeneous/,
  ],
  ["initial", cusp, initial("", [0, "1"]), /not of variables alone/],
  ["parts: a sum", { ...cusp, generators: ["x", "y"] }, parts("sum", ["x", "x"], ["y", "y"]), /has powers/],
  ["parts: a power in no part", cusp, parts("product", ["x", "1"], ["y", "1"]), /do not give the cell/],
]);
