/** Flows along which the ideal would stay: each side condition, broken alone. */
import { expect, test } from "vitest";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { ProofNode } from "../../../src/symbolic/resolution/certificate.js";
import { apply, cellOf, refuses } from "./sketches.js";

type Flow = ProofNode & { readonly rule: "flow" };

/** ∂/∂x + y·∂/∂y and so on: the coefficients of ∂/∂x, ∂/∂y, and what each generator becomes. */
const along = (
  field: readonly string[],
  derivatives: Flow["derivatives"],
  unit: Flow["unit"] = [],
  variable = 0,
): Flow => ({ rule: "flow", field: field.map((c, i) => [i, c] as const), derivatives, variable, unit, child: 0 });

test("a field with cofactors across the generators", () => {
  const on = cellOf({ roles: "ZZZ", h: [0, 0, 2], generators: ["y", "x*y + z^2"] });
  const proof = along(["x + 1", "0"], [[], [[0, "x + 1"]]]);
  const { cells } = apply(on, proof);
  expect(cells.map((c) => c.generators.map((g) => P.format(g, ["x", "y", "z"])))).toEqual([["z^2", "y"]]);
});

refuses([
  ["the ideal does not stay", { roles: "ZZ-", generators: ["x + y^2"] }, along(["1"], [[]]), /into itself/],
  [
    "a multiple that is another one",
    { roles: "ZZ-", generators: ["x*y^2 + y^2"] },
    along(["x + 1"], [[[0, "2"]]]),
    /into itself/,
  ],
  ["no multiples for a generator", { roles: "ZZ-", generators: ["y"] }, along(["1"], []), /derivative/],
  ["the field does not move the variable", { roles: "ZZ-", generators: ["y"] }, along(["0"], [[]]), /witness/],
  ["the field rests at the point", { roles: "ZZ-", generators: ["y"] }, along(["x"], [[]]), /witness/],
  ["κ on the variable", { roles: "ZZ-", kappa: [1, 0, 0], generators: ["y"] }, along(["1"], [[]]), /its multiples/],
  ["h on the variable", { roles: "ZZ-", h: [1, 0, 0], generators: ["y"] }, along(["1"], [[]]), /has h/],
  [
    "another variable with κ moves",
    { roles: "ZZ-", kappa: [0, 1, 0], generators: ["x - y"] },
    along(["1", "1"], [[]]),
    /its multiples/,
  ],
  [
    "another variable with h moves",
    { roles: "ZZ-", h: [0, 1, 0], generators: ["x - y"] },
    along(["1", "1"], [[]]),
    /moves a variable/,
  ],
  ["the variable is free", { roles: "FZ-", generators: ["y"] }, along(["1"], [[]]), /free, not zero/],
  [
    "a dependent variable moves with it",
    { roles: "ZZD", generators: ["y"], relations: ["z - x - 1"] },
    along(["1"], [[]]),
    /relations/,
  ],
  ["an opaque variable may depend on it", { roles: "ZZO", generators: ["y + y^2*z"] }, along(["1"], [[]]), /opaque/],
  [
    "two coefficients for a variable",
    { roles: "ZZ-", generators: ["y"] },
    {
      ...along(["1"], [[]]),
      field: [
        [0, "1"],
        [0, "2"],
      ],
    },
    /two coefficients/,
  ],
]);
