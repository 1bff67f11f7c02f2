/**
 * A unit of work: one chain with all its temperatures, or as many as share vector code. Units share nothing and
 * each depends only on the plan and its chains' numbers, so that any division among threads gives the same bytes. All
 * that a unit carries is a plain `UnitState`, which can be stored and continued.
 */
import { selectEngine } from "../engines/engines.js";
import { lanes } from "../engines/kernel.js";
import { seeded } from "../random/xoshiro.js";
import { closeSums, controlRecord, controlRecorder } from "./controls.js";
import { blankRecording, copyRecording } from "./recording.js";
import { samplerFor, samplerName } from "./registry.js";
import type { Job } from "./registry.js";
import { runSweeps, runsOnItsOwn, segmentSweeps, slotOf } from "./sweeps.js";
import type { Segment } from "./sweeps.js";
import { findTrouble } from "./trouble.js";
import { curvatureOf, initialTuning } from "./tuning.js";
import type { ChainState, UnitState, Workshop } from "./unit-state.js";
import { freeze, warmedUp, windowSweeps } from "./warm-up.js";

export type { ChainState, UnitState, Workshop } from "./unit-state.js";

export function unitCount(job: Job): number {
  return Math.ceil(job.plan.chains / chainsPerUnit(job));
}

/** Compiles the job's sampler. Throws EngineUnavailableError, or OptionError for a plan that does not fit the loss. */
export function openWorkshop(job: Job): Workshop {
  const sampler = samplerFor(job);
  const engine = selectEngine(job.plan.engine);
  const rungs = job.plan.rungs.length;
  const groups = Math.ceil((chainsPerUnit(job) * rungs) / lanes);
  const controls = controlRecorder(sampler, job.plan, job.loss.origin);
  const instance = sampler.instantiate(engine, groups, runsOnItsOwn(job, controls) ? segmentSweeps : 1);
  return {
    job,
    sampler,
    engine: engine.name,
    instance,
    curvature: sampler.target === null ? () => 0 : curvatureOf(sampler.target),
    controls,
  };
}

/** The unit before its first step, or as an earlier run left it. */
export function startUnit(shop: Workshop, unit: number, earlier: UnitState | null): UnitState {
  return earlier === null ? openUnit(shop, unit) : resumeUnit(shop, earlier);
}

/** Every chain at w*. */
function openUnit(shop: Workshop, unit: number): UnitState {
  const { plan, loss } = shop.job;
  const chains = chainNumbers(shop.job, unit);
  const { slots, random } = shop.instance;
  slots.fill(0);
  const tunings = plan.rungs.map((t) => {
    const tuned = initialTuning(shop.sampler, t, shop.curvature, loss.origin);
    return plan.stepSize === null ? tuned : { ...tuned, stepSize: plan.stepSize };
  });
  for (let place = 0; place < shop.instance.random.length / 4; place++) {
    const rung = place % plan.rungs.length;
    const chain = (chains[0] ?? 0) + Math.floor(place / plan.rungs.length);
    const used = place < chains.length * plan.rungs.length;
    const state = shop.sampler.init(loss.origin, used ? (plan.rungs[rung] ?? 1) : 0);
    state[shop.sampler.layout.stepSize] = tunings[rung]?.stepSize ?? 0;
    if (shop.sampler.layout.adapting !== null) state[shop.sampler.layout.adapting] = plan.burnIn > 0 ? 1 : 0;
    state.forEach((value, slot) => (slots[slotOf(shop, place, slot)] = value));
    seeded(plan.seed, chain, rung).forEach((word, i) => {
      random[(Math.floor(place / lanes) * 4 + i) * lanes + (place % lanes)] = word;
    });
  }
  return {
    unit,
    sweeps: 0,
    slots: slots.slice(),
    random: random.slice(),
    chains: chains.map((chain) => ({
      chain,
      swapRandom: seeded(plan.seed, chain, swapStream),
      tuning: tunings,
      draws: plan.rungs.map(() => new Float64Array(plan.draws)),
      controls: plan.rungs.map(() => controlRecord(shop.controls, plan.draws)),
      drawn: 0,
      recording: blankRecording(plan, loss.dimension),
      accepted: plan.rungs.map(() => 0),
      swapped: plan.rungs.slice(1).map(() => 0),
      divergence: null,
    })),
  };
}

