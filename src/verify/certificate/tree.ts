/** From a statement's tree to cells, and from their bounds to the tree's. */
import { power, translate } from "../../symbolic/algebra/metered.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Statement, StatedTree, TreeProof } from "../../symbolic/resolution/certificate.js";
import { member, normal, readIn, readRational } from "./cell.js";
import type { Cell, Scope } from "./cell.js";
import { networkBounds } from "./network.js";
import { demand, Refusal } from "./refusal.js";
import { productsOf } from "./rules.js";
import { citations, theoremBounds } from "./theorems.js";
import * as V from "./values.js";
import type { Bounds, Combination } from "./values.js";

/** The node that a part of the tree rests on and the cell that it must be about. */
export interface Claim {
  readonly node: number;
  readonly cell: Cell;
}

export interface Plan {
  readonly claims: readonly Claim[];
  /** Of the theorems that the proof takes on trust. */
  readonly citations: readonly string[];
  /** The tree's bounds, from those of the nodes. */
  readonly bounds: (of: (node: number) => Bounds) => Bounds;
}

export function planOf(tree: StatedTree, proof: TreeProof, statement: Statement, scope: Scope): Plan {
  switch (proof.rule) {
    case "zero":
      demand(isZero(tree, scope), "the generators are not all 0");
      return proved(V.exactly(V.finite(Q.zero)));
    case "cell": {
      const cell = cellOf(multipliedOut(tree, scope), statement, scope);
      return { claims: [{ node: proof.node, cell }], citations: [], bounds: (of) => of(proof.node) };
    }
    case "power": {
      if (tree.kind !== "power") throw new Refusal("the rule power is used on what is no power");
      const factor = Q.rational(1, tree.exponent);
      return combined([planOf(tree.base, proof.base, statement, scope)], V.scaledBy(factor));
    }
    case "product": {
      if (tree.kind !== "product") throw new Refusal("the rule product is used on what is no product");
      const { factors } = tree;
      demand(factors.length > 0 && factors.length === proof.factors.length, "not one proof for each factor");
      const variables = factors.flatMap((factor) => [
        ...new Set(idealsOf(factor, scope).flat().flatMap(P.variablesOf)),
      ]);
      demand(new Set(variables).size === variables.length, "two factors share a variable");
      demand(!isZero(tree, scope), "a factor is 0: the rule is zero");
      const plans = proof.factors.map((one, i) => planOf(member(factors, i, "factor"), one, statement, scope));
      return combined(plans, V.ofProductAtPoint);
    }
    case "combine":
      return combined(
        proof.proofs.map((one) => planOf(tree, one, statement, scope)),
        V.intersection,
      );
    case "network-blow-up":
      if (tree.kind !== "network") throw new Refusal("the rule network-blow-up is used on what is no network");
      return proved(networkBounds(tree, proof, statement, scope));
    case "theorem": {
      const local = translated(multipliedOut(tree, scope), statement, scope);
      return proved(theoremBounds(local, proof.theorem, statement, scope), citations[proof.theorem.name]);
    }
  }
}

function proved(bounds: Bounds, ...cited: readonly string[]): Plan {
  return { claims: [], citations: cited, bounds: () => bounds };
}

function combined(plans: readonly Plan[], combine: Combination): Plan {
  return {
    claims: plans.flatMap((plan) => plan.claims),
    citations: [...new Set(plans.flatMap((plan) => plan.citations))],
    bounds: (of) => combine(plans.map((plan) => plan.bounds(of))),
  };
}

/** The ideals that the tree is made of. */
function idealsOf(tree: StatedTree, scope: Scope): P.Polynomial[][] {
  switch (tree.kind) {
    case "ideal":
      return [tree.generators.map((text) => readIn(text, scope))];
    case "power":
      return idealsOf(tree.base, scope);
    case "product":
      return tree.factors.flatMap((factor) => idealsOf(factor, scope));
    case "network":
      throw new Refusal("a network stands at the root of the tree alone, and its rule is network-blow-up");
  }
}

function isZero(tree: StatedTree, scope: Scope): boolean {
  return idealsOf(tree, scope).some((generators) => generators.every(P.isZero));
}

function multipliedOut(tree: StatedTree, scope: Scope): readonly P.Polynomial[] {
  switch (tree.kind) {
    case "power":
      return multipliedOut(tree.base, scope).map((p) => power(p, tree.exponent, scope.budget));
    case "product":
      return productsOf(
        tree.factors.map((factor) => multipliedOut(factor, scope)),
        scope,
      );
    default:
      return idealsOf(tree, scope).flat();
  }
}

/** In coordinates with the origin at the point. */
function translated(list: readonly P.Polynomial[], { point }: Statement, { budget }: Scope): P.Polynomial[] {
  return list.map((p) => translate(p, (x) => readRational(member(point, x, "coordinate of the point")), budget));
}

/** The cell of the one point, moved to the origin. */
function cellOf(list: readonly P.Polynomial[], statement: Statement, scope: Scope): Cell {
  const generators = translated(list, statement, scope);
  demand(!generators.every(P.isZero), "all generators are 0: the rule is zero");
  const occurring = new Set(generators.flatMap(P.variablesOf));
  const roles = statement.point.map((_, x) => (occurring.has(x) ? ("zero" as const) : undefined));
  const none = roles.map(() => 0);
  return normal({
    scope,
    roles,
    kappa: none,
    h: none,
    generators,
    nonzero: [],
    equations: [],
    relations: [],
    constants: [],
  });
}
