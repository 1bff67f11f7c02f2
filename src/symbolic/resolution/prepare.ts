/**
 * Weierstrass preparation to finite precision. At a point of the plane where f(0, y) has the order e, f is a unit times
 * y^e + a_1(x)·y^{e−1} + … + a_e(x); with y + a_1/e for y the second term goes (Tschirnhausen), and no root of order e is
 * left after the next blow-up (Abhyankar & Moh, J. reine angew. Math. 260, 1973). All is done modulo x^n: the rest
 * becomes an opaque function. It costs what reduced curves and an ideal of points need, however many terms they have. Each
 * of them is prepared; f, for the shear, is the product of the curves and of the ideal's generator of the least order.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { coprimeBasis } from "../algebra/coprime-basis.js";
import { gcdOf, squareFreePart } from "../algebra/gcd.js";
import { costOfProduct } from "../algebra/metered.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import * as T from "../algebra/tower.js";
import type { Tower } from "../algebra/tower.js";
import { functionsOf, isBare, isKnown, isKnownTerm, normalForm, variablesOf, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import { gathered } from "./curves.js";
import { shearBy } from "./shear.js";
import { equivalent } from "./step.js";
import type { Step } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";

/**
 * One step towards the prepared form of what a cell's powers are of, and of its generators, which have no multiple factor in
 * common, with so many powers of x; null where it is reached, where the cell is not of this kind, or where a unit is too long
 * for the checker. Throws LimitError where the budget ends first.
 */
export function prepare(cell: Cell, precision: number, budget: Budget): Step | null {
  const frame = frameOf(cell, budget);
  if (frame === null) return null;
  const [g, another] = cell.generators;
  if (g !== undefined && another === undefined && !P.isConstant(g)) return gathered(cell, g, budget);
  const { x, germs } = frame;
  const opaque = germs.flatMap(({ g: f }) => f.monomials.filter((m) => !isKnownTerm(cell, m)));
  const enough = enoughFor(cell, x);
  const whole = isLong(cell) ? precision : 1 + Math.max(...germs.map(({ g: f }) => P.degreeIn(f, x)));
  const known = Math.min(enough, ...opaque.map((m) => M.exponent(m, x)), opaque.length > 0 ? Infinity : whole);
  if (known < 1) return null;
  const lows = germs.map((germ) => slicesOf(cell, germ, frame, known));
  if (!germs.every((germ, k) => isWeierstrass(lows[k] ?? [], frame.y, germ.order))) {
    const start = Math.min(enough, opaque.length > 0 ? known : precision);
    return factored(cell, frame, start, opaque.length > 0 || start === enough, budget);
  }
  const hasMore = germs.some(({ g: f }) =>
    f.monomials.some((m) => M.exponent(m, x) > known || (M.exponent(m, x) === known && isKnownTerm(cell, m))),
  );
  const parts = germs.map((germ, k) => ({ germ, unit: P.one, low: joined(lows[k] ?? [], x) }));
  if (hasMore) return truncated(cell, x, known, parts);
  if (!frame.isTangent) return null;
  const low = together(parts, frame, known, cell.tower, budget);
  const mean = meanOf(low, frame, cell.tower);
  if (P.isZero(mean)) return null;
  const slope = slopeWithout(mean, low, frame, known, cell.tower, budget) ?? known;
  const offset = P.filter(mean, (m) => M.exponent(m, x) <= slope);
  if (P.isZero(offset)) return null;
  operate(budget, costOfShear(cell, frame, offset));
  return shearBy(cell, frame.y, P.one, offset);
}

/** Where x^n is in the ideal, up to a unit, terms with more powers of x play no part, but for those of curves. */
function enoughFor(cell: Cell, x: number): number {
  if (cell.powers.length > 0) return Infinity;
  const exponents = cell.generators.flatMap(({ monomials: [m = M.one, another] }) =>
    another === undefined && M.support(m).every((i) => i === x) ? [1 + M.exponent(m, x)] : [],
  );
  return Math.min(...exponents);
}

/** By the terms of the powers of y + offset. */
function costOfShear(cell: Cell, { x, y }: Frame, offset: Polynomial): number {
  const span = P.degreeIn(offset, x) - M.exponent(P.monomialContent(offset), x);
  return functionsOf(cell).reduce((sum, g) => {
    const exponents = g.monomials.map((m) => M.exponent(m, y));
    return exponents.reduce((n, j) => n + (1 + j) * (1 + j * span) * offset.monomials.length, sum);
  }, 0);
}

/**
 * The first step: the units are divided out. Where all is known, with as many more powers of x as it takes to see the
 * first edge of the Newton polygon that is left after the second step, if f is not a power of a smooth curve.
 */
