/** Certificates written by hand: small problems whose (λ, m) can be checked with a pencil. */
import { certificateSchema } from "../../../src/symbolic/resolution/certificate.js";
import type { Certificate, IdealProof, ProofNode, StatedIdeal } from "../../../src/symbolic/resolution/certificate.js";
import { unitOf } from "./nodes.js";

export interface Example {
  readonly name: string;
  /** λ of K, and where the certificate is exact its multiplicity. */
  readonly truth: { readonly lambda: string; readonly multiplicity: number };
  readonly certificate: Certificate;
}

interface Problem {
  readonly variables: string;
  readonly generators?: readonly string[];
  readonly ideal?: StatedIdeal;
  readonly point?: readonly string[];
  readonly norm?: "squares" | "absolute";
  readonly proof?: IdealProof;
  readonly bounds?: readonly [string, string];
}

/** The ideal of these generators, as a statement gives it. */
export function idealOf(generators: readonly string[]): StatedIdeal {
  return { kind: "product", factors: [{ generators, exponent: 1 }] };
}

/** All factors are one part. */
export const wholeCell: IdealProof = { rule: "parts", parts: [{ factors: [0], node: 0, theorem: null }] };

export function example(
  name: string,
  lambda: string,
  multiplicity: number,
  problem: Problem,
  nodes: readonly ProofNode[],
): Example {
  const variables = problem.variables.split(" ");
  return {
    name,
    truth: { lambda, multiplicity },
    certificate: {
      kind: "certificate",
      schema: certificateSchema,
      statement: {
        variables,
        point: problem.point ?? variables.map(() => "0"),
        norm: problem.norm ?? "squares",
        ideal: problem.ideal ?? idealOf(problem.generators ?? []),
      },
      result:
        problem.bounds === undefined
          ? { status: "exact", lambda, multiplicity }
          : { status: "bounds", lower: problem.bounds[0], upper: problem.bounds[1] },
      proof: problem.proof ?? wholeCell,
      nodes,
    },
  };
}

const monomial = (primal: string[], dual: string[], units: number = dual.length): ProofNode => ({
  rule: "monomial",
  coordinates: [],
  jacobian: [],
  forms: Array.from({ length: units }, () => ({ unit: [] })),
  primal,
  dual,
});

const cuspCharts = (unitChart: ProofNode): ProofNode[] => [
  {
    rule: "blow-up",
    weights: [
      [0, 3],
      [1, 2],
    ],
    children: [1, 4, 5],
  },
  { rule: "cover", polynomials: ["y"], children: [3, 2] },
  monomial(["1/6", "0"], ["5/6"]),
  {
    rule: "monomial",
    coordinates: [{ polynomial: "y^3 + 1", variable: 1 }],
    jacobian: [{ polynomial: "y", power: 2 }],
    forms: [{ exponents: [1] }],
    primal: ["1/6", "0"],
    dual: ["5/6"],
    sample: [[1, "1/2"]],
  },
  monomial(["0", "1/6"], ["5/6"]),
  unitChart,
];

