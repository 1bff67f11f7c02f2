/**
 * Hamiltonian Monte Carlo for wide linear networks, K(w) = scale·‖W_L⋯W_1 − B‖²_F, by matrix products instead of an
 * expression: ∇_{W_l} K = 2·scale·(W_L⋯W_{l+1})ᵀ(W_L⋯W_1 − B)(W_{l−1}⋯W_1)ᵀ. The same algorithm as `hmc.ts`, in plain
 * JavaScript on every engine.
 */
import { lanes, slotAddress } from "../engines/kernel.js";
import type { Instance } from "../engines/kernel.js";
import type { DeepLinearLoss } from "../loss.js";
import { exponential, normalPair, uniform } from "../random/variates.js";
import { next } from "../random/xoshiro.js";
import type { RandomState } from "../random/xoshiro.js";
import { slotAllocator } from "./sampler.js";
import type { Layout, Sampler } from "./sampler.js";

const leapfrogSteps = 15;

export function deepLinearHmc(loss: DeepLinearLoss, localization: number): Sampler {
  const allocator = slotAllocator();
  const position = allocator.many(loss.dimension);
  const gradient = allocator.many(loss.dimension);
  const lossSlot = allocator.one();
  const layout: Layout & { readonly accepted: number } = {
    position,
    loss: lossSlot,
    state: [...position, ...gradient, lossSlot],
    nbeta: allocator.one(),
    stepSize: allocator.one(),
    accepted: allocator.one(),
    adapting: null,
    special: {},
  };
  const slots = allocator.total();
  return {
    name: "hmc",
    slots,
    layout,
    tuning: { kind: "acceptance", share: 0.8, order: 2 },
    target: null,
    localization,
    init: (w, nbeta) => {
      const state = new Float64Array(slots);
      const at = new DeepLinearEvaluation(loss);
      at.position.set(w);
      at.evaluate();
      state.set(at.position, 0);
      state.set(at.gradient, loss.dimension);
      state[layout.loss] = at.loss;
      state[layout.nbeta] = nbeta;
      return state;
    },
    instantiate: (_, groups, draws) => instantiate(loss, localization, layout, slots, groups, draws),
  };
}

/** K and ∇K at `position`, with all memory allocated once. */
export class DeepLinearEvaluation {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  loss = 0;
  /** Row-major products W_l⋯W_1, the identity first; and the residual propagated back. */
  private readonly products: readonly Float64Array[];
  private readonly residuals: readonly Float64Array[];
  private readonly offsets: readonly number[];
  private readonly truth: Float64Array;

  constructor(private readonly model: DeepLinearLoss) {
    const { widths } = model;
    const [inputs = 0] = widths;
    this.position = Float64Array.from(model.origin);
    this.gradient = new Float64Array(model.dimension);
    this.products = widths.map((width) => new Float64Array(width * inputs));
    this.residuals = widths.map((width) => new Float64Array(width * inputs));
    this.offsets = widths
      .slice(1)
      .reduce<number[]>((sofar, width, l) => [...sofar, (sofar.at(-1) ?? 0) + width * (widths[l] ?? 0)], [0]);
    for (let i = 0; i < inputs; i++) this.products[0]?.fill(1, i * inputs + i, i * inputs + i + 1);
    this.truth = new Float64Array((widths.at(-1) ?? 0) * inputs);
    this.forward();
    this.truth.set(this.products.at(-1) ?? []);
  }

  /** Fills `loss` and `gradient`. */
  evaluate(): void {
    const { widths, scale } = this.model;
    const [inputs = 0] = widths;
    this.forward();
    const output = this.products.at(-1);
    const last = this.residuals.at(-1);
    if (output === undefined || last === undefined) return;
    let sum = 0;
    for (let i = 0; i < output.length; i++) {
      const r = (output[i] ?? NaN) - (this.truth[i] ?? NaN);
      sum += r * r;
      last[i] = 2 * scale * r;
    }
    this.loss = scale * sum;
    for (let l = widths.length - 1; l >= 1; l--) {
      const [rows = 0, columns = 0] = [widths[l], widths[l - 1]];
      const [after, before] = [this.residuals[l], this.residuals[l - 1]];
      const product = this.products[l - 1];
      if (after === undefined || before === undefined || product === undefined) return;
      const weights = this.layer(this.position, l);
      timesTransposed(this.layer(this.gradient, l), after, product, rows, columns, inputs);
      if (l > 1) transposedTimes(before, weights, after, rows, columns, inputs);
    }
  }

  private forward(): void {
    const { widths } = this.model;
    const [inputs = 0] = widths;
    for (let l = 1; l < widths.length; l++) {
      const [into, from] = [this.products[l], this.products[l - 1]];
      if (into === undefined || from === undefined) return;
      times(into, this.layer(this.position, l), from, widths[l] ?? 0, widths[l - 1] ?? 0, inputs);
    }
  }

  private layer(array: Float64Array, l: number): Float64Array {
    return array.subarray(this.offsets[l - 1], this.offsets[l]);
  }
}

