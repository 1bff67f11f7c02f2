/** Singular values and right singular vectors, to the accuracy of `orthogonal.ts`. */
import type { MatrixKernels } from "./kernels.js";
import { zeros } from "./matrix.js";
import type { Matrix } from "./matrix.js";

export interface RightSingular {
  /** Descending, positive. */
  readonly values: Float64Array;
  /** One row a vector, orthonormal. */
  readonly vectors: Matrix;
}

/** Those of m = U·diag(values)·vectors whose value is not 0 to rounding; none where m is 0, NaN where it is. */
export function rightSingular(m: Matrix, { orthogonalRows }: MatrixKernels): RightSingular {
  const { rows, squares, floor } = orthogonalRows(m);
  const { columns } = m;
  const kept = Array.from({ length: m.rows }, (_, i) => i)
    .filter((i) => !((squares[i] ?? NaN) <= floor))
    .sort((a, b) => (squares[b] ?? 0) - (squares[a] ?? 0));
  const vectors = zeros(kept.length, columns);
  const values = Float64Array.from(kept, (i) => Math.sqrt(squares[i] ?? NaN));
  kept.forEach((i, k) => {
    const length = values[k] ?? NaN;
    for (let j = 0; j < columns; j++) vectors.values[k * columns + j] = (rows.values[i * columns + j] ?? NaN) / length;
  });
  return { values, vectors };
}
