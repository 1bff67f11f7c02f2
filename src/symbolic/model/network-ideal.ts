/**
 * The ideal of a network at w*. K = E|f(x; w) − f(x; w*)|² is comparable with the sum of squares of the differences
 * of f's coefficients in the input x, whenever the inputs have a density on an open set.
 *
 * Activation z^r: the coefficients are polynomials in w. Where the truth is 0 and a hidden layer has width one, with
 * pre-activation z(x), f = g·z^R for the coefficients g of the later layers; h ↦ h^R is homogeneous with no zero but
 * 0, so K is comparable with |g|²·|z|^{2R}: a product of ideals and powers.
 *
 * tanh with one hidden layer whose incoming weights are 0 at w*, f_o = Σ_k a_ok tanh(b_k·x): every odd Taylor
 * coefficient of tanh is nonzero, so the ideal is that of the moments M_α = Σ_k a_ok b_k^α, |α| odd. Those with
 * |α| ≤ 2H − 1 suffice: for |α| > 2H write x^α = x^ρ Π_{k ≤ H} x^{γ_k}, |γ_k| = 2; the polynomial
 * x^ρ Π_k (x^{γ_k} − b_k^{γ_k}) vanishes at x = b_1, …, b_H, which expresses M_α through moments of lower odd degree.
 *
 * Behind a hidden layer of width one with pre-activation z(x) stands one with H units or none. A layer that takes tanh z to
 * v·tanh z splits as above, with R = 1. H units take it to Σ_j t_j M_{2j+1}·(tanh z)^{2j+1}, j < H: as z/‖z‖ stays in a
 * compact set of functions that are not constant in x, whose odd powers are independent, the norm is comparable with the
 * largest |M_{2j+1}|·‖z‖^{2j+1}. It does not split.
 */
import { LimitError } from "../../errors.js";
import { operate, unlimited } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import * as E from "./expression.js";
import { dropUnits, translate, unit } from "./local.js";
import type { NetworkModel, Point } from "./model.js";
import type { Tree } from "./squares.js";

/** Bounds on the expansion of a network, checked on an estimate before the work. */
export const maxNetworkProducts = 3_000_000;
export const maxNetworkGenerators = 20_000;

/** The ideal in local coordinates, or one sentence that says why none is known. Throws LimitError. */
export function networkTree(model: NetworkModel, point: Point, budget: Budget): Tree<Polynomial> | string {
  const { activation } = model;
  if (activation.kind === "relu") return "a ReLU network is not analytic; it can be sampled, not solved";
  const layers = model.layers.map((rows) => rows.map((row) => row.map((entry) => E.expand(translate(entry, point)))));
  if (activation.kind === "tanh") {
    const tree = tanhTree(layers);
    const local = tree === null ? unit : dropUnits(tree);
    return local === unit ? "for this tanh network at this point no finite set of generators is known" : local;
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
  const [before = [], ...after] = bottlenecks(layers);
  if (after.length === 0) return { kind: "ideal", generators: coefficients(before, degree, budget) };
  const rest = layers.slice(before.length);
  const base = zeroTruth(before, degree, budget);
  const exponent = degree ** rest.length;
  const factors = [
    zeroTruth(rest, degree, budget),
    exponent === 1 ? base : ({ kind: "power", base, exponent } as const),
  ];
  return { kind: "product", factors };
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

/** A tanh network, part by part from the input; null where no generators are known. */
function tanhTree(layers: Layers): Tree<Polynomial> | null {
  let factors: readonly (readonly Polynomial[])[] = [[P.one]];
  for (const part of bottlenecks(layers)) {
    const moments = tanhMoments(part);
    if (moments === null) return null;
    const own = moments.map((m) => m.polynomial);
    const taken = part.length === 1 ? [own, ...factors] : behindBottleneck(moments, factors);
    if (taken === null) return null;
    factors = taken;
  }
  return { kind: "product", factors: factors.map((generators) => ({ kind: "ideal", generators })) };
}

/** M_α times the |α|-th powers of generators of the norm of z, the product of ideals; null where that is too large. */
function behindBottleneck(moments: readonly Moment[], z: readonly (readonly Polynomial[])[]): [Polynomial[]] | null {
  const proper = z.filter((list) => list.every((g) => Q.isZero(P.constantTerm(g))));
  if (proper.reduce((n, list) => n * list.length, moments.length) > maxNetworkGenerators) return null;
  const base = proper.reduce((all, list) => all.flatMap((p) => list.map((g) => P.multiply(p, g))), [P.one]);
  const work = moments.map(({ degree, polynomial }) => {
    const powers = base.map((g) => binomial(g.monomials.length + degree - 1, degree));
    return polynomial.monomials.length * sum(powers);
  });
  if (sum(work) > maxNetworkProducts / 10) return null;
  return [moments.flatMap(({ degree, polynomial }) => base.map((g) => P.multiply(polynomial, P.power(g, degree))))];
}

/** M_α, for |α| = degree. */
interface Moment {
  readonly degree: number;
  readonly polynomial: Polynomial;
}

/** The nonzero moments of a network with one hidden layer; the weights themselves without any. */
function tanhMoments(layers: Layers): readonly Moment[] | null {
  const [first = [], second, ...deeper] = layers;
  if (second === undefined) return nonzero(first.flat().map((polynomial) => ({ degree: 1, polynomial })));
  const incomingIsZero = first.flat().every((w) => Q.isZero(P.constantTerm(w)));
  if (deeper.length > 0 || !incomingIsZero) return null;
  const inputs = first[0]?.length ?? 0;
  const degrees = Array.from({ length: first.length }, (_, j) => 2 * j + 1);
  const count = second.length * sum(degrees.map((d) => binomial(inputs + d - 1, d)));
  if (count > maxNetworkGenerators) {
    throw new LimitError("moments of the network", String(count), String(maxNetworkGenerators));
  }
  return nonzero(
    second.flatMap((row) =>
      degrees.flatMap((degree) =>
        compositions(degree, inputs).map((alpha) => {
          const power = (k: number): Polynomial => P.product(alpha.map((e, i) => P.power(first[k]?.[i] ?? P.zero, e)));
          return { degree, polynomial: P.sum(row.map((a, k) => P.multiply(a, power(k)))) };
        }),
      ),
    ),
  );
}

function nonzero(moments: readonly Moment[]): Moment[] {
  return moments.filter((m) => !P.isZero(m.polynomial));
}

/** All lists of `parts` nonnegative integers with the sum `total`. */
function compositions(total: number, parts: number): number[][] {
  if (parts === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, i) => total - i).flatMap((first) =>
    compositions(total - first, parts - 1).map((rest) => [first, ...rest]),
  );
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

function sum(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0);
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
