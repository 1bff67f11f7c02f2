/** Ideals in a polynomial q and a variable w: centres for q alone, and q in the place of a variable. */
import { describe, expect, test } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { expand } from "../../../src/symbolic/model/expression.js";
import { origin } from "../../../src/symbolic/model/point.js";
import { ideal, polynomial } from "../../../src/symbolic/model/text.js";
import { basesOf, knotOfBases } from "../../../src/symbolic/resolution/bases.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import type { Cell } from "../../../src/symbolic/resolution/cell.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";

const names = ["w", "x", "y", "z"];

/** With all four variables, in this order. */
function cellOf(...texts: readonly string[]): Cell {
  const { generators } = ideal(["0*w + 0*x + 0*y + 0*z", ...texts].join(", "));
  return originCell(
    [0, 1, 2, 3],
    generators.map((g) => expand(g)).filter((g) => !P.isZero(g)),
  );
}

describe("what an ideal is made of", () => {
  test.each<[string[], string[]]>([
    [["(x*y + z^3)^2 + w^7"], ["x*y + z^3"]],
    [["x^3*(x*y + z^3)^2 + w^7*x"], ["x*y + z^3"]],
    [["(x*y + z^3)^2", "w^7 + w*x"], ["x*y + z^3"]],
    [["x*y + z^3 + w^7"], []],
    [["x^2*y^2 + w^7"], []],
  ])("%j: %j", (generators, bases) => {
    expect(basesOf(cellOf(...generators), unlimited()).map((q) => P.format(q, names))).toEqual(bases);
  });

  test.each<[string, string | null]>([
    ["(x*y + z^3)^2 + w^7", "x*y + z^3"],
    ["(x + y^2)^2 + w^7", null],
    ["x^2*(x + y^2)^2 + w^7", "x + y^2"],
    ["x^2*(x + y)^2 + w^7", null],
  ])("of %s the centre is to resolve %s", (generator, knot) => {
    const found = knotOfBases(cellOf(generator), unlimited());
    expect(found === null ? null : P.format(found, names)).toBe(knot);
  });
});

// |q^a + w^b| where that has zeros: as for disjoint variables λ = λ_q/a + 1/b and m = m_q, if λ < 1.
test.each([
  ["(x*y + x^3 + y^3)^2 + w^7", "9/14", 2],
  ["(2*y^4 - x*y^2 + x*y)^3 + 2*w^4", "7/12", 2],
  ["(x*y + y^3)^2 + w^7", "9/14", 2],
  ["(x^3 + y^3 + z^3)^6 + w^7", "13/42", 2],
])("|%s| is exact: %s, %d", (text, lambda, multiplicity) => {
  const model = polynomial(text);
  const result = rlct({ model, point: origin(model) }, { budget: stepBudget(60_000) });
  if (result.status === "bounds") return expect.fail(`${text}: ${result.reason}`);
  expect([Q.format(result.lambda), result.multiplicity]).toEqual([lambda, multiplicity]);
  expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({ valid: true, lambda });
});
