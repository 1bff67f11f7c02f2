/**
 * Linear networks at any point V: the ideal of the entries of W_L ⋯ W_1 − V_L ⋯ V_1 near W = V, by the dimensions of the
 * kernels of the products V_j ⋯ V_i alone. λ is the least cost of a list of rank drops, by how much each layer lowers the
 * rank of the partial product W_k ⋯ W_1; m is the length of the longest chain of lists of that cost. The proof, by
 * resolution of one layer after the other, stands in docs/matrix-products.md.
 *
 * The lists that fit the kernels are the integer points of a base polyhedron (Frobenius' inequality for ranks), so that
 * the greedy algorithm finds one of least cost, and exchanges of one unit all others.
 */
import { spend, unlimited } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { multiply, rank } from "../algebra/matrix.js";
import type { Matrix } from "../algebra/matrix.js";
import * as Q from "../algebra/rational.js";
import { certify } from "./certify.js";
import type { Resolution, Setting } from "./certify.js";
import { exactly, pole } from "./value.js";
import type { Range } from "./value.js";

export interface MatrixProduct {
  /** In the ideal's convention. λ is always exact. */
  readonly range: Range;
  /** By layer; a chain of all lists of least cost that there is room for, or one list where no chain is known. */
  readonly drops: readonly (readonly number[])[];
}

/**
 * The value at the point with these matrices, first layer first, each with as many columns as the one before has rows.
 * Throws LimitError where the budget ends first.
 */
export function matrixProduct(values: readonly Matrix[], budget: Budget = unlimited()): MatrixProduct {
  const network = networkOf(values, budget);
  const first = cheapest(network);
  const lambda = Q.rational(network.submersion + costOf(first, network));
  const drops = network.hasTwist ? [first] : chainFrom(first, network);
  if (!network.hasTwist || exchanges(first, network).length === 0) {
    return { range: exactly(pole(lambda, drops.length)), drops };
  }
  return { range: { lower: pole(lambda, longest(network)), upper: pole(lambda, 1) }, drops };
}

/** What was found, with its certificate, for a network whose weights are parameters of their own, by their names. */
export function productResolution(
  setting: Setting,
  layers: readonly (readonly (readonly string[])[])[],
  { range, drops }: MatrixProduct,
): Resolution {
  const ideal = { kind: "network", degree: 1, layers } as const;
  return certify(setting, range, { ideal, proof: { rule: "matrix-product", drops } });
}

/** Layers are numbered from 0. */
interface Network {
  /** d_k − r: inputs apart, then the outputs of each layer. */
  readonly inputs: number;
  readonly outputs: readonly number[];
  /** r(d_0 + d_L − r): that many coordinates are equations. */
  readonly submersion: number;
  /** Layers from–to drop the rank by `most` together; implied bounds are left out. */
  readonly bounds: readonly { readonly from: number; readonly to: number; readonly most: number }[];
  /** Whether some bound is on several layers before the last. */
  readonly hasTwist: boolean;
}

function networkOf(values: readonly Matrix[], budget: Budget): Network {
  const widths = [values[0]?.[0]?.length ?? 0, ...values.map((matrix) => matrix.length)];
  const kernels = values.map((_, from) => kernelsFrom(values.slice(from), budget));
  const kernel = (from: number, to: number): number => kernels[from]?.[to - from] ?? 0;
  const last = values.length - 1;
  const r = (widths[0] ?? 0) - kernel(0, last);
  const layers = values.map((_, k) => k);
  const intervals = layers.flatMap((from) => layers.slice(from).map((to) => ({ from, to, most: kernel(from, to) })));
  const bounds = intervals.filter(({ from, to, most }) => {
    if (to === last) return true;
    const isWithin = layers.slice(0, from + 1).some((start) => kernel(start, last) <= most);
    return !isWithin && !layers.slice(from, to).some((k) => kernel(from, k) + kernel(k + 1, to) === most);
  });
  return {
    inputs: (widths[0] ?? 0) - r,
    outputs: widths.slice(1).map((width) => width - r),
    submersion: r * ((widths[0] ?? 0) + (widths.at(-1) ?? 0) - r),
    bounds,
    hasTwist: bounds.some(({ from, to }) => from < to && to < last),
  };
}

/** The dimensions of the kernels of the first matrix, of the first two, … multiplied. */
function kernelsFrom([first = [], ...more]: readonly Matrix[], budget: Budget): number[] {
  const columns = first[0]?.length ?? 0;
  let product = first;
  spend(budget, (first.length * columns ** 2) / 1000);
  let itsRank = rank(product);
  const dimensions = [columns - itsRank];
  for (const matrix of more) {
    if (itsRank > 0) {
      spend(budget, (matrix.length * columns * product.length) / 100);
      product = multiply(matrix, product);
      itsRank = rank(product);
    }
    dimensions.push(columns - itsRank);
  }
  return dimensions;
}

type Drops = readonly number[];

function fits(drops: Drops, { bounds }: Network): boolean {
  const before = [0];
  for (const drop of drops) before.push((before.at(-1) ?? 0) + drop);
  return bounds.every(({ from, to, most }) => (before[to + 1] ?? 0) - (before[from] ?? 0) <= most);
}

/** Σ (d_k − r)·g_k + g_k²/2, less (d_0 − r)²/2. */
function costOf(drops: Drops, { inputs, outputs }: Network): number {
  const double = drops.reduce((sum, drop, k) => sum + drop * (2 * (outputs[k] ?? 0) + drop), -inputs * inputs);
  return double / 2;
}

/** Of least cost, and of all these the one that drops the rank as early as can be. */
function cheapest(network: Network): Drops {
  let drops: Drops = network.outputs.map(() => 0);
  for (let n = 0; n < network.inputs; n++) {
    const next = drops
      .map((drop, k) => ({ k, price: (network.outputs[k] ?? 0) + drop }))
      .sort((a, b) => a.price - b.price || a.k - b.k)
      .map(({ k }) => moved(drops, null, k))
      .find((list) => fits(list, network));
    if (next === undefined) throw new RangeError("kernels of products of matrices that are no polymatroid");
    drops = next;
  }
  return drops;
}

/** The lists of the same cost with one unit in another layer, the nearest layers first. */
function exchanges(drops: Drops, network: Network): { readonly from: number; readonly to: number }[] {
  const price = (k: number): number => (network.outputs[k] ?? 0) + (drops[k] ?? 0);
  const layers = drops.map((_, k) => k);
  return layers
    .flatMap((from) => layers.map((to) => ({ from, to })))
    .filter(({ from, to }) => from !== to && (drops[from] ?? 0) > 0 && price(from) - 1 === price(to))
    .filter(({ from, to }) => fits(moved(drops, from, to), network))
    .sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
}

/** Later and later drops by smallest steps: without twists no chain is longer. */
function chainFrom(first: Drops, network: Network): Drops[] {
  const chain = [first];
  for (let at = 0; at < chain.length; at++) {
    const drops = chain[at] ?? first;
    const step = exchanges(drops, network).find(({ from, to }) => from < to);
    if (step !== undefined) chain.push(moved(drops, step.from, step.to));
  }
  return chain;
}

function moved(drops: Drops, from: number | null, to: number): Drops {
  return drops.map((drop, k) => drop + (k === to ? 1 : 0) - (k === from ? 1 : 0));
}

/** No chain of partial ranks is longer. */
function longest({ inputs, outputs }: Network): number {
  const hidden = outputs.slice(0, -1).map((_, k) => Math.min(inputs, ...outputs.slice(0, k + 1)));
  return hidden.reduce((sum, width) => sum + width, 1);
}
