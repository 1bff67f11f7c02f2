/**
 * The loss K that is sampled, around the parameter w*: p(w) ∝ exp(−nβ·K(w) − (γ/2)|w − w*|²).
 *
 * Three forms, one interface. A population loss is K itself as an expression. An empirical loss is an average over
 * rows of data. A deep linear loss is K = c·‖W_L⋯W_1 − B‖²_F by matrices, for widths at which an expression would be
 * too large.
 */
import type { Graph, NodeId } from "./expression/graph.js";

export type Loss = PopulationLoss | EmpiricalLoss | DeepLinearLoss;

/** K(w) ≥ 0 with K(w*) = 0, evaluated by its factored expression. */
export interface PopulationLoss {
  readonly kind: "population";
  readonly dimension: number;
  /** w*, of length `dimension`. */
  readonly origin: readonly number[];
  readonly graph: Graph;
  /** The node of K. */
  readonly root: NodeId;
  /** The same K by matrices, where it has that form. */
  readonly network?: LinearNetwork;
}

/**
 * K_n(w) = (1/n)·Σ_i k(w; row_i), where k is the loss at a row minus that at w* (so K_n(w*) = 0; K_n may be negative
 * elsewhere, where the data favour another parameter).
 */
export interface EmpiricalLoss {
  readonly kind: "empirical";
  readonly dimension: number;
  readonly origin: readonly number[];
  readonly graph: Graph;
  /** The node of k(w; row), which may use `datum(j)` = row[j]. */
  readonly root: NodeId;
  /** Row-major, `rows × columns`. */
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A linear network: K(w) = scale·‖W_L⋯W_1 − B‖²_F with B = W_L*⋯W_1* and scale = E[x_i²] of the independent, centred inputs. The
 * parameters are the matrices' entries, first layer first, each row by row (a row an output of the layer).
 */
export interface LinearNetwork {
  /** Inputs, hidden units, outputs. */
  readonly widths: readonly number[];
  readonly scale: number;
}

export interface DeepLinearLoss extends LinearNetwork {
  readonly kind: "deep-linear";
  readonly dimension: number;
  readonly origin: readonly number[];
}

/** The loss by matrices; null where it is no linear network's. */
export function deepLinearForm(loss: Loss): DeepLinearLoss | null {
  if (loss.kind === "deep-linear") return loss;
  if (loss.kind === "empirical" || loss.network === undefined) return null;
  return { kind: "deep-linear", dimension: loss.dimension, origin: loss.origin, ...loss.network };
}
