/**
 * The arithmetic of a phase for two of its four lanes: nodes become stack operations; what is used more than once is kept
 * in a local, and what no step changes is computed before the loops.
 */
import { operandsOf } from "../../expression/graph.js";
import type { Node, NodeId } from "../../expression/graph.js";
import { liveNodes } from "../kernel.js";
import type { Phase } from "../kernel.js";
import { emitExp, emitTanh } from "./elementary.js";
import type { Emission, Half } from "./emission.js";

/** All assigned values are pushed before the first slot is set, so that each reads the slots of before. */
export function emitHalf(e: Emission, phase: Phase, noise: ReadonlyMap<string, number>, half: Half): void {
  const live = liveNodes(phase);
  const shared = sharedNodes(phase, live);
  const invariant = invariantNodes(e, phase, live);
  const held = new Map<NodeId, number>();
  const push = (id: NodeId): void => {
    const local = held.get(id);
    const node = phase.graph.nodes[id];
    if (local !== undefined) e.body.get(local);
    else if (node !== undefined) emitNode(e, node, push, noise, half);
  };
  hoist(e, phase, invariant, half).forEach((local, id) => held.set(id, local));
  let temporaries = 0;
  for (const id of live) {
    if (!shared.has(id) || held.has(id)) continue;
    push(id);
    const local = temporary(e, temporaries++);
    e.body.set(local);
    held.set(id, local);
  }
  for (const { node } of phase.assign) push(node);
  for (const { slot } of phase.assign.toReversed()) {
    const local = e.slots[slot]?.[half];
    if (local !== undefined) e.body.set(local);
  }
}

/** Nodes computed from settings and constants alone. */
function invariantNodes(e: Emission, phase: Phase, live: readonly NodeId[]): ReadonlySet<NodeId> {
  const invariant = new Set<NodeId>();
  for (const id of live) {
    const node = phase.graph.nodes[id];
    if (node === undefined || node.kind === "datum" || node.kind === "noise") continue;
    if (node.kind === "parameter" && e.written.has(node.index)) continue;
    if (operandsOf(node).every((o) => invariant.has(o))) invariant.add(id);
  }
  return invariant;
}

/** Locals, computed before the loops, for those invariant operations that the rest of the phase reads. */
function hoist(e: Emission, phase: Phase, invariant: ReadonlySet<NodeId>, half: Half): ReadonlyMap<NodeId, number> {
  const locals = new Map<NodeId, number>();
  const push = (id: NodeId): void => {
    const node = phase.graph.nodes[id];
    if (node !== undefined) emitNode(e, node, push, new Map(), half);
  };
  const want = (id: NodeId): void => {
    const node = phase.graph.nodes[id];
    if (node === undefined || locals.has(id) || !invariant.has(id) || operandsOf(node).length === 0) return;
    const local = e.body.local("v128");
    locals.set(id, local);
    e.invariants.push(() => {
      push(id);
      e.body.set(local);
    });
  };
  for (const id of liveNodes(phase)) {
    const node = phase.graph.nodes[id];
    if (node !== undefined && !invariant.has(id)) operandsOf(node).forEach(want);
  }
  for (const { node } of phase.assign) want(node);
  return locals;
}

/** Nodes kept in a local: used more than once, or deep enough that nested instructions would get too long. */
function sharedNodes(phase: Phase, live: readonly NodeId[]): ReadonlySet<NodeId> {
  const uses = new Map<NodeId, number>();
  const depth = new Map<NodeId, number>();
  const shared = new Set<NodeId>();
  const use = (id: NodeId): void => {
    uses.set(id, (uses.get(id) ?? 0) + 1);
  };
  for (const id of live) {
    const node = phase.graph.nodes[id];
    if (node === undefined) continue;
    const operands = operandsOf(node);
    operands.forEach(use);
    const deepest = 1 + Math.max(0, ...operands.map((o) => depth.get(o) ?? 0));
    if (deepest > maxNesting) shared.add(id);
    depth.set(id, deepest > maxNesting ? 0 : deepest);
  }
  for (const { node } of phase.assign) use(node);
  for (const id of live) {
    const kind = phase.graph.nodes[id]?.kind;
    if (kind !== "constant" && kind !== "parameter" && (uses.get(id) ?? 0) > 1) shared.add(id);
  }
  return shared;
}

const maxNesting = 100;

function temporary(e: Emission, index: number): number {
  while (e.temporaries.length <= index) e.temporaries.push(e.body.local("v128"));
  return e.temporaries[index] ?? 0;
}

function emitNode(
  e: Emission,
  node: Node,
  push: (id: NodeId) => void,
  noise: ReadonlyMap<string, number>,
  half: Half,
): void {
  const { body, pool } = e;
  switch (node.kind) {
    case "constant":
      body.get(pool.f64(node.value));
      return;
    case "parameter":
      body.get(e.slots[node.index]?.[half] ?? 0);
      return;
    case "datum":
      body.get(e.rowAddresses[2 * half] ?? 0).loadSplat64(8 * node.index);
      body.set(e.scratch[0] ?? 0);
      body.get(e.rowAddresses[2 * half + 1] ?? 0).get(e.scratch[0] ?? 0);
      body.loadLane64(8 * node.index, 1);
      return;
    case "noise": {
      const local = noise.get(`${node.distribution} ${node.index}`) ?? 0;
      if (half === 0) body.get(local);
      else body.upperHalf(local);
      body.op("f64x2.promote_low_f32x4");
      return;
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      push(node.left);
      push(node.right);
      body.op(binary[node.kind]);
      return;
    case "select":
      push(node.then);
      push(node.otherwise);
      push(node.left);
      push(node.right);
      body.op("f64x2.lt").op("v128.bitselect");
      return;
    case "negate":
      push(node.operand);
      body.op("f64x2.neg");
      return;
    case "sqrt":
      push(node.operand);
      body.op("f64x2.sqrt");
      return;
    case "relu":
      push(node.operand);
      body.get(pool.f64(0)).op("f64x2.max");
      return;
    case "step":
      push(node.operand);
      body.get(pool.f64(0)).op("f64x2.gt").get(pool.f64(1)).op("v128.and");
      return;
    case "exp":
      push(node.operand);
      emitExp(e);
      return;
    case "tanh":
      push(node.operand);
      emitTanh(e);
      return;
  }
}

const binary = {
  add: "f64x2.add",
  subtract: "f64x2.sub",
  multiply: "f64x2.mul",
  divide: "f64x2.div",
} as const;
