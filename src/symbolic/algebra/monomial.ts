/**
 * A monomial is a string: its code unit at i is the exponent of variable i, without trailing zeros. So `===` is
 * equality, `<` is the lexicographic order (variable 0 largest; it is compatible with multiplication), monomials
 * are map keys as they stand, and a further variable at the end of a ring changes nothing.
 * Used as a namespace: `import * as M from "./monomial.js"`.
 */
import { LimitError } from "../../errors.js";

export type Monomial = string;

export const one: Monomial = "";
export const maxExponent = 65_535;

/** The power x_index^exponent, exponent ≥ 0. */
export function variable(index: number, exponent = 1): Monomial {
  return exponent === 0 ? one : "\0".repeat(index) + code(exponent);
}

export function fromExponents(exponents: readonly number[]): Monomial {
  let end = exponents.length;
  while (end > 0 && exponents[end - 1] === 0) end--;
  let text = "";
  for (let i = 0; i < end; i++) text += code(exponents[i] ?? 0);
  return text;
}

/** The exponents of variables 0 to size − 1. */
export function exponents(m: Monomial, size: number = m.length): number[] {
  return Array.from({ length: size }, (_, i) => exponent(m, i));
}

export function exponent(m: Monomial, index: number): number {
  return index < m.length ? m.charCodeAt(index) : 0;
}

export function degree(m: Monomial): number {
  let sum = 0;
  for (let i = 0; i < m.length; i++) sum += m.charCodeAt(i);
  return sum;
}

/** Σ weights[i]·exponent(i); variables beyond the list weigh 0. */
export function weightedDegree(m: Monomial, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < m.length; i++) sum += m.charCodeAt(i) * (weights[i] ?? 0);
  return sum;
}

/** The indices of the variables that occur. */
export function support(m: Monomial): number[] {
  const indices: number[] = [];
  for (let i = 0; i < m.length; i++) if (m.charCodeAt(i) > 0) indices.push(i);
  return indices;
}

export function multiply(a: Monomial, b: Monomial): Monomial {
  if (a === one) return b;
  if (b === one) return a;
  const long = a.length >= b.length ? a : b;
  const short = a.length >= b.length ? b : a;
  if (long.length > longestFlat) return build(long.length, (i) => exponent(long, i) + exponent(short, i));
  let text = "";
  for (let i = 0; i < short.length; i++) text += code(long.charCodeAt(i) + short.charCodeAt(i));
  return long.length === short.length ? text : text + long.slice(short.length);
}

export function power(m: Monomial, exponent: number): Monomial {
  if (exponent === 0) return one;
  let text = "";
  for (let i = 0; i < m.length; i++) text += code(m.charCodeAt(i) * exponent);
  return text;
}

export function divides(a: Monomial, b: Monomial): boolean {
  if (a.length > b.length) return false;
  for (let i = 0; i < a.length; i++) if (a.charCodeAt(i) > b.charCodeAt(i)) return false;
  return true;
}

/** a/b, or null where b does not divide a. */
export function divide(a: Monomial, b: Monomial): Monomial | null {
  if (b === one) return a;
  if (!divides(b, a)) return null;
  if (a.length > longestFlat) return build(a.length, (i) => exponent(a, i) - exponent(b, i));
  let text = "";
  for (let i = 0; i < b.length; i++) text += String.fromCharCode(a.charCodeAt(i) - b.charCodeAt(i));
  return trim(text + a.slice(b.length));
}

export function gcd(a: Monomial, b: Monomial): Monomial {
  let text = "";
  for (let i = 0; i < a.length && i < b.length; i++) {
    text += String.fromCharCode(Math.min(a.charCodeAt(i), b.charCodeAt(i)));
  }
  return trim(text);
}

export function lcm(a: Monomial, b: Monomial): Monomial {
  let text = "";
  for (let i = 0; i < a.length || i < b.length; i++) {
    text += String.fromCharCode(Math.max(exponent(a, i), exponent(b, i)));
  }
  return text;
}

/** m with the exponent of one variable replaced. */
export function withExponent(m: Monomial, index: number, value: number): Monomial {
  const length = Math.max(m.length, index + 1);
  if (length > longestFlat) return build(length, (i) => (i === index ? value : exponent(m, i)));
  return trim(m.padEnd(index, "\0").slice(0, index) + code(value) + m.slice(index + 1));
}

/** "x^2*y", or "1". */
export function format(m: Monomial, names: readonly string[]): string {
  const factors = support(m).map((i) => {
    const e = exponent(m, i);
    const name = names[i] ?? `x${i}`;
    return e === 1 ? name : `${name}^${e}`;
  });
  return factors.length === 0 ? "1" : factors.join("*");
}

/** Engines keep longer concatenations as trees, which are slow as map keys. */
const longestFlat = 12;

function build(length: number, exponentAt: (index: number) => number): Monomial {
  const codes = new Array<number>(length);
  for (let i = 0; i < length; i++) {
    const e = exponentAt(i);
    if (e > maxExponent) refuse(e);
    codes[i] = e;
  }
  return trim(String.fromCharCode(...codes));
}

function code(exponent: number): string {
  if (exponent > maxExponent) refuse(exponent);
  return String.fromCharCode(exponent);
}

function refuse(exponent: number): never {
  throw new LimitError("exponent", String(exponent), String(maxExponent));
}

function trim(text: string): Monomial {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return end === text.length ? text : text.slice(0, end);
}
