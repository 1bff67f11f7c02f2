/**
 * Nodes of proofs in short. Their children are numbered elsewhere; variables go by their letters, weights are "x:1 y:2", and
 * lists of numbers "1/2 1/2". Units have the witness that is given, or none.
 */
import type {
  ProofNode,
  ReduceStep,
  Sample,
  Square,
  StatedConstant,
  UnitWitness,
  Weight,
} from "../../../src/symbolic/resolution/certificate.js";

type NodeOf<R extends ProofNode["rule"]> = Extract<ProofNode, { readonly rule: R }>;

const none: UnitWitness = [];
const [child, children] = [0, [] as const];
const numberOf = (letter: string): number => "xyzw".indexOf(letter);
const numbersOf = (letters: string): number[] => Array.from(letters, numberOf);
const wordsOf = (text: string): string[] => text.split(" ").filter((word) => word !== "");
export const weightsOf = (text: string): Weight[] =>
  wordsOf(text).map((entry) => [numberOf(entry.charAt(0)), Number(entry.slice(2))]);

/** The node with these children. */
export function to(node: ProofNode, ...numbers: readonly number[]): ProofNode {
  if ("child" in node) return { ...node, child: numbers[0] ?? 0 };
  return "children" in node ? { ...node, children: numbers } : node;
}

/** The product of these polynomials as a unit. */
export const unitOf = (...polynomials: readonly string[]): UnitWitness =>
  polynomials.map((polynomial) => ({ polynomial, power: 1 }));
/** Σ s² for these polynomials as a unit. */
export const squaresUnit = (...roots: readonly string[]): UnitWitness => [
  { squares: roots.map((s) => ["1", s] as const), power: 1 },
];
/** A value of a variable, or a root of a polynomial in the first variable beyond the cell's. */
export const root = (variable: number, minimal: string, lower: string, upper: string): Sample[number] => [
  variable,
  { minimal, lower, upper },
];

export const reduce = (of: NodeOf<"reduce">["of"], ...steps: readonly ReduceStep[]): ProofNode => ({
  rule: "reduce",
  of,
  steps,
  child,
});
export const subtract = (target: number, source: number, factor = "1"): ReduceStep => ({
  kind: "subtract",
  target,
  source,
  factor,
});
export const divide = (target: number, by: string, unit = none): ReduceStep => ({ kind: "divide", target, by, unit });
export const squares = (target: number, ...list: readonly Square[]): ReduceStep => ({
  kind: "squares",
  target,
  squares: list,
});
export const set = (target: number, polynomial: string): ReduceStep => ({ kind: "set", target, polynomial });

export const extract = (...powers: readonly (readonly [string, number])[]): ProofNode => ({
  rule: "extract",
  powers,
  child,
});
export const shear = (variables: string, by: string, offset: string, over = "1", unit = none): ProofNode => ({
  rule: "shear",
  variables: numbersOf(variables),
  by,
  over,
  offset,
  unit,
  child,
});
export const replace = (x: string, polynomial: string, ...generators: readonly string[]): ProofNode => ({
  rule: "replace",
  polynomial,
  variable: numberOf(x),
  unit: none,
  generators,
  child,
});
/** The first generators, for these variables. */
export const eliminate = (
  variables: string,
  values: readonly string[],
  ...monomials: readonly string[]
): ProofNode => ({
  rule: "eliminate",
  generators: numbersOf(variables).map((_, j) => j),
  variables: numbersOf(variables),
  values,
  unit: none,
  monomials,
  child,
});
export const truncate = (monomial: string, ...parts: readonly (readonly [generator: string, by: string])[]) =>
  ({
    rule: "truncate",
    monomial,
    parts: parts.map(([generator, by]) => ({ generator, by, unit: none })),
    child,
  }) satisfies ProofNode;
export const implicit = (x: string, polynomial: string): ProofNode => ({
  rule: "implicit",
  polynomial,
  equation: 0,
  variable: numberOf(x),
  unit: none,
  child,
});
/** Each part by its variables and its generators. */
export const parts = (
  how: "sum" | "product",
  ...list: readonly (readonly [variables: string, ...generators: string[]])[]
): ProofNode => ({
  rule: "parts",
  how,
  parts: list.map(([variables, ...generators]) => ({ variables: numbersOf(variables), generators })),
  children,
});
export const power = (exponent: number, ...roots: readonly string[]): ProofNode => ({
  rule: "power",
  roots,
  exponent,
  child,
});
export const cover = (...polynomials: readonly string[]): ProofNode => ({ rule: "cover", polynomials, children });
export const factor = (unit: UnitWitness, ...factors: readonly (readonly [string, number])[]): NodeOf<"factor"> => ({
  rule: "factor",
  equation: 0,
  unit,
  factors,
  children,
});
export const roots = (x: string, ...list: readonly (string | StatedConstant)[]): ProofNode => ({
  rule: "roots",
  equation: 0,
  variable: numberOf(x),
  roots: list,
  children,
});
export const blowUp = (
  weights: string,
  ...symmetries: readonly (readonly [chart: string, permutation: readonly number[]])[]
): ProofNode => ({
  rule: "blow-up",
  weights: weightsOf(weights),
  ...(symmetries.length === 0 ? {} : { symmetries: symmetries.map(([x, to]) => [numberOf(x), to] as const) }),
  children,
});
export const slice = (weights: string, x: string): ProofNode => ({
  rule: "slice",
  weights: weightsOf(weights),
  variable: numberOf(x),
  children,
});
export const contract = (weights: string): ProofNode => ({ rule: "contract", weights: weightsOf(weights), child });
export const project = (variables: string, sample?: Sample): ProofNode => ({
  rule: "project",
  variables: numbersOf(variables),
  ...(sample === undefined ? {} : { sample }),
  child,
});
export const rename = (...permutation: readonly number[]): ProofNode => ({ rule: "rename", permutation, child });

export const combine = (...numbers: readonly number[]): ProofNode => ({ rule: "combine", children: numbers });
export const empty: ProofNode = { rule: "empty" };
/** Of generators that are monomials times units that need no witness. */
export const monomial = (primal: string, dual: string, sample?: Sample): NodeOf<"monomial"> => ({
  rule: "monomial",
  coordinates: [],
  jacobian: none,
  forms: wordsOf(dual).map(() => ({ unit: none })),
  primal: wordsOf(primal),
  dual: wordsOf(dual),
  ...(sample === undefined ? {} : { sample }),
});
/** Of one generator, the product of powers of these polynomials, each with its variable and exponent. */
export const crossing = (
  primal: string,
  dual: string,
  ...factors: readonly (readonly [polynomial: string, x: string, exponent: number])[]
): NodeOf<"monomial"> => ({
  ...monomial(primal, dual),
  coordinates: factors.map(([polynomial, x]) => ({ polynomial, variable: numberOf(x) })),
  forms: [{ exponents: factors.map(([, , exponent]) => exponent) }],
});
export const valuation = (weights: string, sample?: Sample): ProofNode => ({
  rule: "valuation",
  weights: weightsOf(weights),
  ...(sample === undefined ? {} : { sample }),
});
/** Each form by its generator and multiplier. */
export const initial = (weights: string, ...forms: readonly (readonly [number, string])[]): ProofNode => ({
  rule: "initial",
  weights: weightsOf(weights),
  forms: forms.map(([generator, multiplier]) => ({ generator, unit: none, multiplier })),
});
