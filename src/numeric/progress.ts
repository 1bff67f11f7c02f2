/**
 * How far an estimate is. While it samples at nβ, that is measured by effective sample size: the draws so far give the size
 * that they amount to and the size that the error bar needs.
 */
import type { Progress } from "./run.js";

export interface EstimateProgress {
  readonly phase: "value" | "ladder";
  /** Done of this phase at nβ, or of this run of the ladder, which several may follow: from 0 to 1. */
  readonly share: number;
  /** Effective sample size so far, and that which the error bar needs; null in warm-up, on the ladder, and for fixed draws. */
  readonly ess: { readonly sofar: number; readonly needed: number } | null;
}

/** How long sampling at nβ goes on: until the relative error of λ̂ is `error`, within these numbers of draws a chain. */
export interface Length {
  readonly error: number;
  readonly fewest: number;
  readonly most: number;
}

/** `length` is null where the number of draws is fixed. */
export function valueProgress(
  { done, total, mixing }: Progress,
  chains: number,
  length: Length | null,
): EstimateProgress {
  const fixed: EstimateProgress = { phase: "value", share: done / total, ess: null };
  if (length === null || mixing === null) return fixed;
  const needed = mixing.variance / (length.error * mixing.mean) ** 2;
  const expected = (mixing.draws / chains) * (needed / mixing.ess);
  const share = mixing.draws / chains / Math.min(Math.max(expected, length.fewest), length.most);
  return { phase: "value", share: Math.min(share, 1), ess: { sofar: mixing.ess, needed } };
}

export function ladderProgress({ done, total }: Progress): EstimateProgress {
  return { phase: "ladder", share: done / total, ess: null };
}
