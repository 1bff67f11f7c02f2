/**
 * Lower bounds along a divisor, by inversion of adjunction (Kollár & Shokurov; docs/certificates.md proves the case that
 * is used): over a root of multiplicity n of the ideal on {z = 0}, λ is at least (h_z + 1)/κ_z and at least 1/n. So of the
 * points of an exceptional divisor of the plane only those need a closer look where 1/n is small: by degrees these are few,
 * and conjugate over a small field, however large the degree of the ideal.
 */
import { coprimeBasis } from "../algebra/coprime-basis.js";
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import * as T from "../algebra/tower.js";
import { boundsLeaf } from "./bounds.js";
import { isKnown, normalise, restrict, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Proof } from "./proof.js";
import { splitOn } from "./split.js";
import { better, leaf } from "./step.js";
import type { Step } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";
import type { Unit } from "./unit.js";
import { compare, lesser, least, pole } from "./value.js";
import type { Value } from "./value.js";

/**
 * For a divisor of the plane: that its value is at least `aim`, or its exact value; or a split into the points that need
 * a closer look, and the others. null for other cells. Throws LimitError where the budget ends first.
 */
export function adjunction(cell: Cell, aim: Value, budget: Budget): Proof | Step | null {
  const line = lineOf(cell);
  if (line === null) return null;
  const divisor = alongDivisor(cell, line);
  const enough = lesser(aim, divisor);
  let best: Restriction | null = null;
  for (const combination of combinations(cell)) {
    const found = restriction(cell, line, combination, enough, budget);
    if (found !== null && (best === null || badness(found, line) < badness(best, line))) best = found;
    if (best?.bad.length === 0) break;
  }
  if (best === null) return null;
  const [q] = best.bad;
  if (q !== undefined) return splitOn(cell, q);
  const below = leafOf(best, line, divisor);
  return compare(divisor, aim) < 0 ? better(below, boundsLeaf(cell, budget)) : below;
}

interface Line {
  /** The zero variable, and the one along the divisor. */
  readonly z: number;
  readonly x: number;
}

function lineOf(cell: Cell): Line | null {
  const [z, second] = variablesOf(cell, "zero");
  const [x, third] = variablesOf(cell, "free", "nonzero", "dependent");
  const isLine = z !== undefined && second === undefined && x !== undefined && third === undefined;
  return isLine && cell.relations.length === 0 && cell.equations.length === 0 ? { z, x } : null;
}

/** The value at a general point. */
function alongDivisor(cell: Cell, { z }: Line): Value {
  const kappa = cell.kappa[z] ?? 0;
  return kappa === 0 ? "infinite" : pole(Q.rational((cell.h[z] ?? 0) + 1, kappa), 1);
}

/** Single generators first, then combinations that have few zeros but common ones. */
function combinations({ generators }: Cell): readonly (readonly number[])[] {
  const single = generators.map((_, i) => generators.map((_, k) => (i === k ? 1 : 0)));
  if (generators.length === 1) return single;
  return [
    ...single,
    generators.map(() => 1),
    generators.map((_, k) => (k % 2 === 0 ? k + 1 : -k - 1)),
    generators.map((_, k) => k + 2),
    generators.map((_, k) => (k + 1) * (k + 2) * (-1) ** k),
  ];
}

interface Root {
  readonly factor: Polynomial;
  /** By form: of the combination, then of the powers. */
  readonly exponents: readonly number[];
  /** A lower bound there. */
  readonly value: Value;
}

/** An element of the ideal, and the powers, where z = 0. */
interface Restriction {
  readonly combination: readonly number[];
  readonly roots: readonly Root[];
  /** Units, by form. */
  readonly units: readonly Unit[];
  /** Roots with too low a bound. */
  readonly bad: readonly Polynomial[];
}

