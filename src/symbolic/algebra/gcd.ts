/**
 * Greatest common divisors and square-free parts of multivariate polynomials over ℚ. Polynomials that are linear in
 * a variable, share no variable, or have coprime images modulo a prime are settled at once. For the rest a
 * candidate comes from integer gcds at large evaluation points (Char, Geddes, Gonnet, J. Symb. Comput. 7, 1989) or,
 * where the integers would grow too long, from interpolation (gcd-sparse.ts); failing both, the primitive remainder
 * sequence decides. A candidate counts only if it
 * divides both and its degrees reach the upper bounds that the modular images prove. All of it is paid for from the
 * budget, and throws LimitError once that has expired.
 */
import { operate, unlimited, words } from "./budget.js";
import type { Budget } from "./budget.js";
import { prime, residues } from "./modular.js";
import * as M from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import { divideExact } from "./polynomial-division.js";
import * as Q from "./rational.js";
import * as F from "./residue-polynomial.js";
import { sparseCandidate } from "./gcd-sparse.js";
import { powerTable, univariateImage } from "./residue-image.js";

export interface Power {
  readonly factor: Polynomial;
  readonly multiplicity: number;
}

/** The greatest common divisor: primitive over ℤ with positive leading coefficient; 0 where both are 0. */
export function gcd(p: Polynomial, q: Polynomial, budget: Budget = unlimited()): Polynomial {
  if (P.isZero(p)) return P.primitive(q);
  if (P.isZero(q)) return P.primitive(p);
  const common = M.gcd(P.monomialContent(p), P.monomialContent(q));
  return P.multiplyMonomial(gcdWithoutMonomials(withoutMonomial(p), withoutMonomial(q), budget), common);
}

export function gcdOf(list: readonly Polynomial[], budget: Budget = unlimited()): Polynomial {
  const sorted = [...list].sort((a, b) => a.monomials.length - b.monomials.length);
  let result = P.zero;
  for (const p of sorted) {
    result = gcd(result, p, budget);
    if (!P.isZero(result) && P.isConstant(result)) return P.one;
  }
  return result;
}

/** p q / gcd(p, q), primitive. */
export function lcm(p: Polynomial, q: Polynomial, budget: Budget = unlimited()): Polynomial {
  return P.isZero(p) || P.isZero(q) ? P.zero : P.primitive(P.multiply(exact(p, gcd(p, q, budget), budget), q));
}

/** The gcd of the coefficients of p as a polynomial in x_index, primitive. */
export function content(p: Polynomial, index: number, budget: Budget = unlimited()): Polynomial {
  return gcdOf([...P.coefficientsBy(p, index).values()], budget);
}

/** p divided by its content in x_index, primitive. */
export function primitivePart(p: Polynomial, index: number, budget: Budget = unlimited()): Polynomial {
  return P.primitive(exact(p, content(p, index, budget), budget));
}

/**
 * The square-free decomposition of p ≠ 0: nonconstant primitive factors, pairwise coprime, each square-free, whose
 * powers multiply to p up to a constant. Variables that divide p come first, each by itself; then the
 * multiplicities ascend (Yun, SYMSAC 1976).
 */
export function squareFree(p: Polynomial, budget: Budget = unlimited()): Power[] {
  const m = P.monomialContent(p);
  const variables = M.support(m).map((i) => ({ factor: P.variable(i), multiplicity: M.exponent(m, i) }));
  const rest = squareFreeWithoutMonomials(withoutMonomial(p), budget);
  return [...variables, ...rest.sort((a, b) => a.multiplicity - b.multiplicity)];
}

/** The product of the distinct irreducible factors of p ≠ 0, primitive. */
export function squareFreePart(p: Polynomial, budget: Budget = unlimited()): Polynomial {
  return P.product(squareFree(p, budget).map(({ factor }) => factor));
}

function squareFreeWithoutMonomials(p: Polynomial, budget: Budget): Power[] {
  const degrees = P.variablesOf(p).map((i) => [P.degreeIn(p, i), i] as const);
  const [[, index] = [0, -1]] = degrees.sort(([d], [e]) => d - e);
  if (index === -1) return [];
  if (P.degreeIn(p, index) === 1) {
    const c = content(p, index, budget);
    const found = squareFreeWithoutMonomials(c, budget);
    return insert(found, { factor: P.primitive(exact(p, c, budget)), multiplicity: 1 });
  }
  const c = content(p, index, budget);
  return yun(exact(p, c, budget), index, budget).reduce(insert, squareFreeWithoutMonomials(c, budget));
}

