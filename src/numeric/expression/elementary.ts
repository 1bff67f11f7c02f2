/**
 * exp and tanh by IEEE additions, multiplications and one division only, so that every engine returns the same bits.
 * With y = k·ln 2 + r, |r| ≤ ln 2 / 2, and exp(r) − 1 by its Taylor polynomial of degree 13 (relative remainder below
 * 1e-16): exp y = 2^k·exp r, and tanh|x| = E/(E + 2) where E = exp(2|x|) − 1 = 2^k·(exp r − 1) + (2^k − 1).
 */

/** exp is evaluated within ±expLimit. */
export const expLimit = 700;
/** Beyond this |x|, tanh is ±1 in double precision. */
export const saturation = 20;

/** Adding and subtracting 1.5·2^52 rounds to the nearest integer, ties to even. */
export const roundingShift = 6755399441055744;
export const inverseLn2 = 1.4426950408889634;
/** ln 2 in two parts: the first has trailing zeros, so that k times it is exact. */
export const ln2High = 0.6931471803691238;
export const ln2Low = 1.9082149292705877e-10;

/** 1/13!, 1/12!, …, 1/2!, 1/1!: exp(r) − 1 = r·(…) by Horner's rule. */
export const expm1Coefficients: readonly number[] = Array.from({ length: 13 }, (_, i) => 1 / factorial(13 - i));

export function exp(x: number): number {
  const y = Math.min(Math.max(x, -expLimit), expLimit);
  const k = y * inverseLn2 + roundingShift - roundingShift;
  return powerOfTwo(k) * (expm1Reduced(y - k * ln2High - k * ln2Low) + 1);
}

export function tanh(x: number): number {
  const y = 2 * Math.min(Math.abs(x), saturation);
  const k = y * inverseLn2 + roundingShift - roundingShift;
  const scale = powerOfTwo(k);
  const e = scale * expm1Reduced(y - k * ln2High - k * ln2Low) + (scale - 1);
  const t = e / (e + 2);
  return x < 0 ? -t : t;
}

/** exp(r) − 1 for |r| ≤ ln 2 / 2; Horner's rule is written out because kernels call this in their inner loop. */
function expm1Reduced(r: number): number {
  return (
    r *
    ((((((((((((c13 * r + c12) * r + c11) * r + c10) * r + c9) * r + c8) * r + c7) * r + c6) * r + c5) * r + c4) * r +
      c3) *
      r +
      c2) *
      r +
      1)
  );
}

const [c13, c12, c11, c10, c9, c8, c7, c6, c5, c4, c3, c2] = expm1Coefficients as readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

function powerOfTwo(k: number): number {
  return powersOfTwo[k + maxExponent] ?? NaN;
}

const maxExponent = 1020;
const powersOfTwo = Float64Array.from({ length: 2 * maxExponent + 1 }, (_, i) => 2 ** (i - maxExponent));

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
