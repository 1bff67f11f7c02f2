import { describe, expect, test } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { origin } from "../../../src/symbolic/model/point.js";
import { ideal } from "../../../src/symbolic/model/text.js";
import type { Certificate } from "../../../src/symbolic/resolution/certificate.js";
import { rlct } from "../../../src/symbolic/rlct.js";

function exactProof(text: string, steps: number): { lambda: string; certificate: Certificate } {
  const model = ideal(text);
  const result = rlct({ model, point: origin(model) }, { budget: stepBudget(steps) });
  if (result.status === "bounds") return expect.fail(`${text}: ${result.reason}`);
  return { lambda: Q.format(result.lambda), certificate: result.certificate };
}

function constantsOf({ nodes }: Certificate): unknown[] {
  return nodes.flatMap((node) => (node.rule === "roots" ? node.roots.filter((root) => typeof root !== "string") : []));
}

describe("centres in the plane", () => {
  /** Over multiple roots of the initial form the centre is approached by Euclid's algorithm, so no root is extracted. */
  test.each([
    ["(y^2-2*x^3)^2+x^7", "5/24"],
    ["((y^4-2*x^5)^3+3*x^14*y^4)^2+x^34*y^4", "3/80"],
    ["((y^3-2*x^4)^2+x^7*y^3)^2+x^18*y^4", "7/96"],
  ])("%s: rational points alone", (text, lambda) => {
    const proof = exactProof(text, 200_000);
    expect(proof.lambda).toBe(lambda);
    expect(constantsOf(proof.certificate)).toEqual([]);
  });

  test("the chart of the smaller weight comes first", () => {
    const { certificate } = exactProof("x^3 - y^5", 50_000);
    const blowUp = certificate.nodes.find((node) => node.rule === "blow-up");
    expect(blowUp).toMatchObject({
      weights: [
        [1, 3],
        [0, 5],
      ],
    });
  });
});
