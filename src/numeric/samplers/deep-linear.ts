/**
 * A Gibbs sampler for wide linear networks, K(w) = scale·‖W_L⋯W_1 − B‖²_F with B = W_L*⋯W_1*, by matrices instead of an
 * expression. A step goes through the layers forth and back: each is drawn from its exact density given the others, and each
 * hidden layer's basis is changed on the way, which leaves K as it is. Nothing is tuned, and draws are all but
 * independent. Engines differ in nothing but speed.
 *
 * What is recorded at a single temperature is not K but the mean, over the layers drawn in the step, of E[K | other
 * layers] (Rao and Blackwell): its expectation is that of K, and its variance is less. The slot `loss` holds K(w).
 */
import { lanes, slotAddress } from "../engines/kernel.js";
import type { Instance } from "../engines/kernel.js";
import type { DeepLinearLoss } from "../loss.js";
import type { MatrixKernels } from "../matrices/kernels.js";
import { identity, product, transposed } from "../matrices/matrix.js";
import type { Matrix } from "../matrices/matrix.js";
import { uniform } from "../random/variates.js";
import { next } from "../random/xoshiro.js";
import type { RandomState } from "../random/xoshiro.js";
import { changeBases } from "./deep-linear-bases.js";
import type { Variates } from "./deep-linear-bases.js";
import { drawLayer, emptyFactor, extended, squaredNorm } from "./deep-linear-layer.js";
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
    instantiate: (engine, groups, draws) =>
      instantiate(modelOf(loss, localization, engine.matrices()), loss, layout, slots, groups, draws),
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
  readonly random: Variates;
}

/** B = C·D is split at the narrowest width: fewer numbers to carry along. */
interface Model {
  readonly scale: number;
  readonly localization: number;
  readonly origin: readonly Matrix[];
  /** C. */
  readonly left: Matrix;
  /** Dᵀ. */
  readonly right: Matrix;
  /** ‖B‖². */
  readonly truthSquare: number;
  readonly kernels: MatrixKernels;
}

function modelOf(loss: DeepLinearLoss, localization: number, kernels: MatrixKernels): Model {
  const origin = layersOf(loss, loss.origin);
  const width = (l: number): number => loss.widths[l] ?? Infinity;
  const narrowest = origin.reduce((best, _, l) => (width(l + 1) < width(best) ? l + 1 : best), 0);
  const [before, after] = [origin.slice(0, narrowest), origin.slice(narrowest)];
  return {
    scale: loss.scale,
    localization,
    origin,
    left: after.length > 0 ? productOf(after) : identity(width(narrowest)),
    right: before.length > 0 ? transposed(productOf(before)) : identity(width(narrowest)),
    truthSquare: squaredNorm(productOf(origin)),
    kernels,
  };
}

function instantiate(
  model: Model,
  loss: DeepLinearLoss,
  layout: Layout,
  slots: number,
  groups: number,
  draws: number,
): Instance {
  const memory = new Float64Array(groups * slots * lanes);
  const random = new Uint32Array(groups * 4 * lanes);
  const recorded = new Float64Array(groups * draws * lanes);
  const runLane = (group: number, lane: number, count: number, thin: number): void => {
    const address = (slot: number): number => slotAddress(slots, group * lanes + lane, slot);
    const nbeta = memory[address(layout.nbeta)] ?? NaN;
    // A lane without a chain has nβ = 0.
    if (nbeta === 0) return;
    const words = random.subarray(group * 4 * lanes, (group + 1) * 4 * lanes);
    const state = Uint32Array.from({ length: 4 }, (_, i) => words[i * lanes + lane] ?? 0);
    const w = Float64Array.from({ length: loss.dimension }, (_, i) => memory[address(i)] ?? NaN);
    const chain = chainAt(layersOf(loss, w), model, nbeta, variates(state, model.kernels));
    for (let draw = 0; draw < count; draw++) {
      let sum = 0;
      for (let i = 0; i < thin; i++) sum += step(chain, model);
      recorded[(group * draws + draw) * lanes + lane] = sum / thin;
    }
    let slot = 0;
    for (const { values } of chain.layers) for (const x of values) w[slot++] = x;
    w.forEach((x, i) => (memory[address(i)] = x));
    memory[address(layout.loss)] = deepLinearLossAt(loss, w);
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

function chainAt(layers: Matrix[], model: Model, nbeta: number, random: Variates): Chain {
  const after: Factor[] = new Array<Factor>(layers.length);
  let factor = emptyFactor(model.left);
  for (let l = layers.length - 1; l >= 0; l--) {
    after[l] = factor;
    if (l > 0) factor = extended(factor, at(layers, l), model.kernels);
  }
  return { layers, after, nbeta, random };
}

/**
 * Forth through all layers and their hidden bases, and back as far as the second one. Returns the mean of
 * E[K | other layers] over the layers that were drawn.
 */
function step({ layers, after, nbeta, random }: Chain, model: Model): number {
  const { origin, truthSquare, localization, kernels } = model;
  const last = layers.length - 1;
  const before = [emptyFactor(model.right)];
  let [sum, count] = [0, 0];
  const draw = (l: number): void => {
    const { rows, columns } = at(layers, l);
    const drawn = drawLayer(
      {
        after: at(after, l),
        before: at(before, l),
        origin: at(origin, l),
        truthSquare,
        weight: nbeta * model.scale,
        localization,
      },
      random.normals(rows, columns),
      kernels,
    );
    layers[l] = drawn.layer;
    sum += drawn.expected;
    count += 1;
  };
  for (let l = 0; l <= last; l++) {
    draw(l);
    if (l === last) continue;
    const around = { before: at(layers, l), after: at(layers, l + 1) };
    const atOrigin = { before: at(origin, l), after: at(origin, l + 1) };
    const changed = changeBases(around, atOrigin, localization, random, kernels);
    [layers[l], layers[l + 1]] = [changed.before, changed.after];
    before[l + 1] = extended(at(before, l), transposed(changed.before), kernels);
  }
  for (let l = last; l > 0; l--) {
    if (l < last) draw(l);
    after[l - 1] = extended(at(after, l), at(layers, l), kernels);
  }
  return (model.scale * sum) / count;
}

function variates(state: RandomState, { normalMatrix }: MatrixKernels): Variates {
  return {
    uniform: () => uniform(next(state)),
    normals: (rows, columns) => normalMatrix(rows, columns, state),
  };
}

function at<T>(items: readonly T[], i: number): T {
  const item = items[i];
  if (item === undefined) throw new Error("unreachable: a layer beyond the network's");
  return item;
}
