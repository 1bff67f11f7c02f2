/**
 * A Gibbs sampler for wide linear networks, K(w) = scale·‖W_L⋯W_1 − B‖²_F with B = W_L*⋯W_1*, by matrices instead of an
 * expression. A step goes through the layers forth and back: each is drawn from its exact density given the others, and each
 * hidden layer's basis is changed on the way, which leaves K as it is. Nothing is tuned, and draws are all but
 * independent. In plain JavaScript on every engine.
 *
 * What is recorded at a single temperature is not K but the mean, over the layers drawn in the step, of E[K | other
 * layers] (Rao and Blackwell): its expectation is that of K, and its variance is less. The slot `loss` holds K(w).
 */
import { lanes, slotAddress } from "../engines/kernel.js";
import type { Instance } from "../engines/kernel.js";
import type { DeepLinearLoss } from "../loss.js";
import { product, transposed, zeros } from "../matrices/matrix.js";
import type { Matrix } from "../matrices/matrix.js";
import { normalPair, uniform } from "../random/variates.js";
import { next } from "../random/xoshiro.js";
import type { RandomState } from "../random/xoshiro.js";
import { changeBases } from "./deep-linear-bases.js";
import type { Variates } from "./deep-linear-bases.js";
import { drawLayer, extended, identityFactor, squaredNorm } from "./deep-linear-layer.js";
import type { Factor } from "./deep-linear-layer.js";
import { slotAllocator } from "./sampler.js";
import type { Layout, Sampler } from "./sampler.js";

/** `localization` is γ > 0. */
export function deepLinearGibbs(loss: DeepLinearLoss, localization: number): Sampler {
  const allocator = slotAllocator();
  const position = allocator.many(loss.dimension);
  const lossSlot = allocator.one();
  const layout: Layout = {
    position,
    loss: lossSlot,
    gradient: null,
    state: [...position, lossSlot],
    nbeta: allocator.one(),
    stepSize: allocator.one(),
    accepted: null,
    adapting: null,
    special: {},
  };
  const slots = allocator.total();
  return {
    name: "gibbs",
    slots,
    layout,
    tuning: { kind: "none" },
    target: null,
    localization,
    init: (w, nbeta) => {
      const state = new Float64Array(slots);
      state.set(w, 0);
      state[layout.loss] = deepLinearLossAt(loss, w);
      state[layout.nbeta] = nbeta;
      return state;
    },
    instantiate: (_, groups, draws) => instantiate(loss, localization, layout, slots, groups, draws),
  };
}

/** K(w). */
export function deepLinearLossAt(loss: DeepLinearLoss, w: ArrayLike<number>): number {
  return loss.scale * squaredDistance(productOf(layersOf(loss, w)), productOf(layersOf(loss, loss.origin)));
}

/** The layers' matrices, the first one first. */
export function layersOf({ widths }: DeepLinearLoss, w: ArrayLike<number>): Matrix[] {
  let from = 0;
  return widths.slice(1).map((rows, l) => {
    const columns = widths[l] ?? 0;
    const values = Float64Array.from({ length: rows * columns }, (_, i) => w[from + i] ?? NaN);
    from += rows * columns;
    return { rows, columns, values };
  });
}

function productOf(layers: readonly Matrix[]): Matrix {
  return layers.reduce((before, layer) => product(layer, before));
}

function squaredDistance(a: Matrix, b: Matrix): number {
  return squaredNorm({ ...a, values: a.values.map((x, i) => x - (b.values[i] ?? NaN)) });
}

/** A chain between steps: `after[l]` is the product of the layers beyond l. */
interface Chain {
  readonly layers: Matrix[];
  readonly after: Factor[];
  readonly nbeta: number;
  readonly random: RandomState;
}

interface Model {
  readonly scale: number;
  readonly localization: number;
  readonly origin: readonly Matrix[];
  /** B. */
  readonly truth: Matrix;
}

/** What a chain's step leaves behind: K(w), and the mean of E[K | other layers] over its draws. */
interface Losses {
  readonly now: number;
  readonly expected: number;
}

