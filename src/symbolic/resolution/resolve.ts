/**
 * A problem's tree of ideals → its proof. Factors without common variables are solved on their own; what shares
 * variables is multiplied out: ‖I·J‖ is the largest product of generators, ‖I^e‖ comparable with the largest e-th power.
 */
import { within } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { boundsLeaf } from "./bounds.js";
import { originCell } from "./cell.js";
import { certificateSchema } from "./certificate.js";
import type { Certificate, StatedTheorem, StatedTree, TreeProof } from "./certificate.js";
import { certificateWriter, serialise } from "./proof.js";
import type { Proof } from "./proof.js";
import { solveCell } from "./solve.js";
import * as V from "./value.js";
import type { Range } from "./value.js";

/** Generators in local coordinates, w = w* + x; empty lists are zero ideals. */
export type IdealTree =
  | { readonly kind: "ideal"; readonly generators: readonly Polynomial[] }
  | { readonly kind: "product"; readonly factors: readonly IdealTree[] }
  | { readonly kind: "power"; readonly base: IdealTree; readonly exponent: number };

export interface Resolvable {
  readonly variables: readonly string[];
  /** w*, which the local coordinates are moved back to in the certificate. */
  readonly point: readonly Rational[];
  readonly tree: IdealTree;
  readonly norm: "squares" | "absolute";
}

/** What a theorem says of the value of a tree; null where none is known. */
export type KnownOf = (tree: IdealTree) => (Range & { readonly theorem: StatedTheorem }) | null;

/**
 * A proof of one's own says more than a citation: for ideals with at most so many terms it is sought with so many steps
 * before a theorem is used.
 */
export const ownProof = { terms: 100, steps: 5_000 };

export interface Resolution {
  /** In K's convention. */
  readonly range: Range;
  readonly certificate: Certificate;
}

/** What a proof may use besides the rules that hold everywhere. */
export interface Means {
  readonly budget: Budget;
  /** Citations, tried where a proof of one's own would be long. */
  readonly knownOf: KnownOf;
  /** "none": Newton polyhedra and changes of coordinates alone. "cite": no resolution at all. */
  readonly resolution: "blow-ups" | "none" | "cite";
}

/** Proves (λ, m) of K at w*, or bounds when the budget ends; uses theorems where its own proof would be long. */
export function resolve(
  problem: Resolvable,
  budget: Budget,
  knownOf: KnownOf = () => null,
  resolution: Means["resolution"] = "blow-ups",
): Resolution {
  const proof = proveTree(problem.tree, { budget, knownOf, resolution }, 0);
  const write = certificateWriter(problem.variables);
  const { nodes, roots } = serialise(proof.roots, write);
  const range = problem.norm === "squares" ? V.root(proof.range, 2) : proof.range;
  return {
    range,
    certificate: {
      kind: "certificate",
      schema: certificateSchema,
      statement: {
        variables: problem.variables,
        point: problem.variables.map((_, i) => Q.format(problem.point[i] ?? Q.zero)),
        norm: problem.norm,
        tree: stated(problem.tree, problem),
      },
      result: certified(range),
      proof: numbered(proof.tree, roots),
      nodes,
    },
  };
}

/** Both ends as they are shown; without a proved bound 0 from below. A unit (K > 0 at w*) has no pole. */
function certified(range: Range): Certificate["result"] {
  const { lower, upper } = range;
  if (upper !== "infinite" && V.isExact(range)) {
    return { status: "exact", lambda: Q.format(upper.lambda), multiplicity: upper.multiplicity };
  }
  return {
    status: "bounds",
    lower: typeof lower === "string" ? "0" : Q.format(lower.lambda),
    upper: upper === "infinite" ? "infinite" : Q.format(upper.lambda),
  };
}

/** A proof of a tree; cells are named by their position among the roots. */
interface TreeResult {
  readonly range: Range;
  readonly tree: TreeProof;
  readonly roots: readonly Proof[];
}

function proveTree(tree: IdealTree, means: Means, offset: number): TreeResult {
  const known = means.knownOf(tree);
  if (known === null) return derive(tree, means, offset);
  const cited: TreeProof = { rule: "theorem", theorem: known.theorem };
  if (V.isExact(known)) {
    const byTheorem = { range: known, tree: cited, roots: [] };
    const isShort = countTerms(tree) <= ownProof.terms && !means.budget.expired();
    if (means.resolution === "cite" || !isShort) return byTheorem;
    const own = derive(tree, { ...means, budget: within(means.budget, ownProof.steps) }, offset);
    return V.isExact(own.range) ? own : byTheorem;
  }
  const own = derive(tree, means, offset);
  if (V.isExact(own.range)) return own;
  return { ...own, range: V.best([own.range, known]), tree: { rule: "combine", proofs: [own.tree, cited] } };
}

