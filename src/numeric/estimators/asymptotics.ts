/**
 * How λ̂(t) = t·E_t[K] = −d log Z/d log t tends to λ. Z(t) is a sum over the poles of the zeta function (Watanabe 2009,
 * Algebraic Geometry and Statistical Learning Theory, section 4): the leading one, of order m, gives
 * t^−λ·(log t)^(m−1) with lower powers of log t, the next one, of order k, the same with λ + δ. So with L = log t and
 * b = a·e^(−δL),
 *
 *     Z ∝ e^(−λL)·[(L + c)^(m−1) + b·(1 + L/d)^(k−1)],
 *     λ̂ = λ − [(m−1)(L + c)^(m−2) + b·((k−1)/d·(1 + L/d)^(k−2) − δ·(1 + L/d)^(k−1))] / [(L + c)^(m−1) + b·(1 + L/d)^(k−1)].
 *
 * The finite-size constants a, c, d, δ are unknown, and k is 1 or 2. As δ → 0 two simple poles become a double one, so that m
 * can be told from data only under a prior on δ; the priors below are part of every statement on m.
 */

/** One point of a ladder: L = log t measured from its first rung, λ̂(t) and its standard error. */
export interface LadderPoint {
  readonly logT: number;
  readonly value: number;
  readonly error: number;
}

/** Which finite-size terms a curve has. */
export interface CurveKind {
  readonly multiplicity: number;
  /** The order k of the next pole; 0 where its term is left out. */
  readonly next: 0 | 1 | 2;
}

/** A quantity with a normal prior. */
export interface Prior {
  readonly mean: number;
  readonly sd: number;
}

/**
 * The priors of the constants, on logarithmic scales on which the real line is admissible, for λ of about `scale`: c and d about
 * 2.5/scale within a factor of 3 (normal crossings have 1/λ to 9/λ), δ about `scale` within a factor of 6, but no more than
 * 1 and 1/2 in place of a larger `scale`, the share of
 * the next pole at the first rung about 1 within a factor of 5, either sign.
 */
export function priorsOf(kind: CurveKind, scale: number): readonly Prior[] {
  const shift: Prior = { mean: Math.log(2.5 / Math.min(scale, 1)), sd: 1.1 };
  const gap: Prior = { mean: Math.log(Math.min(scale, 0.5)), sd: 1.8 };
  const share: Prior = { mean: 0, sd: 1.6 };
  return [
    ...(kind.multiplicity > 1 ? [shift] : []),
    ...(kind.next > 0 ? [gap, share] : []),
    ...(kind.next > 1 ? [shift] : []),
  ];
}

/**
 * λ̂ − λ at L ≥ 0. `constants` are log c (where m > 1), then log δ and log(1 + a/c^(m−1)) (where k > 0), then log d (where
 * k > 1). For k < 2 every real value gives Z > 0; NaN where Z ≤ 0.
 */
export function finiteSize(kind: CurveKind, constants: readonly number[], logT: number): number {
  const poles = kind.multiplicity - 1;
  const c = poles > 0 ? Math.exp(constants[0] ?? NaN) : 1;
  const base = logT + c;
  const leading = base ** poles;
  const slope = poles === 0 ? 0 : poles * base ** (poles - 1);
  if (kind.next === 0) return -slope / leading;
  const first = poles > 0 ? 1 : 0;
  const gap = Math.exp(constants[first] ?? NaN);
  const share = Math.expm1(constants[first + 1] ?? NaN) * c ** poles * Math.exp(-gap * logT);
  const rate = kind.next === 1 ? 0 : Math.exp(-(constants[first + 2] ?? NaN));
  const growth = 1 + rate * logT;
  const total = leading + share * growth;
  return total > 0 ? (share * (gap * growth - rate) - slope) / total : NaN;
}
