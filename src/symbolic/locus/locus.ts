/**
 * The Jacobian of a model's parametrization and its critical locus. A monomial network whose weights are parameters of
 * their own gets the full analysis; an ideal, a polynomial or a network of shared weights that of a polynomial map.
 */
import { LimitError, OptionError } from "../../errors.js";
import type { Budget } from "../algebra/budget.js";
import type { Polynomial } from "../algebra/polynomial.js";
import type { Rational } from "../algebra/rational.js";
import * as E from "../model/expression.js";
import type { LocalModel, NetworkModel } from "../model/model.js";
import { formatActivation } from "../model/network.js";
import type { Architecture, Weights } from "./architecture.js";
import {
  ambientDimension,
  architecture,
  freeWeights,
  expectedDimension,
  hiddenUnits,
  parameterCount,
  toWeights,
} from "./architecture.js";
import type { CriticalAnswer } from "./critical-locus.js";
import { criticalIsSubnetworks } from "./critical-locus.js";
import type { FisherInformation } from "./fisher.js";
import { fisherInformation } from "./fisher.js";
import { polynomials } from "./forms.js";
import type { GenericRank } from "./generic-rank.js";
import { genericRank } from "./generic-rank.js";
import type { MapRank, MapStrata } from "./map-locus.js";
import { mapAtPoint, mapRank, mapStrata } from "./map-locus.js";
import type { Parametrization } from "./parametrization.js";
import { parametrization, termBound, maxPrintedTerms } from "./parametrization.js";
import type { PointAnalysis } from "./point-analysis.js";
import { analysePoint } from "./point-analysis.js";
import { outputForms } from "./propagation.js";
import type { Strata } from "./strata.js";
import { strata } from "./strata.js";

export interface NetworkSummary {
  readonly network: Architecture;
  readonly parameters: number;
  readonly generic: GenericRank;
  readonly ambientDimension: number;
  readonly expectedDimension: number;
  readonly critical: CriticalAnswer;
}

export interface NetworkLocus extends NetworkSummary {
  readonly kind: "network";
  /** Of the weights, layer by layer, row by row. */
  readonly names: readonly string[];
  readonly strata: Strata;
  /** Null for networks too large to be printed. */
  readonly parametrization: Parametrization | null;
  readonly point: NetworkPoint | null;
}

export interface NetworkPoint {
  readonly weights: Weights<Rational>;
  readonly analysis: PointAnalysis;
  readonly fisher: FisherInformation | null;
}

export interface MapLocus {
  readonly kind: "map";
  readonly names: readonly string[];
  readonly components: readonly Polynomial[];
  readonly generic: MapRank;
  readonly strata: MapStrata;
  readonly point: {
    readonly at: readonly Rational[];
    readonly rank: number;
    readonly kernel: readonly (readonly Rational[])[];
  } | null;
}

export type LocusResult = NetworkLocus | MapLocus;

export interface LocusOptions {
  readonly budget: Budget;
  /** Whether to analyse the model's point too: its rank, the kernel and the Fisher information. */
  readonly atPoint: boolean;
}

/** Characteristic polynomials of larger matrices are left out. */
export const maxFisherSize = 60;

/** Throws OptionError for an activation other than linear or x^r, LimitError for sizes past a stated bound. */
export function locus({ model, point }: LocalModel, { budget, atPoint }: LocusOptions): LocusResult {
  const at = atPoint ? point : null;
  switch (model.kind) {
    case "polynomial":
      return mapLocus([E.expand(model.polynomial)], model.parameters, at, budget);
    case "ideal":
      return mapLocus(
        model.generators.map((g) => E.expand(g)),
        model.parameters,
        at,
        budget,
      );
    case "network": {
      const net = monomialNetwork(model);
      const places = freeWeights(model);
      if (places === null) return mapLocus(coefficients(model, net), model.parameters, at, budget);
      const names = places.map((k) => model.parameters[k] ?? "?");
      const weights =
        at === null
          ? null
          : toWeights(
              net,
              places.flatMap((k) => at.slice(k, k + 1)),
            );
      return networkLocus(net, names, weights, budget);
    }
  }
}

/** The same widths over several degrees of the activation, without strata. */
export function locusTable(widths: readonly number[], degrees: readonly number[], budget: Budget): NetworkSummary[] {
  return degrees.map((degree) => summarize(architecture(widths, degree), budget));
}

/** The least degree from which on every row of the table is `true`; null where the last one is not. */
export function holdsFrom(table: readonly NetworkSummary[]): number | null {
  const rows = [...table].sort((a, b) => b.network.degree - a.network.degree);
  const end = rows.findIndex(({ critical }) => critical.answer !== true);
  const holding = end < 0 ? rows : rows.slice(0, end);
  return holding.at(-1)?.network.degree ?? null;
}

function summarize(network: Architecture, budget: Budget): NetworkSummary {
  const generic = genericRank(network, budget);
  return {
    network,
    parameters: parameterCount(network),
    generic,
    ambientDimension: ambientDimension(network),
    expectedDimension: expectedDimension(network),
    critical: criticalIsSubnetworks(network, generic, budget),
  };
}

function networkLocus(
  net: Architecture,
  names: readonly string[],
  weights: Weights<Rational> | null,
  budget: Budget,
): NetworkLocus {
  const summary = summarize(net, budget);
  const point = weights && {
    weights,
    analysis: analysePoint(net, weights),
    fisher: names.length <= maxFisherSize ? fisherInformation(net, weights) : null,
  };
  return {
    kind: "network",
    ...summary,
    names,
    strata: hiddenUnits(net) === 0 ? { list: [], complete: true } : strata(net, summary.generic, names, budget),
    parametrization: parametrization(net),
    point,
  };
}

function mapLocus(
  components: readonly Polynomial[],
  names: readonly string[],
  at: readonly Rational[] | null,
  budget: Budget,
): MapLocus {
  const generic = mapRank(components, names.length);
  const critical = mapStrata(components, names.length, generic.rank, budget);
  return {
    kind: "map",
    names,
    components,
    generic,
    strata: critical,
    point: at && { at, ...mapAtPoint(components, at) },
  };
}

function monomialNetwork({ activation, widths }: NetworkModel): Architecture {
  if (activation.kind !== "monomial") {
    throw new OptionError(
      "activation",
      formatActivation(activation),
      "linear or x^r: the Jacobian of a polynomial network",
    );
  }
  return architecture(widths, activation.degree);
}

function coefficients(model: NetworkModel, net: Architecture): Polynomial[] {
  const terms = termBound(net);
  if (terms > maxPrintedTerms) {
    throw new LimitError(
      "terms of a network whose weights are not parameters of their own",
      String(terms),
      String(maxPrintedTerms),
    );
  }
  const weights = model.layers.map((rows) => rows.map((row) => row.map((entry) => E.expand(entry))));
  return outputForms(polynomials, net, weights).flatMap((form) => [...form.values()]);
}
