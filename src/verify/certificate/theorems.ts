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
  const isOneInput = name === "vandermonde" || name === "one-input";
  demand(isOneInput || degree === 1, "the network is not linear");
  demand(
    isOneInput || (layers.length === 2) === (name === "reduced-rank-regression"),
    "the number of layers does not fit",
  );
  const value = (x: number): Q.Rational => readRational(member(point, x, "coordinate of the point"));
  const count = generators.filter((g) => !P.isZero(g)).length;
  const family = isOneInput
    ? oneInput(layers, name === "one-input" ? "one" : count, degree, scope.budget)
    : linear(layers, value, scope.budget);
  const keys = (list: readonly P.Polynomial[]): string => {
    for (const p of list) spend(scope.budget, p.monomials.length);
    return [...new Set(list.filter((p) => !P.isZero(p)).map((p) => P.key(P.primitive(p))))].sort().join("\n");
  };
  demand(keys(generators) === keys(family.generators), `the generators are not those of the family ${name}`);
  return family.bounds;
}

type Layers = readonly (readonly (readonly number[])[])[];

/** In coordinates with the origin at the point, and what the theorem says of the ideal. */
interface Family {
  readonly generators: readonly P.Polynomial[];
  readonly bounds: Bounds;
}

/** W_L ⋯ W_1 − W_L* ⋯ W_1*. */
function linear(layers: Layers, value: (x: number) => Q.Rational, budget: Budget): Family {
  const near = (x: number): P.Polynomial => P.add(P.variable(x), P.constant(value(x)));
  const product = layers
    .map((rows) => rows.map((row) => row.map(near)))
    .reduce((right, left) => multiply(left, right, budget));
  const generators = product.flat().map((p) => P.subtract(p, P.constant(P.constantTerm(p))));
  const there = layers.map((rows) => rows.map((row) => row.map(value)));
  return { generators, bounds: productBoundsAt(there, false, budget) };
}

/**
 * Σ_k a_ok b_k^e for all outputs o and one or so many exponents e. With more than one the divisors are numbered by k = 0,
 * 1, …; from k = H on the ratio grows.
 */
function oneInput(
  [inner = [], outer = [], ...deeper]: Layers,
  count: number | "one",
  degree: number,
  budget: Budget,
): Family {
  demand(outer.length > 0 && deeper.length === 0, "the network has not one hidden layer");
  demand(inner[0]?.length === 1, "the network has not one input");
  const [H, N] = [inner.length, outer.length];
  const exponents =
    count === "one" ? [degree] : Array.from({ length: Math.max(H, Math.ceil(count / N)) }, (_, j) => 1 + degree * j);
  const ratios =
    count === "one"
      ? [Q.rational(H, degree), Q.rational(N)]
      : Array.from({ length: H + 1 }, (_, k) => Q.rational(N * degree * k * (k + 1) + 2 * H, 2 * (1 + k * degree)));
  const moment = (row: readonly number[], e: number): P.Polynomial =>
    sumOfProducts(
      row.map((a, k) => [P.variable(a), P.variable(inner[k]?.[0] ?? a, e)]),
      budget,
    );
  const generators = exponents.flatMap((e) => outer.map((row) => moment(row, e)));
  return { generators, bounds: V.exactly(V.product(ratios.map((ratio) => V.finite(ratio)))) };
}
