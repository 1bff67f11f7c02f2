/** Documents that are no certificates, and certificates whose proof fails or is too large: bounded work, clear reasons. */
import { describe, expect, test } from "vitest";
import { SchemaError } from "../../../src/errors.js";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import type { Certificate, ProofNode } from "../../../src/symbolic/resolution/certificate.js";
import { certificateSchema } from "../../../src/symbolic/resolution/certificate.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import { example, examples, idealOf } from "./examples.js";
import {
  blowUp,
  combine,
  cover,
  divide,
  extract,
  monomial,
  power,
  reduce,
  roots,
  set,
  shear,
  squaresUnit,
  subtract,
  to,
} from "./nodes.js";

function certificate(name: string): Certificate {
  const found = examples.find((e) => e.name === name);
  if (found === undefined) throw new RangeError(name);
  return found.certificate;
}

function reasonOf(document: unknown, steps = 3_000_000): string {
  const verification = verifyCertificate(document, stepBudget(steps));
  return verification.valid ? "valid" : verification.reason;
}

const crossing = certificate("crossing lines");
const withNodes = (nodes: readonly unknown[], of: Certificate = crossing): unknown => ({ ...of, nodes });
const withTree = (generators: readonly string[], nodes: readonly ProofNode[] = crossing.nodes): unknown =>
  example("", "1/2", 2, { variables: "x y", generators }, nodes).certificate;

describe("what is no certificate throws SchemaError", () => {
  test.each([
    ["a number", 1],
    ["nothing", null],
    ["a list", []],
    ["an empty object", {}],
    ["another kind", { ...crossing, kind: "rlct" }],
    ["an earlier schema", { ...crossing, schema: 3 }],
    ["an unknown schema", { ...crossing, schema: certificateSchema + 1 }],
    ["no nodes", { ...crossing, nodes: undefined }],
    ["an unknown rule", withNodes([{ rule: "believe", child: 1 }])],
    ["an unknown key", { ...crossing, checksum: "c0ffee" }],
    ["a fraction as an index", withNodes([{ rule: "extract", powers: [], child: 0.5 }])],
    ["a negative index", withNodes([{ rule: "extract", powers: [], child: -1 }])],
    ["a name with a space", { ...crossing, statement: { ...crossing.statement, variables: ["x y", "z"] } }],
    ["a huge exponent", withNodes([{ rule: "power", roots: ["x"], exponent: 1e9, child: 1 }])],
  ])("%s", (_, document) => {
    expect(() => verifyCertificate(document)).toThrow(SchemaError);
  });

  test("the error says where", () => {
    const document = withNodes([...crossing.nodes, { rule: "extract", powers: 3, child: 1 }]);
    expect(() => verifyCertificate(document)).toThrow(expect.objectContaining({ path: "nodes[1].powers" }));
  });

  test("a document cut off anywhere is not JSON", () => {
    const text = JSON.stringify(crossing);
    for (let end = 0; end < text.length; end++)
      expect(() => JSON.parse(text.slice(0, end)) as unknown).toThrow(SyntaxError);
  });
});

