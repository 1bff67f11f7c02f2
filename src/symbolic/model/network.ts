/** Networks from their widths: every weight is a parameter of its own, named by layer, row and column from 1. */
import { LimitError, OptionError } from "../../errors.js";
import { variable } from "./expression.js";
import type { Activation, NetworkModel, WeightMatrix } from "./model.js";

export const maxActivationDegree = 100;
export const maxParameters = 1_000_000;

export const monomial = (degree: number): Activation => ({ kind: "monomial", degree });
export const linear: Activation = monomial(1);
export const tanh: Activation = { kind: "tanh" };
export const relu: Activation = { kind: "relu" };

/**
 * The network x ↦ W_L σ(W_{L−1} … σ(W_1 x)) with free weights. `widths` are inputs, hidden units of each layer,
 * outputs: at least two positive integers. The weight of layer l, row i, column j is the parameter `wl_i_j`.
 */
export function network({ widths, activation }: { widths: readonly number[]; activation: Activation }): NetworkModel {
  checkWidths(widths);
  checkActivation(activation);
  const parameters: string[] = [];
  const layers = widths.slice(1).map((rows, l): WeightMatrix => {
    const columns = widths[l] ?? 0;
    return Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => variable(parameters.push(`w${l + 1}_${i + 1}_${j + 1}`) - 1)),
    );
  });
  return { kind: "network", parameters, layers, activation, widths };
}

/** Reads "2,3,1". */
export function parseWidths(text: string): number[] {
  const parts = text.split(",").map((part) => part.trim());
  if (!parts.every((part) => /^\d{1,9}$/.test(part))) throw badWidths(text);
  const widths = parts.map(Number);
  checkWidths(widths);
  return widths;
}

/** Reads "linear", "x^r", "tanh" or "relu". */
export function parseActivation(text: string): Activation {
  const name = text.trim();
  if (name === "linear") return linear;
  if (name === "tanh") return tanh;
  if (name === "relu") return relu;
  const [, degree] = /^x\^(\d{1,9})$/.exec(name) ?? [];
  if (degree === undefined) throw badActivation(text);
  const activation = monomial(Number(degree));
  checkActivation(activation);
  return activation;
}

/** "linear", "x^2", "tanh", "relu". */
export function formatActivation(activation: Activation): string {
  if (activation.kind !== "monomial") return activation.kind;
  return activation.degree === 1 ? "linear" : `x^${activation.degree}`;
}

function checkWidths(widths: readonly number[]): void {
  const text = widths.join(",");
  if (widths.length < 2 || !widths.every((w) => Number.isInteger(w) && w >= 1)) throw badWidths(text);
  const weights = widths.slice(1).reduce((sum, w, l) => sum + w * (widths[l] ?? 0), 0);
  if (weights > maxParameters)
    throw new LimitError(`weights of widths ${text}`, String(weights), String(maxParameters));
}

function checkActivation(activation: Activation): void {
  if (activation.kind !== "monomial") return;
  const { degree } = activation;
  if (!Number.isInteger(degree) || degree < 1) throw badActivation(`x^${degree}`);
  if (degree > maxActivationDegree) {
    throw new LimitError("degree of the activation", String(degree), String(maxActivationDegree));
  }
}

function badWidths(given: string): OptionError {
  return new OptionError(
    "widths",
    `"${given}"`,
    "at least two positive integers: inputs, hidden units, outputs, as in 2,3,1",
  );
}

function badActivation(given: string): OptionError {
  return new OptionError("activation", `"${given}"`, "linear, x^r with an integer r ≥ 1, tanh or relu");
}
