/** Ideals of monomials, by lists of generators. */
import { spend, unlimited } from "./budget.js";
import type { Budget } from "./budget.js";
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";

/** The least generators of the same ideal: those that no other divides, ascending as strings. */
export function leastOf(list: readonly Monomial[], budget: Budget = unlimited()): Monomial[] {
  const distinct = [...new Set(list)].sort();
  spend(budget, distinct.length ** 2);
  return distinct.filter((m) => !distinct.some((n) => n !== m && M.divides(n, m)));
}

/** Those of the product of two ideals, not the least ones. */
export function productsOf(a: readonly Monomial[], b: readonly Monomial[], budget: Budget = unlimited()): Monomial[] {
  spend(budget, a.length * b.length);
  return a.flatMap((m) => b.map((n) => M.multiply(m, n)));
}
