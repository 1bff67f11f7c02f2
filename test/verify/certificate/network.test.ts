/** Deep networks in two parameters: Table 1 of Sergeant-Perthuis, Tsigaridas, Tsukahara (2026), f = W s(W x), s(z) = z². */
import { describe, expect, test } from "vitest";
import { certificateSchema } from "../../../src/symbolic/resolution/certificate.js";
import type { Certificate, IdealProof, StatedIdeal } from "../../../src/symbolic/resolution/certificate.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import { idealOf, wholeCell } from "./examples.js";

const layer = [
  ["a + b", "a^2"],
  ["a^2", "b^2"],
];
const proof = {
  rule: "network-blow-up",
  coordinate: { variable: 1, image: "b - a" },
  weights: [1, 2],
  inputs: [
    ["1", "0"],
    ["0", "1"],
  ],
} as const satisfies IdealProof;
const network: StatedIdeal = { kind: "network", degree: 2, layers: [layer, layer] };

function certificate(
  change: Partial<typeof proof> | object = {},
  ideal: StatedIdeal = network,
  lambda = "1/4",
): Certificate {
  return {
    kind: "certificate",
    schema: certificateSchema,
    statement: { variables: ["a", "b"], point: ["0", "0"], norm: "squares", ideal },
    result: { status: "exact", lambda, multiplicity: 1 },
    proof: { ...proof, ...change },
    nodes: [],
  };
}

describe("network-blow-up", () => {
  test("λ = 1/4 for two layers", () => {
    expect(verifyCertificate(certificate())).toMatchObject({ valid: true, lambda: "1/4", multiplicity: 1 });
  });

  test("the same away from the origin", () => {
    const moved = [
      ["a + b - 3", "a^2 - 2*a + 1"],
      ["a^2 - 2*a + 1", "b^2 - 4*b + 4"],
    ];
    const c = certificate({}, { kind: "network", degree: 2, layers: [moved, moved] });
    expect(verifyCertificate({ ...c, statement: { ...c.statement, point: ["1", "2"] } }).valid).toBe(true);
  });

  test.each<[string, Certificate, RegExp]>([
    ["without the coordinate", certificate({ coordinate: null }), /may be 0 somewhere/],
    [
      "with the image for the other variable, weights unchanged",
      certificate({ coordinate: { variable: 0, image: "a - b" } }),
      /may be 0 somewhere|λ/,
    ],
    [
      "with an image that is not linear",
      certificate({ coordinate: { variable: 1, image: "a^2 + b" } }),
      /no linear form/,
    ],
    [
      "with an image that lacks the variable",
      certificate({ coordinate: { variable: 1, image: "a" } }),
      /no linear form/,
    ],
    ["with other weights", certificate({ weights: [1, 1] }), /may be 0 somewhere/],
    ["without inputs", certificate({ inputs: [] }), /may be 0 somewhere/],
    ["with the input 0", certificate({ inputs: [["0", "0"]] }), /may be 0 somewhere/],
    ["with an input too short", certificate({ inputs: [["1"]] }), /wrong length/],
    ["with another λ", certificate({}, network, "1/2"), /λ = 1\/4/],
    [
      "with f ≠ 0 at the point",
      certificate({ coordinate: null }, { kind: "network", degree: 2, layers: [[["1"]], [["1"]]] }),
      /order is 0/,
    ],
    ["with a layer 0", certificate({}, { kind: "network", degree: 2, layers: [layer, [["0", "0"]]] }), /infinite/],
    [
      "with shapes that do not fit",
      certificate({}, { kind: "network", degree: 2, layers: [layer, [["a"]]] }),
      /do not fit/,
    ],
    ["with no layer", certificate({}, { kind: "network", degree: 2, layers: [] }), /no layer/],
    [
      "with a foreign variable",
      certificate({}, { kind: "network", degree: 2, layers: [layer, [["$2", "a"]]] }),
      /no coordinate of the point/,
    ],
    ["for an ideal", certificate({}, idealOf(["a"])), /of a network/],
    ["multiplied out", { ...certificate(), proof: wholeCell }, /of a network/],
    [
      "in a common real zero",
      certificate(
        { coordinate: null, weights: [1, 1] },
        { kind: "network", degree: 1, layers: [[["a - b", "a^2 - b^2"]]] },
      ),
      /may be 0 somewhere/,
    ],
  ])("refused %s", (_, document, reason) => {
    const verification = verifyCertificate(document);
    expect(verification.valid ? "valid" : verification.reason).toMatch(reason);
  });

  test("refused in three variables", () => {
    const c = certificate();
    const statement = { ...c.statement, variables: ["a", "b", "c"], point: ["0", "0", "0"] };
    expect(verifyCertificate({ ...c, statement })).toMatchObject({
      valid: false,
      reason: "the network has not two parameters",
    });
  });
});