describe("a proof that does not stand is refused with its reason", () => {
  const leaf = crossing.nodes[0];
  const minimal = "$2^2 - 2";
  test.each<[string, unknown, RegExp]>([
    ["a node that is its own child", withNodes([combine(0)]), /does not come after/],
    ["a cycle", withNodes([combine(1), combine(0)]), /does not come after/],
    ["a child that is not there", withNodes([combine(7)]), /no node 7/],
    ["no nodes at all", withNodes([]), /no node 0/],
    ["a node that nobody needs", withNodes([leaf, leaf]), /nobody's child/],
    ["a node shared by different cells", withNodes([to(cover("1"), 1, 1), combine()]), /shared/],
    ["a chart left out", withNodes([to(blowUp("x:1 y:1"), 1), combine()]), /needs 2 children/],
    ["an open leaf", withNodes([combine()]), /no upper bound/],
    ["another λ", { ...crossing, result: { status: "exact", lambda: "1/3", multiplicity: 2 } }, /λ = 1\/2, m = 2/],
    ["another m", { ...crossing, result: { status: "exact", lambda: "1/2", multiplicity: 1 } }, /λ = 1\/2, m = 2/],
    [
      "bounds that are too narrow",
      { ...crossing, result: { status: "bounds", lower: "2/3", upper: "1" } },
      /only 1\/2 ≤ λ/,
    ],
    ["λ that is no number", { ...crossing, result: { status: "exact", lambda: "½", multiplicity: 2 } }, /no rational/],
    ["a name twice", { ...crossing, statement: { ...crossing.statement, variables: ["x", "x"] } }, /named twice/],
    [
      "a point of the wrong length",
      { ...crossing, statement: { ...crossing.statement, point: ["0"] } },
      /one value for each/,
    ],
    ["a polynomial that cannot be read", withTree(["x*(y+1)"]), /offset/],
    ["a foreign variable in the statement", withTree(["x*$2"]), /no coordinate of the point/],
    ["generators that do not vanish at the point", withTree(["x*y + 1"]), /unit|no upper bound|solution/],
    [
      "a part that brings in a variable",
      withNodes([to(reduce("generators", set(1, "$5")), 1), combine()]),
      /not in the cell/,
    ],
    [
      "a power α^2 − 2 of the root α, by which the checker once divided 0",
      withTree(
        ["x^2 - 2*y^2"],
        [
          to(blowUp("y:1 x:1"), 1, 7),
          to(cover("x^2 - 2"), 6, 2),
          to(roots("x", { minimal, lower: "-2", upper: "-1" }, { minimal, lower: "1", upper: "2" }), 3, 8),
          to(shear("x", "1", "-$2"), 4),
          to(reduce("generators", set(0, "0")), 5),
          to(extract([minimal, 1]), 9),
          combine(),
          combine(),
          combine(),
          combine(),
        ],
      ),
      /a power is 0/,
    ],
  ])("%s", (_, document, reason) => {
    expect(reasonOf(document)).toMatch(reason);
  });

  test("weaker bounds than those proved are true", () => {
    const document = { ...crossing, result: { status: "bounds", lower: "1/4", upper: "1" } };
    expect(verifyCertificate(document)).toMatchObject({ valid: true, status: "bounds", lower: "1/4", upper: "1" });
  });
});

describe("a statement's parts", () => {
  const product = certificate("a product of powers");
  const withParts = (...parts: readonly object[]): unknown => ({
    ...product,
    proof: { rule: "parts", ideals: [parts] },
  });
  const part = (node: number, ...factors: readonly number[]): object => ({ factors, node });
  const zero = { generators: ["0"], exponent: 1 };
  test.each<[string, unknown, RegExp]>([
    ["a factor left out", withParts(part(0, 0)), /in no part/],
    ["a factor twice", withParts(part(0, 0), part(1, 1), part(1, 1)), /twice/],
    ["a factor that is not there", withParts(part(0, 0), part(1, 2)), /no factor number 2/],
    ["a part without a proof", withParts(part(0, 0), part(2, 1)), /no node 2/],
    ["zero", { ...product, nodes: [{ rule: "zero" }, { rule: "zero" }] }, /a generator other than 0/],
    ["no ideal", { ...product, proof: { rule: "parts", ideals: [] } }, /one list of parts for each ideal/],
    [
      "a factor 0",
      example(
        "",
        "0",
        1,
        {
          variables: "x y",
          ideal: {
            kind: "product",
            factors: [
              { generators: ["x"], exponent: 1 },
              { generators: ["0"], exponent: 1 },
            ],
          },
          proof: { rule: "parts", ideals: [[{ factors: [0, 1], node: 0 }]] },
        },
        [monomial("1", "1")],
      ).certificate,
      /there is no generator/,
    ],
    [
      "two parts that are 0, which would give m = 2",
      {
        ...product,
        statement: { ...product.statement, ideal: { kind: "product", factors: [0, 1].map(() => zero) } },
        result: { status: "exact", lambda: "0", multiplicity: 2 },
        proof: { rule: "parts", ideals: [[part(0, 0), part(1, 1)]] },
        nodes: [{ rule: "zero" }, { rule: "zero" }],
      },
      /two parts are 0/,
    ],
    [
      "parts that share a variable",
      {
        ...(withParts(part(0, 0), part(1, 1)) as object),
        statement: {
          ...product.statement,
          ideal: {
            kind: "product",
            factors: [
              { generators: ["x", "y"], exponent: 4 },
              { generators: ["y^2"], exponent: 1 },
            ],
          },
        },
      },
      /share a variable/,
    ],
  ])("%s", (_, document, reason) => {
    expect(reasonOf(document)).toMatch(reason);
  });

  test("no factor at all is no certificate of a part", () => {
    expect(() => verifyCertificate(withParts(part(0)))).toThrow(SchemaError);
  });
});

describe("too much is refused before the work", () => {
  const huge = squaresUnit("y", "1").map((square) => ({ ...square, power: 65_535 }));
  const powers: readonly ProofNode[] = [
    to(blowUp("x:1 y:1"), 1, 5),
    to(cover("y"), 2, 4),
    to(reduce("generators", divide(0, "y", huge)), 3),
    combine(),
    combine(),
    combine(),
  ];
  const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], "x");
  const withFactors = (factors: readonly unknown[], parts: readonly number[]): unknown => ({
    ...crossing,
    statement: { ...crossing.statement, ideal: { kind: "product", factors } },
    proof: { rule: "parts", ideals: [[{ factors: parts, node: 0 }]] },
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "ten million charts",
      () => withNodes([{ rule: "blow-up", weights: [[0, 1]], children: new Array<number>(10_000_000).fill(1) }]),
      /more than 1000000 values/,
    ],
    [
      "ten million nodes",
      () => withNodes(new Array<ProofNode>(10_000_000).fill(combine())),
      /more than 1000000 values/,
    ],
    [
      "two hundred thousand nodes that combine the next one",
      () => withNodes(Array.from({ length: 200_000 }, (_, i) => combine(i + 1))),
      /budget|no node/,
    ],
    ["a billion characters", () => withTree(new Array<string>(1000).fill("x".repeat(1_000_000))), /characters/],
    ["a million characters of one polynomial", () => withTree([`x${" + x".repeat(300_000)}`]), /limit/],
    [
      "a document a thousand deep",
      () => ({ ...crossing, statement: { ...crossing.statement, ideal: deep(1000) } }),
      /deeper than 100/,
    ],
    [
      "a huge power",
      () =>
        withFactors(
          [
            { generators: ["x + y"], exponent: 2 ** 50 },
            { generators: ["x"], exponent: 1 },
          ],
          [0, 1],
        ),
      /limit|budget/,
    ],
    [
      "a product of many generators",
      () =>
        withFactors(
          new Array(30).fill({ generators: ["x", "y", "x + y"], exponent: 1 }),
          Array.from({ length: 30 }, (_, k) => k),
        ),
      /too many generators/,
    ],
    [
      "degree 10 000 at another point",
      () => ({
        ...certificate("|x^2 y^4|, away from the origin"),
        statement: {
          variables: ["x", "y"],
          point: ["1/3", "0"],
          norm: "absolute",
          ideal: idealOf(["x^60000 + y"]),
        },
      }),
      /budget/,
    ],
    ["a huge power of a unit", () => withNodes(powers), /budget|witness/],
    ["a huge power in a witness", () => withNodes([to(power(60_000, "x + y + 1"), 1), combine()]), /budget/],
    ["a Sturm sequence of degree 60 000", () => withNodes([to(cover("x"), 1, 1)]), /zero|free/],
    ["an exponent past the limit", () => withTree(["x^9000000000000"]), /past the limit/],
    ["a coefficient of 20 000 digits", () => withTree(["7".repeat(20_000)]), /past the limit/],
    [
      "a division that goes on",
      () =>
        withNodes([to(reduce("generators", subtract(0, 1, "x^60000*y^60000"), divide(0, "x - y - 1")), 1), combine()], {
          ...crossing,
          statement: { ...crossing.statement, ideal: idealOf(["x*y", "y"]) },
        }),
      /budget|witness/,
    ],
  ])("%s", (_, document, reason) => {
    expect(reasonOf(document())).toMatch(reason);
  });
});
