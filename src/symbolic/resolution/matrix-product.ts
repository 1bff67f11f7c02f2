/**
 * Linear networks at any point V: the ideal of the entries of W_L ⋯ W_1 − V_L ⋯ V_1 near W = V, by the dimensions of the
 * kernels of the products V_j ⋯ V_i alone. λ is the least cost of a list of rank drops, by how much each layer lowers the
 * rank of the partial product W_k ⋯ W_1; m − 1 is the sum, over the prices of a unit, of the most steps by which lists of
 * that cost can follow one another. The proof, by resolution of one layer after the other, stands in docs/matrix-products.md.
 *
 * The same for the entries of PᵀP − P*ᵀP*, P = W_L ⋯ W_1: as if they were the squares of those of P where P* is 0.
 *
 * The lists that fit the kernels are the integer points of a base polyhedron (Frobenius' inequality for ranks), so that
 * the greedy algorithm finds one of least cost.
 */
import { operate, unlimited } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { multiply, rank } from "../algebra/matrix.js";
import type { Matrix } from "../algebra/matrix.js";
import * as Q from "../algebra/rational.js";
import { certify } from "./certify.js";
import type { Resolution, Setting } from "./certify.js";
import { exactly, pole } from "./value.js";
import type { Pole } from "./value.js";

/**
 * The ideal's value at the point with these matrices, first layer first, each with as many columns as the one before has
 * rows. Throws LimitError where the budget ends first.
 */
export function matrixProduct(values: readonly Matrix[], budget: Budget = unlimited()): Pole {
  const network = networkOf(values, budget);
  const { rank: r, inputs, outputs } = network;
  const { cost, steps } = leastOf(network, budget);
  return pole(Q.rational(r * (inputs + r + (outputs.at(-1) ?? 0)) + cost), 1 + steps);
}

/** The same of the ideal of the entries of PᵀP − P*ᵀP*, P the product. Throws LimitError where the budget ends first. */
export function gramMatrix(values: readonly Matrix[], budget: Budget = unlimited()): Pole {
  const network = networkOf(values, budget);
  const { rank: r, inputs } = network;
  const { cost, steps } = leastOf(network, budget);
  return pole(Q.rational(r * (2 * inputs + r + 1) + cost, 2), 1 + steps);
}

/** The value, with its certificate, for a network by the names of its weights. */
export function productResolution(
  setting: Setting,
  layers: readonly (readonly (readonly string[])[])[],
  value: Pole,
): Resolution {
  const ideal = { kind: "network", degree: 1, layers } as const;
  return certify(setting, exactly(value), { ideal, proof: { rule: "matrix-product" } });
}

/** Layers are numbered from 0. */
interface Network {
  /** Of the product. */
  readonly rank: number;
  /** d_k − r: inputs apart, then the outputs of each layer. */
  readonly inputs: number;
  readonly outputs: readonly number[];
  /** Layers from–to drop the rank by at most `most` together; the longest ones with a kernel of this dimension say it for all. */
  readonly bounds: readonly { readonly from: number; readonly to: number; readonly most: number }[];
}

function networkOf(values: readonly Matrix[], budget: Budget): Network {
  const widths = [values[0]?.[0]?.length ?? 0, ...values.map((matrix) => matrix.length)];
  const kernels = values.map((_, from) => kernelsFrom(values.slice(from), budget));
  const inputs = kernels[0]?.at(-1) ?? 0;
  const r = (widths[0] ?? 0) - inputs;
  return {
    rank: r,
    inputs,
    outputs: widths.slice(1).map((width) => width - r),
    bounds: kernels.flatMap((row, from) =>
      row.flatMap((most, n) => (row[n + 1] === most ? [] : [{ from, to: from + n, most }])),
    ),
  };
}

/** The dimensions of the kernels of the first matrix, of the first two, … multiplied. */
function kernelsFrom([first = [], ...more]: readonly Matrix[], budget: Budget): number[] {
  const columns = first[0]?.length ?? 0;
  let product = first;
  operate(budget, (first.length * columns ** 2) / 50);
  let itsRank = rank(product);
  const dimensions = [columns - itsRank];
  for (const matrix of more) {
    if (itsRank > 0) {
      operate(budget, (matrix.length * columns * product.length) / 5);
      product = multiply(matrix, product);
      itsRank = rank(product);
    }
    dimensions.push(columns - itsRank);
  }
  return dimensions;
}