/** The proof from the parts of the tree. */
function derive(tree: IdealTree, means: Means, offset: number): TreeResult {
  if (tree.kind === "power") {
    const base = proveTree(tree.base, means, offset);
    return { ...base, range: V.root(base.range, tree.exponent), tree: { rule: "power", base: base.tree } };
  }
  if (tree.kind === "product" && areDisjoint(tree.factors)) {
    const factors: TreeResult[] = [];
    for (const factor of tree.factors) {
      factors.push(proveTree(factor, means, offset + factors.reduce((n, f) => n + f.roots.length, 0)));
    }
    return {
      range: V.product(factors.map((f) => f.range)),
      tree: { rule: "product", factors: factors.map((f) => f.tree) },
      roots: factors.flatMap((f) => f.roots),
    };
  }
  const generators = multipliedOut(tree).filter((g) => !P.isZero(g));
  if (generators.length === 0) {
    return { range: V.exactly(V.pole(Q.zero, 1)), tree: { rule: "zero" }, roots: [] };
  }
  const variables = [...new Set(generators.flatMap(P.variablesOf))].sort((a, b) => a - b);
  const cell = originCell(variables, generators);
  const proof = means.resolution === "cite" ? boundsLeaf(cell) : solveCell(cell, means.budget, means.resolution);
  return { range: proof.range, tree: { rule: "cell", node: offset }, roots: [proof] };
}

function countTerms(tree: IdealTree): number {
  switch (tree.kind) {
    case "ideal":
      return tree.generators.reduce((n, g) => n + g.monomials.length, 0);
    case "product":
      return tree.factors.reduce((n, factor) => n + countTerms(factor), 0);
    case "power":
      return countTerms(tree.base);
  }
}

function areDisjoint(factors: readonly IdealTree[]): boolean {
  const seen = new Set<number>();
  return factors.every((factor) => {
    const own = new Set(multipliedVariables(factor));
    const disjoint = [...own].every((i) => !seen.has(i));
    own.forEach((i) => seen.add(i));
    return disjoint;
  });
}

function multipliedVariables(tree: IdealTree): number[] {
  switch (tree.kind) {
    case "ideal":
      return tree.generators.flatMap(P.variablesOf);
    case "product":
      return tree.factors.flatMap(multipliedVariables);
    case "power":
      return multipliedVariables(tree.base);
  }
}

function multipliedOut(tree: IdealTree): readonly Polynomial[] {
  switch (tree.kind) {
    case "ideal":
      return tree.generators;
    case "product":
      return tree.factors
        .map(multipliedOut)
        .reduce((products, list) => products.flatMap((p) => list.map((g) => P.multiply(p, g))), [P.one]);
    case "power":
      return multipliedOut(tree.base).map((g) => P.power(g, tree.exponent));
  }
}

function stated(tree: IdealTree, problem: Resolvable): StatedTree {
  switch (tree.kind) {
    case "ideal": {
      const write = certificateWriter(problem.variables);
      const back = new Map(
        problem.point.flatMap((q, i): [number, Polynomial][] =>
          Q.isZero(q) ? [] : [[i, P.subtract(P.variable(i), P.constant(q))]],
        ),
      );
      return { kind: "ideal", generators: tree.generators.map((g) => write(P.compose(g, back))) };
    }
    case "product":
      return { kind: "product", factors: tree.factors.map((f) => stated(f, problem)) };
    case "power":
      return { kind: "power", base: stated(tree.base, problem), exponent: tree.exponent };
  }
}

function numbered(tree: TreeProof, roots: readonly number[]): TreeProof {
  switch (tree.rule) {
    case "cell":
      return { rule: "cell", node: roots[tree.node] ?? -1 };
    case "product":
      return { rule: "product", factors: tree.factors.map((f) => numbered(f, roots)) };
    case "power":
      return { rule: "power", base: numbered(tree.base, roots) };
    case "combine":
      return { rule: "combine", proofs: tree.proofs.map((proof) => numbered(proof, roots)) };
    default:
      return tree;
  }
}