export const examples: readonly Example[] = [
  example("crossing lines", "1/2", 2, { variables: "x y", generators: ["x*y"] }, [monomial(["1/2", "1/2"], ["1"])]),
  example(
    "|x^2 y^4|, away from the origin",
    "1/4",
    1,
    { variables: "x y", generators: ["x^2*y^4"], norm: "absolute", point: ["1", "0"] },
    [monomial(["0", "1/4"], ["1/4"])],
  ),
  example(
    "cusp",
    "5/6",
    1,
    { variables: "x y", generators: ["x^2 + y^3"], norm: "absolute" },
    cuspCharts(monomial(["0", "1/6"], ["5/6"])),
  ),
  example("irrational tangents", "1/2", 2, { variables: "x y", generators: ["x^2 - 2*y^2", "y^3"] }, [
    {
      rule: "blow-up",
      weights: [
        [0, 1],
        [1, 1],
      ],
      children: [1, 6],
    },
    { rule: "cover", polynomials: ["2*y^2 - 1"], children: [2, 3] },
    {
      rule: "reduce",
      of: "generators",
      steps: [
        { kind: "divide", target: 0, by: "2*y^2 - 1", unit: unitOf("2*y^2 - 1") },
        { kind: "subtract", target: 1, source: 0, factor: "x*y^3" },
      ],
      child: 7,
    },
    {
      rule: "roots",
      equation: 0,
      variable: 1,
      roots: [
        { minimal: "2*$2^2 - 1", lower: "-1", upper: "0" },
        { minimal: "2*$2^2 - 1", lower: "0", upper: "1" },
      ],
      children: [4, 5],
    },
    { rule: "shear", variables: [1], by: "1", over: "1", offset: "-$2", unit: [], child: 8 },
    { rule: "shear", variables: [1], by: "1", over: "1", offset: "-$2", unit: [], child: 9 },
    monomial(["0", "1/2"], ["0", "1"]),
    {
      rule: "monomial",
      coordinates: [],
      jacobian: [],
      forms: [{ unit: [] }],
      primal: ["1/2"],
      dual: ["1"],
      sample: [[1, "1"]],
    },
    {
      rule: "monomial",
      coordinates: [],
      jacobian: [],
      forms: [{ unit: unitOf("$2") }, { unit: unitOf("$2^3") }],
      primal: ["5/12", "1/6"],
      dual: ["1", "0"],
    },
    {
      rule: "monomial",
      coordinates: [],
      jacobian: [],
      forms: [{ unit: unitOf("$2") }, { unit: unitOf("$2^3") }],
      primal: ["5/12", "1/6"],
      dual: ["1", "0"],
    },
  ]),
  example("sum", "3/4", 1, { variables: "x y", generators: ["x", "y^2"] }, [
    {
      rule: "parts",
      how: "sum",
      parts: [
        { variables: [0], generators: ["x"] },
        { variables: [1], generators: ["y^2"] },
      ],
      children: [1, 2],
    },
    monomial(["1"], ["1"]),
    monomial(["1/2"], ["1/2"]),
  ]),
  example("sum of two crossings with a shared proof", "1", 3, { variables: "x y z w", generators: ["x*y", "z*w"] }, [
    {
      rule: "parts",
      how: "sum",
      parts: [
        { variables: [0, 1], generators: ["x*y"] },
        { variables: [2, 3], generators: ["z*w"] },
      ],
      children: [1, 2],
    },
    { rule: "rename", permutation: [2, 3, 0, 1], child: 2 },
    monomial(["1/2", "1/2"], ["1"]),
  ]),
  example("product in the cell", "1/2", 1, { variables: "x y z", generators: ["x*z", "y*z"] }, [
    {
      rule: "parts",
      how: "product",
      parts: [
        { variables: [0, 1], generators: ["x", "y"] },
        { variables: [2], generators: ["z"] },
      ],
      children: [1, 2],
    },
    monomial(["1", "1"], ["1", "1"]),
    monomial(["1"], ["1"]),
  ]),
  example(
    "a product of powers",
    "1/4",
    2,
    {
      variables: "x y z",
      ideal: {
        kind: "product",
        factors: [
          { generators: ["x", "y"], exponent: 4 },
          { generators: ["z^2"], exponent: 1 },
        ],
      },
      proof: {
        rule: "parts",
        parts: [
          { factors: [0], node: 0, theorem: null },
          { factors: [1], node: 1, theorem: null },
        ],
      },
    },
    [monomial(["1", "1"], ["1", "1"]), monomial(["1/2"], ["1/2"])],
  ),
  example(
    "a product of powers that share a variable",
    "1/8",
    2,
    {
      variables: "x y",
      ideal: {
        kind: "product",
        factors: [
          { generators: ["x"], exponent: 4 },
          { generators: ["x", "y"], exponent: 4 },
        ],
      },
      proof: { rule: "parts", parts: [{ factors: [1, 0], node: 0, theorem: null }] },
    },
    [monomial(["3/4", "1/4"], ["1", "0"])],
  ),
  example("zero", "0", 1, { variables: "x", generators: ["x - x"], proof: { rule: "zero" } }, []),
  example("parabola by a shear", "1/2", 1, { variables: "x y", generators: ["y - x^2"] }, [
    { rule: "shear", variables: [1], by: "1", over: "1", offset: "-x^2", unit: [], child: 1 },
    monomial(["0", "1"], ["1"]),
  ]),
  example("parabola as a crossing", "1/2", 1, { variables: "x y", generators: ["y - x^2"] }, [
    {
      rule: "monomial",
      coordinates: [{ polynomial: "y - x^2", variable: 1 }],
      jacobian: [],
      forms: [{ exponents: [1] }],
      primal: ["0", "1"],
      dual: ["1"],
    },
  ]),
  example("parabola as a coordinate", "1/2", 1, { variables: "x y", generators: ["y - x^2"] }, [
    { rule: "replace", polynomial: "y - x^2", variable: 1, unit: [], generators: ["y"], child: 1 },
    monomial(["0", "1"], ["1"]),
  ]),
  example("two parabolas", "1/2", 2, { variables: "x y", generators: ["x*y - x^3"], point: ["0", "0"] }, [
    { rule: "extract", monomial: "x", child: 1 },
    { rule: "shear", variables: [1], by: "1", over: "1", offset: "-x^2", unit: [], child: 2 },
    monomial(["1/2", "1/2"], ["1"]),
  ]),
  example("a double line's power", "1/4", 1, { variables: "x y", generators: ["x^2 + 2*x*y + y^2"] }, [
    { rule: "power", roots: ["x + y"], exponent: 2, child: 1 },
    { rule: "shear", variables: [0], by: "1", over: "1", offset: "y", unit: [], child: 2 },
    monomial(["1", "0"], ["1"]),
  ]),
  example("a regular point by linear algebra", "1", 1, { variables: "x y", generators: ["x + y", "x - y"] }, [
    {
      rule: "reduce",
      of: "generators",
      steps: [
        { kind: "subtract", target: 0, source: 1, factor: "1" },
        { kind: "subtract", target: 1, source: 0, factor: "-1/2" },
      ],
      child: 1,
    },
    {
      rule: "blow-up",
      weights: [
        [0, 1],
        [1, 1],
      ],
      children: [2, 4],
    },
    { rule: "contract", weights: [[1, 1]], child: 3 },
    monomial(["1", "0"], ["1/2", "3/2"]),
    monomial(["0", "1"], ["1/2", "3/2"]),
  ]),
];
