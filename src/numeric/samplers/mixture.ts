/**
 * MALA mixed with random-walk Metropolis steps of log-uniform scale, in all coordinates and in one: near a singular
 * point the width of {K ≤ 1/nβ} varies by orders of magnitude along the valley, so that no single step size fits. Each
 * part leaves p invariant; the scale is drawn independently of w, hence the walk is symmetric.
 */
import type { Phase } from "../engines/kernel.js";
import type { GraphBuilder, NodeId } from "../expression/graph.js";
import { chainLayout, chainSlots, decide, initChain } from "./chain.js";
import type { ChainSlots } from "./chain.js";
import { malaPhases, malaSlots } from "./mala.js";
import type { MalaSlots } from "./mala.js";
import type { KernelSampler } from "./sampler.js";
import { kernelSampler, slotAllocator } from "./sampler.js";
import { settingsOf } from "./settings.js";
import type { SettingsOf } from "./settings.js";
import { dataOf, energy, evaluation, phase } from "./target.js";
import type { Target } from "./target.js";

export function mixture(
  target: Target,
  { targetAccept }: SettingsOf<"mixture"> = settingsOf("mixture"),
): KernelSampler {
  const slots = slotAllocator();
  const current = chainSlots(target, slots);
  const proposal = malaSlots(target, slots);
  /** Info of the walks; the acceptance that tunes ε is MALA's. */
  const walkAccepted = slots.one();
  /** Setting: log of the narrowest over the widest scale of the walks. */
  const range = slots.one();
  const widest = 2 * widthOf(target);
  const walk = (propose: Propose): readonly Phase[] =>
    walkPhases(target, { ...current, accepted: walkAccepted }, { ...proposal, gradient: [] }, range, widest, propose);
  return kernelSampler({
    name: "mixture",
    target,
    kernel: {
      slots: slots.total(),
      phases: [
        ...walk(everyCoordinate),
        ...walk(oneCoordinate),
        ...evaluation(target, current.position, current, null),
        ...malaPhases(target, current, proposal),
      ],
      atDraw: [],
      record: current.loss,
      data: dataOf(target),
    },
    layout: chainLayout(current),
    tuning: { kind: "acceptance", share: targetAccept, order: 1 },
    init: (w, nbeta) => {
      const state = initChain(target, current, slots.total(), w, nbeta);
      state[range] = Math.log(0.1 / Math.sqrt(widest ** -2 + 100 * nbeta) / widest);
      return state;
    },
  });
}

/** The change of each coordinate, given the scale. */
type Propose = (b: GraphBuilder, dimension: number, scale: NodeId) => readonly NodeId[];

const everyCoordinate: Propose = (b, dimension, scale) =>
  Array.from({ length: dimension }, (_, i) => b.multiply(scale, b.noise("normal", i)));

const oneCoordinate: Propose = (b, dimension, scale) => {
  const move = b.multiply(scale, b.noise("normal", 0));
  const place = b.multiply(b.constant(dimension), b.noise("uniform", 1));
  const zero = b.constant(0);
  return Array.from({ length: dimension }, (_, i) =>
    b.select(place, b.constant(i), zero, b.select(place, b.constant(i + 1), move, zero)),
  );
};

/** Scales run from `widest` down to a tenth of the narrowest width to be expected, (100·nβ)^-½. */
function walkPhases(
  target: Target,
  current: ChainSlots,
  proposal: MalaSlots,
  range: number,
  widest: number,
  propose: Propose,
): readonly Phase[] {
  const move = phase((b, set) => {
    const scale = b.multiply(b.constant(widest), b.exp(b.multiply(b.noise("uniform", 0), b.parameter(range))));
    propose(b, target.loss.dimension, scale).forEach((change, i) => {
      set(proposal.position[i] ?? 0, b.add(b.parameter(current.position[i] ?? 0), change));
    });
  });
  const accept = phase((b, set) => {
    const nbeta = b.parameter(current.nbeta);
    const difference = b.subtract(
      energy(b, target, nbeta, current.position, current.loss),
      energy(b, target, nbeta, proposal.position, proposal.loss),
    );
    decide(b, set, target, current, proposal, difference);
  });
  return [move, ...evaluation(target, proposal.position, proposal, null), accept];
}

/** The width of the localization, or of the box where that is narrower. */
function widthOf(target: Target): number {
  const gaussian = target.localization === 0 ? Infinity : 1 / Math.sqrt(target.localization);
  const { box } = target;
  return box === null ? gaussian : Math.min(gaussian, ...box.upper.map((u, i) => u - (box.lower[i] ?? 0)));
}
