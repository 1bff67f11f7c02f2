/**
 * Gröbner bases that remember how they arose: every member with cofactors that give it as a combination of the given
 * polynomials, so that others need not trust the computation. Lexicographic, variable 0 the largest, so that
 * variables are eliminated. Buchberger's algorithm with the product criterion, for a handful of small polynomials.
 */
import * as M from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";

export interface Combination {
  /** Σ cofactors[j]·given[j]. */
  readonly polynomial: Polynomial;
  readonly cofactors: readonly Polynomial[];
}

/** Members of the ideal of the given polynomials, a Gröbner basis where `maxPairs` pairs and `maxTerms` terms suffice. */
export function combinationsOf(given: readonly Polynomial[], maxPairs = 40, maxTerms = 120): Combination[] {
  const found: Combination[] = [];
  const pairs: [Combination, Combination][] = [];
  const join = (member: Combination): void => {
    if (P.isZero(member.polynomial) || sizeOf(member) > maxTerms) return;
    for (const other of found) if (!areCoprime(member.polynomial, other.polynomial)) pairs.push([other, member]);
    found.push(member);
  };
  given.forEach((p, j) => {
    join(reduced({ polynomial: p, cofactors: given.map((_, i) => (i === j ? P.one : P.zero)) }, found, maxTerms));
  });
  for (let count = 0; count < maxPairs; count++) {
    const next = pairs.reduce((best, pair, i) => (lcmDegree(pair) < lcmDegree(pairs[best]) ? i : best), 0);
    const [pair] = pairs.splice(next, 1);
    if (pair === undefined) break;
    const member = reduced(leadingDifference(...pair), found, maxTerms);
    if (P.isConstant(member.polynomial) && !P.isZero(member.polynomial)) return [member];
    join(member);
  }
  return found;
}

/** The same modulo the members, so that no leading term of them divides its own; it stops where it grows too large. */
function reduced(member: Combination, by: readonly Combination[], maxTerms: number): Combination {
  let rest = member;
  for (;;) {
    const top = P.leadingTerm(rest.polynomial);
    if (top === null || sizeOf(rest) > maxTerms) return rest;
    const divisor = by.find((g) => M.divides(P.leadingTerm(g.polynomial)?.[0] ?? M.one, top[0]));
    if (divisor === undefined) return primitive(rest);
    rest = leadingDifference(rest, divisor);
  }
}

/** The difference of the multiples by terms whose leading terms are equal and least. */
function leadingDifference(f: Combination, g: Combination): Combination {
  const [m, c] = P.leadingTerm(f.polynomial) ?? [M.one, Q.one];
  const [n, d] = P.leadingTerm(g.polynomial) ?? [M.one, Q.one];
  const lcm = M.lcm(m, n);
  const left = P.fromTerms([[M.divide(lcm, m) ?? M.one, Q.divide(Q.one, c)]]);
  const right = P.fromTerms([[M.divide(lcm, n) ?? M.one, Q.divide(Q.one, d)]]);
  const difference = (p: Polynomial, q: Polynomial): Polynomial =>
    P.subtract(P.multiply(left, p), P.multiply(right, q));
  return {
    polynomial: difference(f.polynomial, g.polynomial),
    cofactors: f.cofactors.map((p, j) => difference(p, g.cofactors[j] ?? P.zero)),
  };
}

function primitive({ polynomial, cofactors }: Combination): Combination {
  const scaled = P.primitive(polynomial);
  const [top, whole] = [P.leadingTerm(scaled), P.leadingTerm(polynomial)];
  if (top === null || whole === null) return { polynomial, cofactors };
  const factor = Q.divide(top[1], whole[1]);
  return { polynomial: scaled, cofactors: cofactors.map((p) => P.scale(p, factor)) };
}

function sizeOf({ polynomial, cofactors }: Combination): number {
  return cofactors.reduce((n, p) => n + p.monomials.length, polynomial.monomials.length);
}

function areCoprime(p: Polynomial, q: Polynomial): boolean {
  return M.gcd(P.leadingTerm(p)?.[0] ?? M.one, P.leadingTerm(q)?.[0] ?? M.one) === M.one;
}

function lcmDegree(pair: readonly [Combination, Combination] | undefined): number {
  const [m = M.one, n = M.one] = pair?.map((g) => P.leadingTerm(g.polynomial)?.[0]) ?? [];
  return M.degree(M.lcm(m, n));
}
