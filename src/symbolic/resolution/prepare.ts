/**
 * Weierstrass preparation to finite precision. At a point of the plane where f(0, y) has the order e, f is a unit times
 * y^e + a_1(x)·y^{e−1} + … + a_e(x); with y + a_1/e for y the second term goes (Tschirnhausen), and no root of order e is
 * left after the next blow-up (Abhyankar & Moh, J. reine angew. Math. 260, 1973). All is done modulo x^n: the rest
 * becomes an opaque function. It costs what a reduced curve needs, however many terms its equation has.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import * as T from "../algebra/tower.js";
import type { Tower } from "../algebra/tower.js";
import { isBare, normalForm, variablesOf, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import { shearBy } from "./shear.js";
import { equivalent } from "./step.js";
import type { Step } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";

/**
 * One step towards the prepared form of a cell's only generator, which is reduced, with so many powers of x; null where it is
 * reached, or where the cell is not of this kind. Throws LimitError where the budget ends first.
 */
export function prepare(cell: Cell, precision: number, budget: Budget): Step | null {
  const frame = frameOf(cell);
  if (frame === null) return null;
  const { g, x, y, order } = frame;
  const opaque = opaqueTerms(cell, g).map((m) => M.exponent(m, x));
  const known = Math.min(...opaque, opaque.length > 0 ? Infinity : precision);
  if (known < 1) return null;
  const slices = slicesOf(cell, frame, known);
  if (!isWeierstrass(slices, y, order)) return factored(cell, frame, known, opaque.length > 0, budget);
  const isLong = g.monomials.some((m) => M.exponent(m, x) > known || (M.exponent(m, x) === known && isKnown(cell, m)));
  if (isLong) return truncated(cell, x, known, P.one, joined(slices, x));
  const mean = meanOf(joined(slices, x), frame, cell.tower);
  if (P.isZero(mean)) return null;
  const slope = slopeWithout(mean, joined(slices, x), frame, known, cell.tower, budget) ?? known;
  const offset = P.filter(mean, (m) => M.exponent(m, x) <= slope);
  return P.isZero(offset) ? null : shearBy(cell, y, P.one, offset);
}

/**
 * The first step: the unit is divided out. Where all of g is known, with as many more powers of x as it takes to see the
 * first edge of the Newton polygon that is left after the second step.
 */
function factored(cell: Cell, frame: Frame, known: number, isAll: boolean, budget: Budget): Step | null {
  const { g, x, y } = frame;
  const most = 2 * (1 + P.degreeIn(g, x)) * (1 + P.degreeIn(g, y));
  for (let powers = isAll ? known : Math.min(known, most); ; powers = Math.ceil(1.5 * powers)) {
    const { unit, distinguished } = weierstrass(slicesOf(cell, frame, powers), frame, powers, cell.tower, budget);
    const low = joined(distinguished, x);
    const mean = meanOf(low, frame, cell.tower);
    if (isAll || powers > most || slopeWithout(mean, low, frame, powers, cell.tower, budget) !== null) {
      return truncated(cell, x, powers, P.primitive(joined(unit, x)), P.primitive(low));
    }
  }
}

/** a_1/e, by which y is moved. */
function meanOf(low: Polynomial, { y, order }: Frame, tower: Tower): Polynomial {
  const coefficients = P.coefficientsBy(low, y);
  const second = coefficients.get(order - 1) ?? P.zero;
  const inverse = T.inverseAt(
    P.filter(coefficients.get(order) ?? P.one, (m) => isConstant(m, tower)),
    tower,
  );
  return T.normalize(P.scale(P.multiply(second, inverse), Q.rational(1, order)), tower);
}

function isConstant(m: M.Monomial, tower: Tower): boolean {
  return M.support(m).every((i) => tower.some((c) => c.index === i));
}

/**
 * The slope of the first edge of the Newton polygon of y^e + … with y − mean for y, null where terms with x^known
 * reach it.
 */
function slopeWithout(
  mean: Polynomial,
  low: Polynomial,
  { x, y, order }: Frame,
  known: number,
  tower: Tower,
  budget: Budget,
): number | null {
  const below = (p: Polynomial): Polynomial => P.filter(T.normalize(p, tower), (m) => M.exponent(m, x) < known);
  const image = P.subtract(P.variable(y), mean);
  const coefficients = P.coefficientsBy(low, y);
  let moved = coefficients.get(order) ?? P.zero;
  for (let k = order - 1; k >= 0; k--) {
    operate(budget, moved.monomials.length * image.monomials.length);
    moved = P.add(below(P.multiply(moved, image)), coefficients.get(k) ?? P.zero);
  }
  const slope = moved.monomials.reduce((least, m) => {
    const j = M.exponent(m, y);
    return j < order ? Math.min(least, M.exponent(m, x) / (order - j)) : least;
  }, known / order);
  return slope < known / order ? slope : null;
}

/** A generator with more terms than this is prepared. */
const maxTerms = 60;

interface Frame {
  readonly g: Polynomial;
  readonly x: number;
  readonly y: number;
  /** Of g where x = 0, in y. */
  readonly order: number;
}

