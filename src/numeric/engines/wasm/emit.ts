/**
 * From a kernel to a WebAssembly module: four chains at once, each slot two f64x2 locals, noise in f32x4, the whole
 * step loop inside. Arithmetic is that of the JavaScript engine, operation by operation.
 */
import {
  expLimit,
  expm1Coefficients,
  inverseLn2,
  ln2High,
  ln2Low,
  roundingShift,
  saturation,
} from "../../expression/elementary.js";
import { operandsOf } from "../../expression/graph.js";
import type { Node, NodeId } from "../../expression/graph.js";
import {
  cosineCoefficients,
  logCoefficients,
  minusTwoLn2,
  sineCoefficients,
  twoToMinus24,
  twoToMinus32,
} from "../../random/variates.js";
import { lanes, liveNodes, phasesOf, variatesOf } from "../kernel.js";
import type { Block, Kernel, Phase } from "../kernel.js";
import { encodeModule, FunctionBody } from "./encoder.js";

/** Bytes of one slot of a group: four doubles. */
export const slotBytes = 8 * lanes;

export interface EmittedModule {
  /** Its `run(slots, random, recorded, draws, thin)` takes byte addresses of one group; rows of data stand at 0. */
  readonly module: Uint8Array<ArrayBuffer>;
  /** To be written to memory at the address that was given. */
  readonly constants: Uint8Array;
}

export function emitModule(kernel: Kernel, constantsAddress: number): EmittedModule {
  const body = new FunctionBody(parameters.count);
  const pool = new Constants(body, constantsAddress);
  const written = new Set([...phasesOf(kernel.phases), ...kernel.atDraw].flatMap((p) => p.assign.map((a) => a.slot)));
  const emission: Emission = {
    body,
    pool,
    slots: Array.from({ length: kernel.slots }, () => [body.local("v128"), body.local("v128")] as const),
    written,
    invariants: [],
    random: Array.from({ length: 4 }, () => body.local("v128")),
    scratch: Array.from({ length: 6 }, () => body.local("v128")),
    temporaries: [],
    noise: [],
    row: body.local("i32"),
    rowAddresses: Array.from({ length: lanes }, () => body.local("i32")),
    kernel,
  };
  body.insertBefore(
    () => {
      emitLoops(emission);
    },
    () => {
      body.insertBefore(
        () => {
          forEachSlot(emission, (local, offset) => body.get(parameters.slots).load(offset).set(local));
          emission.random.forEach((local, word) =>
            body
              .get(parameters.random)
              .load(16 * word)
              .set(local),
          );
          for (const emitInvariant of emission.invariants) emitInvariant();
        },
        () => {
          pool.emitLoads();
        },
      );
    },
  );
  return { module: encodeModule(parameters.count, body), constants: pool.bytes() };
}

const parameters = { slots: 0, random: 1, recorded: 2, draws: 3, thin: 4, count: 5 } as const;

function emitLoops(e: Emission): void {
  const { body, kernel } = e;
  const draw = body.local("i32");
  const step = body.local("i32");
  body.loop(draw, parameters.draws, () => {
    body.loop(step, parameters.thin, () => {
      emitBlocks(e, kernel.phases);
    });
    emitBlocks(e, kernel.atDraw);
    e.slots[kernel.record]?.forEach((local, half) => {
      body
        .get(parameters.recorded)
        .get(local)
        .store(16 * half);
    });
    body.get(parameters.recorded).i32(slotBytes).op("i32.add").set(parameters.recorded);
  });
  forEachSlot(e, (local, offset, slot) => {
    if (e.written.has(slot)) body.get(parameters.slots).get(local).store(offset);
  });
  e.random.forEach((local, word) =>
    body
      .get(parameters.random)
      .get(local)
      .store(16 * word),
  );
}

interface Emission {
  readonly body: FunctionBody;
  readonly pool: Constants;
  /** The locals of each slot: lanes 0–1 and 2–3. */
  readonly slots: readonly (readonly [number, number])[];
  /** Slots that some phase assigns; the others keep their values through a run. */
  readonly written: ReadonlySet<number>;
  /** Emit values that no step changes, before the loops. */
  readonly invariants: (() => void)[];
  readonly random: readonly number[];
  readonly scratch: readonly number[];
  /** Locals for values used more than once, shared by all phases. */
  readonly temporaries: number[];
  /** Locals for the variates of a phase, shared by all phases. */
  readonly noise: number[];
  readonly row: number;
  readonly rowAddresses: readonly number[];
  readonly kernel: Kernel;
}

/**
 * Constants as locals that are loaded from memory once, before the loops. As instructions they would be rebuilt in
 * every iteration, three instructions each on x64.
 */
class Constants {
  private readonly locals = new Map<string, number>();
  private readonly lanes: Uint8Array[] = [];

  constructor(
    private readonly body: FunctionBody,
    private readonly address: number,
  ) {}

  f64(value: number): number {
    return this.at(`f64 ${Object.is(value, -0) ? "-0" : value}`, Float64Array.of(value));
  }

  f32(value: number): number {
    return this.at(`f32 ${value}`, Float32Array.of(value));
  }

