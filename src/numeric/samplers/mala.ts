/**
 * Metropolis-adjusted Langevin algorithm (Roberts & Tweedie 1996): the Langevin step as a proposal,
 * w' = w − (ε/2)∇U + √ε·z, accepted with probability min(1, exp(U(w) − U(w') + |z|²/2 − |z'|²/2)), where
 * z' = (√ε/2)(∇U(w) + ∇U(w')) − z is the noise of the way back. Each step multiplies ε by (1 − 0.97·u)², u uniform and
 * independent of w, so that narrow places can be entered and left. Exact for every ε.
 */
import type { Phase } from "../engines/kernel.js";
import type { KernelSampler } from "./sampler.js";
import { chainLayout, chainSlots, decide, initChain } from "./chain.js";
import type { ChainSlots } from "./chain.js";
import { kernelSampler, slotAllocator } from "./sampler.js";
import type { SlotAllocator } from "./sampler.js";
import { settingsOf } from "./settings.js";
import type { SettingsOf } from "./settings.js";
import { dataOf, energy, energyGradient, evaluation, phase } from "./target.js";
import type { Target } from "./target.js";

export function mala(target: Target, { targetAccept }: SettingsOf<"mala"> = settingsOf("mala")): KernelSampler {
  const slots = slotAllocator();
  const current = chainSlots(target, slots);
  const proposal = malaSlots(target, slots);
  return kernelSampler({
    name: "mala",
    target,
    kernel: {
      slots: slots.total(),
      phases: malaPhases(target, current, proposal),
      atDraw: [],
      record: current.loss,
      data: dataOf(target),
    },
    layout: chainLayout(current),
    tuning: { kind: "acceptance", share: targetAccept, order: 1 },
    init: (w, nbeta) => initChain(target, current, slots.total(), w, nbeta),
  });
}

export interface MalaSlots {
  readonly position: readonly number[];
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly noise: readonly number[];
  /** ε times the factor of this step. */
  readonly stepSize: number;
}

export function malaSlots(target: Target, slots: SlotAllocator): MalaSlots {
  return {
    position: slots.many(target.loss.dimension),
    loss: slots.one(),
    gradient: slots.many(target.loss.dimension),
    noise: slots.many(target.loss.dimension),
    stepSize: slots.one(),
  };
}

/** One step: propose, evaluate, accept. */
export function malaPhases(target: Target, current: ChainSlots, proposal: MalaSlots): readonly Phase[] {
  const propose = phase((b, set) => {
    const factor = b.square(b.subtract(b.constant(1), b.multiply(b.constant(0.97), b.noise("uniform", 0))));
    const epsilon = b.multiply(factor, b.parameter(current.stepSize));
    set(proposal.stepSize, epsilon);
    const half = b.multiply(b.constant(0.5), epsilon);
    const sigma = b.sqrt(epsilon);
    const drift = energyGradient(b, target, b.parameter(current.nbeta), current.position, current.gradient);
    current.position.forEach((slot, i) => {
      const z = b.noise("normal", i);
      set(proposal.noise[i] ?? 0, z);
      set(
        proposal.position[i] ?? 0,
        b.add(b.subtract(b.parameter(slot), b.multiply(half, drift[i] ?? 0)), b.multiply(sigma, z)),
      );
    });
  });
  const accept = phase((b, set) => {
    const nbeta = b.parameter(current.nbeta);
    const halfSigma = b.multiply(b.constant(0.5), b.sqrt(b.parameter(proposal.stepSize)));
    const here = energyGradient(b, target, nbeta, current.position, current.gradient);
    const there = energyGradient(b, target, nbeta, proposal.position, proposal.gradient);
    const asymmetry = proposal.noise.map((slot, i) => {
      const z = b.parameter(slot);
      const back = b.subtract(b.multiply(halfSigma, b.add(here[i] ?? 0, there[i] ?? 0)), z);
      return b.subtract(b.square(z), b.square(back));
    });
    const logRatio = b.add(
      b.subtract(
        energy(b, target, nbeta, current.position, current.loss),
        energy(b, target, nbeta, proposal.position, proposal.loss),
      ),
      b.multiply(b.constant(0.5), b.sum(asymmetry)),
    );
    decide(b, set, target, current, proposal, logRatio);
  });
  return [propose, ...evaluation(target, proposal.position, proposal, null), accept];
}
