/**
 * Shears of two matrices that share an index: row i of W gains x times row j, row j of V loses x times row i, which leaves
 * Vᵀ·W as it is. For each j ≠ i in turn, x is drawn from the density ∝ exp(−(γ/2)(‖W − W*‖² + ‖V − V*‖²)), which is
 * Gaussian in x.
 */
import { addScaled, dot } from "./matrix.js";
import type { Matrix } from "./matrix.js";

/** W and V, or W* and V*: one row a unit that they share. */
export interface SharedUnits {
  readonly into: Matrix;
  readonly outOf: Matrix;
}

/** Rows of which row i stands at `i·stride`. */
export interface Rows {
  readonly values: Float64Array;
  readonly stride: number;
  readonly columns: number;
}

export interface Shearing {
  /** W and V under work; the caller may change rows i of both before `shear(i)`. */
  readonly into: Rows;
  readonly outOf: Rows;
  /** The shears of one i; `noise[j]` is an N(0, 1/γ) variate. */
  shear(i: number, noise: Float64Array): void;
}

/** Works on copies of the layers. */
export function shearing({ into, outOf }: SharedUnits, origin: SharedUnits): Shearing {
  const [w, v] = [into.values.slice(), outOf.values.slice()];
  const [inputs, outputs] = [into.columns, outOf.columns];
  const distance = new Float64Array(inputs);
  const difference = new Float64Array(outputs);
  const squareOf = (j: number): number => dot(w, j * inputs, w, j * inputs, inputs);
  const squares = Float64Array.from({ length: into.rows }, (_, j) => squareOf(j));
  return {
    into: { values: w, stride: inputs, columns: inputs },
    outOf: { values: v, stride: outputs, columns: outputs },
    shear: (i, noise) => {
      const [wi, vi] = [i * inputs, i * outputs];
      const square = dot(v, vi, v, vi, outputs);
      for (let k = 0; k < inputs; k++) distance[k] = (w[wi + k] ?? NaN) - (origin.into.values[wi + k] ?? NaN);
      for (let j = 0; j < into.rows; j++) {
        if (j === i) continue;
        const [wj, vj] = [j * inputs, j * outputs];
        const curvature = square + (squares[j] ?? NaN);
        // At w* itself two units without weights have no proper density of shears.
        if (curvature === 0) continue;
        for (let k = 0; k < outputs; k++) difference[k] = (v[vj + k] ?? NaN) - (origin.outOf.values[vj + k] ?? NaN);
        const slope = dot(difference, 0, v, vi, outputs) - dot(distance, 0, w, wj, inputs);
        const x = slope / curvature + (noise[j] ?? NaN) / Math.sqrt(curvature);
        addScaled(distance, 0, x, w, wj, inputs);
        addScaled(v, vj, -x, v, vi, outputs);
      }
      for (let k = 0; k < inputs; k++) w[wi + k] = (origin.into.values[wi + k] ?? NaN) + (distance[k] ?? NaN);
      squares[i] = squareOf(i);
    },
  };
}
