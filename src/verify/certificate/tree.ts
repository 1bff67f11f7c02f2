/** From a statement's tree to cells, and from their bounds to the tree's. */
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Statement, StatedTree, TreeProof } from "../../symbolic/resolution/certificate.js";
import { power, substitute, times } from "./arithmetic.js";
import { normal, readIn, readRational } from "./cell.js";
import type { Cell, Scope } from "./cell.js";
import { demand, Refusal } from "./refusal.js";
import * as V from "./values.js";
import type { Bounds } from "./values.js";

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
  if (proof.rule === "zero") {
    demand(multipliedOut(tree, scope).every(P.isZero), "the generators are not all 0");
    return { claims: [], bounds: () => V.exactly(V.finite(Q.zero, 1)) };
  }
  if (proof.rule === "cell") {
    const cell = cellOf(multipliedOut(tree, scope), statement, scope);
    return { claims: [{ node: proof.node, cell }], bounds: (of) => of(proof.node) };
  }
  if (proof.rule === "power") {
    if (tree.kind !== "power") throw new Refusal("the rule power is used on what is no power");
    const base = planOf(tree.base, proof.base, statement, scope);
    const factor = Q.rational(1, tree.exponent);
    return { ...base, bounds: (of) => V.scaledBy(factor)([base.bounds(of)]) };
  }
  if (tree.kind !== "product") throw new Refusal("the rule product is used on what is no product");
  demand(tree.factors.length > 0 && tree.factors.length === proof.factors.length, "not one proof for each factor");
  const names = tree.factors.flatMap((factor) => [...variablesOf(factor, scope)]);
  demand(new Set(names).size === names.length, "two factors share a variable");
  const parts = tree.factors.map((factor, i) => {
    demand(!multipliedOut(factor, scope).every(P.isZero), "a factor is 0: the rule is zero");
    return planOf(factor, proof.factors[i] ?? { rule: "zero" }, statement, scope);
  });
  return {
    claims: parts.flatMap((part) => part.claims),
    // A point is no empty cell, so the least upper bound holds whatever the others are.
    bounds: (of) => {
      const bounds = parts.map((part) => part.bounds(of));
      return { lower: V.product(bounds.map((b) => b.lower)), upper: V.product(bounds.map((b) => b.upper)) };
    },
  };
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
          return list.flatMap((p) => others.map((q) => times(p, q, scope.budget)));
        },
        [P.one],
      );
  }
}

function variablesOf(tree: StatedTree, scope: Scope): Set<number> {
  switch (tree.kind) {
    case "ideal":
      return new Set(tree.generators.flatMap((text) => P.variablesOf(readIn(text, scope))));
    case "power":
      return variablesOf(tree.base, scope);
    case "product":
      return new Set(tree.factors.flatMap((factor) => [...variablesOf(factor, scope)]));
  }
}

/** The cell of the one point, moved to the origin. */
function cellOf(generators: readonly Polynomial[], { point }: Statement, scope: Scope): Cell {
  const moved = generators.map((g) =>
    P.variablesOf(g).reduce((p, x) => {
      const value = readRational(point[x] ?? "0");
      return substitute(p, x, P.add(P.variable(x), P.constant(value)), P.one, scope.budget);
    }, g),
  );
  demand(!moved.every(P.isZero), "all generators are 0: the rule is zero");
  const occurring = new Set(moved.flatMap(P.variablesOf));
  demand(
    [...occurring].every((x) => x < point.length),
    "a generator has a variable that the statement does not name",
  );
  const none = point.map(() => 0);
  const roles = point.map((_, x) => (occurring.has(x) ? ("zero" as const) : undefined));
  const cell = { roles, kappa: none, h: none, generators: moved, nonzero: [], equations: [], constants: [] };
  return normal(cell, scope);
}
