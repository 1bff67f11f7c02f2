/** The rule for linear networks says what their value is, of no other network. */
import { describe, expect, test } from "vitest";
import { certificateSchema } from "../../../src/symbolic/resolution/certificate.js";
import type { Certificate, StatedIdeal } from "../../../src/symbolic/resolution/certificate.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";

type Matrices = readonly (readonly (readonly number[])[])[];

const zero = [
  [0, 0],
  [0, 0],
];
const one = [
  [1, 0],
  [0, 0],
];

function certificate(matrices: Matrices, lambda: string, m: number): Certificate {
  const layers = matrices.map((rows, l) => rows.map((row, i) => row.map((_, j) => `w${l}_${i}_${j}`)));
  return {
    kind: "certificate",
    schema: certificateSchema,
    statement: {
      variables: layers.flat(2),
      point: matrices.flat(2).map(String),
      norm: "squares",
      ideal: { kind: "network", degree: 1, layers },
    },
    result: { status: "exact", lambda, multiplicity: m },
    proof: { rule: "matrix-product" },
    nodes: [],
  };
}

/** Widths 2, 2, 2, 2 at zero: the rank drops (1, 1, 0) cost 2·2 + 1/2 + 1/2 − 2 = 3 = 2λ. */
const proved = certificate([zero, zero, zero], "3/2", 3);
const withIdeal = (change: Partial<StatedIdeal>): Certificate => ({
  ...proved,
  statement: { ...proved.statement, ideal: { ...proved.statement.ideal, ...change } as StatedIdeal },
});
/** Two layers, all weights with this value. */
const squareOf = (at: number, first: string[][], second: string[][], lambda: string): Certificate => {
  const variables = [...new Set([first, second].flat(2))];
  return {
    ...proved,
    statement: {
      ...proved.statement,
      variables,
      point: variables.map(() => String(at)),
      ideal: { kind: "network", degree: 1, layers: [first, second] },
    },
    result: { status: "exact", lambda, multiplicity: 1 },
  };
};
const twisted = [zero, one, one, zero];

describe("matrix-product", () => {
  test.each<[string, Certificate]>([
    ["2-2-2-2 at zero", proved],
    ["one layer", certificate([one], "2", 1)],
    ["balanced, of rank 1: the rest is 1-1-1-1", certificate([one, one, one], "2", 3)],
    ["a layer of full rank drops nothing", certificate([[[1, 0], [0, 1]], zero], "2", 1)], // prettier-ignore
    ["2-2-2-2-2 at zero", certificate([zero, zero, zero, zero], "3/2", 5)],
    ["2-2-2-2-2 where the middle layers bind each other", certificate(twisted, "3/2", 4)],
    ["the square of one weight at 0", squareOf(0, [["a"]], [["a"]], "1/4")],
    ["XᵀX of one row at 1, 1", squareOf(1, [["a", "b"]], [["a"], ["b"]], "1")],
    ["XᵀX of two rows at a point of rank 1", squareOf(1, [["a", "b"], ["c", "d"]], [["a", "c"], ["b", "d"]], "5/4")], // prettier-ignore
  ])("%s", (_, c) => {
    expect(verifyCertificate(c)).toMatchObject({ valid: true, byTheorem: [], statement: c.statement });
  });

  test.each<[string, Certificate, RegExp]>([
    ["another λ", certificate([zero, zero, zero], "1", 3), /λ = 3\/2, m = 3/],
    ["another m", certificate([zero, zero, zero], "3/2", 2), /m = 3/],
    ["m as if middle layers were free", certificate(twisted, "3/2", 5), /m = 4/],
    ["another λ of a square", squareOf(1, [["a", "b"]], [["a"], ["b"]], "3/2"), /λ = 1, m = 1/],
    ["a square that is none", squareOf(0, [["a", "b"]], [["b"], ["a"]], "1/2"), /two places/],
    ["a square of a matrix with one weight twice", squareOf(0, [["a", "a"]], [["a"], ["a"]], "1/2"), /two places/],
    ["another activation", withIdeal({ degree: 2 }), /not linear/],
    ["a weight in two places", withIdeal({ layers: [[["w0_0_0", "w0_0_0"]]] }), /two places/],
    ["a weight that is no variable", withIdeal({ layers: [[["w0_0_0 + w0_0_1"]]] }), /no variable/],
    ["shapes that do not fit", withIdeal({ layers: [[["w0_0_0"]], [["w0_0_1", "w0_1_0"]]] }), /do not fit/],
    [
      "generators",
      withIdeal({ kind: "product", factors: [{ generators: ["w0_0_0"], exponent: 1 }], degree: undefined } as object),
      /no certificate|rules of a network/,
    ],
  ])("refuses %s", (_, c, reason) => {
    const verification = ((): string => {
      try {
        const v = verifyCertificate(JSON.parse(JSON.stringify(c)));
        return v.valid ? "valid" : v.reason;
      } catch (error) {
        return String(error);
      }
    })();
    expect(verification).toMatch(reason);
  });
});
