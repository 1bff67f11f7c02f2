/**
 * Sparse polynomials over ℚ in variables 0, 1, 2, …: integer numerators over one common denominator, in lowest
 * terms, monomials strictly descending. The form is canonical, so equal polynomials have equal fields.
 * The ring is implicit: a polynomial knows no number of variables and no names.
 * Used as a namespace: `import * as P from "./polynomial.js"`.
 */
import { LimitError } from "../../errors.js";
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

export interface Polynomial {
  readonly monomials: readonly Monomial[];
  readonly numerators: readonly bigint[];
  readonly denominator: bigint;
}

/** Products that would form more than this many term products throw a LimitError. */
export const maxTermProducts = 4_000_000;
/** Lists of coefficients, one for each degree, are not longer than this; a LimitError is thrown for a larger degree. */
export const maxListedDegree = 65_535;

export const zero: Polynomial = { monomials: [], numerators: [], denominator: 1n };
export const one: Polynomial = { monomials: [M.one], numerators: [1n], denominator: 1n };

export function constant(value: Rational): Polynomial {
  return value.num === 0n ? zero : { monomials: [M.one], numerators: [value.num], denominator: value.den };
}

export function integer(value: number | bigint): Polynomial {
  return constant(Q.rational(value));
}

export function variable(index: number, exponent = 1): Polynomial {
  return monomial(M.variable(index, exponent));
}

export function monomial(m: Monomial): Polynomial {
  return { monomials: [m], numerators: [1n], denominator: 1n };
}

/** The sum of the given terms, in any order, like terms collected. */
export function fromTerms(terms: Iterable<readonly [Monomial, Rational]>): Polynomial {
  const list = [...terms];
  const denominator = list.reduce((d, [, c]) => (d / Q.gcd(d, c.den)) * c.den, 1n);
  const sums = new Map<Monomial, bigint>();
  for (const [m, c] of list) sums.set(m, (sums.get(m) ?? 0n) + c.num * (denominator / c.den));
  return fromSums(sums, denominator);
}

/** Monomials with their coefficients, descending. */
export function terms(p: Polynomial): [Monomial, Rational][] {
  return p.monomials.map((m, i) => [m, Q.rational(p.numerators[i] ?? 0n, p.denominator)]);
}

export function coefficient(p: Polynomial, m: Monomial): Rational {
  const i = p.monomials.indexOf(m);
  return i < 0 ? Q.zero : Q.rational(p.numerators[i] ?? 0n, p.denominator);
}

export function constantTerm(p: Polynomial): Rational {
  return p.monomials.at(-1) === M.one ? Q.rational(p.numerators.at(-1) ?? 0n, p.denominator) : Q.zero;
}

/** The largest monomial with its coefficient; null for 0. */
export function leadingTerm(p: Polynomial): [Monomial, Rational] | null {
  const [m] = p.monomials;
  return m === undefined ? null : [m, Q.rational(p.numerators[0] ?? 0n, p.denominator)];
}

export function isZero(p: Polynomial): boolean {
  return p.monomials.length === 0;
}

/** True for constants, 0 among them. */
export function isConstant(p: Polynomial): boolean {
  return p.monomials.length === 0 || p.monomials[0] === M.one;
}

export function equals(p: Polynomial, q: Polynomial): boolean {
  return (
    p.denominator === q.denominator &&
    p.monomials.length === q.monomials.length &&
    p.monomials.every((m, i) => m === q.monomials[i] && p.numerators[i] === q.numerators[i])
  );
}

/** A text that is equal exactly for equal polynomials, for use as a key. */
export function key(p: Polynomial): string {
  return (
    p.monomials.map((m, i) => `${m}:${(p.numerators[i] ?? 0n).toString()}`).join("|") + `/${p.denominator.toString()}`
  );
}

/** Total degree; −1 for 0. */
export function degree(p: Polynomial): number {
  return p.monomials.reduce((d, m) => Math.max(d, M.degree(m)), -1);
}

/** Degree in one variable; −1 for 0. */
export function degreeIn(p: Polynomial, index: number): number {
  return p.monomials.reduce((d, m) => Math.max(d, M.exponent(m, index)), -1);
}

