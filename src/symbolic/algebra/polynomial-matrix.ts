/** Small matrices of polynomials. */
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";

/** The determinant by expansion along the first row: for a handful of rows. */
export function determinant(matrix: readonly (readonly Polynomial[])[]): Polynomial {
  const [first, ...rest] = matrix;
  if (first === undefined) return P.one;
  return first.reduce((sum, entry, column) => {
    if (P.isZero(entry)) return sum;
    const minor = determinant(rest.map((row) => row.filter((_, j) => j !== column)));
    const term = P.multiply(entry, minor);
    return column % 2 === 0 ? P.add(sum, term) : P.subtract(sum, term);
  }, P.zero);
}
