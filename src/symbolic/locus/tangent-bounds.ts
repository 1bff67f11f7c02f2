/**
 * Ideals between which a model's ideal J lies near w*, from first derivatives and orders alone: for models that are too
 * large to be expanded. The functions g that generate J vanish at w*; of their differentials there let r be independent.
 *
 * - Below: J holds r functions with independent differentials, which are r coordinates y of suitable coordinates.
 * - Above: with all differentials in the span of r linear forms ℓ, every g is a combination of these up to order 2, and J
 *   lies in the ideal of the ℓ and all x_i². Where K does not change along the orbits of a group, s-dimensional near w*, the
 *   coordinates may be chosen so that s of them do not occur in K; those that are left are coordinates of a slice.
 * - Both are the ideal of r coordinates where the rank is r all around w*, as when it can be no larger anywhere: by the constant
 *   rank theorem g − g(w*) depends on r coordinates y alone, and vanishes to first order with them.
 * - Where all first derivatives are 0: every g lies in the ideal of all x_i^o, o a lower bound of their orders, and a g of order k
 *   along a line has ∂^k g/∂t^k ≠ 0 for a coordinate t on it, so that {|g| < ε} is no larger than {|t|^k < Cε}.
 * - Where a monomial network is 0 at w*, |f| is at most a constant times the product of the norms of the layers that are 0 at
 *   w*, each to the power r^(number of layers behind it). Where all layers are 0, f(x; t·(1, …, 1)) = c(x)·t^o with c(x) > 0 for
 *   x > 0, of order o along that line.
 */
import { operate, unlessTooLarge } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { reducedEchelon } from "../algebra/matrix.js";
import type { Matrix } from "../algebra/matrix.js";
import { prime, residues } from "../algebra/modular.js";
import { greatestMinor } from "../algebra/modular-matrix.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import * as E from "../model/expression.js";
import { gradient, orderBound } from "../model/expression.js";
import type { Expression } from "../model/expression.js";
import type { IdealTree } from "../model/ideal.js";
import type { LocalModel, NetworkModel, Point } from "../model/model.js";
import { squareNorm } from "../model/squares.js";
import type { Architecture, Weights } from "./architecture.js";
import { architecture, freeWeights, hiddenUnits, inputs, parameterCount, toWeights } from "./architecture.js";
import { dimensionBound } from "./dimension-bounds.js";
import { reduceWeights } from "./generic-rank.js";
import { exactJacobian, rescalings } from "./point-analysis.js";
import { gradientsAtPoints } from "./propagation.js";

/**
 * c·‖below‖ ≤ ‖J‖ ≤ C·‖above‖ near w*, for any of them, each in coordinates of its own; `below` without generators says
 * nothing. K ≍ ‖J‖², or |K| ≍ ‖J‖, as the norm says.
 */
export interface TangentBounds {
  readonly norm: "squares" | "absolute";
  readonly below: readonly [IdealTree, ...IdealTree[]];
  readonly above: readonly [IdealTree, ...IdealTree[]];
}

interface Pair {
  readonly below: IdealTree;
  readonly above: IdealTree;
}

/** Null where nothing is known. Throws LimitError where the budget ends first. */
export function tangentBounds({ model, point }: LocalModel, budget: Budget): TangentBounds | null {
  switch (model.kind) {
    case "network": {
      const bounds = ofNetwork(model, point, budget);
      return bounds === null ? null : { norm: "squares", ...bounds };
    }
    case "ideal":
      return alone("squares", ofGenerators(model.generators, point, budget));
    case "polynomial": {
      const squares = squareNorm(model.polynomial);
      return squares?.kind === "ideal"
        ? alone("squares", ofGenerators(squares.generators, point, budget))
        : alone("absolute", ofGenerators([model.polynomial], point, budget));
    }
  }
}

function alone(norm: TangentBounds["norm"], { below, above }: Pair): TangentBounds {
  return { norm, below: [below], above: [above] };
}

function ofGenerators(generators: readonly Expression[], point: Point, budget: Budget): Pair {
  operate(budget, generators.length * point.length ** 2);
  const { rows, pivots } = reducedEchelon(generators.map((g) => gradient(g, point)));
  const all = point.map((_, i) => i);
  if (pivots.length === generators.length) return exactly(pivots.length);
  if (pivots.length > 0) return between(rows, all);
  const order = Math.min(...generators.map((g) => orderBound(g, point)));
  const along = Math.min(...generators.map((g) => orderAlongLine(g, point, budget)));
  return {
    below: ideal(Number.isFinite(along) ? [P.variable(0, along)] : []),
    above: ideal(Number.isFinite(order) ? all.map((i) => P.variable(i, Math.max(1, order))) : []),
  };
}

/** The order in t at w* + t·v, for some v; Infinity where that is 0. */
function orderAlongLine(g: Expression, point: Point, budget: Budget): number {
  const direction = residues(97, 3);
  const line = point.map((q) =>
    E.sum([E.constant(q), E.product([E.constant(Q.rational(direction())), E.variable(0)])]),
  );
  return P.order(E.expand(E.substitute(g, line), budget), [1]);
}

