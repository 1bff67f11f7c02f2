/**
 * A writer of WebAssembly binary modules (core specification 2.0, with 128-bit SIMD), as far as kernels need it: one
 * imported memory, one exported function.
 */

export type ValueType = "i32" | "v128";

/** A function body under construction: bytes of instructions and the types of its locals. */
export class FunctionBody {
  private bytes: number[] = [];
  private readonly locals: ValueType[] = [];

  constructor(private readonly parameters: number) {}

  /** A new local variable; its index counts the parameters first. */
  local(type: ValueType): number {
    this.locals.push(type);
    return this.parameters + this.locals.length - 1;
  }

  get(local: number): this {
    return this.raw(0x20, ...unsigned(local));
  }

  set(local: number): this {
    return this.raw(0x21, ...unsigned(local));
  }

  tee(local: number): this {
    return this.raw(0x22, ...unsigned(local));
  }

  i32(value: number): this {
    return this.raw(0x41, ...signed(value));
  }

  i64(value: number): this {
    return this.raw(0x42, ...signed(value));
  }

  load(offset: number): this {
    return this.simd(0x00, 4, ...unsigned(offset));
  }

  /** An 8-byte value in memory in both 64-bit lanes. */
  loadSplat64(offset: number): this {
    return this.simd(0x0a, 3, ...unsigned(offset));
  }

  /** Pops an address and a vector; replaces its 64-bit lane. */
  loadLane64(offset: number, lane: number): this {
    return this.simd(0x57, 3, ...unsigned(offset), lane);
  }

  store(offset: number): this {
    return this.simd(0x0b, 4, ...unsigned(offset));
  }

  op(instruction: Instruction): this {
    return this.raw(...instructions[instruction]);
  }

  /** Shifts all lanes of i32x4 or i64x2 by a constant. */
  shift(kind: "i32x4.shl" | "i32x4.shr_s" | "i32x4.shr_u" | "i64x2.shl", by: number): this {
    return this.i32(by).op(kind);
  }

  loadI32(offset: number): this {
    return this.raw(0x28, 2, ...unsigned(offset));
  }

  /** Pops an address and a number. */
  storeI32(offset: number): this {
    return this.raw(0x36, 2, ...unsigned(offset));
  }

  /** Pops an address and a vector; writes its 64-bit lane. */
  storeLane64(offset: number, lane: 0 | 1): this {
    return this.simd(0x5b, 3, ...unsigned(offset), lane);
  }

  /** A double in both lanes. */
  f64x2(value: number): this {
    const bytes = new Uint8Array(Float64Array.of(value, value).buffer);
    return this.simd(0x0c, ...bytes);
  }

  /** The 64-bit lane `first` of one vector and `second` of another. */
  lanes64(a: number, first: 0 | 1, b: number, second: 0 | 1): this {
    const bytes = (lane: number): number[] => Array.from({ length: 8 }, (_, i) => 8 * lane + i);
    return this.get(a)
      .get(b)
      .simd(0x0d, ...bytes(first), ...bytes(2 + second));
  }

  /** Lanes 2 and 3 of an f32x4 moved to lanes 0 and 1. */
  upperHalf(local: number): this {
    return this.lanes64(local, 1, local, 1);
  }

  extractI32(lane: number): this {
    return this.simd(0x1b, lane);
  }

  /** Repeats `body` as often as the i32 local `count` says, also 0 times; `counter` runs from 0. */
  loop(counter: number, count: number, body: () => void): this {
    return this.i32(0).set(counter).loopOn(counter, count, 1, body);
  }

  /** Repeats `body` while the i32 local `counter` is below `limit`, from what it is in steps of `step`. */
  loopOn(counter: number, limit: number, step: number, body: () => void): this {
    return this.loopUntil(
      () => this.get(counter).get(limit).op("i32.ge_u"),
      () => {
        body();
        this.get(counter).i32(step).op("i32.add").set(counter);
      },
    );
  }

  /** Repeats `body` until `isOver`, which pushes an i32, is not 0. */
  loopUntil(isOver: () => void, body: () => void): this {
    this.raw(0x02, 0x40, 0x03, 0x40);
    isOver();
    this.raw(0x0d, 1);
    body();
    return this.raw(0x0c, 0, 0x0b, 0x0b);
  }

  /** Pops an i32; `body` where it is not 0. */
  when(body: () => void): this {
    this.raw(0x04, 0x40);
    body();
    return this.raw(0x0b);
  }

