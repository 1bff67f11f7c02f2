/**
 * Univariate polynomials over 𝔽_p, p < 2²⁶ prime: dense, coefficients ascending, the last one nonzero; [] is 0.
 * Factorization into irreducibles by distinct degrees, then Cantor & Zassenhaus (Math. Comp. 36, 1981).
 * What takes many steps is paid for from a budget, and throws LimitError once that has expired.
 * Used as a namespace: `import * as F from "./residue-polynomial.js"`.
 */
import { operate } from "./budget.js";
import type { Budget } from "./budget.js";
import { inverse, residue, residues } from "./modular.js";

export type ResiduePolynomial = readonly number[];

export const one: ResiduePolynomial = [1];
const x: ResiduePolynomial = [0, 1];

export function fromIntegers(coefficients: readonly bigint[], p: number): ResiduePolynomial {
  return trim(coefficients.map((c) => residue(c, p)));
}

/** −1 for 0. */
export function degree(f: ResiduePolynomial): number {
  return f.length - 1;
}

export function add(f: ResiduePolynomial, g: ResiduePolynomial, p: number): ResiduePolynomial {
  return trim(Array.from({ length: Math.max(f.length, g.length) }, (_, i) => ((f[i] ?? 0) + (g[i] ?? 0)) % p));
}

export function subtract(f: ResiduePolynomial, g: ResiduePolynomial, p: number): ResiduePolynomial {
  return trim(Array.from({ length: Math.max(f.length, g.length) }, (_, i) => ((f[i] ?? 0) + p - (g[i] ?? 0)) % p));
}

export function multiply(f: ResiduePolynomial, g: ResiduePolynomial, p: number): ResiduePolynomial {
  if (f.length === 0 || g.length === 0) return [];
  const product = new Array<number>(f.length + g.length - 1).fill(0);
  f.forEach((a, i) => {
    g.forEach((b, j) => {
      product[i + j] = ((product[i + j] ?? 0) + a * b) % p;
    });
  });
  return product;
}

export function monic(f: ResiduePolynomial, p: number): ResiduePolynomial {
  const scale = inverse(f.at(-1) ?? 1, p);
  return scale === 1 ? f : f.map((a) => (a * scale) % p);
}

/** f = quotient·g + remainder with deg remainder < deg g; g ≠ 0. */
export function divide(
  f: ResiduePolynomial,
  g: ResiduePolynomial,
  p: number,
): { quotient: ResiduePolynomial; remainder: ResiduePolynomial } {
  const rest = [...f];
  const n = g.length - 1;
  const scale = inverse(g[n] ?? 1, p);
  const quotient: number[] = new Array<number>(Math.max(0, f.length - n)).fill(0);
  for (let i = f.length - 1 - n; i >= 0; i--) {
    const c = ((rest[i + n] ?? 0) * scale) % p;
    quotient[i] = c;
    if (c === 0) continue;
    for (let j = 0; j <= n; j++) rest[i + j] = ((rest[i + j] ?? 0) + (p - c) * (g[j] ?? 0)) % p;
  }
  return { quotient: trim(quotient), remainder: trim(rest.slice(0, n)) };
}

/** The monic greatest common divisor; [] where both are 0. */
export function gcd(f: ResiduePolynomial, g: ResiduePolynomial, p: number, budget: Budget): ResiduePolynomial {
  let [a, b] = [f, g];
  while (b.length > 0) {
    operate(budget, quotientCost(a, b));
    [a, b] = [b, divide(a, b, p).remainder];
  }
  return monic(a, p);
}

/** s and t with s·f + t·g = 1 for coprime f and g. */
export function bezout(
  f: ResiduePolynomial,
  g: ResiduePolynomial,
  p: number,
): { s: ResiduePolynomial; t: ResiduePolynomial } {
  let [a, b] = [f, g];
  let [s, t]: [ResiduePolynomial, ResiduePolynomial] = [one, []];
  let [u, v]: [ResiduePolynomial, ResiduePolynomial] = [[], one];
  while (b.length > 0) {
    const { quotient, remainder } = divide(a, b, p);
    [a, b] = [b, remainder];
    [s, u] = [u, subtract(s, multiply(quotient, u, p), p)];
    [t, v] = [v, subtract(t, multiply(quotient, v, p), p)];
  }
  const scale = [inverse(a[0] ?? 1, p)];
  return { s: multiply(s, scale, p), t: multiply(t, scale, p) };
}

export function derivative(f: ResiduePolynomial, p: number): ResiduePolynomial {
  return trim(f.slice(1).map((a, i) => (a * (i + 1)) % p));
}

export function isSquareFree(f: ResiduePolynomial, p: number, budget: Budget): boolean {
  return gcd(f, derivative(f, p), p, budget).length === 1;
}

/** The monic irreducible factors of a square-free f, for odd p. */
export function factorSquareFree(f: ResiduePolynomial, p: number, budget: Budget): ResiduePolynomial[] {
  const random = residues(p);
  const found: ResiduePolynomial[] = [];
  let rest = monic(f, p);
  let frobenius = x;
  for (let d = 1; 2 * d <= degree(rest); d++) {
    frobenius = powerModulo(frobenius, BigInt(p), rest, p, budget);
    const equalDegree = gcd(subtract(frobenius, x, p), rest, p, budget);
    if (equalDegree.length > 1) {
      found.push(...splitEqualDegree(equalDegree, d, p, random, budget));
      rest = divide(rest, equalDegree, p).quotient;
      frobenius = divide(frobenius, rest, p).remainder;
    }
  }
  if (rest.length > 1) found.push(rest);
  return found;
}

/** The irreducible factors of a product of distinct ones of degree d. */
function splitEqualDegree(
  f: ResiduePolynomial,
  d: number,
  p: number,
  random: () => number,
  budget: Budget,
): ResiduePolynomial[] {
  if (degree(f) === d) return [f];
  for (;;) {
    const trial = trim(Array.from({ length: degree(f) }, random));
    const half = powerModulo(trial, (BigInt(p) ** BigInt(d) - 1n) / 2n, f, p, budget);
    const part = gcd(subtract(half, one, p), f, p, budget);
    if (part.length <= 1 || part.length === f.length) continue;
    const other = divide(f, part, p).quotient;
    return [...splitEqualDegree(part, d, p, random, budget), ...splitEqualDegree(other, d, p, random, budget)];
  }
}

function powerModulo(
  f: ResiduePolynomial,
  exponent: bigint,
  modulus: ResiduePolynomial,
  p: number,
  budget: Budget,
): ResiduePolynomial {
  let result = divide(one, modulus, p).remainder;
  let square = divide(f, modulus, p).remainder;
  for (let e = exponent; e > 0n; e >>= 1n) {
    operate(budget, modulus.length ** 2 / 50);
    if ((e & 1n) === 1n) result = divide(multiply(result, square, p), modulus, p).remainder;
    square = divide(multiply(square, square, p), modulus, p).remainder;
  }
  return result;
}

/** Of a division, in steps. */
function quotientCost(f: ResiduePolynomial, g: ResiduePolynomial): number {
  return (Math.max(0, f.length - g.length + 1) * g.length) / 100;
}

function trim(f: readonly number[]): ResiduePolynomial {
  let end = f.length;
  while (end > 0 && f[end - 1] === 0) end--;
  return end === f.length ? f : f.slice(0, end);
}
