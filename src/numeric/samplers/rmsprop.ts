/**
 * SGLD preconditioned as in RMSprop (Li et al. 2016): with D = ∇U, V = α·V̄ + (1 − α)·D² and G = 1/(δ + √V), all by
 * coordinate, w ← w − (ε/2)(G·D − Γ) + √(ε·G)·N(0, 1), where Γ_i = ∂G_ii/∂w_i = −(1 − α)·G_i²·D_i·∂²U/∂w_i²/√V_i.
 * The running average V̄ is adapted in warm-up and then frozen, so that G is a function of w and Γ is exact.
 */
import { initChain } from "./chain.js";
import type { KernelSampler } from "./sampler.js";
import { kernelSampler, slotAllocator } from "./sampler.js";
import { settingsOf } from "./settings.js";
import type { SettingsOf } from "./settings.js";
import { curvatureAt, dataOf, energyGradient, evaluation, phase, reflected } from "./target.js";
import type { Target } from "./target.js";

export function rmspropSgld(
  target: Target,
  { rmspropAlpha: alpha, rmspropEps: delta }: SettingsOf<"rmsprop-sgld"> = settingsOf("rmsprop-sgld"),
): KernelSampler {
  const slots = slotAllocator();
  const d = target.loss.dimension;
  const position = slots.many(d);
  const loss = slots.one();
  const gradient = slots.many(d);
  const curvature = slots.many(d);
  const average = slots.many(d);
  const adapting = slots.one();
  const nbetaSlot = slots.one();
  const stepSize = slots.one();
  const update = phase((b, set) => {
    const epsilon = b.parameter(stepSize);
    const half = b.multiply(b.constant(0.5), epsilon);
    const one = b.constant(1);
    const slope = energyGradient(b, target, b.parameter(nbetaSlot), position, gradient);
    const moved = position.map((slot, i) => {
      const force = slope[i] ?? 0;
      const square = b.square(force);
      const mean = b.parameter(average[i] ?? 0);
      const v = b.add(b.multiply(b.constant(alpha), mean), b.multiply(b.constant(1 - alpha), square));
      const root = b.sqrt(v);
      const g = b.divide(one, b.add(b.constant(delta), root));
      const second = b.add(
        b.multiply(b.parameter(nbetaSlot), b.parameter(curvature[i] ?? 0)),
        b.constant(target.localization),
      );
      const numerator = b.multiply(b.square(g), b.multiply(force, second));
      const gamma = b.multiply(b.constant(alpha - 1), b.divide(numerator, b.add(root, b.constant(1e-300))));
      const rate = b.multiply(b.constant(averagingRate), b.parameter(adapting));
      set(average[i] ?? 0, b.add(mean, b.multiply(rate, b.subtract(square, mean))));
      return b.add(
        b.subtract(b.parameter(slot), b.multiply(half, b.subtract(b.multiply(g, force), gamma))),
        b.multiply(b.sqrt(b.multiply(epsilon, g)), b.noise("normal", i)),
      );
    });
    reflected(b, target.box, moved).forEach((node, i) => {
      set(position[i] ?? 0, node);
    });
  });
  return kernelSampler({
    name: "rmsprop-sgld",
    target,
    kernel: {
      slots: slots.total(),
      phases: [update, ...evaluation(target, position, { loss, gradient, curvature }, target.batch)],
      atDraw: target.batch === null ? [] : evaluation(target, position, { loss, gradient: [] }, null),
      record: loss,
      data: dataOf(target),
    },
    layout: {
      position,
      loss,
      gradient: null,
      state: [...position, loss, ...gradient, ...curvature],
      nbeta: nbetaSlot,
      stepSize,
      accepted: null,
      adapting,
      special: { curvature, average },
    },
    tuning: { kind: "stability", fraction: 0.0001, order: 2 },
    init: (w, nbeta) => {
      const chain = { position, loss, gradient, nbeta: nbetaSlot, stepSize };
      const state = initChain(target, chain, slots.total(), w, nbeta);
      curvatureAt(target, w).forEach((c, i) => {
        state[curvature[i] ?? 0] = c;
      });
      // Of the order of E[D²] where no chain has been yet: a Gaussian's curvature nβ + γ.
      for (const slot of average) state[slot] = nbeta + target.localization;
      return state;
    },
  });
}

const averagingRate = 0.001;
