/**
 * Elimination along a hyperplane. Where coordinates c of the ideal are solved by x = φ(y) to finite precision, what the other
 * generators are modulo c is known up to monomials, which hide that a power t^k of a coordinate t divides them. But φ may
 * be known to the order k in t: at t = 0 as polynomials, and then power by power as a solution of linear equations over
 * ℚ[y], whose determinant is a unit. With u·(x − φ) for x, u the denominator, c = 0 is tangent to x = 0 to the order k along
 * t = 0, and elimination gives multiples of t^k alone.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { gcd, gcdOf } from "../algebra/gcd.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { divideExact } from "../algebra/polynomial-division.js";
import { determinant } from "../algebra/polynomial-matrix.js";
import * as Q from "../algebra/rational.js";
import { isKnownTerm, normalise, substituteFraction, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import { combined, eliminateSystem, solutionOf, systemFor, systemOf } from "./elimination.js";
import type { System } from "./elimination.js";
import { factorsOf } from "./factors.js";
import { shearBy } from "./shear.js";
import { behind } from "./step.js";
import type { Step } from "./step.js";

/**
 * Null where no square of a linear form is found to divide all generators but the coordinates. Throws LimitError where the
 * budget ends first.
 */
export function eliminateAlong(cell: Cell, precision: number, budget: Budget): Step | null {
  const system = systemOf(cell, budget);
  if (system === null || system.variables.length > maxCoordinates) return null;
  const plain = eliminateSystem(cell, system, precision, budget);
  if (plain === null || others(plain, system).length === 0) return plain;
  const isUnknown = others(plain, system).every((g) => P.isZero(knownPart(plain, g)));
  if (isUnknown) return precision < mostPrecision ? eliminateAlong(cell, precision + 2, budget) : null;
  let best: Tangent = { cell, system, steps: [], hyperplanes: [] };
  let found: Step | null = null;
  for (const repeated of repeatedForms(plain, system, budget)) {
    const next = tangentAlong(best, repeated, precision, budget);
    const step = next === null ? null : eliminateSystem(next.cell, next.system, precision, budget);
    if (next === null || step === null || !next.hyperplanes.every((h) => dividesOthers(h, step, next.system))) continue;
    best = next;
    found = step;
  }
  return found === null ? null : best.steps.reduceRight((last, step) => behind(step, last), found);
}

/** More coordinates take determinants of too many rows. */
const maxCoordinates = 8;
/** Where nothing is known of the other generators more is sought, so far. */
const mostPrecision = 12;
/** Changes of coordinates that could form more terms than this are not tried. */
const maxImage = 20_000;

/** t^order, t a variable. */
interface Hyperplane {
  readonly t: number;
  readonly order: number;
}

/** A cell in coordinates in which c = 0 is tangent to x = 0 along hyperplanes, and the steps to it. */
interface Tangent {
  readonly cell: Cell;
  readonly system: System;
  readonly steps: readonly Step[];
  readonly hyperplanes: readonly Hyperplane[];
}

interface Repeated {
  readonly form: Polynomial;
  readonly order: number;
}

/** The generators that elimination leaves besides the coordinates. */
function others({ children }: Step, { variables }: System): readonly Polynomial[] {
  const coordinates = variables.map((x) => P.variable(x));
  return children.flatMap((child) => child.generators.filter((g) => !coordinates.some((x) => P.equals(x, g))));
}

/** The terms without opaque variables. */
function knownPart({ children }: Step, g: Polynomial): Polynomial {
  return P.filter(g, (m) => children.every((child) => isKnownTerm(child, m)));
}

function dividesOthers({ t, order }: Hyperplane, step: Step, system: System): boolean {
  return others(step, system).every((g) => g.monomials.every((m) => M.exponent(m, t) >= order));
}

/** Linear forms whose squares divide what others begin with: their terms of least degree. */
function repeatedForms(plain: Step, system: System, budget: Budget): readonly Repeated[] {
  const forms = others(plain, system).flatMap((g) => {
    const known = knownPart(plain, g);
    const least = Math.min(...known.monomials.map(M.degree));
    return P.isZero(known) ? [] : [P.filter(known, (m) => M.degree(m) === least)];
  });
  const common = gcdOf(forms, budget);
  return P.isZero(common)
    ? []
    : factorsOf(common, budget).flatMap(({ factor, multiplicity }) =>
        multiplicity > 1 && P.degree(factor) === 1 ? [{ form: factor, order: multiplicity }] : [],
      );
}

