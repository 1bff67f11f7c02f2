/** Small matrices of polynomials, by rows. Work beyond the budget throws LimitError. */
import { unlimited } from "./budget.js";
import type { Budget } from "./budget.js";
import { sumOfProducts } from "./metered.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";

export type PolynomialMatrix = readonly (readonly Polynomial[])[];

/** left·right; the columns of the left are the rows of the right, at least one. */
export function multiply(left: PolynomialMatrix, right: PolynomialMatrix, budget: Budget): Polynomial[][] {
  const entry = (row: readonly Polynomial[], j: number): Polynomial =>
    sumOfProducts(
      row.map((p, k) => [p, right[k]?.[j] ?? P.zero]),
      budget,
    );
  return left.map((row) => (right[0] ?? []).map((_, j) => entry(row, j)));
}

/** The determinant by expansion along the rows, each minor once: for a handful of rows, or sparse ones. */
export function determinant(rows: PolynomialMatrix, budget: Budget = unlimited()): Polynomial {
  const minors = new Map<string, Polynomial>();
  const minor = (row: number, columns: readonly number[]): Polynomial => {
    if (columns.length === 0) return P.one;
    const id = columns.join();
    const known = minors.get(id);
    if (known !== undefined) return known;
    const pairs = columns.map((column, i): [Polynomial, Polynomial] => {
      const entry = rows[row]?.[column] ?? P.zero;
      const signed = i % 2 === 0 ? entry : P.negate(entry);
      const others = columns.filter((other) => other !== column);
      return [signed, P.isZero(entry) ? P.zero : minor(row + 1, others)];
    });
    const value = sumOfProducts(pairs, budget);
    minors.set(id, value);
    return value;
  };
  return minor(
    0,
    rows.map((_, i) => i),
  );
}
