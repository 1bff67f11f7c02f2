/**
 * A monomial is a string: its code unit at i is the exponent of variable i, without trailing zeros. Where an exponent is
 * `wide` or more, it is spelled with three units, none of them 0 and the first at least `wide`, and one 0 at the end
 * marks the string. So `===` is equality, `<` the lexicographic order (variable 0 largest; it is compatible with
 * multiplication), monomials are map keys as they stand, and a further variable at the end of a ring changes nothing.
 * Used as a namespace: `import * as M from "./monomial.js"`.
 */
import { LimitError } from "../../errors.js";

export type Monomial = string;

export const one: Monomial = "";
export const maxExponent = 2 ** 43 - 1;

/** The power x_index^exponent, exponent ≥ 0. */
export function variable(index: number, exponent = 1): Monomial {
  if (exponent === 0) return one;
  const zeros = "\0".repeat(index);
  return exponent < wide ? zeros + String.fromCharCode(exponent) : `${zeros}${spellWide(exponent)}\0`;
}

export function fromExponents(exponents: readonly number[]): Monomial {
  if (exponents.some((e) => e >= wide)) return `${trim(exponents.map(spellWide).join(""))}\0`;
  if (exponents.length > longestFlat) return trim(String.fromCharCode(...exponents));
  let text = "";
  for (const e of exponents) text += String.fromCharCode(e);
  return trim(text);
}

/** The exponents of variables 0 to size − 1, of those up to the last that occurs if left out. */
export function exponents(m: Monomial, size?: number): number[] {
  const wideList = isWide(m) ? readWide(m) : null;
  const length = size ?? wideList?.length ?? m.length;
  const list = new Array<number>(length);
  for (let i = 0; i < length; i++) list[i] = wideList === null ? exponent(m, i) : (wideList[i] ?? 0);
  return list;
}

/** One more than the largest index that occurs. */
export function size(m: Monomial): number {
  return isWide(m) ? readWide(m).length : m.length;
}

export function exponent(m: Monomial, index: number): number {
  if (isWide(m)) return readWide(m)[index] ?? 0;
  return index < m.length ? m.charCodeAt(index) : 0;
}

export function degree(m: Monomial): number {
  if (isWide(m)) return readWide(m).reduce((total, e) => total + e, 0);
  let sum = 0;
  for (let i = 0; i < m.length; i++) sum += m.charCodeAt(i);
  return sum;
}

/** Σ weights[i]·exponent(i); variables beyond the list weigh 0. */
export function weightedDegree(m: Monomial, weights: readonly number[]): number {
  if (isWide(m)) return readWide(m).reduce((total, e, i) => total + e * (weights[i] ?? 0), 0);
  let sum = 0;
  for (let i = 0; i < m.length; i++) sum += m.charCodeAt(i) * (weights[i] ?? 0);
  return sum;
}

/** The indices of the variables that occur. */
export function support(m: Monomial): number[] {
  const indices: number[] = [];
  exponents(m).forEach((e, i) => {
    if (e > 0) indices.push(i);
  });
  return indices;
}

export function multiply(a: Monomial, b: Monomial): Monomial {
  if (a === one) return b;
  if (b === one) return a;
  const long = a.length >= b.length ? a : b;
  const short = a.length >= b.length ? b : a;
  if (long.length > longestFlat || isWide(a) || isWide(b)) return entrywise(a, b, (d, e) => d + e);
  let text = "";
  for (let i = 0; i < short.length; i++) {
    const sum = long.charCodeAt(i) + short.charCodeAt(i);
    if (sum >= wide) return entrywise(a, b, (d, e) => d + e);
    text += String.fromCharCode(sum);
  }
  return long.length === short.length ? text : text + long.slice(short.length);
}

export function power(m: Monomial, exponent: number): Monomial {
  return exponent === 0 ? one : fromExponents(exponents(m).map((e) => e * exponent));
}

export function divides(a: Monomial, b: Monomial): boolean {
  if (isWide(a) || isWide(b)) {
    const other = exponents(b);
    return exponents(a).every((e, i) => e <= (other[i] ?? 0));
  }
  if (a.length > b.length) return false;
  for (let i = 0; i < a.length; i++) if (a.charCodeAt(i) > b.charCodeAt(i)) return false;
  return true;
}

/** a/b, or null where b does not divide a. */
export function divide(a: Monomial, b: Monomial): Monomial | null {
  if (b === one) return a;
  if (!divides(b, a)) return null;
  if (a.length > longestFlat || isWide(a)) return entrywise(a, b, (d, e) => d - e);
  let text = "";
  for (let i = 0; i < b.length; i++) text += String.fromCharCode(a.charCodeAt(i) - b.charCodeAt(i));
  return trim(text + a.slice(b.length));
}

export function gcd(a: Monomial, b: Monomial): Monomial {
  if (isWide(a) || isWide(b)) return entrywise(a, b, Math.min);
  let text = "";
  for (let i = 0; i < a.length && i < b.length; i++) {
    text += String.fromCharCode(Math.min(a.charCodeAt(i), b.charCodeAt(i)));
  }
  return trim(text);
}

export function lcm(a: Monomial, b: Monomial): Monomial {
  return entrywise(a, b, Math.max);
}

/** The part of m in these variables. */
export function restricted(m: Monomial, variables: readonly number[]): Monomial {
  return fromExponents(exponents(m).map((e, i) => (variables.includes(i) ? e : 0)));
}

/** m with the exponent of one variable replaced. */
export function withExponent(m: Monomial, index: number, value: number): Monomial {
  if (m.length > longestFlat || index > longestFlat || value >= wide || isWide(m)) {
    const list = exponents(m, Math.max(size(m), index + 1));
    list[index] = value;
    return fromExponents(list);
  }
  return trim(m.padEnd(index, "\0").slice(0, index) + String.fromCharCode(value) + m.slice(index + 1));
}

/** Variable i gets the number permutation[i]; all variables of m must have one. */
export function renamed(m: Monomial, permutation: readonly number[]): Monomial {
  const moved = permutation.map(() => 0);
  for (const i of support(m)) moved[permutation[i] ?? i] = exponent(m, i);
  return fromExponents(moved);
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

/** Exponents from here on are spelled with three code units. */
const wide = 0xe000;
const digit = 2 ** 15;

function isWide(m: Monomial): boolean {
  return m.length > 0 && m.charCodeAt(m.length - 1) === 0;
}

function readWide(m: Monomial): number[] {
  const list: number[] = [];
  for (let i = 0; i < m.length - 1; i++) {
    const unit = m.charCodeAt(i);
    if (unit < wide) {
      list.push(unit);
      continue;
    }
    list.push(((unit - wide) * digit + m.charCodeAt(i + 1) - 1) * digit + m.charCodeAt(i + 2) - 1);
    i += 2;
  }
  return list;
}

function spellWide(exponent: number): string {
  if (exponent < wide) return String.fromCharCode(exponent);
  if (exponent > maxExponent) throw new LimitError("exponent", String(exponent), String(maxExponent));
  const high = Math.floor(exponent / digit);
  return String.fromCharCode(wide + Math.floor(high / digit), 1 + (high % digit), 1 + (exponent % digit));
}

function entrywise(a: Monomial, b: Monomial, operation: (d: number, e: number) => number): Monomial {
  const [left, right] = [exponents(a), exponents(b)];
  const length = Math.max(left.length, right.length);
  const list = new Array<number>(length);
  for (let i = 0; i < length; i++) list[i] = operation(left[i] ?? 0, right[i] ?? 0);
  return fromExponents(list);
}

function trim(text: string): Monomial {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return end === text.length ? text : text.slice(0, end);
}
