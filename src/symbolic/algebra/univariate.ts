/**
 * Univariate polynomials over ℤ: dense, coefficients ascending, the last one nonzero; [] is 0. The working form of
 * root isolation and univariate factorization; elsewhere polynomials are sparse (polynomial.ts).
 * Used as a namespace: `import * as U from "./univariate.js"`.
 */
import * as M from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

export type Univariate = readonly bigint[];

/** The numerators of a polynomial in at most one variable, a positive multiple of it. RangeError for more variables. */
export function fromPolynomial(p: Polynomial): Univariate {
  const [index = 0, another] = P.variablesOf(p);
  if (another !== undefined) throw new RangeError("a polynomial in one variable was expected");
  const f = new Array<bigint>(P.listedDegree(P.degreeIn(p, index)) + 1).fill(0n);
  p.monomials.forEach((m, i) => {
    f[M.exponent(m, index)] = p.numerators[i] ?? 0n;
  });
  return f;
}

export function toPolynomial(f: Univariate, index: number): Polynomial {
  return P.fromTerms(f.map((c, e) => [M.variable(index, e), Q.rational(c)] as const));
}

/** −1 for 0. */
export function degree(f: Univariate): number {
  return f.length - 1;
}

export function leading(f: Univariate): bigint {
  return f.at(-1) ?? 0n;
}

export function add(f: Univariate, g: Univariate): Univariate {
  return trim(Array.from({ length: Math.max(f.length, g.length) }, (_, i) => (f[i] ?? 0n) + (g[i] ?? 0n)));
}

export function negate(f: Univariate): Univariate {
  return f.map((c) => -c);
}

export function multiply(f: Univariate, g: Univariate): Univariate {
  if (f.length === 0 || g.length === 0) return [];
  const product = new Array<bigint>(f.length + g.length - 1).fill(0n);
  f.forEach((a, i) => {
    if (a === 0n) return;
    g.forEach((b, j) => {
      product[i + j] = (product[i + j] ?? 0n) + a * b;
    });
  });
  return product;
}

export function derivative(f: Univariate): Univariate {
  return f.slice(1).map((c, i) => c * BigInt(i + 1));
}

/** The greatest common divisor of the coefficients, ≥ 0. */
export function content(f: Univariate): bigint {
  return f.reduce((g, c) => (g === 1n ? g : Q.gcd(g, c)), 0n);
}

/** f divided by its content; the sign of the leading coefficient stays. */
export function primitive(f: Univariate): Univariate {
  const c = content(f);
  return c <= 1n ? f : f.map((a) => a / c);
}

/** A positive multiple of the remainder of f on division by g ≠ 0. */
export function pseudoRemainder(f: Univariate, g: Univariate): Univariate {
  const n = degree(g);
  const lead = leading(g);
  const [scale, sign] = lead < 0n ? [-lead, -1n] : [lead, 1n];
  let rest = f;
  while (degree(rest) >= n) {
    const top = leading(rest) * sign;
    const shift = degree(rest) - n;
    const next = rest.map((a, i) => a * scale - top * (g[i - shift] ?? 0n));
    rest = trim(next);
  }
  return rest;
}

/** f/g where g divides f over ℤ, else null; g ≠ 0. */
export function divideExact(f: Univariate, g: Univariate): Univariate | null {
  const n = degree(g);
  const lead = leading(g);
  const rest = [...f];
  const quotient = new Array<bigint>(Math.max(0, f.length - n)).fill(0n);
  for (let i = f.length - 1 - n; i >= 0; i--) {
    const top = rest[i + n] ?? 0n;
    if (top === 0n) continue;
    const c = top / lead;
    if (c * lead !== top) return null;
    quotient[i] = c;
    for (let j = 0; j <= n; j++) rest[i + j] = (rest[i + j] ?? 0n) - c * (g[j] ?? 0n);
  }
  return rest.every((a) => a === 0n) ? quotient : null;
}

/** den^deg f · f(num/den), which has the sign of f there. */
export function scaledValue(f: Univariate, { num, den }: Rational): bigint {
  let value = 0n;
  let power = 1n;
  for (let i = f.length - 1; i >= 0; i--) {
    value = value * num + (f[i] ?? 0n) * power;
    power *= den;
  }
  return value;
}

export function signAt(f: Univariate, at: Rational): -1 | 0 | 1 {
  const value = scaledValue(f, at);
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

function trim(f: readonly bigint[]): Univariate {
  let end = f.length;
  while (end > 0 && f[end - 1] === 0n) end--;
  return end === f.length ? f : f.slice(0, end);
}
