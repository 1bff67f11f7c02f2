/** Products of rational matrices. */
import type { Matrix } from "../algebra/matrix.js";
import * as Q from "../algebra/rational.js";

/** left·right. */
export function multiplyMatrices(left: Matrix, right: Matrix): Matrix {
  const columns = right[0]?.length ?? 0;
  return left.map((row) =>
    Array.from({ length: columns }, (_, j) =>
      row.reduce((sum, a, k) => Q.add(sum, Q.multiply(a, right[k]?.[j] ?? Q.zero)), Q.zero),
    ),
  );
}
