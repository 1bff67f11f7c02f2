/** Rules that take a cell or its ideal apart: each side condition, broken alone. The step would prove something false, or prove nothing. */
import {} from "vitest";
import { child, children, none, refuses } from "./sketches.js";

refuses([
  [
    "reduce: an equation less a relation that is not there",
    { roles: "ZFD", equations: ["y + z"], relations: ["x + z"] },
    {
      rule: "reduce",
      of: "equations",
      steps: [
        { kind: "append", polynomial: "0" },
        { kind: "modulo", target: 1, relation: 1, factor: "1" },
      ],
      child,
    },
    /no relation/,
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
    "reduce: no such relation",
    { roles: "Z-D", generators: ["z"], relations: ["x - z"] },
    { rule: "reduce", of: "generators", steps: [{ kind: "modulo", target: 0, relation: 1, factor: "1" }], child },
    /no relation/,
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
  ["cover: on a zero variable", { roles: "Z--" }, { rule: "cover", polynomials: ["x"], children }, /zero, not/],
  [
    "cover: a polynomial in a zero variable",
    { roles: "ZF-" },
    { rule: "cover", polynomials: ["x + y"], children },
    /zero, not/,
  ],
  [
    "factor: a factor left out",
    { roles: "ZF-", equations: ["y^2 - 1"] },
    { rule: "factor", equation: 0, unit: none, factors: [["y - 1", 1]], children },
    /multiply out/,
  ],
  [
    "reduce: equations, coefficients of both signs",
    { roles: "ZFF", equations: ["y^2 - z^2"] },
    {
      rule: "reduce",
      of: "equations",
      steps: [
        {
          kind: "squares",
          target: 0,
          squares: [
            ["1", "y"],
            ["-1", "z"],
          ],
        },
      ],
      child,
    },
    /one sign/,
  ],
  [
    "reduce: equations, another sum",
    { roles: "ZFF", equations: ["y^2 + z^2"] },
    {
      rule: "reduce",
      of: "equations",
      steps: [
        {
          kind: "squares",
          target: 0,
          squares: [
            ["1", "y"],
            ["2", "z"],
          ],
        },
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
      of: "generators",
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
    { rule: "reduce", of: "generators", steps: [{ kind: "subtract", target: 0, source: 0, factor: "1" }], child },
    /from itself/,
  ],
  [
    "reduce: a generator less one that is not there",
    { roles: "ZF-", equations: ["y"] },
    { rule: "reduce", of: "generators", steps: [{ kind: "subtract", target: 0, source: 1, factor: "1" }], child },
    /no polynomial number 1/,
  ],
  [
    "reduce: divided by what is no unit",
    { roles: "ZF-", generators: ["x*y"] },
    { rule: "reduce", of: "generators", steps: [{ kind: "divide", target: 0, by: "y", unit: none }], child },
    /witness/,
  ],
  [
    "reduce: a division with a remainder",
    { roles: "ZN-", generators: ["x*y + x"] },
    {
      rule: "reduce",
      of: "generators",
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
    "reduce: what is dropped is not there",
    { roles: "ZZ-", generators: ["x", "y"] },
    { rule: "reduce", of: "generators", steps: [{ kind: "drop", target: 2 }], child },
    /no polynomial number 2/,
  ],
  [
    "reduce: a foreign variable is appended",
    { roles: "Z--", generators: ["x"] },
    { rule: "reduce", of: "generators", steps: [{ kind: "append", polynomial: "y" }], child },
    /not in the cell/,
  ],
  [
    "factor: no factor, but a solution",
    { roles: "ZF-", equations: ["y^2 - 1"] },
    { rule: "factor", equation: 0, unit: none, factors: [], children },
    /multiply out/,
  ],
]);

refuses([
  [
    "truncate: the terms below the monomial are others",
    { roles: "ZZ", generators: ["y^2 + x^3"] },
    { rule: "truncate", monomial: "x^4", parts: [{ generator: "y^2", by: "1", unit: none }], child },
    /below the monomial/,
  ],
  [
    "truncate: up to what is no unit",
    { roles: "ZZ", generators: ["y^3 + x^3"] },
    { rule: "truncate", monomial: "x^3", parts: [{ generator: "y^2", by: "y", unit: none }], child },
    /witness/,
  ],
  [
    "truncate: past a free variable",
    { roles: "ZF", generators: ["y^2 + x^3"] },
    { rule: "truncate", monomial: "y^2", parts: [{ generator: "x^3", by: "1", unit: none }], child },
    /not zero/,
  ],
  [
    "truncate: a generator left out",
    { roles: "ZZ", generators: ["y^2", "x^3"] },
    { rule: "truncate", monomial: "x^4", parts: [{ generator: "y^2", by: "1", unit: none }], child },
    /not one part/,
  ],
  [
    "truncate: the polynomial has an opaque variable",
    { roles: "ZZO", generators: ["y^2 + x^3*z"] },
    { rule: "truncate", monomial: "x^4", parts: [{ generator: "y^2 + x^3*z", by: "1", unit: none }], child },
    /opaque/,
  ],
  [
    "slice: an opaque variable does not follow the action",
    { roles: "ZNO", generators: ["x + x^2*z"] },
    { rule: "slice", weights: [[1, 1]], variable: 1, children: [child] },
    /opaque/,
  ],
  [
    "contract: an opaque variable does not follow the action",
    { roles: "ZFO", generators: ["x + x^2*z"] },
    { rule: "contract", weights: [[1, 1]], child },
    /opaque/,
  ],
  [
    "sum: an opaque variable is a function of all parts",
    { roles: "ZZO", generators: ["x + x^2*z", "y"] },
    {
      rule: "parts",
      how: "sum",
      parts: [
        { variables: [0, 2], generators: ["x + x^2*z"] },
        { variables: [1], generators: ["y"] },
      ],
      children,
    },
    /opaque/,
  ],
  [
    "shear: by an opaque variable",
    { roles: "ZFO", generators: ["x^2"] },
    { rule: "shear", variables: [1], by: "1", over: "1", offset: "z", unit: none, child },
    /opaque/,
  ],
  [
    "derivative: of an opaque variable",
    { roles: "ZZO", generators: ["x^2 + y^2*z"] },
    { rule: "derivative", generator: 0, variable: 0, order: 2, unit: [{ kind: "constant", value: "2" }] },
    /opaque/,
  ],
  [
    "monomial: a coordinate that is opaque on the cell",
    { roles: "ZZO", generators: ["x*z + x"] },
    {
      rule: "monomial",
      coordinates: [{ polynomial: "x + z", variable: 0 }],
      jacobian: none,
      forms: [{ exponents: [1] }],
      primal: ["0", "1"],
      dual: ["1"],
    },
    /opaque/,
  ],
  [
    "initial: an opaque variable",
    { roles: "ZZO", generators: ["x^2 + y^3*z"] },
    {
      rule: "initial",
      weights: [
        [0, 1],
        [1, 1],
      ],
      forms: [{ generator: 0, unit: none, multiplier: "1/2" }],
    },
    /opaque/,
  ],
]);
