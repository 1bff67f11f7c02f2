/**
 * The ideal of a network at w*. K = E|f(x; w) − f(x; w*)|² is comparable with the sum of squares of the differences
 * of f's coefficients in the input x, whenever the inputs have a density on an open set.
 *
 * Activation z^r: the coefficients are polynomials in w. Where the truth is 0 and a hidden layer has width one, with
 * pre-activation z(x), f = g·z^R for the coefficients g of the later layers; h ↦ h^R is homogeneous with no zero but
 * 0, so K is comparable with |g|²·|z|^{2R}: a product of ideals and powers.
 *
 * tanh: see tanh-ideal.ts.
 */
import { LimitError } from "../../errors.js";
import { operate, unlimited } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import * as E from "./expression.js";
import { dropUnits, translate } from "./local.js";
import type { NetworkModel, Point } from "./model.js";
import type { Tree } from "./squares.js";
import { tanhIdeal } from "./tanh-ideal.js";

/** Bounds on the expansion of a network, checked on an estimate before the work. */
export const maxNetworkProducts = 3_000_000;

/** The ideal in local coordinates, or one sentence that says why none is known. Throws LimitError. */
export function networkTree(model: NetworkModel, point: Point, budget: Budget): Tree<Polynomial> | string {
  const { activation } = model;
  if (activation.kind === "relu") return "a ReLU network is not analytic; it can be sampled, not solved";
  const layers = model.layers.map((rows) => rows.map((row) => row.map((entry) => E.expand(translate(entry, point)))));
  if (activation.kind === "tanh") {
    const { tree, isExact } = tanhIdeal(layers, budget);
    return isExact ? dropUnits(tree) : "for this tanh network at this point no finite set of generators is known";
  }
  const r = activation.degree;
  if (hasZeroTruth(layers, r)) return dropUnits(zeroTruth(layers, r, budget));
  const differences = coefficients(layers, r, budget).map((c) => P.subtract(c, P.constant(P.constantTerm(c))));
  return { kind: "ideal", generators: differences.filter((c) => !P.isZero(c)) };
}

/** Weight matrices with polynomial entries, first layer first. */
type Layers = readonly (readonly (readonly Polynomial[])[])[];

/** The product over the layers of width one, for a network with the activation z^degree that is 0 at w*. */
function zeroTruth(layers: Layers, degree: number, budget: Budget): Tree<Polynomial> {
  let layersBehind = 0;
  const trees = bottlenecks(layers).reduceRight<Tree<Polynomial>[]>((behind, part) => {
    const base = { kind: "ideal", generators: coefficients(part, degree, budget) } as const;
    const exponent = degree ** layersBehind;
    layersBehind += part.length;
    return [...behind, exponent === 1 ? base : { kind: "power", base, exponent }];
  }, []);
  return trees.reduce((product, tree) => ({ kind: "product", factors: [product, tree] }));
}

/** The network cut behind each hidden layer of width one. */
function bottlenecks(layers: Layers): readonly Layers[] {
  const cut = layers.findIndex((rows, l) => l < layers.length - 1 && rows.length === 1);
  return cut < 0 ? [layers] : [layers.slice(0, cut + 1), ...bottlenecks(layers.slice(cut + 1))];
}

/** Whether f(·; w*) = 0, for constant weights w*. */
function hasZeroTruth(layers: Layers, degree: number): boolean {
  const constants = layers.map((rows) => rows.map((row) => row.map((p) => P.constant(P.constantTerm(p)))));
  return coefficients(constants, degree, unlimited()).length === 0;
}

