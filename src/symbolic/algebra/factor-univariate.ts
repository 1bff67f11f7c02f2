/**
 * Factorization of square-free univariate polynomials over ℤ (Zassenhaus, J. Number Theory 1, 1969): factors modulo
 * a prime, lifted by Hensel to a power beyond Mignotte's bound, combined by trial division. Combining is
 * exponential in the number of modular factors, so it is bounded; where the bound is met, a factor is returned
 * unproved. The formulas of the lift are those of von zur Gathen & Gerhard, Modern Computer Algebra, Algorithm 15.10.
 */
import { operate, words } from "./budget.js";
import type { Budget } from "./budget.js";
import { inverseBig as inverseModulo, prime } from "./modular.js";
import * as F from "./residue-polynomial.js";
import type { ResiduePolynomial } from "./residue-polynomial.js";
import * as U from "./univariate.js";
import type { Univariate } from "./univariate.js";

export interface UnivariateFactorization {
  /** Primitive factors with positive leading coefficients. */
  readonly factors: Univariate[];
  /** Whether all of them are proved irreducible. */
  readonly complete: boolean;
}

/** Subsets of modular factors that are tried before a factor is left unproved. */
const maxSubsets = 20_000;
/** Primes that are compared; that with the fewest factors is taken. */
const primesTried = 4;

/** The factors of a square-free polynomial of degree ≥ 1, up to its integer content. LimitError where the budget ends first. */
export function factorSquareFree(f: Univariate, budget: Budget): UnivariateFactorization {
  const whole = normal(f);
  if (U.degree(whole) === 1) return { factors: [whole], complete: true };
  const modular = bestModularFactors(whole, budget);
  if (modular.factors.length === 1) return { factors: [whole], complete: true };
  const modulus = liftedModulus(whole, modular.p);
  return combine(whole, liftAll(whole, modular.factors, modular.p, modulus, budget), modulus, budget);
}

function bestModularFactors(f: Univariate, budget: Budget): { p: number; factors: ResiduePolynomial[] } {
  let best: { p: number; factors: ResiduePolynomial[] } | null = null;
  for (let i = 0, tried = 0; tried < primesTried || best === null; i++) {
    const p = prime(i);
    const image = F.fromIntegers(f, p);
    if (image.length < f.length || !F.isSquareFree(image, p, budget)) continue;
    const factors = F.factorSquareFree(image, p, budget);
    if (best === null || factors.length < best.factors.length) best = { p, factors };
    if (factors.length === 1) break;
    tried++;
  }
  return best;
}

/** p^(2^k) beyond twice the coefficients of lc(f)·g for every factor g: |g|_∞ ≤ 2^n |f|_2 (Mignotte). */
function liftedModulus(f: Univariate, p: number): bigint {
  const lead = U.leading(f) < 0n ? -U.leading(f) : U.leading(f);
  const norm = f.reduce((sum, a) => sum + (a < 0n ? -a : a), 0n);
  const bound = 2n * lead * norm * (1n << BigInt(U.degree(f)));
  let modulus = BigInt(p);
  while (modulus <= bound) modulus *= modulus;
  return modulus;
}

/** Monic polynomials modulo `modulus` over the given monic factors of f modulo p, whose product times lc(f) is f. */
function liftAll(
  f: Univariate,
  factors: readonly ResiduePolynomial[],
  p: number,
  modulus: bigint,
  budget: Budget,
): Univariate[] {
  if (factors.length === 1) return [reduceMonic(f, modulus)];
  const half = Math.trunc(factors.length / 2);
  const multiply = (a: ResiduePolynomial, b: ResiduePolynomial): ResiduePolynomial => F.multiply(a, b, p);
  const [left, right] = [factors.slice(0, half), factors.slice(half)];
  const lead = F.fromIntegers([U.leading(f)], p);
  const { g, h } = liftPair(f, left.reduce(multiply, lead), right.reduce(multiply), p, modulus, budget);
  return [...liftAll(g, left, p, modulus, budget), ...liftAll(h, right, p, modulus, budget)];
}

