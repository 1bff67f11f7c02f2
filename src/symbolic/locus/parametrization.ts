/**
 * The parametrization μ in exact form: the coefficients of the outputs as polynomials in the weights, and their
 * partial derivatives. For networks small enough to be printed; ranks are computed without it.
 */
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import type { Architecture } from "./architecture.js";
import { parameterCount, toWeights } from "./architecture.js";
import { polynomials } from "./forms.js";
import { coefficientIndex, outputForms } from "./propagation.js";

export interface Coefficient {
  /** From 0. */
  readonly output: number;
  /** In the inputs. */
  readonly monomial: Monomial;
  /** In the weights, layer by layer, row by row. */
  readonly polynomial: Polynomial;
}

export interface Parametrization {
  readonly coefficients: readonly Coefficient[];
  /** A row for each coefficient, a column for each weight. */
  readonly jacobian: readonly (readonly Polynomial[])[];
}

export const maxPrintedTerms = 3000;
export const maxPrintedEntries = 4000;

/** Null where the coefficients may have more than `maxPrintedTerms` terms or the Jacobian more than `maxPrintedEntries` entries. */
export function parametrization(net: Architecture): Parametrization | null {
  const count = parameterCount(net);
  if (termBound(net) > maxPrintedTerms) return null;
  const index = coefficientIndex(net);
  if (index.length * count > maxPrintedEntries) return null;
  const weights = toWeights(
    net,
    Array.from({ length: count }, (_, k) => P.variable(k)),
  );
  const forms = outputForms(polynomials, net, weights);
  const coefficients = index.map(({ output, monomial }) => ({
    output,
    monomial,
    polynomial: forms[output]?.get(monomial) ?? P.zero,
  }));
  return {
    coefficients,
    jacobian: gradients(
      coefficients.map((c) => c.polynomial),
      count,
    ),
  };
}

/** A row for each polynomial, a column for each of the first `count` variables. */
export function gradients(list: readonly Polynomial[], count: number): Polynomial[][] {
  return list.map((f) => Array.from({ length: count }, (_, k) => P.derivative(f, k)));
}

/** The terms of all outputs before like terms are collected: t ↦ C(t + r − 1, r) at each activation. */
export function termBound(net: Architecture): number {
  const [inputs = 1, ...rest] = net.widths;
  const [first = 1, ...later] = rest;
  let terms = inputs;
  let width = first;
  for (const next of later) {
    terms = width * multisets(terms, net.degree);
    width = next;
  }
  return width * terms;
}

function multisets(size: number, count: number): number {
  let product = 1;
  for (let i = 1; i <= count; i++) product = (product * (size - 1 + i)) / i;
  return product;
}
