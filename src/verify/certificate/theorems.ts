/**
 * Theorems that a proof may take on trust. That the statement's generators at its point are those of the family, and
 * what the closed form then says, is worked out here from the certificate alone, where possible by another formula
 * than the solver's:
 *
 * - Linear networks: as the rule `matrix-product` does.
 * - The others: the least ratio over the exceptional divisors of the published resolution; m is their number.
 *
 * All values are those of the ideal, twice K's.
 */
import { spend } from "../../symbolic/algebra/budget.js";
import type { Budget } from "../../symbolic/algebra/budget.js";
import { sumOfProducts } from "../../symbolic/algebra/metered.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import { multiply } from "../../symbolic/algebra/polynomial-matrix.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { StatedTheorem, Statement } from "../../symbolic/resolution/certificate.js";
import { member, readRational } from "./cell.js";
import type { Scope } from "./cell.js";
import { productBoundsAt } from "./matrix-product.js";
import { demandShapes, numberOf } from "./network.js";
import { demand } from "./refusal.js";
import * as V from "./values.js";
import type { Bounds } from "./values.js";

export const citations: Readonly<Record<StatedTheorem["name"], string>> = {
  "reduced-rank-regression": "reduced rank regression: Aoyagi and Watanabe 2005, Neural Networks 18, Main Theorem",
  "deep-linear-network": "deep linear networks: Aoyagi 2024, Neural Networks 172, Theorem 1",
  vandermonde: "Vandermonde matrix type singularities: Aoyagi 2019, Entropy 21:561, Theorem 2",
  "one-input": "monomial networks with one input at zero: one blow-up",
};

/** In coordinates with the origin at the point, and what the theorem says of the ideal. */
interface Family {
  readonly generators: readonly P.Polynomial[];
  readonly bounds: Bounds;
}

/** What the theorem says of the ideal of the generators, in coordinates with the origin at the statement's point. */
export function theoremBounds(
  generators: readonly P.Polynomial[],
  { name, degree, layers: stated }: StatedTheorem,
  { point }: Statement,
  scope: Scope,
): Bounds {
  const names = stated.flat(2);
  demand(new Set(names).size === names.length, "a variable has two places in the family");
  demandShapes(stated);
  const layers = stated.map((rows) => rows.map((row) => row.map((variable) => numberOf(variable, scope))));
  const value = (x: number): Q.Rational => readRational(member(point, x, "coordinate of the point"));
  const count = generators.filter((g) => !P.isZero(g)).length;
  const family = ((): Family => {
    switch (name) {
      case "reduced-rank-regression":
      case "deep-linear-network":
        demand((stated.length === 2) === (name === "reduced-rank-regression"), "the number of layers does not fit");
        demand(degree === 1, "the network is not linear");
        return linearNetwork(layers, value, scope.budget);
      case "vandermonde":
        return vandermonde(oneInput(layers), degree, count, scope.budget);
      case "one-input":
        return oneInputNetwork(oneInput(layers), degree, scope.budget);
    }
  })();
  const keys = (list: readonly P.Polynomial[]): string[] => {
    for (const p of list) spend(scope.budget, p.monomials.length);
    return [...new Set(list.filter((p) => !P.isZero(p)).map((p) => P.key(P.primitive(p))))].sort();
  };
  const [own, its] = [keys(generators), keys(family.generators)];
  const same = own.length === its.length && own.every((key, i) => key === its[i]);
  demand(same, `the generators are not those of the family ${name}`);
  return family.bounds;
}

type Layers = readonly (readonly (readonly number[])[])[];

/** W_L ⋯ W_1 − W_L* ⋯ W_1*. */
function linearNetwork(layers: Layers, value: (x: number) => Q.Rational, budget: Budget): Family {
  const near = (x: number): P.Polynomial => P.add(P.variable(x), P.constant(value(x)));
  const generators = layers
    .map((rows) => rows.map((row) => row.map(near)))
    .reduce((right, left) => multiply(left, right, budget))
    .flat()
    .map((p) => P.subtract(p, P.constant(P.constantTerm(p))));
  return {
    generators,
    bounds: productBoundsAt(
      layers.map((rows) => rows.map((row) => row.map(value))),
      budget,
    ),
  };
}

/** The weights b_k and a_ok of a network with one input and one hidden layer. */
interface OneInput {
  readonly inner: readonly number[];
  readonly outer: readonly (readonly number[])[];
}

function oneInput(layers: Layers): OneInput {
  const [column = [], outer = [], ...deeper] = layers;
  demand(outer.length > 0 && deeper.length === 0, "the network has not one hidden layer");
  demand(column[0]?.length === 1, "the network has not one input");
  return { inner: column.flat(), outer };
}

/** Σ_k a_ok b_k^exponent for all o. */
function moments({ inner, outer }: OneInput, exponent: number, budget: Budget): P.Polynomial[] {
  return outer.map((row) =>
    sumOfProducts(
      row.map((a, k) => [P.variable(a), P.variable(inner[k] ?? a, exponent)]),
      budget,
    ),
  );
}

/** The divisors are numbered by k = 0, 1, …; from k = H on the ratio grows. */
function vandermonde(network: OneInput, step: number, count: number, budget: Budget): Family {
  const [units, outputs] = [network.inner.length, network.outer.length];
  const exponents = Array.from({ length: Math.max(units, Math.ceil(count / outputs)) }, (_, j) => 1 + step * j);
  const ratios = Array.from({ length: units + 1 }, (_, k) =>
    Q.rational(outputs * step * k * (k + 1) + 2 * units, 2 * (1 + k * step)),
  );
  const generators = exponents.flatMap((exponent) => moments(network, exponent, budget));
  return { generators, bounds: leastOf(ratios) };
}

function oneInputNetwork(network: OneInput, degree: number, budget: Budget): Family {
  const ratios = [Q.rational(network.inner.length, degree), Q.rational(network.outer.length)];
  return { generators: moments(network, degree, budget), bounds: leastOf(ratios) };
}

/** The least of the ratios, m the number of those that reach it. */
function leastOf(ratios: readonly Q.Rational[]): Bounds {
  return V.exactly(V.product(ratios.map((ratio) => V.finite(ratio))));
}