/** Tangent to the order along form = 0 too; null where φ is not known so far. */
function tangentAlong(from: Tangent, { form, order }: Repeated, precision: number, budget: Budget): Tangent | null {
  const used = from.hyperplanes.map((h) => h.t);
  const t = P.variablesOf(form).find((x) => from.cell.roles[x] === "zero" && !used.includes(x));
  if (t === undefined) return null;
  const [rest = P.zero, slope = P.one] = P.coefficientsIn(form, t);
  const offset = P.scale(rest, Q.divide(Q.one, P.constantTerm(slope)));
  let now = P.isZero(rest) ? from : sheared(from, { variable: t, by: P.one, offset }, budget);
  let values = now === null ? null : valuesAt(t, now, precision, budget);
  for (let power = 1; power < order; power++) {
    const shears = now === null || values === null ? null : nextPower(t, power, now, values, budget);
    if (shears === null) return null;
    for (const shear of shears) now = now === null ? null : sheared(now, shear, budget);
    values = from.system.variables.map(() => P.zero);
  }
  return now === null ? null : { ...now, hyperplanes: [...from.hyperplanes, { t, order }] };
}

/** φ at t = 0, where it is a polynomial. */
function valuesAt(
  t: number,
  { cell, system }: Tangent,
  precision: number,
  budget: Budget,
): readonly Polynomial[] | null {
  const coordinates = system.coordinates.map((c) => P.substitute(c, t, P.zero));
  const solution = solutionOf(withRole(cell, t, null), { ...system, coordinates }, precision, budget);
  return solution?.error.length === 0 ? solution.values : null;
}

interface Shear {
  readonly variable: number;
  readonly by: Polynomial;
  readonly offset: Polynomial;
}

/** The values and the multiples of t^power that are added to them in φ, taken from the variables, without denominators. */
function nextPower(
  t: number,
  power: number,
  { system }: Tangent,
  values: readonly Polynomial[],
  budget: Budget,
): readonly Shear[] | null {
  const { coordinates, variables, inverse } = system;
  const along = new Map([...variables.map((x, i) => [x, values[i] ?? P.zero] as const)]);
  const list = inverse.map((row) => combined(coordinates, row));
  const at = (p: Polynomial, k: number): Polynomial => P.coefficientsBy(P.compose(p, along), t).get(k) ?? P.zero;
  operate(budget, list.reduce((n, c) => n + c.monomials.length, 0) * variables.length);
  const slopes = list.map((c) => variables.map((x) => at(P.derivative(c, x), 0)));
  const constants = list.map((c) => at(c, power));
  const whole = determinant(slopes, budget);
  return variables.flatMap((variable, i): Shear[] => {
    const own = slopes.map((row, j) => row.map((entry, k) => (k === i ? (constants[j] ?? P.zero) : entry)));
    const part = determinant(own, budget);
    const value = values[i] ?? P.zero;
    if (P.isZero(part) && P.isZero(value)) return [];
    const common = gcd(whole, part, budget);
    const by = divideExact(whole, common) ?? whole;
    const multiple = divideExact(part, common) ?? part;
    const offset = P.subtract(P.multiply(multiple, P.variable(t, power)), P.multiply(by, value));
    const scale = P.constantTerm(by);
    return [Q.isZero(scale) ? { variable, by, offset } : scaled({ variable, by, offset }, Q.divide(Q.one, scale))];
  });
}

function scaled({ variable, by, offset }: Shear, factor: Q.Rational): Shear {
  return { variable, by: P.scale(by, factor), offset: P.scale(offset, factor) };
}

/** Null where the shear is not allowed or would form too many terms. */
function sheared(from: Tangent, { variable, by, offset }: Shear, budget: Budget): Tangent | null {
  const { cell, system } = from;
  const image = imageSize(cell, { variable, by, offset });
  if (image > maxImage) return null;
  operate(budget, image);
  const step = shearBy(cell, variable, by, offset);
  const [child] = step?.children ?? [];
  if (step === null || child === undefined) return null;
  const moved = { ...cell, generators: system.coordinates };
  const numerator = P.subtract(P.variable(variable), offset);
  const coordinates = substituteFraction(moved, variable, numerator, by).generators.map((c) =>
    normalise(c, cell.tower),
  );
  const indices = coordinates.map((c) => child.generators.findIndex((g) => P.equals(g, c)));
  if (indices.includes(-1)) return null;
  return { ...from, cell: child, system: systemFor(child, indices, system.variables), steps: [...from.steps, step] };
}

/** The terms that are formed: those with x^e, of the degree d in x, times by^(d − e)·(x − offset)^e. */
function imageSize({ generators }: Cell, { variable, by, offset }: Shear): number {
  return generators.reduce((n, g) => {
    const degree = Math.max(0, P.degreeIn(g, variable));
    return g.monomials.reduce((sum, m) => {
      const e = M.exponent(m, variable);
      return sum + by.monomials.length ** (degree - e) * (1 + offset.monomials.length) ** e;
    }, n);
  }, 0);
}
