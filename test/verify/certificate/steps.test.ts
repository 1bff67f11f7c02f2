/** What a step does that is right, and what it must not claim. */
import { expect, test } from "vitest";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { ProofNode, ReduceStep, UnitWitness } from "../../../src/symbolic/resolution/certificate.js";
import { kappaOf, keyOf } from "../../../src/verify/certificate/cell.js";
import { unknown } from "../../../src/verify/certificate/values.js";
import { blowUp, crossing, monomial, parts, project, reduce, root, roots, set } from "./nodes.js";
import { apply, cellOf } from "./sketches.js";
import type { Sketch } from "./sketches.js";

const one = { lambda: { num: 1n, den: 1n }, multiplicity: 1 };
const write = (p: P.Polynomial): string => P.format(p, ["x", "y", "z"]);

test("a factor that an equation makes vanish counts for the upper side too", () => {
  const on = cellOf({ roles: "FF-", generators: ["x^4 - 4*x^2*y + 4*y^2"], equations: ["x^2 - 2*y"] });
  const proof = crossing("1/2", "1/2", ["x^2 - 2*y", "y", 2]);
  const { combine } = apply(on, { ...proof, sample: [root(0, "z^2 - 2", "1", "2"), [1, "1"]] });
  const half = { lambda: { num: 1n, den: 2n }, multiplicity: 1 };
  expect(combine([])).toEqual({ lower: half, upper: half });
});

test("coordinates that reach no least ratio need not vanish at the sample", () => {
  const on = cellOf({ roles: "ZF-", kappa: [2, 0, 0], generators: ["y - 1"] });
  const proof = crossing("1/2 0", "1/2", ["y - 1", "y", 1]);
  const half = { lambda: { num: 1n, den: 2n }, multiplicity: 1 };
  expect(apply(on, { ...proof, sample: [[1, "5"]] }).combine([])).toEqual({ lower: half, upper: half });
});

test("a unit's factor in a free variable uses up nothing of an initial form's program", () => {
  const on = cellOf({ roles: "ZF-", generators: ["x*y^3 + x^2"], nonzero: ["y^3"] });
  const unit: UnitWitness = [{ polynomial: "y^3", power: 1 }];
  const forms = [{ generator: 0, unit, multiplier: "1" }];
  const bounds = apply(on, { rule: "initial", weights: [[0, 1]], forms }).combine([]);
  expect(bounds).toEqual({ lower: one, upper: "infinite" });
});

test("a relation that only a zero variable ties to the generators leaves with what it binds", () => {
  const on = cellOf({ roles: "ZFD", relations: ["y^2 - 2*z - x"], nonzero: ["z + 3"] });
  const sample = [root(1, "$3^2 - 2", "1", "2")];
  const { cells, combine } = apply(on, project("yz", sample));
  expect(cells.map(keyOf)).toEqual([keyOf(cellOf({ roles: "Z" }))]);
  expect(combine([{ lower: one, upper: one }])).toEqual({ lower: one, upper: one });
});

test("what binds no variable that goes stays", () => {
  const stays: Sketch = {
    roles: "FD",
    generators: ["x*y"],
    nonzero: ["x + 5"],
    equations: ["x^2 - 2"],
    relations: ["y - x^2"],
  };
  const on = cellOf({ ...stays, roles: "FDF", nonzero: ["x + 5", "z + 3"] });
  const { cells } = apply(on, project("z"));
  expect(cells.map(keyOf)).toEqual([keyOf(cellOf(stays))]);
});

test("roots stay equations, whatever their variable is", () => {
  const proof = roots("y", "0", "1");
  const cells: readonly Sketch[] = [
    { roles: "ZN-", equations: ["y^2 - y"] },
    { roles: "ZF-", kappa: [0, 1, 0], h: [0, 2, 0], equations: ["y^2 - y"] },
    { roles: "ZDF", equations: ["y^2 - y"], relations: ["y - z"] },
  ];
  for (const on of cells) {
    const at = ["y", "y - 1"].map((equation) => keyOf(cellOf({ ...on, equations: [equation] })));
    expect(apply(cellOf(on), proof).cells.map(keyOf)).toEqual(at);
  }
});

