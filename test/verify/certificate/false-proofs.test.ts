/** Each side condition of each rule, broken alone: the step would prove something false, or prove nothing. */
import { describe, expect, test } from "vitest";
import { unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { ProofNode, Sample, UnitWitness } from "../../../src/symbolic/resolution/certificate.js";
import { keyOf, normal, read } from "../../../src/verify/certificate/cell.js";
import type { Cell, Role, Scope } from "../../../src/verify/certificate/cell.js";
import { faultOf } from "../../../src/symbolic/algebra/metered-tower.js";
import { Refusal } from "../../../src/verify/certificate/refusal.js";
import { rules } from "../../../src/verify/certificate/rules.js";
import type { Step } from "../../../src/verify/certificate/step.js";
import { hasPoint } from "../../../src/verify/certificate/evidence.js";
import { unknown } from "../../../src/verify/certificate/values.js";

const names = ["x", "y", "z"];
const scope: Scope = { names: new Map(names.map((name, i) => [name, i])), budget: unlimited() };

interface Sketch {
  /** Z zero, F free, N nonzero, D dependent, - none; for x, y, z. */
  readonly roles: string;
  readonly kappa?: readonly number[];
  readonly h?: readonly number[];
  readonly generators?: readonly string[];
  readonly nonzero?: readonly string[];
  readonly equations?: readonly string[];
  readonly relations?: readonly string[];
}

function cellOf({
  roles,
  kappa = [0, 0, 0],
  h = [0, 0, 0],
  generators = ["x"],
  nonzero = [],
  equations = [],
  relations = [],
}: Sketch): Cell {
  const named: Readonly<Record<string, Role>> = { Z: "zero", F: "free", N: "nonzero", D: "dependent" };
  const all: Cell = {
    scope,
    roles: Array.from(roles, (letter) => named[letter]),
    kappa,
    h,
    generators: [],
    nonzero: [],
    equations: [],
    relations: [],
    constants: [],
  };
  const list = (texts: readonly string[]) => texts.map((text) => read(text, all));
  return normal({
    ...all,
    generators: list(generators),
    nonzero: list(nonzero),
    equations: list(equations),
    relations: list(relations),
  });
}

function apply(on: Cell, proof: ProofNode): Step {
  return (rules[proof.rule] as (node: ProofNode, cell: Cell) => Step)(proof, on);
}

const none: UnitWitness = [];
/** The root of a polynomial in the first variable beyond the cell's. */
const root = (variable: number, minimal: string, lower: string, upper: string): Sample[number] => [
  variable,
  { minimal, lower, upper },
];
const [child, children] = [0, []];
const leaf = { units: [none], sample: [] };

describe("refused", () => {
  test.each<[string, Sketch, ProofNode, RegExp]>([
    [
      "extract: the monomial divides one generator only",
      { roles: "ZZ-", generators: ["x*y", "y"] },
      { rule: "extract", monomial: "x", child },
      /divides not/,
    ],
    [
      "extract: a unit as a monomial",
      { roles: "ZN-", generators: ["x*y"] },
      { rule: "extract", monomial: "y", child },
      /nonzero, not/,
    ],
    ["extract: a multiple of a monomial", { roles: "Z--" }, { rule: "extract", monomial: "2*x", child }, /no monomial/],
    [
      "shear: κ on the variable",
      { roles: "ZZ-", kappa: [1, 0, 0] },
      { rule: "shear", variables: [0], by: "1", over: "1", offset: "y", unit: none, child },
      /κ or h/,
    ],
    [
      "shear: h on the variable",
      { roles: "ZZ-", h: [1, 0, 0] },
      { rule: "shear", variables: [0], by: "1", over: "1", offset: "y", unit: none, child },
      /κ or h/,
    ],
    [
      "shear: the offset does not vanish on the cell",
      { roles: "ZF-" },
      { rule: "shear", variables: [0], by: "1", over: "1", offset: "y", unit: none, child },
      /does not vanish/,
    ],
    [
      "shear: the factor is no unit",
      { roles: "ZF-" },
      { rule: "shear", variables: [0], by: "y", over: "1", offset: "0", unit: none, child },
      /witness/,
    ],
    [
      "shear: the factor has the variable itself",
      { roles: "ZZ-" },
      { rule: "shear", variables: [0], by: "x + 1", over: "1", offset: "0", unit: none, child },
      /variable itself/,
    ],
    [
      "shear: the offset has the variable itself",
      { roles: "ZZ-" },
      { rule: "shear", variables: [0], by: "1", over: "1", offset: "-x", unit: none, child },
      /variable itself/,
    ],
    [
      "shear: over what is no unit",
      { roles: "ZF-" },
      { rule: "shear", variables: [0], by: "1", over: "y", offset: "0", unit: none, child },
      /witness/,
    ],
    [
      "shear: over a unit that is itself rescaled",
      { roles: "ZN-" },
      {
        rule: "shear",
        variables: [0, 1],
        by: "1",
        over: "y",
        offset: "0",
        unit: [{ kind: "variable", variable: 1, power: 1 }],
        child,
      },
      /variable itself/,
    ],
    [
      "coordinate: not linear",
      { roles: "ZF-", equations: ["y^2 - 1"] },
      { rule: "shear", variables: [1], by: "y", over: "1", offset: "-1", unit: none, equation: 0, child },
      /variable itself/,
    ],
    [
      "coordinate: another equation",
      { roles: "ZF-", equations: ["y^2 - 1"] },
      { rule: "shear", variables: [1], by: "1", over: "1", offset: "-1", unit: none, equation: 0, child },
      /not the new variable/,
    ],
    [
      "coordinate: a zero variable",
      { roles: "ZF-", equations: ["y"] },
      { rule: "shear", variables: [0], by: "1", over: "1", offset: "0", unit: none, equation: 0, child },
      /zero, not free/,
    ],
    [
      "coordinate: two variables",
      { roles: "ZFF", equations: ["y - 1"] },
      { rule: "shear", variables: [1, 2], by: "1", over: "1", offset: "-1", unit: none, equation: 0, child },
      /one variable only/,
    ],
    [
      "coordinate: the slope is no unit",
      { roles: "ZFF", equations: ["y*z - 1"] },
      { rule: "shear", variables: [1], by: "z", over: "1", offset: "-1", unit: none, equation: 0, child },
      /witness/,
    ],
    [
      "coordinate: κ on the variable",
      { roles: "ZF-", kappa: [0, 1, 0], equations: ["y - 1"] },
      { rule: "shear", variables: [1], by: "1", over: "1", offset: "-1", unit: none, equation: 0, child },
      /κ or h/,
    ],
    [
      "coordinate: no such equation",
      { roles: "ZF-" },
      { rule: "shear", variables: [1], by: "1", over: "1", offset: "0", unit: none, equation: 0, child },
      /no equation/,
    ],
    [
      "shear: by a dependent variable that moves with it",
      { roles: "FZD", relations: ["x + z"] },
      { rule: "shear", variables: [0], by: "1", over: "1", unit: none, offset: "z", child },
      /moves with/,
    ],
    [
      "rescale: by a dependent variable that moves with it",
      { roles: "ZZD", relations: ["z*x + z - 1"], nonzero: ["z"] },
      {
        rule: "shear",
        variables: [0, 1],
        by: "1",
        over: "z",
        offset: "0",
        unit: [{ kind: "nonzero", index: 0, power: 1 }],
        child,
      },
      /moves with/,
    ],
    [
      "coordinate: a dependent variable moves with it",
      { roles: "ZFD", equations: ["y + z"], relations: ["x + y + z"] },
      { rule: "shear", variables: [1], by: "1", over: "1", offset: "z", equation: 0, unit: none, child },
      /moves with/,
    ],
    [
      "implicit: the derivative is no unit",
      { roles: "ZFF", equations: ["y^2 + z^2 - 1"] },
      { rule: "implicit", polynomial: "y^2 + z^2 - 1", equation: 0, variable: 1, unit: none, child },
      /witness/,
    ],
    [
      "implicit: no derivative along the relation",
      { roles: "ZFD", equations: ["y - z"], relations: ["x + y - z"] },
      { rule: "implicit", polynomial: "y - z", equation: 0, variable: 1, unit: none, child },
      /witness/,
    ],
    [
      "implicit: another polynomial than the equation",
      { roles: "ZFF", equations: ["y + z^3"] },
      { rule: "implicit", polynomial: "y + z^2", equation: 0, variable: 1, unit: none, child },
      /is not the equation/,
    ],
    [
      "implicit: κ on the variable",
      { roles: "ZFF", kappa: [0, 1, 0], equations: ["y + z^3"] },
      { rule: "implicit", polynomial: "y + z^3", equation: 0, variable: 1, unit: none, child },
      /κ or h/,
    ],
    [
      "implicit: h on the variable",
      { roles: "ZFF", h: [0, 1, 0], equations: ["y + z^3"] },
      { rule: "implicit", polynomial: "y + z^3", equation: 0, variable: 1, unit: none, child },
      /κ or h/,
    ],
    [
      "implicit: a zero variable",
      { roles: "ZFF", equations: ["y + z^3"] },
      { rule: "implicit", polynomial: "x + y + z^3", equation: 0, variable: 0, unit: none, child },
      /zero, not/,
    ],
    [
      "implicit: a dependent variable",
      { roles: "ZFD", equations: ["y + z"], relations: ["x + z"] },
      { rule: "implicit", polynomial: "y + z", equation: 0, variable: 2, unit: none, child },
      /dependent, not/,
    ],
    [
      "imply: a row for each polynomial that vanishes",
      { roles: "ZFD", equations: ["y + z"], relations: ["x + z"] },
      { rule: "imply", rows: [["1"]], child },
      /wrong length/,
    ],
    [
      "sum: a part that breaks a relation",
      { roles: "ZZD", generators: ["x", "y"], relations: ["x + y + z"] },
      {
        rule: "parts",
        how: "sum",
        parts: [
          { variables: [0, 2], generators: ["x"] },
          { variables: [1], generators: ["y"] },
        ],
        children,
      },
      /two parts/,
    ],
    [
      "sum: a relation left out",
      { roles: "ZZD", generators: ["x", "y"], relations: ["x + z"] },
      {
        rule: "parts",
        how: "sum",
        parts: [
          { variables: [0], generators: ["x"] },
          { variables: [1], generators: ["y"] },
        ],
        children,
      },
      /two parts/,
    ],
    [
      "slice: a relation that is not homogeneous",
      { roles: "ZND", generators: ["x*y"], relations: ["x + z + z^2"] },
      {
        rule: "slice",
        weights: [
          [1, 1],
          [2, 1],
        ],
        variable: 1,
        children,
      },
      /not homogeneous/,
    ],
    [
      "slice: at a dependent variable",
      { roles: "Z-D", relations: ["x + z + 1"] },
      { rule: "slice", weights: [[2, 1]], variable: 2, children },
      /dependent, not/,
    ],
    [
      "contract: a relation that is not homogeneous",
      { roles: "ZFD", generators: ["x"], relations: ["x*z + z - y - 1"] },
      { rule: "contract", weights: [[1, 1]], child },
      /not homogeneous/,
    ],
    [
      "contract: a dependent variable that grows without bound",
      { roles: "ZFD", generators: ["x"], relations: ["y*z - 1"] },
      {
        rule: "contract",
        weights: [
          [1, 1],
          [2, -1],
        ],
        child,
      },
      /negative weight/,
    ],
    [
      "blow-up: a dependent variable in the centre",
      { roles: "Z-D", relations: ["x + z"] },
      { rule: "blow-up", weights: [[2, 1]], children },
      /dependent, not/,
    ],
    [
      "extract: a dependent variable",
      { roles: "Z-D", generators: ["z"], relations: ["x + z"] },
      { rule: "extract", monomial: "z", child },
      /dependent, not/,
    ],
    [
      "roots: of a dependent variable",
      { roles: "Z-D", equations: ["z - 1"], relations: ["x + z - 1"] },
      { rule: "roots", equation: 0, variable: 2, roots: ["1"], children },
      /dependent, not/,
    ],
    [
      "derivative: a dependent variable moves with it",
      { roles: "Z-D", generators: ["x - z"], relations: ["x - z + z^2"] },
      { rule: "derivative", generator: 0, variable: 0, order: 1, unit: none },
      /moves with/,
    ],
    [
      "crossing: two functions that the relation makes dependent",
      { roles: "ZZD", generators: ["x*z"], relations: ["x - z"] },
      {
        rule: "crossing",
        factors: [
          { polynomial: "x", exponent: 1, variable: 0 },
          { polynomial: "z", exponent: 1, variable: 1 },
        ],
        unit: none,
      },
      /witness/,
    ],
    [
      "initial: relations",
      { roles: "Z-D", generators: ["x - z"], relations: ["x - z + z^2"] },
      { rule: "initial", weights: [[0, 1]], forms: [] },
      /relations/,
    ],
    [
      "reduce: no such relation",
      { roles: "Z-D", generators: ["z"], relations: ["x - z"] },
      { rule: "reduce", steps: [{ kind: "modulo", target: 0, relation: 1, factor: "1" }], child },
      /no relation/,
    ],
    [
      "replace: the variable occurs elsewhere",
      { roles: "ZZ-", generators: ["x + y^2", "x*y"] },
      { rule: "replace", polynomial: "x + y^2", variable: 0, unit: none, generators: ["x", "x*y"], child },
      /does not give/,
    ],
    [
      "replace: a generator is lost",
      { roles: "ZZ-", generators: ["x + y^2", "y^3"] },
      { rule: "replace", polynomial: "x + y^2", variable: 0, unit: none, generators: ["x"], child },
      /does not give/,
    ],
    [
      "replace: a dependent variable moves",
      { roles: "ZZD", generators: ["x + y^2"], relations: ["x + z"] },
      { rule: "replace", polynomial: "x + y^2", variable: 0, unit: none, generators: ["x"], child },
      /in a relation/,
    ],
    [
      "replace: the derivative is no unit",
      { roles: "ZZ-", generators: ["x^2 + y"] },
      { rule: "replace", polynomial: "x^2 + y", variable: 0, unit: none, generators: ["x"], child },
      /witness/,
    ],
    [
      "replace: the generator does not vanish on the cell",
      { roles: "ZF-", generators: ["x + y"] },
      { rule: "replace", polynomial: "x + y", variable: 0, unit: none, generators: ["x"], child },
      /does not vanish/,
    ],
    [
      "replace: a free variable",
      { roles: "F--", generators: ["x"] },
      { rule: "replace", polynomial: "x", variable: 0, unit: none, generators: ["x"], child },
      /free, not zero/,
    ],
    [
      "replace: h on the variable",
      { roles: "ZZ-", h: [1, 0, 0], generators: ["x + y"] },
      { rule: "replace", polynomial: "x + y", variable: 0, unit: none, generators: ["x"], child },
      /κ or h/,
    ],
    [
      "sum: with κ",
      { roles: "ZZ-", kappa: [1, 0, 0], generators: ["x", "y"] },
      {
        rule: "parts",
        how: "sum",
        parts: [
          { variables: [0], generators: ["x"] },
          { variables: [1], generators: ["y"] },
        ],
        children,
      },
      /κ is not 0/,
    ],
    [
      "sum: a generator across the parts",
      { roles: "ZZ-", generators: ["x + y", "y"] },
      {
        rule: "parts",
        how: "sum",
        parts: [
          { variables: [0], generators: ["x + y"] },
          { variables: [1], generators: ["y"] },
        ],
        children,
      },
      /not in the cell/,
    ],
    [
      "sum: a nonzero polynomial across the parts",
      { roles: "ZFF", generators: ["x*y", "z"], nonzero: ["y - z"] },
      {
        rule: "parts",
        how: "sum",
        parts: [
          { variables: [0, 1], generators: ["x*y"] },
          { variables: [2], generators: ["z"] },
        ],
        children,
      },
      /two parts/,
    ],
    [
      "sum: a variable in two parts",
      { roles: "ZZ-", generators: ["x", "y"] },
      {
        rule: "parts",
        how: "sum",
        parts: [
          { variables: [0], generators: ["x"] },
          { variables: [0, 1], generators: ["y"] },
        ],
        children,
      },
      /same variable/,
    ],
    [
      "sum: a generator left out",
      { roles: "ZZ-", generators: ["x", "y", "y^2"] },
      {
        rule: "parts",
        how: "sum",
        parts: [
          { variables: [0], generators: ["x"] },
          { variables: [1], generators: ["y"] },
        ],
        children,
      },
      /do not give the generators/,
    ],
    [
      "sum: a part with the generator 0 alone",
      { roles: "ZZ-", generators: ["x"] },
      {
        rule: "parts",
        how: "sum",
        parts: [
          { variables: [0], generators: ["x"] },
          { variables: [1], generators: ["0"] },
        ],
        children,
      },
      /no generator/,
    ],
    [
      "sum: a part without a generator",
      { roles: "ZZ-", generators: ["x"] },
      {
        rule: "parts",
        how: "sum",
        parts: [
          { variables: [0], generators: ["x"] },
          { variables: [1], generators: [] },
        ],
        children,
      },
      /no generator/,
    ],
    [
      "product: not the generators",
      { roles: "ZZ-", generators: ["x*y"] },
      {
        rule: "parts",
        how: "product",
        parts: [
          { variables: [0], generators: ["x"] },
          { variables: [1], generators: ["y^2"] },
        ],
        children,
      },
      /do not give the generators/,
    ],
    [
      "product: a variable with κ left out",
      { roles: "ZZ-", kappa: [0, 1, 0], generators: ["x"] },
      { rule: "parts", how: "product", parts: [{ variables: [0], generators: ["x"] }], children },
      /κ is in no part/,
    ],
    [
      "product: an equation left out",
      { roles: "ZF-", generators: ["x"], equations: ["y^2 + 1"] },
      { rule: "parts", how: "product", parts: [{ variables: [0], generators: ["x"] }], children },
      /or in none/,
    ],
    [
      "product: a part's generator in another part's variable",
      { roles: "ZZ-", generators: ["x*y"] },
      {
        rule: "parts",
        how: "product",
        parts: [
          { variables: [0], generators: ["x*y"] },
          { variables: [1], generators: ["1"] },
        ],
        children,
      },
      /not in the cell/,
    ],
    [
      "power: not this power",
      { roles: "ZZ-", generators: ["x^2 + y^2"] },
      { rule: "power", roots: ["x + y"], exponent: 2, child },
      /multiply out/,
    ],
    [
      "power: κ is not divisible",
      { roles: "ZZ-", kappa: [1, 0, 0], generators: ["x^2"] },
      { rule: "power", roots: ["x"], exponent: 2, child },
      /not divisible/,
    ],
    [
      "power: one root for two generators",
      { roles: "ZZ-", generators: ["x^2", "y^2"] },
      { rule: "power", roots: ["x"], exponent: 2, child },
      /not one root/,
    ],
    [
      "slice: not homogeneous",
      { roles: "ZN-", generators: ["x*y - x"] },
      { rule: "slice", weights: [[1, 1]], variable: 1, children },
      /homogeneous/,
    ],
    [
      "slice: a nonzero polynomial is not homogeneous",
      { roles: "ZN-", nonzero: ["y - 1"] },
      { rule: "slice", weights: [[1, 1]], variable: 1, children },
      /homogeneous/,
    ],
    [
      "slice: an equation is not homogeneous",
      { roles: "ZN-", equations: ["y - 2"] },
      { rule: "slice", weights: [[1, 1]], variable: 1, children },
      /homogeneous/,
    ],
    ["slice: weight 0", { roles: "ZN-" }, { rule: "slice", weights: [[0, 1]], variable: 1, children }, /weight 0/],
    [
      "slice: a free variable",
      { roles: "ZF-" },
      { rule: "slice", weights: [[1, 1]], variable: 1, children },
      /free, not nonzero/,
    ],
    [
      "contract: not homogeneous",
      { roles: "ZF-", generators: ["x*y - x"] },
      { rule: "contract", weights: [[1, 1]], child },
      /homogeneous/,
    ],
    [
      "contract: a nonzero polynomial would vanish",
      { roles: "ZF-", nonzero: ["y"] },
      { rule: "contract", weights: [[1, 1]], child },
      /degree other than 0/,
    ],
    [
      "contract: an equation",
      { roles: "ZFF", equations: ["y - z"] },
      {
        rule: "contract",
        weights: [
          [1, 1],
          [2, 1],
        ],
        child,
      },
      /degree other than 0/,
    ],
    [
      "contract: a negative weight",
      { roles: "ZFF", generators: ["x*y*z"] },
      {
        rule: "contract",
        weights: [
          [1, 1],
          [2, -1],
        ],
        child,
      },
      /negative/,
    ],
    [
      "contract: a nonzero variable with a weight",
      { roles: "ZFN", generators: ["x*y + x*z"] },
      {
        rule: "contract",
        weights: [
          [1, 1],
          [2, 1],
        ],
        child,
      },
      /nonzero, not zero or free/,
    ],
    ["split: on a zero variable", { roles: "Z--" }, { rule: "split", polynomial: "x", children: [0, 0] }, /zero, not/],
    [
      "split: a polynomial in a zero variable",
      { roles: "ZF-" },
      { rule: "split", polynomial: "x + y", children: [0, 0] },
      /zero, not/,
    ],
    [
      "factor: a factor left out",
      { roles: "ZF-", equations: ["y^2 - 1"] },
      { rule: "factor", equation: 0, unit: none, factors: [["y - 1", 1]], children },
      /multiply out/,
    ],
    [
      "squares-vanish: coefficients of both signs",
      { roles: "ZFF", equations: ["y^2 - z^2"] },
      {
        rule: "squares-vanish",
        equation: 0,
        squares: [
          ["1", "y"],
          ["-1", "z"],
        ],
        child,
      },
      /one sign/,
    ],
    [
      "squares-vanish: another sum",
      { roles: "ZFF", equations: ["y^2 + z^2"] },
      {
        rule: "squares-vanish",
        equation: 0,
        squares: [
          ["1", "y"],
          ["2", "z"],
        ],
        child,
      },
      /sum of squares/,
    ],
    [
      "reduce: a difference of squares",
      { roles: "ZZ-", generators: ["x^2 - y^2"] },
      {
        rule: "reduce",
        steps: [
          {
            kind: "squares",
            target: 0,
            squares: [
              ["1", "x"],
              ["-1", "y"],
            ],
          },
        ],
        child,
      },
      /one sign/,
    ],
    [
      "reduce: a generator less itself",
      { roles: "Z--" },
      { rule: "reduce", steps: [{ kind: "subtract", target: 0, source: 0, factor: "1" }], child },
      /from itself/,
    ],
    [
      "reduce: a generator less one that is not there",
      { roles: "ZF-", equations: ["y"] },
      { rule: "reduce", steps: [{ kind: "subtract", target: 0, source: 1, factor: "1" }], child },
      /no generator number 1/,
    ],
    [
      "reduce: divided by what is no unit",
      { roles: "ZF-", generators: ["x*y"] },
      { rule: "reduce", steps: [{ kind: "divide", target: 0, by: "y", unit: none }], child },
      /witness/,
    ],
    [
      "reduce: a division with a remainder",
      { roles: "ZN-", generators: ["x*y + x"] },
      {
        rule: "reduce",
        steps: [
          {
            kind: "divide",
            target: 0,
            by: "y",
            unit: [{ kind: "variable", variable: 1, power: 1 }],
          },
        ],
        child,
      },
      /remainder/,
    ],
    [
      "factor: divided by what is no unit",
      { roles: "ZFF", equations: ["y*z"] },
      {
        rule: "factor",
        equation: 0,
        unit: [{ kind: "variable", variable: 1, power: 1 }],
        factors: [["z", 1]],
        children,
      },
      /free, not nonzero/,
    ],
    [
      "roots: a root left out",
      { roles: "ZF-", equations: ["y^2 - 1"] },
      { rule: "roots", equation: 0, variable: 1, roots: ["1"], children },
      /2 roots/,
    ],
    [
      "roots: a root twice",
      { roles: "ZF-", equations: ["y^2 - 1"] },
      { rule: "roots", equation: 0, variable: 1, roots: ["1", "1"], children },
      /told apart/,
    ],
    [
      "roots: no root",
      { roles: "ZF-", equations: ["y^2 - 1"] },
      { rule: "roots", equation: 0, variable: 1, roots: ["1", "2"], children },
      /is none/,
    ],
    [
      "roots: a constant that is another polynomial's root",
      { roles: "ZF-", equations: ["y^2 - 2"] },
      {
        rule: "roots",
        equation: 0,
        variable: 1,
        roots: [
          { minimal: "$3^2 - 3", lower: "1", upper: "2" },
          { minimal: "$3^2 - 3", lower: "-2", upper: "-1" },
        ],
        children,
      },
      /is none|foreign/,
    ],
    [
      "roots: 0 of a nonzero variable",
      { roles: "ZN-", equations: ["y^2 - y"] },
      { rule: "roots", equation: 0, variable: 1, roots: ["0", "1"], children },
      /0 is a root/,
    ],
    [
      "roots: not 0 of a nonzero variable",
      { roles: "ZN-", equations: ["y^2 - y"] },
      { rule: "roots", equation: 0, variable: 1, roots: ["1"], children },
      /0 is a root/,
    ],
    [
      "roots: descending",
      { roles: "ZF-", equations: ["y^2 - 1"] },
      { rule: "roots", equation: 0, variable: 1, roots: ["1", "-1"], children },
      /do not ascend/,
    ],
    [
      "roots: two variables",
      { roles: "ZFF", equations: ["y*z - 1"] },
      { rule: "roots", equation: 0, variable: 1, roots: [], children },
      /another variable/,
    ],
    [
      "roots: κ on the variable",
      { roles: "ZF-", kappa: [0, 1, 0], equations: ["y - 1"] },
      { rule: "roots", equation: 0, variable: 1, roots: ["1"], children },
      /κ or h/,
    ],
    [
      "blow-up: weight 0",
      { roles: "ZZ-" },
      {
        rule: "blow-up",
        weights: [
          [0, 1],
          [1, 0],
        ],
        children,
      },
      /not positive/,
    ],
    ["blow-up: no centre", { roles: "ZZ-" }, { rule: "blow-up", weights: [], children }, /not positive/],
    [
      "blow-up: a free variable in the centre",
      { roles: "ZF-" },
      {
        rule: "blow-up",
        weights: [
          [0, 1],
          [1, 1],
        ],
        children,
      },
      /free, not zero/,
    ],
    [
      "blow-up: a variable twice",
      { roles: "ZZ-" },
      {
        rule: "blow-up",
        weights: [
          [0, 1],
          [0, 2],
        ],
        children,
      },
      /two weights/,
    ],
    ["rename: no permutation", { roles: "ZZ-" }, { rule: "rename", permutation: [0, 0], child }, /no permutation/],
    ["rename: a variable left out", { roles: "ZZ-" }, { rule: "rename", permutation: [0], child }, /no new number/],
    [
      "blow-up: no generators",
      { roles: "ZZ-", generators: [] },
      { rule: "blow-up", weights: [[0, 1]], children },
      /no generator/,
    ],
    [
      "blow-up: κ past all bounds",
      { roles: "ZZ-", kappa: [2 ** 52, 2 ** 52, 0] },
      {
        rule: "blow-up",
        weights: [
          [0, 1],
          [1, 1],
        ],
        children,
      },
      /too large/,
    ],
    [
      "extract: κ past all bounds",
      { roles: "ZZ-", kappa: [2 ** 53 - 2, 0, 0], generators: ["x^3*y"] },
      { rule: "extract", monomial: "x^3", child },
      /too large/,
    ],
    [
      "slice: homogeneous only up to rounding",
      { roles: "ZNN", generators: [`x*y^${2 ** 43 - 1}*z + x*y^${2 ** 43 - 1}`] },
      {
        rule: "slice",
        weights: [
          [1, 2 ** 43 - 1],
          [2, 1],
        ],
        variable: 1,
        children,
      },
      /too large/,
    ],
    [
      "monomial: no generators",
      { roles: "ZZ-", generators: [] },
      { rule: "monomial", units: [], primal: ["0", "0"], dual: [] },
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
    [
      "ideal: a row too short",
      { roles: "ZZ-", generators: ["x", "y"] },
      { rule: "ideal", side: "lower", generators: ["x"], rows: [["1"]], child },
      /wrong length/,
    ],
    [
      "ideal: nothing is left",
      { roles: "ZZ-", generators: ["x", "y"] },
      { rule: "ideal", side: "lower", generators: ["0"], rows: [["0", "0"]], child },
      /is 0/,
    ],
    [
      "ideal: not smaller",
      { roles: "ZZ-", generators: ["x^2", "y"] },
      { rule: "ideal", side: "lower", generators: ["x"], rows: [["1", "0"]], child },
      /do not give/,
    ],
    [
      "ideal: a smaller one without its row",
      { roles: "ZZ-", generators: ["x^2", "y"] },
      { rule: "ideal", side: "lower", generators: ["x", "y"], rows: [["0", "1"]], child },
      /do not give/,
    ],
    [
      "ideal: a smaller one for the upper side",
      { roles: "ZZ-", generators: ["x", "y"] },
      { rule: "ideal", side: "upper", generators: ["x"], rows: [["1", "0"]], child },
      /do not give/,
    ],
    [
      "ideal: does not hold the ideal",
      { roles: "ZZ-", generators: ["x", "y"] },
      { rule: "ideal", side: "upper", generators: ["x"], rows: [["1"], ["0"]], child },
      /do not give/,
    ],
    [
      "ideal: a row missing",
      { roles: "ZZ-", generators: ["x", "y"] },
      { rule: "ideal", side: "upper", generators: ["x"], rows: [["1"]], child },
      /do not give/,
    ],
    ["empty: no reason", { roles: "ZF-", nonzero: ["y"] }, { rule: "empty" }, /no nonzero polynomial vanishes/],
    [
      "factor: no factor, but a solution",
      { roles: "ZF-", equations: ["y"] },
      { rule: "factor", equation: 0, unit: none, factors: [], children },
      /multiply out/,
    ],
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
      /length/,
    ],
    [
      "crossing: two generators",
      { roles: "ZZ-", generators: ["x", "y"] },
      { rule: "crossing", factors: [{ polynomial: "x", exponent: 1, variable: 0 }], unit: none },
      /more than one/,
    ],
    [
      "crossing: not the factors",
      { roles: "ZZ-", generators: ["x*y"] },
      { rule: "crossing", factors: [{ polynomial: "x", exponent: 1, variable: 0 }], unit: none },
      /multiply out/,
    ],
    [
      "crossing: not transversal",
      { roles: "ZZ-", generators: ["x*y - x^3"] },
      {
        rule: "crossing",
        factors: [
          { polynomial: "x", exponent: 1, variable: 0 },
          { polynomial: "x^2 - y", exponent: 1, variable: 0 },
        ],
        unit: none,
      },
      /same variable/,
    ],
    [
      "crossing: a singular factor",
      { roles: "ZZ-", generators: ["x^2 - y^3"] },
      { rule: "crossing", factors: [{ polynomial: "x^2 - y^3", exponent: 1, variable: 0 }], unit: none },
      /witness/,
    ],
    [
      "crossing: κ on a factor's variable",
      { roles: "ZZ-", kappa: [1, 0, 0], generators: ["x"] },
      { rule: "crossing", factors: [{ polynomial: "x", exponent: 1, variable: 0 }], unit: none },
      /κ or h/,
    ],
    [
      "crossing: κ on a free variable",
      { roles: "ZF-", kappa: [0, 1, 0], generators: ["x"] },
      { rule: "crossing", factors: [{ polynomial: "x", exponent: 1, variable: 0 }], unit: none },
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
      "initial: κ on a free variable",
      { roles: "ZF-", kappa: [0, 1, 0] },
      { rule: "initial", weights: [[0, 1]], forms: [{ generator: 0, unit: none, multiplier: "1" }] },
      /free variable has κ/,
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
  ])("%s", (_, sketch, proof, reason) => {
    expect(() => apply(cellOf(sketch), proof)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(reason) as unknown }),
    );
  });

  test("a constant as a coordinate", () => {
    const on = cellOf({ roles: "ZF-", generators: ["x^2 + y"] });
    const constants = [{ index: 1, minimal: read("y^2 - 2", on), lower: Q.one, upper: Q.rational(2) }];
    const proof: ProofNode = {
      rule: "crossing",
      factors: [{ polynomial: "x^2 + y", exponent: 1, variable: 1 }],
      unit: none,
    };
    const there: Cell = { ...on, roles: ["zero", "constant"], constants };
    expect(() => apply(there, proof)).toThrow(/constant, not/);
    const derivative: ProofNode = { rule: "derivative", generator: 0, variable: 1, order: 1, unit: none };
    expect(() => apply(there, derivative)).toThrow(/constant, not/);
  });

  test.each<[string, UnitWitness]>([
    ["nothing", []],
    ["a constant 0", [{ kind: "constant", value: "0" }]],
    ["a constant with a variable", [{ kind: "constant", value: "y^2 + 1" }]],
    ["a free variable", [{ kind: "variable", variable: 1, power: 2 }]],
    ["a member that is not there", [{ kind: "nonzero", index: 1, power: 1 }]],
    ["another member's power", [{ kind: "nonzero", index: 0, power: 2 }]],
    ["no squares", [{ kind: "squares", squares: [], power: 1 }]],
    [
      "a square that can vanish in front",
      [
        {
          kind: "squares",
          squares: [
            ["1", "y"],
            ["1", "1"],
          ],
          power: 1,
        },
      ],
    ],
    [
      "squares with a minus",
      [
        {
          kind: "squares",
          squares: [
            ["1", "1"],
            ["-1", "y"],
          ],
          power: 1,
        },
      ],
    ],
    [
      "a binomial square in front",
      [
        {
          kind: "squares",
          squares: [
            ["1", "y + 1"],
            ["1", "1"],
          ],
          power: 1,
        },
      ],
    ],
    ["a polynomial with a root", [{ kind: "rootless", polynomial: "y^2 - 1", variable: 1, power: 1 }]],
    [
      "a rootless polynomial in two variables",
      [{ kind: "rootless", polynomial: "y^2 + z^2 + 1", variable: 1, power: 1 }],
    ],
    ["0 as a rootless polynomial", [{ kind: "rootless", polynomial: "0", variable: 1, power: 1 }]],
  ])("a unit y^2 + 1 or y^2 − 1 by %s", (_, unit) => {
    const on = cellOf({ roles: "ZFF", nonzero: ["z"], equations: ["y^2 + 1", "y^2 - 1", "y^2 + z^2 + 1", "y^2"] });
    on.equations.forEach((__, equation) => {
      expect(() => apply(on, { rule: "factor", equation, unit, factors: [], children })).toThrow(Refusal);
    });
  });
});

