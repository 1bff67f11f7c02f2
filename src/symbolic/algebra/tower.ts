/**
 * Real algebraic towers: exact signs, zero tests and real roots of polynomials whose coefficients are algebraic
 * constants, each given by a polynomial over the earlier ones and an isolating interval. No primitive element is
 * formed; tower-field.ts says how. Roots are counted by Sturm's theorem over the field and
 * isolated by Descartes' rule, so that each checks the other.
 */
import { operate, unlimited, words } from "./budget.js";
import type { Budget } from "./budget.js";
import * as D from "./descartes.js";
import type { Interval } from "./descartes.js";
import { factor } from "./factor.js";
import * as M from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";
import { isolateRoots } from "./roots.js";
import * as F from "./tower-field.js";
import type { AlgebraicConstant, Field, Tower } from "./tower-field.js";
import * as U from "./univariate.js";

export type { AlgebraicConstant, Tower } from "./tower-field.js";

/** A real root: a rational number, or a constant that extends the tower. */
export type RealRoot =
  | { readonly kind: "rational"; readonly value: Rational }
  | { readonly kind: "algebraic"; readonly constant: AlgebraicConstant };

/** The sign at the tower's values of a polynomial in its variables alone; RangeError for any other variable. */
export function signAt(p: Polynomial, tower: Tower): -1 | 0 | 1 {
  return F.sign(p, F.fieldOf(tower), tower.length);
}

/** Whether p vanishes at the tower's values, as a polynomial in whatever other variables it has. */
export function isZeroAt(p: Polynomial, tower: Tower): boolean {
  return P.isZero(normalize(p, tower));
}

/**
 * A polynomial that equals p at the tower's values and has, in each constant, a degree below that of its minimal
 * polynomial. p may have other variables. The result can still vanish there without being 0; see `normalize`.
 */
export function reduce(p: Polynomial, tower: Tower): Polynomial {
  return F.reduce(p, F.fieldOf(tower), tower.length);
}

/** `reduce`, and every coefficient (of a monomial in the other variables) that is zero at the tower's values left out. */
export function normalize(p: Polynomial, tower: Tower): Polynomial {
  const field = F.fieldOf(tower);
  const reduced = F.reduce(p, field, tower.length);
  if (tower.length === 0) return reduced;
  const kept = byOuterMonomial(reduced, tower).filter(([, c]) => !F.isZero(c, field, tower.length));
  return P.sum(kept.map(([m, c]) => P.multiplyMonomial(c, m)));
}

/** A polynomial in the tower's variables that equals 1/p at its values, for p nonzero there. */
export function inverseAt(p: Polynomial, tower: Tower): Polynomial {
  return F.inverse(p, F.fieldOf(tower), tower.length);
}

/** An interval that holds the value of p, a polynomial in the tower's variables, from constants known to 2^−bits. */
export function enclosureAt(p: Polynomial, tower: Tower, bits = 32): Interval {
  return F.enclose(reduce(p, tower), F.fieldOf(tower), bits);
}

/** The greatest common divisor in one variable over ℚ(tower), monic in it; 0 where both vanish there. */
export function gcdOver(
  p: Polynomial,
  q: Polynomial,
  variable: number,
  tower: Tower,
  budget: Budget = unlimited(),
): Polynomial {
  return F.gcd(p, q, variable, F.fieldOf(tower), tower.length, budget);
}

/** p/d in one variable over ℚ(tower), monic, for a monic d that divides p ≠ 0 there. */
export function quotientOver(
  p: Polynomial,
  d: Polynomial,
  variable: number,
  tower: Tower,
  budget: Budget = unlimited(),
): Polynomial {
  const field = F.fieldOf(tower);
  operate(budget, p.monomials.length * d.monomials.length);
  const { quotient } = F.divideByMonic(F.normalize(p, variable, field, tower.length), d, variable);
  return F.monicPart(F.normalize(quotient, variable, field, tower.length), variable, field, tower.length);
}

