/**
 * xoshiro128++ 1.0 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021), one stream a chain and
 * rung. Streams are keyed by splitmix64, so that the numbers of a chain depend on nothing but its key.
 */

/** The four words of a generator's state, not all zero. */
export type RandomState = Uint32Array;

/** The state of the stream (seed, chain, stream); each an integer ≥ 0 below 2^53. */
export function seeded(seed: number, chain: number, stream: number): RandomState {
  const key = [chain, stream].reduce((h, part) => splitmix64(h.output ^ BigInt(part)), splitmix64(BigInt(seed)));
  const first = splitmix64(key.state ^ key.output);
  const second = splitmix64(first.state);
  const words = Uint32Array.of(
    Number(first.output & 0xffffffffn),
    Number(first.output >> 32n),
    Number(second.output & 0xffffffffn),
    Number(second.output >> 32n),
  );
  return words.some((word) => word !== 0) ? words : Uint32Array.of(1, 0, 0, 0);
}

/** The next 32 bits, as an unsigned integer; advances `state`. */
export function next(state: RandomState): number {
  const a = state[0] ?? 0;
  const b = state[1] ?? 0;
  const c = state[2] ?? 0;
  const d = state[3] ?? 0;
  const sum = (a + d) | 0;
  const result = (((sum << 7) | (sum >>> 25)) + a) >>> 0;
  const third = c ^ a;
  const fourth = d ^ b;
  state[0] = a ^ fourth;
  state[1] = b ^ third;
  state[2] = third ^ (b << 9);
  state[3] = (fourth << 11) | (fourth >>> 21);
  return result;
}

/** One step of splitmix64 (Steele, Lea & Flood 2014) from a 64-bit state. */
export function splitmix64(state: bigint): { readonly state: bigint; readonly output: bigint } {
  const advanced = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
  let z = BigInt.asUintN(64, (advanced ^ (advanced >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return { state: advanced, output: z ^ (z >> 31n) };
}
