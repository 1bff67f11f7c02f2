/**
 * Reduced rank regression, the linear network x ↦ B·A·x with A of size H×M and B of size N×H, K ≍ ‖BA − B*A*‖².
 *
 * M. Aoyagi, S. Watanabe, Stochastic complexities of reduced rank regression in Bayesian estimation, Neural Networks 18
 * (2005) 924–933, Main Theorem: the least (λ, m) over the fibre {BA = B*A*}, by the rank r of B*A*.
 *
 * That value belongs to the points with rank A* = rank B* = r. Elsewhere, with s = rank A* and t = rank B*: after
 * analytic changes of coordinates A is diag(I_s, X) with X near 0, the first s columns of B are coordinates, and of
 * the remaining equations t(M − s) are coordinates too. What is left is Y·X = 0 near Y = 0, X = 0 with M − s inputs,
 * H − s − t + r hidden units and N − t outputs, truth 0:
 *   λ(A*, B*) = (sN + tM − st)/2 + λ_0(M − s, H − s − t + r, N − t), and its m.
 */
import { multiply, rank } from "../algebra/matrix.js";
import * as Q from "../algebra/rational.js";
import { exactly, weightsOf, widthsOf } from "./theorem.js";
import type { Coefficient, FreeLayers, Known } from "./theorem.js";

/** K's (λ, m) at the points of the fibre where it is least, for a truth of rank r ≤ min(M, H, N). */
export function reducedRank(widths: readonly [number, number, number], r: number): Coefficient {
  const [M, H, N] = widths;
  if (N + r <= M + H && M + r <= N + H && H + r <= M + N) {
    const eight = -((H + r) ** 2) - M * M - N * N + 2 * (H + r) * (M + N) + 2 * M * N;
    const odd = (M + H + N + r) % 2;
    return { lambda: Q.rational(eight + odd, 8), multiplicity: 1 + odd };
  }
  const two = M + H < N + r ? H * M - H * r + N * r : N + H < M + r ? H * N - H * r + M * r : M * N;
  return { lambda: Q.rational(two, 2), multiplicity: 1 };
}

/** K's (λ, m) at a point with the ranks s of A*, t of B* and r of B*A*. */
export function reducedRankAt(widths: readonly [number, number, number], s: number, t: number, r: number): Coefficient {
  const [M, H, N] = widths;
  const rest = reducedRank([M - s, H - s - t + r, N - t], 0);
  return { ...rest, lambda: Q.add(rest.lambda, Q.rational(s * N + t * M - s * t, 2)) };
}

/** For two layers of a linear network, at any point. */
export function recogniseReducedRank(layers: FreeLayers): Known | null {
  const [M = 0, H = 0, N = 0] = widthsOf(layers);
  const [A, B] = layers.values;
  if (layers.values.length !== 2 || A === undefined || B === undefined) return null;
  const value = reducedRankAt([M, H, N], rank(A), rank(B), rank(multiply(B, A)));
  return exactly(value, { name: "reduced-rank-regression", degree: 1, layers: weightsOf(layers) });
}
