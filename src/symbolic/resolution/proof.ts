/**
 * Proofs as the solver builds them: what is proved, the proofs that it rests on, and how the node of the certificate
 * is written once the numbers of its children are known. Shared proofs become shared nodes.
 */
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { AlgebraicConstant } from "../algebra/tower.js";
import type { ProofNode, StatedConstant } from "./certificate.js";
import type { Range } from "./value.js";

/** Writes a polynomial in the certificate's names. */
export type Writer = (p: Polynomial) => string;

export interface Proof {
  readonly range: Range;
  readonly children: readonly Proof[];
  readonly node: (children: readonly number[], write: Writer) => ProofNode;
}

/** The names of a certificate: the statement's, and "$i" for variable i beyond those. */
export function certificateWriter(variables: readonly string[]): Writer {
  return (p) => {
    const size = p.monomials.reduce((n, m) => Math.max(n, M.size(m)), 0);
    return P.format(p, [...variables, ...Array.from({ length: size }, (_, i) => `$${variables.length + i}`)]);
  };
}

export function writeConstant({ minimal, lower, upper }: AlgebraicConstant, write: Writer): StatedConstant {
  return { minimal: write(minimal), lower: Q.format(lower), upper: Q.format(upper) };
}

/** The nodes of the proofs, each once, children behind their parents, and the number of each root. */
export function serialise(roots: readonly Proof[], write: Writer): { nodes: ProofNode[]; roots: number[] } {
  const order: Proof[] = [];
  const seen = new Set<Proof>();
  const stack = roots.map((proof) => ({ proof, next: 0 }));
  while (stack.length > 0) {
    const top = stack.at(-1);
    if (top === undefined) break;
    if (top.next === 0 && seen.has(top.proof)) {
      stack.pop();
      continue;
    }
    seen.add(top.proof);
    const child = top.proof.children[top.next];
    top.next++;
    if (child === undefined) {
      order.push(top.proof);
      stack.pop();
    } else if (!seen.has(child)) {
      stack.push({ proof: child, next: 0 });
    }
  }
  order.reverse();
  const number = new Map(order.map((proof, i) => [proof, i]));
  const numberOf = (proof: Proof): number => number.get(proof) ?? -1;
  return {
    nodes: order.map((proof) => proof.node(proof.children.map(numberOf), write)),
    roots: roots.map(numberOf),
  };
}