/** Lifts f = g·h modulo p, h monic, to the modulus. */
function liftPair(
  f: Univariate,
  g0: ResiduePolynomial,
  h0: ResiduePolynomial,
  p: number,
  modulus: bigint,
  budget: Budget,
): { g: Univariate; h: Univariate } {
  const bezout = F.bezout(g0, h0, p);
  const lifted = (list: ResiduePolynomial): Univariate => list.map(BigInt);
  let [g, h, s, t] = [lifted(g0), lifted(h0), lifted(bezout.s), lifted(bezout.t)];
  for (let m = BigInt(p); m < modulus;) {
    m *= m;
    operate(budget, g.length * h.length * words(m) ** 2);
    const times = (a: Univariate, b: Univariate): Univariate => modulo(U.multiply(a, b), m);
    const plus = (a: Univariate, b: Univariate): Univariate => modulo(U.add(a, b), m);
    const minus = (a: Univariate, b: Univariate): Univariate => modulo(U.add(a, U.negate(b)), m);
    const error = minus(f, times(g, h));
    const first = divideMonic(times(s, error), h, m);
    g = plus(g, plus(times(t, error), times(first.quotient, g)));
    h = plus(h, first.remainder);
    const excess = minus(plus(times(s, g), times(t, h)), [1n]);
    const second = divideMonic(times(s, excess), h, m);
    s = minus(s, second.remainder);
    t = minus(t, plus(times(t, excess), times(second.quotient, g)));
  }
  return { g, h };
}

/** Products of lifted factors that divide f, by growing size of the product. */
function combine(
  f: Univariate,
  lifted: readonly Univariate[],
  modulus: bigint,
  budget: Budget,
): UnivariateFactorization {
  const found: Univariate[] = [];
  let rest = f;
  let pool = [...lifted];
  let tries = 0;
  for (let size = 1; 2 * size <= pool.length;) {
    const hit = firstFactor(rest, pool, size, modulus, budget, () => tries++ < maxSubsets);
    if (hit === "exhausted") return { factors: [...found, rest], complete: false };
    if (hit === null) size++;
    else {
      found.push(hit.factor);
      rest = hit.cofactor;
      pool = pool.filter((_, i) => !hit.subset.includes(i));
    }
  }
  return { factors: U.degree(rest) > 0 ? [...found, rest] : found, complete: true };
}

function firstFactor(
  f: Univariate,
  pool: readonly Univariate[],
  size: number,
  modulus: bigint,
  budget: Budget,
  mayTry: () => boolean,
): { factor: Univariate; cofactor: Univariate; subset: number[] } | "exhausted" | null {
  const lead = U.leading(f);
  for (const subset of subsets(pool.length, size)) {
    if (!mayTry()) return "exhausted";
    operate(budget, (size * words(modulus)) / 4);
    const members = subset.map((i) => pool[i] ?? []);
    // The constant term of lc(f)·Π members must divide that of lc(f)·f: a cheap test that seldom passes by chance.
    const low = symmetric(
      members.reduce((c, g) => (c * (g[0] ?? 0n)) % modulus, lead),
      modulus,
    );
    if (low === 0n ? f[0] !== 0n : (lead * (f[0] ?? 0n)) % low !== 0n) continue;
    operate(budget, (f.length ** 2 * words(modulus)) / 4);
    const product = members.reduce<Univariate>((a, b) => modulo(U.multiply(a, b), modulus), [lead]);
    const factor = normal(product.map((c) => symmetric(c, modulus)));
    const cofactor = U.divideExact(f, factor);
    if (cofactor !== null) return { factor, cofactor, subset };
  }
  return null;
}

/** The subsets of {0, …, n − 1} of one size, in lexicographic order. */
export function* subsets(n: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else for (let i = from; i + size <= n; i++) for (const rest of subsets(n, size - 1, i + 1)) yield [i, ...rest];
}

function reduceMonic(f: Univariate, modulus: bigint): Univariate {
  const scale = inverseModulo(U.leading(f), modulus);
  return modulo(
    f.map((a) => a * scale),
    modulus,
  );
}

function divideMonic(f: Univariate, d: Univariate, m: bigint): { quotient: Univariate; remainder: Univariate } {
  const n = U.degree(d);
  const rest = [...f];
  const quotient = new Array<bigint>(Math.max(0, f.length - n)).fill(0n);
  for (let i = f.length - 1 - n; i >= 0; i--) {
    const c = (rest[i + n] ?? 0n) % m;
    quotient[i] = c;
    if (c !== 0n) for (let j = 0; j <= n; j++) rest[i + j] = (rest[i + j] ?? 0n) - c * (d[j] ?? 0n);
  }
  return { quotient: modulo(quotient, m), remainder: modulo(rest.slice(0, n), m) };
}

function modulo(f: Univariate, m: bigint): Univariate {
  const reduced = f.map((a) => {
    const r = a % m;
    return r < 0n ? r + m : r;
  });
  while (reduced.at(-1) === 0n) reduced.pop();
  return reduced;
}

function symmetric(a: bigint, m: bigint): bigint {
  const r = ((a % m) + m) % m;
  return 2n * r > m ? r - m : r;
}

function normal(f: Univariate): Univariate {
  const p = U.primitive(f);
  return U.leading(p) < 0n ? U.negate(p) : p;
}