/** Yun's algorithm in x_index for p without content in it. */
function yun(p: Polynomial, index: number, budget: Budget): Power[] {
  const slope = P.derivative(p, index);
  const repeated = gcd(p, slope, budget);
  if (P.isConstant(repeated)) return [{ factor: P.primitive(p), multiplicity: 1 }];
  const found: Power[] = [];
  let b = exact(p, repeated, budget);
  let d = P.subtract(exact(slope, repeated, budget), P.derivative(b, index));
  for (let multiplicity = 1; !P.isConstant(b); multiplicity++) {
    const factor = gcd(b, d, budget);
    if (!P.isConstant(factor)) found.push({ factor, multiplicity });
    b = exact(b, factor, budget);
    d = P.subtract(exact(d, factor, budget), P.derivative(b, index));
  }
  return found;
}

/** Factors of one multiplicity are kept as one: those of a content are coprime to the primitive part. */
function insert(list: Power[], power: Power): Power[] {
  const same = list.find(({ multiplicity }) => multiplicity === power.multiplicity);
  if (same === undefined) return [...list, power];
  const factor = P.primitive(P.multiply(same.factor, power.factor));
  return list.map((entry) => (entry === same ? { factor, multiplicity: power.multiplicity } : entry));
}

/** The gcd of nonzero polynomials that no variable divides. */
function gcdWithoutMonomials(p: Polynomial, q: Polynomial, budget: Budget): Polynomial {
  if (P.isConstant(p) || P.isConstant(q)) return P.one;
  operate(budget, p.monomials.length + q.monomials.length);
  if (P.equals(p, q)) return p;
  const inP = P.variablesOf(p);
  const inQ = P.variablesOf(q);
  const onlyP = inP.filter((i) => !inQ.includes(i));
  const onlyQ = inQ.filter((i) => !inP.includes(i));
  if (onlyP.length > 0 || onlyQ.length > 0)
    return gcdOf([...coefficientsOver(p, onlyP), ...coefficientsOver(q, onlyQ)], budget);
  const linear = inP.find((i) => P.degreeIn(p, i) === 1);
  if (linear !== undefined) return gcdWithLinear(p, linear, q, budget);
  const other = inP.find((i) => P.degreeIn(q, i) === 1);
  if (other !== undefined) return gcdWithLinear(q, other, p, budget);
  return gcdByImages(p, q, inP, budget);
}

/** The gcd where p is linear in x_index: its primitive part there is irreducible, so it divides q or is coprime to it. */
function gcdWithLinear(p: Polynomial, index: number, q: Polynomial, budget: Budget): Polynomial {
  const [low = P.zero, high = P.zero] = P.coefficientsIn(p, index);
  const c = gcd(low, high, budget);
  const irreducible = P.primitive(exact(p, c, budget));
  const quotient = divideExact(q, irreducible, budget);
  if (quotient !== null) return P.primitive(P.multiply(irreducible, gcd(c, quotient, budget)));
  return P.isConstant(c) ? P.one : gcd(c, q, budget);
}

function gcdByImages(p: Polynomial, q: Polynomial, variables: readonly number[], budget: Budget): Polynomial {
  let bounds = degreeBounds(p, q, variables, 0, budget);
  const absent = variables.filter((_, k) => bounds[k] === 0);
  if (absent.length === variables.length) return P.one;
  if (absent.length > 0) return gcdOf([...coefficientsOver(p, absent), ...coefficientsOver(q, absent)], budget);
  const proved = (g: Polynomial): boolean => variables.every((i, k) => P.degreeIn(g, i) === bounds[k]);
  if (proved(q) && divideExact(p, q, budget) !== null) return q;
  if (proved(p) && divideExact(q, p, budget) !== null) return p;
  for (const candidate of [byEvaluation(p, q, budget), null]) {
    const g = candidate ?? bySparseImages(p, q, variables, bounds, budget);
    for (let attempt = 1; g !== null && attempt < 4; attempt++) {
      if (proved(g) && dividesBoth(g, p, q, budget)) return g;
      bounds = degreeBounds(p, q, variables, attempt, budget).map((d, k) => Math.min(d, bounds[k] ?? d));
    }
  }
  return byRemainders(p, q, variables[bounds.indexOf(Math.min(...bounds))] ?? 0, budget);
}

function dividesBoth(g: Polynomial, p: Polynomial, q: Polynomial, budget: Budget): boolean {
  return divideExact(p, g, budget) !== null && divideExact(q, g, budget) !== null;
}

