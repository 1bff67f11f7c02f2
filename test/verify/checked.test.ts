import { describe, expect, it } from "vitest";
import { stepBudget, unlimited } from "../../src/symbolic/algebra/budget.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { at } from "../../src/symbolic/model/point.js";
import { parseExpressions } from "../../src/symbolic/model/parse.js";
import type { RlctResult } from "../../src/symbolic/resolution/result.js";
import { checked, checkedRlct } from "../../src/verify/checked.js";

const { parameters, expressions } = parseExpressions(["(x^2-2*y^2)^2+y^6"]);
const [polynomial] = expressions;
if (polynomial === undefined) throw new Error("no polynomial");
const local = at({ kind: "polynomial", parameters, polynomial });
const right = checkedRlct(local, { budget: unlimited() });
if (right.status !== "exact") throw new Error("not solved");

const refused: readonly (readonly [string, RlctResult])[] = [
  ["a λ that its certificate does not state", { ...right, lambda: Q.rational(2, 3) }],
  ["a multiplicity that its certificate does not state", { ...right, multiplicity: 1 }],
  [
    "a λ that its certificate states and does not prove",
    {
      ...right,
      lambda: Q.rational(2, 3),
      certificate: { ...right.certificate, result: { status: "exact", lambda: "2/3", multiplicity: 2 } },
    },
  ],
  [
    "a proof without its last node",
    { ...right, certificate: { ...right.certificate, nodes: right.certificate.nodes.slice(0, -1) } },
  ],
];

const bounds = checkedRlct(local, { budget: stepBudget(1) });
if (bounds.status !== "bounds" || bounds.certificate === null) throw new Error("solved, or without a certificate");

const narrowed: readonly (readonly [string, RlctResult])[] = [
  ["a lower bound that its certificate does not prove", { ...bounds, lower: bounds.upper }],
  ["an upper bound that its certificate does not prove", { ...bounds, upper: bounds.lower }],
];

describe("an answer that the checker follows", () => {
  it("stays", () => {
    expect(right).toMatchObject({ lambda: Q.rational(1, 2), multiplicity: 2 });
    expect(checked(right, local)).toBe(right);
    expect(checked(bounds, local)).toBe(bounds);
  });

  it.each([...refused, ...narrowed])("is not %s", (_, answer) => {
    expect(checked(answer, local)).toMatchObject({
      status: "bounds",
      lower: Q.zero,
      upper: Q.rational(2),
      certificate: null,
      reason: expect.stringContaining("please report") as string,
    });
  });
});
