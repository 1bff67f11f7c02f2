/** The WebAssembly engine: the default wherever 128-bit SIMD is present. */
import { lanes, validateKernel } from "../kernel.js";
import type { Engine, Instance, Kernel } from "../kernel.js";
import { emitModule, slotBytes } from "./emit.js";
import { wasmMatrices } from "./matrices.js";
import { load, newMemory, wasm } from "./memory.js";

export const wasmEngine: Engine = { name: "wasm", instantiate, matrices: wasmMatrices };

/** Why this engine cannot run here, or null. */
export function wasmMissing(): string | null {
  if (wasm === undefined) return "this JavaScript runtime has no WebAssembly";
  return wasm.validate(simdProbe) ? null : "this runtime's WebAssembly has no 128-bit SIMD";
}

function instantiate(kernel: Kernel, groups: number, draws: number): Instance {
  validateKernel(kernel);
  const values = kernel.data?.values ?? new Float64Array(0);
  const constantsAddress = Math.ceil(values.byteLength / 16) * 16;
  const { module: bytes, constants } = emitModule(kernel, constantsAddress);
  const slots = constantsAddress + constants.byteLength;
  const random = slots + groups * kernel.slots * slotBytes;
  const recorded = random + groups * 16 * lanes;
  const size = recorded + groups * draws * slotBytes;
  const memory = newMemory(size);
  new Float64Array(memory.buffer, 0, values.length).set(values);
  new Uint8Array(memory.buffer, constantsAddress, constants.length).set(constants);
  const run = load(bytes, memory);
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

/** A module with one function that drops a v128 constant. */
const simdProbe = Uint8Array.from(
  [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    [0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
    [0x03, 0x02, 0x01, 0x00],
    [0x0a, 0x17, 0x01, 0x15, 0x00, 0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0), 0x1a, 0x0b],
  ].flat(),
);