type Drops = readonly number[];

/** By layer, whether a list that fits may have one more unit there: where no interval of layers has all that it can. */
function roomIn(drops: Drops, { bounds }: Network, budget: Budget): readonly boolean[] {
  operate(budget, (bounds.length + drops.length) / 100);
  const before = [0];
  for (const drop of drops) before.push((before.at(-1) ?? 0) + drop);
  const ends = bounds.reduce<number[]>(
    (last, { from, to, most }) => {
      const isFull = (before[to + 1] ?? 0) - (before[from] ?? 0) >= most;
      if (isFull) last[from] = Math.max(last[from] ?? -1, to);
      return last;
    },
    drops.map(() => -1),
  );
  let end = -1;
  return drops.map((_, k) => {
    end = Math.max(end, ends[k] ?? -1);
    return k > end;
  });
}

/** Σ (d_k − r)·g_k + g_k²/2, less (d_0 − r)²/2. */
function costOf(drops: Drops, { inputs, outputs }: Network): number {
  const double = drops.reduce((sum, drop, k) => sum + drop * (2 * (outputs[k] ?? 0) + drop), -inputs * inputs);
  return double / 2;
}

/** The least cost of rank drops, and the most steps by which rank drops of this cost can follow one another. */
function leastOf(network: Network, budget: Budget): { readonly cost: number; readonly steps: number } {
  const drops = cheapest(network, budget);
  const prices = new Set(pricesOf(drops, network));
  const steps = [...prices].reduce((sum, price) => sum + stepsAt(price, drops, network, budget), 0);
  return { cost: costOf(drops, network), steps };
}

/** What the next unit in a layer would cost, up to a constant. */
function pricesOf(drops: Drops, { outputs }: Network): number[] {
  return drops.map((drop, k) => (outputs[k] ?? 0) + drop);
}

/** Of least cost, and of all these the one that drops the rank as early as can be. */
function cheapest(network: Network, budget: Budget): Drops {
  let drops: Drops = network.outputs.map(() => 0);
  for (let n = 0; n < network.inputs; n++) {
    const prices = pricesOf(drops, network);
    const room = roomIn(drops, network, budget).flatMap((is, k) => (is ? [k] : []));
    const [first, ...more] = room;
    if (first === undefined) throw new RangeError("kernels of products of matrices that are no polymatroid");
    drops = withUnit(
      drops,
      more.reduce((best, k) => ((prices[k] ?? 0) < (prices[best] ?? 0) ? k : best), first),
    );
  }
  return drops;
}

/**
 * Those steps that move a unit from a layer at this price to one at the price below. `lists` are those that drop the rank as early as can be from each of these layers on; a
 * layer that loses its unit to an earlier one gives as many steps as there are units from the one to the other.
 */
function stepsAt(price: number, drops: Drops, network: Network, budget: Budget): number {
  const prices = pricesOf(drops, network);
  const low: Drops = drops.map((drop, k) => (prices[k] === price && drop > 0 ? drop - 1 : drop));
  const layers = drops.flatMap((drop, k) => (prices[k] === price - 1 || drop > (low[k] ?? 0) ? [k] : []));
  const atLow = roomIn(low, network, budget);
  const lists = layers.map((_, from) => {
    let list = low;
    let room = atLow;
    for (const k of layers.slice(from)) {
      if (room[k] !== true) continue;
      list = withUnit(list, k);
      room = roomIn(list, network, budget);
    }
    return list;
  });
  return lists.slice(1).reduce((steps, before, n) => {
    const list = lists[n] ?? before;
    const lost = before.findIndex((drop, k) => drop > (list[k] ?? 0));
    return list.slice(0, lost + 1).reduce((sum, drop, k) => sum + drop - (low[k] ?? 0), steps);
  }, 0);
}

function withUnit(drops: Drops, at: number): Drops {
  return drops.map((drop, k) => drop + (k === at ? 1 : 0));
}
