/** Symbolic differentiation of expression graphs by reverse accumulation, and substitution into them. */
import { GraphBuilder, reachable } from "./graph.js";
import type { Graph, Node, NodeId } from "./graph.js";

/** A graph that holds a value and its partial derivatives by the parameters 0 … dimension − 1. */
export interface Differentiated {
  readonly graph: Graph;
  readonly value: NodeId;
  readonly gradient: readonly NodeId[];
}

/** ∇root, at the cost of a small multiple of the nodes of `root`. */
export function differentiate(graph: Graph, root: NodeId, dimension: number): Differentiated {
  const builder = GraphBuilder.from(graph);
  const gradient = gradientWithin(builder, root, dimension);
  return { graph: builder.graph(), value: root, gradient };
}

/** ∇root as nodes of the same builder. */
export function gradientWithin(builder: GraphBuilder, root: NodeId, dimension: number): readonly NodeId[] {
  const adjoint = new Map<NodeId, NodeId>([[root, builder.constant(1)]]);
  const gradient = Array.from({ length: dimension }, () => builder.constant(0));
  for (const id of reachable(builder.graph(), [root]).toReversed()) {
    const seed = adjoint.get(id);
    if (seed === undefined) continue;
    const node = builder.node(id);
    if (node.kind === "parameter" && node.index < dimension) gradient[node.index] = seed;
    for (const [operand, share] of contributions(builder, id, node, seed)) {
      const sofar = adjoint.get(operand);
      adjoint.set(operand, sofar === undefined ? share : builder.add(sofar, share));
    }
  }
  return gradient;
}

/**
 * Copies what `roots` depend on into `builder`, with parameter i replaced by the node `parameters[i]`; returns the
 * copies of the roots.
 */
export function substitute(
  builder: GraphBuilder,
  graph: Graph,
  roots: readonly NodeId[],
  parameters: readonly NodeId[],
): readonly NodeId[] {
  const image = new Map<NodeId, NodeId>();
  const of = (id: NodeId): NodeId => image.get(id) ?? 0;
  for (const id of reachable(graph, roots)) {
    const node = graph.nodes[id];
    if (node !== undefined) image.set(id, copy(builder, node, of, parameters));
  }
  return roots.map(of);
}

function contributions(b: GraphBuilder, id: NodeId, node: Node, seed: NodeId): readonly (readonly [NodeId, NodeId])[] {
  switch (node.kind) {
    case "constant":
    case "parameter":
    case "datum":
    case "noise":
    case "step":
      return [];
    case "add":
      return [
        [node.left, seed],
        [node.right, seed],
      ];
    case "subtract":
      return [
        [node.left, seed],
        [node.right, b.negate(seed)],
      ];
    case "multiply":
      return node.left === node.right
        ? [[node.left, b.multiply(b.constant(2), b.multiply(seed, node.left))]]
        : [
            [node.left, b.multiply(seed, node.right)],
            [node.right, b.multiply(seed, node.left)],
          ];
    case "divide":
      return [
        [node.left, b.divide(seed, node.right)],
        [node.right, b.negate(b.divide(b.multiply(seed, id), node.right))],
      ];
    case "select":
      return [
        [node.then, b.select(node.left, node.right, seed, b.constant(0))],
        [node.otherwise, b.select(node.left, node.right, b.constant(0), seed)],
      ];
    case "negate":
      return [[node.operand, b.negate(seed)]];
    case "tanh":
      return [[node.operand, b.multiply(seed, b.subtract(b.constant(1), b.multiply(id, id)))]];
    case "exp":
      return [[node.operand, b.multiply(seed, id)]];
    case "sqrt":
      return [[node.operand, b.divide(seed, b.multiply(b.constant(2), id))]];
    case "relu":
      return [[node.operand, b.multiply(seed, b.step(node.operand))]];
  }
}

function copy(b: GraphBuilder, node: Node, of: (id: NodeId) => NodeId, parameters: readonly NodeId[]): NodeId {
  switch (node.kind) {
    case "constant":
      return b.constant(node.value);
    case "parameter":
      return parameters[node.index] ?? b.parameter(node.index);
    case "datum":
      return b.datum(node.index);
    case "noise":
      return b.noise(node.distribution, node.index);
    case "add":
      return b.add(of(node.left), of(node.right));
    case "subtract":
      return b.subtract(of(node.left), of(node.right));
    case "multiply":
      return b.multiply(of(node.left), of(node.right));
    case "divide":
      return b.divide(of(node.left), of(node.right));
    case "select":
      return b.select(of(node.left), of(node.right), of(node.then), of(node.otherwise));
    case "negate":
      return b.negate(of(node.operand));
    case "tanh":
      return b.tanh(of(node.operand));
    case "exp":
      return b.exp(of(node.operand));
    case "sqrt":
      return b.sqrt(of(node.operand));
    case "relu":
      return b.relu(of(node.operand));
    case "step":
      return b.step(of(node.operand));
  }
}
