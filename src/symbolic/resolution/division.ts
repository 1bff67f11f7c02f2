/** Division by relations, powers of chosen variables first. */
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";

/** One subtraction of factor·relations[relation]. */
export interface Multiple {
  readonly relation: number;
  readonly factor: Polynomial;
}

const maxRounds = 50;
const maxTerms = 2_000;

/**
 * Multiples of the relations that leave of p no term that the leading term of one of them divides, where powers of
 * the variables given first count more than any others; null where that grows too large.
 */
export function multiplesOf(
  p: Polynomial,
  relations: readonly Polynomial[],
  first: readonly number[],
): { readonly multiples: readonly Multiple[]; readonly remainder: Polynomial } | null {
  const tops = relations.map((r) => leadingTerm(r, first));
  const multiples: Multiple[] = [];
  let rest = p;
  for (let round = 0; round < maxRounds; round++) {
    const relation = tops.findIndex(([m]) => rest.monomials.some((n) => M.divides(m, n)));
    const [r, top] = [relations[relation], tops[relation]];
    if (r === undefined || top === undefined) return { multiples, remainder: rest };
    const divisible = P.filter(rest, (n) => M.divides(top[0], n));
    const factor = P.scale(P.divideMonomial(divisible, top[0]) ?? P.zero, Q.divide(Q.one, top[1]));
    multiples.push({ relation, factor });
    rest = P.subtract(rest, P.multiply(factor, r));
    if (rest.monomials.length > maxTerms) return null;
  }
  return null;
}

function leadingTerm(r: Polynomial, first: readonly number[]): readonly [Monomial, Q.Rational] {
  const isAbove = (a: Monomial, b: Monomial): boolean => {
    const i = first.find((x) => M.exponent(a, x) !== M.exponent(b, x));
    return i !== undefined && M.exponent(a, i) > M.exponent(b, i);
  };
  return P.terms(r).reduce((best, term) => (isAbove(term[0], best[0]) ? term : best));
}
