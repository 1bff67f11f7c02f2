/** What a thread holds to run units of work, and what a unit carries; plain data but for the workshop. */
import type { Instance } from "../engines/kernel.js";
import type { ControlRecord, ControlRecorder } from "./controls.js";
import type { Recording } from "./recording.js";
import type { Job } from "./registry.js";
import type { Sampler } from "./sampler.js";
import type { Curvature, TuningState } from "./tuning.js";

/** A job made ready on one thread: the compiled kernel, used by one unit after another. */
export interface Workshop {
  readonly job: Job;
  readonly sampler: Sampler;
  readonly engine: string;
  readonly instance: Instance;
  readonly curvature: Curvature;
  readonly controls: ControlRecorder | null;
}

/** Everything that a unit carries from one segment to the next. */
export interface UnitState {
  readonly unit: number;
  /** Sweeps done, warm-up included; a sweep is `thin` steps and, on a ladder, one round of exchanges. */
  readonly sweeps: number;
  readonly slots: Float64Array;
  readonly random: Uint32Array;
  readonly chains: readonly ChainState[];
}

export interface ChainState {
  readonly chain: number;
  readonly swapRandom: Uint32Array;
  readonly tuning: readonly TuningState[];
  /** `draws[rung]`, of the plan's length; the first `drawn` are filled. */
  readonly draws: readonly Float64Array[];
  /** `controls[rung]`. */
  readonly controls: readonly ControlRecord[];
  readonly drawn: number;
  /** Of the plan's length, like `draws`. */
  readonly recording: Recording;
  readonly accepted: readonly number[];
  /** Exchanges between rung i and i + 1 that were accepted, after warm-up. */
  readonly swapped: readonly number[];
  /** Where and when the chain left the finite numbers; it draws no more. */
  readonly divergence: { readonly rung: number; readonly step: number } | null;
}
