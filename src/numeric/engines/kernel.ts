/**
 * What an engine executes: a straight-line program over the slots of one chain, repeated. A sampler is such a program;
 * engines emit it and know nothing of samplers. Four chains (lanes) form a group, the unit of vector code.
 */
import { OptionError } from "../../errors.js";
import { reachable } from "../expression/graph.js";
import type { Distribution, Graph, NodeId } from "../expression/graph.js";
import type { MatrixKernels } from "../matrices/kernels.js";

/** A chain's state, its settings and its counters are doubles in numbered slots; `parameter(i)` in a phase reads slot i. */
export interface Kernel {
  readonly slots: number;
  /** One step executes the phases in order. */
  readonly phases: readonly Block[];
  /** Executed before a draw is written down, such as the full-data loss where steps use a batch. */
  readonly atDraw: readonly Phase[];
  /** The slot that is written down at each draw. */
  readonly record: number;
  /** The rows that `datum` reads, where a phase has rows. */
  readonly data: DataTable | null;
}

export type Block = Phase | Loop;

/** Blocks executed `repeat` times in a row. */
export interface Loop {
  readonly kind: "loop";
  readonly repeat: number;
  readonly body: readonly Block[];
}

/** All assignments of a phase read the slots as they were when the phase began; it is executed `repeat` times a step. */
export interface Phase {
  readonly kind: "phase";
  readonly graph: Graph;
  readonly assign: readonly Assignment[];
  readonly repeat: number;
  /** Which row `datum` reads in the i-th repetition: none, row i, or one drawn at random with replacement. */
  readonly rows: "none" | "each" | "random";
}

export interface Assignment {
  readonly slot: number;
  readonly node: NodeId;
}

export interface DataTable {
  /** Row-major. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Chains in a group. */
export const lanes = 4;

/** A thing that can execute kernels. */
export interface Engine {
  readonly name: string;
  /** Memory for `groups` groups of chains and `draws` recorded draws each, and the compiled kernel. */
  instantiate(kernel: Kernel, groups: number, draws: number): Instance;
  /** Loops over matrices, with memory of their own. */
  matrices(): MatrixKernels;
}

/** A compiled kernel with its memory; the caller fills slots and random states before the first run. */
export interface Instance {
  /** `[group][slot][lane]`. */
  readonly slots: Float64Array;
  /** `[group][word][lane]`: the four words of each lane's xoshiro128++ state. */
  readonly random: Uint32Array;
  /** `[group][draw][lane]`: the recorded slot at the draws of the last run. */
  readonly recorded: Float64Array;
  /** Executes draws·thin steps of one group and records after each `thin` steps. */
  run(group: number, draws: number, thin: number): void;
}

/** Where chain `chain` keeps slot `slot` of `slots` in `Instance.slots`. */
export function slotAddress(slots: number, chain: number, slot: number): number {
  return (Math.floor(chain / lanes) * slots + slot) * lanes + (chain % lanes);
}

/** The variates that a phase draws, in this order: one word for a random row, then pairs of normals, then the others. */
export interface Variates {
  readonly row: boolean;
  readonly normalPairs: number;
  readonly exponentials: number;
  readonly uniforms: number;
}

export function variatesOf(phase: Phase): Variates {
  const count = (distribution: Distribution): number =>
    liveNodes(phase).reduce((n, id) => {
      const node = phase.graph.nodes[id];
      return node?.kind === "noise" && node.distribution === distribution ? Math.max(n, node.index + 1) : n;
    }, 0);
  return {
    row: phase.rows === "random",
    normalPairs: Math.ceil(count("normal") / 2),
    exponentials: count("exponential"),
    uniforms: count("uniform"),
  };
}

/** The nodes that a phase evaluates, in order. */
export function liveNodes(phase: Phase): readonly NodeId[] {
  return reachable(
    phase.graph,
    phase.assign.map((a) => a.node),
  );
}

/** The phases in blocks, in the order of the text. */
export function phasesOf(blocks: readonly Block[]): readonly Phase[] {
  return blocks.flatMap((block) => (block.kind === "loop" ? phasesOf(block.body) : [block]));
}

/** Throws OptionError unless slots, nodes and data fit together. */
export function validateKernel(kernel: Kernel): void {
  const check = (what: string, index: number, limit: number): void => {
    if (!(index >= 0 && index < limit)) throw new OptionError(what, String(index), `an index below ${limit}`);
  };
  check("recorded slot", kernel.record, kernel.slots);
  for (const phase of [...phasesOf(kernel.phases), ...kernel.atDraw]) {
    for (const { slot } of phase.assign) check("assigned slot", slot, kernel.slots);
    for (const id of liveNodes(phase)) {
      const node = phase.graph.nodes[id];
      if (node?.kind === "parameter") check("slot", node.index, kernel.slots);
      if (node?.kind === "datum")
        check("data column", node.index, phase.rows === "none" ? 0 : (kernel.data?.columns ?? 0));
    }
  }
}