/** The least weighted degree of a term; Infinity for 0. */
export function order(p: Polynomial, weights: readonly number[]): number {
  return p.monomials.reduce((d, m) => Math.min(d, M.weightedDegree(m, weights)), Infinity);
}

/** The indices of the variables that occur, ascending. */
export function variablesOf(p: Polynomial): number[] {
  const longest = p.monomials.reduce((n, m) => Math.max(n, M.size(m)), 0);
  const seen: number[] = [];
  for (let i = 0; i < longest; i++) if (p.monomials.some((m) => M.exponent(m, i) > 0)) seen.push(i);
  return seen;
}

export function negate(p: Polynomial): Polynomial {
  return { ...p, numerators: p.numerators.map((c) => -c) };
}

export function add(p: Polynomial, q: Polynomial): Polynomial {
  return combine(p, q, 1n);
}

export function subtract(p: Polynomial, q: Polynomial): Polynomial {
  return combine(p, q, -1n);
}

export function sum(list: readonly Polynomial[]): Polynomial {
  const [first = zero, second = zero] = list;
  if (list.length <= 2) return add(first, second);
  const middle = list.length >> 1;
  return add(sum(list.slice(0, middle)), sum(list.slice(middle)));
}

export function scale(p: Polynomial, factor: Rational): Polynomial {
  if (factor.num === 0n) return zero;
  return reduced(
    p.monomials,
    p.numerators.map((c) => c * factor.num),
    p.denominator * factor.den,
  );
}

export function multiplyMonomial(p: Polynomial, m: Monomial): Polynomial {
  return m === M.one ? p : { ...p, monomials: p.monomials.map((n) => M.multiply(n, m)) };
}

export function multiply(p: Polynomial, q: Polynomial): Polynomial {
  if (isZero(p) || isZero(q)) return zero;
  const [few, many] = p.monomials.length <= q.monomials.length ? [p, q] : [q, p];
  const products = few.monomials.length * many.monomials.length;
  if (products > maxTermProducts) throw new LimitError("term products", String(products), String(maxTermProducts));
  const denominator = p.denominator * q.denominator;
  if (few.monomials.length === 1) {
    const [m = M.one] = few.monomials;
    const [c = 0n] = few.numerators;
    return reduced(
      multiplyMonomial(many, m).monomials,
      c === 1n ? many.numerators : many.numerators.map((d) => c * d),
      denominator,
    );
  }
  const sums = new Map<Monomial, bigint>();
  few.monomials.forEach((m, i) => {
    const c = few.numerators[i] ?? 0n;
    many.monomials.forEach((n, j) => {
      const mn = M.multiply(m, n);
      sums.set(mn, (sums.get(mn) ?? 0n) + c * (many.numerators[j] ?? 0n));
    });
  });
  return fromSums(sums, denominator);
}

export function product(list: readonly Polynomial[]): Polynomial {
  return list.reduce(multiply, one);
}

/** p^exponent for an integer exponent ≥ 0. */
export function power(p: Polynomial, exponent: number): Polynomial {
  if (p.monomials.length === 1) {
    const c = Q.power(Q.rational(p.numerators[0] ?? 0n, p.denominator), exponent);
    return {
      monomials: [M.power(p.monomials[0] ?? M.one, exponent)],
      numerators: [c.num],
      denominator: c.den,
    };
  }
  let result = one;
  for (let i = 0; i < listedDegree(exponent); i++) result = multiply(result, p);
  return result;
}

/** ∂p/∂x_index. */
export function derivative(p: Polynomial, index: number): Polynomial {
  const kept = p.monomials.flatMap((m, i): [Monomial, bigint][] => {
    const e = M.exponent(m, index);
    return e === 0 ? [] : [[M.withExponent(m, index, e - 1), (p.numerators[i] ?? 0n) * BigInt(e)]];
  });
  return reduced(
    kept.map(([m]) => m),
    kept.map(([, c]) => c),
    p.denominator,
  );
}

/** The coefficients c_0, c_1, … of p as a polynomial in one variable; their number is the degree in it plus 1. */
export function coefficientsIn(p: Polynomial, index: number): Polynomial[] {
  const found = coefficientsBy(p, index);
  return Array.from({ length: listedDegree(degreeIn(p, index)) + 1 }, (_, e) => found.get(e) ?? zero);
}

