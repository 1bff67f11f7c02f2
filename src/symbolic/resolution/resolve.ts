/**
 * A problem's tree of ideals → its proof. Factors without common variables are solved on their own; what shares
 * variables is multiplied out: ‖I·J‖ is the largest product of generators, ‖I^e‖ comparable with the largest e-th power.
 */
import { LimitError } from "../../errors.js";
import { inTurn, unlessTooLarge, within } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { boundsLeaf } from "./bounds.js";
import { originCell } from "./cell.js";
import type { StatedIdeal, StatedProduct, StatedTheorem } from "./certificate.js";
import { certify } from "./certify.js";
import type { Resolution, Setting } from "./certify.js";
import { monomialLeaf } from "./monomial-ideal.js";
import { certificateWriter, serialise } from "./proof.js";
import type { Proof } from "./proof.js";
import { solveCell } from "./solve.js";
import { better, leaf } from "./step.js";
import * as V from "./value.js";
import type { Range } from "./value.js";

/** Generators in local coordinates, w = w* + x; empty lists are zero ideals. */
export type IdealTree =
  | { readonly kind: "ideal"; readonly generators: readonly Polynomial[] }
  | { readonly kind: "product"; readonly factors: readonly IdealTree[] }
  | { readonly kind: "power"; readonly base: IdealTree; readonly exponent: number };

export interface Resolvable extends Setting {
  readonly tree: IdealTree;
}

/** What a theorem says of the value of a tree; null where none is known. */
export type KnownOf = (tree: IdealTree) => (Range & { readonly theorem: StatedTheorem }) | null;

/**
 * A proof of one's own says more than a citation: for ideals with at most so many terms it is sought with so many steps
 * before a theorem is used.
 */
export const ownProof = { terms: 100, steps: 5_000 };

/** Ideals between which J lies, as the statement `between` says of any two; K ≍ ‖J‖², or |K| ≍ ‖J‖, as the norm says. */
export interface Enclosure {
  readonly below: readonly [IdealTree, ...IdealTree[]];
  readonly above: readonly [IdealTree, ...IdealTree[]];
}

/** The steps for each of several ideals, and how many times more those get that were cut short, while the budget lasts. */
const enclosureSteps = { first: 100_000, growth: 8 };

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
  const whole = proveTree(problem.tree, { budget, knownOf, resolution });
  return resolved(problem, [whole], whole.range, statedProduct(whole, problem));
}

/**
 * Proves bounds of (λ, m), from below by the best of the ideals below and from above by the best of those above. All get the same
 * share of the budget, one after the other; those that were cut short a larger one, while it lasts.
 */
export function resolveBetween(
  problem: Setting,
  enclosure: Enclosure,
  budget: Budget,
  resolution: Means["resolution"] = "blow-ups",
): Resolution {
  const means = { budget, knownOf: () => null, resolution };
  let below = proveTree(enclosure.below[0], { ...means, resolution: "cite" });
  let above = proveTree(enclosure.above[0], { ...means, resolution: "cite" });
  const isDone = (): boolean => V.compare(below.range.lower, above.range.upper) >= 0;
  let open = alternating(enclosure);
  const count = open.length;
  for (let steps = enclosureSteps.first; open.length > 0; steps *= enclosureSteps.growth) {
    const isFirst = steps === enclosureSteps.first;
    open = open.filter(({ side, tree, turn }) => {
      if (isDone() || (budget.expired() && !isFirst)) return false;
      const own = inTurn(within(budget, steps), turn, count);
      const attempt = proveTree(tree, { ...means, budget: own });
      if (side === "below" && V.compare(attempt.range.lower, below.range.lower) > 0) below = attempt;
      if (side === "above" && V.compare(attempt.range.upper, above.range.upper) < 0) above = attempt;
      return own.expired();
    });
  }
  const range = { lower: below.range.lower, upper: above.range.upper };
  return resolved(problem, [below, above], range, {
    kind: "between",
    below: statedProduct(below, problem),
    above: statedProduct(above, problem),
  });
}

/** The first ideals of both sides, then the second ones, and so on. */
function alternating({ below, above }: Enclosure): { side: "below" | "above"; tree: IdealTree; turn: number }[] {
  return Array.from({ length: Math.max(below.length, above.length) }, (_, i) => i)
    .flatMap((i) => [{ side: "below", tree: below[i] } as const, { side: "above", tree: above[i] } as const])
    .flatMap(({ side, tree }) => (tree === undefined ? [] : [{ side, tree }]))
    .map((bound, turn) => ({ ...bound, turn }));
}

/** What a proof of a product of powers gives, in the ideal's convention. */
interface Attempt {
  readonly factors: readonly Factor[];
  readonly parts: readonly Part[];
  readonly range: Range;
}

function proveTree(tree: IdealTree, means: Means): Attempt {
  const factors = factorsOf(tree);
  if (factors.every((f) => !f.generators.every(P.isZero))) return { factors, ...proveParts(factors, means) };
  const range = V.exactly(V.pole(Q.zero, 1));
  const proof = leaf(range, () => ({ rule: "zero" }));
  return { factors, parts: [{ factors: factors.map((_, k) => k), range, proof }], range };
}