function factored(cell: Cell, frame: Frame, known: number, isAll: boolean, budget: Budget): Step | null {
  const { x, y, germs } = frame;
  const isEnough = isAll || !frame.isTangent || isSmoothPower(cell, frame, budget);
  const degree = (i: number): number => 1 + germs.reduce((sum, { g }) => sum + Math.max(0, P.degreeIn(g, i)), 0);
  const most = 2 * degree(x) * degree(y);
  for (let powers = isAll ? known : Math.min(known, most); ; powers = Math.ceil(1.5 * powers)) {
    const parts = germs.map((germ): Part => {
      const slices = slicesOf(cell, germ, frame, powers);
      if (isWeierstrass(slices, y, germ.order)) return { germ, unit: P.one, low: joined(slices, x) };
      const { unit, distinguished } = weierstrass(
        slices,
        { y, order: germ.order },
        powers - germ.content,
        cell.tower,
        budget,
      );
      return { germ, unit: P.primitive(joined(unit, x)), low: P.primitive(joined(distinguished, x)) };
    });
    if (!parts.every(isChecked)) return null;
    const low = together(parts, frame, powers, cell.tower, budget);
    const mean = meanOf(low, frame, cell.tower);
    if (isEnough || powers > most || slopeWithout(mean, low, frame, powers, cell.tower, budget) !== null) {
      return truncated(cell, x, powers, parts);
    }
  }
}

/** Whether the checker can multiply the factors out, with the terms above x^n, which the preparation never forms. */
function isChecked({ unit, low }: Part): boolean {
  return costOfProduct(unit, low) <= P.maxTermProducts;
}

/**
 * Whether f is a power of a smooth curve, which has no edge: each of its factors is, and all of the same. Over algebraic
 * constants one factor may be.
 */
function isSmoothPower({ tower }: Cell, { x, y, order, germs }: Frame, budget: Budget): boolean {
  if (order === 1) return true;
  const own = germs.filter((germ) => germ.counts && germ.order > 0);
  if (tower.length > 0) return own.length === 1;
  const isSmooth = (g: Polynomial): boolean =>
    Math.min(...P.substitute(g, x, P.zero).monomials.map((m) => M.exponent(m, y))) === 1;
  const curves = own.map(({ g, content }) =>
    squareFreePart(P.divideMonomial(g, M.variable(x, content)) ?? P.zero, budget),
  );
  return curves.every(isSmooth) && isSmooth(gcdOf(curves, budget));
}

