/** Records the sums of Stein's functions beside K, stretch by stretch of draws. */
import type { Instance } from "../engines/kernel.js";
import { slotAddress } from "../engines/kernel.js";
import type { SamplingPlan } from "./plan.js";
import type { Sampler } from "./sampler.js";
import { steinFunctions } from "./stein.js";

/** Draws that are summed before anything is written down. */
export const stretch = 32;

export interface ControlRecorder {
  readonly count: number;
  readonly levels: readonly number[];
  /** Adds the functions at the current state of the chain in place `place`, at temperature `nbeta`. */
  readonly addTo: (sums: Float64Array, at: number, instance: Instance, place: number, nbeta: number) => void;
}

/** Null where the plan asks for no controls, or Stein's identity does not hold: in a box, or for an inexact sampler. */
export function controlRecorder(
  sampler: Sampler,
  plan: SamplingPlan,
  origin: readonly number[],
): ControlRecorder | null {
  const { position, gradient } = sampler.layout;
  if (!plan.controls || plan.box !== null || gradient === null || !(plan.localization > 0)) return null;
  const functions = steinFunctions(position.length);
  const x = new Float64Array(position.length);
  const slope = new Float64Array(position.length);
  const address = (place: number, slot: number): number => slotAddress(sampler.slots, place, slot);
  const places = { x: position.map((slot) => address(0, slot)), slope: gradient.map((slot) => address(0, slot)) };
  return {
    count: functions.count,
    levels: functions.levels,
    addTo: (sums, at, { slots }, place, nbeta) => {
      const base = address(place, 0);
      for (let i = 0; i < x.length; i++) {
        const displaced = (slots[base + (places.x[i] ?? 0)] ?? NaN) - (origin[i] ?? 0);
        x[i] = displaced;
        slope[i] = nbeta * (slots[base + (places.slope[i] ?? 0)] ?? NaN) + plan.localization * displaced;
      }
      functions.addTo(sums, at, x, slope, nbeta);
    },
  };
}

/** What a chain has recorded at one rung; empty where nothing is. */
export interface ControlRecord {
  /** Stretch by stretch, of the plan's length. */
  readonly sums: Float64Array;
  /** Of the draws since the last full stretch. */
  readonly pending: Float64Array;
}

/** Room for `draws` draws, with the first `drawn` of an earlier record in it. */
export function controlRecord(
  recorder: ControlRecorder | null,
  draws: number,
  earlier: ControlRecord | null = null,
  drawn = 0,
): ControlRecord {
  const count = recorder?.count ?? 0;
  const sums = new Float64Array(Math.floor(draws / stretch) * count);
  if (earlier !== null) sums.set(earlier.sums.subarray(0, Math.floor(drawn / stretch) * count));
  return { sums, pending: earlier?.pending ?? new Float64Array(count) };
}

/** Sums to add the draws from `drawn` to `drawn + more` to: the stretch that is under way, and as many as follow. */
export function openSums({ pending }: ControlRecord, drawn: number, more: number): Float64Array {
  const sums = new Float64Array(Math.ceil(((drawn % stretch) + more) / stretch) * pending.length);
  sums.set(pending.subarray(0, sums.length));
  return sums;
}

/** The record after `more` draws whose sums began with `openSums`; writes the full stretches into its `sums`. */
export function closeSums(record: ControlRecord, sums: Float64Array, drawn: number, more: number): ControlRecord {
  const count = record.pending.length;
  const full = Math.floor(((drawn % stretch) + more) / stretch) * count;
  record.sums.set(sums.subarray(0, full), Math.floor(drawn / stretch) * count);
  const pending = new Float64Array(count);
  pending.set(sums.subarray(full, full + count));
  return { ...record, pending };
}