  /** Emits `rest` first and puts `earlier`, which may depend on what it found, before it. */
  insertBefore(rest: () => void, earlier: () => void): void {
    const outer = this.bytes;
    this.bytes = [];
    rest();
    const later = this.bytes;
    this.bytes = outer;
    earlier();
    for (const byte of later) this.bytes.push(byte);
  }

  /** Local declarations, instructions, end; run-length encoded. */
  encode(): readonly number[] {
    const groups: [number, ValueType][] = [];
    for (const type of this.locals) {
      const last = groups.at(-1);
      if (last?.[1] === type) last[0]++;
      else groups.push([1, type]);
    }
    const declared = groups.flatMap(([count, type]) => [...unsigned(count), typeCodes[type]]);
    return [...unsigned(groups.length), ...declared, ...this.bytes, 0x0b];
  }

  private simd(code: number, ...immediates: number[]): this {
    return this.raw(0xfd, ...unsigned(code), ...immediates);
  }

  private raw(...bytes: number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }
}

/** A module that imports memory "e"."m" and exports `body`, a function of `parameters` i32 values, as "run". */
export function encodeModule(parameters: number, body: FunctionBody): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: readonly number[]): readonly number[] => [
    id,
    ...unsigned(content.length),
    ...content,
  ];
  const code = body.encode();
  const parts: readonly (readonly number[])[] = [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    section(1, [1, 0x60, ...unsigned(parameters), ...Array.from({ length: parameters }, () => typeCodes.i32), 0]),
    section(2, [1, ...text("e"), ...text("m"), 0x02, 0x00, 0x01]),
    section(3, [1, 0]),
    section(7, [1, ...text("run"), 0x00, 0]),
    section(10, [1, ...unsigned(code.length), ...code]),
  ];
  return Uint8Array.from(parts.flat());
}

const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, v128: 0x7b };

export type Instruction = keyof typeof instructions;

const simd = (code: number): readonly number[] => [0xfd, ...unsigned(code)];

const instructions = {
  "i32.add": [0x6a],
  "i32.sub": [0x6b],
  "i32.mul": [0x6c],
  "i32.and": [0x71],
  "i32.xor": [0x73],
  "i32.shl": [0x74],
  "i32.rotl": [0x77],
  "i32.eqz": [0x45],
  "i32.ne": [0x47],
  "i32.gt_u": [0x4b],
  "i32.ge_s": [0x4e],
  "i32.ge_u": [0x4f],
  "i64.extend": [0xad],
  "i32.wrap": [0xa7],
  "i64.mul": [0x7e],
  "i64.shr_u": [0x88],
  "v128.and": simd(0x4e),
  "v128.or": simd(0x50),
  "v128.xor": simd(0x51),
  "v128.bitselect": simd(0x52),
  "v128.any_true": simd(0x53),
  "i32x4.add": simd(0xae),
  "i32x4.sub": simd(0xb1),
  "i32x4.shl": simd(0xab),
  "i32x4.shr_s": simd(0xac),
  "i32x4.shr_u": simd(0xad),
  "i64x2.add": simd(0xce),
  "i64x2.shl": simd(0xcb),
  "i64x2.bitmask": simd(0xc4),
  "f32x4.convert_i32x4_s": simd(0xfa),
  "f32x4.add": simd(0xe4),
  "f32x4.sub": simd(0xe5),
  "f32x4.mul": simd(0xe6),
  "f32x4.sqrt": simd(0xe3),
  "f64x2.promote_low_f32x4": simd(0x5f),
  "f64x2.add": simd(0xf0),
  "f64x2.sub": simd(0xf1),
  "f64x2.mul": simd(0xf2),
  "f64x2.div": simd(0xf3),
  "f64x2.min": simd(0xf4),
  "f64x2.max": simd(0xf5),
  "f64x2.abs": simd(0xec),
  "f64x2.neg": simd(0xed),
  "f64x2.sqrt": simd(0xef),
  "f64x2.ne": simd(0x48),
  "f64x2.lt": simd(0x49),
  "f64x2.gt": simd(0x4a),
} as const satisfies Record<string, readonly number[]>;

function text(name: string): readonly number[] {
  return [...unsigned(name.length), ...Array.from(name, (c) => c.charCodeAt(0))];
}

/** LEB128. */
function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}
