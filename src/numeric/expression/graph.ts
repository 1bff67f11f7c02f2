/**
 * Floating-point expressions as a hash-consed directed acyclic graph: equal subexpressions are one node, operands come
 * before the nodes that use them. Integer powers are products by repeated squaring, so that every engine evaluates the
 * same multiplications. Simplification is trivial only (constants, 0, 1, double negation): a factored loss is never
 * expanded, because expanded ones lose all digits near their zero set.
 */
import { LimitError, OptionError } from "../../errors.js";
import { exp, tanh } from "./elementary.js";

/** The index of a node in its graph. */
export type NodeId = number;

/**
 * `step` is 1 where its operand is positive, else 0: the derivative of `relu`, taken as 0 at 0. `select` is `then` where
 * left < right, else `otherwise` (also where either is NaN). `noise` occurs in the steps of samplers, never in a loss.
 */
export type Node =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "datum"; readonly index: number }
  | { readonly kind: "noise"; readonly distribution: Distribution; readonly index: number }
  | { readonly kind: BinaryKind; readonly left: NodeId; readonly right: NodeId }
  | { readonly kind: UnaryKind; readonly operand: NodeId }
  | {
      readonly kind: "select";
      readonly left: NodeId;
      readonly right: NodeId;
      readonly then: NodeId;
      readonly otherwise: NodeId;
    };

export type BinaryKind = "add" | "subtract" | "multiply" | "divide";
export type UnaryKind = "negate" | "tanh" | "exp" | "sqrt" | "relu" | "step";
/** N(0, 1); the exponential distribution of mean 1; the uniform one on (0, 1). */
export type Distribution = "normal" | "exponential" | "uniform";

/** Nodes in order of evaluation: operands first. */
export interface Graph {
  readonly nodes: readonly Node[];
}

/** A bound on the size of a graph; beyond it no kernel compiles in reasonable time. */
export const maxNodes = 400_000;

/**
 * Builds a graph from the leaves up. Every method returns the node of its result; nodes of one builder must not be
 * mixed with those of another.
 */
export class GraphBuilder {
  private readonly nodes: Node[] = [];
  private readonly known = new Map<string, NodeId>();

  /** A builder that starts with the nodes of `graph`, whose ids stay valid. */
  static from(graph: Graph): GraphBuilder {
    const builder = new GraphBuilder();
    for (const node of graph.nodes) builder.intern(node);
    return builder;
  }

  /** A finite double. */
  constant(value: number): NodeId {
    if (!Number.isFinite(value)) throw new OptionError("constant", String(value), "a finite number");
    return this.intern({ kind: "constant", value: value === 0 ? 0 : value });
  }

  /** The parameter w[index], from 0. */
  parameter(index: number): NodeId {
    return this.intern({ kind: "parameter", index: natural("parameter", index) });
  }

  /** Column `index`, from 0, of the data row that an empirical loss is evaluated at. */
  datum(index: number): NodeId {
    return this.intern({ kind: "datum", index: natural("datum", index) });
  }

  /** The `index`-th variate of its kind in one step of a sampler, from 0. */
  noise(distribution: Distribution, index: number): NodeId {
    return this.intern({ kind: "noise", distribution, index: natural("noise", index) });
  }

  add(left: NodeId, right: NodeId): NodeId {
    const a = this.node(left);
    const b = this.node(right);
    if (a.kind === "constant" && b.kind === "constant") return this.constant(a.value + b.value);
    if (a.kind === "constant" && a.value === 0) return right;
    if (b.kind === "constant" && b.value === 0) return left;
    if (b.kind === "negate") return this.subtract(left, b.operand);
    if (a.kind === "negate") return this.subtract(right, a.operand);
    return this.commutative("add", left, right);
  }

  subtract(left: NodeId, right: NodeId): NodeId {
    const a = this.node(left);
    const b = this.node(right);
    if (left === right) return this.constant(0);
    if (a.kind === "constant" && b.kind === "constant") return this.constant(a.value - b.value);
    if (a.kind === "constant" && a.value === 0) return this.negate(right);
    if (b.kind === "constant" && b.value === 0) return left;
    if (b.kind === "negate") return this.add(left, b.operand);
    return this.intern({ kind: "subtract", left, right });
  }

  multiply(left: NodeId, right: NodeId): NodeId {
    const a = this.node(left);
    const b = this.node(right);
    if (a.kind === "constant" && b.kind === "constant") return this.constant(a.value * b.value);
    if (a.kind === "constant") return this.scale(a.value, left, right);
    if (b.kind === "constant") return this.scale(b.value, right, left);
    if (a.kind === "negate") return this.negate(this.multiply(a.operand, right));
    if (b.kind === "negate") return this.negate(this.multiply(left, b.operand));
    return this.commutative("multiply", left, right);
  }

  divide(left: NodeId, right: NodeId): NodeId {
    const a = this.node(left);
    const b = this.node(right);
    if (a.kind === "constant" && b.kind === "constant") return this.constant(a.value / b.value);
    if (b.kind === "constant" && b.value === 1) return left;
    return this.intern({ kind: "divide", left, right });
  }

  negate(operand: NodeId): NodeId {
    const a = this.node(operand);
    if (a.kind === "constant") return this.constant(-a.value);
    if (a.kind === "negate") return a.operand;
    if (a.kind === "subtract") return this.subtract(a.right, a.left);
    return this.intern({ kind: "negate", operand });
  }

