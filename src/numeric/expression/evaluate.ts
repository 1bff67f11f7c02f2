/** The reference interpreter of expression graphs; engines are tested against it. */
import type { Graph, Node, NodeId } from "./graph.js";
import { tanh } from "./tanh.js";

/** The value at `root` for parameters w and, where the graph has data leaves, one row of data. */
export function evaluate(graph: Graph, root: NodeId, w: ArrayLike<number>, row: ArrayLike<number> = []): number {
  return evaluateAll(graph, w, row)[root] ?? NaN;
}

/** The value of every node. */
export function evaluateAll(graph: Graph, w: ArrayLike<number>, row: ArrayLike<number> = []): Float64Array {
  const values = new Float64Array(graph.nodes.length);
  graph.nodes.forEach((node, id) => {
    values[id] = valueOf(node, values, w, row);
  });
  return values;
}

function valueOf(node: Node, values: Float64Array, w: ArrayLike<number>, row: ArrayLike<number>): number {
  const at = (id: NodeId): number => values[id] ?? NaN;
  switch (node.kind) {
    case "constant":
      return node.value;
    case "parameter":
      return w[node.index] ?? NaN;
    case "datum":
      return row[node.index] ?? NaN;
    case "add":
      return at(node.left) + at(node.right);
    case "subtract":
      return at(node.left) - at(node.right);
    case "multiply":
      return at(node.left) * at(node.right);
    case "divide":
      return at(node.left) / at(node.right);
    case "negate":
      return -at(node.operand);
    case "tanh":
      return tanh(at(node.operand));
    case "relu":
      return Math.max(at(node.operand), 0);
    case "step":
      return at(node.operand) > 0 ? 1 : 0;
  }
}
