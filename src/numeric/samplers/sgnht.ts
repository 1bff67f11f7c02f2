/**
 * Stochastic gradient Nosé–Hoover thermostat (Ding et al. 2014) with unit mass and time step ε, integrated as BADODAB
 * (Leimkuhler & Shang 2016), which is exact to second order: half a kick p −= (ε/2)∇U, half a drift w += (ε/2)p, half a
 * step of the thermostat ζ += (κ/2)(|p|²/d − 1), friction and noise p ← e^−ζ·p + √(a(1 − e^−2ζ)/ζ)·N(0, 1), and back.
 * ζ is the friction ξ times ε, a the noise A times ε, κ is ε² over the thermostat's mass. The thermostat takes up the
 * noise of minibatch gradients.
 */
import type { GraphBuilder, NodeId } from "../expression/graph.js";
import { initChain } from "./chain.js";
import type { KernelSampler } from "./sampler.js";
import { kernelSampler, slotAllocator } from "./sampler.js";
import { settingsOf } from "./settings.js";
import type { SettingsOf } from "./settings.js";
import { dataOf, energyGradient, evaluation, phase, reflected } from "./target.js";
import type { Target } from "./target.js";

export function sgnht(
  target: Target,
  { diffusionFactor: noise, thermostatCoupling: response }: SettingsOf<"sgnht"> = settingsOf("sgnht"),
): KernelSampler {
  const slots = slotAllocator();
  const d = target.loss.dimension;
  const position = slots.many(d);
  const loss = slots.one();
  const gradient = slots.many(d);
  const momentum = slots.many(d);
  const friction = slots.one();
  const nbetaSlot = slots.one();
  const stepSize = slots.one();
  const kick = phase((b, set) => {
    const half = b.multiply(b.constant(0.5), b.parameter(stepSize));
    const slope = energyGradient(b, target, b.parameter(nbetaSlot), position, gradient);
    momentum.forEach((slot, i) => {
      set(slot, b.subtract(b.parameter(slot), b.multiply(half, slope[i] ?? 0)));
    });
  });
  const middle = phase((b, set) => {
    const half = b.multiply(b.constant(0.5), b.parameter(stepSize));
    const before = momentum.map((slot) => b.parameter(slot));
    const zeta = heated(b, response, b.parameter(friction), before);
    // (1 − e^−2ζ)/(2ζ) by its series: |ζ| stays far below 1.
    const spread = b.sum([1, -1, 2 / 3, -1 / 3].map((c, i) => b.multiply(b.constant(c), b.power(zeta, i))));
    const sigma = b.sqrt(b.multiply(b.constant(2 * noise), spread));
    const decay = b.exp(b.negate(zeta));
    const after = before.map((p, i) => b.add(b.multiply(decay, p), b.multiply(sigma, b.noise("normal", i))));
    set(friction, heated(b, response, zeta, after));
    const moved = position.map((slot, i) =>
      b.add(b.parameter(slot), b.multiply(half, b.add(before[i] ?? 0, after[i] ?? 0))),
    );
    reflected(b, target.box, moved).forEach((node, i) => {
      set(position[i] ?? 0, node);
    });
    momentum.forEach((slot, i) => {
      set(slot, after[i] ?? 0);
    });
  });
  return kernelSampler({
    name: "sgnht",
    target,
    kernel: {
      slots: slots.total(),
      phases: [kick, middle, ...evaluation(target, position, { loss, gradient }, target.batch), kick],
      atDraw: target.batch === null ? [] : evaluation(target, position, { loss, gradient: [] }, null),
      record: loss,
      data: dataOf(target),
    },
    layout: {
      position,
      loss,
      gradient: null,
      state: [...position, loss, ...gradient, ...momentum, friction],
      nbeta: nbetaSlot,
      stepSize,
      accepted: null,
      adapting: null,
      special: { momentum, friction: [friction] },
    },
    tuning: { kind: "stability", fraction: 0.01, order: 2 },
    init: (w, nbeta) => {
      const chain = { position, loss, gradient, nbeta: nbetaSlot, stepSize };
      const state = initChain(target, chain, slots.total(), w, nbeta);
      state[friction] = noise;
      return state;
    },
  });
}

/** Half a step of the thermostat: ζ + (κ/2)(|p|²/d − 1). */
function heated(b: GraphBuilder, response: number, zeta: NodeId, momentum: readonly NodeId[]): NodeId {
  const mean = b.multiply(b.constant(1 / momentum.length), b.sum(momentum.map((p) => b.square(p))));
  return b.add(zeta, b.multiply(b.constant(response / 2), b.subtract(mean, b.constant(1))));
}