/**
 * An upper bound on the degree of gcd(p, q) in each variable: that of the gcd of two univariate images modulo a
 * prime under which a leading coefficient stays nonzero.
 */
function degreeBounds(
  p: Polynomial,
  q: Polynomial,
  variables: readonly number[],
  attempt: number,
  budget: Budget,
): number[] {
  const modulus = prime(attempt);
  const random = residues(modulus, attempt + 1);
  const size = Math.max(...variables) + 1;
  const point = Array.from({ length: size }, () => 1 + (random() % (modulus - 1)));
  const table = powerTable(point, [p, q], modulus);
  return variables.map((i) => {
    operate(budget, p.monomials.length + q.monomials.length);
    const f = univariateImage(p, i, table, modulus);
    const g = univariateImage(q, i, table, modulus);
    const [d, e] = [P.degreeIn(p, i), P.degreeIn(q, i)];
    const kept = F.degree(f) === d || F.degree(g) === e;
    return kept ? Math.min(F.degree(F.gcd(f, g, modulus, budget)), d, e) : Math.min(d, e);
  });
}

/** Bits beyond which the heuristic is not tried. */
const maxEvaluationBits = 40_000;

/** A common divisor of primitive polynomials, in all but rare cases the greatest; null where none was found. */
function byEvaluation(p: Polynomial, q: Polynomial, budget: Budget): Polynomial | null {
  const [f, g] = [P.primitive(p), P.primitive(q)];
  const indices = P.variablesOf(f);
  const bits = indices.reduce(
    (n, i) => n * (1 + Math.min(P.degreeIn(f, i), P.degreeIn(g, i))),
    8 + height(f).toString(2).length,
  );
  if (bits > maxEvaluationBits) return null;
  const candidate = heuristic(f, g, budget);
  return candidate === null ? null : P.primitive(candidate);
}

/** The gcd over ℤ, integer content included, of polynomials with integer coefficients; null where it gave up. */
function heuristic(f: Polynomial, g: Polynomial, budget: Budget): Polynomial | null {
  if (P.isZero(f)) return g;
  if (P.isZero(g)) return f;
  operate(budget, integerCost(f) + integerCost(g));
  const [cf, cg] = [integerContent(f), integerContent(g)];
  const c = Q.gcd(cf, cg);
  const index = Math.max(...P.variablesOf(f), ...P.variablesOf(g));
  if (index < 0) return P.integer(c);
  const [a, b] = [divideInteger(f, cf), divideInteger(g, cg)];
  const [ha, hb] = [height(a), height(b)];
  let point = 2n * (ha < hb ? ha : hb) + 29n;
  for (let attempt = 0; attempt < 4; attempt++) {
    const value = P.integer(point);
    const image = heuristic(P.substitute(a, index, value), P.substitute(b, index, value), budget);
    if (image === null) return null;
    const candidate = P.primitive(expand(image, index, point, budget));
    if (dividesBoth(candidate, a, b, budget)) {
      return P.scale(candidate, Q.rational(c));
    }
    point = (point * 73_794n) / 27_011n;
  }
  return null;
}

/** The polynomial in x_index whose value at `point` is `image`, with coefficients of least absolute value. */
function expand(image: Polynomial, index: number, point: bigint, budget: Budget): Polynomial {
  const half = point / 2n;
  const parts: Polynomial[] = [];
  let rest = image;
  for (let e = 0; !P.isZero(rest); e++) {
    operate(budget, integerCost(rest));
    const digit = P.fromTerms(
      rest.monomials.map((m, i) => {
        const r = (((rest.numerators[i] ?? 0n) % point) + point) % point;
        return [m, Q.rational(r > half ? r - point : r)] as const;
      }),
    );
    parts.push(P.multiplyMonomial(digit, M.variable(index, e)));
    rest = P.scale(P.subtract(rest, digit), Q.rational(1n, point));
  }
  return P.sum(parts);
}

/** A candidate from images modulo primes; null where none was found. */
function bySparseImages(
  p: Polynomial,
  q: Polynomial,
  variables: readonly number[],
  bounds: readonly number[],
  budget: Budget,
): Polynomial | null {
  const leadsIn = (index: number): Polynomial[] => [p, q].map((f) => P.coefficientsIn(f, index).at(-1) ?? P.one);
  const size = (index: number): number => Math.min(...leadsIn(index).map((f) => f.monomials.length));
  const main = variables.reduce((a, b) => (size(b) < size(a) ? b : a));
  // Over ℤ, so that the image has integer coefficients.
  const integers = leadsIn(main).map(integerContent).reduce(Q.gcd);
  const lead = P.scale(gcdOf(leadsIn(main), budget), Q.rational(integers));
  const order = [main, ...variables.filter((i) => i !== main)];
  const degrees = order.map((i) => bounds[variables.indexOf(i)] ?? 0);
  const scaled = sparseCandidate(p, q, lead, order, degrees, budget);
  return scaled === null || P.isZero(scaled) ? null : primitivePart(scaled, main, budget);
}

