/**
 * Normal, exponential and uniform variates from 32-bit words, in single precision with IEEE operations only: every
 * engine reproduces these bits. Normals come in pairs by Box and Muller's method; the largest is 5.9.
 */

const { fround } = Math;

/** −2·log(1 + z)/z on [√½ − 1, √2 − 1], highest power first; the error of −2·log is below 1e-6. */
export const logCoefficients: readonly number[] = [
  0.11657806485891342, -0.18573839962482452, 0.2052544355392456, -0.2492033690214157, 0.3331356346607208,
  -0.500008761882782, 1.000001072883606,
].map((c) => fround(-2 * c));
export const minusTwoLn2 = fround(-2 * Math.LN2);
export const sqrtTwo = fround(1.41421356);

/** sin(πv) = v·S(v²) and cos(πv) = C(v²) on |v| ≤ 1/2, highest power first; errors 2.4e-6 and 6.8e-6. */
export const sineCoefficients: readonly number[] = [
  -0.5594350099563599, 2.5440001487731934, -5.167405605316162, 3.1415903568267822,
];
export const cosineCoefficients: readonly number[] = [
  -1.2219364643096924, 4.041212558746338, -4.933931350708008, 0.9999932050704956,
];

export const twoToMinus32 = 2 ** -32;
export const twoToMinus24 = 2 ** -24;

/** A uniform variate (2k + 1)/2^24 on (0, 1) from the upper 24 bits, the last one set. */
export function uniform(word: number): number {
  return fround(odd(word) * twoToMinus24);
}

/** −log of `uniform(word)`. */
export function exponential(word: number): number {
  return fround(0.5 * minusTwoLog(word));
}

/** Two independent N(0, 1) variates. */
export function normalPair(first: number, second: number): readonly [number, number] {
  const radius = fround(Math.sqrt(minusTwoLog(first)));
  const v = fround(fround(second | 0) * twoToMinus32);
  const q = fround(v * v);
  const sine = fround(v * horner(sineCoefficients, q));
  const cosine = horner(cosineCoefficients, q);
  const twice = fround(sine + sine);
  return [fround(radius * fround(twice * cosine)), fround(radius * fround(1 - fround(twice * sine)))];
}

/** −2·log((2k + 1)/2^24), the mantissa taken in [√½, √2). */
function minusTwoLog(word: number): number {
  const n = odd(word);
  let exponent = 31 - Math.clz32(n);
  let mantissa = n / 2 ** exponent;
  if (mantissa >= sqrtTwo) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const z = fround(mantissa - 1);
  return fround(fround((exponent - 24) * minusTwoLn2) + fround(z * horner(logCoefficients, z)));
}

function odd(word: number): number {
  return (word >>> 8) | 1;
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, c) => fround(fround(sum * x) + c));
}
