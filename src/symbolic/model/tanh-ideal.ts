/**
 * Tanh networks at any rational w*: ideals B with K ≤ C·‖B‖² near w*, and whether also K ≥ c·‖B‖², so that B is exact.
 *
 * By tanh-layers.ts the outputs are f_o(x; w) − f_o(x; w*) = Σ_j D_oj(w)·φ_j(x, w): B is the ideal of the D_oj. It is exact
 * where the φ_j are linearly independent at w*, as then E|Σ c_j·φ_j|² ≥ const·Σ c_j² for w near w* as well. With one hidden
 * layer they always are: the functions x^α·tanh^(|α|)(b·x), for pairwise different ±b ≠ 0, and monomials. Of a relation take
 * the longest b that occurs. Its pole b·x = πi/2 in complex x no other has, since that one's b' would be an odd multiple of b.
 * The highest derivative there has the pole of the highest order; its factor, homogeneous and not 0, would vanish on an affine
 * hyperplane that does not contain 0. With more layers the Taylor series decide, after D_j that the others generate
 * have been left out: D_j = Σ q_i·D_i adds q_i(w*)·φ_j to φ_i.
 *
 * A unit that is alone in its layer and 0 at w* cuts the network: z = Σ D_j·φ_j, where the φ_j are independent, so that z is
 * ρ = ‖(D_j)‖ times a function from a compact set without constants. The layers behind, a network with the one input
 * tanh z, give Σ_j c_j·E_oj·z^(n_j) with further powers of z that are small beside these: for distinct n_j and c_j ≠ 0
 * (where E_oj of equal n_j are proportional and have been joined, c_j may be 0) K is comparable with Σ (E_oj·ρ^(n_j))², the powers of a function that is not constant being independent. Where all n_j are
 * 1, that is a product of ideals.
 */
import { operate, within } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { LimitError } from "../../errors.js";
import { areIndependent, combination, zeroFunction } from "./analytic-functions.js";
import type { AnalyticFunction } from "./analytic-functions.js";
import type { Tree } from "./squares.js";
import { firstLayer, isZeroAtTruth, layerOfSmallInput, maxMoments, nextLayer } from "./tanh-layers.js";
import type { TanhLayer, Weights } from "./tanh-layers.js";

/** An ideal B with K ≤ C·‖B‖² near w*; if it is exact, K ≥ c·‖B‖² too. */
export interface TanhIdeal {
  readonly tree: Tree<Polynomial>;
  readonly isExact: boolean;
}

/** Moments that take more steps are too large to be solved. */
const maxSteps = 30_000;

/** For layers in local coordinates. Throws LimitError where that is too large, or the budget ends. */
export function tanhIdeal(layers: readonly Weights[], parent: Budget): TanhIdeal {
  const budget = within(parent, maxSteps);
  const segments = segmentsOf(layers, budget);
  let factors: readonly (readonly Polynomial[])[] = [];
  for (const { differences } of segments) {
    const own = differences.map((d) => d.polynomial);
    factors = differences.every((d) => d.order <= 1) ? [own, ...factors] : [multiplied(differences, factors, budget)];
  }
  return {
    tree: { kind: "product", factors: factors.map((generators) => ({ kind: "ideal", generators })) },
    isExact: segments.every((segment) => segment.isExact),
  };
}

/** D_oj, with φ_j as what it is in each output. */
interface Difference {
  readonly polynomial: Polynomial;
  readonly values: readonly AnalyticFunction[];
  readonly order: number;
}

/** The layers from the input, or from behind a cut, to the next cut or the output. */
interface Segment {
  readonly differences: readonly Difference[];
  readonly isExact: boolean;
}

function segmentsOf(layers: readonly Weights[], budget: Budget): Segment[] {
  const [first = [], ...more] = layers;
  const inputs = first[0]?.length ?? 0;
  const done: Segment[] = [];
  let layer = firstLayer(first);
  let hidden = 0;
  for (const [l, weights] of more.entries()) {
    const isCut = layer.values.length === 1 && isZeroAtTruth(layer, 0);
    if (isCut) {
      done.push(segment(layer, hidden, done.length === 0 ? inputs : null, budget));
      layer = layerOfSmallInput(weights);
      hidden = 0;
    } else {
      layer = nextLayer(layer, weights, l === more.length - 1, budget);
      hidden++;
    }
  }
  return [...done, segment(layer, hidden, done.length === 0 ? inputs : null, budget)];
}

/** `inputs` is null behind a cut. */
function segment(layer: TanhLayer, hidden: number, inputs: number | null, budget: Budget): Segment {
  const all = differencesOf(layer);
  if (hidden <= 1) return { differences: all, isExact: true };
  if (inputs === null) {
    const orders = all.flatMap(({ values, order }) =>
      values.flatMap((value, o) => (value === zeroFunction ? [] : [`${o} ${order}`])),
    );
    const areDistinct = new Set(orders).size === orders.length;
    return { differences: all, isExact: areDistinct && areIndependent(valuesOf(all), 1, budget) };
  }
  const differences = generating(all, budget);
  return { differences, isExact: areIndependent(valuesOf(differences), inputs, budget) };
}

