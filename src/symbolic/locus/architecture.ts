/**
 * Monomial networks f = W_L σ(W_{L−1} σ(… σ(W_1 x))) with σ(t) = t^r in each hidden layer, without biases, and the
 * counts that depend on widths and degree alone. The outputs are forms of degree R = r^{L−1} in the inputs.
 */
import { LimitError, OptionError } from "../../errors.js";
import type { NetworkModel } from "../model/model.js";

export interface Architecture {
  /** Inputs, hidden units of each layer, outputs; at least two, each ≥ 1. */
  readonly widths: readonly number[];
  /** r ≥ 1; 1 is a linear network. */
  readonly degree: number;
}

/** `weights[layer][row][column]`, first layer first, a row an output of the layer. */
export type Weights<T> = readonly (readonly (readonly T[])[])[];

export const maxParameters = 2000;
export const maxFormDegree = 1_000_000;

const maxCoefficients = 2n ** 40n;

/** Throws OptionError for widths or a degree that make no network, LimitError past `maxParameters` or `maxFormDegree`. */
export function architecture(widths: readonly number[], degree: number): Architecture {
  if (widths.length < 2 || widths.some((n) => !Number.isSafeInteger(n) || n < 1)) {
    throw new OptionError("widths", `[${widths.join(", ")}]`, "two or more positive integers, inputs first");
  }
  if (!Number.isSafeInteger(degree) || degree < 1) {
    throw new OptionError("activation", `x^${degree}`, "a monomial x^r with an integer r ≥ 1");
  }
  const net = { widths, degree };
  const parameters = parameterCount(net);
  if (parameters > maxParameters) throw new LimitError("parameters", String(parameters), String(maxParameters));
  const form = formDegree(net);
  if (form > maxFormDegree) throw new LimitError("degree of the outputs", String(form), String(maxFormDegree));
  return net;
}

export function inputs(net: Architecture): number {
  return net.widths[0] ?? 1;
}

export function outputs(net: Architecture): number {
  return net.widths.at(-1) ?? 1;
}

/** The widths d_1, …, d_{L−1}. */
export function hiddenWidths(net: Architecture): readonly number[] {
  return net.widths.slice(1, -1);
}

export function hiddenUnits(net: Architecture): number {
  return hiddenWidths(net).reduce((s, n) => s + n, 0);
}

export function parameterCount(net: Architecture): number {
  return net.widths.slice(1).reduce((s, n, i) => s + n * (net.widths[i] ?? 0), 0);
}

/** R = r^{L−1}, the degree of the outputs in the inputs. */
export function formDegree(net: Architecture): number {
  return net.degree ** (net.widths.length - 2);
}

/** The number of coefficients of all outputs, m·C(n − 1 + R, R). */
export function ambientDimension(net: Architecture): number {
  return outputs(net) * formCount(inputs(net), formDegree(net));
}

/** min(ambient, parameters − hidden units): each hidden unit can be rescaled against its outgoing weights. */
export function expectedDimension(net: Architecture): number {
  return Math.min(ambientDimension(net), parameterCount(net) - hiddenUnits(net));
}

/** C(variables − 1 + degree, degree). Throws LimitError past 2^40. */
export function formCount(variables: number, degree: number): number {
  let count = 1n;
  for (let i = 1; i < variables; i++) count = (count * BigInt(degree + i)) / BigInt(i);
  if (count > maxCoefficients) throw new LimitError("number of coefficients", count.toString(), "2^40");
  return Number(count);
}

/** The place of a weight in the list of all parameters: layer by layer, row by row. */
export function weightIndex(net: Architecture, layer: number, row: number, column: number): number {
  const before = net.widths.slice(1, layer + 1).reduce((s, n, i) => s + n * (net.widths[i] ?? 0), 0);
  return before + row * (net.widths[layer] ?? 0) + column;
}

/** The list of all weights as matrices. */
export function toWeights<T>(net: Architecture, list: readonly T[]): Weights<T> {
  return net.widths.slice(1).map((rows, layer) => {
    const columns = net.widths[layer] ?? 0;
    return Array.from({ length: rows }, (_, row) => {
      const start = weightIndex(net, layer, row, 0);
      return list.slice(start, start + columns);
    });
  });
}

export function mapWeights<S, T>(
  weights: Weights<S>,
  to: (value: S, layer: number, row: number, column: number) => T,
): Weights<T> {
  return weights.map((matrix, layer) =>
    matrix.map((entries, row) => entries.map((value, column) => to(value, layer, row, column))),
  );
}

/** The parameter that each weight is, where they are all different and all parameters occur; else null. */
export function freeWeights(model: NetworkModel): number[] | null {
  const places = model.layers.flat(2).map((entry) => (entry.kind === "variable" ? entry.index : -1));
  const free =
    !places.includes(-1) && new Set(places).size === places.length && places.length === model.parameters.length;
  return free ? places : null;
}
