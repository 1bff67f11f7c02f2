/** The WebAssembly engine: the default wherever 128-bit SIMD is present. */
import { lanes, validateKernel } from "../kernel.js";
import type { Engine, Instance, Kernel } from "../kernel.js";
import { emitModule, slotBytes } from "./emit.js";

export const wasmEngine: Engine = { name: "wasm", instantiate };

/** Why this engine cannot run here, or null. */
export function wasmMissing(): string | null {
  if (wasm === undefined) return "this JavaScript runtime has no WebAssembly";
  return wasm.validate(simdProbe) ? null : "this runtime's WebAssembly has no 128-bit SIMD";
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface WasmNamespace {
  readonly Memory: new (descriptor: { initial: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly run: WasmRun } };
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

type WasmRun = (slots: number, random: number, recorded: number, draws: number, thin: number) => void;

/** Declared here because the compiler's ECMAScript library does not have it. */
const wasm = (globalThis as { readonly WebAssembly?: WasmNamespace }).WebAssembly;

function instantiate(kernel: Kernel, groups: number, draws: number): Instance {
  validateKernel(kernel);
  if (wasm === undefined) throw new Error("unreachable: the engine is offered only where WebAssembly is present");
  const values = kernel.data?.values ?? new Float64Array(0);
  const constantsAddress = Math.ceil(values.byteLength / 16) * 16;
  const { module: bytes, constants } = emitModule(kernel, constantsAddress);
  const slots = constantsAddress + constants.byteLength;
  const random = slots + groups * kernel.slots * slotBytes;
  const recorded = random + groups * 16 * lanes;
  const size = recorded + groups * draws * slotBytes;
  const memory = new wasm.Memory({ initial: Math.ceil(size / pageBytes) });
  new Float64Array(memory.buffer, 0, values.length).set(values);
  new Uint8Array(memory.buffer, constantsAddress, constants.length).set(constants);
  const module = new wasm.Module(bytes);
  const { run } = new wasm.Instance(module, { e: { m: memory } }).exports;
  return {
    slots: new Float64Array(memory.buffer, slots, groups * kernel.slots * lanes),
    random: new Uint32Array(memory.buffer, random, groups * 4 * lanes),
    recorded: new Float64Array(memory.buffer, recorded, groups * draws * lanes),
    run: (group, count, thin) => {
      const first = recorded + group * draws * slotBytes;
      run(slots + group * kernel.slots * slotBytes, random + group * 16 * lanes, first, count, thin);
    },
  };
}

const pageBytes = 65536;

/** A module with one function that drops a v128 constant. */
const simdProbe = Uint8Array.from(
  [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    [0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
    [0x03, 0x02, 0x01, 0x00],
    [0x0a, 0x17, 0x01, 0x15, 0x00, 0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0), 0x1a, 0x0b],
  ].flat(),
);
