/**
 * Theorems that a proof may take on trust. That the statement's generators at its point are those of the family, and
 * what the closed form then says, is worked out here from the certificate alone, where possible by another formula
 * than the solver's:
 *
 * - Linear networks: λ is half the codimension of the fibre, the least over the ranks of the partial products
 *   (S. Pepin Lehalleur, R. Rimányi, Geometry of fibers of the multiplication map of deep linear neural networks,
 *   arXiv 2411.19920). For two layers m is the number of ranks that reach it, for more m = a(ℓ−a)+1 (Aoyagi 2024).
 * - The others: the least ratio over the exceptional divisors of the published resolution; m is their number.
 *
 * All values are those of the ideal, twice K's.
 */
import { rank } from "../../symbolic/algebra/matrix.js";
import type { Matrix } from "../../symbolic/algebra/matrix.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Rational } from "../../symbolic/algebra/rational.js";
import type { StatedLayers, StatedTheorem, Statement, TreeProof } from "../../symbolic/resolution/certificate.js";
import { power, spend, sumOfProducts, times } from "./arithmetic.js";
import { moved, readRational } from "./cell.js";
import type { Scope } from "./cell.js";
import { demand, Refusal } from "./refusal.js";
import * as V from "./values.js";
import type { Bounds } from "./values.js";

const citations: Readonly<Record<StatedTheorem["name"], string>> = {
  "reduced-rank-regression": "reduced rank regression: Aoyagi and Watanabe 2005, Neural Networks 18, Main Theorem",
  "deep-linear-network": "deep linear networks: Aoyagi 2024, Neural Networks 172, Theorem 1",
  vandermonde: "Vandermonde matrix type singularities: Aoyagi 2019, Entropy 21:561, Theorem 2",
  "one-input": "monomial networks with one input at zero: one blow-up",
  "width-one-chain": "chains of width one at zero: a product of powers of coordinates' norms",
};

/** The theorems that a proof takes on trust, each once. */
export function citedIn(proof: TreeProof): string[] {
  const all = ((): string[] => {
    switch (proof.rule) {
      case "theorem":
        return [citations[proof.theorem.name]];
      case "power":
        return citedIn(proof.base);
      case "product":
        return proof.factors.flatMap(citedIn);
      case "combine":
        return proof.proofs.flatMap(citedIn);
      default:
        return [];
    }
  })();
  return [...new Set(all)];
}