test("a square of a binomial in nonzero variables can vanish", () => {
  const on = cellOf({ roles: "ZNN", equations: ["y^2 - 2*y*z + z^2"] });
  const unit: UnitWitness = [{ kind: "squares", squares: [["1", "y - z"]], power: 1 }];
  expect(() => apply(on, { rule: "factor", equation: 0, unit, factors: [], children })).toThrow(/no monomial/);
});

describe("accepted", () => {
  test.each<[string, UnitWitness, string]>([
    ["a member of the nonzero polynomials", [{ kind: "nonzero", index: 0, power: 2 }], "z^2"],
    [
      "squares",
      [
        {
          kind: "squares",
          squares: [
            ["1", "1"],
            ["2", "y - z"],
          ],
          power: 1,
        },
      ],
      "2*y^2 - 4*y*z + 2*z^2 + 1",
    ],
    [
      "a polynomial without a root",
      [{ kind: "rootless", polynomial: "y^4 + y + 1", variable: 1, power: 1 }],
      "-2*y^4 - 2*y - 2",
    ],
  ])("a unit by %s", (_, unit, equation) => {
    const on = cellOf({ roles: "ZFF", nonzero: ["z"], equations: [equation] });
    expect(apply(on, { rule: "factor", equation: 0, unit, factors: [], children }).cells).toEqual([]);
  });

  test.each<[string, boolean, Sketch, Sample | undefined]>([
    ["nothing to show", true, { roles: "Z--" }, undefined],
    ["x^2 = 2 between 1 and 2", true, { roles: "F--", equations: ["x^2 - 2"] }, [root(0, "y^2 - 2", "1", "2")]],
    [
      "x*y = 2 with y = 4",
      true,
      { roles: "NN-", equations: ["x*y - 2"] },
      [
        [1, "4"],
        [0, "1/2"],
      ],
    ],
    [
      "two equations, one root over the other",
      true,
      { roles: "FF-", equations: ["x^2 - 2", "y^2 - x"] },
      [root(0, "z^2 - 2", "1", "2"), root(1, "$3^2 - z", "1", "2")],
    ],
    ["a dependent variable on its relation", true, { roles: "ZFD", relations: ["z^3 + y^2*z + x - 2"] }, [[2, "1"]]],
    ["a dependent variable off its relation", false, { roles: "ZFD", relations: ["z^3 + z + x - 2*y^2"] }, [[1, "2"]]],
    ["a relation without real points", false, { roles: "Z-D", relations: ["z^2 + x + 1"] }, [[2, "1"]]],
    ["another equation's root", false, { roles: "F--", equations: ["x^2 - 3"] }, [root(0, "y^2 - 2", "1", "2")]],
    [
      "one root of two equations",
      false,
      { roles: "FF-", equations: ["x^2 - 2", "y^2 + 1"] },
      [root(0, "z^2 - 2", "1", "2")],
    ],
    ["no root of the equation", false, { roles: "F--", equations: ["x^2 - 4"] }, [[0, "1"]]],
    ["a nonzero variable that is 0", false, { roles: "N--", equations: ["x^3 + x"] }, [[0, "0"]]],
    [
      "a nonzero polynomial that vanishes at the root",
      false,
      { roles: "F--", equations: ["x^4 - 4"], nonzero: ["x^3 - 2*x"] },
      [root(0, "y^2 - 2", "1", "2")],
    ],
    ["a nonzero polynomial that vanishes at the values", false, { roles: "F--", nonzero: ["x - 1"] }, []],
  ])("a sample: %s", (_, holds, sketch, sample) => {
    expect(hasPoint(cellOf(sketch), sample)).toBe(holds);
  });

  test.each<[string, Sample, RegExp]>([
    ["no change of sign", [root(0, "z^2 - 2", "-2", "2")], /isolate/],
    ["an interval upside down", [root(0, "z^2 - 2", "2", "1")], /isolate/],
    ["a value of a zero variable", [[1, "0"]], /zero, not/],
  ])("a sample that is refused: %s", (_, sample, reason) => {
    const on = cellOf({ roles: "FZ-", equations: ["x^2 - 2"] });
    expect(() => hasPoint(on, sample)).toThrow(reason);
  });

  test("a factor that an equation makes vanish counts for the upper side too", () => {
    const on = cellOf({ roles: "FF-", generators: ["x^4 - 4*x^2*y + 4*y^2"], equations: ["x^2 - 2*y"] });
    const factors = [{ polynomial: "x^2 - 2*y", exponent: 2, variable: 1 }];
    const { combine } = apply(on, {
      rule: "crossing",
      factors,
      unit: none,
      sample: [root(0, "z^2 - 2", "1", "2"), [1, "1"]],
    });
    const half = { lambda: { num: 1n, den: 2n }, multiplicity: 1 };
    expect(combine([])).toEqual({ lower: half, upper: half });
  });

  test("Hölder's inequality for |x|^2·|y| and |x|·|y| with λ ≥ 1", () => {
    const on = cellOf({ roles: "ZZ-", kappa: [2, 1, 0], h: [0, 1, 0], generators: ["x", "y"] });
    const { cells, combine } = apply(on, { rule: "hoelder", child });
    const one = { lambda: { num: 1n, den: 1n }, multiplicity: 1 };
    expect(cells.map(({ kappa }) => kappa)).toEqual([[0, 0, 0]]);
    const third = { lambda: { num: 1n, den: 3n }, multiplicity: 2 };
    expect(combine([{ lower: one, upper: one }])).toEqual({ lower: third, upper: "infinite" });
    expect(combine([unknown])).toEqual(unknown);
    const half = { lambda: { num: 1n, den: 2n }, multiplicity: 2 };
    expect(combine([{ lower: "infinite", upper: "infinite" }])).toEqual({ lower: half, upper: "infinite" });
    expect(() => apply(cellOf({ roles: "ZZ-" }), { rule: "hoelder", child })).toThrow(/κ is 0/);
  });

  test("even weights need both signs, unless all generators and relations are even or odd", () => {
    const both: ProofNode = {
      rule: "blow-up",
      weights: [
        [0, 2],
        [1, 1],
      ],
      children,
    };
    expect(apply(cellOf({ roles: "ZZ-", generators: ["x + x^2"] }), both).cells.length).toBe(3);
    expect(apply(cellOf({ roles: "ZZ-", generators: ["x - x^3*y", "x^2"] }), both).cells.length).toBe(2);
    const bound: Sketch = { roles: "ZZD", generators: ["x^2*z"], relations: ["z - x^2 - 1"] };
    expect(apply(cellOf(bound), both).cells.length).toBe(2);
    expect(apply(cellOf({ ...bound, relations: ["z - x - 1"] }), both).cells.length).toBe(3);
  });

  test.each<[string, Sketch, ProofNode]>([
    [
      "with an equation",
      { roles: "ZF-", generators: ["x"], equations: ["y^2 + 1"] },
      { rule: "monomial", ...leaf, primal: ["1"], dual: ["1"] },
    ],
    [
      "without a good sample",
      { roles: "ZF-", generators: ["x"], nonzero: ["y - 1"] },
      { rule: "monomial", ...leaf, primal: ["1"], dual: ["1"] },
    ],
    [
      "with 0 for a nonzero variable",
      { roles: "ZN-", generators: ["x"] },
      { rule: "monomial", ...leaf, primal: ["1"], dual: ["1"], sample: [[1, "0"]] },
    ],
    [
      "of a factor that vanishes only somewhere",
      { roles: "ZF-", generators: ["y"] },
      { rule: "crossing", factors: [{ polynomial: "y", exponent: 1, variable: 1 }], unit: none },
    ],
    [
      "of a product with a part that may be empty",
      { roles: "ZF-", generators: ["x"], equations: ["y"] },
      {
        rule: "parts",
        how: "product",
        parts: [
          { variables: [0], generators: ["x"] },
          { variables: [1], generators: ["1"] },
        ],
        children,
      },
    ],
  ])("but no upper bound %s", (_, sketch, proof) => {
    const step = apply(cellOf(sketch), proof);
    const one = { lambda: { num: 1n, den: 1n }, multiplicity: 1 };
    const two = { lambda: { num: 2n, den: 1n }, multiplicity: 1 };
    const bounds = step.cells.map((cell) =>
      cell.equations.length > 0 ? { lower: two, upper: "infinite" as const } : { lower: one, upper: one },
    );
    expect(step.combine(bounds)).toEqual({ lower: one, upper: "infinite" });
  });
});

