/**
 * Factors of a multivariate polynomial from those of a univariate image. The image at x, y = a must keep the degree
 * in x and be square-free; then every factorization f = g·h restricts to a split of the image's factors, and the
 * split determines g and h: with the leading coefficient of f imposed on both, Hensel's lemma lifts them uniquely
 * along the powers of (y − a), modulo a prime beyond Gelfond's bound on their coefficients. A split whose lift does
 * not divide f proves that no factor restricts to it (Geddes, Czapor, Labahn, Algorithms for Computer Algebra, 6.8;
 * Hindry & Silverman, Diophantine Geometry, B.7.3 for the bound).
 */
import { operate, words } from "./budget.js";
import type { Budget } from "./budget.js";
import { subsets } from "./factor-univariate.js";
import { gcd, primitivePart } from "./gcd.js";
import { inverseBig, residues } from "./modular.js";
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import { divideExact } from "./polynomial-division.js";
import * as Q from "./rational.js";

/** Factors with whether they are proved irreducible. */
export interface Parts {
  readonly factors: Polynomial[];
  readonly complete: boolean;
}

/** Exponents of Mersenne primes. */
const mersenne = [127, 521, 1279, 2203, 4423];
/** Points that are compared; that with the fewest factors is taken. */
const imagesTried = 6;
/** Splits tried, and coefficients in one lift, before f is left unproved. */
const maxSplits = 256;
const maxLiftSize = 50_000;

type FactorImage = (image: Polynomial, index: number, budget: Budget) => Parts;

interface Image {
  readonly at: ReadonlyMap<number, Polynomial>;
  readonly factors: Polynomial[];
}

/**
 * The factors of a square-free f that has no content in any variable. `factorImage` factors a square-free
 * polynomial in the one variable that it is given. Throws LimitError where the budget ends first.
 */
export function factorLifting(
  f: Polynomial,
  variables: readonly number[],
  factorImage: FactorImage,
  budget: Budget,
): Parts {
  const index = variables.reduce((a, b) => (P.degreeIn(f, b) < P.degreeIn(f, a) ? b : a));
  const image = bestImage(f, index, variables, factorImage, budget);
  if (image === null) return { factors: [f], complete: false };
  return splitBy(f, index, image, budget);
}

function splitBy(f: Polynomial, index: number, { at, factors }: Image, budget: Budget): Parts {
  if (factors.length === 1) return { factors: [f], complete: true };
  let tried = 0;
  for (let size = 1; 2 * size <= factors.length; size++) {
    for (const subset of subsets(factors.length, size)) {
      if (tried++ >= maxSplits) return { factors: [f], complete: false };
      const inside = factors.filter((_, i) => subset.includes(i));
      const outside = factors.filter((_, i) => !subset.includes(i));
      const found = liftSplit(f, index, at, P.product(inside), P.product(outside), budget);
      if (found === "out of reach") return { factors: [f], complete: false };
      if (found === null) continue;
      // The smallest split comes first, so the found factor splits no further.
      const rest = splitBy(found.cofactor, index, { at, factors: outside }, budget);
      return { factors: [found.factor, ...rest.factors], complete: rest.complete };
    }
  }
  return { factors: [f], complete: true };
}

/** Of a few good points, the one whose image has the fewest factors; null where no image factored completely. */
function bestImage(
  f: Polynomial,
  index: number,
  variables: readonly number[],
  factorImage: FactorImage,
  budget: Budget,
): Image | null {
  const random = residues(1 << 20, 7);
  const others = variables.filter((i) => i !== index);
  let best: Image | null = null;
  for (let attempt = 0, good = 0; attempt < 40 && good < imagesTried; attempt++) {
    const spread = 1 + Math.trunc(attempt / 4);
    const at = new Map(
      others.map((i) => [i, P.integer(attempt === 0 ? 0 : (random() % (2 * spread + 1)) - spread)] as const),
    );
    operate(budget, f.monomials.length * variables.length);
    const image = P.primitive(P.compose(f, at));
    if (P.degreeIn(image, index) < P.degreeIn(f, index)) continue;
    if (!P.isConstant(gcd(image, P.derivative(image, index), budget))) continue;
    good++;
    const { factors, complete } = factorImage(image, index, budget);
    if (complete && (best === null || factors.length < best.factors.length)) best = { at, factors };
    if (best?.factors.length === 1) return best;
  }
  return best;
}

