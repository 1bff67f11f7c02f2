/** A model at a point as plain JSON: what a result echoes of its input. All but `widths` reads back as a model file. */
import * as Q from "../algebra/rational.js";
import { formatExpression } from "./format.js";
import type { LocalModel, NetworkModel } from "./model.js";
import { formatActivation } from "./network.js";

export type ModelDescription = {
  /** The values of the parameters that are not 0. */
  readonly at: Readonly<Record<string, string>>;
} & (
  | { readonly widths: readonly number[]; readonly activation: string }
  | { readonly parameters: readonly string[]; readonly polynomial: string }
  | { readonly parameters: readonly string[]; readonly ideal: readonly string[] }
  | { readonly parameters: readonly string[]; readonly layers: readonly string[][][]; readonly activation: string }
);

export function describe({ model, point }: LocalModel): ModelDescription {
  const { parameters } = model;
  const at = Object.fromEntries(
    parameters.flatMap((name, i) => {
      const value = point[i] ?? Q.zero;
      return Q.isZero(value) ? [] : [[name, Q.format(value)]];
    }),
  );
  switch (model.kind) {
    case "polynomial":
      return { parameters, polynomial: formatExpression(model.polynomial, parameters), at };
    case "ideal":
      return { parameters, ideal: model.generators.map((g) => formatExpression(g, parameters)), at };
    case "network": {
      const activation = formatActivation(model.activation);
      if (hasFreeWeights(model)) return { widths: model.widths, activation, at };
      const layers = model.layers.map((rows) => rows.map((row) => row.map((e) => formatExpression(e, parameters))));
      return { parameters, layers, activation, at };
    }
  }
}

/** Whether every weight is a parameter of its own, in order. */
export function hasFreeWeights(model: NetworkModel): boolean {
  const entries = model.layers.flat(2);
  return entries.length === model.parameters.length && entries.every((e, i) => e.kind === "variable" && e.index === i);
}
