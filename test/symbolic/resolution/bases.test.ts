/** Ideals in a polynomial q and a variable w: centres for q alone, and q in the place of a variable. */
import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { expand } from "../../../src/symbolic/model/expression.js";
import { parseExpressions } from "../../../src/symbolic/model/parse.js";
import { origin } from "../../../src/symbolic/model/point.js";
import { polynomial } from "../../../src/symbolic/model/text.js";
import { basesOf, knotOfBases } from "../../../src/symbolic/resolution/bases.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import type { Cell } from "../../../src/symbolic/resolution/cell.js";
import type { RlctResult } from "../../../src/symbolic/resolution/result.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";

const names = ["w", "x", "y", "z"];

function cellOf(texts: readonly string[]): Cell {
  const { expressions } = parseExpressions([names.join("*"), ...texts]);
  return originCell(
    [0, 1, 2, 3],
    expressions.slice(1).map((e) => expand(e)),
  );
}

describe("what an ideal is made of", () => {
  test.each<[string[], string[]]>([
    [["(x*y + z^3)^2 + w^7"], ["x*y + z^3"]],
    [["x^3*(x*y + z^3)^2 + w^7*x"], ["x*y + z^3"]],
    [["(x*y + z^3)^2", "w^7 + w*x"], ["x*y + z^3"]],
    [["x^2*(1 + y)^4*(x*y + z^3)^4 + w^7"], ["x*y^2 + x*y + y*z^3 + z^3", "y + 1", "x*y + z^3"]],
    [["x*y + z^3 + w^7"], []],
    [["x^2*y^2 + w^7"], []],
  ])("%j: %j", (generators, bases) => {
    expect(basesOf(cellOf(generators), unlimited()).map((q) => P.format(q, names))).toEqual(bases);
  });

  test.each<[string, string | null]>([
    ["(x*y + z^3)^2 + w^7", "x*y + z^3"],
    ["(x + y^2)^2 + w^7", null],
    ["x^2*(x + y^2)^2 + w^7", "x + y^2"],
    ["x^2*(x + y)^2 + w^7", null],
  ])("of %s the centre is to resolve %s", (generator, knot) => {
    const found = knotOfBases(cellOf([generator]), unlimited());
    expect(found === null ? null : P.format(found, names)).toBe(knot);
  });
});

const solved = (text: string): RlctResult => {
  const model = polynomial(text);
  return rlct({ model, point: origin(model) }, { budget: stepBudget(60_000) });
};

// For |q^a + w^b| λ = λ_q/a + 1/b and m = m_q, as for the ideal of q^a and w^b, as long as this is less than 1.
test.each([
  ["(x*y + x^3 + y^3)^2 + w^7", "9/14", 2],
  ["(2*y^4 - x*y^2 + x*y)^3 + 2*w^4", "7/12", 2],
  ["(x*y + y^3)^2 + w^7", "9/14", 2],
  ["(x^3 + y^3 + z^3)^6 + w^7", "13/42", 2],
])("|%s| is exact: %s, %d", (text, lambda, multiplicity) => {
  const result = solved(text);
  if (result.status === "bounds") return expect.fail(`${text}: ${result.reason}`);
  expect([Q.format(result.lambda), result.multiplicity]).toEqual([lambda, multiplicity]);
  expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({ valid: true, lambda });
});

test("|q^a + w^b| for random q in the plane, by λ and m of |q| alone", () => {
  const term = fc
    .tuple(fc.constantFrom(1, -1, 2, 3), fc.nat({ max: 3 }), fc.nat({ max: 3 }))
    .filter(([, i, j]) => i + j > 1);
  const power = fc.tuple(
    fc.array(term, { minLength: 2, maxLength: 3 }),
    fc.constantFrom(2, 3),
    fc.constantFrom(3, 5, 7),
  );
  let exact = 0;
  for (const [terms, a, b] of fc.sample(power, { numRuns: 8, seed: 1 })) {
    const q = terms.map(([c, i, j]) => `(${c})*x^${i}*y^${j}`).join(" + ");
    const [own, whole] = [solved(`${q} + 0*w`), solved(`(${q})^${a} + w^${b}`)];
    if (own.status !== "exact" || whole.status !== "exact") continue;
    const sum = Q.add(Q.divide(own.lambda, Q.rational(a)), Q.rational(1, b));
    if (Q.compare(sum, Q.one) >= 0) continue;
    expect([Q.format(whole.lambda), whole.multiplicity], q).toEqual([Q.format(sum), own.multiplicity]);
    exact++;
  }
  expect(exact).toBeGreaterThanOrEqual(7);
});
