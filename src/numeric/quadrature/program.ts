/** A loss flattened into a list of instructions, for the many evaluations on one thread that quadrature makes. */
import { exp, tanh } from "../expression/elementary.js";
import { reachable } from "../expression/graph.js";
import type { Graph, Node, NodeId } from "../expression/graph.js";

/** A function w → Σ of the values at `roots`; it keeps its own scratch memory and must not be shared by threads. */
export function compile(graph: Graph, roots: readonly NodeId[]): (w: Float64Array) => number {
  const valuesAt = compileAll(graph, roots);
  return (w) => {
    let sum = 0;
    for (const value of valuesAt(w)) sum += value;
    return sum;
  };
}

/** A function w → the values at `roots`, in an array that the next call overwrites. */
export function compileAll(graph: Graph, roots: readonly NodeId[]): (w: Float64Array) => Float64Array {
  const order = reachable(graph, roots);
  const slot = new Map(order.map((id, i) => [id, i]));
  const at = (id: NodeId): number => slot.get(id) ?? 0;
  const values = new Float64Array(order.length);
  const steps = order.flatMap((id, i) => {
    const node = graph.nodes[id];
    return node === undefined ? [] : [{ ...instruction(node, at), into: i }];
  });
  const codes = Uint8Array.from(steps, (s) => s.code);
  const first = Int32Array.from(steps, (s) => s.a);
  const second = Int32Array.from(steps, (s) => s.b);
  steps.forEach((s) => {
    if (s.code === Code.constant) values[s.into] = s.value;
  });
  const outputs = Int32Array.from(roots, at);
  const results = new Float64Array(roots.length);
  return (w) => {
    for (let i = 0; i < codes.length; i++) {
      const a = first[i] ?? 0;
      const x = values[a] ?? NaN;
      switch (codes[i]) {
        case Code.constant:
          break;
        case Code.parameter:
          values[i] = w[a] ?? NaN;
          break;
        case Code.add:
          values[i] = x + (values[second[i] ?? 0] ?? NaN);
          break;
        case Code.subtract:
          values[i] = x - (values[second[i] ?? 0] ?? NaN);
          break;
        case Code.multiply:
          values[i] = x * (values[second[i] ?? 0] ?? NaN);
          break;
        case Code.divide:
          values[i] = x / (values[second[i] ?? 0] ?? NaN);
          break;
        case Code.negate:
          values[i] = -x;
          break;
        case Code.tanh:
          values[i] = tanh(x);
          break;
        case Code.exp:
          values[i] = exp(x);
          break;
        case Code.sqrt:
          values[i] = Math.sqrt(x);
          break;
        case Code.relu:
          values[i] = Math.max(x, 0);
          break;
        case Code.step:
          values[i] = x > 0 ? 1 : 0;
          break;
        default:
          values[i] = NaN;
      }
    }
    for (let i = 0; i < outputs.length; i++) results[i] = values[outputs[i] ?? 0] ?? NaN;
    return results;
  };
}

const Code = {
  constant: 0,
  parameter: 1,
  add: 2,
  subtract: 3,
  multiply: 4,
  divide: 5,
  negate: 6,
  tanh: 7,
  exp: 8,
  sqrt: 9,
  relu: 10,
  step: 11,
  undefined: 12,
} as const;

function instruction(node: Node, at: (id: NodeId) => number): { code: number; a: number; b: number; value: number } {
  switch (node.kind) {
    case "constant":
      return { code: Code.constant, a: 0, b: 0, value: node.value };
    case "parameter":
      return { code: Code.parameter, a: node.index, b: 0, value: 0 };
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return { code: Code[node.kind], a: at(node.left), b: at(node.right), value: 0 };
    case "negate":
    case "tanh":
    case "exp":
    case "sqrt":
    case "relu":
    case "step":
      return { code: Code[node.kind], a: at(node.operand), b: 0, value: 0 };
    case "datum":
    case "noise":
    case "select":
      return { code: Code.undefined, a: 0, b: 0, value: 0 };
  }
}