function instantiate(
  loss: DeepLinearLoss,
  localization: number,
  layout: Layout & { readonly accepted: number },
  slots: number,
  groups: number,
  draws: number,
): Instance {
  const memory = new Float64Array(groups * slots * lanes);
  const random = new Uint32Array(groups * 4 * lanes);
  const recorded = new Float64Array(groups * draws * lanes);
  const at = new DeepLinearEvaluation(loss);
  const d = loss.dimension;
  const chain: Chain = {
    at,
    origin: Float64Array.from(loss.origin),
    localization,
    start: new Float64Array(2 * d),
    momentum: new Float64Array(d),
    random: new Uint32Array(4),
    loss: 0,
    nbeta: 0,
    stepSize: 0,
    accepted: 0,
  };
  const run = (group: number, count: number, thin: number): void => {
    for (let lane = 0; lane < lanes; lane++) {
      const address = (slot: number): number => slotAddress(slots, group * lanes + lane, slot);
      for (let i = 0; i < d; i++) at.position[i] = memory[address(i)] ?? NaN;
      for (let i = 0; i < d; i++) at.gradient[i] = memory[address(d + i)] ?? NaN;
      for (let i = 0; i < 4; i++) chain.random[i] = random[(group * 4 + i) * lanes + lane] ?? 0;
      chain.loss = memory[address(layout.loss)] ?? NaN;
      chain.nbeta = memory[address(layout.nbeta)] ?? NaN;
      chain.stepSize = memory[address(layout.stepSize)] ?? NaN;
      chain.accepted = memory[address(layout.accepted)] ?? NaN;
      // A lane without a chain has nβ = 0.
      for (let draw = 0; draw < count && chain.nbeta > 0; draw++) {
        for (let step = 0; step < thin; step++) trajectory(chain);
        recorded[(group * draws + draw) * lanes + lane] = chain.loss;
      }
      for (let i = 0; i < d; i++) memory[address(i)] = at.position[i] ?? NaN;
      for (let i = 0; i < d; i++) memory[address(d + i)] = at.gradient[i] ?? NaN;
      for (let i = 0; i < 4; i++) random[(group * 4 + i) * lanes + lane] = chain.random[i] ?? 0;
      memory[address(layout.loss)] = chain.loss;
      memory[address(layout.accepted)] = chain.accepted;
    }
  };
  return { slots: memory, random, recorded, run };
}

/** Between trajectories, `at` holds w, ∇K(w); `loss` is K(w). */
interface Chain {
  readonly at: DeepLinearEvaluation;
  readonly origin: Float64Array;
  readonly localization: number;
  readonly start: Float64Array;
  readonly momentum: Float64Array;
  readonly random: RandomState;
  loss: number;
  nbeta: number;
  stepSize: number;
  accepted: number;
}

/** One proposal of HMC, accepted or not; see `hmc.ts`. */
function trajectory(chain: Chain): void {
  const { at, start, momentum, random } = chain;
  const d = momentum.length;
  start.set(at.position, 0);
  start.set(at.gradient, d);
  for (let i = 0; i < d; i += 2) {
    const [x, y] = normalPair(next(random), next(random));
    momentum[i] = x;
    if (i + 1 < d) momentum[i + 1] = y;
  }
  const time = chain.stepSize * (1 - 0.9 * uniform(next(random)) ** 2);
  const before = hamiltonian(chain, chain.loss);
  for (let step = 0; step < leapfrogSteps; step++) {
    kick(chain, time / 2);
    for (let i = 0; i < d; i++) at.position[i] = (at.position[i] ?? NaN) + time * (momentum[i] ?? NaN);
    at.evaluate();
    kick(chain, time / 2);
  }
  if (-exponential(next(random)) < before - hamiltonian(chain, at.loss)) {
    chain.loss = at.loss;
    chain.accepted += 1;
    return;
  }
  at.position.set(start.subarray(0, d));
  at.gradient.set(start.subarray(d));
}

function kick({ at, momentum, origin, nbeta, localization }: Chain, time: number): void {
  for (let i = 0; i < momentum.length; i++) {
    const pull = localization * ((at.position[i] ?? NaN) - (origin[i] ?? NaN));
    momentum[i] = (momentum[i] ?? NaN) - time * (nbeta * (at.gradient[i] ?? NaN) + pull);
  }
}

function hamiltonian({ at, momentum, origin, nbeta, localization }: Chain, loss: number): number {
  let [kinetic, distance] = [0, 0];
  for (let i = 0; i < momentum.length; i++) {
    kinetic += (momentum[i] ?? NaN) ** 2;
    distance += ((at.position[i] ?? NaN) - (origin[i] ?? NaN)) ** 2;
  }
  return nbeta * loss + (localization * distance + kinetic) / 2;
}

/** into (rows × inputs) = a (rows × inner)·b (inner × inputs). */
function times(
  into: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  inputs: number,
): void {
  into.fill(0);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) addScaled(into, i * inputs, a[i * inner + k] ?? NaN, b, k * inputs, inputs);
}

/** into (columns × inputs) = aᵀ·b, where a is rows × columns and b rows × inputs. */
function transposedTimes(
  into: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  columns: number,
  inputs: number,
): void {
  into.fill(0);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < columns; k++) addScaled(into, k * inputs, a[i * columns + k] ?? NaN, b, i * inputs, inputs);
}

/** into (rows × columns) = a·bᵀ, where a is rows × inputs and b columns × inputs. */
function timesTransposed(
  into: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  columns: number,
  inputs: number,
): void {
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < columns; k++) {
      let sum = 0;
      for (let j = 0; j < inputs; j++) sum += (a[i * inputs + j] ?? NaN) * (b[k * inputs + j] ?? NaN);
      into[i * columns + k] = sum;
    }
}

function addScaled(into: Float64Array, to: number, factor: number, b: Float64Array, from: number, count: number): void {
  if (factor === 0) return;
  for (let j = 0; j < count; j++) into[to + j] = (into[to + j] ?? NaN) + factor * (b[from + j] ?? NaN);
}
