/**
 * What a plan with `positions` keeps of a chain beside K: where it was at each draw, and how many proposals it had accepted
 * since the draw before. Chains of a single temperature only; they are run draw by draw, which gives the same draws.
 */
import { lanes, slotAddress } from "../engines/kernel.js";
import type { Instance } from "../engines/kernel.js";
import type { SamplingPlan } from "./plan.js";
import type { Sampler } from "./sampler.js";

/** Both are empty where the plan records no positions. */
export interface Recording {
  /** `positions[draw·dimension + i]` = w_i. */
  readonly positions: Float64Array;
  /** `acceptance[draw]`, a share; NaN for samplers that accept every step. */
  readonly acceptance: Float64Array;
}

/** Room for the draws of the plan. */
export function blankRecording(plan: SamplingPlan, dimension: number): Recording {
  return recordingOf(plan.positions ? plan.draws : 0, dimension);
}

/** Runs `draws` draws of the first `losses.length` chains of group 0, writes K into `losses`, shows each draw and returns the rest. */
export function runRecording(
  instance: Instance,
  sampler: Sampler,
  losses: readonly Float64Array[],
  draws: number,
  thin: number,
  look: (chain: number, draw: number) => void,
): readonly Recording[] {
  const { position, accepted } = sampler.layout;
  const slot = (chain: number, index: number): number =>
    instance.slots[slotAddress(sampler.slots, chain, index)] ?? NaN;
  const count = (chain: number): number => (accepted === null ? NaN : slot(chain, accepted));
  const recordings = losses.map(() => recordingOf(draws, position.length));
  for (let draw = 0; draw < draws; draw++) {
    const before = Array.from({ length: lanes }, (_, chain) => count(chain));
    instance.run(0, 1, thin);
    recordings.forEach(({ positions, acceptance }, chain) => {
      const loss = losses[chain];
      if (loss !== undefined) loss[draw] = instance.recorded[chain] ?? NaN;
      position.forEach((index, i) => (positions[draw * position.length + i] = slot(chain, index)));
      acceptance[draw] = (count(chain) - (before[chain] ?? NaN)) / thin;
      look(chain, draw);
    });
  }
  return recordings;
}

/** Writes the first `draws` draws of `from` into `into`, from its draw `at` on. */
export function copyRecording(into: Recording, at: number, from: Recording, draws: number): void {
  const dimension = dimensionOf(from);
  into.positions.set(from.positions.subarray(0, draws * dimension), at * dimension);
  into.acceptance.set(from.acceptance.subarray(0, draws), at);
}

/** Coordinates of w; 0 where nothing is recorded. */
export function dimensionOf({ positions, acceptance }: Recording): number {
  return acceptance.length === 0 ? 0 : positions.length / acceptance.length;
}

function recordingOf(draws: number, dimension: number): Recording {
  return { positions: new Float64Array(draws * dimension), acceptance: new Float64Array(draws) };
}
