/**
 * How small a loss can be before rounding takes over: the top of a ladder of inverse temperatures.
 *
 * A running error analysis over the graph, at parameters a localization width away from w*: sums and differences
 * that may cancel lose 2^-52 of their terms, products and sums of squares lose nothing of their own, and a square
 * (f + e)² is f² to within a hundredth as long as f² ≥ 10⁴·e². So a monomial has no floor at all, a factored (xy − z²)² has
 * one near 1e-28, its expansion one near 1e-16.
 */
import type { Node, NodeId } from "../expression/graph.js";
import type { Loss } from "../loss.js";

/** The absolute rounding error of K near its zero set, at distances up to `width` from w*; 0 where K is exact. */
export function roundingFloor(loss: Loss, width: number): number {
  if (loss.kind === "deep-linear") {
    const size = loss.origin.reduce((m, x) => Math.max(m, Math.abs(x)), width);
    const entry = epsilon * Math.max(...loss.widths) * size ** (loss.widths.length - 1);
    return squareFloor(entry) * loss.dimension;
  }
  const bounds: Bound[] = [];
  loss.graph.nodes.forEach((node, id) => {
    bounds[id] = boundOf(node, bounds, loss.origin, width);
  });
  return bounds[loss.root]?.error ?? 0;
}

/** |value| ≤ size, and the error is at most `error` beside a relative one of a few 2^-52. */
interface Bound {
  readonly size: number;
  readonly error: number;
  readonly nonnegative: boolean;
}

const epsilon = 2 ** -52;

function squareFloor(error: number): number {
  return 1e4 * error * error;
}

function boundOf(node: Node, bounds: readonly Bound[], origin: readonly number[], width: number): Bound {
  const at = (id: NodeId): Bound => bounds[id] ?? { size: NaN, error: NaN, nonnegative: false };
  switch (node.kind) {
    case "constant":
      return { size: Math.abs(node.value), error: 0, nonnegative: node.value >= 0 };
    case "parameter": {
      const centre = Math.abs(origin[node.index] ?? 0);
      return { size: centre + width, error: epsilon * centre, nonnegative: false };
    }
    case "add":
    case "subtract": {
      const a = at(node.left);
      const b = at(node.right);
      const safe = node.kind === "add" && a.nonnegative && b.nonnegative;
      const lost = safe ? 0 : epsilon * (a.size + b.size);
      return { size: a.size + b.size, error: a.error + b.error + lost, nonnegative: safe };
    }
    case "multiply": {
      const a = at(node.left);
      const b = at(node.right);
      if (node.left === node.right) return { size: a.size ** 2, error: squareFloor(a.error), nonnegative: true };
      return {
        size: a.size * b.size,
        error: a.error * b.size + b.error * a.size + a.error * b.error,
        nonnegative: a.nonnegative && b.nonnegative,
      };
    }
    case "negate":
      return { ...at(node.operand), nonnegative: false };
    case "tanh":
      return { ...at(node.operand), size: Math.min(1, at(node.operand).size), nonnegative: false };
    case "relu":
      return { ...at(node.operand), nonnegative: true };
    default:
      return { size: 1, error: epsilon, nonnegative: false };
  }
}
