/** A certificate's proof with the cell that each node is about and the bounds that it gives, for showing it. */
import { unlimited } from "../symbolic/algebra/budget.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Certificate, ProofNode } from "../symbolic/resolution/certificate.js";
import type { Cell } from "../verify/certificate/cell.js";
import type { Bounds } from "../verify/certificate/values.js";
import { childrenOf, follow } from "../verify/certificate/verify.js";

export interface ReplayedNode {
  readonly node: ProofNode;
  readonly cell: Cell;
  readonly children: readonly number[];
  /** λ and m in the ideal's convention. */
  readonly bounds: Bounds;
}

export interface Replay {
  /** The nodes that the parts of the statement's ideal rest on. */
  readonly roots: readonly number[];
  /** By the certificate's index. */
  readonly nodes: ReadonlyMap<number, ReplayedNode>;
  /** λ of K is this times the ideal's. */
  readonly factor: Q.Rational;
}

/** Follows a proof that holds; of one that does not, the checker says why. */
export function replay(certificate: Certificate): Replay {
  const cells = new Map<number, Cell>();
  const { bounds } = follow(certificate, unlimited(), (i, cell) => cells.set(i, cell));
  const nodes = new Map<number, ReplayedNode>();
  certificate.nodes.forEach((node, i) => {
    const [cell, its] = [cells.get(i), bounds[i]];
    if (cell !== undefined && its !== undefined) nodes.set(i, { node, cell, children: childrenOf(node), bounds: its });
  });
  return {
    roots: childrenOf(certificate.proof),
    nodes,
    factor: Q.rational(1, certificate.statement.norm === "squares" ? 2 : 1),
  };
}