function valuesOf(list: readonly Difference[]): readonly (readonly AnalyticFunction[])[] {
  return list.map((d) => d.values);
}

function differencesOf({ columns, values }: TanhLayer): Difference[] {
  const outputs = values.map((_, o) => o);
  return outputs.flatMap((o) =>
    columns.flatMap(({ entries, value, order }): Difference[] => {
      const polynomial = entries[o] ?? P.zero;
      const inOutput = outputs.map((other) => (other === o ? value : zeroFunction));
      return P.isZero(polynomial) ? [] : [{ polynomial, values: inOutput, order }];
    }),
  );
}

/** Generators of the same ideal: without multiples, and without variables and monomials that others give. */
function generating(all: readonly Difference[], budget: Budget): readonly Difference[] {
  const used = new Set<Polynomial>();
  let list = joined(all);
  for (;;) {
    const next = list
      .filter(({ polynomial }) => !used.has(polynomial))
      .map((own) => ({ own, lead: leadOf(own.polynomial) }))
      .find(({ lead }) => lead !== null);
    if (next === undefined || next.lead === null) return list;
    used.add(next.own.polynomial);
    list = joined(reduced(list, next.own, next.lead, budget));
  }
}

function joined(list: readonly Difference[]): readonly Difference[] {
  const found = new Map<string, Difference>();
  for (const own of list) {
    const scale = P.leadingTerm(own.polynomial)?.[1];
    if (scale === undefined) continue;
    const key = P.key(P.scale(own.polynomial, Q.divide(Q.one, scale)));
    const known = found.get(key);
    const factor = Q.divide(scale, known === undefined ? scale : (P.leadingTerm(known.polynomial)?.[1] ?? scale));
    found.set(key, known === undefined ? own : plus(known, factor, own));
  }
  return [...found.values()];
}

/** The same with c times the functions of another added to its own. */
function plus(to: Difference, c: Q.Rational, from: Difference): Difference {
  if (Q.isZero(c)) return to;
  const values = to.values.map((value, o) => combination([Q.one, value], [c, from.values[o] ?? zeroFunction]));
  return { ...to, values };
}

/** What a polynomial takes from others: multiples of a monomial that it is, or a variable x that it is affine in, x = rest. */
type Lead =
  | { readonly kind: "monomial"; readonly monomial: M.Monomial }
  | { readonly kind: "variable"; readonly index: number; readonly rest: Polynomial };

/** Longer ones would make others swell. */
const maxRest = 6;

function leadOf(p: Polynomial): Lead | null {
  const [monomial = M.one, ...more] = p.monomials;
  if (more.length === 0) return { kind: "monomial", monomial };
  if (more.length > maxRest) return null;
  const index = P.variablesOf(p).find((x) => P.degreeIn(p, x) === 1 && linearCoefficient(p, x) !== null);
  if (index === undefined) return null;
  const scale = linearCoefficient(p, index) ?? Q.one;
  const [rest = P.zero] = P.coefficientsIn(p, index);
  return { kind: "variable", index, rest: P.scale(rest, Q.divide(Q.rational(-1), scale)) };
}

/** The coefficient of x, if x occurs in no other term. */
function linearCoefficient(p: Polynomial, x: number): Q.Rational | null {
  const own = p.monomials.filter((m) => M.exponent(m, x) > 0);
  const [m = M.one] = own;
  return own.length === 1 && m === M.variable(x) ? P.coefficient(p, m) : null;
}

function reduced(list: readonly Difference[], by: Difference, lead: Lead, budget: Budget): readonly Difference[] {
  const monomial = lead.kind === "monomial" ? lead.monomial : M.variable(lead.index);
  const scale = P.coefficient(by.polynomial, monomial);
  let own = by;
  const others = list.map((other): Difference | null => {
    if (other === by) return null;
    const p = other.polynomial;
    operate(budget, p.monomials.length * (lead.kind === "monomial" ? 1 : lead.rest.monomials.length));
    own = plus(own, Q.divide(P.coefficient(p, monomial), scale), other);
    const left =
      lead.kind === "monomial" ? P.filter(p, (m) => !M.divides(monomial, m)) : P.substitute(p, lead.index, lead.rest);
    return P.equals(left, p) ? other : { ...other, polynomial: left };
  });
  return others.map((other) => other ?? own);
}

/** D_oj times the n_j-th powers of the generators of ρ, the product of the factors. */
function multiplied(
  differences: readonly Difference[],
  factors: readonly (readonly Polynomial[])[],
  budget: Budget,
): Polynomial[] {
  const proper = factors.filter((list) => list.every((g) => Q.isZero(P.constantTerm(g))));
  const count = proper.reduce((n, list) => n * list.length, differences.length);
  if (count > maxMoments) throw new LimitError("moments of the network", String(count), String(maxMoments));
  const base = proper.reduce((all, list) => all.flatMap((p) => list.map((g) => P.multiply(p, g))), [P.one]);
  return differences.flatMap(({ order, polynomial }) =>
    base.map((g) => {
      operate(budget, polynomial.monomials.length * g.monomials.length ** order);
      return P.multiply(polynomial, P.power(g, order));
    }),
  );
}
