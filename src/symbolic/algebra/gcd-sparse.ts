/**
 * Candidates for a sparse greatest common divisor in many variables, by interpolation from univariate images modulo
 * primes: one variable after the other becomes free, and the monomials found so far are taken for all that there
 * are (Zippel, EUROSAM 1979; the leading coefficient is imposed as in Geddes, Czapor, Labahn, Algorithms for
 * Computer Algebra, 7.4). A candidate may be wrong; who asks for it must check it by division.
 */
import { operate, unlimited } from "./budget.js";
import type { Budget } from "./budget.js";
import { chineseRemainder, inverse, prime, residues } from "./modular.js";
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import { powerTable, univariateImage } from "./residue-image.js";
import * as F from "./residue-polynomial.js";

/** Coefficients longer than this many primes are not tried. */
const maxPrimes = 40;
/** Terms beyond which the interpolation is not tried. */
const maxTerms = 2000;

interface Problem {
  readonly p: Polynomial;
  readonly q: Polynomial;
  /** A multiple of the leading coefficient of the gcd in the main variable. */
  readonly lead: Polynomial;
  readonly main: number;
  /** The other variables, in the order in which they become free, and the degrees of lead·gcd in them. */
  readonly others: readonly number[];
  readonly bounds: readonly number[];
  /** The degree of the gcd in the main variable. */
  readonly degree: number;
  readonly budget: Budget;
}

/** Residues of terms, by monomial. */
type Image = Map<Monomial, number>;

/**
 * A polynomial in which gcd(p, q)·(lead/its own leading coefficient) is expected, for primitive p and q, where
 * `degrees` are the degrees of the gcd in the variables, the main one first; null where no candidate was found.
 * Throws LimitError where the budget ends first.
 */
export function sparseCandidate(
  p: Polynomial,
  q: Polynomial,
  lead: Polynomial,
  variables: readonly number[],
  degrees: readonly number[],
  budget: Budget = unlimited(),
): Polynomial | null {
  const [main = 0, ...others] = variables;
  const [degree = 0, ...rest] = degrees;
  const bounds = others.map((i, k) => (rest[k] ?? 0) + Math.max(0, P.degreeIn(lead, i)));
  const problem: Problem = { p, q, lead, main, others, bounds, degree, budget };
  const first = interpolate(problem, prime(10));
  if (first === null || first.size > maxTerms) return null;
  let [modulus, sums] = [BigInt(prime(10)), new Map([...first].map(([m, c]) => [m, BigInt(c)] as const))];
  let candidate = lift(sums, modulus);
  for (let i = 11; i < 10 + maxPrimes; i++) {
    const p2 = prime(i);
    operate(budget, first.size);
    const next = interpolateOn([...first.keys()], problem, p2, i);
    if (next === null) return null;
    sums = new Map([...sums].map(([m, c]) => [m, chineseRemainder(c, modulus, BigInt(next.get(m) ?? 0), BigInt(p2))]));
    modulus *= BigInt(p2);
    const lifted = lift(sums, modulus);
    if (P.equals(lifted, candidate)) return lifted;
    candidate = lifted;
  }
  return null;
}

function lift(sums: ReadonlyMap<Monomial, bigint>, modulus: bigint): Polynomial {
  return P.fromTerms([...sums].map(([m, c]) => [m, Q.rational(2n * c > modulus ? c - modulus : c)] as const));
}

/** lead·gcd modulo p with all variables free. */
function interpolate(problem: Problem, p: number): Image | null {
  const { main, others, bounds } = problem;
  const random = residues(p, 99);
  const anchor = others.map(() => 1 + (random() % (p - 1)));
  const start = univariateAt(problem, anchor, p);
  if (start === null) return null;
  let image: Image = new Map(start.flatMap((c, e) => (c === 0 ? [] : [[M.variable(main, e), c] as const])));
  for (let k = 0; k < others.length; k++) {
    const skeleton = [...image.keys()];
    if (skeleton.length > maxTerms) return null;
    const nodes = [anchor[k] ?? 1];
    const images = [image];
    while (nodes.length <= (bounds[k] ?? 0)) {
      const node = 1 + (random() % (p - 1));
      if (nodes.includes(node)) continue;
      const moved = anchor.with(k, node);
      const next = sparseImage(skeleton, problem, k, moved, p, random);
      if (next === null) return null;
      nodes.push(node);
      images.push(next);
    }
    image = joinAlong(skeleton, others[k] ?? 0, nodes, images, p, problem.budget);
  }
  return image;
}

/** lead·gcd modulo p, with all variables free and no other monomials than those given. */
function interpolateOn(skeleton: readonly Monomial[], problem: Problem, p: number, seed: number): Image | null {
  const random = residues(p, seed);
  return sparseImage(
    skeleton,
    problem,
    problem.others.length,
    problem.others.map(() => 1),
    p,
    random,
  );
}

/**
 * lead·gcd with the first `free` other variables free and the rest at the anchor: for each power of the main
 * variable a transposed Vandermonde system from the values at the powers of a random point.
 */
