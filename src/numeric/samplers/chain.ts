/** What all samplers share: the slots of a chain, its start, and the acceptance step of Metropolis and Hastings. */
import type { GraphBuilder, NodeId } from "../expression/graph.js";
import { mayBeUndefined, reachOf } from "./reach.js";
import type { Layout, SlotAllocator } from "./sampler.js";
import { energy, evaluateAt, localizationEnergy, outside } from "./target.js";
import type { Target } from "./target.js";

/** State, settings and Info of every sampler with an acceptance step. */
export interface ChainSlots {
  readonly position: readonly number[];
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly nbeta: number;
  readonly stepSize: number;
  readonly accepted: number;
}

export function chainSlots(target: Target, slots: SlotAllocator): ChainSlots {
  return {
    position: slots.many(target.loss.dimension),
    loss: slots.one(),
    gradient: slots.many(target.loss.dimension),
    nbeta: slots.one(),
    stepSize: slots.one(),
    accepted: slots.one(),
  };
}

/** The layout of a sampler whose State is w with K and ∇K, and that adapts nothing but its step size. */
export function chainLayout(chain: ChainSlots): Layout {
  return { ...chain, state: [...chain.position, chain.loss, ...chain.gradient], adapting: null, special: {} };
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

/**
 * Moves to the proposal where −E < logRatio, E exponential, and it is inside the box; counts the acceptance. Where K is not a
 * number and might be 0 for all that is known, too, so that the run notices: to reject there would be to cut the density off.
 */
export function decide(
  b: GraphBuilder,
  set: (slot: number, node: NodeId) => void,
  target: Target,
  current: ChainSlots,
  proposal: { readonly position: readonly number[]; readonly loss: number; readonly gradient: readonly number[] },
  logRatio: NodeId,
): void {
  const threshold = b.negate(b.noise("exponential", 0));
  const wall = outside(b, target.box, proposal.position);
  const lost = lostAt(b, target, current, proposal, threshold);
  const choose = (moved: number, stayed: number): number => {
    const inBox = target.box === null ? moved : b.select(b.constant(0), wall, stayed, moved);
    const usual = b.select(threshold, logRatio, inBox, stayed);
    return lost === null ? usual : b.select(b.constant(0), lost, moved, usual);
  };
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

/**
 * A node that is positive where K is not a number at the proposal, and nothing but K forbids to go there; null where K
 * always is a number.
 */
function lostAt(
  b: GraphBuilder,
  target: Target,
  current: ChainSlots,
  { position, loss }: { readonly position: readonly number[]; readonly loss: number },
  threshold: NodeId,
): NodeId | null {
  const { localization, box } = target;
  if (!mayBeUndefined(target.loss, reachOf(target.loss.origin, localization, box))) return null;
  const here = energy(b, target, b.parameter(current.nbeta), current.position, current.loss);
  const [no, yes] = [b.constant(0), b.constant(1)];
  const allowed = b.select(threshold, b.subtract(here, localizationEnergy(b, target, position)), yes, no);
  const inside = box === null ? allowed : b.select(no, outside(b, box, position), no, allowed);
  // Every number is below 1 or above 0.
  return b.select(b.parameter(loss), yes, no, b.select(no, b.parameter(loss), no, inside));
}
