/**
 * A loss as a sum of squares of residuals, read off its graph, and the parameters that the residuals are jointly affine
 * in: the weights of a linear last layer, given the others. Nothing is expanded; a loss that is no sum of squares as it
 * was written is not rewritten into one.
 */
import { operandsOf } from "../expression/graph.js";
import type { Graph, GraphBuilder, NodeId } from "../expression/graph.js";

/** Nodes whose squares sum up to the sum of `terms`; null where a term is not seen to be a square. */
export function residualsOf(b: GraphBuilder, terms: readonly NodeId[]): readonly NodeId[] | null {
  const roots = terms.map((term) => squareRoot(b, term));
  return roots.every((r) => r !== null) ? roots : null;
}

/**
 * A large set of parameters, ascending, such that every residual is affine in them for fixed values of the others: no
 * product of two of them occurs, none stands in a divisor or in a nonlinear function. Those that conflict with the fewest
 * others are taken first.
 */
export function affineParameters(graph: Graph, residuals: readonly NodeId[]): readonly number[] {
  const conflicts = conflictsOf(graph, residuals);
  const candidates = [...conflicts]
    .filter(([parameter, others]) => !others.has(parameter))
    .sort(([p, a], [q, b]) => a.size - b.size || q - p);
  const chosen: number[] = [];
  for (const [parameter, others] of candidates) if (chosen.every((c) => !others.has(c))) chosen.push(parameter);
  return chosen.sort((p, q) => p - q);
}

/** A node whose square is `id`, up to sign: of positive constants, of x·x, and of products of those. */
function squareRoot(b: GraphBuilder, id: NodeId): NodeId | null {
  const node = b.node(id);
  if (node.kind === "constant") return node.value >= 0 ? b.constant(Math.sqrt(node.value)) : null;
  if (node.kind !== "multiply") return null;
  if (node.left === node.right) return node.left;
  const left = squareRoot(b, node.left);
  const right = left === null ? null : squareRoot(b, node.right);
  return left === null || right === null ? null : b.multiply(left, right);
}

/** For each parameter under the residuals, those that it may be multiplied by; itself where it is not affine. */
function conflictsOf(graph: Graph, residuals: readonly NodeId[]): ReadonlyMap<number, ReadonlySet<number>> {
  const conflicts = new Map<number, Set<number>>();
  const supports = new Map<NodeId, ReadonlySet<number>>();
  const cross = (left: ReadonlySet<number>, right: ReadonlySet<number>): void => {
    for (const p of left) {
      for (const q of right) {
        conflicts.get(p)?.add(q);
        conflicts.get(q)?.add(p);
      }
    }
  };
  const visit = (id: NodeId): ReadonlySet<number> => {
    const known = supports.get(id);
    if (known !== undefined) return known;
    const node = graph.nodes[id];
    const below = node === undefined ? [] : operandsOf(node).map(visit);
    const support = new Set(below.flatMap((s) => [...s]));
    if (node?.kind === "parameter") {
      support.add(node.index);
      conflicts.set(node.index, conflicts.get(node.index) ?? new Set());
    }
    const [left = support, right = support] = below;
    switch (node?.kind) {
      case "add":
      case "subtract":
      case "negate":
      case "parameter":
        break;
      case "multiply":
        cross(left, right);
        break;
      case "divide":
        cross(support, right);
        break;
      default:
        cross(support, support);
    }
    supports.set(id, support);
    return support;
  };
  for (const r of residuals) visit(r);
  return conflicts;
}
