/**
 * Polynomials modulo an ideal of monomials: composition that never forms the terms which are dropped, and what composition
 * makes of an error.
 */
import { unlimited } from "./budget.js";
import type { Budget } from "./budget.js";
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";
import { leastOf, productsOf } from "./monomial-list.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";

/** p with the images in the variables' places; terms that are not kept are dropped, and no multiple of one may be kept. */
export function composedModulo(
  p: Polynomial,
  images: ReadonlyMap<number, Polynomial>,
  isKept: (m: Monomial) => boolean,
  times: (p: Polynomial, q: Polynomial) => Polynomial,
): Polynomial {
  const [entry, ...others] = images;
  if (entry === undefined) return P.filter(p, isKept);
  const [x, image] = entry;
  const rest = new Map(others);
  const coefficients = [...P.coefficientsBy(p, x)].sort(([a], [b]) => b - a);
  let [sum, degree] = [P.zero, coefficients[0]?.[0] ?? 0];
  const lower = (to: number): void => {
    for (; degree > to; degree--) {
      if (P.isZero(sum)) degree = to + 1;
      else sum = P.filter(times(sum, image), isKept);
    }
  };
  for (const [exponent, coefficient] of coefficients) {
    lower(exponent);
    sum = P.add(sum, composedModulo(coefficient, rest, isKept, times));
  }
  lower(0);
  return sum;
}

/**
 * The least monomials in `others` in whose ideal p with the images in the variables' places changes where the images change by
 * sums of multiples of `error`: for each term with x^a, a ≠ 0, those of what else it has, of the error, and of the images and
 * the error to the power |a| − 1. Images and error are in `others` and variables that are let alone.
 */
export function changeOf(
  p: Polynomial,
  images: ReadonlyMap<number, Polynomial>,
  error: readonly Monomial[],
  others: readonly number[],
  budget: Budget = unlimited(),
): readonly Monomial[] {
  if (error.length === 0) return [];
  const least = (list: readonly Monomial[]): Monomial[] => leastOf(list, budget);
  const part = (m: Monomial): Monomial => M.restricted(m, others);
  const degreeOf = (m: Monomial): number => [...images.keys()].reduce((sum, x) => sum + M.exponent(m, x), 0);
  const wide = least([...[...images.values()].flatMap((image) => image.monomials).map(part), ...error]);
  const top = Math.max(0, ...p.monomials.map(degreeOf));
  let found: readonly Monomial[] = [];
  let power = error;
  for (let degree = 1; degree <= top; degree++) {
    const own = least(p.monomials.filter((m) => degreeOf(m) === degree).map(part));
    found = least([...found, ...productsOf(own, power, budget)]);
    if (degree < top) power = least(productsOf(power, wide, budget));
  }
  return found;
}
