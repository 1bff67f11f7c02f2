/**
 * Where chains may be expected: the box, or ten standard deviations of the Gaussian localization, beyond which a coordinate
 * is once in 10^23 draws. K must be a number there; further out only chains come that run away.
 */
import type { Node, NodeId } from "../expression/graph.js";
import type { EmpiricalLoss, PopulationLoss } from "../loss.js";
import type { Box } from "./target.js";

const deviations = 10;
/** By this share of its width a box is made wider, so that its walls are inside. */
const margin = 1e-9;

/** Of γ and a box, of which one at least is given. */
export function reachOf(origin: readonly number[], localization: number, box: Box | null): Box {
  const radius = deviations / Math.sqrt(localization);
  const { lower, upper } = box ?? { lower: origin.map((x) => x - radius), upper: origin.map((x) => x + radius) };
  const wider = upper.map((high, i) => margin * (high - (lower[i] ?? NaN)));
  return {
    lower: lower.map((low, i) => low - (wider[i] ?? NaN)),
    upper: upper.map((high, i) => high + (wider[i] ?? NaN)),
  };
}

/** Whether w is in `reach`; a coordinate that is no number is not. */
export function isWithin({ lower, upper }: Box, w: readonly number[]): boolean {
  return w.every((x, i) => (lower[i] ?? NaN) < x && x < (upper[i] ?? NaN));
}

/** Whether K might not be a number somewhere in `reach`: not where even the sum of absolute values of its terms is finite. */
export function mayBeUndefined(loss: PopulationLoss | EmpiricalLoss, { lower, upper }: Box): boolean {
  const largest = lower.map((low, i) => Math.max(Math.abs(low), Math.abs(upper[i] ?? NaN)));
  const columns = loss.kind === "population" ? [] : columnBounds(loss);
  const bounds = new Float64Array(loss.graph.nodes.length);
  loss.graph.nodes.forEach((node, id) => {
    bounds[id] = boundOf(node, bounds, largest, columns);
  });
  return !((bounds[loss.root] ?? NaN) < Infinity);
}

/** What |value| of the node cannot exceed. */
function boundOf(node: Node, bounds: Float64Array, largest: readonly number[], columns: readonly number[]): number {
  const at = (id: NodeId): number => bounds[id] ?? NaN;
  switch (node.kind) {
    case "constant":
      return Math.abs(node.value);
    case "parameter":
      return largest[node.index] ?? NaN;
    case "datum":
      return columns[node.index] ?? NaN;
    case "add":
    case "subtract":
      return at(node.left) + at(node.right);
    case "multiply":
      return at(node.left) * at(node.right);
    case "select":
      return Math.max(at(node.then), at(node.otherwise));
    case "negate":
    case "relu":
      return at(node.operand);
    case "tanh":
    case "step":
      return 1;
    case "exp":
      return Math.exp(at(node.operand));
    case "sqrt":
    case "divide":
    case "noise":
      return NaN;
  }
}

/** The largest |value| of each column. */
function columnBounds({ data, columns }: EmpiricalLoss): readonly number[] {
  const bounds = new Array<number>(columns).fill(0);
  data.forEach((x, at) => {
    const column = at % columns;
    bounds[column] = Math.max(bounds[column] ?? 0, Math.abs(x));
  });
  return bounds;
}