/** The gcd by primitive pseudo-remainders in x_index. */
function byRemainders(p: Polynomial, q: Polynomial, index: number, budget: Budget): Polynomial {
  const [cp, cq] = [content(p, index, budget), content(q, index, budget)];
  let [a, b] = [P.primitive(exact(p, cp, budget)), P.primitive(exact(q, cq, budget))];
  if (P.degreeIn(a, index) < P.degreeIn(b, index)) [a, b] = [b, a];
  while (P.degreeIn(b, index) > 0) {
    const r = pseudoRemainder(a, b, index, budget);
    if (P.isZero(r)) return P.primitive(P.multiply(b, gcd(cp, cq, budget)));
    [a, b] = [b, primitivePart(r, index, budget)];
  }
  return gcd(cp, cq, budget);
}

/** lc(q)^k · p modulo q as polynomials in x_index, for the least k that keeps it polynomial; q not free of x_index. */
export function pseudoRemainder(p: Polynomial, q: Polynomial, index: number, budget: Budget = unlimited()): Polynomial {
  const n = P.degreeIn(q, index);
  const divisor = P.coefficientsIn(q, index);
  const lead = divisor[n] ?? P.one;
  const tail = P.subtract(q, P.multiplyMonomial(lead, M.variable(index, n)));
  let rest = p;
  for (let d = P.degreeIn(rest, index); d >= n; d = P.degreeIn(rest, index)) {
    const top = P.coefficientsIn(rest, index)[d] ?? P.zero;
    const size = words(rest.numerators[0] ?? 0n) * words(lead.numerators[0] ?? 0n);
    operate(budget, rest.monomials.length + top.monomials.length * tail.monomials.length * size);
    if (!P.isConstant(lead)) operate(budget, rest.monomials.length * lead.monomials.length * size);
    const lower = P.subtract(rest, P.multiplyMonomial(top, M.variable(index, d)));
    const shifted = P.multiplyMonomial(P.multiply(top, tail), M.variable(index, d - n));
    rest = P.isConstant(lead)
      ? P.subtract(lower, P.scale(shifted, Q.divide(Q.one, P.constantTerm(lead))))
      : P.subtract(P.multiply(lower, lead), shifted);
  }
  return rest;
}

/** The coefficients of p as a polynomial in the given variables. */
function coefficientsOver(p: Polynomial, indices: readonly number[]): Polynomial[] {
  if (indices.length === 0) return [p];
  const groups = new Map<M.Monomial, [M.Monomial, Q.Rational][]>();
  for (const [m, c] of P.terms(p)) {
    let [inside, outside] = [M.one, m];
    for (const i of indices) {
      inside = M.multiply(inside, M.variable(i, M.exponent(m, i)));
      outside = M.withExponent(outside, i, 0);
    }
    groups.set(inside, [...(groups.get(inside) ?? []), [outside, c]]);
  }
  return [...groups.values()].map((terms) => P.fromTerms(terms));
}

function withoutMonomial(p: Polynomial): Polynomial {
  return P.primitive(P.divideMonomial(p, P.monomialContent(p)) ?? p);
}

/** Of a pass over the numerators, and of the greatest common divisor of two of them. */
function integerCost(p: Polynomial): number {
  const size = words(height(p));
  return p.monomials.length * size + size ** 2 / 4;
}

function integerContent(p: Polynomial): bigint {
  return p.numerators.reduce((g, c) => (g === 1n ? g : Q.gcd(g, c)), 0n);
}

function divideInteger(p: Polynomial, divisor: bigint): Polynomial {
  return divisor === 1n ? p : P.scale(p, Q.rational(1n, divisor));
}

function height(p: Polynomial): bigint {
  return p.numerators.reduce((h, c) => (c > h ? c : -c > h ? -c : h), 0n);
}

/** p/q for a q that is known to divide p. */
function exact(p: Polynomial, q: Polynomial, budget: Budget): Polynomial {
  if (P.isConstant(q)) return P.scale(p, Q.divide(Q.one, P.constantTerm(q)));
  const quotient = divideExact(p, q, budget);
  if (quotient === null) throw new RangeError("a divisor was expected to divide exactly");
  return quotient;
}