/** The square-free part in one variable over ℚ(tower), monic in it. Throws RangeError where p vanishes there. */
export function squareFreeOver(
  p: Polynomial,
  variable: number,
  tower: Tower,
  budget: Budget = unlimited(),
): Polynomial {
  const field = F.fieldOf(tower);
  const level = tower.length;
  const f = F.normalize(p, variable, field, level);
  if (P.isZero(f)) throw new RangeError("the polynomial vanishes at the tower's values");
  if (P.degreeIn(f, variable) === 0) return P.one;
  const repeated = F.gcd(f, P.derivative(f, variable), variable, field, level, budget);
  return quotientOver(f, repeated, variable, tower, budget);
}

/**
 * The number of distinct real roots in [lower, upper] (null: −∞, ∞) of p as a polynomial in one variable over
 * ℚ(tower). Throws RangeError where p vanishes there.
 */
export function countRootsOver(
  p: Polynomial,
  variable: number,
  tower: Tower,
  lower: Rational | null = null,
  upper: Rational | null = null,
): number {
  if (lower !== null && upper !== null && Q.compare(lower, upper) > 0) return 0;
  const field = F.fieldOf(tower);
  const chain = sturmChain(squareFreeOver(p, variable, tower), variable, field);
  const touches = lower !== null && signOfLink(chain[0], variable, field, lower) === 0;
  return (
    variationsAt(chain, variable, field, lower, -1) - variationsAt(chain, variable, field, upper, 1) + (touches ? 1 : 0)
  );
}

/** Rational polynomials of a higher degree are not factored to find a minimal polynomial. */
const maxFactoredDegree = 60;

/**
 * The distinct real roots, ascending, of p as a polynomial in one variable over ℚ(tower). A rational root is given
 * as such; any other becomes a constant with the given index, whose minimal polynomial is the monic square-free part
 * of p, or where that is rational and not too large its irreducible factor, for which the budget pays. Throws RangeError
 * where p vanishes there.
 */
export function isolateRootsOver(
  p: Polynomial,
  variable: number,
  tower: Tower,
  index: number = variable,
  budget: Budget = unlimited(),
): RealRoot[] {
  const f = squareFreeOver(p, variable, tower, budget);
  if (P.isConstant(f)) return [];
  const overRationals = P.variablesOf(f).length === 1;
  const intervals = overRationals ? isolateRoots(f, budget) : isolateByDescartes(f, variable, tower, budget);
  const factored =
    overRationals && P.degree(f) <= maxFactoredDegree && intervals.some(({ lower, upper }) => !Q.equals(lower, upper));
  const factors = factored ? factor(f, budget).factors.map((power) => monicOver(power.factor)) : [f];
  return intervals.map(({ lower, upper }) => {
    if (Q.equals(lower, upper)) return { kind: "rational", value: lower };
    const owner = factors.length === 1 ? f : (factors.find((g) => changesSign(g, lower, upper)) ?? f);
    const minimal = index === variable ? owner : P.substitute(owner, variable, P.variable(index));
    return { kind: "algebraic", constant: { index, minimal, lower, upper } };
  });
}

function monicOver(f: Polynomial): Polynomial {
  return P.scale(f, Q.divide(Q.one, P.leadingTerm(f)?.[1] ?? Q.one));
}

function changesSign(f: Polynomial, lower: Rational, upper: Rational): boolean {
  const dense = U.fromPolynomial(f);
  return U.signAt(dense, lower) * U.signAt(dense, upper) < 0;
}

/** A member of a Sturm sequence up to a positive factor: sign · a monic polynomial. */
interface Link {
  readonly sign: -1 | 1;
  readonly monic: Polynomial;
}

/** The Sturm sequence of a monic square-free f. */
function sturmChain(f: Polynomial, variable: number, field: Field): Link[] {
  const level = field.tower.length;
  const chain: Link[] = [{ sign: 1, monic: f }];
  let next = P.derivative(f, variable);
  let negated: -1 | 1 = 1;
  for (let last = f; !P.isZero(next);) {
    const sign = F.sign(F.leadingCoefficient(next, variable), field, level) < 0 ? -1 : 1;
    const monic = F.monicPart(next, variable, field, level);
    chain.push({ sign: sign === negated ? 1 : -1, monic });
    const { remainder } = F.divideByMonic(last, monic, variable);
    next = F.normalize(remainder, variable, field, level);
    negated = chain.at(-2)?.sign === 1 ? -1 : 1;
    last = monic;
  }
  return chain;
}

