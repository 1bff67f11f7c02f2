/** Charts, slices and contractions: each side condition, broken alone. The step would prove something false, or prove nothing. */
import {} from "vitest";
import { child, children, refuses } from "./sketches.js";

refuses([
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
    { roles: "ZFF", nonzero: ["y - z"] },
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
    /past the limit/,
  ],
]);
