/**
 * Candidate centres of weighted blow-ups, best guess first: divisors on which monomial ideals near the cell's own, or near
 * what it is made of, take their λ. Any of them is sound; which one leads on is found by trying.
 */
import type { Budget } from "../algebra/budget.js";
import { leastCover } from "../algebra/covering.js";
import { gcd, gcdOf } from "../algebra/gcd.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { divideExact } from "../algebra/polynomial-division.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { isolateRoots } from "../algebra/roots.js";
import { knotOfBases } from "./bases.js";
import { variablesOf, zeroPart } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Weight } from "./certificate.js";
import { termExponents } from "./monomial-ideal.js";
import { planeCentres } from "./plane-centre.js";

/** At a point of the plane, for ideals with powers too. Throws LimitError where the budget ends first. */
export function centresInPlane(cell: Cell, budget: Budget): Weight[][] {
  return planeCentres(cell).map((centre) => [...towards(cell, centre, budget)]);
}

/** Throws LimitError where the budget ends first. */
export function centres(cell: Cell, budget: Budget): Weight[][] {
  const zeros = variablesOf(cell, "zero");
  const h = zeros.map((i) => cell.h[i] ?? 0);
  const programs = [
    ...curveExponents(cell, zeros, budget),
    termExponents(cell, cell.generators, zeros),
    coreExponents(cell, zeros),
    knotExponents(cell, zeros),
  ];
  const found = new Map<string, Weight[]>();
  const add = (centre: readonly Weight[]): void => {
    found.set(JSON.stringify(centre), [...centre]);
  };
  const knot = knotOfBases(cell, budget);
  const own = knot === null ? [] : termExponents({ ...cell, kappa: [] }, [knot], zeros);
  divisorsOf(own, zeros, h, budget).forEach(add);
  for (const divisor of programs.flatMap((exponents) => divisorsOf(exponents, zeros, h, budget))) {
    const centre = towards(cell, withCoordinates(cell, divisor), budget);
    if (centre.length > 0 && lowers(cell, centre)) add(centre);
  }
  return [...found.values()];
}

/** By small changes of the costs, the best divisors for these exponents of the variables; none where the ideal is 1. */
function divisorsOf(
  exponents: readonly (readonly number[])[],
  zeros: readonly number[],
  h: readonly number[],
  budget: Budget,
): Weight[][] {
  if (exponents.length === 0 || exponents.some((a) => a.every((e) => e === 0))) return [];
  return [0, 1, -1].map((tilt) => {
    const weights = optimalDivisor(exponents, h, tilt, budget);
    return zeros.flatMap((i, k): Weight[] => ((weights[k] ?? 0) > 0 ? [[i, weights[k] ?? 0]] : []));
  });
}

/** Generators that are coordinates outside the centre join it, with the order that the other generators have. */
function withCoordinates(cell: Cell, centre: readonly Weight[]): Weight[] {
  const weights = denseWeights(centre);
  const isOutside = (g: Polynomial): boolean =>
    g.monomials.length === 1 &&
    P.degree(g) === 1 &&
    P.order(g, weights) === 0 &&
    P.variablesOf(g).every((i) => cell.roles[i] === "zero");
  const outside = cell.generators.filter(isOutside).flatMap(P.variablesOf);
  const order = Math.min(...cell.generators.filter((g) => !isOutside(g)).map((g) => P.order(g, weights)));
  if (outside.length === 0 || order === 0 || !Number.isFinite(order)) return [...centre];
  return [...centre, ...outside.map((i): Weight => [i, order])];
}

/**
 * In a plane cell: the centre, or a step of Euclid's algorithm towards it. Over a multiple root t of the initial form of
 * weights p ≤ q the points of the exceptional divisor are p-th roots of ±t; the centre of weights 1, ⌊q/p⌋ needs no roots.
 */
function towards(cell: Cell, centre: readonly Weight[], budget: Budget): readonly Weight[] {
  const [[i, p], [j, q]] = twoWeights(centre);
  if (variablesOf(cell, "zero", "free", "nonzero").length !== 2 || p < 2 || q % p === 0) return centre;
  const [ofIdeal, ...ofCurves] = [cell.generators, ...cell.powers.map((power) => [power.factor])].map((list) =>
    initialForms(list, centre, j, p),
  );
  const curves = P.product(ofCurves.flat());
  const multiple = P.multiply(multipleRoots(ofIdeal ?? [], j, budget), multipleRoots([curves], j, budget));
  return hasPowersAsRoots(multiple, j, p)
    ? centre
    : [
        [i, 1],
        [j, Math.floor(q / p)],
      ];
}

function twoWeights(centre: readonly Weight[]): [Weight, Weight] {
  const [first = [0, 1], second = [0, 1]] = [...centre].sort(([, v], [, w]) => v - w);
  return [first, second];
}

