/**
 * The rule `theorem`: published closed forms, taken on trust. That the cell's generators are those of the family, and what
 * the closed form then says, is worked out here from the certificate alone, where possible by another formula than the
 * solver's:
 *
 * - Linear networks: as the rule `matrix-product` does.
 * - The others: the least ratio over the exceptional divisors of the published resolution; m is their number.
 *
 * All values are those of the ideal, twice K's.
 */
import type { Budget } from "../../symbolic/algebra/budget.js";
import { power, sumOfProducts } from "../../symbolic/algebra/metered.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import { multiply } from "../../symbolic/algebra/polynomial-matrix.js";
import * as Q from "../../symbolic/algebra/rational.js";
import * as C from "./cell.js";
import { demandCell, hasPoint } from "./evidence.js";
import { productValue } from "./matrix-product.js";
import { demandShapes } from "./network.js";
import { demand } from "./refusal.js";
import { leaf } from "./step.js";
import type { NodeOf, Rule } from "./step.js";
import * as V from "./values.js";
import type { Value } from "./values.js";

export const citations: Readonly<Record<NodeOf<"theorem">["name"], string>> = {
  "reduced-rank-regression": "reduced rank regression: Aoyagi and Watanabe 2005, Neural Networks 18, Main Theorem",
  "deep-linear-network": "deep linear networks: Aoyagi 2024, Neural Networks 172, Theorem 1",
  vandermonde: "Vandermonde matrix type singularities: Aoyagi 2019, Entropy 21:561, Theorem 2",
  "one-input": "monomial networks with one input at zero: one blow-up",
};

export const theorem: Rule<"theorem"> = ({ name, degree, layers: stated }, cell) => {
  demandShapes(stated);
  const layers = stated.map((rows) => rows.map((row) => row.map((weight) => C.read(weight, cell, ["zero"]))));
  const variables = layers.flat(2).map((p) => C.aloneIn(P.subtract(p, P.constant(P.constantTerm(p)))));
  demand(!variables.includes(-1), "a weight is no variable, up to its value");
  demand(new Set(variables).size === variables.length, "a variable has two places in the family");
  C.demandNoDensity(cell, ...variables);
  demand(cell.powers.length === 0, "there are powers");
  const isOneInput = name === "vandermonde" || name === "one-input";
  const fits = isOneInput || (name === "reduced-rank-regression" ? layers.length === 2 : layers.length > 2);
  demand(fits, "the number of layers does not fit");
  demand(isOneInput || degree === 1, "the network is not linear");
  const { budget } = cell.scope;
  const { generators, value } = isOneInput
    ? oneInput(layers, name === "one-input" ? "one" : cell.generators.length, degree, budget)
    : linear(layers, budget);
  demandCell({ ...cell, generators }, cell, `the generators are not those of the family ${name}`);
  return leaf({ lower: value, upper: hasPoint(cell) ? value : "infinite" });
};

/** Weights as polynomials in coordinates with the origin at the point. */
type Layers = readonly (readonly (readonly P.Polynomial[])[])[];

interface Family {
  readonly generators: readonly P.Polynomial[];
  readonly value: Value;
}

/** W_L ⋯ W_1 − W_L* ⋯ W_1*. */
function linear(layers: Layers, budget: Budget): Family {
  const product = layers.reduce((right, left) => multiply(left, right, budget));
  const generators = product.flat().map((p) => P.subtract(p, P.constant(P.constantTerm(p))));
  const there = layers.map((rows) => rows.map((row) => row.map(P.constantTerm)));
  return { generators, value: productValue(there, false, budget) };
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
  demand(
    [...inner, ...outer].flat().every((p) => Q.isZero(P.constantTerm(p))),
    "a weight is not 0 at the point",
  );
  const [H, N] = [inner.length, outer.length];
  const exponents =
    count === "one" ? [degree] : Array.from({ length: Math.max(H, Math.ceil(count / N)) }, (_, j) => 1 + degree * j);
  const ratios =
    count === "one"
      ? [Q.rational(H, degree), Q.rational(N)]
      : Array.from({ length: H + 1 }, (_, k) => Q.rational(N * degree * k * (k + 1) + 2 * H, 2 * (1 + k * degree)));
  const moment = (row: readonly P.Polynomial[], e: number): P.Polynomial =>
    sumOfProducts(
      row.map((a, k) => [a, power(inner[k]?.[0] ?? a, e, budget)]),
      budget,
    );
  const generators = exponents.flatMap((e) => outer.map((row) => moment(row, e)));
  return { generators, value: V.product(ratios.map((ratio) => V.finite(ratio))) };
}
