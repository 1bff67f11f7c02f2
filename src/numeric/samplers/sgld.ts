/**
 * Stochastic gradient Langevin dynamics (Welling & Teh 2011) with constant step size ε:
 * w ← w − (ε/2)(nβ∇K + γ(w − w*)) + √ε·N(0, 1). On a Gaussian of curvature c its variance is that of the target
 * divided by 1 − εc/4; it leaves every bounded set when ε·c > 4.
 */
import { initChain } from "./chain.js";
import type { KernelSampler } from "./sampler.js";
import { kernelSampler, slotAllocator } from "./sampler.js";
import { dataOf, evaluation, phase, reflected } from "./target.js";
import type { Target } from "./target.js";

export function sgld(target: Target): KernelSampler {
  const slots = slotAllocator();
  const position = slots.many(target.loss.dimension);
  const loss = slots.one();
  const gradient = slots.many(target.loss.dimension);
  const nbetaSlot = slots.one();
  const stepSize = slots.one();
  const update = phase((b, set) => {
    // Grouped so that what no step changes, ε·nβ/2 and 1 − ε·γ/2, is computed once.
    const epsilon = b.parameter(stepSize);
    const half = b.multiply(b.constant(0.5), epsilon);
    const pull = b.multiply(b.constant(target.localization), half);
    const kept = b.subtract(b.constant(1), pull);
    const rate = b.multiply(half, b.parameter(nbetaSlot));
    const sigma = b.sqrt(epsilon);
    const moved = position.map((slot, i) => {
      const home = b.multiply(pull, b.constant(target.loss.origin[i] ?? 0));
      const stayed = b.add(b.multiply(kept, b.parameter(slot)), home);
      const drifted = b.subtract(stayed, b.multiply(rate, b.parameter(gradient[i] ?? 0)));
      return b.add(drifted, b.multiply(sigma, b.noise("normal", i)));
    });
    reflected(b, target.box, moved).forEach((node, i) => {
      set(position[i] ?? 0, node);
    });
  });
  const full = target.batch === null ? [] : evaluation(target, position, { loss, gradient: [] }, null);
  return kernelSampler({
    name: "sgld",
    target,
    kernel: {
      slots: slots.total(),
      phases: [update, ...evaluation(target, position, { loss, gradient }, target.batch)],
      atDraw: full,
      record: loss,
      data: dataOf(target),
    },
    layout: {
      position,
      loss,
      gradient: null,
      state: [...position, loss, ...gradient],
      nbeta: nbetaSlot,
      stepSize,
      accepted: null,
      adapting: null,
      special: {},
    },
    tuning: { kind: "stability", fraction: 0.01, order: 1 },
    init: (w, nbeta) =>
      initChain(target, { position, loss, gradient, nbeta: nbetaSlot, stepSize }, slots.total(), w, nbeta),
  });
}
