/** What a step does that is right, and what it must not claim. */
import { expect, test } from "vitest";
import type { ProofNode } from "../../../src/symbolic/resolution/certificate.js";
import { keyOf } from "../../../src/verify/certificate/cell.js";
import { unknown } from "../../../src/verify/certificate/values.js";
import { apply, cellOf, child, children, leaf, none, root } from "./sketches.js";
import type { Sketch } from "./sketches.js";

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
