/**
 * Loops over rows of doubles, two vectors a step. Rows are padded with zeros to whole steps; a sum over a row has four
 * lanes, each with every fourth entry, as `dot` of `matrices/matrix.ts`. Addresses and lengths are in bytes.
 */
import type { FunctionBody } from "./encoder.js";

/** Two vectors of two doubles. */
export const stepBytes = 32;

/** Visits the vectors at equal places of rows that start at the addresses `starts`: cursors for the rows, and an offset. */
export function eachVector(
  f: FunctionBody,
  bytes: number,
  starts: readonly number[],
  visit: (cursors: readonly number[], offset: number) => void,
): void {
  const cursors = starts.map(() => f.local("i32"));
  const done = f.local("i32");
  cursors.forEach((cursor, i) => f.get(starts[i] ?? 0).set(cursor));
  f.i32(0).set(done);
  f.loopOn(done, bytes, stepBytes, () => {
    visit(cursors, 0);
    visit(cursors, stepBytes / 2);
    for (const cursor of cursors) f.get(cursor).i32(stepBytes).op("i32.add").set(cursor);
  });
}

/** Sums over rows of what each of `terms` pushes; locals with two lanes that are still to be added. */
export function sumsOver(
  f: FunctionBody,
  bytes: number,
  starts: readonly number[],
  terms: readonly ((cursors: readonly number[], offset: number) => void)[],
): readonly number[] {
  const sums = terms.map(() => [f.local("v128"), f.local("v128")] as const);
  for (const [even, odd] of sums) f.f64x2(0).set(even).f64x2(0).set(odd);
  eachVector(f, bytes, starts, (cursors, offset) => {
    sums.forEach(([even, odd], i) => {
      const sum = offset === 0 ? even : odd;
      f.get(sum);
      terms[i]?.(cursors, offset);
      f.op("f64x2.add").set(sum);
    });
  });
  return sums.map(([even, odd]) => {
    f.get(even).get(odd).op("f64x2.add").set(even);
    return even;
  });
}

/** Pushes the totals of two sums of `sumsOver`, one a lane. */
export function pushTotals(f: FunctionBody, first: number, second: number): FunctionBody {
  return f.lanes64(first, 0, second, 0).lanes64(first, 1, second, 1).op("f64x2.add");
}

/** Pushes the product of what two rows hold. */
export function pushProduct(f: FunctionBody, x: number, y: number, offset: number): void {
  f.get(x).load(offset).get(y).load(offset).op("f64x2.mul");
}

/** Pushes the address of double `index` from `base` on; `pushIndex` pushes it. */
export function pushAddress(f: FunctionBody, base: number, pushIndex: () => void): FunctionBody {
  f.get(base);
  pushIndex();
  return f.i32(8).op("i32.mul").op("i32.add");
}

/** local += by·times. */
export function advance(f: FunctionBody, local: number, by: number): FunctionBody {
  return f.get(local).get(by).op("i32.add").set(local);
}
