/**
 * How far an estimate is. While it samples at nβ, that is measured by effective sample size: the draws so far give the size
 * that they amount to and the size that the error bar needs.
 */
import type { Progress } from "./run.js";

export interface EstimateProgress {
  readonly phase: "value" | "ladder";
  /** Done of this phase, from 0 to 1; where `ess` is null, of this run of the ladder, which several may follow. */
  readonly share: number;
  /** Effective sample size so far, and that which the error bar needs; null where it is not known yet, and for fixed draws. */
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

/** What earlier draws of a ladder say of those that its fit needs in all; of each chain, as all numbers of draws here. */
export interface LadderLength {
  /** Effective sample size of the fit for each draw. */
  readonly rate: number;
  /** Draws that make λ's error small enough. */
  readonly needed: number;
  readonly fewest: number;
  readonly most: number;
}

/** A run of a ladder: `before` are the draws of earlier runs that count beside its own. */
export interface LadderStretch {
  readonly before: number;
  readonly burnIn: number;
  readonly draws: number;
}

/** `length` is null where nothing is known yet, and where the number of draws is fixed. */
export function ladderProgress(
  { done, total }: Progress,
  { before, burnIn, draws }: LadderStretch,
  length: LadderLength | null,
): EstimateProgress {
  const share = done / total;
  if (length === null) return { phase: "ladder", share, ess: null };
  const sofar = before + Math.max(0, share * (burnIn + draws) - burnIn);
  const last = Math.min(Math.max(length.needed, length.fewest), length.most);
  return {
    phase: "ladder",
    share: Math.min(1, sofar / last),
    ess: { sofar: length.rate * sofar, needed: length.rate * length.needed },
  };
}
