/**
 * Deep linear networks x ↦ W_L ⋯ W_1 x, K ≍ ‖W_L ⋯ W_1 − W_L* ⋯ W_1*‖².
 *
 * M. Aoyagi, Consideration on the learning efficiency of multiple-layered neural networks with linear units, Neural
 * Networks 172 (2024) 106132, Theorem 1: the least (λ, m) over the fibre, by the rank r of the true product. It belongs
 * to the balanced points, those where every layer has rank r: every orbit of the fibre under changes of bases of the
 * hidden layers has one in its closure, and (λ, m) is lower semicontinuous, so that it bounds all other points from below.
 *
 * Layers of full rank are taken out first. If W_i* is injective (i < L) or W_{i+1}* is surjective (i ≥ 1), then the
 * product W_{i+1} W_i is a submersion there, so the value is that of the network with the two layers multiplied.
 */
import { multiply, rank } from "../algebra/matrix.js";
import type { Matrix } from "../algebra/matrix.js";
import * as Q from "../algebra/rational.js";
import { reducedRankAt } from "./reduced-rank.js";
import { exactly, weightsOf } from "./theorem.js";
import type { Coefficient, FreeLayers, Known } from "./theorem.js";

/**
 * K's (λ, m) at the balanced points of a truth of rank r; widths are inputs, hidden units of each layer, outputs, at
 * least two of them, each ≥ r.
 */
export function deepLinear(widths: readonly number[], r: number): Coefficient {
  const reduced = widths.map((width) => width - r);
  const chosen = bottleneck(reduced);
  const ell = chosen.length - 1;
  const total = chosen.reduce((sum, width) => sum + width, 0);
  const ceiling = Math.ceil(total / ell);
  const a = total - (ceiling - 1) * ell;
  const pairs = (total * total - chosen.reduce((sum, width) => sum + width * width, 0)) / 2;
  const ends = (widths[0] ?? 0) + (widths.at(-1) ?? 0);
  const terms = [
    Q.rational(r * ends - r * r, 2),
    Q.rational(a * (ell - a), 4 * ell),
    Q.rational(-(ell - 1) * total * total, 4 * ell),
    Q.rational(pairs, 2),
  ];
  return { lambda: terms.reduce(Q.add), multiplicity: a * (ell - a) + 1 };
}

/** For layers of a linear network: exact at balanced points and where two layers are left, else a lower bound. */
export function recogniseDeepLinear(layers: FreeLayers): Known | null {
  if (layers.values.length < 3) return null;
  const theorem = { name: "deep-linear-network", degree: 1, layers: weightsOf(layers) } as const;
  const left = withoutFullRank(layers.values);
  const [first = [], second, ...deeper] = left;
  const widths = [first[0]?.length ?? 0, ...left.map((matrix) => matrix.length)];
  const product = left.slice(1).reduce((all, matrix) => multiply(matrix, all), first);
  const r = rank(product);
  if (second === undefined) return exactly(deepLinear(widths, 0), theorem);
  if (deeper.length === 0) {
    const [M = 0, H = 0, N = 0] = widths;
    return exactly(reducedRankAt([M, H, N], rank(first), rank(second), r), theorem);
  }
  const least = exactly(deepLinear(widths, r), theorem);
  return left.every((matrix) => rank(matrix) === r) ? least : { ...least, upper: "infinite" };
}

/** The set of the theorem: max inside < min outside, sum ≥ ℓ·max inside, sum < ℓ·min outside. */
function bottleneck(widths: readonly number[]): number[] {
  const ascending = [...widths].sort((a, b) => a - b);
  for (let size = 2; size < ascending.length; size++) {
    const inside = ascending.slice(0, size);
    const sum = inside.reduce((s, width) => s + width, 0);
    const [largest = 0, next = 0] = ascending.slice(size - 1);
    if (largest < next && sum >= (size - 1) * largest && sum < (size - 1) * next) return inside;
  }
  return ascending;
}

/** Multiplies neighbours while their product is a submersion. */
function withoutFullRank(matrices: readonly Matrix[]): readonly Matrix[] {
  const at = matrices.findIndex((right, i) => {
    const left = matrices[i + 1];
    return left !== undefined && (rank(right) === right[0]?.length || rank(left) === left.length);
  });
  const [right = [], left = []] = matrices.slice(at);
  if (at < 0) return matrices;
  return withoutFullRank([...matrices.slice(0, at), multiply(left, right), ...matrices.slice(at + 2)]);
}
