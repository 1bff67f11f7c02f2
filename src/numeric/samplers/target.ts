/**
 * The density p(w) ∝ exp(−nβ·K(w) − (γ/2)|w − w*|²), or the same inside a box, as phases of a kernel: how K and ∇K at
 * some slots are computed into others, in one expression or by a loop over rows of data.
 */
import { OptionError } from "../../errors.js";
import type { DataTable, Phase } from "../engines/kernel.js";
import { gradientWithin, substitute } from "../expression/derivative.js";
import { evaluateAll } from "../expression/evaluate.js";
import { GraphBuilder } from "../expression/graph.js";
import type { Graph, NodeId } from "../expression/graph.js";
import type { EmpiricalLoss, PopulationLoss } from "../loss.js";

export interface Target {
  readonly loss: PopulationLoss | EmpiricalLoss;
  /** γ ≥ 0. */
  readonly localization: number;
  /** Where w may go; null is everywhere. */
  readonly box: Box | null;
  /** Rows of data drawn for each gradient; null is all of them. */
  readonly batch: number | null;
}

/** lower ≤ w ≤ upper in every coordinate. */
export interface Box {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** Slots for K, ∇K (or none) and the diagonal ∂²K/∂w_i² of its Hessian (or none). */
export interface EvaluationSlots {
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly curvature?: readonly number[];
}

/** A phase built by assigning nodes to slots. */
export function phase(
  build: (b: GraphBuilder, set: (slot: number, node: NodeId) => void) => void,
  repeat = 1,
  rows: Phase["rows"] = "none",
): Phase {
  const builder = new GraphBuilder();
  const assign: { slot: number; node: NodeId }[] = [];
  build(builder, (slot, node) => assign.push({ slot, node }));
  return { kind: "phase", graph: builder.graph(), assign, repeat, rows };
}

/**
 * Phases that leave K, ∇K and the Hessian's diagonal, as far as `into` has slots for them, at the slots `at`. With `batch`, both are the
 * unbiased estimates from that many rows drawn with replacement.
 */
export function evaluation(
  target: Target,
  at: readonly number[],
  into: EvaluationSlots,
  batch: number | null,
): readonly Phase[] {
  const { loss } = target;
  if (loss.kind === "population")
    return [
      phase((b, set) => {
        assignEvaluation(b, set, target, at, into);
      }),
    ];
  const count = batch ?? loss.rows;
  return [
    phase((b, set) => {
      [into.loss, ...into.gradient, ...(into.curvature ?? [])].forEach((slot) => {
        set(slot, b.constant(0));
      });
    }),
    phase(
      (b, set) => {
        assignEvaluation(
          b,
          (slot, node) => {
            set(slot, b.add(b.parameter(slot), b.multiply(b.constant(1 / count), node)));
          },
          target,
          at,
          into,
        );
      },
      count,
      batch === null ? "each" : "random",
    ),
  ];
}

/** nβ·∇K + γ(w − w*) for coordinate i, from slots. */
export function energyGradient(
  b: GraphBuilder,
  target: Target,
  nbeta: NodeId,
  position: readonly number[],
  gradient: readonly number[],
): readonly NodeId[] {
  return position.map((slot, i) =>
    b.add(
      b.multiply(nbeta, b.parameter(gradient[i] ?? 0)),
      b.multiply(b.constant(target.localization), b.subtract(b.parameter(slot), b.constant(originOf(target, i)))),
    ),
  );
}

/** nβ·K + (γ/2)|w − w*|². */
export function energy(
  b: GraphBuilder,
  target: Target,
  nbeta: NodeId,
  position: readonly number[],
  loss: number,
): NodeId {
  return b.add(b.multiply(nbeta, b.parameter(loss)), localizationEnergy(b, target, position));
}

/** (γ/2)|w − w*|². */
export function localizationEnergy(b: GraphBuilder, target: Target, position: readonly number[]): NodeId {
  const squares = position.map((slot, i) => b.square(b.subtract(b.parameter(slot), b.constant(originOf(target, i)))));
  return b.multiply(b.constant(target.localization / 2), b.sum(squares));
}

/** A node that is positive where w is outside the box, and 0 inside. */
export function outside(b: GraphBuilder, box: Box | null, position: readonly number[]): NodeId {
  if (box === null) return b.constant(0);
  return b.sum(
    position.flatMap((slot, i) => [
      b.step(b.subtract(b.constant(box.lower[i] ?? 0), b.parameter(slot))),
      b.step(b.subtract(b.parameter(slot), b.constant(box.upper[i] ?? 0))),
    ]),
  );
}

/** w reflected at the walls of the box; a step longer than the box ends on a wall. */
export function reflected(b: GraphBuilder, box: Box | null, w: readonly NodeId[]): readonly NodeId[] {
  if (box === null) return w;
  return w.map((x, i) => {
    const lower = b.constant(box.lower[i] ?? 0);
    const upper = b.constant(box.upper[i] ?? 0);
    const low = b.select(x, lower, b.subtract(b.add(lower, lower), x), x);
    const both = b.select(upper, low, b.subtract(b.add(upper, upper), low), low);
    return b.select(both, lower, lower, both);
  });
}

/** The rows that a kernel for this target reads. */
export function dataOf(target: Target): DataTable | null {
  const { loss } = target;
  return loss.kind === "empirical" ? { values: loss.data, rows: loss.rows, columns: loss.columns } : null;
}

/** K and ∇K at a point by the reference interpreter. */
export function evaluateAt(
  target: Target,
  w: ArrayLike<number>,
): { readonly loss: number; readonly gradient: readonly number[] } {
  const builder = GraphBuilder.from(target.loss.graph);
  const slope = gradientWithin(builder, target.loss.root, target.loss.dimension);
  const [loss = NaN, ...gradient] = meanOverRows(target, builder.graph(), [target.loss.root, ...slope], w);
  return { loss, gradient };
}

/** The diagonal ∂²K/∂w_i² at a point by the reference interpreter. */
export function curvatureAt(target: Target, w: ArrayLike<number>): readonly number[] {
  const { root, dimension, graph } = target.loss;
  const builder = GraphBuilder.from(graph);
  const diagonal = gradientWithin(builder, root, dimension).map(
    (g, i) => gradientWithin(builder, g, dimension)[i] ?? 0,
  );
  return meanOverRows(target, builder.graph(), diagonal, w);
}

/** Throws OptionError unless w* is in the box and γ, batch are in range. */
export function validateTarget(target: Target): void {
  const { loss, localization, box, batch } = target;
  if (loss.graph.nodes[loss.root] === undefined)
    throw new OptionError("root", String(loss.root), `a node of the loss's graph of ${loss.graph.nodes.length}`);
  if (loss.origin.length !== loss.dimension)
    throw new OptionError("origin", `a point of ${loss.origin.length} coordinates`, `${loss.dimension} of them`);
  if (!(localization >= 0 && Number.isFinite(localization)))
    throw new OptionError("localization", String(localization), "a finite number ≥ 0");
  if (localization === 0 && box === null)
    throw new OptionError("localization", "0", "a positive number, or a box: without either no density is proper");
  loss.origin.forEach((x, i) => {
    const lower = box === null ? -Infinity : (box.lower[i] ?? NaN);
    const upper = box === null ? Infinity : (box.upper[i] ?? NaN);
    if (!(lower <= x && x <= upper && lower < upper))
      throw new OptionError("box", `[${lower}, ${upper}] in coordinate ${i}`, `an interval that holds w* = ${x}`);
  });
  if (batch === null) return;
  if (loss.kind === "population") throw new OptionError("batch", String(batch), "no batch: the loss has no data");
  if (!(Number.isSafeInteger(batch) && batch >= 1 && batch <= loss.rows))
    throw new OptionError("batch", String(batch), `an integer from 1 to the ${loss.rows} data points`);
}

function assignEvaluation(
  b: GraphBuilder,
  set: (slot: number, node: NodeId) => void,
  target: Target,
  at: readonly number[],
  into: EvaluationSlots,
): void {
  const root = importLoss(b, target, at);
  set(into.loss, root);
  if (into.gradient.length === 0) return;
  const { dimension } = target.loss;
  const whole = GraphBuilder.from(target.loss.graph);
  const gradient = gradientWithin(whole, target.loss.root, dimension);
  const curvature = (into.curvature ?? []).map((_, i) => gradientWithin(whole, gradient[i] ?? 0, dimension)[i] ?? 0);
  const parameters = at.map((slot) => b.parameter(slot));
  const slots = [...into.gradient, ...(into.curvature ?? [])];
  substitute(b, whole.graph(), [...gradient, ...curvature], parameters).forEach((node, i) => {
    set(slots[i] ?? 0, node);
  });
}

function importLoss(b: GraphBuilder, target: Target, at: readonly number[]): NodeId {
  const parameters = at.map((slot) => b.parameter(slot));
  return substitute(b, target.loss.graph, [target.loss.root], parameters)[0] ?? 0;
}

function originOf(target: Target, i: number): number {
  return target.loss.origin[i] ?? 0;
}

function meanOverRows(target: Target, graph: Graph, nodes: readonly NodeId[], w: ArrayLike<number>): readonly number[] {
  const { loss } = target;
  const rows =
    loss.kind === "population"
      ? [[]]
      : Array.from({ length: loss.rows }, (_, i) => loss.data.subarray(i * loss.columns, (i + 1) * loss.columns));
  const mean = nodes.map(() => 0);
  for (const row of rows) {
    const values = evaluateAll(graph, w, row);
    nodes.forEach((node, i) => {
      mean[i] = (mean[i] ?? 0) + (values[node] ?? NaN) / rows.length;
    });
  }
  return mean;
}
