/** Statements of two ideals: c·|x|^6 ≤ K ≤ C·|x|^4, of which λ lies between 1/6 and 1/4. */
import { describe, expect, test } from "vitest";
import { certificateSchema } from "../../../src/symbolic/resolution/certificate.js";
import type {
  Certificate,
  CertifiedResult,
  IdealProof,
  StatedIdeal,
  StatedProduct,
} from "../../../src/symbolic/resolution/certificate.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";

const power = (exponent: number): StatedProduct => ({ kind: "product", factors: [{ generators: ["x"], exponent }] });
const parts = (...nodes: readonly number[]): IdealProof => ({
  rule: "parts",
  ideals: nodes.map((node) => [{ factors: [0], node }]),
});
const ideal: StatedIdeal = { kind: "between", below: power(3), above: power(2) };
const proof = parts(0, 1);
const bounds = (lower: string, upper: string): CertifiedResult => ({ status: "bounds", lower, upper });

function certificate(result: CertifiedResult, change: { ideal?: StatedIdeal; proof?: IdealProof } = {}): Certificate {
  const leaf = {
    rule: "monomial",
    coordinates: [],
    jacobian: [],
    forms: [{ unit: [] }],
    primal: ["1"],
    dual: ["1"],
  } as const;
  return {
    kind: "certificate",
    schema: certificateSchema,
    statement: { variables: ["x"], point: ["0"], norm: "squares", ideal: change.ideal ?? ideal },
    result,
    proof: change.proof ?? proof,
    nodes: [leaf, leaf],
  };
}

describe("between", () => {
  test("the lower bound of the ideal below, the upper bound of the one above", () => {
    expect(verifyCertificate(certificate(bounds("1/6", "1/4")))).toMatchObject({ valid: true });
  });

  test("exact where the two agree", () => {
    const same = certificate(
      { status: "exact", lambda: "1/6", multiplicity: 1 },
      { ideal: { kind: "between", below: power(3), above: power(3) } },
    );
    expect(verifyCertificate(same)).toMatchObject({ valid: true, lambda: "1/6", multiplicity: 1 });
  });

  test("an ideal 0 below proves nothing but λ ≥ 0", () => {
    const zero: StatedProduct = { kind: "product", factors: [{ generators: [], exponent: 1 }] };
    const c = (lower: string): Certificate => ({
      ...certificate(bounds(lower, "1/4"), {
        ideal: { kind: "between", below: zero, above: power(2) },
      }),
      nodes: [{ rule: "zero" }, ...certificate(bounds("0", "0")).nodes.slice(1)],
    });
    expect(verifyCertificate(c("0")).valid).toBe(true);
    expect(verifyCertificate(c("1/6")).valid).toBe(false);
  });

  test.each<[string, Certificate, RegExp]>([
    ["a larger lower bound, that of the ideal above", certificate(bounds("1/4", "1/4")), /only 1\/6 ≤ λ ≤ 1\/4/],
    ["a smaller upper bound, that of the ideal below", certificate(bounds("1/6", "1/6")), /only 1\/6 ≤ λ ≤ 1\/4/],
    [
      "one of them as exact",
      certificate({ status: "exact", lambda: "1/6", multiplicity: 1 }),
      /gives bounds, no exact value/,
    ],
    [
      "the ends of two ideals that are the wrong way round",
      certificate(bounds("1/6", "1/4"), { ideal: { kind: "between", below: power(2), above: power(3) } }),
      /nothing lies between/,
    ],
    ["a proof about one ideal", certificate(bounds("1/6", "1/4"), { proof: parts(0) }), /for each ideal/],
    ["the rule of two ideals for one", certificate(bounds("1/6", "1/6"), { ideal: power(3) }), /for each ideal/],
    [
      "the rule of two ideals for a network",
      certificate(bounds("1/6", "1/4"), { ideal: { kind: "network", degree: 1, layers: [[["x"]]] } }),
      /of a network/,
    ],
  ])("refuses %s", (_, document, reason) => {
    const verification = verifyCertificate(document);
    expect(verification.valid ? "valid" : verification.reason).toMatch(reason);
  });
});
