/** The loop over draws of one unit: steps of the sampler, exchanges between temperatures, what is written down. */
import { lanes, slotAddress } from "../engines/kernel.js";
import { openSums, stretch } from "./controls.js";
import type { ControlRecorder } from "./controls.js";
import { acceptedSwaps } from "./exchange.js";
import { runRecording } from "./recording.js";
import type { Recording } from "./recording.js";
import type { Job } from "./registry.js";
import type { UnitState, Workshop } from "./unit-state.js";

/** Sweeps at a time after warm-up. */
export const segmentSweeps = 256;

/** What some sweeps in a row left behind. */
export interface Segment {
  /** `loss[chain in unit][rung][sweep]`. */
  readonly loss: readonly (readonly Float64Array[])[];
  /** `swapped[chain in unit][pair]`. */
  readonly swapped: readonly number[][];
  /** `recordings[chain in unit]`; empty where the plan records no positions. */
  readonly recordings: readonly Recording[];
  /** `controls[chain in unit][rung]`: what `openSums` gave, with the draws added. */
  readonly controls: readonly (readonly Float64Array[])[];
}

/** Loads the state into the instance and runs; `swapRandom` is advanced. */
export function runSweeps(
  shop: Workshop,
  state: UnitState,
  sweeps: number,
  swapRandom: readonly Uint32Array[],
  recorder: ControlRecorder | null,
): Segment {
  const { instance, job } = shop;
  const rungs = job.plan.rungs.length;
  instance.slots.set(state.slots);
  instance.random.set(state.random);
  const loss = state.chains.map(() => job.plan.rungs.map(() => new Float64Array(sweeps)));
  const swapped = state.chains.map(() => job.plan.rungs.slice(1).map(() => 0));
  const controls = state.chains.map((chain) =>
    recorder === null ? [] : chain.controls.map((record) => openSums(record, chain.drawn, sweeps)),
  );
  const addControls = (c: number, r: number, s: number): void => {
    const sums = controls[c]?.[r];
    if (recorder === null || sums === undefined) return;
    const first = Math.floor((((state.chains[c]?.drawn ?? 0) % stretch) + s) / stretch) * recorder.count;
    recorder.addTo(sums, first, instance, c * rungs + r, job.plan.rungs[r] ?? NaN);
  };
  if (job.plan.positions) {
    const losses = loss.map(([only = new Float64Array(0)]) => only);
    const recordings = runRecording(instance, shop.sampler, losses, sweeps, job.plan.thin, (c, s) => {
      addControls(c, 0, s);
    });
    return { loss, swapped, recordings, controls };
  }
  if (runsOnItsOwn(job, shop.controls)) {
    for (let group = 0; group * lanes < state.chains.length * rungs; group++)
      instance.run(group, sweeps, job.plan.thin);
    loss.flat().forEach((row, place) => {
      const first = Math.floor(place / lanes) * segmentSweeps * lanes + (place % lanes);
      for (let s = 0; s < sweeps; s++) row[s] = instance.recorded[first + s * lanes] ?? NaN;
    });
    return { loss, swapped, recordings: [], controls };
  }
  for (let s = 0; s < sweeps; s++) {
    for (let group = 0; group * lanes < state.chains.length * rungs; group++) instance.run(group, 1, job.plan.thin);
    for (let c = 0; c < state.chains.length; c++) {
      const random = swapRandom[c];
      if (random !== undefined && job.plan.exchange) exchange(shop, c, state.sweeps + s, random, swapped[c] ?? []);
      for (let r = 0; r < rungs; r++) {
        const row = loss[c]?.[r];
        if (row !== undefined) row[s] = instance.slots[slotOf(shop, c * rungs + r, shop.sampler.layout.loss)] ?? NaN;
        addControls(c, r, s);
      }
    }
  }
  return { loss, swapped, recordings: [], controls };
}

/** Runs `sweeps` sweeps again from `before`, looks, and restores the instance. */
export function replay(shop: Workshop, before: UnitState, sweeps: number, look: () => void): void {
  const slots = shop.instance.slots.slice();
  const random = shop.instance.random.slice();
  runSweeps(
    shop,
    before,
    sweeps,
    before.chains.map((chain) => chain.swapRandom.slice()),
    null,
  );
  look();
  shop.instance.slots.set(slots);
  shop.instance.random.set(random);
}

/** Where chain·rungs + rung = `place` keeps slot `slot`. */
export function slotOf(shop: Workshop, place: number, slot: number): number {
  return slotAddress(shop.sampler.slots, place, slot);
}

/** Whether nothing happens between two draws of a chain but its sampler's steps. */
export function runsOnItsOwn({ plan }: Job, controls: ControlRecorder | null): boolean {
  return (plan.rungs.length === 1 || !plan.exchange) && !plan.positions && controls === null;
}

function exchange(shop: Workshop, c: number, round: number, random: Uint32Array, swapped: number[]): void {
  const { slots } = shop.instance;
  const { rungs } = shop.job.plan;
  const { loss, state } = shop.sampler.layout;
  const place = c * rungs.length;
  for (const i of acceptedSwaps(rungs, (r) => slots[slotOf(shop, place + r, loss)] ?? NaN, round, random)) {
    swapped[i] = (swapped[i] ?? 0) + 1;
    for (const slot of state) {
      const low = slotOf(shop, place + i, slot);
      const high = slotOf(shop, place + i + 1, slot);
      const kept = slots[low] ?? NaN;
      slots[low] = slots[high] ?? NaN;
      slots[high] = kept;
    }
  }
}
