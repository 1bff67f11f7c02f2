/** Losses that the tests of engines and samplers share. */
import { GraphBuilder } from "../../src/numeric/expression/graph.js";
import type { NodeId } from "../../src/numeric/expression/graph.js";
import type { EmpiricalLoss, PopulationLoss } from "../../src/numeric/loss.js";

/** A population loss at w* = 0 from its expression in the parameters. */
export function population(
  dimension: number,
  build: (b: GraphBuilder, w: readonly NodeId[]) => NodeId,
): PopulationLoss {
  const b = new GraphBuilder();
  const root = build(
    b,
    Array.from({ length: dimension }, (_, i) => b.parameter(i)),
  );
  return { kind: "population", dimension, origin: new Array<number>(dimension).fill(0), graph: b.graph(), root };
}

/** c·Π w_i^exponent_i. */
export function monomial(c: number, exponents: readonly number[]): PopulationLoss {
  return population(exponents.length, (b, w) =>
    b.multiply(b.constant(c), b.product(w.map((x, i) => b.power(x, exponents[i] ?? 0)))),
  );
}

/** ½·Σ curvature_i·w_i². */
export function gaussian(curvatures: readonly number[]): PopulationLoss {
  return population(curvatures.length, (b, w) =>
    b.sum(w.map((x, i) => b.multiply(b.constant((curvatures[i] ?? 0) / 2), b.square(x)))),
  );
}

/** The sum over a few inputs x of (a·tanh(b·x) + c·tanh(d·x))². */
export const tanhPair: PopulationLoss = population(4, (b, w) =>
  b.sum(
    [-0.9, -0.4, 0.3, 0.8].map((x) => {
      const unit = (out: number, into: number): NodeId =>
        b.multiply(w[out] ?? 0, b.tanh(b.multiply(w[into] ?? 0, b.constant(x))));
      return b.square(b.add(unit(0, 1), unit(2, 3)));
    }),
  ),
);

/** Regression of y on w_0·relu(w_1·x) over `rows` rows (x, y), minus its value at w* = 0. */
export function reluRegression(rows: number): EmpiricalLoss {
  const b = new GraphBuilder();
  const [x, y] = [b.datum(0), b.datum(1)];
  const residual = b.subtract(b.multiply(b.parameter(0), b.relu(b.multiply(b.parameter(1), x))), y);
  const root = b.subtract(b.square(residual), b.square(y));
  const data = Float64Array.from({ length: 2 * rows }, (_, i) => Math.sin(7 * i + 1));
  return { kind: "empirical", dimension: 2, origin: [0, 0], graph: b.graph(), root, data, rows, columns: 2 };
}