/** A point of the plane with one long generator, which has no multiple of x, and y is free to move. */
function frameOf(cell: Cell): Frame | null {
  const [g, another] = cell.generators;
  const [i, j, third] = variablesOf(cell, "zero", "free", "nonzero", "dependent");
  if (g === undefined || another !== undefined || i === undefined || j === undefined || third !== undefined)
    return null;
  if (variablesOf(cell, "zero").length < 2) return null;
  const isLong = g.monomials.length > maxTerms;
  if (!isLong && opaqueTerms(cell, g).length === 0) return null;
  const frames = [
    { x: i, y: j },
    { x: j, y: i },
  ].flatMap(({ x, y }): Frame[] => {
    if (!isBare(cell, y)) return [];
    const orders = g.monomials.filter((m) => M.exponent(m, x) === 0).map((m) => M.exponent(m, y));
    const order = Math.min(...orders);
    return Number.isFinite(order) && order > 1 ? [{ g, x, y, order }] : [];
  });
  return frames.reduce<Frame | null>((best, f) => (best === null || f.order < best.order ? f : best), null);
}

function isKnown(cell: Cell, m: M.Monomial): boolean {
  return M.support(m).every((i) => cell.roles[i] !== "opaque");
}

function opaqueTerms(cell: Cell, g: Polynomial): M.Monomial[] {
  return g.monomials.filter((m) => !isKnown(cell, m));
}

/** The coefficients of g by the powers of x below `known`. */
function slicesOf(cell: Cell, { g, x }: Frame, known: number): Polynomial[] {
  const low = P.coefficientsBy(
    P.filter(g, (m) => M.exponent(m, x) < known && isKnown(cell, m)),
    x,
  );
  const highest = Math.max(0, ...low.keys());
  return Array.from({ length: highest + 1 }, (_, k) => low.get(k) ?? P.zero);
}

function joined(slices: readonly Polynomial[], x: number): Polynomial {
  return P.sum(slices.map((slice, k) => P.multiply(slice, P.variable(x, k))));
}

function isWeierstrass(slices: readonly Polynomial[], y: number, order: number): boolean {
  return slices.every((slice, k) =>
    slice.monomials.every((m) => (k === 0 ? M.exponent(m, y) === order : M.exponent(m, y) < order)),
  );
}

/** 1/c for the coefficient c of y^order, as a polynomial in the constants. */
function inverseOf(p: Polynomial, y: number, order: number, tower: Tower): Polynomial {
  return T.inverseAt(P.coefficientsBy(p, y).get(order) ?? P.one, tower);
}

interface Factors {
  readonly unit: readonly Polynomial[];
  readonly distinguished: readonly Polynomial[];
}

/** The slices of u and w with u·w = g modulo x^known, w = y^order + lower powers of y where x = 0 in those. */
function weierstrass(
  g: readonly Polynomial[],
  { y, order }: Frame,
  known: number,
  tower: Tower,
  budget: Budget,
): Factors {
  const below = (p: Polynomial): Polynomial => P.filter(p, (m) => M.exponent(m, y) < order);
  const above = (p: Polynomial): Polynomial =>
    P.divideMonomial(
      P.filter(p, (m) => M.exponent(m, y) >= order),
      M.variable(y, order),
    ) ?? P.zero;
  const times = (p: Polynomial, q: Polynomial): Polynomial => {
    operate(budget, p.monomials.length * q.monomials.length);
    return P.multiply(p, q);
  };
  const first = above(g[0] ?? P.zero);
  const inverse = inverseModulo(first, y, order, tower, times);
  const unit = [first];
  const w = [P.variable(y, order)];
  for (let k = 1; k < known; k++) {
    operate(budget, k);
    const products = unit.flatMap((u, i) => {
      const factor = w[k - i];
      return i === 0 || factor === undefined || P.isZero(factor) || P.isZero(u) ? [] : [times(u, factor)];
    });
    const rest = T.normalize(P.subtract(g[k] ?? P.zero, P.sum(products)), tower);
    const own = below(T.normalize(times(inverse, below(rest)), tower));
    w.push(own);
    unit.push(above(T.normalize(P.subtract(rest, times(first, own)), tower)));
  }
  return { unit, distinguished: w };
}

/** 1/p modulo y^order, by Newton's iteration. */
function inverseModulo(
  p: Polynomial,
  y: number,
  order: number,
  tower: Tower,
  times: (p: Polynomial, q: Polynomial) => Polynomial,
): Polynomial {
  let inverse = inverseOf(p, y, 0, tower);
  for (let size = 1; size < order;) {
    size = Math.min(order, 2 * size);
    const low = (q: Polynomial): Polynomial => P.filter(T.normalize(q, tower), (m) => M.exponent(m, y) < size);
    const error = P.subtract(P.integer(2), low(times(low(p), inverse)));
    inverse = low(times(inverse, error));
  }
  return inverse;
}

/** low modulo x^known in the place of the generator by·low. */
function truncated(cell: Cell, x: number, known: number, by: Polynomial, low: Polynomial): Step | null {
  const unit = unitOf(by, cell);
  if (unit === null) return null;
  const bare = { ...cell, roles: cell.roles.map((role) => (role === "opaque" ? null : role)) };
  const t = bare.roles.findLastIndex((role) => role !== null) + 1;
  const rest = P.multiply(P.variable(x, known), P.variable(t));
  const child = normalForm({ ...withRole(bare, t, "opaque"), generators: [P.add(low, rest)] });
  return equivalent(child, (index, write) => ({
    rule: "truncate",
    monomial: write(P.variable(x, known)),
    parts: [{ generator: write(low), by: write(by), unit: writeUnit(unit, write) }],
    child: index,
  }));
}
