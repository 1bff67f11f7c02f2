import { describe, expect, test } from "vitest";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import type { ProofNode } from "../../../src/symbolic/resolution/certificate.js";
import { example, examples } from "./examples.js";

describe("hand-written certificates", () => {
  test.each(examples)("$name", ({ certificate, truth }) => {
    expect(verifyCertificate(certificate)).toEqual({
      valid: true,
      status: "exact",
      ...truth,
      byTheorem: [],
      statement: certificate.statement,
    });
  });
});

describe("bounds", () => {
  const nodes: readonly ProofNode[] = [
    { rule: "combine", children: [1, 2] },
    { rule: "initial", weights: [[1, 1]], forms: [{ generator: 0, unit: [], multiplier: "1/2" }] },
    {
      rule: "valuation",
      weights: [
        [0, 3],
        [1, 2],
      ],
    },
  ];
  const problem = { variables: "x y", generators: ["x^2 + y^3"], norm: "absolute" } as const;

  test("an initial form from below and a valuation from above", () => {
    const { certificate } = example("", "", 1, { ...problem, bounds: ["1/2", "5/6"] }, nodes);
    expect(verifyCertificate(certificate)).toMatchObject({ valid: true, status: "bounds", lower: "1/2", upper: "5/6" });
  });

  test.each(["1/2", "5/6"])("are no exact value %s", (lambda) => {
    const { certificate } = example("", lambda, 1, problem, nodes);
    expect(verifyCertificate(certificate)).toEqual({ valid: false, reason: "the proof gives bounds, no exact value" });
  });
});
