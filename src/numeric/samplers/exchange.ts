/**
 * Replica exchange (Swendsen & Wang 1986; Geyer 1991): neighbouring temperatures s < t of one chain swap their states
 * with probability min(1, exp((t − s)(K_t − K_s))), which leaves the product of their densities invariant. The
 * localization cancels. Even and odd pairs take turns.
 */
import { exponential } from "../random/variates.js";
import { next } from "../random/xoshiro.js";
import type { RandomState } from "../random/xoshiro.js";

/** The pairs (i, i + 1) of a ladder that swap in round `round`; the caller exchanges the states and counts. */
export function acceptedSwaps(
  rungs: readonly number[],
  loss: (rung: number) => number,
  round: number,
  random: RandomState,
): readonly number[] {
  const accepted: number[] = [];
  for (let i = round % 2; i + 1 < rungs.length; i += 2) {
    const logRatio = ((rungs[i + 1] ?? 0) - (rungs[i] ?? 0)) * (loss(i + 1) - loss(i));
    if (-exponential(next(random)) < logRatio) accepted.push(i);
  }
  return accepted;
}
