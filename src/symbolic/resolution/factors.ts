/**
 * Factors of polynomials over ℚ as the resolution uses them. A budget pays for each once, and they are remembered with it:
 * how far its steps go depends on no earlier work.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { factor } from "../algebra/factor.js";
import { squareFree } from "../algebra/gcd.js";
import type { Power } from "../algebra/gcd.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";

const paid = new WeakMap<Budget, Map<string, readonly Power[]>>();
const maxKnown = 20_000;
/** Larger polynomials are only split into square-free parts. */
const maxFactoredTerms = 60;
const maxFactoredDegree = 60;

/**
 * Pairwise coprime nonconstant factors with multiplicities, as fine as is cheap to find; constants are left out. Throws
 * LimitError where the budget ends first.
 */
export function factorsOf(p: Polynomial, budget: Budget): readonly Power[] {
  const known = paid.get(budget) ?? new Map<string, readonly Power[]>();
  paid.set(budget, known);
  const key = P.key(p);
  const before = known.get(key);
  if (before !== undefined) return before;
  operate(budget, p.monomials.length);
  const isLarge = p.monomials.length > maxFactoredTerms || P.degree(p) > maxFactoredDegree;
  const found = isLarge ? squareFree(p, budget) : factor(p, budget).factors;
  if (known.size >= maxKnown) known.clear();
  known.set(key, found);
  return found;
}
