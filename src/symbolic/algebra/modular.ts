/**
 * Images modulo a prime p < 2²⁶: residues are nonnegative integers in a number, whose products stay below 2⁵² and
 * are therefore exact. With rational reconstruction and the Chinese remainder theorem for the way back (Wang, Guy,
 * Davenport, SIGSAM Bull. 16, 1982; von zur Gathen & Gerhard, Modern Computer Algebra, 5.10).
 * What is nonzero modulo p is nonzero; the converse is no proof.
 */
import * as M from "./monomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

const knownPrimes: number[] = [];

/** The primes below 2²⁶ in descending order: prime(0) = 67 108 859, prime(1) = 67 108 837, … */
export function prime(position: number): number {
  for (let last = knownPrimes.at(-1) ?? 2 ** 26; knownPrimes.length <= position;) {
    do last--;
    while (!isPrime(last));
    knownPrimes.push(last);
  }
  return knownPrimes[position] ?? 2;
}

/** A reproducible sequence of residues modulo p (a linear congruential generator's upper bits). */
export function residues(p: number, seed = 1): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 32n) % p;
  };
}

export function residue(a: bigint, p: number): number {
  const r = Number(a % BigInt(p));
  return r < 0 ? r + p : r;
}

/** a modulo p; null where p divides the denominator. */
export function residueOf(a: Rational, p: number): number | null {
  const below = residue(a.den, p);
  return below === 0 ? null : (residue(a.num, p) * inverse(below, p)) % p;
}

/** 1/a modulo p for a not divisible by p. */
export function inverse(a: number, p: number): number {
  let [r, s] = [p, a % p];
  let [u, v] = [0, 1];
  while (s !== 0) {
    const q = Math.trunc(r / s);
    [r, s] = [s, r - q * s];
    [u, v] = [v, u - q * v];
  }
  return u < 0 ? u + p : u;
}

/** a^exponent modulo p, exponent ≥ 0. */
export function power(a: number, exponent: number, p: number): number {
  let result = 1;
  let square = a % p;
  for (let e = exponent; e > 0; e = Math.trunc(e / 2)) {
    if (e % 2 === 1) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

/** f at a point modulo p (variables beyond it are 0); null where p divides the denominator. */
export function evaluate(f: Polynomial, point: readonly number[], p: number): number | null {
  const denominator = residue(f.denominator, p);
  if (denominator === 0) return null;
  let sum = 0;
  f.monomials.forEach((m, i) => {
    let term = residue(f.numerators[i] ?? 0n, p);
    for (const [k, e] of M.exponents(m).entries()) {
      if (e > 0) term = (term * power(point[k] ?? 0, e, p)) % p;
    }
    sum += term;
  });
  return ((sum % p) * inverse(denominator, p)) % p;
}

/** The rank of a matrix of residues over 𝔽_p. */
export function rank(matrix: readonly (readonly number[])[], p: number): number {
  const rows = matrix.map((row) => [...row]);
  const columns = rows.reduce((n, row) => Math.max(n, row.length), 0);
  let found = 0;
  for (let j = 0; j < columns && found < rows.length; j++) {
    const at = rows.findIndex((row, i) => i >= found && (row[j] ?? 0) !== 0);
    const pivotRow = rows[at];
    if (pivotRow === undefined) continue;
    rows[at] = rows[found] ?? [];
    rows[found] = pivotRow;
    const scale = inverse(pivotRow[j] ?? 1, p);
    for (let i = found + 1; i < rows.length; i++) {
      const row = rows[i] ?? [];
      const factor = p - (((row[j] ?? 0) * scale) % p);
      if (factor === p) continue;
      for (let k = j; k < columns; k++) row[k] = ((row[k] ?? 0) + factor * (pivotRow[k] ?? 0)) % p;
    }
    found++;
  }
  return found;
}

/** The residue modulo m·n (coprime) that is a modulo m and b modulo n, in 0 … m·n − 1. */
export function chineseRemainder(a: bigint, m: bigint, b: bigint, n: bigint): bigint {
  const step = ((((b - a) % n) + n) * inverseBig(((m % n) + n) % n, n)) % n;
  return (((a + m * step) % (m * n)) + m * n) % (m * n);
}

/** The fraction num/den with |num|, den ≤ √(modulus/2) that is `a` modulo `modulus`; null where there is none. */
export function reconstruct(a: bigint, modulus: bigint): Rational | null {
  let [r, s] = [modulus, ((a % modulus) + modulus) % modulus];
  let [u, v] = [0n, 1n];
  while (2n * s * s > modulus) {
    const q = r / s;
    [r, s] = [s, r - q * s];
    [u, v] = [v, u - q * v];
  }
  if (v === 0n || 2n * v * v > modulus || Q.gcd(s, v) !== 1n) return null;
  return Q.rational(s, v);
}

/** 1/a modulo n for coprime a and n > 0. */
export function inverseBig(a: bigint, n: bigint): bigint {
  let [r, s] = [n, a];
  let [u, v] = [0n, 1n];
  while (s !== 0n) {
    const q = r / s;
    [r, s] = [s, r - q * s];
    [u, v] = [v, u - q * v];
  }
  const unit = r < 0n ? -u : u;
  return ((unit % n) + n) % n;
}

function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return n > 1;
}
