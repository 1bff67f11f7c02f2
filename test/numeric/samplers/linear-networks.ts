/** Linear networks for the tests of their Gibbs sampler: as matrices, and the same loss as an expression. */
import type { NodeId } from "../../../src/numeric/expression/graph.js";
import type { DeepLinearLoss, PopulationLoss } from "../../../src/numeric/loss.js";
import { evaluateAt } from "../../../src/numeric/samplers/target.js";
import { population } from "../losses.js";

/** ‖W_L⋯W_1 − B‖²_F/3 as an expression, at w*. */
export function unrolled(widths: readonly number[], origin: readonly number[]): PopulationLoss {
  const loss = population(origin.length, (b, w) => {
    const multiply = (entry: (index: number) => NodeId): readonly NodeId[][] => {
      let index = 0;
      const layers = widths
        .slice(1)
        .map((rows, l) =>
          Array.from({ length: rows }, () => Array.from({ length: widths[l] ?? 0 }, () => entry(index++))),
        );
      return layers.reduce((before, layer) =>
        layer.map((row) =>
          (before[0] ?? []).map((_, j) => b.sum(row.map((x, k) => b.multiply(x, before[k]?.[j] ?? 0)))),
        ),
      );
    };
    const truth = multiply((i) => b.constant(origin[i] ?? 0)).flat();
    const entries = multiply((i) => w[i] ?? 0).flat();
    const squares = entries.map((x, i) => b.square(b.subtract(x, truth[i] ?? 0)));
    return b.multiply(b.constant(1 / 3), b.sum(squares));
  });
  return { ...loss, origin };
}

export function weightsOf(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, l) => sum + width * (widths[l] ?? 0), 0);
}

export function lossAt(widths: readonly number[], origin: readonly number[]): DeepLinearLoss {
  return { kind: "deep-linear", dimension: origin.length, origin, widths, scale: 1 / 3 };
}

/** At w* with every layer [I_r 0; 0 0]. */
export function balanced(widths: readonly number[], rank: number): DeepLinearLoss {
  const origin = widths
    .slice(1)
    .flatMap((rows, l) =>
      Array.from({ length: rows }, (_, i) =>
        Array.from({ length: widths[l] ?? 0 }, (_, j) => (i === j && i < rank ? 1 : 0)),
      ).flat(),
    );
  return lossAt(widths, origin);
}

export const widths = [3, 2, 4, 2];
export const origin = Array.from({ length: weightsOf(widths) }, (_, i) => Math.round(2 * Math.sin(3 * i + 1)) / 2);
export const loss = lossAt(widths, origin);
export const expression = unrolled(widths, origin);
export const [nbeta, localization] = [50, 0.7];

export function point(trial: number): number[] {
  return origin.map((x, i) => x + 0.5 * Math.sin(i * (trial + 1) + trial));
}

/** nβ·K + (γ/2)|w − w*|² and its gradient, from the expression. */
export function energy(w: readonly number[]): { readonly value: number; readonly gradient: readonly number[] } {
  const target = { loss: expression, localization, box: null, batch: null };
  const { loss: k, gradient } = evaluateAt(target, w);
  const distance = w.reduce((sum, x, i) => sum + (x - (origin[i] ?? NaN)) ** 2, 0);
  return {
    value: nbeta * k + (localization / 2) * distance,
    gradient: gradient.map((g, i) => nbeta * g + localization * ((w[i] ?? NaN) - (origin[i] ?? NaN))),
  };
}
