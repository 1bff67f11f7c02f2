/**
 * How cold a ladder may get before rounding takes over: the t at which the rounding error of K reaches a share of K itself
 * at typical points of the posterior.
 *
 * Such points are found by annealing, at two temperatures, and K's error there by a running error analysis over its graph.
 * Where nothing cancels (a monomial) the relative error stays at 1e-15; in a factored (xy − z²)² it grows like √t, in its
 * expansion like t; the growth between the two temperatures is carried on.
 */
import { evaluateAll } from "../expression/evaluate.js";
import { reachable } from "../expression/graph.js";
import type { Node, NodeId } from "../expression/graph.js";
import type { PopulationLoss } from "../loss.js";
import { compile } from "../quadrature/program.js";
import { exponential, normalPair, uniform } from "../random/variates.js";
import { next } from "../random/xoshiro.js";
import type { RandomState } from "../random/xoshiro.js";

const temperatures = [1e8, 1e12] as const;
const walkers = 32;
const stepsOfWalker = 1200;
/** A relative error of K that does not show, and one that counts as none. */
const tolerated = 0.01;
const unnoticeable = 2e-13;
const epsilon = 2 ** -52;

/**
 * The largest t whose posterior is free of rounding, Infinity where nothing cancels. `draw` samples the localization, whose
 * width is `width`; `random` drives the annealing.
 */
export function coldestTemperature(
  loss: PopulationLoss,
  width: number,
  draw: () => readonly number[],
  random: RandomState,
): number {
  const compiled = compile(loss.graph, [loss.root]);
  const k = (w: Float64Array): number => {
    const value = compiled(w);
    return Number.isNaN(value) ? Infinity : value;
  };
  const errors = temperatures.map((): number[] => []);
  for (let i = 0; i < walkers; i++) {
    const w = Float64Array.from(draw());
    let from = 1;
    temperatures.forEach((t, stage) => {
      anneal(k, w, from, t, width, random);
      from = t;
      errors[stage]?.push(relativeError(loss, w));
    });
  }
  const [warm = 0, cold = 0] = errors.map((list) => list.sort((a, b) => a - b)[Math.floor(0.9 * list.length)] ?? 1);
  if (cold < unnoticeable) return Infinity;
  const growth = Math.log(cold / Math.max(warm, 1e-17)) / Math.log(temperatures[1] / temperatures[0]);
  const exponent = Math.min(Math.max(growth, 0.25), 1);
  return temperatures[1] * (tolerated / cold) ** (1 / exponent);
}

/** Metropolis steps of all sizes in all coordinates or one, while t grows geometrically; moves `w`. */
function anneal(
  k: (w: Float64Array) => number,
  w: Float64Array,
  from: number,
  to: number,
  width: number,
  random: RandomState,
): void {
  let here = k(w);
  const proposal = new Float64Array(w.length);
  for (let i = 0; i < stepsOfWalker; i++) {
    const t = from * (to / from) ** Math.min(1, (1.3 * i) / stepsOfWalker);
    const scale = width * Math.exp(-uniform(next(random)) * Math.log(100 * (1 + width * Math.sqrt(t))));
    const only = i % 2 === 0 ? -1 : Math.floor(uniform(next(random)) * w.length);
    for (let j = 0; j < w.length; j++) {
      const [noise] = normalPair(next(random), next(random));
      proposal[j] = (w[j] ?? 0) + (only < 0 || only === j ? scale * noise : 0);
    }
    const there = k(proposal);
    if (t * (there - here) < exponential(next(random))) {
      w.set(proposal);
      here = there;
    }
  }
}

/** A bound of |error of K|/K at w, from the rounding of every operation and of w* itself. */
function relativeError({ graph, root, origin }: PopulationLoss, w: Float64Array): number {
  const values = evaluateAll(graph, w);
  const errors = new Float64Array(values.length);
  for (const id of reachable(graph, [root])) {
    const node = graph.nodes[id];
    if (node !== undefined) errors[id] = errorOf(node, values[id] ?? NaN, values, errors, origin);
  }
  const value = values[root] ?? 0;
  const relative = value === 0 ? 0 : Math.abs((errors[root] ?? NaN) / value);
  return Number.isNaN(relative) ? 1 : relative;
}

function errorOf(
  node: Node,
  value: number,
  values: Float64Array,
  errors: Float64Array,
  origin: readonly number[],
): number {
  const size = (id: NodeId): number => Math.abs(values[id] ?? NaN);
  const error = (id: NodeId): number => errors[id] ?? NaN;
  const rounding = epsilon * Math.abs(value);
  switch (node.kind) {
    case "constant":
      return 0;
    case "parameter":
      return epsilon * Math.abs(origin[node.index] ?? 0);
    case "add":
    case "subtract":
      return error(node.left) + error(node.right) + rounding;
    case "multiply":
      return size(node.left) * error(node.right) + size(node.right) * error(node.left) + rounding;
    case "negate":
    case "relu":
    case "tanh":
      return error(node.operand) + rounding;
    default:
      return rounding;
  }
}
