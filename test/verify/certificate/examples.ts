/** Certificates written by hand: small problems whose (λ, m) can be checked with a pencil. */
import { certificateSchema } from "../../../src/symbolic/resolution/certificate.js";
import type { Certificate, IdealProof, ProofNode, StatedIdeal } from "../../../src/symbolic/resolution/certificate.js";
import {
  blowUp,
  contract,
  cover,
  crossing,
  divide,
  extract,
  monomial,
  parts,
  power,
  reduce,
  rename,
  replace,
  roots,
  shear,
  subtract,
  to,
  unitOf,
} from "./nodes.js";

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
export const wholeCell: IdealProof = { rule: "parts", ideals: [[{ factors: [0], node: 0 }]] };

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

const cuspCharts = (unitChart: ProofNode): ProofNode[] => [
  to(blowUp("x:3 y:2"), 1, 4, 5),
  to(cover("y"), 3, 2),
  monomial("1/6 0", "5/6"),
  {
    ...crossing("1/6 0", "5/6", ["y^3 + 1", "y", 1]),
    jacobian: [{ polynomial: "y", power: 2 }],
    sample: [[1, "1/2"]],
  },
  monomial("0 1/6", "5/6"),
  unitChart,
];

export const examples: readonly Example[] = [
  example("crossing lines", "1/2", 2, { variables: "x y", generators: ["x*y"] }, [monomial("1/2 1/2", "1")]),
  example(
    "|x^2 y^4|, away from the origin",
    "1/4",
    1,
    { variables: "x y", generators: ["x^2*y^4"], norm: "absolute", point: ["1", "0"] },
    [monomial("0 1/4", "1/4")],
  ),
  example(
    "cusp",
    "5/6",
    1,
    { variables: "x y", generators: ["x^2 + y^3"], norm: "absolute" },
    cuspCharts(monomial("0 1/6", "5/6")),
  ),
  example("irrational tangents", "1/2", 2, { variables: "x y", generators: ["x^2 - 2*y^2", "y^3"] }, [
    to(blowUp("x:1 y:1"), 1, 6),
    to(cover("2*y^2 - 1"), 2, 3),
    to(reduce("generators", divide(0, "2*y^2 - 1", unitOf("2*y^2 - 1")), subtract(1, 0, "x*y^3")), 7),
    to(
      roots("y", { minimal: "2*$2^2 - 1", lower: "-1", upper: "0" }, { minimal: "2*$2^2 - 1", lower: "0", upper: "1" }),
      4,
      5,
    ),
    to(shear("y", "1", "-$2"), 8),
    to(shear("y", "1", "-$2"), 9),
    monomial("0 1/2", "0 1"),
    monomial("1/2", "1", [[1, "1"]]),
    { ...monomial("5/12 1/6", "1 0"), forms: [{ unit: unitOf("$2") }, { unit: unitOf("$2^3") }] },
    { ...monomial("5/12 1/6", "1 0"), forms: [{ unit: unitOf("$2") }, { unit: unitOf("$2^3") }] },
  ]),
  example("sum", "3/4", 1, { variables: "x y", generators: ["x", "y^2"] }, [
    to(parts("sum", ["x", "x"], ["y", "y^2"]), 1, 2),
    monomial("1", "1"),
    monomial("1/2", "1/2"),
  ]),
  example("sum of two crossings with a shared proof", "1", 3, { variables: "x y z w", generators: ["x*y", "z*w"] }, [
    to(parts("sum", ["xy", "x*y"], ["zw", "z*w"]), 1, 2),
    to(rename(2, 3, 0, 1), 2),
    monomial("1/2 1/2", "1"),
  ]),
  example("product in the cell", "1/2", 1, { variables: "x y z", generators: ["x*z", "y*z"] }, [
    to(parts("product", ["xy", "x", "y"], ["z", "z"]), 1, 2),
    monomial("1 1", "1 1"),
    monomial("1", "1"),
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
        ideals: [
          [
            { factors: [0], node: 0 },
            { factors: [1], node: 1 },
          ],
        ],
      },
    },
    [monomial("1 1", "1 1"), monomial("1/2", "1/2")],
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
      proof: { rule: "parts", ideals: [[{ factors: [1, 0], node: 0 }]] },
    },
    [monomial("3/4 1/4", "1 0")],
  ),
  example("zero", "0", 1, { variables: "x", generators: ["x - x"] }, [{ rule: "zero" }]),
  example(
    "a factor 0",
    "0",
    1,
    {
      variables: "x y",
      ideal: {
        kind: "product",
        factors: [
          { generators: ["x"], exponent: 1_000_000 },
          { generators: ["0", "y - y"], exponent: 1 },
        ],
      },
      proof: { rule: "parts", ideals: [[{ factors: [0, 1], node: 0 }]] },
    },
    [{ rule: "zero" }],
  ),
  example("parabola by a shear", "1/2", 1, { variables: "x y", generators: ["y - x^2"] }, [
    to(shear("y", "1", "-x^2"), 1),
    monomial("0 1", "1"),
  ]),
  example("parabola as a crossing", "1/2", 1, { variables: "x y", generators: ["y - x^2"] }, [
    crossing("0 1", "1", ["y - x^2", "y", 1]),
  ]),
  example("parabola as a coordinate", "1/2", 1, { variables: "x y", generators: ["y - x^2"] }, [
    to(replace("y", "y - x^2", "y"), 1),
    monomial("0 1", "1"),
  ]),
  example("two parabolas", "1/2", 2, { variables: "x y", generators: ["x*y - x^3"], point: ["0", "0"] }, [
    to(extract(["x", 1]), 1),
    to(shear("y", "1", "-x^2"), 2),
    monomial("1/2 1/2", "1"),
  ]),
  example("a double line's power", "1/4", 1, { variables: "x y", generators: ["x^2 + 2*x*y + y^2"] }, [
    to(power(2, "x + y"), 1),
    to(shear("x", "1", "y"), 2),
    monomial("1 0", "1"),
  ]),
  example("a regular point by linear algebra", "1", 1, { variables: "x y", generators: ["x + y", "x - y"] }, [
    to(reduce("generators", subtract(0, 1), subtract(1, 0, "-1/2")), 1),
    to(blowUp("x:1 y:1"), 2, 4),
    to(contract("y:1"), 3),
    monomial("1 0", "1/2 3/2"),
    monomial("0 1", "1/2 3/2"),
  ]),
];
