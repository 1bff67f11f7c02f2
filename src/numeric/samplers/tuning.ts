/**
 * Step sizes found in warm-up, window by window, and frozen afterwards so that the recorded chain is Markov.
 * With an acceptance step: Robbins–Monro on the share of accepted proposals. Without: a fraction of the stability limit
 * ε·(nβ·h + γ) < 4, where h is the largest eigenvalue of K's Hessian met so far.
 */
import { gradientWithin } from "../expression/derivative.js";
import { evaluateAll } from "../expression/evaluate.js";
import { GraphBuilder } from "../expression/graph.js";
import type { Sampler, Tuning } from "./sampler.js";
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
  sampler: Sampler,
  nbeta: number,
  curvature: Curvature,
  start: readonly number[],
): TuningState {
  const { tuning, target, localization } = sampler;
  if (tuning.kind === "none") return { stepSize: 0, windows: 0, curvature: 0 };
  if (tuning.kind === "acceptance" || target === null) {
    return { stepSize: (localization + nbeta + 1) ** (-1 / tuning.order), windows: 0, curvature: 0 };
  }
  const h = Math.max(...startingPoints(target, start).map((w) => finiteOr(curvature(w), 0)), 1e-3);
  return { stepSize: stableStep(tuning, localization, nbeta, h), windows: 0, curvature: 0 };
}

export function retune(
  sampler: Sampler,
  nbeta: number,
  curvature: Curvature,
  state: TuningState,
  window: Window,
): TuningState {
  const { tuning, localization } = sampler;
  if (tuning.kind === "none") return state;
  const windows = state.windows + 1;
  if (tuning.kind === "acceptance") {
    const gain = 3 / windows ** 0.6;
    return { ...state, windows, stepSize: state.stepSize * Math.exp(gain * (window.acceptance - tuning.share)) };
  }
  const h = Math.max(state.curvature, finiteOr(curvature(window.position), 0));
  const stable = stableStep(tuning, localization, nbeta, h);
  return { windows, curvature: h, stepSize: Math.min(stable, 2 * state.stepSize) };
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

function stableStep(tuning: Tuning & { kind: "stability" }, localization: number, nbeta: number, h: number): number {
  return ((4 * tuning.fraction) / (nbeta * h + localization)) ** (1 / tuning.order);
}

/** Points as far from w* as the localization or the box lets a chain go: at w* itself a singular loss is flat. */
function startingPoints(target: Target, start: readonly number[]): readonly (readonly number[])[] {
  const { box, localization } = target;
  const reach = (i: number): number => {
    const gaussian = localization === 0 ? Infinity : 1 / Math.sqrt(localization);
    return Math.min(gaussian, box === null ? Infinity : ((box.upper[i] ?? 0) - (box.lower[i] ?? 0)) / 2);
  };
  return Array.from({ length: 8 }, (_, k) => start.map((x, i) => x + reach(i) * Math.sin(1 + i * (k + 1) + k * k)));
}

function finiteOr(x: number, otherwise: number): number {
  return Number.isFinite(x) ? x : otherwise;
}
