/**
 * Gröbner bases over ℚ by Buchberger's algorithm with the criteria of Gebauer & Möller (J. Symb. Comput. 6, 1988) and
 * pairs in order of sugar (Giovini, Mora, Niesi, Robbiano, Traverso, ISSAC 1991). Coefficients are integers without a
 * common factor; nothing is divided. For ideals of a few variables: it has no signatures and no linear algebra.
 */
import { words } from "./budget.js";
import type { Budget } from "./budget.js";
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";

/** Compares monomials: positive where the first is larger. */
export type MonomialOrder = (a: Monomial, b: Monomial) => number;

/** Variable 0 is the largest. */
export const lexicographic: MonomialOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Total degree first, then the smaller power of the last variable. */
export const gradedReverseLexicographic: MonomialOrder = (a, b) => {
  const difference = M.degree(a) - M.degree(b);
  if (difference !== 0) return difference;
  for (let i = Math.max(a.length, b.length) - 1; i >= 0; i--) {
    const last = M.exponent(b, i) - M.exponent(a, i);
    if (last !== 0) return last;
  }
  return 0;
};

export type GroebnerResult =
  | { readonly status: "basis"; readonly basis: readonly Polynomial[] }
  /** The budget ended; `partial` generates the ideal and is no basis. */
  | { readonly status: "unfinished"; readonly partial: readonly Polynomial[] };

/** The reduced Gröbner basis, primitive, by ascending leading monomial; empty for the zero ideal, [1] for the unit ideal. */
export function groebnerBasis(
  generators: readonly Polynomial[],
  budget: Budget,
  order: MonomialOrder = gradedReverseLexicographic,
): GroebnerResult {
  let active: Element[] = [];
  let pairs: Pair[] = [];
  const waiting = generators
    .filter((f) => !P.isZero(f))
    .map((f) => element(sorted(f, order), P.degree(f)))
    .sort((a, b) => order(lead(a), lead(b)));
  for (;;) {
    if (budget.expired()) return { status: "unfinished", partial: [...active, ...waiting].map(toPolynomial) };
    const next = waiting.shift() ?? takePair(pairs, order, budget);
    if (next === null) break;
    const rest = remainder(next.terms, active, order, budget);
    if (rest === null) return { status: "unfinished", partial: [...active, ...waiting].map(toPolynomial) };
    if (rest.monomials.length === 0) continue;
    const found = element(rest, next.sugar);
    if (lead(found) === M.one) return { status: "basis", basis: [P.one] };
    ({ active, pairs } = update(active, pairs, found));
  }
  return { status: "basis", basis: interreduce(active, order, budget).map(toPolynomial) };
}

/** The remainder of f, up to a nonzero rational factor; 0 exactly where f is in the ideal. */
export function normalForm(
  f: Polynomial,
  basis: readonly Polynomial[],
  budget: Budget,
  order: MonomialOrder = gradedReverseLexicographic,
): Polynomial | null {
  const elements = basis.map((g) => element(sorted(g, order), 0));
  const rest = remainder(sorted(f, order), elements, order, budget);
  return rest === null ? null : toPolynomial({ terms: rest, sugar: 0 });
}

/**
 * The dimension of the zero set over ℂ in affine space of `size` variables, −1 where it is empty: the largest set of
 * variables in which no leading monomial lies (Cox, Little, O'Shea, Ideals, Varieties, and Algorithms, 9.3). The basis
 * must be one for the given order, which must be graded.
 */
export function dimension(
  basis: readonly Polynomial[],
  size: number,
  order: MonomialOrder = gradedReverseLexicographic,
): number {
  const supports = basis.map((g) => M.support(lead(element(sorted(g, order), 0))));
  if (supports.some((s) => s.length === 0)) return -1;
  return size - smallestCover(supports);
}

interface Terms {
  /** Descending in the order. */
  readonly monomials: readonly Monomial[];
  readonly coefficients: readonly bigint[];
}

interface Element {
  readonly terms: Terms;
  /** The degree that it would have had, had all generators been homogenized. */
  readonly sugar: number;
}

interface Pair {
  readonly first: Element;
  readonly second: Element;
  readonly lcm: Monomial;
  readonly sugar: number;
}

function element(terms: Terms, sugar: number): Element {
  return { terms, sugar };
}

function lead(e: Element): Monomial {
  return e.terms.monomials[0] ?? M.one;
}

function sorted(f: Polynomial, order: MonomialOrder): Terms {
  const { monomials, numerators } = P.primitive(f);
  const places = monomials.map((_, i) => i).sort((i, j) => order(monomials[j] ?? M.one, monomials[i] ?? M.one));
  return {
    monomials: places.map((i) => monomials[i] ?? M.one),
    coefficients: places.map((i) => numerators[i] ?? 0n),
  };
}

function toPolynomial({ terms }: Element): Polynomial {
  return P.primitive(P.fromTerms(terms.monomials.map((m, i) => [m, Q.rational(terms.coefficients[i] ?? 0n)])));
}

/** Removes the pair of least sugar, then least lcm, and returns its S-polynomial. */
function takePair(pairs: Pair[], order: MonomialOrder, budget: Budget): Element | null {
  let best = 0;
  pairs.forEach((pair, i) => {
    const other = pairs[best];
    if (other !== undefined && (pair.sugar - other.sugar || order(pair.lcm, other.lcm)) < 0) best = i;
  });
  const [pair] = pairs.splice(best, 1);
  if (pair === undefined) return null;
  const { first, second, lcm } = pair;
  const [a = 1n] = first.terms.coefficients;
  const [b = 1n] = second.terms.coefficients;
  const g = Q.gcd(a, b);
  const left = multiple(first.terms, b / g, M.divide(lcm, lead(first)) ?? M.one);
  const right = multiple(second.terms, a / g, M.divide(lcm, lead(second)) ?? M.one);
  budget.steps += left.monomials.length + right.monomials.length;
  return element(subtract(left, 0, right, 0, order), pair.sugar);
}

