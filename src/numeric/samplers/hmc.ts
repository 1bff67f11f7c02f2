/**
 * Hamiltonian Monte Carlo (Duane et al. 1987; Neal 2011): momenta N(0, 1), a trajectory of leapfrog steps, accepted with
 * probability min(1, exp(H(start) − H(end))), H = U + |p|²/2. Each trajectory's step is ε times 1 − 0.9·u², u uniform, so
 * that no period of the motion is met twice and narrow places can be entered. Exact for every ε.
 */
import { chainLayout, chainSlots, decide, initChain } from "./chain.js";
import type { ChainSlots } from "./chain.js";
import type { KernelSampler } from "./sampler.js";
import { kernelSampler, slotAllocator } from "./sampler.js";
import { settingsOf } from "./settings.js";
import type { SettingsOf } from "./settings.js";
import { dataOf, energy, energyGradient, evaluation, phase } from "./target.js";
import type { Target } from "./target.js";

export function hmc(
  target: Target,
  { leapfrogSteps, targetAccept }: SettingsOf<"hmc"> = settingsOf("hmc"),
): KernelSampler {
  const slots = slotAllocator();
  const current = chainSlots(target, slots);
  const end: Trajectory = {
    position: slots.many(target.loss.dimension),
    loss: slots.one(),
    gradient: slots.many(target.loss.dimension),
    momentum: slots.many(target.loss.dimension),
    kinetic: slots.one(),
    time: slots.one(),
  };
  const kick = halfKick(target, current, end);
  return kernelSampler({
    name: "hmc",
    target,
    kernel: {
      slots: slots.total(),
      phases: [
        refresh(current, end),
        {
          kind: "loop",
          repeat: leapfrogSteps,
          body: [kick, drift(end), ...evaluation(target, end.position, end, null), kick],
        },
        accept(target, current, end),
      ],
      atDraw: [],
      record: current.loss,
      data: dataOf(target),
    },
    layout: chainLayout(current),
    tuning: { kind: "acceptance", share: targetAccept, order: 2 },
    init: (w, nbeta) => initChain(target, current, slots.total(), w, nbeta),
  });
}

interface Trajectory {
  readonly position: readonly number[];
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly momentum: readonly number[];
  /** |p|²/2 at the start. */
  readonly kinetic: number;
  /** The time step of this trajectory. */
  readonly time: number;
}

function refresh(current: ChainSlots, end: Trajectory): ReturnType<typeof phase> {
  return phase((b, set) => {
    const momentum = end.momentum.map((_, i) => b.noise("normal", i));
    end.momentum.forEach((slot, i) => {
      set(slot, momentum[i] ?? 0);
      set(end.position[i] ?? 0, b.parameter(current.position[i] ?? 0));
      set(end.gradient[i] ?? 0, b.parameter(current.gradient[i] ?? 0));
    });
    set(end.kinetic, b.multiply(b.constant(0.5), b.sum(momentum.map((p) => b.square(p)))));
    const factor = b.subtract(b.constant(1), b.multiply(b.constant(0.9), b.square(b.noise("uniform", 0))));
    set(end.time, b.multiply(factor, b.parameter(current.stepSize)));
  });
}

function halfKick(target: Target, current: ChainSlots, end: Trajectory): ReturnType<typeof phase> {
  return phase((b, set) => {
    const half = b.multiply(b.constant(0.5), b.parameter(end.time));
    const slope = energyGradient(b, target, b.parameter(current.nbeta), end.position, end.gradient);
    end.momentum.forEach((slot, i) => {
      set(slot, b.subtract(b.parameter(slot), b.multiply(half, slope[i] ?? 0)));
    });
  });
}

function drift(end: Trajectory): ReturnType<typeof phase> {
  return phase((b, set) => {
    end.position.forEach((slot, i) => {
      set(slot, b.add(b.parameter(slot), b.multiply(b.parameter(end.time), b.parameter(end.momentum[i] ?? 0))));
    });
  });
}

function accept(target: Target, current: ChainSlots, end: Trajectory): ReturnType<typeof phase> {
  return phase((b, set) => {
    const nbeta = b.parameter(current.nbeta);
    const kinetic = b.multiply(b.constant(0.5), b.sum(end.momentum.map((slot) => b.square(b.parameter(slot)))));
    const before = b.add(energy(b, target, nbeta, current.position, current.loss), b.parameter(end.kinetic));
    const after = b.add(energy(b, target, nbeta, end.position, end.loss), kinetic);
    decide(b, set, target, current, end, b.subtract(before, after));
  });
}
