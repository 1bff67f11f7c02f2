/**
 * What sampling leaves behind and every estimator reads: the loss K along chains, at one or several inverse
 * temperatures.
 */

/** Post-warm-up draws at one inverse temperature. */
export interface Rung {
  /** The inverse temperature t = nβ of p(w) ∝ exp(−t·K(w) − (γ/2)|w − w*|²). */
  readonly nbeta: number;
  /**
   * `loss[chain][draw]` = K at that draw, or of gibbs at a single temperature a conditional mean of K with the same
   * expectation; chains may be of different length where one diverged.
   */
  readonly loss: readonly Float64Array[];
  /** Control variates along the same chains, where the plan asked for them. */
  readonly controls?: Controls;
}

/** Sums of functions of mean 0 over consecutive stretches of draws. */
export interface Controls {
  /** Draws of a stretch. */
  readonly stretch: number;
  readonly count: number;
  /** The numbers of functions, ascending and up to `count`, of which the first ones make a set of their own. */
  readonly levels: readonly number[];
  /** `sums[chain][s·count + j]` is that of function j over stretch s. */
  readonly sums: readonly Float64Array[];
}

/** A chain that left the finite numbers. */
export interface Divergence {
  readonly chain: number;
  readonly nbeta: number;
  /** The step, counted from the start of the chain, warm-up included. */
  readonly step: number;
}

/** A chain at one inverse temperature, draw by draw, with its sample statistics. */
export interface ChainRecord {
  readonly chain: number;
  readonly loss: Float64Array;
  /** `positions[draw·dimension + i]` = w_i. */
  readonly positions: Float64Array;
  /** −nβ·K − (γ/2)|w − w*|², the log density up to a constant. */
  readonly logDensity: Float64Array;
  /** The share of proposals accepted since the draw before; null for samplers that accept every step. */
  readonly acceptance: Float64Array | null;
  /** ε after warm-up. */
  readonly stepSize: number;
  /** True where the chain left the finite numbers; it has only the draws before that. */
  readonly diverged: boolean;
}

/** Rungs in ascending order of nβ; a run at a single temperature has one. */
export interface LadderDraws {
  readonly rungs: readonly Rung[];
  readonly divergences: readonly Divergence[];
}
