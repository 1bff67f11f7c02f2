/**
 * The dimension of the closure of the forms Σ_{j≤k} c_j ℓ_j^r in n variables, the k-th secant variety of a Veronese
 * variety as a cone (Alexander & Hirschowitz, Polynomial interpolation in several variables, J. Algebraic Geom. 4,
 * 1995, Theorem 1.1; Brambilla & Ottaviani, J. Pure Appl. Algebra 212, 2008): min(kn, C(n−1+r, r)) but for quadrics
 * and four exceptions, each one less. Real parameters reach the same dimension as complex ones.
 */
import { formCount } from "./architecture.js";

/** [inputs, hidden units, degree] where the expected dimension is missed by one. */
const exceptions = [
  [3, 5, 4],
  [4, 9, 4],
  [5, 14, 4],
  [5, 7, 3],
] as const;

/** n ≥ 1 inputs, k ≥ 1 units, r ≥ 1. */
export function secantDimension(n: number, k: number, r: number): number {
  if (r === 1) return n;
  if (r === 2) return k >= n ? (n * (n + 1)) / 2 : k * n - (k * (k - 1)) / 2;
  const expected = Math.min(k * n, formCount(n, r));
  return exceptions.some(([a, b, c]) => a === n && b === k && c === r) ? expected - 1 : expected;
}
