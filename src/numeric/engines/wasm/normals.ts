/** Normal variates of one stream of words, four pairs at a time: `fillNormals` of `matrices/normals.ts`. */
import { Constants } from "./emission.js";
import { encodeModule, FunctionBody } from "./encoder.js";
import { emitNormalPair } from "./variates.js";

/** Variates of one round: their words are read in order, two a pair. */
export const roundSize = 8;
/** Of the room that the module needs for the words of a round. */
export const wordBytes = 4 * roundSize;

export interface NormalModule {
  /** `run(state, words, values, rounds)`: byte addresses of the generator's four words, of room for words, of doubles. */
  readonly module: Uint8Array<ArrayBuffer>;
  /** To be written to memory at the address that was given. */
  readonly constants: Uint8Array;
}

export function normalModule(constantsAddress: number): NormalModule {
  const f = new FunctionBody(4);
  const [state, words, values, rounds] = [0, 1, 2, 3] as const;
  const round = f.local("i32");
  const pool = new Constants(f, constantsAddress);
  const generator = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")] as const;
  const scratch = Array.from({ length: 6 }, () => f.local("v128"));
  const [first, second] = [f.local("v128"), f.local("v128")];
  const storePair = (offset: number): void => {
    f.get(first).op("f64x2.promote_low_f32x4").set(first).get(second).op("f64x2.promote_low_f32x4").set(second);
    f.get(values).lanes64(first, 0, second, 0).store(offset);
    f.get(values)
      .lanes64(first, 1, second, 1)
      .store(offset + 16);
  };
  f.insertBefore(
    () => {
      f.loop(round, rounds, () => {
        // Radii's words and angles' words are apart, so that four of each make a vector.
        for (let i = 0; i < roundSize; i++) emitWord(f, generator, words, (i % 2) * 16 + Math.floor(i / 2) * 4);
        let offset = 0;
        emitNormalPair({ body: f, pool, scratch }, () => {
          f.get(words).load(offset);
          offset += 16;
        });
        const [x, y] = [f.local("v128"), f.local("v128")];
        f.set(y).set(x).get(x).set(first).get(y).set(second);
        storePair(0);
        f.upperHalf(x).set(first).upperHalf(y).set(second);
        storePair(32);
        f.get(values)
          .i32(8 * roundSize)
          .op("i32.add")
          .set(values);
      });
      generator.forEach((local, i) =>
        f
          .get(state)
          .get(local)
          .storeI32(4 * i),
      );
    },
    () => {
      pool.emitLoads();
      generator.forEach((local, i) =>
        f
          .get(state)
          .loadI32(4 * i)
          .set(local),
      );
    },
  );
  return { module: encodeModule(4, f), constants: pool.bytes() };
}

/** Stores the next word of xoshiro128++ at `words` + offset. */
function emitWord(
  f: FunctionBody,
  [a, b, c, d]: readonly [number, number, number, number],
  words: number,
  offset: number,
): void {
  const shifted = f.local("i32");
  const xorInto = (target: number, source: number): FunctionBody => f.get(target).get(source).op("i32.xor").set(target);
  f.get(words).get(a).get(d).op("i32.add").i32(7).op("i32.rotl").get(a).op("i32.add").storeI32(offset);
  f.get(b).i32(9).op("i32.shl").set(shifted);
  xorInto(c, a);
  xorInto(d, b);
  xorInto(b, c);
  xorInto(a, d);
  xorInto(c, shifted);
  f.get(d).i32(11).op("i32.rotl").set(d);
}
