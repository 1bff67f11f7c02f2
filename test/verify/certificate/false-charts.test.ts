/** Charts, slices and contractions: each side condition, broken alone. */
import { expect, test } from "vitest";
import { blowUp, contract, slice } from "./nodes.js";
import { apply, cellOf, refuses } from "./sketches.js";

const swapped = [1, 0, 2];

test("blow-up: a chart that a symmetry takes to an earlier one has no cell", () => {
  const on = cellOf({ roles: "ZZN", generators: ["x^2*z + x*y + y^2*z"] });
  const [first, second] = apply(on, blowUp("x:1 y:1")).cells;
  expect(apply(on, blowUp("x:1 y:1", ["y", swapped])).cells).toEqual([first]);
  expect(second).not.toEqual(first);
});

refuses([
  [
    "slice: a relation that is not homogeneous",
    { roles: "ZND", generators: ["x*y"], relations: ["x + z + z^2"] },
    slice("y:1 z:1", "y"),
    /not homogeneous/,
  ],
  ["slice: at a dependent variable", { roles: "Z-D", relations: ["x + z + 1"] }, slice("z:1", "z"), /dependent, not/],
  [
    "contract: a relation that is not homogeneous",
    { roles: "ZFD", generators: ["x"], relations: ["x*z + z - y - 1"] },
    contract("y:1"),
    /not homogeneous/,
  ],
  [
    "contract: a dependent variable that grows without bound",
    { roles: "ZFD", generators: ["x"], relations: ["y*z - 1"] },
    contract("y:1 z:-1"),
    /negative weight/,
  ],
  [
    "blow-up: a dependent variable in the centre",
    { roles: "Z-D", relations: ["x + z"] },
    blowUp("z:1"),
    /dependent, not/,
  ],
  ["slice: not homogeneous", { roles: "ZN-", generators: ["x*y - x"] }, slice("y:1", "y"), /homogeneous/],
  [
    "slice: a nonzero polynomial is not homogeneous",
    { roles: "ZN-", nonzero: ["y - 1"] },
    slice("y:1", "y"),
    /homogeneous/,
  ],
  ["slice: an equation is not homogeneous", { roles: "ZN-", equations: ["y - 2"] }, slice("y:1", "y"), /homogeneous/],
  ["slice: weight 0", { roles: "ZN-" }, slice("x:1", "y"), /weight 0/],
  ["slice: a free variable", { roles: "ZF-" }, slice("y:1", "y"), /0 somewhere/],
  ["contract: not homogeneous", { roles: "ZF-", generators: ["x*y - x"] }, contract("y:1"), /homogeneous/],
  [
    "contract: a nonzero polynomial would vanish",
    { roles: "ZFF", nonzero: ["y - z"] },
    contract("y:1 z:1"),
    /degree other than 0/,
  ],
  ["contract: an equation", { roles: "ZFF", equations: ["y - z"] }, contract("y:1 z:1"), /degree other than 0/],
  ["contract: a negative weight", { roles: "ZFF", generators: ["x*y*z"] }, contract("y:1 z:-1"), /negative/],
  [
    "contract: a nonzero variable with a weight",
    { roles: "ZFN", generators: ["x*y + x*z"] },
    contract("y:1 z:1"),
    /degree other than 0/,
  ],
  [
    "blow-up: a symmetry that moves the generators",
    { roles: "ZZ-", generators: ["x^2 + y^3"] },
    blowUp("x:1 y:1", ["y", swapped]),
    /does not keep/,
  ],
  [
    "blow-up: a symmetry that moves the weights",
    { roles: "ZZ-", generators: ["x + y"] },
    blowUp("x:1 y:2", ["y", swapped]),
    /does not keep/,
  ],
  [
    "blow-up: a symmetry that moves h",
    { roles: "ZZ-", h: [1, 0, 0], generators: ["x + y"] },
    blowUp("x:1 y:1", ["y", swapped]),
    /does not keep/,
  ],
  [
    "blow-up: a symmetry that keeps the only chart's variable",
    { roles: "ZFF", generators: ["x + y*z"], nonzero: ["y - 1"] },
    blowUp("x:1", ["x", [0, 2, 1]]),
    /earlier/,
  ],
  [
    "blow-up: a symmetry that takes a chart to a later one",
    { roles: "ZZ-", generators: ["x + y"] },
    blowUp("x:1 y:1", ["x", swapped]),
    /earlier/,
  ],
  [
    "blow-up: a symmetry that keeps the chart",
    { roles: "ZZ-", generators: ["x + y"] },
    blowUp("x:1 y:1", ["y", [0, 1, 2]]),
    /earlier/,
  ],
  [
    "blow-up: a symmetry out of the centre",
    { roles: "ZZ-", generators: ["x + y"] },
    blowUp("y:1", ["y", swapped]),
    /earlier/,
  ],
  [
    "blow-up: a symmetry that is no permutation",
    { roles: "ZZ-", generators: ["x + y"] },
    blowUp("x:1 y:1", ["y", [0, 0, 2]]),
    /no permutation/,
  ],
  [
    "blow-up: a symmetry of an unknown function",
    { roles: "ZZO", generators: ["x + y + x*y*z"] },
    blowUp("x:1 y:1", ["y", swapped]),
    /opaque/,
  ],
  ["blow-up: weight 0", { roles: "ZZ-" }, blowUp("x:1 y:0"), /not positive/],
  ["blow-up: no centre", { roles: "ZZ-" }, blowUp(""), /not positive/],
  ["blow-up: a free variable in the centre", { roles: "ZF-" }, blowUp("x:1 y:1"), /free, not zero/],
  ["blow-up: a variable twice", { roles: "ZZ-" }, blowUp("x:1 x:2"), /two weights/],
  ["blow-up: no generators", { roles: "ZZ-", generators: [] }, blowUp("x:1"), /no generator/],
  ["blow-up: κ past all bounds", { roles: "ZZ-", kappa: [2 ** 52, 2 ** 52, 0] }, blowUp("x:1 y:1"), /too large/],
  [
    "slice: homogeneous only up to rounding",
    { roles: "ZNN", generators: [`x*y^${2 ** 43 - 1}*z + x*y^${2 ** 43 - 1}`] },
    slice(`y:${2 ** 43 - 1} z:1`, "y"),
    /past the limit/,
  ],
]);
