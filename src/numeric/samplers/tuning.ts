/**
 * Step sizes found in warm-up, window by window, and frozen afterwards so that the recorded chain is Markov.
 * With an acceptance step: Robbins–Monro on the share of accepted proposals. Without: a fraction of the stability limit
 * ε·(nβ·h + γ) < 4, where h is the largest eigenvalue of K's Hessian met so far.
 */
import { gradientWithin } from "../expression/derivative.js";
import { evaluateAll } from "../expression/evaluate.js";
import { GraphBuilder } from "../expression/graph.js";
import type { Tuning } from "./sampler.js";
import type { Target } from "./target.js";

/** Of one chain at one temperature; plain data. */
export interface TuningState {
  readonly stepSize: number;
  readonly windows: number;
  readonly curvature: number;
}

/** What a window showed: the share of accepted proposals and where the chain is now. */
export interface Window {
  readonly acceptance: number;
  readonly position: readonly number[];
}

/** The largest eigenvalue of ∇²K at w, to a few per cent. */
export type Curvature = (w: readonly number[]) => number;

export function initialTuning(
  tuning: Tuning,
  target: Target,
  nbeta: number,
  curvature: Curvature,
  start: readonly number[],
): TuningState {
  if (tuning.kind === "acceptance") {
    return { stepSize: 1 / (target.localization + nbeta + 1), windows: 0, curvature: 0 };
  }
  const h = Math.max(curvature(start), 1e-3);
  return { stepSize: stableStep(tuning.fraction, target, nbeta, h), windows: 0, curvature: h };
}

export function retune(
  tuning: Tuning,
  target: Target,
  nbeta: number,
  curvature: Curvature,
  state: TuningState,
  window: Window,
): TuningState {
  const windows = state.windows + 1;
  if (tuning.kind === "acceptance") {
    const gain = 3 / windows ** 0.6;
    return { ...state, windows, stepSize: state.stepSize * Math.exp(gain * (window.acceptance - tuning.share)) };
  }
  const h = Math.max(state.curvature, finiteOr(curvature(window.position), 0));
  return { windows, curvature: h, stepSize: stableStep(tuning.fraction, target, nbeta, h) };
}

/** A `Curvature` by power iteration on exact Hessian-vector products; of data, the first rows stand for all. */
export function curvatureOf(target: Target): Curvature {
  const { loss } = target;
  const d = loss.dimension;
  const builder = GraphBuilder.from(loss.graph);
  const slope = gradientWithin(builder, loss.root, d);
  const along = builder.sum(slope.map((g, i) => builder.multiply(g, builder.parameter(d + i))));
  const product = gradientWithin(builder, along, d);
  const graph = builder.graph();
  const rows =
    loss.kind === "population"
      ? [[]]
      : Array.from({ length: Math.min(loss.rows, sampledRows) }, (_, i) =>
          loss.data.subarray(i * loss.columns, (i + 1) * loss.columns),
        );
  const multiply = (w: readonly number[], v: readonly number[]): readonly number[] => {
    const sum = new Float64Array(d);
    for (const row of rows) {
      const values = evaluateAll(graph, [...w, ...v], row);
      product.forEach((node, i) => (sum[i] = (sum[i] ?? 0) + (values[node] ?? NaN) / rows.length));
    }
    return Array.from(sum);
  };
  return (w) => {
    let v: readonly number[] = Array.from({ length: d }, (_, i) => Math.cos(1 + i) / Math.sqrt(d));
    let norm = 0;
    for (let i = 0; i < powerIterations; i++) {
      const next = multiply(w, v);
      norm = Math.hypot(...next);
      if (!(norm > 0) || !Number.isFinite(norm)) return norm;
      v = next.map((x) => x / norm);
    }
    return norm;
  };
}

const powerIterations = 12;
const sampledRows = 64;

function stableStep(fraction: number, target: Target, nbeta: number, h: number): number {
  return (4 * fraction) / (nbeta * h + target.localization);
}

function finiteOr(x: number, otherwise: number): number {
  return Number.isFinite(x) ? x : otherwise;
}