/** The factor of f whose image is a multiple of g0, with its cofactor; null where there is none. */
function liftSplit(
  f: Polynomial,
  index: number,
  at: ReadonlyMap<number, Polynomial>,
  g0: Polynomial,
  h0: Polynomial,
  budget: Budget,
): { factor: Polynomial; cofactor: Polynomial } | "out of reach" | null {
  const shift = (p: Polynomial, sign: 1 | -1): Polynomial =>
    P.compose(p, new Map([...at].map(([i, a]) => [i, P.add(P.variable(i), sign === 1 ? a : P.negate(a))] as const)));
  operate(budget, f.monomials.length * P.degree(f));
  const shifted = P.primitive(shift(f, 1));
  const lead = P.coefficientsIn(shifted, index).at(-1) ?? P.one;
  const target = P.multiply(lead, shifted);
  const modulus = modulusFor(target);
  const layers = 1 + Math.max(...target.monomials.map((m) => M.degree(m) - M.exponent(m, index)));
  if (modulus === null || target.monomials.length * layers > maxLiftSize) return "out of reach";
  const lifted = lift(target, lead, index, g0, h0, modulus, budget);
  if (lifted === null) return "out of reach";
  const factor = P.primitive(shift(primitivePart(lifted, index, budget), -1));
  const cofactor = divideExact(f, factor, budget);
  return cofactor === null ? null : { factor, cofactor: P.primitive(cofactor) };
}

/**
 * g with leading coefficient `lead` in x_index and image proportional to g0, such that g·h = target modulo the
 * modulus and up to the degree of the target in the other variables; null where g0, h0 are not coprime modulo it.
 */
function lift(
  target: Polynomial,
  lead: Polynomial,
  index: number,
  g0: Polynomial,
  h0: Polynomial,
  modulus: bigint,
  budget: Budget,
): Polynomial | null {
  const leadAtOrigin = P.constantTerm(lead).num;
  const start = (image: Polynomial): { layers: Layers; image: Residues } => {
    const dense = denseIn(image, index);
    const scale = leadAtOrigin * inverseBig(modulo(dense.at(-1) ?? 1n, modulus), modulus);
    const scaled = dense.map((c) => modulo(c * scale, modulus));
    const n = dense.length - 1;
    const layers = layersOf(P.multiplyMonomial(lead, M.variable(index, n)), index, modulus);
    layers[0] = new Map([[M.one, scaled]]);
    return { layers, image: scaled };
  };
  const [g, h] = [start(g0), start(h0)];
  const goal = layersOf(target, index, modulus);
  const bezout = bezoutModulo(g.image, h.image, modulus);
  if (bezout === null) return null;
  for (let d = 1; d < goal.length; d++) {
    for (const [m, error] of errorInLayer(goal, g.layers, h.layers, d, modulus, budget)) {
      operate(budget, (2 * error.length ** 2 * words(modulus)) / 4);
      // g0·δh + h0·δg = error with deg δg < deg g0, deg δh < deg h0.
      const deltaG = remainder(multiply(error, bezout.t, modulus), g.image, modulus);
      const deltaH = remainder(multiply(error, bezout.s, modulus), h.image, modulus);
      addTo(g.layers, d, m, deltaG, modulus);
      addTo(h.layers, d, m, deltaH, modulus);
    }
  }
  return fromLayers(g.layers, index, modulus);
}

/** Dense coefficients in x_index modulo the prime, ascending. */
type Residues = readonly bigint[];
/** At position d, for each monomial of degree d in the other variables, its coefficient. */
type Layers = Map<Monomial, Residues>[];

function layersOf(p: Polynomial, index: number, modulus: bigint): Layers {
  const layers: Layers = [];
  p.monomials.forEach((m, i) => {
    const outer = M.withExponent(m, index, 0);
    const d = M.degree(outer);
    while (layers.length <= d) layers.push(new Map());
    const list = [...(layers[d]?.get(outer) ?? [])];
    const e = M.exponent(m, index);
    while (list.length <= e) list.push(0n);
    list[e] = modulo(p.numerators[i] ?? 0n, modulus);
    layers[d]?.set(outer, list);
  });
  return layers;
}

function errorInLayer(
  goal: Layers,
  g: Layers,
  h: Layers,
  d: number,
  modulus: bigint,
  budget: Budget,
): Map<Monomial, Residues> {
  const errors = new Map<Monomial, bigint[]>();
  const addProduct = (m: Monomial, a: Residues, b: Residues, sign: 1n | -1n): void => {
    operate(budget, (a.length * b.length * words(modulus)) / 10);
    const list = errors.get(m) ?? [];
    errors.set(m, list);
    while (list.length < a.length + b.length - 1) list.push(0n);
    a.forEach((x, i) => {
      if (x !== 0n) b.forEach((y, j) => (list[i + j] = (list[i + j] ?? 0n) + sign * x * y));
    });
  };
  for (const [m, c] of goal[d] ?? []) addProduct(m, c, [1n], 1n);
  for (let i = 0; i <= d; i++) {
    for (const [m, a] of g[i] ?? []) for (const [n, b] of h[d - i] ?? []) addProduct(M.multiply(m, n), a, b, -1n);
  }
  const nonzero = [...errors].map(([m, list]) => [m, list.map((c) => modulo(c, modulus))] as const);
  return new Map(nonzero.filter(([, list]) => list.some((c) => c !== 0n)));
}