  /** base^exponent for an exponent that is an integer ≥ 0; base^0 is 1. */
  power(base: NodeId, exponent: number): NodeId {
    natural("exponent", exponent);
    if (exponent === 0) return this.constant(1);
    if (exponent === 1) return base;
    const half = this.power(base, exponent >> 1);
    const square = this.multiply(half, half);
    return exponent % 2 === 0 ? square : this.multiply(square, base);
  }

  square(operand: NodeId): NodeId {
    return this.multiply(operand, operand);
  }

  tanh(operand: NodeId): NodeId {
    const a = this.node(operand);
    return a.kind === "constant" ? this.constant(tanh(a.value)) : this.intern({ kind: "tanh", operand });
  }

  /** e^operand, within [e^-700, e^700]. */
  exp(operand: NodeId): NodeId {
    const a = this.node(operand);
    return a.kind === "constant" ? this.constant(exp(a.value)) : this.intern({ kind: "exp", operand });
  }

  sqrt(operand: NodeId): NodeId {
    const a = this.node(operand);
    return a.kind === "constant" ? this.constant(Math.sqrt(a.value)) : this.intern({ kind: "sqrt", operand });
  }

  /** max(operand, 0). */
  relu(operand: NodeId): NodeId {
    const a = this.node(operand);
    return a.kind === "constant" ? this.constant(Math.max(a.value, 0)) : this.intern({ kind: "relu", operand });
  }

  /** 1 where the operand is positive, else 0. */
  step(operand: NodeId): NodeId {
    const a = this.node(operand);
    return a.kind === "constant" ? this.constant(a.value > 0 ? 1 : 0) : this.intern({ kind: "step", operand });
  }

  /** `then` where left < right, else `otherwise`. */
  select(left: NodeId, right: NodeId, then: NodeId, otherwise: NodeId): NodeId {
    return then === otherwise ? then : this.intern({ kind: "select", left, right, then, otherwise });
  }

  /** The sum of any number of terms, in order; 0 for none. */
  sum(terms: readonly NodeId[]): NodeId {
    return terms.reduce((s, t) => this.add(s, t), this.constant(0));
  }

  /** The product of any number of factors, in order; 1 for none. */
  product(factors: readonly NodeId[]): NodeId {
    return factors.reduce((p, f) => this.multiply(p, f), this.constant(1));
  }

  /** What has been built so far. */
  graph(): Graph {
    return { nodes: [...this.nodes] };
  }

  node(id: NodeId): Node {
    const node = this.nodes[id];
    if (node === undefined) throw new OptionError("node", String(id), `an id below ${this.nodes.length}`);
    return node;
  }

  private scale(factor: number, constant: NodeId, operand: NodeId): NodeId {
    if (factor === 0) return this.constant(0);
    if (factor === 1) return operand;
    if (factor === -1) return this.negate(operand);
    const node = this.node(operand);
    if (node.kind === "multiply") {
      const left = this.node(node.left);
      if (left.kind === "constant") return this.multiply(this.constant(factor * left.value), node.right);
    }
    if (node.kind === "negate") return this.multiply(this.constant(-factor), node.operand);
    return this.intern({ kind: "multiply", left: constant, right: operand });
  }

  /** Constants first, then by id, so that a·b and b·a are one node. */
  private commutative(kind: "add" | "multiply", a: NodeId, b: NodeId): NodeId {
    const swap = this.node(a).kind !== "constant" && (this.node(b).kind === "constant" || b < a);
    return this.intern(swap ? { kind, left: b, right: a } : { kind, left: a, right: b });
  }

  private intern(node: Node): NodeId {
    const key = keyOf(node);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    if (this.nodes.length >= maxNodes) throw new LimitError("nodes of the loss", `over ${maxNodes}`, String(maxNodes));
    this.nodes.push(node);
    this.known.set(key, this.nodes.length - 1);
    return this.nodes.length - 1;
  }
}

/** The nodes that a node reads, in the order of its fields. */
export function operandsOf(node: Node): readonly NodeId[] {
  switch (node.kind) {
    case "constant":
    case "parameter":
    case "datum":
    case "noise":
      return [];
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return [node.left, node.right];
    case "select":
      return [node.left, node.right, node.then, node.otherwise];
    case "negate":
    case "tanh":
    case "exp":
    case "sqrt":
    case "relu":
    case "step":
      return [node.operand];
  }
}

/** The nodes that `roots` depend on, in order of evaluation. */
export function reachable(graph: Graph, roots: readonly NodeId[]): readonly NodeId[] {
  const live = new Uint8Array(graph.nodes.length);
  for (const root of roots) live[root] = 1;
  for (let id = live.length - 1; id >= 0; id--) {
    const node = graph.nodes[id];
    if (live[id] === 1 && node !== undefined) for (const operand of operandsOf(node)) live[operand] = 1;
  }
  return Array.from(live.keys()).filter((id) => live[id] === 1);
}

function keyOf(node: Node): string {
  switch (node.kind) {
    case "constant":
      return `c${node.value}`;
    case "parameter":
      return `p${node.index}`;
    case "datum":
      return `d${node.index}`;
    case "noise":
      return `${node.distribution} ${node.index}`;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return `${node.kind} ${node.left} ${node.right}`;
    case "select":
      return `select ${node.left} ${node.right} ${node.then} ${node.otherwise}`;
    case "negate":
    case "tanh":
    case "exp":
    case "sqrt":
    case "relu":
    case "step":
      return `${node.kind} ${node.operand}`;
  }
}

function natural(what: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new OptionError(what, String(value), "an integer ≥ 0");
  return value;
}
