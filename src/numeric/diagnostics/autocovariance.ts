/**
 * Autocovariances of one chain, (1/n) Σ_i (x_i − x̄)(x_{i+lag} − x̄). Short lags are summed as they are asked for;
 * the first long lag brings all of them by one fast Fourier transform.
 */
import { mean } from "./chains.js";

const directLags = 64;

/** A function lag → autocovariance, for 0 ≤ lag < the chain's length. */
export function autocovariance(chain: Float64Array): (lag: number) => number {
  const n = chain.length;
  const around = mean(chain);
  const centred = chain.map((x) => x - around);
  let all: Float64Array | null = null;
  return (lag) => {
    if (lag < directLags) return laggedProduct(centred, lag) / n;
    all ??= laggedProducts(centred);
    return (all[lag] ?? NaN) / n;
  };
}

function laggedProduct(x: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = x.length - lag - 1; i >= 0; i--) sum += (x[i] ?? 0) * (x[i + lag] ?? 0);
  return sum;
}

/** Σ_i x_i x_{i+lag} for all lags at once, by the Wiener–Khinchin theorem on the zero-padded series. */
function laggedProducts(x: Float64Array): Float64Array {
  let size = 1;
  while (size < 2 * x.length) size *= 2;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(x);
  transform(re, im);
  for (let i = 0; i < size; i++) {
    re[i] = (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2;
    im[i] = 0;
  }
  transform(re, im);
  return re.subarray(0, x.length).map((v) => v / size);
}

/** The discrete Fourier transform in place, radix 2; the length is a power of two. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(re, i, j);
      swap(im, i, j);
    }
  }
  for (let span = 2; span <= n; span *= 2) {
    const half = span >> 1;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / span;
      const c = Math.cos(angle);
      const s = Math.sin(angle);
      for (let i = k; i < n; i += span) {
        const ar = re[i] ?? 0;
        const ai = im[i] ?? 0;
        const br = re[i + half] ?? 0;
        const bi = im[i + half] ?? 0;
        const tr = br * c - bi * s;
        const ti = br * s + bi * c;
        re[i] = ar + tr;
        im[i] = ai + ti;
        re[i + half] = ar - tr;
        im[i + half] = ai - ti;
      }
    }
  }
}

function swap(a: Float64Array, i: number, j: number): void {
  const kept = a[i] ?? 0;
  a[i] = a[j] ?? 0;
  a[j] = kept;
}
