/** The loss of each data point at each draw, which the functional variance and WAIC are made of. */
import { LimitError, OptionError } from "../errors.js";
import type { ChainRecord } from "./draws.js";
import type { Graph } from "./expression/graph.js";
import type { EmpiricalLoss } from "./loss.js";
import { compile } from "./quadrature/program.js";

/** Losses that are kept: 1 GiB. */
const mostNumbers = 2 ** 27;

/**
 * `[chain][draw·n + i]` = |y_i − f(x_i; w)|² − |y_i − f(x_i; w*)|², −log p(x_i | w) relative to w* where outputs have the
 * density ∝ exp(−|y − f|²), so that β = 1 is nβ = n. Throws OptionError for a loss that keeps no rows (`byRows`), LimitError
 * for more than 2^27 losses.
 */
export function pointwiseLosses(
  loss: EmpiricalLoss,
  chains: readonly Pick<ChainRecord, "positions">[],
): readonly Float64Array[] {
  const { data, rows, columns, dimension, graph, root } = loss;
  if (columns === 0) throw new OptionError("loss", "the loss of moments", "one that keeps its data by rows");
  const count = chains.reduce((sum, { positions }) => sum + (positions.length / dimension) * rows, 0);
  if (count > mostNumbers) throw new LimitError("losses of data points (draws × n)", String(count), `${mostNumbers}`);
  const valueAt = compile(withDataBehind(dimension, graph), [root]);
  const input = new Float64Array(dimension + columns);
  return chains.map(({ positions }) => {
    const losses = new Float64Array((positions.length / dimension) * rows);
    for (let draw = 0; draw * rows < losses.length; draw++) {
      input.set(positions.subarray(draw * dimension, (draw + 1) * dimension));
      for (let i = 0; i < rows; i++) {
        input.set(data.subarray(i * columns, (i + 1) * columns), dimension);
        losses[draw * rows + i] = valueAt(input);
      }
    }
    return losses;
  });
}

/** The graph with the row of data as further parameters. */
function withDataBehind(dimension: number, { nodes }: Graph): Graph {
  return {
    nodes: nodes.map((node) => (node.kind === "datum" ? { kind: "parameter", index: dimension + node.index } : node)),
  };
}
