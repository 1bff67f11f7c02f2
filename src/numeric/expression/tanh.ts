/**
 * tanh by IEEE additions, multiplications and one division only, so that every engine returns the same bits.
 * tanh|x| = E/(E + 2) with E = exp(2|x|) − 1; 2|x| = k·ln 2 + r, |r| ≤ ln 2 / 2, and
 * E = 2^k·(exp(r) − 1) + (2^k − 1), exp(r) − 1 by its Taylor polynomial of degree 13 (remainder below 1e-17 relative).
 */

/** Beyond this |x|, tanh is ±1 in double precision. */
export const saturation = 20;

/** Adding and subtracting 1.5·2^52 rounds to the nearest integer, ties to even. */
export const roundingShift = 6755399441055744;

export const inverseLn2 = 1.4426950408889634;
/** ln 2 in two parts: the first has trailing zeros, so that k times it is exact. */
export const ln2High = 0.6931471803691238;
export const ln2Low = 1.9082149292705877e-10;

/** 1/13!, 1/12!, …, 1/2!, 1/1!: exp(r) − 1 = r·(… ) by Horner's rule. */
export const expm1Coefficients: readonly number[] = Array.from({ length: 13 }, (_, i) => 1 / factorial(13 - i));

export function tanh(x: number): number {
  const y = 2 * Math.min(Math.abs(x), saturation);
  const k = y * inverseLn2 + roundingShift - roundingShift;
  const r = y - k * ln2High - k * ln2Low;
  let p = 0;
  for (const c of expm1Coefficients) p = p * r + c;
  const scale = powersOfTwo[k] ?? NaN;
  const e = scale * (p * r) + (scale - 1);
  const t = e / (e + 2);
  return x < 0 ? -t : t;
}

/** 2^k for k = 0 … 60, exact. */
export const powersOfTwo: readonly number[] = Array.from({ length: 61 }, (_, k) => 2 ** k);

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
