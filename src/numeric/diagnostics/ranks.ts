/** Rank normalisation: each draw becomes the normal score of its rank among all draws of all chains. */
import { pooled } from "./chains.js";
import type { Chains } from "./chains.js";
import { normalQuantile } from "./normal.js";

/** Φ⁻¹((r − 3/8)/(S + 1/4)) with r the average rank from 1 to S (Blom's scores). */
export function rankNormalized(chains: Chains): Chains {
  const sorted = pooled(chains).sort();
  const size = sorted.length;
  const scores = new Float64Array(size);
  for (let first = 0; first < size;) {
    let end = first + 1;
    while (end < size && sorted[end] === sorted[first]) end++;
    scores.fill(normalQuantile(((first + end + 1) / 2 - 0.375) / (size + 0.25)), first, end);
    first = end;
  }
  return chains.map((c) => c.map((x) => scores[lowerBound(sorted, x)] ?? NaN));
}

/** The least index with sorted[index] ≥ x. */
function lowerBound(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
