/** The reference interpreter of expression graphs; engines are tested against it. */
import { exp, tanh } from "./elementary.js";
import type { Graph, Node, NodeId } from "./graph.js";

/** The value at `root` for parameters w and, where the graph has data leaves, one row of data. */
export function evaluate(graph: Graph, root: NodeId, w: ArrayLike<number>, row: ArrayLike<number> = []): number {
  return evaluateAll(graph, w, row)[root] ?? NaN;
}

/** The value of every node; noise is NaN. */
export function evaluateAll(graph: Graph, w: ArrayLike<number>, row: ArrayLike<number> = []): Float64Array {
  const values = new Float64Array(graph.nodes.length);
  graph.nodes.forEach((node, id) => {
    values[id] = valueOf(node, values, w, row);
  });
  return values;
}

/**
 * The value at `root` with all differences taken as sums of absolute values: 2^-52 times this, times the depth of the
 * graph, bounds the rounding error of `evaluate`.
 */
export function magnitude(graph: Graph, root: NodeId, w: ArrayLike<number>, row: ArrayLike<number> = []): number {
  const values = evaluateAll(graph, w, row);
  const bounds = new Float64Array(values.length);
  graph.nodes.forEach((node, id) => {
    const at = (operand: NodeId): number => bounds[operand] ?? NaN;
    switch (node.kind) {
      case "add":
      case "subtract":
        bounds[id] = at(node.left) + at(node.right);
        break;
      case "multiply":
        bounds[id] = at(node.left) * at(node.right);
        break;
      default:
        bounds[id] = Math.abs(values[id] ?? NaN);
    }
  });
  return bounds[root] ?? NaN;
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
    case "noise":
      return NaN;
    case "add":
      return at(node.left) + at(node.right);
    case "subtract":
      return at(node.left) - at(node.right);
    case "multiply":
      return at(node.left) * at(node.right);
    case "divide":
      return at(node.left) / at(node.right);
    case "select":
      return at(node.left) < at(node.right) ? at(node.then) : at(node.otherwise);
    case "negate":
      return -at(node.operand);
    case "tanh":
      return tanh(at(node.operand));
    case "exp":
      return exp(at(node.operand));
    case "sqrt":
      return Math.sqrt(at(node.operand));
    case "relu":
      return Math.max(at(node.operand), 0);
    case "step":
      return at(node.operand) > 0 ? 1 : 0;
  }
}
