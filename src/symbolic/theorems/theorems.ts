/**
 * The published closed forms, recognised from a model at a point and from the parts into which its ideal falls: at a
 * hidden layer of width one and truth 0 the ideal is a product of those of two smaller networks.
 */
import * as P from "../algebra/polynomial.js";
import type { IdealTree } from "../model/ideal.js";
import type { Activation, LocalModel } from "../model/model.js";
import { recogniseDeepLinear } from "./deep-linear.js";
import { recogniseOneInput } from "./one-input.js";
import { recogniseReducedRank } from "./reduced-rank.js";
import { freeLayers, segment } from "./theorem.js";
import type { FreeLayers, Known } from "./theorem.js";
import { recogniseVandermonde } from "./vandermonde.js";

/** What theorems say of a part of the model's ideal, in local coordinates; null where none applies. */
export type KnownOf = (part: IdealTree) => Known | null;

/** The theorems for the ideal of a model at w*, and for its parts. */
export function theoremsOf(local: LocalModel): KnownOf {
  const { model } = local;
  const layers = freeLayers(local);
  return (part) => {
    const own = layers === null ? null : layersOf(part, layers);
    const network = own === null || model.kind !== "network" ? null : ofNetwork(own, model.activation);
    return network ?? recogniseVandermonde(part, model.parameters);
  };
}

function ofNetwork(layers: FreeLayers, activation: Activation): Known | null {
  if (activation.kind !== "monomial") return null;
  const { degree } = activation;
  if (degree === 1) return recogniseReducedRank(layers) ?? recogniseDeepLinear(layers);
  return recogniseOneInput(layers, degree);
}

/**
 * The consecutive layers whose ideal the part is: those whose weights are its variables. null for a power of such an
 * ideal, and where a layer's weights do not occur, as the ideal of that layer is the unit ideal.
 */
function layersOf(part: IdealTree, all: FreeLayers): FreeLayers | null {
  if (part.kind === "power") return null;
  const occurring = variablesOf(part);
  const inside = all.variables.map((rows) => rows.flat().every((x) => occurring.has(x)));
  const from = inside.indexOf(true);
  const to = inside.lastIndexOf(true) + 1;
  const own = segment(all, from, to);
  return from >= 0 && own.variables.flat(2).length === occurring.size ? own : null;
}

function variablesOf(tree: IdealTree): Set<number> {
  switch (tree.kind) {
    case "ideal":
      return new Set(tree.generators.flatMap(P.variablesOf));
    case "product":
      return new Set(tree.factors.flatMap((factor) => [...variablesOf(factor)]));
    case "power":
      return variablesOf(tree.base);
  }
}