/** The nonzero coefficients of the outputs in the input, output by output. */
function coefficients(layers: Layers, degree: number, budget: Budget): Polynomial[] {
  const inputs = layers[0]?.[0]?.length ?? 0;
  refuseLargeExpansion(layers, degree);
  let units = Array.from({ length: inputs }, (_, j) => P.variable(j));
  layers.forEach((rows, l) => {
    const times = (p: Polynomial, q: Polynomial): Polynomial => {
      operate(budget, (p.monomials.length * q.monomials.length) / 2);
      return P.multiply(p, q);
    };
    const power = (u: Polynomial): Polynomial =>
      u.monomials.length === 1
        ? P.power(u, degree)
        : Array.from({ length: degree - 1 }).reduce<Polynomial>((p) => times(p, u), u);
    const active = l === 0 ? units : units.map(power);
    units = rows.map((row) => P.sum(row.map((w, j) => times(shift(w, inputs), active[j] ?? P.zero))));
  });
  return units.flatMap((output) => byInput(output, inputs));
}

/** p with its variables moved up, so that the inputs come first. */
function shift(p: Polynomial, by: number): Polynomial {
  const prefix = "\0".repeat(by);
  return { ...p, monomials: p.monomials.map((m) => (m === M.one ? m : prefix + m)) };
}

/** The coefficients of the monomials in the first variables, as polynomials in the others. */
function byInput(p: Polynomial, inputs: number): Polynomial[] {
  const parts = new Map<string, [M.Monomial, Q.Rational][]>();
  for (const [m, c] of P.terms(p)) {
    const input = m.slice(0, inputs).padEnd(inputs, "\0");
    const part = parts.get(input) ?? [];
    part.push([m.slice(inputs), c]);
    parts.set(input, part);
  }
  return [...parts.values()].map((part) => P.fromTerms(part));
}

/** Bounds the term products of the expansion from the numbers of terms, before any is formed. */
function refuseLargeExpansion(layers: Layers, degree: number): void {
  const inputs = layers[0]?.[0]?.length ?? 0;
  const entries = layers.flat(2);
  const variables = new Set(entries.flatMap(P.variablesOf)).size;
  let work = 0;
  let size: Size[] = Array.from({ length: inputs }, () => ({ terms: 1, inputDegree: 1, weightDegree: 0 }));
  layers.forEach((rows, l) => {
    const active = l === 0 ? size : size.map((s) => powerSize(s));
    size = rows.map((row) =>
      row.reduce<Size>(
        (sum, w, j) => {
          const unit = active[j] ?? { terms: 0, inputDegree: 0, weightDegree: 0 };
          const products = w.monomials.length * unit.terms;
          work += products;
          return capped({
            terms: sum.terms + products,
            inputDegree: Math.max(sum.inputDegree, unit.inputDegree),
            weightDegree: Math.max(sum.weightDegree, unit.weightDegree + Math.max(0, P.degree(w))),
          });
        },
        { terms: 0, inputDegree: 0, weightDegree: 0 },
      ),
    );
  });
  if (work > maxNetworkProducts) {
    throw new LimitError("term products of the expanded network", work.toExponential(0), String(maxNetworkProducts));
  }

  function powerSize(s: Size): Size {
    let result = s;
    for (let e = 2; e <= degree; e++) {
      if (s.terms > 1) work += result.terms * s.terms;
      const inputDegree = e * s.inputDegree;
      const weightDegree = e * s.weightDegree;
      result = capped({ terms: binomial(s.terms + e - 1, e), inputDegree, weightDegree });
    }
    return result;
  }

  function capped(s: Size): Size {
    const monomials =
      binomial(inputs + s.inputDegree - 1, s.inputDegree) * binomial(variables + s.weightDegree, s.weightDegree);
    return { ...s, terms: Math.min(s.terms, monomials) };
  }
}

/** An upper bound of the number of terms of a unit, and its degrees. */
interface Size {
  readonly terms: number;
  readonly inputDegree: number;
  readonly weightDegree: number;
}

/** C(n, k) as a double that may be Infinity: an estimate for bounds. */
function binomial(n: number, k: number): number {
  let result = 1;
  const steps = Math.min(k, n - k);
  for (let i = 1; i <= steps && result < 1e300; i++) result *= (n - steps + i) / i;
  return Math.round(result);
}