function exactly(rank: number): Pair {
  const tree = ideal(variables(rank));
  return { below: tree, above: tree };
}

/** By independent linear forms in some of the variables, those that K depends on. */
function between(forms: Matrix, slice: readonly number[]): Pair {
  const linear = forms.map((row) => P.sum(slice.map((variable, k) => P.scale(P.variable(variable), row[k] ?? Q.zero))));
  return { below: ideal(linear), above: ideal([...linear, ...slice.map((i) => P.variable(i, 2))]) };
}

function ofNetwork(model: NetworkModel, point: Point, budget: Budget): Omit<TangentBounds, "norm"> | null {
  const places = freeWeights(model);
  if (places === null || model.activation.kind !== "monomial") return null;
  const net = architecture(model.widths, model.activation.degree);
  const weights = toWeights(
    net,
    places.map((k) => point[k] ?? Q.zero),
  );
  const own = (tree: IdealTree): IdealTree => renamed(tree, places);
  const first = ofJacobian(net, weights, budget);
  const layers = ofLayers(net, weights);
  if (layers === null) return { below: [own(first.below)], above: [own(first.above)] };
  return { below: [own(layers.below), own(first.below)], above: [own(layers.above), own(first.above)] };
}

/** Exact Jacobians with more entries than this take too long. */
const maxEntries = 20_000;

function ofJacobian(net: Architecture, weights: Weights<Rational>, budget: Budget): Pair {
  const count = parameterCount(net);
  const most = unlessTooLarge(() => dimensionBound(net, budget).bound) ?? count - hiddenUnits(net);
  const rank = unlessTooLarge(() => rankBelow(net, weights, most, budget)) ?? 0;
  if (rank === most) return exactly(rank);
  const moved = reducedEchelon(rescalings(net, weights).map(({ direction }) => direction)).pivots;
  const slice = Array.from({ length: count }, (_, i) => i).filter((i) => !moved.includes(i));
  const rows = unlessTooLarge(() => {
    const found = exactJacobian(net, weights, maxEntries);
    operate(budget, found.length * count * Math.min(found.length, count));
    return found.map((row) => slice.map((i) => row[i] ?? Q.zero));
  });
  if (rows !== null) return between(reducedEchelon(rows).rows, slice);
  return { below: ideal(variables(rank)), above: ideal(slice.map((i) => P.variable(i))) };
}

/** A lower bound of the Jacobian's rank at the weights, from some inputs modulo a prime. */
function rankBelow(net: Architecture, weights: Weights<Rational>, most: number, budget: Budget): number {
  const p = prime(0);
  const reduced = reduceWeights(weights, p);
  if (reduced === null) return 0;
  const next = residues(p, 1);
  const points = Array.from({ length: most + 2 }, () => Array.from({ length: inputs(net) }, () => next()));
  operate(budget, points.length * parameterCount(net) * (1 + most / 50));
  return greatestMinor(gradientsAtPoints(net, reduced, points, p), p).columns.length;
}

/** Exponents in certificates are at most this large. */
const maxOrder = 65_535;

function ofLayers(net: Architecture, weights: Weights<Rational>): Pair | null {
  const zero = weights.flatMap((rows, l) => (rows.flat().every(Q.isZero) ? [l] : []));
  if (zero.length === 0) return null;
  const powerOf = (l: number): number => net.degree ** (weights.length - 1 - l);
  const starts = weights.map((_, l) => weights.slice(0, l).flat(2).length);
  const factors = zero.map((l): IdealTree => {
    const size = weights[l]?.flat().length ?? 0;
    const base = ideal(Array.from({ length: size }, (_, i) => P.variable((starts[l] ?? 0) + i)));
    return powerOf(l) === 1 ? base : { kind: "power", base, exponent: powerOf(l) };
  });
  const order = zero.reduce((sum, l) => sum + powerOf(l), 0);
  const hasOrder = zero.length === weights.length && order <= maxOrder;
  return { below: ideal(hasOrder ? [P.variable(0, order)] : []), above: { kind: "product", factors } };
}

function renamed(tree: IdealTree, places: readonly number[]): IdealTree {
  const images = new Map(places.map((k, i) => [i, P.variable(k)] as const));
  switch (tree.kind) {
    case "ideal":
      return { ...tree, generators: tree.generators.map((g) => P.compose(g, images)) };
    case "power":
      return { ...tree, base: renamed(tree.base, places) };
    case "product":
      return { ...tree, factors: tree.factors.map((f) => renamed(f, places)) };
  }
}

function variables(count: number): Polynomial[] {
  return Array.from({ length: count }, (_, i) => P.variable(i));
}

function ideal(generators: readonly Polynomial[]): IdealTree {
  return { kind: "ideal", generators };
}
