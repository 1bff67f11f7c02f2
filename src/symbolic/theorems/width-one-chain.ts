/**
 * Width-one chains: every hidden layer has one unit, the activation is z^r (or behaves like z near 0, as tanh does: r = 1),
 * w* = 0. One hidden layer with one unit is the shortest. With n inputs, N outputs and L layers
 *   K ≍ |W_L|²·Π_{1<l<L} w_l^{2 r^{L−l}}·|W_1|^{2 r^{L−1}},
 * because h ↦ h^r is homogeneous with no real zero but 0. These are powers of the norms of disjoint sets of coordinates:
 * λ is the least of N/2, 1/(2r^{L−l}) and n/(2r^{L−1}), m the number of layers that reach it.
 */
import * as Q from "../algebra/rational.js";
import { exactly, isAtZero, namesOf, widthsOf } from "./theorem.js";
import type { Coefficient, FreeLayers, Known } from "./theorem.js";

/** K's (λ, m) at zero; widths n, 1, …, 1, N with at least one hidden layer. */
export function widthOneChain(widths: readonly number[], degree: number): Coefficient {
  const depth = widths.length - 1;
  const ratios = widths.slice(1).map((outputs, l) => {
    const size = outputs * (widths[l] ?? 1);
    return Q.rational(size, 2n * BigInt(degree) ** BigInt(depth - 1 - l));
  });
  const lambda = ratios.reduce(Q.min);
  return { lambda, multiplicity: ratios.filter((ratio) => Q.equals(ratio, lambda)).length };
}

/** For at least two layers, at zero. */
export function recogniseWidthOneChain(layers: FreeLayers, degree: number): Known | null {
  const widths = widthsOf(layers);
  const isChain = widths.length > 2 && widths.slice(1, -1).every((width) => width === 1);
  if (!isChain || !isAtZero(layers)) return null;
  return exactly(widthOneChain(widths, degree), { name: "width-one-chain", degree, layers: namesOf(layers) });
}
