/** Elimination along hyperplanes: what powers of a coordinate divide is kept, where finite precision alone would hide it. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { monomial, network } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import { eliminateAlong } from "../../../src/symbolic/resolution/tangent.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import { parse } from "../algebra/support/text.js";
import { exactly, show } from "./support/solve.js";

describe("the others are multiples of y^2, with what is not known of them", () => {
  test.each([
    ["a value with a denominator", "x + x*z^2 - y*z + 2*x^2, y^2*z + x*y - x*y*z + x^2"],
    ["a value on the hyperplane", "x - z^3 + x^2*y - y*z^2, x*z^2 - z^5 + x^2*y*z^2 - y*z^4 + y^2*z"],
    ["along y + z, the new y", "x - y*z - z^2 + x^2*z, 2*y*z^2 + z^3 + x*y - y*z^2 + x^2*y*z"],
  ])("%s", (_, text) => {
    const step = eliminateAlong(originCell([0, 1, 2], text.split(", ").map(parse)), 6, unlimited());
    const others = (step?.children[0]?.generators ?? []).filter((g) => P.degree(g) > 1);
    expect(others).toHaveLength(1);
    expect(others.flatMap((g) => g.monomials).filter((m) => M.exponent(m, 1) < 2)).toEqual([]);
  });
});

const small = fc.constantFrom(-2, -1, 1, 3);
const factor = fc.tuple(small, small, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }));

test.prop([factor, factor, small, small], { numRuns: 30, seed: 3 })(
  "x and y²·z, hidden by multiples of the coordinate, are worth 3/2, with m = 1",
  ([a, b, i, j], [c, d, k, l], e, f) => {
    const coordinate = parse(`(1 + (${a})*z^${i + 1})*x - (${b})*y*z^${j} + (${e})*x^2*y`);
    const multiple = parse(`(${c})*z^${k + 1} + (${d})*y*z^${l} + (${f})*x`);
    expect(exactly([coordinate, P.add(parse("y^2*z"), P.multiply(multiple, coordinate))], 20_000)).toBe("3/2, 1");
  },
);

describe("networks off the origin, by the values that larger budgets give without it", () => {
  test.each<[string, readonly number[], number, readonly (readonly (readonly number[])[])[], string]>([
    [
      "x^4, two units in one direction",
      [2, 3, 1],
      4,
      [
        [
          [1, -1],
          [-1, 0],
          [1, 0],
        ],
        [[-1, -1, 0]],
      ],
      "9/4, 1",
    ],
    [
      "x^4, a truth in one direction",
      [2, 3, 1],
      4,
      [
        [
          [-1, 0],
          [2, 1],
          [-1, 0],
        ],
        [[2, 1, 2]],
      ],
      "9/4, 1",
    ],
    [
      "x^3, a unit that is 0",
      [2, 3, 1],
      3,
      [
        [
          [1, 2],
          [-1, 0],
          [0, 0],
        ],
        [[0, -1, 0]],
      ],
      "7/4, 1",
    ],
    [
      "x^3, two hidden layers",
      [2, 2, 2, 1],
      3,
      [
        [
          [1, 1],
          [0, 2],
        ],
        [
          [1, 1],
          [1, 2],
        ],
        [[0, 1]],
      ],
      "5/2, 1",
    ],
    [
      "x^3, two hidden layers and a unit that is 0",
      [2, 2, 2, 1],
      3,
      [
        [
          [0, 1],
          [1, -1],
        ],
        [
          [0, 0],
          [1, 0],
        ],
        [[1, -1]],
      ],
      "7/4, 1",
    ],
  ])("%s", (_, widths, degree, point, value) => {
    const local = at(network({ widths, activation: monomial(degree) }), point);
    const result = rlct(local, { budget: stepBudget(20_000), theorems: false });
    expect(result.status === "exact" ? show(result) : result.reason).toBe(value);
    expect(verifyCertificate(result.certificate).valid).toBe(true);
  });
});