/** What the theorem says of the ideal of the generators (in the user's coordinates) at the statement's point. */
export function theoremBounds(
  generators: readonly Polynomial[],
  theorem: StatedTheorem,
  statement: Statement,
  scope: Scope,
): Bounds {
  const read = reader(statement, scope);
  const demandGenerators = (family: readonly Polynomial[]): void => {
    const local = generators.map((g) => moved(g, statement.point, scope));
    demand(sameIdeal(local, family, scope), `the generators are not those of the family ${theorem.name}`);
  };
  switch (theorem.name) {
    case "reduced-rank-regression":
    case "deep-linear-network": {
      const weights = read.layers(theorem.layers);
      const values = weights.map((rows) => rows.map((row) => row.map(read.value)));
      const depth = values.length;
      demand(theorem.name === "deep-linear-network" ? depth >= 3 : depth === 2, "the number of layers does not fit");
      const entries = multiplied(
        weights.map((rows, l) =>
          rows.map((row, i) => row.map((x, j) => P.add(P.variable(x), P.constant(values[l]?.[i]?.[j] ?? Q.zero)))),
        ),
        scope,
      );
      demandGenerators(entries.map((p) => P.subtract(p, P.constant(P.constantTerm(p)))));
      return linearBounds(withoutFullRank(values));
    }
    case "vandermonde": {
      const inner = theorem.inner.map(read.variable);
      const outer = theorem.outer.map((row) => row.map(read.variable));
      demand(inner.length > 0 && outer.length > 0, "the family has no member");
      demand(
        outer.every((row) => row.length === inner.length),
        "an output has not one weight for each unit",
      );
      const moments = Math.max(inner.length, Math.ceil(generators.length / outer.length));
      const family = outer.flatMap((row) =>
        Array.from({ length: moments }, (_, j) => {
          const exponent = 1 + theorem.step * j;
          return sumOfProducts(
            row.map((a, k) => [P.variable(a), P.variable(inner[k] ?? a, exponent)]),
            scope.budget,
          );
        }),
      );
      demandGenerators(family);
      return vandermondeBounds(theorem.step, inner.length, outer.length);
    }
    case "one-input": {
      const [inner = [], outer = [], ...deeper] = read.layers(theorem.layers);
      demand(outer.length > 0 && deeper.length === 0, "the network has not one hidden layer");
      demand(inner[0]?.length === 1, "the network has not one input");
      demandGenerators(
        outer.map((row) =>
          sumOfProducts(
            row.map((a, k) => [P.variable(a), P.variable(inner[k]?.[0] ?? a, theorem.degree)]),
            scope.budget,
          ),
        ),
      );
      return leastOf([Q.rational(inner.length, theorem.degree), Q.rational(outer.length)]);
    }
    case "width-one-chain": {
      const layers = read.layers(theorem.layers);
      demand(layers.length > 1, "the network has no hidden layer");
      demand(
        layers.slice(0, -1).every((rows) => rows.length === 1),
        "a hidden layer has more than one unit",
      );
      const exponents = layers.map((_, l) => theorem.degree ** (layers.length - 1 - l));
      demand(exponents.every(Number.isSafeInteger), "the exponents are too large");
      const factors = layers.map((rows, l) =>
        rows.flat().map((x) => power(P.variable(x), exponents[l] ?? 1, scope.budget)),
      );
      demandGenerators(
        factors.reduce((all, list) => all.flatMap((p) => list.map((q) => times(p, q, scope.budget))), [P.one]),
      );
      return leastOf(layers.map((rows, l) => Q.rational(rows.flat().length, exponents[l])));
    }
  }
}

interface Reader {
  /** The number of a variable that has not been read before. */
  readonly variable: (name: string) => number;
  /** Matrices of such variables whose shapes fit. */
  readonly layers: (stated: StatedLayers) => number[][][];
  /** The variable's value at the point. */
  readonly value: (variable: number) => Rational;
}

function reader({ point }: Statement, { names }: Scope): Reader {
  const seen = new Set<number>();
  const variable = (name: string): number => {
    const x = names.get(name);
    if (x === undefined) throw new Refusal(`the statement has no variable ${name.slice(0, 40)}`);
    demand(!seen.has(x), `the variable ${name.slice(0, 40)} has two places in the family`);
    seen.add(x);
    return x;
  };
  return {
    variable,
    layers: (stated) =>
      stated.map((rows, l) => {
        const columns = l === 0 ? (rows[0]?.length ?? 0) : (stated[l - 1]?.length ?? 0);
        const fits = rows.length > 0 && columns > 0 && rows.every((row) => row.length === columns);
        demand(fits, "the layers' shapes do not fit");
        return rows.map((row) => row.map(variable));
      }),
    value: (x) => readRational(point[x] ?? ""),
  };
}

/** Whether both have the same members, up to order, zeros and nonzero rational factors. */
function sameIdeal(a: readonly Polynomial[], b: readonly Polynomial[], { budget }: Scope): boolean {
  const keys = (list: readonly Polynomial[]): Set<string> => {
    for (const p of list) spend(budget, p.monomials.length);
    return new Set(list.filter((p) => !P.isZero(p)).map((p) => P.key(P.primitive(p))));
  };
  const [left, right] = [keys(a), keys(b)];
  return left.size === right.size && [...left].every((key) => right.has(key));
}

/** The entries of the product of the layers. */
function multiplied(layers: readonly Polynomial[][][], { budget }: Scope): Polynomial[] {
  const product = layers.reduce((right, left) =>
    left.map((row) =>
      (right[0] ?? []).map((_, j) =>
        sumOfProducts(
          row.map((p, k) => [p, right[k]?.[j] ?? P.zero]),
          budget,
        ),
      ),
    ),
  );
  return product.flat();
}