/** A unit as an earlier run of the same plan, perhaps of fewer draws, left it: it goes on as if that had never stopped. */
function resumeUnit({ job: { plan, loss }, controls }: Workshop, state: UnitState): UnitState {
  const chains = state.chains.map((chain) => {
    const draws = chain.draws.map((values) => {
      const room = new Float64Array(plan.draws);
      room.set(values.subarray(0, chain.drawn));
      return room;
    });
    const recording = blankRecording(plan, loss.dimension);
    copyRecording(recording, 0, chain.recording, chain.drawn);
    const records = chain.controls.map((record) => controlRecord(controls, plan.draws, record, chain.drawn));
    return { ...chain, draws, recording, controls: records };
  });
  return { ...state, chains };
}

export function isFinished(job: Job, state: UnitState): boolean {
  return state.sweeps >= job.plan.burnIn + job.plan.draws || state.chains.every((chain) => chain.divergence !== null);
}

/**
 * One segment further: a window of warm-up, or a stretch of draws. Throws PointError where a population loss is
 * negative beyond rounding.
 */
export function advance(shop: Workshop, state: UnitState): UnitState {
  const { plan } = shop.job;
  const warm = state.sweeps < plan.burnIn;
  const sweeps = warm
    ? Math.min(windowSweeps, plan.burnIn - state.sweeps)
    : Math.min(segmentSweeps, plan.burnIn + plan.draws - state.sweeps);
  const swapRandom = state.chains.map((chain) => chain.swapRandom.slice());
  const segment = runSweeps(shop, state, sweeps, swapRandom, warm ? null : shop.controls);
  const next = {
    unit: state.unit,
    sweeps: state.sweeps + sweeps,
    slots: shop.instance.slots.slice(),
    random: shop.instance.random.slice(),
  };
  const chains = state.chains.map((chain, c) => {
    const divergence = chain.divergence ?? findTrouble(shop, state, segment, c);
    const moved = { ...chain, swapRandom: swapRandom[c] ?? chain.swapRandom, divergence };
    if (warm) return warmedUp(shop, next.slots, moved, c, sweeps);
    const usable = chain.divergence !== null ? 0 : divergence === null ? sweeps : firstNonFinite(segment, c);
    return recordedChain(moved, segment, c, usable);
  });
  if (warm && next.sweeps >= plan.burnIn) freeze(shop, next.slots);
  return { ...next, chains: chains.map((chain, c) => countAcceptance(shop, next.slots, chain, c, warm)) };
}

const swapStream = 2 ** 20;

/** As many chains as lanes take with all their temperatures; of gibbs, which runs lane after lane, one. */
function chainsPerUnit({ loss, plan }: Job): number {
  return samplerName(loss, plan) === "gibbs" ? 1 : Math.max(1, Math.floor(lanes / plan.rungs.length));
}

function chainNumbers(job: Job, unit: number): readonly number[] {
  const per = chainsPerUnit(job);
  const first = unit * per;
  return Array.from({ length: Math.min(per, job.plan.chains - first) }, (_, i) => first + i);
}

function recordedChain(chain: ChainState, segment: Segment, c: number, usable: number): ChainState {
  chain.draws.forEach((draws, r) => {
    draws.set(segment.loss[c]?.[r]?.subarray(0, usable) ?? [], chain.drawn);
  });
  const recording = segment.recordings[c];
  if (recording !== undefined) copyRecording(chain.recording, chain.drawn, recording, usable);
  const controls = chain.controls.map((record, r) => {
    const sums = segment.controls[c]?.[r];
    return sums === undefined ? record : closeSums(record, sums, chain.drawn, usable);
  });
  return {
    ...chain,
    controls,
    drawn: chain.drawn + usable,
    swapped: chain.swapped.map((n, i) => n + (segment.swapped[c]?.[i] ?? 0)),
  };
}

/** The first sweep of the segment in which chain c is not finite. */
function firstNonFinite(segment: Segment, c: number): number {
  const losses = segment.loss[c] ?? [];
  return Math.min(...losses.map((row) => row.findIndex((k) => !Number.isFinite(k))).filter((sweep) => sweep >= 0));
}

/** Moves the count of accepted proposals out of the slots; that of warm-up is dropped. */
function countAcceptance(shop: Workshop, slots: Float64Array, chain: ChainState, c: number, warm: boolean): ChainState {
  const slot = shop.sampler.layout.accepted;
  if (slot === null) return chain;
  const accepted = chain.accepted.map((sofar, r) => {
    const address = slotOf(shop, c * chain.accepted.length + r, slot);
    const fresh = slots[address] ?? 0;
    slots[address] = 0;
    return warm ? sofar : sofar + fresh;
  });
  return { ...chain, accepted };
}
