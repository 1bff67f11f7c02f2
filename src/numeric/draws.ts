/**
 * What sampling leaves behind and every estimator reads: the loss K along chains, at one or several inverse
 * temperatures.
 */

/** Post-warm-up draws at one inverse temperature. */
export interface Rung {
  /** The inverse temperature t = nβ of p(w) ∝ exp(−t·K(w) − (γ/2)|w − w*|²). */
  readonly nbeta: number;
  /** `loss[chain][draw]` = K at that draw; chains may be of different length where one diverged. */
  readonly loss: readonly Float64Array[];
}

/** A chain that left the finite numbers. */
export interface Divergence {
  readonly chain: number;
  readonly nbeta: number;
  /** The step, counted from the start of the chain, warm-up included. */
  readonly step: number;
}

/** Rungs in ascending order of nβ; a run at a single temperature has one. */
export interface LadderDraws {
  readonly rungs: readonly Rung[];
  readonly divergences: readonly Divergence[];
}