/** The nonzero coefficients of p as a polynomial in one variable, by degree. */
export function coefficientsBy(p: Polynomial, index: number): ReadonlyMap<number, Polynomial> {
  const parts = new Map<number, { m: Monomial[]; c: bigint[] }>();
  p.monomials.forEach((m, i) => {
    const e = M.exponent(m, index);
    const part = parts.get(e) ?? { m: [], c: [] };
    parts.set(e, part);
    part.m.push(M.withExponent(m, index, 0));
    part.c.push(p.numerators[i] ?? 0n);
  });
  return new Map([...parts].map(([e, { m, c }]) => [e, reduced(m, c, p.denominator)] as const));
}

/** The degree, where a list of that many coefficients may be made. Throws LimitError past `maxListedDegree`. */
export function listedDegree(degree: number): number {
  if (degree > maxListedDegree) throw new LimitError("degree", String(degree), String(maxListedDegree));
  return degree;
}

/** p with x_index replaced by q. */
export function substitute(p: Polynomial, index: number, q: Polynomial): Polynomial {
  if (q.monomials.length === 0) return filter(p, (m) => M.exponent(m, index) === 0);
  if (q.monomials.length === 1) return composeMonomials(p, new Map([[index, q]]));
  const coefficients = coefficientsIn(p, index);
  return coefficients.reduceRight((sum, c) => add(multiply(sum, q), c), zero);
}

/** p with every variable that the map names replaced at once. */
export function compose(p: Polynomial, images: ReadonlyMap<number, Polynomial>): Polynomial {
  if ([...images.values()].every((q) => q.monomials.length === 1)) return composeMonomials(p, images);
  const powers = new Map<string, Polynomial>();
  const powerOf = (index: number, image: Polynomial, exponent: number): Polynomial => {
    if (listedDegree(exponent) === 1) return image;
    const id = `${index}^${exponent}`;
    const known = powers.get(id) ?? multiply(powerOf(index, image, exponent - 1), image);
    powers.set(id, known);
    return known;
  };
  const parts = p.monomials.map((m, i) => {
    let kept = m;
    let part = constant(Q.rational(p.numerators[i] ?? 0n, p.denominator));
    for (const index of M.support(m)) {
      const image = images.get(index);
      if (image === undefined) continue;
      kept = M.withExponent(kept, index, 0);
      part = multiply(part, powerOf(index, image, M.exponent(m, index)));
    }
    return multiplyMonomial(part, kept);
  });
  return fromTerms(parts.flatMap(terms));
}

/** `compose` where each image has a single term, as in the charts of a blow-up: terms go to terms. */
function composeMonomials(p: Polynomial, images: ReadonlyMap<number, Polynomial>): Polynomial {
  const plain = [...images.values()].every((q) => q.numerators[0] === 1n && q.denominator === 1n);
  const sums = new Map<Monomial, bigint>();
  const fractions: [Monomial, Rational][] = [];
  p.monomials.forEach((m, i) => {
    let image = m;
    let c = plain ? Q.one : Q.rational(p.numerators[i] ?? 0n, p.denominator);
    for (const [index, q] of images) {
      const e = M.exponent(m, index);
      if (e === 0) continue;
      image = M.withExponent(image, index, M.exponent(image, index) - e);
      image = M.multiply(image, M.power(q.monomials[0] ?? M.one, e));
      if (!plain) c = Q.multiply(c, Q.power(Q.rational(q.numerators[0] ?? 0n, q.denominator), e));
    }
    if (plain) sums.set(image, (sums.get(image) ?? 0n) + (p.numerators[i] ?? 0n));
    else fractions.push([image, c]);
  });
  return plain ? fromSums(sums, p.denominator) : fromTerms(fractions);
}

/** The value at a point; variables beyond it are 0. */
export function evaluate(p: Polynomial, point: readonly Rational[]): Rational {
  return terms(p).reduce((sum, [m, c]) => {
    const value = M.support(m).reduce((v, i) => Q.multiply(v, Q.power(point[i] ?? Q.zero, M.exponent(m, i))), c);
    return Q.add(sum, value);
  }, Q.zero);
}

