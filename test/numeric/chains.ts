/** Drives a sampler's kernel directly on an engine, many chains at once. */
import { lanes, slotAddress } from "../../src/numeric/engines/kernel.js";
import type { Engine, Instance } from "../../src/numeric/engines/kernel.js";
import { seeded } from "../../src/numeric/random/xoshiro.js";
import type { Sampler } from "../../src/numeric/samplers/sampler.js";

export interface ChainOptions {
  readonly chains: number;
  readonly nbeta: number;
  readonly stepSize: number;
  readonly seed: number;
  readonly draws: number;
  readonly thin: number;
  /** Slots set before the first step. */
  readonly set?: ReadonlyMap<number, number>;
}

/** An instance whose chains stand at `start`, with every chain's own random stream. */
export function startChains(engine: Engine, sampler: Sampler, start: readonly number[], o: ChainOptions): Instance {
  const groups = Math.ceil(o.chains / lanes);
  const instance = sampler.instantiate(engine, groups, o.draws);
  const state = sampler.init(start, o.nbeta);
  state[sampler.layout.stepSize] = o.stepSize;
  o.set?.forEach((value, slot) => (state[slot] = value));
  for (let chain = 0; chain < groups * lanes; chain++) {
    const [group, lane] = [Math.floor(chain / lanes), chain % lanes];
    state.forEach((value, slot) => {
      instance.slots[slotAddress(sampler.slots, chain, slot)] = value;
    });
    seeded(o.seed, chain, 0).forEach((word, i) => {
      instance.random[(group * 4 + i) * lanes + lane] = word;
    });
  }
  return instance;
}

/** Each chain's mean of nβ·K over its draws, after as many draws of warm-up. */
export function chainMeans(engine: Engine, sampler: Sampler, start: readonly number[], o: ChainOptions): number[] {
  const instance = startChains(engine, sampler, start, o);
  const means: number[] = [];
  for (let group = 0; group * lanes < o.chains; group++) {
    instance.run(group, o.draws, o.thin);
    instance.run(group, o.draws, o.thin);
    for (let lane = 0; lane < lanes; lane++) {
      let sum = 0;
      for (let draw = 0; draw < o.draws; draw++)
        sum += instance.recorded[(group * o.draws + draw) * lanes + lane] ?? NaN;
      means.push((o.nbeta * sum) / o.draws);
    }
  }
  return means;
}

/** How many standard errors the mean of independent values is off `truth`, and the relative standard error. */
export function zScore(values: readonly number[], truth: number): { readonly z: number; readonly relative: number } {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1);
  const error = Math.sqrt(variance / n);
  return { z: (mean - truth) / error, relative: error / Math.abs(truth) };
}
