/** What of the WebAssembly namespace is used here; the compiler's ECMAScript library does not have it. */

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface WasmNamespace {
  readonly Memory: new (descriptor: { initial: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly run: WasmFunction } };
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

export type WasmFunction = (...parameters: number[]) => void;

/** Undefined where the runtime has none. */
export const wasm = (globalThis as { readonly WebAssembly?: WasmNamespace }).WebAssembly;

/** At least `bytes` of memory. */
export function newMemory(bytes: number): WasmMemory {
  return new (present().Memory)({ initial: Math.ceil(bytes / pageBytes) });
}

/** Makes room for `bytes`; views of the buffer from before are then empty. */
export function growMemory(memory: WasmMemory, bytes: number): void {
  memory.grow(Math.max(0, Math.ceil((bytes - memory.buffer.byteLength) / pageBytes)));
}

/** The function of a module of `encodeModule` on `memory`. */
export function load(module: Uint8Array<ArrayBuffer>, memory: WasmMemory): WasmFunction {
  const { Instance, Module } = present();
  return new Instance(new Module(module), { e: { m: memory } }).exports.run;
}

const pageBytes = 65536;

function present(): WasmNamespace {
  if (wasm === undefined) throw new Error("unreachable: the engine is offered only where WebAssembly is present");
  return wasm;
}
