/** The critical locus as a plain JSON document. */
import * as M from "../symbolic/algebra/monomial.js";
import * as P from "../symbolic/algebra/polynomial.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import type { Weights } from "../symbolic/locus/architecture.js";
import { ambientDimension } from "../symbolic/locus/architecture.js";
import type { FisherInformation } from "../symbolic/locus/fisher.js";
import type { GenericRank } from "../symbolic/locus/generic-rank.js";
import { holdsFrom } from "../symbolic/locus/locus.js";
import type { LocusResult, MapLocus, NetworkLocus, NetworkPoint, NetworkSummary } from "../symbolic/locus/locus.js";
import type { Parametrization } from "../symbolic/locus/parametrization.js";
import type { Witness } from "../symbolic/locus/witness.js";
import type { Heading } from "./document.js";
import { schema } from "./document.js";

/** λ and m at a general point of a stratum, exact, or null where they are not known. */
export interface StratumCoefficient {
  readonly lambda: Rational;
  readonly multiplicity: number;
}

/** The document of `crepant locus`; `coefficients` are those of the strata, in their order. */
export function locusDocument(
  result: LocusResult,
  coefficients: readonly (StratumCoefficient | null)[],
  heading: Heading,
): object {
  return result.kind === "network" ? networkDocument(result, coefficients, heading) : mapDocument(result, heading);
}

/** The document of `crepant locus --degrees`. */
export function locusTableDocument(
  rows: readonly NetworkSummary[],
  heading: Omit<Heading, "input"> & { readonly input: { readonly widths: readonly number[] } },
): object {
  return {
    kind: "locus-table",
    schema,
    ...heading,
    rows: rows.map((row) => ({ activation: activationName(row.network.degree), ...summaryFields(row) })),
    holdsFrom: holdsFrom(rows),
  };
}

export function activationName(degree: number): string {
  return degree === 1 ? "linear" : `x^${degree}`;
}

/** The names x1, x2, … of the inputs. */
export function inputNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `x${i + 1}`);
}

export function formatWeights(weights: Weights<Rational>): string[][][] {
  return weights.map((matrix) => matrix.map((row) => row.map(Q.format)));
}

function networkDocument(
  result: NetworkLocus,
  coefficients: readonly (StratumCoefficient | null)[],
  heading: Heading,
): object {
  const { strata, names } = result;
  return {
    kind: "locus",
    schema,
    ...heading,
    ...summaryFields(result),
    strata: strata.list.map(({ point, ...stratum }, i) => {
      const known = coefficients[i] ?? null;
      return {
        ...stratum,
        point: formatWeights(point),
        lambda: known && Q.format(known.lambda),
        multiplicity: known?.multiplicity ?? null,
      };
    }),
    strataComplete: strata.complete,
    names,
    parametrization: result.parametrization && parametrizationFields(result, result.parametrization),
    point: result.point && pointFields(result.point),
  };
}

function summaryFields(summary: NetworkSummary): object {
  const { generic, critical, parameters } = summary;
  return {
    parameters,
    genericRank: generic.rank,
    proved: generic.proved,
    rankProof: rankProof(generic),
    neuromanifoldDimension: generic.rank,
    ambientDimension: summary.ambientDimension,
    expectedDimension: summary.expectedDimension,
    defect: summary.expectedDimension - generic.rank,
    fibreDimension: parameters - generic.rank,
    filling: generic.rank === ambientDimension(summary.network),
    criticalIsSubnetworks: critical.answer,
    proof: critical.answer === true ? critical.proof : null,
    witness: critical.answer === false ? witnessFields(critical.witness) : null,
    tried: critical.answer === null ? critical.tried : null,
  };
}

function rankProof(generic: GenericRank): object {
  const { lower, upper } = generic;
  return generic.proved
    ? { lower, upper }
    : { lower, upper, upperBound: generic.upperBound, errorProbability: Q.format(generic.errorProbability) };
}

function witnessFields({ weights, ...witness }: Witness): object {
  return { ...witness, weights: formatWeights(weights) };
}

function parametrizationFields(result: NetworkLocus, { coefficients, jacobian }: Parametrization): object {
  const inputs = inputNames(result.network.widths[0] ?? 1);
  return {
    coefficients: coefficients.map(({ output, monomial, polynomial }) => ({
      output: output + 1,
      monomial: M.format(monomial, inputs),
      polynomial: P.format(polynomial, result.names),
    })),
    jacobian: jacobian.map((row) => row.map((f) => P.format(f, result.names))),
  };
}

function pointFields({ weights, analysis, fisher }: NetworkPoint): object {
  return {
    weights: formatWeights(weights),
    rank: analysis.rank,
    subnetwork: analysis.subnetwork,
    kernel: analysis.kernel.map((v) => v.map(Q.format)),
    rescalings: analysis.rescalings.map(({ direction, ...place }) => ({
      ...place,
      direction: direction.map(Q.format),
    })),
    explainedByRescaling: analysis.explained,
    fisher: fisher && fisherFields(fisher),
  };
}

function fisherFields({ matrix, rank, characteristicPolynomial }: FisherInformation): object {
  return {
    inputs: "independent standard normal",
    matrix: matrix.map((row) => row.map(Q.format)),
    rank,
    characteristicPolynomial: characteristicPolynomial.map(Q.format),
  };
}

function mapDocument(result: MapLocus, heading: Heading): object {
  const { generic, strata, names, point } = result;
  return {
    kind: "locus",
    schema,
    ...heading,
    parameters: names.length,
    genericRank: generic.rank,
    proved: generic.proved,
    rankProof: { reason: generic.reason },
    strata: strata.list.map(({ name, equations, dimension, rank }) => ({
      name,
      equations: equations.map((f) => P.format(f, names)),
      dimension,
      rank,
      critical: true,
    })),
    strataComplete: strata.complete,
    point: point && {
      at: point.at.map(Q.format),
      rank: point.rank,
      kernel: point.kernel.map((v) => v.map(Q.format)),
    },
  };
}
