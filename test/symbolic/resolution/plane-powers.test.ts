import { describe, expect, test } from "vitest";
import { parsePolynomial } from "../../../src/symbolic/algebra/polynomial-text.js";
import { exactly } from "./support/solve.js";

const numbers = new Map([
  ["x", 0],
  ["y", 1],
]);

/**
 * Plane curves of high degree. The values are those of the Newton polygon after the coordinate changes that the names
 * tell: (p + q)/(weighted order); where the curve has more Puiseux pairs, of its first weights.
 */
const curves: readonly (readonly [name: string, f: string, value: string])[] = [
  ["a pseudo-binomial", "x^101 - 2*y^100", "201/10100, 1"],
  ["with a tail", "x^101 - 2*y^100 + x^60*y^60", "201/10100, 1"],
  ["a tail that matters nowhere", "x^100 - 2*y^97 + x*y^100", "197/9700, 1"],
  ["the 50th roots of (3 ± √5)/2", "x^100 - 3*x^50*y^49 + y^98", "99/4900, 1"],
  ["a perturbed square of a binomial", "x^100 - 2*x^50*y^49 + y^98 + x^99*y^3", "99/4900, 1"],
  ["far from its square", "x^40 - 4*x^20*y^7 + 4*y^14 + x^90*y^3", "27/280, 1"],
  [
    "a square of a branch with two Puiseux pairs, far off",
    "-x^88*y^2 + x^12 + 6*x^11*y + 9*x^10*y^2 + 4*x^9*y^2 + 12*x^8*y^3 + 6*x^6*y^4 + 6*x^5*y^5 + 4*x^3*y^6 + y^8",
    "5/24, 1",
  ],
  [
    "another one, nearer",
    "5*x^32 + 9*x^14*y^2 + 150*x^13*y + 625*x^12 + 60*x^10*y^3 + 500*x^9*y^2 + 6*x^7*y^5 + 150*x^6*y^4 + 20*x^3*y^6 + y^8",
    "5/24, 1",
  ],
];

describe("plane curves of high degree", () => {
  test.each(curves)("%s: %s", (_, f, value) => {
    expect(exactly([parsePolynomial(f, (name) => numbers.get(name))])).toBe(value);
  });
});