test("no two cells that differ share a node", () => {
  const first: Sketch = { roles: "ZND", relations: ["z^2 - x - 1"] };
  const cells: readonly Sketch[] = [
    first,
    { ...first, kappa: [1, 0, 0] },
    { ...first, h: [1, 0, 0] },
    { ...first, generators: ["x*z"] },
    { ...first, nonzero: ["z - 1"] },
    { ...first, equations: ["z - 1"] },
    { ...first, relations: ["z^2 - x - 4"] },
    { ...first, roles: "ZFD" },
    { ...first, roles: "ZNF" },
  ];
  expect(new Set(cells.map((sketch) => keyOf(cellOf(sketch)))).size).toBe(cells.length);
});

describe("an algebraic constant", () => {
  const fault = (minimal: string, lower: number, upper: number): string | null =>
    faultOf(
      {
        index: 0,
        minimal: read(minimal, cellOf({ roles: "FF-" })),
        lower: Q.rational(lower),
        upper: Q.rational(upper),
      },
      [],
      unlimited(),
    );

  test("is a simple root, the only one in its interval", () => {
    expect(fault("x^2 - 2", 1, 2)).toBeNull();
  });

  test.each([
    ["two roots", "x^2 - 2", -2, 2],
    ["three roots", "x^3 - 2*x", -2, 2],
    ["no root", "x^2 - 2", 2, 3],
    ["a root at an end", "x^2 - 1", 1, 2],
    ["a double root", "x^4 - 4*x^2 + 4", 1, 2],
    ["a triple root elsewhere", "x^4 - 2*x^3", 1, 3],
    ["an interval upside down", "x^2 - 2", 2, 1],
    ["another variable", "x^2 - y", 1, 2],
    ["no polynomial", "0", 1, 2],
    ["a number", "1", 1, 2],
  ])("is refused with %s", (_, minimal, lower, upper) => {
    expect(fault(minimal, lower, upper)).toMatch(/^a minimal polynomial|^an interval/);
  });
});
