/** Witnesses that a polynomial vanishes nowhere on a cell, that a cell has a point, that a number is algebraic. */
import { describe, expect, test } from "vitest";
import { unlimited } from "../../../src/symbolic/algebra/budget.js";
import { faultOf } from "../../../src/symbolic/algebra/metered-tower.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { Sample, UnitWitness } from "../../../src/symbolic/resolution/certificate.js";
import { read } from "../../../src/verify/certificate/cell.js";
import { hasPoint } from "../../../src/verify/certificate/evidence.js";
import { Refusal } from "../../../src/verify/certificate/refusal.js";
import { factor, root, squaresUnit, unitOf } from "./nodes.js";
import { apply, cellOf } from "./sketches.js";
import type { Sketch } from "./sketches.js";

describe("refused", () => {
  test.each<[string, UnitWitness]>([
    ["nothing", []],
    ["a constant 0", unitOf("0")],
    ["a free variable", [{ polynomial: "y", power: 2 }]],
    ["a polynomial that is no member", unitOf("z - 1")],
    ["another member's power", [{ polynomial: "z", power: 2 }]],
    ["no squares", squaresUnit()],
    [
      "a square that can vanish in front",
      [
        {
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
          squares: [
            ["1", "y + 1"],
            ["1", "1"],
          ],
          power: 1,
        },
      ],
    ],
    ["a polynomial with a root", unitOf("y^2 - 1")],
    ["a rootless polynomial in two variables", unitOf("y^2 + z^2 + 1")],
  ])("a unit y^2 + 1 or y^2 − 1 by %s", (_, unit) => {
    const on = cellOf({ roles: "ZFF", nonzero: ["z"], equations: ["y^2 + 1", "y^2 - 1", "y^2 + z^2 + 1", "y^2"] });
    on.equations.forEach((__, equation) => {
      expect(() => apply(on, { ...factor(unit), equation })).toThrow(Refusal);
    });
  });
});

test("a square of a binomial in nonzero variables can vanish", () => {
  const on = cellOf({ roles: "ZNN", equations: ["y^2 - 2*y*z + z^2"] });
  const unit: UnitWitness = squaresUnit("y - z");
  expect(() => apply(on, factor(unit))).toThrow(/no monomial/);
});

describe("accepted", () => {
  test.each<[string, UnitWitness, string]>([
    ["a member of the nonzero polynomials", [{ polynomial: "z - 1", power: 2 }], "z^2 - 2*z + 1"],
    [
      "squares",
      [
        {
          squares: [
            ["1", "1"],
            ["2", "y - z"],
          ],
          power: 1,
        },
      ],
      "2*y^2 - 4*y*z + 2*z^2 + 1",
    ],
    ["a polynomial without a root", unitOf("y^4 + y + 1"), "-2*y^4 - 2*y - 2"],
  ])("a unit by %s", (_, unit, equation) => {
    const on = cellOf({ roles: "ZFF", nonzero: ["z - 1"], equations: [equation] });
    expect(apply(on, factor(unit)).cells).toEqual([]);
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
