/** Polynomials modulo an ideal of monomials: composition that never forms the terms which are dropped. */
import type { Monomial } from "./monomial.js";
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
