/** Words of xoshiro128++ and the variates made of them, four lanes at once, as in `random/`. */
import {
  cosineCoefficients,
  logCoefficients,
  minusTwoLn2,
  sineCoefficients,
  twoToMinus24,
  twoToMinus32,
} from "../../random/variates.js";
import { variatesOf } from "../kernel.js";
import type { Phase } from "../kernel.js";
import type { Emission } from "./emission.js";
import type { FunctionBody } from "./encoder.js";

/** The variates of one execution of a phase, in the order of `variatesOf`; returns their locals. */
export function emitVariates(e: Emission, phase: Phase): ReadonlyMap<string, number> {
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
    emitNormalPair(e, () => {
      emitWord(e);
    });
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

/** Byte offsets of a random row for each lane: floor(word·rows / 2^32). */
export function emitRandomRows(e: Emission, rows: number, columns: number): void {
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

/** What the arithmetic of variates needs of an emission. */
export type Arithmetic = Pick<Emission, "body" | "pool" | "scratch">;

/** Pushes the first and then the second of a pair, as in `random/variates.ts`; each `pushWord` pushes the lanes' words. */
export function emitNormalPair(e: Arithmetic, pushWord: () => void): void {
  const { body, pool } = e;
  const [radius = 0, v = 0, q = 0, twice = 0] = e.scratch;
  pushWord();
  emitMinusTwoLog(e);
  body.op("f32x4.sqrt").set(radius);
  pushWord();
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
function emitMinusTwoLog(e: Arithmetic): void {
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

function emitHorner(e: Arithmetic, coefficients: readonly number[], x: number): void {
  const [first = 0, ...others] = coefficients;
  e.body.get(e.pool.f32(first));
  for (const c of others) e.body.get(x).op("f32x4.mul").get(e.pool.f32(c)).op("f32x4.add");
}
