/** From a statement's tree to cells, and from their bounds to the tree's. */
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Statement, StatedTree, TreeProof } from "../../symbolic/resolution/certificate.js";
import { power, times } from "./arithmetic.js";
import { moved, normal, readIn } from "./cell.js";
import type { Cell, Scope } from "./cell.js";
import { demand, Refusal } from "./refusal.js";
import { networkBounds } from "./network.js";
import { theoremBounds } from "./theorems.js";
import * as V from "./values.js";
import type { Bounds, Combination } from "./values.js";

/** Of a tree multiplied out, and of the parts of a product. */
export const maxGenerators = 100_000;

/** The node that a part of the tree rests on and the cell that it must be about. */
export interface Claim {
  readonly node: number;
  readonly cell: Cell;
}

export interface Plan {
  readonly claims: readonly Claim[];
  /** The tree's bounds, from those of the nodes. */
  readonly bounds: (of: (node: number) => Bounds) => Bounds;
}

export function planOf(tree: StatedTree, proof: TreeProof, statement: Statement, scope: Scope): Plan {
  switch (proof.rule) {
    case "zero":
      demand(multipliedOut(tree, scope).every(P.isZero), "the generators are not all 0");
      return proved(V.exactly(V.finite(Q.zero, 1)));
    case "cell": {
      const cell = cellOf(multipliedOut(tree, scope), statement, scope);
      return { claims: [{ node: proof.node, cell }], bounds: (of) => of(proof.node) };
    }
    case "power": {
      if (tree.kind !== "power") throw new Refusal("the rule power is used on what is no power");
      const factor = Q.rational(1, tree.exponent);
      return combined([planOf(tree.base, proof.base, statement, scope)], V.scaledBy(factor));
    }
    case "product":
      if (tree.kind !== "product") throw new Refusal("the rule product is used on what is no product");
      return productPlan(tree.factors, proof.factors, statement, scope);
    case "network-blow-up":
      if (tree.kind !== "network") throw new Refusal("the rule network-blow-up is used on what is no network");
      return proved(networkBounds(tree, proof, statement, scope));
    case "combine":
      return combined(
        proof.proofs.map((one) => planOf(tree, one, statement, scope)),
        V.intersection,
      );
    case "theorem":
      return proved(theoremBounds(multipliedOut(tree, scope), proof.theorem, statement, scope));
  }
}

function proved(bounds: Bounds): Plan {
  return { claims: [], bounds: () => bounds };
}

function combined(plans: readonly Plan[], combine: Combination): Plan {
  return {
    claims: plans.flatMap((plan) => plan.claims),
    bounds: (of) => combine(plans.map((plan) => plan.bounds(of))),
  };
}

function productPlan(
  factors: readonly StatedTree[],
  proofs: readonly TreeProof[],
  statement: Statement,
  scope: Scope,
): Plan {
  demand(factors.length > 0 && factors.length === proofs.length, "not one proof for each factor");
  const names = factors.flatMap((factor) => [...variablesOf(factor, scope)]);
  demand(new Set(names).size === names.length, "two factors share a variable");
  const plans = factors.map((factor, i) => {
    demand(!isZero(factor, scope), "a factor is 0: the rule is zero");
    return planOf(factor, proofs[i] ?? { rule: "zero" }, statement, scope);
  });
  return combined(plans, V.ofProductAtPoint);
}

function multipliedOut(tree: StatedTree, scope: Scope): Polynomial[] {
  switch (tree.kind) {
    case "ideal":
      return tree.generators.map((text) => readIn(text, scope));
    case "power":
      return multipliedOut(tree.base, scope).map((p) => power(p, tree.exponent, scope.budget));
    case "product":
      return tree.factors.reduce<Polynomial[]>(
        (list, factor) => {
          const others = multipliedOut(factor, scope);
          demand(list.length * others.length <= maxGenerators, "the tree multiplied out has too many generators");
          return list.flatMap((p) => others.map((q) => times(p, q, scope.budget)));
        },
        [P.one],
      );
    case "network":
      throw new Refusal("a network stands at the root of the tree alone, and its rule is network-blow-up");
  }
}

function variablesOf(tree: StatedTree, scope: Scope): Set<number> {
  switch (tree.kind) {
    case "power":
      return variablesOf(tree.base, scope);
    case "product":
      return new Set(tree.factors.flatMap((factor) => [...variablesOf(factor, scope)]));
    default:
      return new Set(multipliedOut(tree, scope).flatMap(P.variablesOf));
  }
}

function isZero(tree: StatedTree, scope: Scope): boolean {
  switch (tree.kind) {
    case "power":
      return isZero(tree.base, scope);
    case "product":
      return tree.factors.some((factor) => isZero(factor, scope));
    default:
      return multipliedOut(tree, scope).every(P.isZero);
  }
}

/** The cell of the one point, moved to the origin. */
function cellOf(generators: readonly Polynomial[], { point }: Statement, scope: Scope): Cell {
  const translated = generators.map((g) => moved(g, point, scope));
  demand(!translated.every(P.isZero), "all generators are 0: the rule is zero");
  const occurring = new Set(translated.flatMap(P.variablesOf));
  demand(
    [...occurring].every((x) => x < point.length),
    "a generator has a variable that the statement does not name",
  );
  const none = point.map(() => 0);
  const roles = point.map((_, x) => (occurring.has(x) ? ("zero" as const) : undefined));
  const cell = { roles, kappa: none, h: none, generators: translated, nonzero: [], equations: [], constants: [] };
  return normal(cell, scope);
}
