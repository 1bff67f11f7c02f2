/**
 * From a kernel to a WebAssembly module: four chains at once, each slot two f64x2 locals, noise in f32x4, the whole
 * step loop inside. Arithmetic is that of the JavaScript engine, operation by operation.
 */
import { lanes, phasesOf } from "../kernel.js";
import type { Block, Kernel, Phase } from "../kernel.js";
import { emitHalf } from "./arithmetic.js";
import { Constants } from "./emission.js";
import type { Emission } from "./emission.js";
import { encodeModule, FunctionBody } from "./encoder.js";
import { emitRandomRows, emitVariates } from "./variates.js";

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