/** Gebauer–Möller: the new element's pairs that no other makes superfluous, and the old pairs and elements that it leaves. */
function update(
  active: readonly Element[],
  pairs: readonly Pair[],
  found: Element,
): { active: Element[]; pairs: Pair[] } {
  const top = lead(found);
  const candidates = active.map((g): Pair => pairOf(found, g));
  const kept: Pair[] = [];
  candidates.forEach((pair, i) => {
    const covered = (other: Pair) => M.divides(other.lcm, pair.lcm);
    if (coprime(top, lead(pair.second)) || !(candidates.slice(i + 1).some(covered) || kept.some(covered)))
      kept.push(pair);
  });
  const old = pairs.filter(
    ({ first, second, lcm }) =>
      !M.divides(top, lcm) || M.lcm(lead(first), top) === lcm || M.lcm(lead(second), top) === lcm,
  );
  return {
    active: [...active.filter((g) => !M.divides(top, lead(g))), found],
    pairs: [...old, ...kept.filter((pair) => !coprime(top, lead(pair.second)))],
  };
}

function pairOf(first: Element, second: Element): Pair {
  const lcm = M.lcm(lead(first), lead(second));
  const sugar = Math.max(
    first.sugar + M.degree(lcm) - M.degree(lead(first)),
    second.sugar + M.degree(lcm) - M.degree(lead(second)),
  );
  return { first, second, lcm, sugar };
}

function coprime(a: Monomial, b: Monomial): boolean {
  return M.gcd(a, b) === M.one;
}

/** Reduces every term; null when the budget ends. */
function remainder(terms: Terms, basis: readonly Element[], order: MonomialOrder, budget: Budget): Terms | null {
  let work: Terms = terms;
  let position = 0;
  const monomials: Monomial[] = [];
  let coefficients: bigint[] = [];
  for (let m = work.monomials[0]; m !== undefined; m = work.monomials[position]) {
    const top = m;
    const c = work.coefficients[position] ?? 0n;
    const divisor = basis.find((g) => M.divides(lead(g), top));
    if (divisor === undefined) {
      monomials.push(top);
      coefficients.push(c);
      position++;
      continue;
    }
    budget.steps += (work.monomials.length - position + divisor.terms.monomials.length) * words(c);
    if (budget.expired()) return null;
    const [b = 1n] = divisor.terms.coefficients;
    const g = Q.gcd(c, b);
    const scale = b / g;
    const scaled = scale === 1n ? work : { ...work, coefficients: work.coefficients.map((x) => x * scale) };
    if (scale !== 1n) coefficients = coefficients.map((x) => x * scale);
    const shifted = multiple(divisor.terms, c / g, M.divide(top, lead(divisor)) ?? M.one);
    work = subtract(scaled, position, shifted, 0, order);
    position = 0;
    if (scale !== 1n && scale !== -1n) [work, coefficients] = withoutContent(work, coefficients);
  }
  return withoutContent({ monomials, coefficients }, [])[0];
}

function withoutContent(terms: Terms, others: bigint[]): [Terms, bigint[]] {
  let content = 0n;
  for (const c of others) {
    content = Q.gcd(content, c);
    if (content === 1n) return [terms, others];
  }
  for (const c of terms.coefficients) {
    content = Q.gcd(content, c);
    if (content === 1n) return [terms, others];
  }
  if (content === 0n) return [terms, others];
  return [{ ...terms, coefficients: terms.coefficients.map((c) => c / content) }, others.map((c) => c / content)];
}

function multiple(terms: Terms, factor: bigint, m: Monomial): Terms {
  return {
    monomials: m === M.one ? terms.monomials : terms.monomials.map((n) => M.multiply(n, m)),
    coefficients: terms.coefficients.map((c) => c * factor),
  };
}

/** a − b, from the given places on. */
function subtract(a: Terms, fromA: number, b: Terms, fromB: number, order: MonomialOrder): Terms {
  const monomials: Monomial[] = [];
  const coefficients: bigint[] = [];
  let i = fromA;
  let j = fromB;
  for (;;) {
    const m = a.monomials[i];
    const n = b.monomials[j];
    if (m === undefined && n === undefined) return { monomials, coefficients };
    const side = m === undefined ? -1 : n === undefined ? 1 : m === n ? 0 : order(m, n);
    const c = (side >= 0 ? (a.coefficients[i] ?? 0n) : 0n) - (side <= 0 ? (b.coefficients[j] ?? 0n) : 0n);
    if (c !== 0n) {
      monomials.push((side >= 0 ? m : n) ?? M.one);
      coefficients.push(c);
    }
    if (side >= 0) i++;
    if (side <= 0) j++;
  }
}

/** Of a Gröbner basis whose leading monomials do not divide each other. A spent budget leaves tails unreduced, which is still a basis. */
function interreduce(basis: readonly Element[], order: MonomialOrder, budget: Budget): Element[] {
  const reduced = basis.map((g) => {
    const others = basis.filter((h) => h !== g);
    return element(remainder(g.terms, others, order, budget) ?? g.terms, g.sugar);
  });
  return reduced.sort((a, b) => order(lead(a), lead(b)));
}

/** The least number of variables that meet every support. */
function smallestCover(supports: readonly (readonly number[])[]): number {
  const [first, ...others] = supports;
  if (first === undefined) return 0;
  const shortest = others.reduce((a, b) => (b.length < a.length ? b : a), first);
  return 1 + Math.min(...shortest.map((v) => smallestCover(supports.filter((s) => !s.includes(v)))));
}
