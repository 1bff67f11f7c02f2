/**
 * Metropolis-adjusted Langevin algorithm (Roberts & Tweedie 1996): the Langevin step as a proposal,
 * w' = w − (ε/2)∇U + √ε·z, accepted with probability min(1, exp(U(w) − U(w') + |z|²/2 − |z'|²/2)), where
 * z' = (√ε/2)(∇U(w) + ∇U(w')) − z is the noise of the way back. Exact for every ε.
 */
import type { Phase } from "../engines/kernel.js";
import type { Sampler } from "./sampler.js";
import { slotAllocator } from "./sampler.js";
import { energy, energyGradient, evaluateAt, evaluation, outside, phase } from "./target.js";
import type { Target } from "./target.js";

export function mala(target: Target): Sampler {
  const slots = slotAllocator();
  const current = chainSlots(target, slots);
  const proposal = malaSlots(target, slots);
  return {
    name: "mala",
    target,
    kernel: {
      slots: slots.total(),
      phases: malaPhases(target, current, proposal),
      atDraw: [],
      record: current.loss,
      data: target.loss.kind === "empirical" ? { ...target.loss, values: target.loss.data } : null,
    },
    layout: {
      ...current,
      state: [...current.position, current.loss, ...current.gradient],
    },
    tuning: { kind: "acceptance", share: 0.574 },
    init: (w, nbeta) => initChain(target, current, slots.total(), w, nbeta),
  };
}

/** State, settings and Info of every sampler with an acceptance step. */
export interface ChainSlots {
  readonly position: readonly number[];
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly nbeta: number;
  readonly stepSize: number;
  readonly accepted: number;
}

export interface MalaSlots {
  readonly position: readonly number[];
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly noise: readonly number[];
}

type Slots = ReturnType<typeof slotAllocator>;

export function chainSlots(target: Target, slots: Slots): ChainSlots {
  return {
    position: slots.many(target.loss.dimension),
    loss: slots.one(),
    gradient: slots.many(target.loss.dimension),
    nbeta: slots.one(),
    stepSize: slots.one(),
    accepted: slots.one(),
  };
}

export function malaSlots(target: Target, slots: Slots): MalaSlots {
  return {
    position: slots.many(target.loss.dimension),
    loss: slots.one(),
    gradient: slots.many(target.loss.dimension),
    noise: slots.many(target.loss.dimension),
  };
}

/** The slots of a chain at w, with K and ∇K there. */
export function initChain(
  target: Target,
  chain: Omit<ChainSlots, "accepted">,
  total: number,
  w: readonly number[],
  nbeta: number,
): Float64Array {
  const state = new Float64Array(total);
  const at = evaluateAt(target, w);
  chain.position.forEach((slot, i) => (state[slot] = w[i] ?? 0));
  state[chain.loss] = at.loss;
  state[chain.nbeta] = nbeta;
  chain.gradient.forEach((slot, i) => (state[slot] = at.gradient[i] ?? 0));
  return state;
}

/** One step: propose, evaluate, accept. */
export function malaPhases(target: Target, current: ChainSlots, proposal: MalaSlots): readonly Phase[] {
  const propose = phase((b, set) => {
    const epsilon = b.parameter(current.stepSize);
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
    const halfSigma = b.multiply(b.constant(0.5), b.sqrt(b.parameter(current.stepSize)));
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

/** Moves to the proposal where −E < logRatio, E exponential, and it is inside the box; counts the acceptance. */
export function decide(
  b: Parameters<Parameters<typeof phase>[0]>[0],
  set: (slot: number, node: number) => void,
  target: Target,
  current: ChainSlots,
  proposal: { readonly position: readonly number[]; readonly loss: number; readonly gradient: readonly number[] },
  logRatio: number,
): void {
  const threshold = b.negate(b.noise("exponential", 0));
  const wall = outside(b, target.box, proposal.position);
  const choose = (moved: number, stayed: number): number =>
    b.select(threshold, logRatio, target.box === null ? moved : b.select(b.constant(0), wall, stayed, moved), stayed);
  const pairs = [
    ...current.position.map((slot, i) => [slot, proposal.position[i] ?? 0] as const),
    ...(proposal.gradient.length === 0
      ? []
      : current.gradient.map((slot, i) => [slot, proposal.gradient[i] ?? 0] as const)),
    [current.loss, proposal.loss] as const,
  ];
  for (const [slot, from] of pairs) set(slot, choose(b.parameter(from), b.parameter(slot)));
  set(current.accepted, b.add(b.parameter(current.accepted), choose(b.constant(1), b.constant(0))));
}
