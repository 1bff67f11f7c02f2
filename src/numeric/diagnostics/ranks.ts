/** Rank normalisation: each draw becomes the normal score of its rank among all draws of all chains. */
import { pooled } from "./chains.js";
import type { Chains } from "./chains.js";
import { normalQuantile } from "./normal.js";

/**
 * Φ⁻¹((r − 3/8)/(S + 1/4)) with r the average rank from 1 to S (Blom's scores). `sorted` are all draws in ascending order.
 */
export function rankNormalized(chains: Chains, sorted: Float64Array = pooled(chains).sort()): Chains {
  const size = sorted.length;
  const scores = Float64Array.from(scoresOf(size));
  for (let first = 0; first < size;) {
    let end = first + 1;
    while (end < size && sorted[end] === sorted[first]) end++;
    if (end - first > 1) scores.fill(blom((first + end + 1) / 2, size), first, end);
    first = end;
  }
  return chains.map((c) => c.map((x) => scores[lowerBound(sorted, x)] ?? NaN));
}

function blom(rank: number, size: number): number {
  return normalQuantile((rank - 0.375) / (size + 0.25));
}

/** The scores of ranks 1 to `size`; those of the last size are kept, as all rungs of a run have the same. */
function scoresOf(size: number): Float64Array {
  if (latest.length !== size) latest = Float64Array.from({ length: size }, (_, i) => blom(i + 1, size));
  return latest;
}

let latest = new Float64Array();

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
