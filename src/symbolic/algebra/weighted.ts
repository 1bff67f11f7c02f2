/** Weighted degrees of polynomials' terms, exactly: LimitError where a sum may be past the safe integers. */
import { LimitError } from "../../errors.js";
import * as M from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";

/** By the polynomial's monomials, for integer weights by variable. */
export function degreesOf(p: Polynomial, weights: readonly number[]): number[] {
  const sizes = weights.map(Math.abs);
  return p.monomials.map((m) => {
    const size = M.weightedDegree(m, sizes);
    if (!Number.isSafeInteger(size)) throw new LimitError("weighted degree", `${size}`, `${Number.MAX_SAFE_INTEGER}`);
    return M.weightedDegree(m, weights);
  });
}

/** The least weighted degree of a term of any of the polynomials; Infinity where all are 0. */
export function orderOf(list: readonly Polynomial[], weights: readonly number[]): number {
  return list.reduce((order, p) => degreesOf(p, weights).reduce((a, b) => Math.min(a, b), order), Infinity);
}

/** The terms of the weighted degree. */
export function formOf(p: Polynomial, degree: number, weights: readonly number[]): Polynomial {
  const degrees = degreesOf(p, weights);
  const kept = new Set(p.monomials.filter((_, k) => degrees[k] === degree));
  return P.filter(p, (m) => kept.has(m));
}