  i32(value: number): number {
    return this.at(`i32 ${value}`, Int32Array.of(value));
  }

  emitLoads(): void {
    Array.from(this.locals.values()).forEach((local, i) => {
      this.body
        .i32(this.address)
        .load(16 * i)
        .set(local);
    });
  }

  /** All constants in the order of their loads, each repeated to 16 bytes. */
  bytes(): Uint8Array {
    return Uint8Array.from(
      this.lanes.flatMap((lane) => Array.from({ length: 16 }, (_, i) => lane[i % lane.length] ?? 0)),
    );
  }

  private at(key: string, lane: Float64Array | Float32Array | Int32Array): number {
    const found = this.locals.get(key);
    if (found !== undefined) return found;
    const local = this.body.local("v128");
    this.locals.set(key, local);
    this.lanes.push(new Uint8Array(lane.buffer));
    return local;
  }
}

function forEachSlot(e: Emission, visit: (local: number, offset: number, slot: number) => void): void {
  e.slots.forEach((halves, slot) => {
    halves.forEach((local, half) => {
      visit(local, slot * slotBytes + 16 * half, slot);
    });
  });
}

function emitBlocks(e: Emission, blocks: readonly Block[]): void {
  for (const block of blocks) {
    if (block.kind === "phase") {
      emitPhase(e, block);
      continue;
    }
    const counter = e.body.local("i32");
    const count = e.body.local("i32");
    e.body.i32(block.repeat).set(count);
    e.body.loop(counter, count, () => {
      emitBlocks(e, block.body);
    });
  }
}

function emitPhase(e: Emission, phase: Phase): void {
  if (phase.repeat === 1 && phase.rows !== "each") {
    emitOnce(e, phase);
    return;
  }
  const count = e.body.local("i32");
  e.body.i32(phase.repeat).set(count);
  e.body.loop(e.row, count, () => {
    emitOnce(e, phase);
  });
}

function emitOnce(e: Emission, phase: Phase): void {
  const { body } = e;
  const columns = e.kernel.data?.columns ?? 0;
  if (phase.rows === "each") {
    e.rowAddresses.forEach((local) =>
      body
        .get(e.row)
        .i32(8 * columns)
        .op("i32.mul")
        .set(local),
    );
  }
  if (phase.rows === "random") emitRandomRows(e, e.kernel.data?.rows ?? 0, columns);
  const noise = emitVariates(e, phase);
  for (const half of [0, 1] as const) emitHalf(e, phase, noise, half);
}

type Half = 0 | 1;

