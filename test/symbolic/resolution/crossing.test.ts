/** Generators that are coordinates, however many terms follow: there is nothing to eliminate. */
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import type { Cell } from "../../../src/symbolic/resolution/cell.js";
import { crossingLeaf } from "../../../src/symbolic/resolution/crossing.js";
import { planeCrossing } from "../../../src/symbolic/resolution/plane-crossing.js";
import { pole } from "../../../src/symbolic/resolution/value.js";
import { exactly } from "./support/solve.js";

/** Monomials of degrees 2 and 3 in five variables. */
const higher = Array.from({ length: 5 ** 3 }, (_, k) => [k % 5, Math.floor(k / 5) % 5, Math.floor(k / 25)]).flatMap(
  ([i = 0, j = 0, k = 0]) => {
    const pair = M.multiply(M.variable(i), M.variable(j));
    return [pair, M.multiply(pair, M.variable(k))];
  },
);
const tail = fc
  .array(fc.tuple(fc.constantFrom(...higher), fc.constantFrom(1, -1, 2)), { minLength: 20, maxLength: 30 })
  .map((list) => P.fromTerms(list.map(([m, c]) => [m, Q.rational(c)] as const)));
const lower = (tails: readonly Polynomial[]): Polynomial[] =>
  tails.map((t, i) => P.sum([P.variable(i), P.variable((i + 1) % 5), t]));

test.prop([fc.array(tail, { minLength: 2, maxLength: 4 })], { numRuns: 15, seed: 5 })(
  "independent slopes: λ is their number, m = 1, in few steps",
  (tails) => {
    expect(exactly(lower(tails), 5_000)).toBe(`${tails.length}, 1`);
  },
);

test.prop([fc.array(tail, { minLength: 3, maxLength: 3 }), tail], { numRuns: 15, seed: 6 })(
  "some with independent slopes bound the ideal from below",
  (tails, another) => {
    const cell = originCell([0, 1, 2, 3, 4], [...lower(tails), another]);
    expect(crossingLeaf(cell, stepBudget(5_000))?.range).toEqual({ lower: pole(Q.rational(3), 1), upper: "infinite" });
  },
);

test("the ideal of a point needs no more than its coordinates", () => {
  const [x, y] = [P.variable(0), P.variable(1)];
  const redundant = P.multiply(P.add(x, P.power(y, 3)), P.subtract(y, P.power(x, 2)));
  expect(exactly([P.add(x, P.power(y, 2)), P.add(y, P.power(x, 2)), redundant], 2_000)).toBe("2, 1");
});

test("with κ and h elsewhere they are coordinates of a monomial ideal", () => {
  const at = originCell([0, 1, 2], lower([P.variable(2, 2), P.variable(1, 2)]));
  const range = crossingLeaf({ ...at, kappa: [0, 0, 3, 0, 0], h: [0, 0, 1, 0, 0] }, stepBudget(1_000))?.range;
  expect(range).toEqual({ lower: pole(Q.rational(2, 3), 1), upper: pole(Q.rational(2, 3), 1) });
});

test.each([
  [
    "x*t + y is a coordinate where x = 0, whatever t may be",
    1,
    { lower: pole(Q.rational(1, 4), 1), upper: pole(Q.rational(1, 4), 1) },
  ],
  ["t + y is one that nothing is known of there", 0, undefined],
] as const)("a power of %s", (_, order, range) => {
  const at = originCell([0], [P.one]);
  const factor = P.add(P.multiply(P.variable(0, order), P.variable(2)), P.variable(1));
  const cell: Cell = {
    ...at,
    roles: ["zero", "free", "opaque"],
    kappa: [3, 0, 0],
    powers: [{ factor, multiplicity: 4 }],
  };
  const found = planeCrossing(cell, stepBudget(1_000));
  expect(found !== null && "range" in found ? found.range : undefined).toEqual(range);
});