/** The product of what makes up f. */
function together(parts: readonly Part[], { x }: Frame, known: number, tower: Tower, budget: Budget): Polynomial {
  return parts.reduce((product, { germ, low }) => {
    if (!germ.counts) return product;
    operate(budget, product.monomials.length * low.monomials.length);
    return P.filter(T.normalize(P.multiply(product, low), tower), (m) => M.exponent(m, x) < known);
  }, P.one);
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

/** Where one of them has more terms than this, all are prepared. */
const maxTerms = 200;

/** A generator, or what a power is of: x^content times a function that has the order in y where x = 0. */
interface Germ {
  readonly g: Polynomial;
  readonly content: number;
  readonly order: number;
  /** Whether it is a factor of f. */
  readonly counts: boolean;
}

interface Frame {
  readonly x: number;
  readonly y: number;
  /** Of f where x = 0, in y. */
  readonly order: number;
  /** Of the generators, then of the powers. */
  readonly germs: readonly Germ[];
  /** Whether the first edge of all that vanish there belongs to powers of one y − c·x^k, c ≠ 0: a blow-up would leave its order. */
  readonly isTangent: boolean;
}

/** A germ is the unit times x^content times low. */
interface Part {
  readonly germ: Germ;
  readonly unit: Polynomial;
  readonly low: Polynomial;
}

/** A point of the plane where something is long, or a tangent is common to all, and y is free to move. */
function frameOf(cell: Cell, budget: Budget): Frame | null {
  const [i, j, third] = variablesOf(cell, "zero", "free", "nonzero", "dependent");
  if (i === undefined || j === undefined || third !== undefined || variablesOf(cell, "zero").length < 2) return null;
  const frames = [
    { x: i, y: j },
    { x: j, y: i },
  ].flatMap(({ x, y }): Omit<Frame, "isTangent">[] => {
    if (!isBare(cell, y)) return [];
    const germs = germsOf(cell, x, y);
    const order = germs.reduce((sum, germ) => sum + (germ.counts ? germ.order : 0), 0);
    const least = cell.generators.every(P.isConstant) ? 2 : 1;
    return Number.isFinite(order) && order >= least ? [{ x, y, order, germs }] : [];
  });
  const degreeIn = (y: number): number => functionsOf(cell).reduce((sum, g) => sum + Math.max(0, P.degreeIn(g, y)), 0);
  const isBelow = (a: Omit<Frame, "isTangent">, b: Omit<Frame, "isTangent">): boolean =>
    a.order - b.order < 0 || (a.order === b.order && degreeIn(a.y) < degreeIn(b.y));
  const [first, ...others] = frames;
  if (first === undefined) return null;
  const frame = others.reduce((best, f) => (isBelow(f, best) ? f : best), first);
  const tangent = isTangent(frame, cell, budget);
  return tangent || isLong(cell) ? { ...frame, isTangent: tangent } : null;
}

function isLong(cell: Cell): boolean {
  return functionsOf(cell).some((g) => g.monomials.length > maxTerms || !isKnown(cell, g));
}

function isTangent({ x, y, germs }: Omit<Frame, "isTangent">, cell: Cell, budget: Budget): boolean {
  const parts = germs.filter((germ) => germ.order > 0);
  const slopes = parts.flatMap(({ g, content, order }) =>
    g.monomials.flatMap((m) => {
      const below = order - M.exponent(m, y);
      return below > 0 ? [(M.exponent(m, x) - content) / below] : [];
    }),
  );
  const slope = Math.min(...slopes);
  if (!Number.isInteger(slope)) return false;
  const edges = parts.map(({ g, content, order }) =>
    P.substitute(
      P.filter(g, (m) => M.exponent(m, x) - content + slope * M.exponent(m, y) === slope * order),
      x,
      P.one,
    ),
  );
  if (!edges.every((edge) => isKnown(cell, edge))) return false;
  const [root, another] = coprimeBasis(edges, y, cell.tower, budget);
  return (
    root !== undefined && another === undefined && P.degreeIn(root.factor, y) === 1 && root.factor.monomials.length > 1
  );
}

function germsOf(cell: Cell, x: number, y: number): Germ[] {
  const germs = functionsOf(cell).map((g) => {
    const content = M.exponent(P.monomialContent(g), x);
    const orders = g.monomials.filter((m) => M.exponent(m, x) === content).map((m) => M.exponent(m, y));
    return { g, content, order: Math.min(...orders) };
  });
  const ideal = germs.slice(0, cell.generators.length).filter(({ content }) => content === 0);
  const chosen = ideal.reduce<Omit<Germ, "counts"> | null>(
    (best, germ) => (best === null || germ.order < best.order ? germ : best),
    null,
  );
  return germs.map((germ, k) => ({ ...germ, counts: germ === chosen || k >= cell.generators.length }));
}

/** The coefficients by the powers of x below `known`, from the content on. */
function slicesOf(cell: Cell, { g, content }: Germ, { x }: Pick<Frame, "x">, known: number): Polynomial[] {
  const low = P.coefficientsBy(
    P.filter(g, (m) => M.exponent(m, x) < known && isKnownTerm(cell, m)),
    x,
  );
  const highest = Math.max(content, ...low.keys());
  return Array.from({ length: highest + 1 - content }, (_, k) => low.get(content + k) ?? P.zero);
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
  { y, order }: Pick<Frame, "y" | "order">,
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

/** Each germ's lower part, times x^content, in its place, and an opaque multiple of x^known. */
function truncated(cell: Cell, x: number, known: number, parts: readonly Part[]): Step | null {
  const stated = parts.flatMap(({ germ, unit: by, low }) => {
    const unit = unitOf(by, cell);
    const kept = P.filter(P.multiply(low, P.variable(x, germ.content)), (m) => M.exponent(m, x) < known);
    return unit === null ? [] : [{ by, unit, kept }];
  });
  if (stated.length < parts.length) return null;
  const bare = { ...cell, roles: cell.roles.map((role) => (role === "opaque" ? null : role)) };
  const first = bare.roles.findLastIndex((role) => role !== null) + 1;
  const isOne = (kept: Polynomial): boolean => P.isConstant(kept) && !P.isZero(kept);
  const numbers = stated.map((_, k) => first + stated.slice(0, k).filter(({ kept }) => !isOne(kept)).length);
  const functions = stated.map(({ kept }, k) =>
    isOne(kept) ? kept : P.add(kept, P.multiply(P.variable(x, known), P.variable(numbers[k] ?? first))),
  );
  const wider = functions
    .flatMap((f) => P.variablesOf(f).filter((t) => t >= first))
    .reduce<Cell>((child, t) => withRole(child, t, "opaque"), bare);
  const count = cell.generators.length;
  const generators = functions.slice(0, count);
  const powers = cell.powers.map((p, k) => ({ ...p, factor: functions[count + k] ?? p.factor }));
  return equivalent(normalForm({ ...wider, generators, powers }), (index, write) => ({
    rule: "truncate",
    monomial: write(P.variable(x, known)),
    parts: stated.map(({ kept, by, unit }) => ({
      generator: write(kept),
      by: write(by),
      unit: writeUnit(unit, write),
    })),
    child: index,
  }));
}