/** The generators' terms of least weight on the torus, as polynomials in t: x_j^p becomes t. */
function initialForms(
  generators: readonly Polynomial[],
  centre: readonly Weight[],
  j: number,
  p: number,
): Polynomial[] {
  const weights = denseWeights(centre);
  const order = Math.min(...generators.map((g) => P.order(g, weights)));
  return generators.flatMap((g) => {
    const form = P.filter(g, (m) => M.weightedDegree(m, weights) === order);
    if (P.isZero(form)) return [];
    const least = Math.min(...form.monomials.map((m) => M.exponent(m, j)));
    const inCentre = centre.map(([k]) => k);
    return P.fromTerms(
      P.terms(form).map(([m, c]) => {
        const constants = inCentre.reduce((n, k) => M.withExponent(n, k, 0), m);
        return [M.withExponent(constants, j, (M.exponent(m, j) - least) / p), c];
      }),
    );
  });
}

/** Where one form vanishes twice, or several do at once. */
function multipleRoots(forms: readonly Polynomial[], j: number, budget: Budget): Polynomial {
  const [only, another] = forms;
  if (only === undefined || forms.some((f) => P.degreeIn(f, j) === 0)) return P.one;
  return another === undefined ? gcd(only, P.derivative(only, j), budget) : gcdOf(forms, budget);
}

const maxPowerDegree = 24;

/** True where all real roots of f(±y^p) are rational. */
function hasPowersAsRoots(f: Polynomial, j: number, p: number): boolean {
  if (P.degreeIn(f, j) <= 0) return true;
  if (P.variablesOf(f).length > 1 || P.degreeIn(f, j) * p > maxPowerDegree) return false;
  const signs = p % 2 === 0 ? [1, -1] : [1];
  return signs.every((sign) => {
    const image = P.substitute(f, j, P.scale(P.variable(j, p), Q.rational(sign)));
    return isolateRoots(image).every(({ lower, upper }) => Q.equals(lower, upper));
  });
}

function denseWeights(centre: readonly Weight[]): number[] {
  const weights: number[] = [];
  for (const [i, w] of centre) weights[i] = w;
  return Array.from(weights, (w: number | undefined) => w ?? 0);
}

/** Where the generators have a common factor c: the ideal without it, and c alone. */
function curveExponents(cell: Cell, zeros: readonly number[], budget: Budget): number[][][] {
  if (cell.generators.length < 2 || cell.generators.some((g) => g.monomials.length === 1)) return [];
  const common = gcdOf(cell.generators, budget);
  if (P.isConstant(common)) return [];
  const cofactors = cell.generators.map((g) => divideExact(g, common) ?? g);
  const bare = { ...cell, kappa: [] };
  return [termExponents(bare, cofactors, zeros), termExponents(bare, [common], zeros)];
}

/** The generators but for bare coordinates, without their common monomial and without κ. */
function coreExponents(cell: Cell, zeros: readonly number[]): number[][] {
  const rest = cell.generators.filter((g) => P.degree(g) > 1 || g.monomials.length > 1);
  const [first = M.one, ...others] = rest.map(P.monomialContent);
  const common = others.reduce(M.gcd, first);
  const stripped = rest.map((g) => P.divideMonomial(g, common) ?? g);
  return termExponents({ ...cell, kappa: [] }, stripped, zeros);
}

/** The non-monomial generators, each without its own monomial. */
function knotExponents(cell: Cell, zeros: readonly number[]): number[][] {
  const knots = cell.generators.filter((g) => g.monomials.length > 1);
  const stripped = knots.map((g) => P.divideMonomial(g, zeroPart(cell, P.monomialContent(g))) ?? g);
  return termExponents({ ...cell, kappa: [] }, stripped, zeros);
}

/** Coprime whole weights of a vertex that minimises w·(h+1) under w·a ≥ 1; ties by the tilt of the costs. */
function optimalDivisor(
  exponents: readonly (readonly number[])[],
  h: readonly number[],
  tilt: number,
  budget: Budget,
): number[] {
  const cost = h.map((e, i): Rational => Q.rational(100_000 * (e + 1) + tilt * (i + 1), 100_000));
  const { weights = [] } = leastCover(exponents, cost, budget) ?? {};
  const denominator = weights.reduce((d, q) => (d / Q.gcd(d, q.den)) * q.den, 1n);
  const scaled = weights.map((q) => q.num * (denominator / q.den));
  const divisor = scaled.reduce(Q.gcd, 0n);
  return divisor === 0n ? [] : scaled.map((n) => Number(n / divisor));
}

/** True where every generator vanishes along the centre, so that its blow-up takes something out. */
function lowers(cell: Cell, centre: readonly Weight[]): boolean {
  const weights = denseWeights(centre);
  return cell.generators.every((g) => P.order(g, weights) > 0);
}