function sparseImage(
  skeleton: readonly Monomial[],
  problem: Problem,
  free: number,
  anchor: readonly number[],
  p: number,
  random: () => number,
): Image | null {
  const base = anchor.map((a, k) => (k < free ? 1 + (random() % (p - 1)) : a));
  const groups = new Map<number, { monomial: Monomial; node: number }[]>();
  for (const monomial of skeleton) {
    const e = M.exponent(monomial, problem.main);
    const node = problem.others.reduce((value, i, k) => {
      let result = value;
      for (let j = 0; k < free && j < M.exponent(monomial, i); j++) result = (result * (base[k] ?? 1)) % p;
      return result;
    }, 1);
    groups.set(e, [...(groups.get(e) ?? []), { monomial, node }]);
  }
  const rounds = Math.max(...[...groups.values()].map((group) => group.length));
  const values: F.ResiduePolynomial[] = [];
  let point = base;
  for (let i = 0; i < rounds; i++) {
    const value = univariateAt(problem, point, p);
    if (value === null || value.some((c, e) => c !== 0 && !groups.has(e))) return null;
    values.push(value);
    point = point.map((a, k) => (k < free ? (a * (base[k] ?? 1)) % p : a));
  }
  const image: Image = new Map();
  for (const [e, group] of groups) {
    const right = values.slice(0, group.length).map((value) => value[e] ?? 0);
    const solution = transposedVandermonde(
      group.map(({ node }) => node),
      right,
      p,
      problem.budget,
    );
    if (solution === null) return null;
    group.forEach(({ monomial }, i) => image.set(monomial, solution[i] ?? 0));
  }
  return image;
}

/** The gcd's image with the other variables at the point, scaled to the value of `lead` there; null if unlucky. */
function univariateAt(problem: Problem, point: readonly number[], p: number): F.ResiduePolynomial | null {
  const { main, others, lead, degree, budget } = problem;
  operate(budget, problem.p.monomials.length + problem.q.monomials.length + lead.monomials.length);
  const full = new Array<number>(Math.max(main, ...others) + 1).fill(0);
  others.forEach((i, k) => (full[i] = point[k] ?? 0));
  const table = powerTable(full, [problem.p, problem.q, lead], p);
  const [f, g] = [univariateImage(problem.p, main, table, p), univariateImage(problem.q, main, table, p)];
  const [scale] = univariateImage(lead, main, table, p);
  const common = F.gcd(f, g, p, budget);
  if (scale === undefined || F.degree(common) !== degree) return null;
  return common.map((c) => (c * scale) % p);
}

/** Σ_m c_m node_m^(i+1) = right_i, solved for c; null where two nodes agree (von zur Gathen & Gerhard, ex. 10.13). */
function transposedVandermonde(
  nodes: readonly number[],
  right: readonly number[],
  p: number,
  budget: Budget,
): number[] | null {
  operate(budget, nodes.length ** 2 / 50);
  const master = nodes.reduce<F.ResiduePolynomial>((product, node) => F.multiply(product, [p - node, 1], p), F.one);
  const solution: number[] = [];
  for (const node of nodes) {
    operate(budget, nodes.length / 20);
    const { quotient } = F.divide(master, [p - node, 1], p);
    const scale = quotient.reduceRight((sum, c) => (sum * node + c) % p, 0);
    if (scale === 0) return null;
    const value = quotient.reduce((sum, c, i) => (sum + c * (right[i] ?? 0)) % p, 0);
    solution.push((value * inverse((scale * node) % p, p)) % p);
  }
  return solution;
}

/** From images at nodes of x_index, each on the same monomials, the image with x_index free (Newton interpolation). */
function joinAlong(
  skeleton: readonly Monomial[],
  index: number,
  nodes: readonly number[],
  images: readonly Image[],
  p: number,
  budget: Budget,
): Image {
  const joined: Image = new Map();
  for (const m of skeleton) {
    operate(budget, nodes.length ** 2 / 20);
    const values = images.map((image) => image.get(m) ?? 0);
    newton(nodes, values, p).forEach((c, e) => {
      if (c !== 0) joined.set(M.multiply(m, M.variable(index, e)), c);
    });
  }
  return joined;
}

/** The polynomial through the points. */
function newton(nodes: readonly number[], values: readonly number[], p: number): F.ResiduePolynomial {
  let [result, basis]: [F.ResiduePolynomial, F.ResiduePolynomial] = [[], F.one];
  const valueAt = (f: F.ResiduePolynomial, x: number): number => f.reduceRight((sum, c) => (sum * x + c) % p, 0);
  nodes.forEach((x, i) => {
    const gap = ((values[i] ?? 0) + p - valueAt(result, x)) % p;
    const step = (gap * inverse(valueAt(basis, x), p)) % p;
    result = F.add(result, F.multiply(basis, [step], p), p);
    basis = F.multiply(basis, [p - x, 1], p);
  });
  return result;
}
