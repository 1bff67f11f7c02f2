/** Shapes of draws: `chains[chain][draw]`, and the split and pooled forms that the diagnostics are defined on. */
export type Chains = readonly Float64Array[];

/** The chains of full length: a chain that stopped early is left out, so that the others form a rectangle. */
export function completeChains(chains: Chains): Chains {
  const longest = chains.reduce((n, c) => Math.max(n, c.length), 0);
  return chains.filter((c) => c.length === longest && longest > 0);
}

/** Every chain as its first and its last half; of an odd number of draws the middle one is dropped. */
export function splitChains(chains: Chains): Chains {
  return chains.flatMap((c) => {
    const half = c.length >> 1;
    return [c.subarray(0, half), c.subarray(c.length - half)];
  });
}

export function pooled(chains: Chains): Float64Array {
  const all = new Float64Array(chains.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const c of chains) {
    all.set(c, at);
    at += c.length;
  }
  return all;
}

export function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? NaN;
  return sum / values.length;
}

/** The sample variance, n − 1 below; `around` is the mean. */
export function variance(values: Float64Array, around = mean(values)): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] ?? NaN) - around) ** 2;
  return sum / (values.length - 1);
}

/** The quantile at p of sorted values, linear between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantileOfSorted(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? NaN;
  const high = sorted[below + 1] ?? low;
  return low + (position - below) * (high - low);
}

/** True where every draw is a finite number and not all are equal: what a variance can be read from. */
export function isInformative(chains: Chains): boolean {
  const first = chains[0]?.[0];
  let varies = false;
  for (const c of chains) {
    for (let i = 0; i < c.length; i++) {
      const v = c[i] ?? NaN;
      if (!(Math.abs(v) < Infinity)) return false;
      if (v !== first) varies = true;
    }
  }
  return varies;
}
