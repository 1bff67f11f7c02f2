/**
 * What the parts of the emitter share: the function under construction, the locals that slots, random states and
 * temporaries live in, and the pool of constants.
 */
import type { Kernel } from "../kernel.js";
import type { FunctionBody } from "./encoder.js";

export interface Emission {
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
export class Constants {
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

/** Lanes 0 and 1, or 2 and 3. */
export type Half = 0 | 1;