function restriction(
  cell: Cell,
  { z, x }: Line,
  combination: readonly number[],
  enough: Value,
  budget: Budget,
): Restriction | null {
  const element = P.sum(cell.generators.map((g, k) => P.scale(g, Q.rational(combination[k] ?? 0))));
  const functions = [element, ...cell.powers.map((p) => p.factor)].map((f) => normalise(restrict(cell, f), cell.tower));
  if (functions.some(P.isZero) || !functions.every((f) => isKnown(cell, f))) return null;
  const own = P.variable(x);
  const basis = coprimeBasis([own, ...functions, ...cell.nonzero], x, cell.tower, budget);
  const units = functions.map((f) => constantUnit(f, x, cell));
  const roots: Root[] = [];
  const bad: Polynomial[] = [];
  for (const { factor, exponents: all } of basis) {
    const exponents = all.slice(1, 1 + functions.length);
    const isOwn = P.equals(factor, own);
    const kappa = isOwn ? (cell.kappa[x] ?? 0) : 0;
    if (kappa === 0 && exponents.every((e) => e === 0)) continue;
    const bounds = boundsAt(cell, isOwn ? x : null, exponents);
    const value = together(alongDivisor(cell, { z, x }), bounds);
    const unit = isNonzero(factor, x, cell) ?? (compare(value, enough) < 0 ? unitOf(factor, cell) : null);
    if (unit !== null) {
      exponents.forEach((e, k) => units[k]?.push(...Array.from({ length: e }, () => unit).flat()));
      continue;
    }
    roots.push({ factor, exponents, value });
    if (compare(value, enough) < 0) bad.push(factor);
  }
  return { combination, roots, units, bad };
}

/** The leading coefficient, where it is no rational number. */
function constantUnit(f: Polynomial, x: number, cell: Cell): Unit[number][] {
  const top = P.coefficientsBy(f, x).get(Math.max(0, P.degreeIn(f, x))) ?? P.one;
  return P.isConstant(top) || cell.tower.length === 0 ? [] : [{ polynomial: T.reduce(top, cell.tower), power: 1 }];
}

/** Why a factor vanishes nowhere on the cell, where that is known of it. */
function isNonzero(factor: Polynomial, x: number, cell: Cell): Unit | null {
  if (cell.roles[x] === "nonzero" && P.equals(factor, P.variable(x))) return [{ polynomial: factor, power: 1 }];
  const same = cell.nonzero.find((q) => P.equals(q, normalise(factor, cell.tower)));
  return same === undefined ? null : [{ polynomial: same, power: 1 }];
}

/** What the exponents at a root, and κ and h of x there if it is 0, say of λ: least (1/n), and (h + 1)/(κ + n). */
function boundsAt(cell: Cell, own: number | null, exponents: readonly number[]): Q.Rational[] {
  const n = exponents.reduce((sum, e, k) => sum + e * (k === 0 ? 1 : (cell.powers[k - 1]?.multiplicity ?? 1)), 0);
  const [kappa, h] = own === null ? [0, 0] : [cell.kappa[own] ?? 0, cell.h[own] ?? 0];
  return [...(n === 0 ? [] : [Q.rational(1, n)]), ...(kappa + n === 0 ? [] : [Q.rational(h + 1, kappa + n)])];
}

function together(divisor: Value, bounds: readonly Q.Rational[]): Value {
  const here = bounds.map((b) => pole(b, 1)).reduce<Value>(lesser, "infinite");
  if (divisor === "infinite" || here === "infinite") return lesser(divisor, here);
  return Q.equals(divisor.lambda, here.lambda) ? pole(here.lambda, 2) : lesser(divisor, here);
}

function leafOf({ combination, roots, units }: Restriction, { x }: Line, divisor: Value): Proof {
  const { lower } = least([divisor, ...roots.map((r) => r.value)].map((value) => ({ lower: value, upper: value })));
  return leaf({ lower, upper: "infinite" }, (write) => ({
    rule: "adjunction",
    variable: x,
    combination: combination.map(String),
    roots: roots.map((r) => write(r.factor)),
    forms: units.map((unit, j) => ({
      unit: writeUnit(unit, write),
      exponents: roots.map((r) => r.exponents[j] ?? 0),
    })),
  }));
}

function badness({ bad }: Restriction, { x }: Line): number {
  return bad.reduce((sum, q) => sum + P.degreeIn(q, x), 0);
}
