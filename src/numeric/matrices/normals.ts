/** Matrices of independent N(0, 1) variates. */
import { normalPair } from "../random/variates.js";
import { next } from "../random/xoshiro.js";
import type { RandomState } from "../random/xoshiro.js";
import type { Matrix } from "./matrix.js";

/** In row-major order from pairs, of which an odd last one is dropped; advances `state`. */
export function normalMatrix(rows: number, columns: number, state: RandomState): Matrix {
  const values = new Float64Array(rows * columns);
  fillNormals(values, 0, state);
  return { rows, columns, values };
}

/** From entry `from` on. */
export function fillNormals(values: Float64Array, from: number, state: RandomState): void {
  for (let i = from; i < values.length; i += 2) {
    const [first, second] = normalPair(next(state), next(state));
    values[i] = first;
    values[i + 1] = second;
  }
}
