/** Charts, slices and contractions: each side condition, broken alone. */
import { blowUp, contract, slice } from "./nodes.js";
import { refuses } from "./sketches.js";

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