test("even weights have both signs", () => {
  const { cells } = apply(
    cellOf({ roles: "ZZD", generators: ["x + y*z"], relations: ["z - x - 1"] }),
    blowUp("x:2 y:1"),
  );
  const texts = cells.map(({ generators, relations }) => [...generators, ...relations].map((p) => write(p)));
  expect(texts).toEqual([
    ["x + y*z", "x^2 - z + 1"],
    ["x - y*z", "x^2 + z - 1"],
    ["x*y + z", "x*y^2 - z + 1"],
  ]);
});

test("a smaller ideal and a larger cell bound from below, a larger ideal and a smaller cell from above", () => {
  const on = cellOf({ roles: "ZFF", generators: ["x", "x*y"], equations: ["y^2 + z", "y + z^2"] });
  const sides = (of: "generators" | "equations", ...steps: readonly ReduceStep[]) =>
    apply(on, reduce(of, ...steps)).combine([{ lower: one, upper: one }]);
  const drop = set(0, "0");
  for (const of of ["generators", "equations"] as const) {
    expect(sides(of, drop)).toEqual({ lower: one, upper: "infinite" });
    expect(sides(of, set(2, "y"))).toEqual({ lower: unknown.lower, upper: one });
    expect(sides(of, set(2, "y"), drop)).toEqual(unknown);
    expect(sides(of, set(2, "0"), set(2, "0"))).toEqual({
      lower: one,
      upper: one,
    });
  }
});

test("an equation that is a free variable makes it zero, a nonzero polynomial takes its κ and h", () => {
  const on = cellOf({
    roles: "FFF",
    kappa: [1, 1, 0],
    generators: ["x + y + z"],
    equations: ["2*x"],
    nonzero: ["y", "z - 1"],
  });
  expect(on).toMatchObject({ roles: ["zero", "free", "free"], equations: [] });
  expect(kappaOf(on)).toEqual([1, 0, 0]);
  expect(cellOf({ roles: "FF-", equations: ["x", "x + y"], nonzero: ["y"] }).nonzero.map((p) => write(p))).toEqual([
    "0",
  ]);
});

test.each<[string, Sketch, ProofNode]>([
  ["with an equation", { roles: "ZF-", generators: ["x"], equations: ["y^2 + 1"] }, monomial("1", "1", [])],
  ["without a good sample", { roles: "ZF-", generators: ["x"], nonzero: ["y - 1"] }, monomial("1", "1", [])],
  ["with 0 for a nonzero variable", { roles: "ZN-", generators: ["x"] }, monomial("1", "1", [[1, "0"]])],
  [
    "of a factor that vanishes only somewhere",
    { roles: "ZF-", generators: ["y"] },
    crossing("0 1", "1", ["y", "y", 1]),
  ],
  [
    "of a product with a part that may be empty",
    { roles: "ZF-", generators: ["x"], equations: ["y^2 + 1"] },
    parts("product", ["x", "x"], ["y", "1"]),
  ],
  ["without a point of the equation that is dropped", { roles: "ZF-", equations: ["y^2 + 1"] }, project("y")],
  ["with 0 for a nonzero variable that is dropped", { roles: "ZN-", nonzero: ["y + 1"] }, project("y", [[1, "0"]])],
  [
    "with a point where a polynomial that is dropped vanishes",
    { roles: "ZF-", nonzero: ["y + 1"] },
    project("y", [[1, "-1"]]),
  ],
  ["with a point off the relation that is dropped", { roles: "ZFD", relations: ["y - z"] }, project("yz", [[1, "2"]])],
])("but no upper bound %s", (_, sketch, proof) => {
  const step = apply(cellOf(sketch), proof);
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