function instantiate(
  loss: DeepLinearLoss,
  localization: number,
  layout: Layout,
  slots: number,
  groups: number,
  draws: number,
): Instance {
  const memory = new Float64Array(groups * slots * lanes);
  const random = new Uint32Array(groups * 4 * lanes);
  const recorded = new Float64Array(groups * draws * lanes);
  const origin = layersOf(loss, loss.origin);
  const model: Model = { scale: loss.scale, localization, origin, truth: productOf(origin) };
  const runLane = (group: number, lane: number, count: number, thin: number): void => {
    const address = (slot: number): number => slotAddress(slots, group * lanes + lane, slot);
    const nbeta = memory[address(layout.nbeta)] ?? NaN;
    // A lane without a chain has nβ = 0.
    if (nbeta === 0) return;
    const words = random.subarray(group * 4 * lanes, (group + 1) * 4 * lanes);
    const state = Uint32Array.from({ length: 4 }, (_, i) => words[i * lanes + lane] ?? 0);
    const w = Float64Array.from({ length: loss.dimension }, (_, i) => memory[address(i)] ?? NaN);
    const chain = chainAt(layersOf(loss, w), nbeta, state);
    let now = memory[address(layout.loss)] ?? NaN;
    for (let draw = 0; draw < count; draw++) {
      let sum = 0;
      for (let i = 0; i < thin; i++) {
        const losses = step(chain, model);
        now = losses.now;
        sum += losses.expected;
      }
      recorded[(group * draws + draw) * lanes + lane] = sum / thin;
    }
    let slot = 0;
    for (const { values } of chain.layers) for (const x of values) memory[address(slot++)] = x;
    memory[address(layout.loss)] = now;
    state.forEach((word, i) => (words[i * lanes + lane] = word));
  };
  return {
    slots: memory,
    random,
    recorded,
    run: (group, count, thin) => {
      for (let lane = 0; lane < lanes; lane++) runLane(group, lane, count, thin);
    },
  };
}

function chainAt(layers: Matrix[], nbeta: number, random: RandomState): Chain {
  const after: Factor[] = new Array<Factor>(layers.length);
  let factor = identityFactor(layers.at(-1)?.rows ?? 0);
  for (let l = layers.length - 1; l >= 0; l--) {
    after[l] = factor;
    if (l > 0) factor = extended(factor, at(layers, l));
  }
  return { layers, after, nbeta, random };
}

/** Forth through all layers and their hidden bases, and back as far as the second one. */
function step({ layers, after, nbeta, random: state }: Chain, model: Model): Losses {
  const random = variates(state);
  const { origin, truth, localization } = model;
  const last = layers.length - 1;
  const before = [identityFactor(at(layers, 0).columns)];
  let [sum, count] = [0, 0];
  const draw = (l: number): void => {
    const drawn = drawLayer(
      {
        after: at(after, l),
        before: at(before, l),
        origin: at(origin, l),
        truth,
        weight: nbeta * model.scale,
        localization,
      },
      normals(at(layers, l), random),
    );
    layers[l] = drawn.layer;
    sum += drawn.expected;
    count += 1;
  };
  for (let l = 0; l <= last; l++) {
    draw(l);
    if (l === last) continue;
    const around = { before: at(layers, l), after: at(layers, l + 1) };
    const changed = changeBases(around, { before: at(origin, l), after: at(origin, l + 1) }, localization, random);
    [layers[l], layers[l + 1]] = [changed.before, changed.after];
    before[l + 1] = extended(at(before, l), transposed(changed.before));
  }
  for (let l = last; l > 0; l--) {
    if (l < last) draw(l);
    after[l - 1] = extended(at(after, l), at(layers, l));
  }
  const { images, directions } = at(after, 0);
  const now = squaredDistance(product(transposed(images), product(directions, at(layers, 0))), truth);
  return { now: model.scale * now, expected: (model.scale * sum) / count };
}

function normals({ rows, columns }: Matrix, random: Variates): Matrix {
  const result = zeros(rows, columns);
  for (let i = 0; i < result.values.length; i++) result.values[i] = random.normal();
  return result;
}

/** One number a call; normals come in pairs, of which the second is kept for the next call. */
function variates(state: RandomState): Variates {
  let spare: number | null = null;
  return {
    uniform: () => uniform(next(state)),
    normal: () => {
      if (spare !== null) {
        const x = spare;
        spare = null;
        return x;
      }
      const [x, y] = normalPair(next(state), next(state));
      spare = y;
      return x;
    },
  };
}

function at<T>(items: readonly T[], i: number): T {
  const item = items[i];
  if (item === undefined) throw new Error("unreachable: a layer beyond the network's");
  return item;
}
