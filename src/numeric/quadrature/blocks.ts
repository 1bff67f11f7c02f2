/** Splits a loss that is a sum into groups of terms that share no parameter, read off its graph. */
import { operandsOf } from "../expression/graph.js";
import type { Graph, NodeId } from "../expression/graph.js";
import type { PopulationLoss } from "../loss.js";

export interface Block {
  /** Ascending. */
  readonly parameters: readonly number[];
  /** Nodes whose sum is this block's part of K. */
  readonly terms: readonly NodeId[];
}

/** Blocks with pairwise disjoint parameters; constant terms are left out. */
export function separateTerms(loss: PopulationLoss): Block[] {
  const used = parametersOfNodes(loss.graph);
  let blocks: { parameters: Set<number>; terms: NodeId[] }[] = [];
  for (const term of termsOf(loss.graph, loss.root)) {
    const merged = { parameters: new Set(used[term]), terms: [term] };
    if (merged.parameters.size === 0) continue;
    const apart = blocks.filter((b) => [...b.parameters].every((p) => !merged.parameters.has(p)));
    for (const b of blocks) {
      if (apart.includes(b)) continue;
      for (const p of b.parameters) merged.parameters.add(p);
      merged.terms.push(...b.terms);
    }
    blocks = [...apart, merged];
  }
  return blocks.map((b) => ({ parameters: [...b.parameters].sort((x, y) => x - y), terms: b.terms }));
}

function termsOf(graph: Graph, root: NodeId): NodeId[] {
  const node = graph.nodes[root];
  return node?.kind === "add" ? [...termsOf(graph, node.left), ...termsOf(graph, node.right)] : [root];
}

function parametersOfNodes(graph: Graph): ReadonlySet<number>[] {
  const sets: ReadonlySet<number>[] = [];
  graph.nodes.forEach((node, id) => {
    sets[id] =
      node.kind === "parameter" ? new Set([node.index]) : union(operandsOf(node).map((o) => sets[o] ?? new Set()));
  });
  return sets;
}

function union(sets: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  const all = new Set<number>();
  for (const s of sets) for (const p of s) all.add(p);
  return all;
}
