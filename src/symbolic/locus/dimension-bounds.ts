/**
 * Proved upper bounds of the neuromanifold's dimension, the generic rank of the Jacobian. The least of
 *
 * - the ambient dimension;
 * - parameters − hidden units: rescaling a unit's incoming weights by t and its outgoing ones by t^−r moves no
 *   coefficient, and these directions are independent at a general point;
 * - Alexander–Hirschowitz for one hidden layer and one output (see `alexander-hirschowitz.ts`);
 * - a splitting at hidden layer i: μ factors through the product of the two halves' neuromanifolds, and the d_i
 *   rescalings of that layer act there too, so dim ≤ dim(left) + dim(right) − d_i;
 * - a bottleneck before the outputs: as an m × N matrix of coefficients the network has rank at most k, and such
 *   matrices form a variety of dimension k(m + N − k). With r = 1 every layer is such a bottleneck.
 */
import { operate, unlimited } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import type { Architecture } from "./architecture.js";
import {
  ambientDimension,
  formCount,
  formDegree,
  hiddenUnits,
  hiddenWidths,
  inputs,
  outputs,
  parameterCount,
} from "./architecture.js";
import { secantDimension } from "./alexander-hirschowitz.js";

export interface DimensionBound {
  readonly bound: number;
  readonly reason: string;
}

/** Throws LimitError where the budget ends first. */
export function dimensionBound(net: Architecture, budget: Budget = unlimited()): DimensionBound {
  return best(net, { known: new Map(), budget });
}

interface Search {
  /** By the widths. */
  readonly known: Map<string, DimensionBound>;
  readonly budget: Budget;
}

function best(net: Architecture, search: Search): DimensionBound {
  const { known, budget } = search;
  const key = net.widths.join(",");
  const found = known.get(key);
  if (found !== undefined) return found;
  operate(budget, net.widths.length ** 2 / 20);
  const least = candidates(net, search).reduce((a, b) => (b.bound < a.bound ? b : a));
  known.set(key, least);
  return least;
}

/** In the order of preference between equal bounds. */
function candidates(net: Architecture, search: Search): [DimensionBound, ...DimensionBound[]] {
  const hidden = hiddenUnits(net);
  const parameters = parameterCount(net);
  return [
    { bound: ambientDimension(net), reason: "the ambient dimension" },
    {
      bound: parameters - hidden,
      reason:
        hidden === 0
          ? "the number of parameters"
          : `${parameters} parameters less ${hidden} rescalings of hidden units`,
    },
    ...secantBound(net),
    ...bottleneckBounds(net),
    ...net.widths.slice(1, -1).map((width, i) => splitBound(net, i + 1, width, search)),
  ];
}

function secantBound(net: Architecture): DimensionBound[] {
  const [width] = hiddenWidths(net);
  if (net.widths.length !== 3 || outputs(net) !== 1 || width === undefined) return [];
  return [
    {
      bound: secantDimension(inputs(net), width, net.degree),
      reason: "the Alexander–Hirschowitz theorem on secant varieties of Veronese varieties",
    },
  ];
}

function bottleneckBounds(net: Architecture): DimensionBound[] {
  const rows = outputs(net);
  const columns = formCount(inputs(net), formDegree(net));
  const narrow = net.degree === 1 ? hiddenWidths(net) : hiddenWidths(net).slice(-1);
  return narrow.flatMap((k) =>
    k < rows && k < columns
      ? [{ bound: k * (rows + columns - k), reason: `matrices of size ${rows} × ${columns} and rank at most ${k}` }]
      : [],
  );
}

function splitBound(net: Architecture, layer: number, width: number, search: Search): DimensionBound {
  const left = best({ ...net, widths: net.widths.slice(0, layer + 1) }, search);
  const right = best({ ...net, widths: net.widths.slice(layer) }, search);
  return {
    bound: left.bound + right.bound - width,
    reason:
      `hidden layer ${layer} splits the network into ${net.widths.slice(0, layer + 1).join("-")} of dimension at most ` +
      `${left.bound} and ${net.widths.slice(layer).join("-")} of dimension at most ${right.bound}, less ${width} rescalings`,
  };
}
