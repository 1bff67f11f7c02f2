/** A certificate's proof with the cell that each node is about and the bounds that it gives, for showing it. */
import { unlimited } from "../symbolic/algebra/budget.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Certificate, ProofNode } from "../symbolic/resolution/certificate.js";
import type { Cell, Scope } from "../verify/certificate/cell.js";
import { rules } from "../verify/certificate/rules.js";
import type { Step } from "../verify/certificate/step.js";
import { planOf } from "../verify/certificate/tree.js";
import * as V from "../verify/certificate/values.js";
import type { Bounds, Combination } from "../verify/certificate/values.js";

export interface ReplayedNode {
  readonly node: ProofNode;
  readonly cell: Cell;
  readonly children: readonly number[];
  /** λ and m in the ideal's convention. */
  readonly bounds: Bounds;
}

export interface Replay {
  /** The nodes that the parts of the statement's tree rest on. */
  readonly roots: readonly number[];
  /** By the certificate's index. */
  readonly nodes: ReadonlyMap<number, ReplayedNode>;
  /** λ of K is this times the ideal's. */
  readonly factor: Q.Rational;
}

/** Follows a proof that holds; a proof that does not is for the checker, which says why. */
export function replay({ statement, proof, nodes }: Certificate): Replay {
  const names = new Map(statement.variables.map((name, i) => [name, i]));
  const scope: Scope = { names, budget: unlimited() };
  const claims = planOf(statement.tree, proof, statement, scope).claims;
  const cells = new Map<number, Cell>(claims.map(({ node, cell }) => [node, cell]));
  const combinations = new Map<number, Combination>();
  nodes.forEach((node, i) => {
    const cell = cells.get(i);
    if (cell === undefined) return;
    const { cells: theirs, combine } = applyRule(node, cell, scope);
    childrenOf(node).forEach((child, k) => {
      const its = theirs[k];
      if (its !== undefined) cells.set(child, its);
    });
    combinations.set(i, combine);
  });
  const replayed = new Map<number, ReplayedNode>();
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    const cell = cells.get(i);
    const combine = combinations.get(i);
    if (node === undefined || cell === undefined || combine === undefined) continue;
    const children = childrenOf(node);
    const bounds = combine(children.map((child) => replayed.get(child)?.bounds ?? V.unknown));
    replayed.set(i, { node, cell, children, bounds });
  }
  const factor = Q.rational(1, statement.norm === "squares" ? 2 : 1);
  return { roots: claims.map(({ node }) => node), nodes: replayed, factor };
}

function applyRule(node: ProofNode, cell: Cell, scope: Scope): Step {
  const rule = rules[node.rule] as (node: ProofNode, cell: Cell, scope: Scope) => Step;
  return rule(node, cell, scope);
}

function childrenOf(node: ProofNode): readonly number[] {
  return "children" in node ? node.children : "child" in node ? [node.child] : [];
}