/** All assigned values are pushed before the first slot is set, so that each reads the slots of before. */
function emitHalf(e: Emission, phase: Phase, noise: ReadonlyMap<string, number>, half: Half): void {
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

/** exp of the vector on the stack, as in `expression/elementary.ts`. */
function emitExp(e: Emission): void {
  const { body, pool } = e;
  const [scale = 0] = e.scratch;
  body.get(pool.f64(-expLimit)).op("f64x2.max").get(pool.f64(expLimit)).op("f64x2.min");
  emitReducedExpm1(e);
  body.get(pool.f64(1)).op("f64x2.add").get(scale).op("f64x2.mul");
}

function emitTanh(e: Emission): void {
  const { body, pool } = e;
  const [scale = 0, x = 0, em1 = 0] = [e.scratch[0], e.scratch[3], e.scratch[1]];
  body.tee(x).op("f64x2.abs").get(pool.f64(saturation)).op("f64x2.min").get(pool.f64(2)).op("f64x2.mul");
  emitReducedExpm1(e);
  body.get(scale).op("f64x2.mul").get(scale).get(pool.f64(1)).op("f64x2.sub").op("f64x2.add");
  body.tee(em1).get(em1).get(pool.f64(2)).op("f64x2.add").op("f64x2.div");
  body.get(x).get(pool.f64(-0)).op("v128.and").op("v128.or");
}

/** Takes y = k·ln 2 + r off the stack; leaves exp(r) − 1 there and 2^k in scratch 0. */
function emitReducedExpm1(e: Emission): void {
  const { body, pool } = e;
  const [scale = 0, y = 0, r = 0] = e.scratch;
  body.tee(y).get(pool.f64(inverseLn2)).op("f64x2.mul").get(pool.f64(roundingShift)).op("f64x2.add").set(scale);
  body.get(scale).get(pool.f64(roundingShift)).op("f64x2.sub").set(r);
  body.get(y).get(r).get(pool.f64(ln2High)).op("f64x2.mul").op("f64x2.sub");
  body.get(r).get(pool.f64(ln2Low)).op("f64x2.mul").op("f64x2.sub").set(r);
  body.get(scale).shift("i64x2.shl", 52).get(pool.f64(1)).op("i64x2.add").set(scale);
  const [first = 0, ...others] = expm1Coefficients;
  body.get(pool.f64(first));
  for (const c of others) body.get(r).op("f64x2.mul").get(pool.f64(c)).op("f64x2.add");
  body.get(r).op("f64x2.mul");
}

/** Byte offsets of a random row for each lane: floor(word·rows / 2^32). */
function emitRandomRows(e: Emission, rows: number, columns: number): void {
  const { body } = e;
  const [, , , , word = 0] = e.scratch;
  emitWord(e);
  body.set(word);
  e.rowAddresses.forEach((local, lane) => {
    body.get(word).extractI32(lane).op("i64.extend").i64(rows).op("i64.mul").i64(32).op("i64.shr_u").op("i32.wrap");
    body
      .i32(8 * columns)
      .op("i32.mul")
      .set(local);
  });
}

/** The variates of one execution of a phase, in the order of `variatesOf`; returns their locals. */
function emitVariates(e: Emission, phase: Phase): ReadonlyMap<string, number> {
  const { normalPairs, exponentials, uniforms } = variatesOf(phase);
  const locals = new Map<string, number>();
  const keep = (name: string): void => {
    while (e.noise.length <= locals.size) e.noise.push(e.body.local("v128"));
    const local = e.noise[locals.size] ?? 0;
    e.body.set(local);
    locals.set(name, local);
  };
  const { body, pool } = e;
  for (let i = 0; i < normalPairs; i++) {
    emitNormalPair(e);
    keep(`normal ${2 * i + 1}`);
    keep(`normal ${2 * i}`);
  }
  for (let i = 0; i < exponentials; i++) {
    emitWord(e);
    emitMinusTwoLog(e);
    body.get(pool.f32(0.5)).op("f32x4.mul");
    keep(`exponential ${i}`);
  }
  for (let i = 0; i < uniforms; i++) {
    emitWord(e);
    body.shift("i32x4.shr_u", 8).get(pool.i32(1)).op("v128.or").op("f32x4.convert_i32x4_s");
    body.get(pool.f32(twoToMinus24)).op("f32x4.mul");
    keep(`uniform ${i}`);
  }
  return locals;
}

/** Pushes the first and then the second of a pair, as in `random/variates.ts`. */
function emitNormalPair(e: Emission): void {
  const { body, pool } = e;
  const [radius = 0, v = 0, q = 0, twice = 0] = e.scratch;
  emitWord(e);
  emitMinusTwoLog(e);
  body.op("f32x4.sqrt").set(radius);
  emitWord(e);
  body.op("f32x4.convert_i32x4_s").get(pool.f32(twoToMinus32)).op("f32x4.mul").tee(v).get(v).op("f32x4.mul").set(q);
  emitHorner(e, sineCoefficients, q);
  body.get(v).op("f32x4.mul").tee(v).get(v).op("f32x4.add").set(twice);
  emitHorner(e, cosineCoefficients, q);
  body.get(twice).op("f32x4.mul").get(radius).op("f32x4.mul");
  body.get(pool.f32(1)).get(twice).get(v).op("f32x4.mul").op("f32x4.sub").get(radius).op("f32x4.mul");
}

/** Pushes the next word of each lane: xoshiro128++. */
function emitWord(e: Emission): void {
  const { body } = e;
  const [a = 0, b = 0, c = 0, d = 0] = e.random;
  const [, , , , sum = 0, shifted = 0] = e.scratch;
  const xorInto = (target: number, source: number): FunctionBody =>
    body.get(target).get(source).op("v128.xor").set(target);
  body.get(a).get(d).op("i32x4.add").set(sum);
  body.get(sum).shift("i32x4.shl", 7).get(sum).shift("i32x4.shr_u", 25).op("v128.or").get(a).op("i32x4.add");
  body.get(b).shift("i32x4.shl", 9).set(shifted);
  xorInto(c, a);
  xorInto(d, b);
  xorInto(b, c);
  xorInto(a, d);
  xorInto(c, shifted);
  body.get(d).shift("i32x4.shl", 11).get(d).shift("i32x4.shr_u", 21).op("v128.or").set(d);
}

/** −2·log of the uniform variates of the words on the stack. */
function emitMinusTwoLog(e: Emission): void {
  const { body, pool } = e;
  const [, bits = 0, z = 0] = e.scratch;
  body.shift("i32x4.shr_u", 8).get(pool.i32(1)).op("v128.or").op("f32x4.convert_i32x4_s");
  body
    .get(pool.i32(rootHalfBits + (24 << 23)))
    .op("i32x4.sub")
    .tee(bits);
  body.get(pool.i32(0x7fffff)).op("v128.and").get(pool.i32(rootHalfBits)).op("i32x4.add");
  body.get(pool.f32(1)).op("f32x4.sub").set(z);
  emitHorner(e, logCoefficients, z);
  body.get(z).op("f32x4.mul");
  body.get(bits).shift("i32x4.shr_s", 23).op("f32x4.convert_i32x4_s").get(pool.f32(minusTwoLn2)).op("f32x4.mul");
  body.op("f32x4.add");
}

/** The bits of √½ in single precision: adding them to mantissa bits puts the mantissa into [√½, √2). */
const rootHalfBits = 0x3f3504f3;

function emitHorner(e: Emission, coefficients: readonly number[], x: number): void {
  const [first = 0, ...others] = coefficients;
  e.body.get(e.pool.f32(first));
  for (const c of others) e.body.get(x).op("f32x4.mul").get(e.pool.f32(c)).op("f32x4.add");
}
