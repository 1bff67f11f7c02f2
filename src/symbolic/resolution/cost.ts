/** How large a cell is, and what it takes to look at it. */
import { words } from "../algebra/budget.js";
import { functionsOf } from "./cell.js";
import type { Cell } from "./cell.js";

/** The terms of its generators and of what its powers are of. */
export function size(cell: Cell): number {
  return functionsOf(cell).reduce((n, g) => n + g.monomials.length, 0);
}

/** What one look at a cell takes, in steps: by its terms and the length of their coefficients. */
export function cost(cell: Cell): number {
  const polynomials = [...functionsOf(cell), ...cell.nonzero, ...cell.equations, ...cell.relations];
  const length = polynomials.reduce((n, p) => n + p.monomials.length * (9 + words(p.numerators[0] ?? 0n)), 0) / 10;
  return (100 + 10 * length) * (1 + cell.tower.length) ** 2;
}

/** The share of its cost that it takes to see whether a cell is known. */
export const lookup = 1 / 10;
