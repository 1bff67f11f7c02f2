/** Linear algebra over ℚ that is paid for before it is done, as `metered.ts` does for polynomials. */
import { spend, words } from "./budget.js";
import type { Budget } from "./budget.js";
import * as Matrices from "./matrix.js";
import type { Matrix } from "./matrix.js";
import * as Q from "./rational.js";

/** left·right. */
export function multiply(left: Matrix, right: Matrix, budget: Budget): Matrix {
  const columns = right[0]?.length ?? 0;
  spend(budget, (left.length * columns * right.length * largest([...left, ...right])) / 10);
  return Matrices.multiply(left, right);
}

/** The dimension of the kernel of a matrix with at least one row. */
export function nullity(matrix: Matrix, budget: Budget): number {
  const columns = matrix[0]?.length ?? 0;
  const nonzero = matrix.flat().filter((q) => !Q.isZero(q)).length;
  const most = Math.min(matrix.length, columns, nonzero);
  spend(budget, (matrix.length * columns * (1 + most) * (1 + most / 64) * largest(matrix)) / 10);
  return columns - Matrices.rank(matrix);
}

/** Words of the longest entry. */
function largest(matrix: Matrix): number {
  return matrix.flat().reduce((most, { num, den }) => Math.max(most, words(num) + words(den)), 2);
}
