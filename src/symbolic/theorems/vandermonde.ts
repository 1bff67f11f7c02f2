/**
 * Vandermonde matrix type singularities: the ideal of the moments Σ_k a_ok b_k^{1+Qj}, o = 1, …, N, j = 0, 1, …, at
 * a = b = 0, with H units k. The first H moments of each output generate it.
 *
 * These are networks with one input, one hidden layer and a bounded analytic activation whose Taylor exponents at 0 are
 * 1, 1 + Q, 1 + 2Q, …: tanh for Q = 2, activations with all Taylor coefficients nonzero for Q = 1.
 *
 * M. Aoyagi, S. Watanabe, Resolution of singularities and the generalization error with Bayesian estimation for layered
 * neural network, IEICE Trans. J88-D-II (2005) 2112–2124, for tanh and N = 1; M. Aoyagi, Learning coefficient of Vandermonde
 * matrix-type singularities in model selection, Entropy 21 (2019) 561, for all N and Q. Several inputs are not covered.
 */
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { IdealTree } from "../model/ideal.js";
import { exactly } from "./theorem.js";
import type { Coefficient, Known } from "./theorem.js";

export interface VandermondeFamily {
  /** Q ≥ 1: 2 for tanh. */
  readonly step: number;
  /** H ≥ 1. */
  readonly units: number;
  /** N ≥ 1. */
  readonly outputs: number;
}

/** K's (λ, m): λ = (NQk(k+1) + 2H)/(4(1 + kQ)) with the largest k for which 2H ≥ N(k(k−1)Q + 2k); m = 2 at equality. */
export function vandermonde({ step, units, outputs }: VandermondeFamily): Coefficient {
  const needed = (k: number): number => outputs * (k * (k - 1) * step + 2 * k);
  let k = 0;
  while (2 * units >= needed(k + 1)) k++;
  return {
    lambda: Q.rational(outputs * step * k * (k + 1) + 2 * units, 4 * (1 + k * step)),
    multiplicity: k > 0 && 2 * units === needed(k) ? 2 : 1,
  };
}

/** For an ideal in local coordinates that has these generators, up to factors, with at least two units. */
export function recogniseVandermonde(tree: IdealTree, names: readonly string[]): Known | null {
  if (tree.kind !== "ideal") return null;
  const inner = [...new Set(tree.generators.flatMap(P.variablesOf))].filter((x) =>
    tree.generators.some((g) => P.degreeIn(g, x) > 1),
  );
  const moments = tree.generators.map((g) => momentOf(g, inner));
  const rows = new Map(moments.map((moment) => [moment?.outer.join() ?? "", moment?.outer ?? []]));
  const outer = [...rows.values()];
  const variables = [...outer.flat(), ...inner];
  if (inner.length < 2 || moments.includes(null) || new Set(variables).size < variables.length) return null;
  const exponents = [...new Set(moments.map((moment) => moment?.exponent ?? 0))].sort((a, b) => a - b);
  const step = (exponents[1] ?? 0) - 1;
  const isArithmetic = exponents.every((e, j) => e === 1 + j * step);
  const distinct = new Set(moments.map((moment) => `${moment?.outer.join() ?? ""}^${moment?.exponent ?? 0}`));
  const complete = exponents.length >= inner.length && distinct.size === outer.length * exponents.length;
  if (step < 1 || !isArithmetic || !complete) return null;
  const name = (x: number): string => names[x] ?? "";
  return exactly(vandermonde({ step, units: inner.length, outputs: outer.length }), {
    name: "vandermonde",
    degree: step,
    layers: [inner.map((b) => [name(b)]), outer.map((row) => row.map(name))],
  });
}

/** Σ_k outer[k]·inner[k]^exponent, up to a constant factor. */
interface Moment {
  readonly outer: readonly number[];
  readonly exponent: number;
}

function momentOf(g: Polynomial, inner: readonly number[]): Moment | null {
  const exponent = Math.max(...inner.map((b) => P.degreeIn(g, b)));
  const outer = inner.map((b): number => {
    const [monomial = M.one, ...more] = g.monomials.filter((m) => M.exponent(m, b) === exponent);
    const others = M.support(monomial).filter((x) => x !== b);
    const [a = -1] = others;
    return more.length === 0 && others.length === 1 && M.exponent(monomial, a) === 1 ? a : -1;
  });
  const sameFactor = g.numerators.every((c) => c === g.numerators[0]);
  return sameFactor && g.monomials.length === inner.length && !outer.includes(-1) ? { outer, exponent } : null;
}