function addTo(layers: Layers, d: number, m: Monomial, delta: Residues, modulus: bigint): void {
  while (layers.length <= d) layers.push(new Map());
  const old = layers[d]?.get(m) ?? [];
  const sum = Array.from({ length: Math.max(old.length, delta.length) }, (_, i) =>
    modulo((old[i] ?? 0n) + (delta[i] ?? 0n), modulus),
  );
  layers[d]?.set(m, sum);
}

function fromLayers(layers: Layers, index: number, modulus: bigint): Polynomial {
  const terms = layers.flatMap((layer) =>
    [...layer].flatMap(([m, list]) =>
      list.map((c, e) => {
        const value = 2n * c > modulus ? c - modulus : c;
        return [M.multiply(m, M.variable(index, e)), Q.rational(value)] as const;
      }),
    ),
  );
  return P.fromTerms(terms);
}

/** A prime beyond twice the coefficients of the target's integer factors; null where it would be too long. */
function modulusFor(target: Polynomial): bigint | null {
  const height = target.numerators.reduce((h, c) => (c > h ? c : -c > h ? -c : h), 0n);
  const degrees = P.variablesOf(target).map((i) => P.degreeIn(target, i));
  const bits = degrees.reduce((sum, d) => sum + d + Math.ceil(Math.log2(d + 1) / 2), height.toString(2).length + 1);
  const exponent = mersenne.find((e) => e > bits);
  return exponent === undefined ? null : (1n << BigInt(exponent)) - 1n;
}

function denseIn(p: Polynomial, index: number): bigint[] {
  const list = new Array<bigint>(P.listedDegree(P.degreeIn(p, index)) + 1).fill(0n);
  p.monomials.forEach((m, i) => (list[M.exponent(m, index)] = p.numerators[i] ?? 0n));
  return list;
}

/** s and t with s·g + t·h = 1; null where g and h are not coprime. */
function bezoutModulo(g: Residues, h: Residues, p: bigint): { s: Residues; t: Residues } | null {
  let [a, b] = [g, h];
  let [s, u]: [Residues, Residues] = [[1n], []];
  let [t, v]: [Residues, Residues] = [[], [1n]];
  while (b.length > 0) {
    const { quotient, rest } = divide(a, b, p);
    [a, b] = [b, rest];
    [s, u] = [u, minus(s, multiply(quotient, u, p), p)];
    [t, v] = [v, minus(t, multiply(quotient, v, p), p)];
  }
  if (a.length !== 1) return null;
  const scale = [inverseBig(a[0] ?? 1n, p)];
  return { s: multiply(s, scale, p), t: multiply(t, scale, p) };
}

function divide(f: Residues, d: Residues, p: bigint): { quotient: Residues; rest: Residues } {
  const n = d.length - 1;
  const scale = inverseBig(d[n] ?? 1n, p);
  const rest = [...f];
  const quotient = new Array<bigint>(Math.max(0, f.length - n)).fill(0n);
  for (let i = f.length - 1 - n; i >= 0; i--) {
    const c = modulo((rest[i + n] ?? 0n) * scale, p);
    quotient[i] = c;
    for (let j = 0; j <= n; j++) rest[i + j] = modulo((rest[i + j] ?? 0n) - c * (d[j] ?? 0n), p);
  }
  return { quotient, rest: trim(rest.slice(0, n)) };
}

function remainder(f: Residues, d: Residues, p: bigint): Residues {
  return divide(f, d, p).rest;
}

function multiply(f: Residues, g: Residues, p: bigint): Residues {
  if (f.length === 0 || g.length === 0) return [];
  const product = new Array<bigint>(f.length + g.length - 1).fill(0n);
  f.forEach((a, i) => {
    g.forEach((b, j) => (product[i + j] = (product[i + j] ?? 0n) + a * b));
  });
  return trim(product.map((c) => modulo(c, p)));
}

function minus(f: Residues, g: Residues, p: bigint): Residues {
  return trim(Array.from({ length: Math.max(f.length, g.length) }, (_, i) => modulo((f[i] ?? 0n) - (g[i] ?? 0n), p)));
}

function trim(f: bigint[]): Residues {
  while (f.at(-1) === 0n) f.pop();
  return f;
}

function modulo(a: bigint, p: bigint): bigint {
  const r = a % p;
  return r < 0n ? r + p : r;
}