/** Neighbours are multiplied while the right one is injective or the left one surjective: a submersion. */
function withoutFullRank(matrices: readonly Matrix[]): readonly Matrix[] {
  for (const [i, left] of matrices.entries()) {
    const right = matrices[i - 1];
    if (right === undefined) continue;
    if (rank(right) === (right[0]?.length ?? 0) || rank(left) === left.length) {
      return withoutFullRank([...matrices.slice(0, i - 1), productOf(left, right), ...matrices.slice(i + 1)]);
    }
  }
  return matrices;
}

function productOf(left: Matrix, right: Matrix): Matrix {
  const dot = (row: readonly Rational[], j: number): Rational =>
    row.reduce((sum, a, k) => Q.add(sum, Q.multiply(a, right[k]?.[j] ?? Q.zero)), Q.zero);
  return left.map((row) => (right[0] ?? []).map((_, j) => dot(row, j)));
}

function linearBounds(matrices: readonly Matrix[]): Bounds {
  const [first = [], second, ...deeper] = matrices;
  const widths = [first[0]?.length ?? 0, ...matrices.map((matrix) => matrix.length)];
  const r = rank(matrices.reduce((right, left) => productOf(left, right)));
  if (second === undefined) return V.exactly(V.finite(Q.rational((widths[0] ?? 0) * (widths[1] ?? 0)), 1));
  if (deeper.length === 0) return twoLayers(widths, rank(first), rank(second), r);
  const value = V.finite(Q.rational(codimension(widths, r)), multiplicity(widths, r));
  return matrices.every((matrix) => rank(matrix) === r) ? V.exactly(value) : { lower: value, upper: "infinite" };
}

/**
 * {BA = T} near a point with the ranks s of A and t of B: its parts with rank A = ρ come near the point for
 * s ≤ ρ ≤ min(M, H + r − t), and have the codimension (M − ρ)(H + r − ρ) + Nρ.
 */
function twoLayers([M = 0, H = 0, N = 0]: readonly number[], s: number, t: number, r: number): Bounds {
  const codimensions: number[] = [];
  for (let rho = s; rho <= Math.min(M, H + r - t); rho++) codimensions.push((M - rho) * (H + r - rho) + N * rho);
  return leastOf(codimensions.map((c) => Q.rational(c)));
}

/** The least codimension of {W_L ⋯ W_1 = T}, rank T = r, over the ranks of the partial products W_l ⋯ W_1. */
function codimension([inputs = 0, ...outputs]: readonly number[], r: number): number {
  let least = new Map([[inputs, 0]]);
  for (const width of outputs) {
    const next = new Map<number, number>();
    for (const [before, cost] of least) {
      for (let after = r; after <= Math.min(before, width); after++) {
        const total = cost + (width - after) * (before - after);
        next.set(after, Math.min(total, next.get(after) ?? Infinity));
      }
    }
    least = next;
  }
  return (least.get(r) ?? Infinity) + r * (inputs + (outputs.at(-1) ?? 0) - r);
}

/** Aoyagi's a(ℓ − a) + 1. With the reduced widths ascending, ℓ is the last with M_0 + … + M_ℓ ≥ ℓ·M_ℓ. */
function multiplicity(widths: readonly number[], r: number): number {
  const reduced = widths.map((width) => width - r).sort((a, b) => a - b);
  let sum = reduced[0] ?? 0;
  let ell = 0;
  for (const width of reduced.slice(1)) {
    if (sum + width < (ell + 1) * width) break;
    sum += width;
    ell++;
  }
  const a = sum % ell === 0 ? ell : sum % ell;
  return a * (ell - a) + 1;
}

/** The divisors are numbered by k = 0, 1, …; from k = H on the ratio grows. */
function vandermondeBounds(step: number, units: number, outputs: number): Bounds {
  const ratios = Array.from({ length: units + 1 }, (_, k) =>
    Q.rational(outputs * step * k * (k + 1) + 2 * units, 2 * (1 + k * step)),
  );
  return leastOf(ratios);
}

/** The least of the ratios, m the number of those that reach it. */
function leastOf(ratios: readonly Rational[]): Bounds {
  const [first = Q.zero] = ratios;
  const lambda = ratios.reduce(Q.min, first);
  return V.exactly(V.finite(lambda, ratios.filter((ratio) => Q.equals(ratio, lambda)).length));
}
