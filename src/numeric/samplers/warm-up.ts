/** What happens between the windows of warm-up, in which step sizes are tuned, and at its end. */
import { slotOf } from "./sweeps.js";
import { retune } from "./tuning.js";
import type { ChainState, Workshop } from "./unit-state.js";

/** Sweeps of a window. */
export const windowSweeps = 16;

/** The end of warm-up: nothing adapts from here on, so that the recorded chain is Markov. */
export function freeze(shop: Workshop, slots: Float64Array): void {
  const { adapting } = shop.sampler.layout;
  if (adapting === null) return;
  for (let place = 0; place < shop.instance.random.length / 4; place++) slots[slotOf(shop, place, adapting)] = 0;
}

/** The chain in place `c` of its unit with the step sizes that a window of `sweeps` sweeps suggests, written into `slots`. */
export function warmedUp(
  shop: Workshop,
  slots: Float64Array,
  chain: ChainState,
  c: number,
  sweeps: number,
): ChainState {
  const { plan } = shop.job;
  const { layout } = shop.sampler;
  if (plan.stepSize !== null) return chain;
  const tuned = chain.tuning.map((state, r) => {
    const place = c * plan.rungs.length + r;
    const accepted = layout.accepted === null ? 0 : (slots[slotOf(shop, place, layout.accepted)] ?? 0);
    const next = retune(shop.sampler, plan.rungs[r] ?? 1, shop.curvature, state, {
      acceptance: accepted / (sweeps * plan.thin),
      position: layout.position.map((slot) => slots[slotOf(shop, place, slot)] ?? NaN),
    });
    slots[slotOf(shop, place, layout.stepSize)] = next.stepSize;
    return next;
  });
  return { ...chain, tuning: tuned };
}
