/** What a published closed form says of an ideal at a point, and the networks that the theorems are stated for. */
import * as E from "../model/expression.js";
import type { LocalModel } from "../model/model.js";
import * as P from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import type { Matrix } from "../algebra/matrix.js";
import type { StatedTheorem } from "../resolution/certificate.js";

/** (λ, m) in the convention that a file names: of K = Σ f², or of the ideal, where λ is twice as large. */
export interface Coefficient {
  readonly lambda: Rational;
  readonly multiplicity: number;
}

/** Bounds on (λ, m) of an ideal, in the ideal's convention; the value is exact where both are equal. */
export interface Known {
  readonly lower: Coefficient;
  readonly upper: Coefficient | "infinite";
  /** As it stands in the certificate. */
  readonly theorem: StatedTheorem;
}

/** Layers of a network whose weights are parameters of their own, first layer first, a row an output of the layer. */
export interface FreeLayers {
  /** The variable of each weight. */
  readonly variables: readonly (readonly (readonly number[])[])[];
  /** The weights at w*. */
  readonly values: readonly Matrix[];
  /** By variable. */
  readonly names: readonly string[];
}

/** The layers of a network whose weights are distinct parameters; null for another model. */
export function freeLayers({ model, point }: LocalModel): FreeLayers | null {
  if (model.kind !== "network") return null;
  const seen = new Set<number>();
  const index = (entry: E.Expression): number => {
    if (entry.kind !== "variable" || seen.has(entry.index)) return -1;
    seen.add(entry.index);
    return entry.index;
  };
  const variables = model.layers.map((rows) => rows.map((row) => row.map(index)));
  if (variables.flat(2).includes(-1)) return null;
  const values = variables.map((rows) => rows.map((row) => row.map((x) => point[x] ?? Q.zero)));
  return { variables, values, names: model.parameters };
}

/** The first half of a network's layers, if those are free and the others are the same transposed, in reverse order. */
export function halfOfSquare({ model, point }: LocalModel): FreeLayers | null {
  if (model.kind !== "network" || model.layers.length % 2 === 1) return null;
  const { layers } = model;
  const indexAt = (l: number, i: number, j: number): number | undefined => {
    const entry = layers[l]?.[i]?.[j];
    return entry?.kind === "variable" ? entry.index : undefined;
  };
  const isMirrored = layers.every((rows, l) =>
    rows.every((row, i) => row.every((_, j) => indexAt(l, i, j) === indexAt(layers.length - 1 - l, j, i))),
  );
  return isMirrored ? freeLayers({ model: { ...model, layers: layers.slice(0, layers.length / 2) }, point }) : null;
}

/** Layers `from` to `to` − 1. */
export function segment({ variables, values, names }: FreeLayers, from: number, to: number): FreeLayers {
  return { variables: variables.slice(from, to), values: values.slice(from, to), names };
}

/** Inputs, hidden units of each layer, outputs. */
export function widthsOf({ variables: [first = [], ...more] }: FreeLayers): number[] {
  return [first[0]?.length ?? 0, first.length, ...more.map((rows) => rows.length)];
}

/** Each weight as a certificate has it, in coordinates with the origin at w*: its name and its value there. */
export function weightsOf({ variables, values, names }: FreeLayers): string[][][] {
  const weight = (x: number, value: Rational): string => P.format(P.add(P.variable(x), P.constant(value)), names);
  return variables.map((rows, l) => rows.map((row, i) => row.map((x, j) => weight(x, values[l]?.[i]?.[j] ?? Q.zero))));
}

export function isAtZero({ values }: FreeLayers): boolean {
  return values.flat(2).every(Q.isZero);
}

/** Exact for K = Σ f²: the ideal's λ is twice K's. */
export function exactly({ lambda, multiplicity }: Coefficient, theorem: StatedTheorem): Known {
  const value = { lambda: Q.multiply(lambda, Q.rational(2)), multiplicity };
  return { lower: value, upper: value, theorem };
}