function variationsAt(
  chain: readonly Link[],
  variable: number,
  field: Field,
  point: Rational | null,
  end: -1 | 1,
): number {
  return D.signChanges(
    chain.map((link) => {
      if (point !== null) return signOfLink(link, variable, field, point);
      return end < 0 && P.degreeIn(link.monic, variable) % 2 === 1 ? -link.sign : link.sign;
    }),
  );
}

function signOfLink(link: Link | undefined, variable: number, field: Field, point: Rational): number {
  if (link === undefined) return 0;
  const value = P.substitute(link.monic, variable, P.constant(point));
  return link.sign * F.sign(value, field, field.tower.length);
}

/** The real roots of a monic square-free f over the tower: points, and intervals that no root bounds. */
function isolateByDescartes(f: Polynomial, variable: number, tower: Tower, budget: Budget): Interval[] {
  const field = F.fieldOf(tower);
  const sign = (a: Polynomial): -1 | 0 | 1 => {
    operate(budget, 5 * a.monomials.length * words(a.numerators[0] ?? 0n));
    return F.sign(a, field, tower.length);
  };
  const at = (g: Polynomial, point: Rational): -1 | 0 | 1 => sign(P.substitute(g, variable, P.constant(point)));
  const slope = P.derivative(f, variable);
  const signs = { value: (point: Rational) => at(f, point), slope: (point: Rational) => at(slope, point) };
  const coefficients = P.coefficientsIn(P.primitive(f), variable);
  const raw = D.isolate(coefficients, boundExponent(f, variable, field), {
    add: P.add,
    negate: P.negate,
    double: (a, exponent) => P.scale(a, Q.rational(1n << BigInt(exponent))),
    sign,
    pay: (sums) => {
      operate(budget, 10 * sums);
    },
  });
  const denominator = integralMultiplier(f, tower);
  return D.separate(raw, signs).map((interval) => D.settle(interval, denominator, signs));
}

/** Some e with 2^e above the absolute value of every real root of a monic f (Cauchy). */
function boundExponent(f: Polynomial, variable: number, field: Field): number {
  const sizes = P.coefficientsIn(f, variable).map((c) => {
    const { lower, upper } = F.enclose(c, field, 16);
    return Q.max(Q.negate(lower), upper);
  });
  const limit = Q.add(Q.one, sizes.reduce(Q.max, Q.zero));
  return Q.floor(limit).toString(2).length;
}

/**
 * A positive integer D for which D·r is an algebraic integer for every root r of the monic f: if the D_i α_i are
 * integral, so are D·(coefficients of f) for D = denominator · Π D_i^(degree in α_i), and then D·r.
 */
function integralMultiplier(f: Polynomial, tower: Tower): bigint {
  const multipliers = new Map<number, bigint>();
  const clear = (g: Polynomial): bigint =>
    P.variablesOf(g).reduce(
      (d, i) => d * (multipliers.get(i) ?? 1n) ** BigInt(Math.max(0, P.degreeIn(g, i))),
      g.denominator,
    );
  tower.forEach(({ index, minimal }, i) => {
    const lead = F.leadingCoefficient(minimal, index);
    const monic = P.isConstant(lead)
      ? P.scale(minimal, Q.divide(Q.one, P.constantTerm(lead)))
      : F.monicPart(minimal, index, F.fieldOf(tower), i);
    multipliers.set(index, clear(monic));
  });
  return clear(f);
}

/** p as a polynomial in the variables that are no constants: monomials with their coefficients. */
function byOuterMonomial(p: Polynomial, tower: Tower): [M.Monomial, Polynomial][] {
  const groups = new Map<M.Monomial, [M.Monomial, Rational][]>();
  for (const [m, c] of P.terms(p)) {
    const outer = tower.reduce((n, { index }) => M.withExponent(n, index, 0), m);
    const inner = M.divide(m, outer) ?? m;
    const group = groups.get(outer);
    if (group === undefined) groups.set(outer, [[inner, c]]);
    else group.push([inner, c]);
  }
  return [...groups].map(([outer, terms]) => [outer, P.fromTerms(terms)]);
}