/** The terms whose monomial passes, as a polynomial. */
export function filter(p: Polynomial, keep: (m: Monomial) => boolean): Polynomial {
  const kept = p.monomials.flatMap((m, i): [Monomial, bigint][] => (keep(m) ? [[m, p.numerators[i] ?? 0n]] : []));
  return reduced(
    kept.map(([m]) => m),
    kept.map(([, c]) => c),
    p.denominator,
  );
}

/** The greatest monomial that divides p; 1 for 0. */
export function monomialContent(p: Polynomial): Monomial {
  const [first, ...rest] = p.monomials;
  return first === undefined ? M.one : rest.reduce(M.gcd, first);
}

/** p/m for a monomial m that divides every term; null otherwise. */
export function divideMonomial(p: Polynomial, m: Monomial): Polynomial | null {
  if (m === M.one) return p;
  const monomials: Monomial[] = [];
  for (const n of p.monomials) {
    const quotient = M.divide(n, m);
    if (quotient === null) return null;
    monomials.push(quotient);
  }
  return { ...p, monomials };
}

/** p times the constant that makes its coefficients coprime integers and the leading one positive. */
export function primitive(p: Polynomial): Polynomial {
  if (isZero(p)) return p;
  const content = p.numerators.reduce((g, c) => (g === 1n ? g : Q.gcd(g, c)), 0n);
  const divisor = (p.numerators[0] ?? 1n) < 0n ? -content : content;
  return {
    monomials: p.monomials,
    numerators: divisor === 1n ? p.numerators : p.numerators.map((c) => c / divisor),
    denominator: 1n,
  };
}

/** "x^2*y - 1/2*z + 3", in descending order; "0" for 0. Reads back through the expression parser. */
export function format(p: Polynomial, names: readonly string[]): string {
  const text = terms(p).map(([m, c], i) => {
    const size = Q.sign(c) < 0 ? Q.negate(c) : c;
    const factor = m === M.one ? "" : M.format(m, names);
    const body = factor === "" ? Q.format(size) : Q.equals(size, Q.one) ? factor : `${Q.format(size)}*${factor}`;
    return i === 0 ? (Q.sign(c) < 0 ? `-${body}` : body) : `${Q.sign(c) < 0 ? " - " : " + "}${body}`;
  });
  return text.length === 0 ? "0" : text.join("");
}

function combine(p: Polynomial, q: Polynomial, sign: 1n | -1n): Polynomial {
  const same = p.denominator === q.denominator;
  const denominator = same ? p.denominator : p.denominator * q.denominator;
  const left = same ? 1n : q.denominator;
  const right = same ? sign : sign * p.denominator;
  const monomials: Monomial[] = [];
  const numerators: bigint[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const a = p.monomials[i];
    const b = q.monomials[j];
    if (a === undefined && b === undefined) break;
    const takeLeft = b === undefined || (a !== undefined && a >= b);
    const takeRight = a === undefined || (b !== undefined && b >= a);
    const c = (takeLeft ? (p.numerators[i] ?? 0n) * left : 0n) + (takeRight ? (q.numerators[j] ?? 0n) * right : 0n);
    if (c !== 0n) {
      monomials.push((takeLeft ? a : b) ?? M.one);
      numerators.push(c);
    }
    if (takeLeft) i++;
    if (takeRight) j++;
  }
  return reduced(monomials, numerators, denominator);
}

function fromSums(sums: ReadonlyMap<Monomial, bigint>, denominator: bigint): Polynomial {
  const monomials = [...sums.keys()].filter((m) => sums.get(m) !== 0n);
  monomials.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  return reduced(
    monomials,
    monomials.map((m) => sums.get(m) ?? 0n),
    denominator,
  );
}

/** Brings sorted terms without zeros to lowest terms. */
function reduced(monomials: readonly Monomial[], numerators: readonly bigint[], denominator: bigint): Polynomial {
  if (monomials.length === 0) return zero;
  if (denominator === 1n) return { monomials, numerators, denominator };
  let g = denominator;
  for (const c of numerators) {
    if (g === 1n) break;
    g = Q.gcd(g, c);
  }
  return g === 1n
    ? { monomials, numerators, denominator }
    : { monomials, numerators: numerators.map((c) => c / g), denominator: denominator / g };
}