function resolved(problem: Setting, attempts: readonly Attempt[], ofIdeal: Range, ideal: StatedIdeal): Resolution {
  const proofs = attempts.flatMap(({ parts }) => parts.map(({ proof }) => proof));
  const { nodes, roots } = serialise(proofs, certificateWriter(problem.variables));
  const node = (proof: Proof): number => roots[proofs.indexOf(proof)] ?? -1;
  const ideals = attempts.map(({ parts }) => parts.map(({ factors, proof }) => ({ factors, node: node(proof) })));
  return certify(problem, ofIdeal, { ideal, proof: { rule: "parts", ideals }, nodes });
}

/** ‖I‖^exponent. */
interface Factor {
  readonly generators: readonly Polynomial[];
  readonly exponent: number;
}

/** The ideals whose powers the tree multiplies. */
function factorsOf(tree: IdealTree, exponent = 1): Factor[] {
  switch (tree.kind) {
    case "ideal":
      return [{ generators: tree.generators, exponent }];
    case "product":
      return tree.factors.flatMap((factor) => factorsOf(factor, exponent));
    case "power":
      return factorsOf(tree.base, exactProduct(exponent, tree.exponent));
  }
}

function exactProduct(a: number, b: number): number {
  if (!Number.isSafeInteger(a * b)) {
    throw new LimitError("an exponent of the ideal", `${a}·${b}`, `${Number.MAX_SAFE_INTEGER}`);
  }
  return a * b;
}

/** The proof of some factors, named by their positions, that share no variable with the others. */
interface Part {
  readonly factors: readonly number[];
  readonly range: Range;
  readonly proof: Proof;
}

function proveParts(factors: readonly Factor[], means: Means): Pick<Attempt, "range"> & { parts: readonly Part[] } {
  const parts = groupsOf(factors).map((group, index, { length }): Part => {
    const own = group.map((k) => factors[k]).filter((f) => f !== undefined);
    const common = own.map((f) => f.exponent).reduce(gcd);
    const proof = provePart(
      own.map((f) => ({ ...f, exponent: f.exponent / common })),
      { ...means, budget: inTurn(means.budget, index, length) },
    );
    return { factors: group, range: V.root(proof.range, common), proof };
  });
  return { range: V.product(parts.map((part) => part.range)), parts };
}

function provePart(factors: readonly Factor[], means: Means): Proof {
  const known = means.knownOf(treeOf(factors));
  if (known === null) return derive(factors, means);
  const { theorem, lower, upper } = known;
  const byTheorem = leaf({ lower, upper }, () => ({ rule: "theorem", ...theorem }));
  if (!V.isExact(known)) return better(derive(factors, means), byTheorem);
  const isShort = countTerms(factors) <= ownProof.terms && !means.budget.expired();
  if (means.resolution === "cite" || !isShort) return byTheorem;
  const own = derive(factors, { ...means, budget: within(means.budget, ownProof.steps) });
  return V.isExact(own.range) ? own : byTheorem;
}

/** The proof of the ideal that the factors multiply out to. */
function derive(factors: readonly Factor[], means: Means): Proof {
  const generators = factors
    .map((f) => f.generators.map((g) => P.power(g, f.exponent)))
    .reduce((products, list) => products.flatMap((p) => list.map((g) => P.multiply(p, g))), [P.one])
    .filter((g) => !P.isZero(g));
  const cell = originCell(
    [...new Set(generators.flatMap(P.variablesOf))].sort((a, b) => a - b),
    generators,
  );
  return means.resolution === "cite"
    ? (unlessTooLarge(() => monomialLeaf(cell, means.budget)) ?? boundsLeaf(cell, means.budget))
    : solveCell(cell, means.budget, means.resolution);
}

function treeOf(factors: readonly Factor[]): IdealTree {
  const trees = factors.map(({ generators, exponent }): IdealTree => {
    const ideal = { kind: "ideal", generators } as const;
    return exponent === 1 ? ideal : { kind: "power", base: ideal, exponent };
  });
  const [only, another] = trees;
  return only !== undefined && another === undefined ? only : { kind: "product", factors: trees };
}

function countTerms(factors: readonly Factor[]): number {
  return factors.flatMap((f) => f.generators).reduce((n, g) => n + g.monomials.length, 0);
}

/** Positions of factors, those together that share variables, directly or through others. */
function groupsOf(factors: readonly Factor[]): number[][] {
  let groups: { readonly members: readonly number[]; readonly variables: ReadonlySet<number> }[] = [];
  factors.forEach(({ generators }, k) => {
    const own = new Set(generators.flatMap(P.variablesOf));
    const touched = groups.filter((group) => [...own].some((x) => group.variables.has(x)));
    const joined = {
      members: [...touched.flatMap((group) => group.members), k].sort((a, b) => a - b),
      variables: new Set([...touched.flatMap((group) => [...group.variables]), ...own]),
    };
    groups = [...groups.filter((group) => !touched.includes(group)), joined];
  });
  return groups.map((group) => [...group.members]);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** In the user's coordinates. */
function statedProduct({ factors }: Attempt, problem: Setting): StatedProduct {
  const write = certificateWriter(problem.variables);
  const moved = (g: Polynomial): Polynomial =>
    problem.point.reduce(
      (p, q, i) => (Q.isZero(q) ? p : P.substitute(p, i, P.subtract(P.variable(i), P.constant(q)))),
      g,
    );
  return {
    kind: "product",
    factors: factors.map((f) => ({ ...f, generators: f.generators.map((g) => write(moved(g))) })),
  };
}
