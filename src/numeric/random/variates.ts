/**
 * Normal, exponential and uniform variates from 32-bit words, in single precision with IEEE operations only: every
 * engine reproduces these bits. Normals come in pairs by Box and Muller's method; the largest is 5.9.
 */

const { fround } = Math;

/** Polynomial of log(1 + z)/z³ + 1/(2z) − 1/z² on [√½ − 1, √2 − 1], highest power first (Cephes, logf). */
export const logCoefficients: readonly number[] = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround);
/** ln 2 in two parts, the first with trailing zeros. */
export const ln2High = 0.693359375;
export const ln2Low = fround(-2.1219444e-4);
export const sqrtTwo = fround(1.41421356);

/** sin(πv) = v·S(v²) and cos(πv) = C(v²) on |v| ≤ 1/2, highest power first; errors 2.4e-6 and 5e-8. */
export const sineCoefficients: readonly number[] = [
  -0.5594350099563599, 2.5440001487731934, -5.167405605316162, 3.1415903568267822,
];
export const cosineCoefficients: readonly number[] = [
  0.21968242526054382, -1.3318729400634766, 4.05841064453125, -4.934792995452881, 0.9999999403953552,
];

export const twoToMinus32 = 2 ** -32;
export const twoToMinus24 = 2 ** -24;

/** A uniform variate (2k + 1)/2^24 on (0, 1) from the upper 23 bits. */
export function uniform(word: number): number {
  return fround(odd(word) * twoToMinus24);
}

/** −log of `uniform(word)`. */
export function exponential(word: number): number {
  return fround(-logUniform(word));
}

/** Two independent N(0, 1) variates. */
export function normalPair(first: number, second: number): readonly [number, number] {
  const radius = fround(Math.sqrt(fround(-2 * logUniform(first))));
  const v = fround(fround(second | 0) * twoToMinus32);
  const q = fround(v * v);
  const sine = fround(v * horner(sineCoefficients, q));
  const cosine = horner(cosineCoefficients, q);
  const twice = fround(sine + sine);
  return [fround(radius * fround(twice * cosine)), fround(radius * fround(1 - fround(twice * sine)))];
}

/** log((2k + 1)/2^24): mantissa in [√½, √2), then Cephes' polynomial. */
function logUniform(word: number): number {
  const n = odd(word);
  let exponent = 31 - Math.clz32(n);
  let mantissa = n / 2 ** exponent;
  if (mantissa > sqrtTwo) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const z = fround(mantissa - 1);
  const e = exponent - 24;
  const zz = fround(z * z);
  const tail = fround(fround(horner(logCoefficients, z) * fround(z * zz)) - fround(0.5 * zz));
  return fround(fround(fround(fround(e * ln2Low) + tail) + z) + fround(e * ln2High));
}

function odd(word: number): number {
  return ((word >>> 9) << 1) | 1;
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, c) => fround(fround(sum * x) + c));
}
