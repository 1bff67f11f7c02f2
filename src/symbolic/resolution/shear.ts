/**
 * Changes of coordinates x' = u·x + g with a unit u: a generator that is linear in a variable becomes that variable
 * (elimination), a common combination of several generators becomes one (shear), a unit joins a variable (absorption).
 */
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { basesOf } from "./bases.js";
import {
  hasOpaque,
  isBare,
  isIndependent,
  isKnown,
  normalForm,
  normalise,
  occursIn,
  restrict,
  substituteFraction,
  variablesOf,
  withRole,
} from "./cell.js";
import type { Cell } from "./cell.js";
import { multiplesOf } from "./division.js";
import { factorsOf } from "./factors.js";
import { equivalent } from "./step.js";
import type { Rule, Step } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";
import type { Unit } from "./unit.js";

interface Shear {
  readonly variable: number;
  readonly by: Polynomial;
  readonly unit: Unit;
  readonly offset: Polynomial;
}

/** A generator u·x + g with x zero: x' is that generator, and leaves the others. */
export const eliminateLinear: Rule = (cell) => {
  const shears = cell.generators.flatMap((g) =>
    g.monomials.length > 1 ? linearForms(g, cell).filter((s) => cell.roles[s.variable] === "zero") : [],
  );
  return cheapest(cell, shears, () => true);
};

/** A shear or absorption that leaves fewer non-monomial generators, or as many with fewer terms in all. */
export const shear: Rule = (cell) => {
  const before = measure(cell);
  return cheapest(cell, [...combinations(cell), ...absorptions(cell)], (after) => isLess(after, before));
};

/**
 * A factor q of a generator that is a coordinate by the implicit function theorem, in a variable that all generators hold
 * in powers of q alone: it takes the variable's place. So does a base of the ideal, where that leaves fewer terms.
 */
export const replace: Rule = (cell, budget) => {
  if (hasOpaque(cell)) return null;
  const before = measure(cell);
  return (
    replaceOne(cell, rootsOf(cell, budget), () => true) ??
    replaceOne(cell, basesOf(cell, budget), (after) => isLess(after, before))
  );
};

/** The first of the polynomials that vanishes on the cell and can take the place of a variable. */
function replaceOne(cell: Cell, list: readonly Polynomial[], accept: (after: Measure) => boolean): Step | null {
  for (const q of list) {
    if (q.monomials.length === 1 || !P.isZero(normalise(restrict(cell, q), cell.tower))) continue;
    for (const variable of P.variablesOf(q)) {
      if (cell.roles[variable] !== "zero" || !isBare(cell, variable) || occursIn(variable, cell.relations)) continue;
      const unit = unitOf(P.derivative(q, variable), cell);
      const generators = unit === null ? null : inPowersOf(q, variable, cell);
      if (unit === null || generators === null || !accept(measure({ ...cell, generators }))) continue;
      return equivalent(normalForm({ ...cell, generators }), (index, write) => ({
        rule: "replace",
        polynomial: write(q),
        variable,
        unit: writeUnit(unit, write),
        generators: generators.map(write),
        child: index,
      }));
    }
  }
  return null;
}

const maxFactoredTerms = 60;

/** Polynomials of which a generator is a power. */
function rootsOf(cell: Cell, budget: Budget): Polynomial[] {
  return cell.generators.flatMap((g) => {
    const [root, another] = g.monomials.length > maxFactoredTerms ? [] : factorsOf(g, budget);
    return root === undefined || another !== undefined ? [g] : [root.factor];
  });
}

/** Each generator with powers of x for powers of q; null where another x is left. */
export function inPowersOf(q: Polynomial, x: number, cell: Cell): Polynomial[] | null {
  const power = cell.roles.length;
  const relation = P.subtract(q, P.variable(power));
  const images: Polynomial[] = [];
  for (const g of cell.generators) {
    const { remainder } = multiplesOf(g, [relation], [x]) ?? {};
    if (remainder === undefined || P.degreeIn(remainder, x) > 0) return null;
    images.push(P.substitute(remainder, power, P.variable(x)));
  }
  return images;
}

/** x' = by·x + offset as a step; null where it is not allowed or `by` is no unit. */
export function shearBy(cell: Cell, variable: number, by: Polynomial, offset: Polynomial): Step | null {
  const unit = unitOf(by, cell);
  const child = unit === null ? null : sheared(cell, { variable, by, offset });
  return unit === null || child === null ? null : shearStep(normalForm(child), { variable, by, unit, offset });
}

/** The cell in the new coordinate, not yet in normal form; null where the shear is not allowed. */
function sheared(cell: Cell, { variable, by, offset }: Omit<Shear, "unit">): Cell | null {
  const role = cell.roles[variable];
  const scaling = P.isZero(offset);
  if (!scaling && !isBare(cell, variable)) return null;
  if (!isIndependent(cell, variable, by, offset)) return null;
  if (!isKnown(cell, by) || !isKnown(cell, offset)) return null;
  if (role === "zero" && !P.isZero(normalise(restrict(cell, offset), cell.tower))) return null;
  const x = P.variable(variable);
  const moved = substituteFraction(cell, variable, P.subtract(x, offset), by);
  if (role !== "nonzero" || scaling) return moved;
  return withRole({ ...moved, nonzero: [...moved.nonzero, P.subtract(x, offset)] }, variable, "free");
}

/** The step to the cell in the new coordinate. */
function shearStep(child: Cell, { variable, by, unit, offset }: Shear): Step {
  return equivalent(child, (index, write) => ({
    rule: "shear",
    variables: [variable],
    by: write(by),
    over: "1",
    offset: write(offset),
    unit: writeUnit(unit, write),
    child: index,
  }));
}

/** All ways to read p as u·x + g with a unit u and a variable x that may be sheared. */
function linearForms(p: Polynomial, cell: Cell): Shear[] {
  return variablesOf(cell, "zero", "free").flatMap((variable): Shear[] => {
    if (!isBare(cell, variable) || P.degreeIn(p, variable) !== 1) return [];
    const [offset = P.zero, by = P.zero] = P.coefficientsIn(p, variable);
    const unit = unitOf(by, cell);
    return unit === null ? [] : [{ variable, by, unit, offset }];
  });
}

/** Linear forms among the coefficients of the generators by powers of one variable, stripped of monomials. */
function combinations(cell: Cell): Shear[] {
  const seen = new Map<string, Polynomial>();
  for (const g of cell.generators) {
    const candidates = P.variablesOf(g).flatMap((i) =>
      cell.roles[i] === "constant" ? [] : [...P.coefficientsBy(g, i)].flatMap(([e, c]) => (e > 0 ? [c] : [])),
    );
    for (const candidate of [g, ...candidates]) {
      const stripped = P.divideMonomial(candidate, P.monomialContent(candidate)) ?? candidate;
      if (stripped.monomials.length > 1) seen.set(P.key(P.primitive(stripped)), P.primitive(stripped));
    }
  }
  return [...seen.values()].flatMap((c) => linearForms(c, cell)).filter((s) => !P.isZero(s.offset));
}

/** Unit factors of the coefficients of variables: b' = p·b. */
function absorptions(cell: Cell): Shear[] {
  return variablesOf(cell, "zero").flatMap((variable) =>
    cell.generators.flatMap((g): Shear[] => {
      const [, by = P.zero] = P.coefficientsIn(g, variable);
      const stripped = P.divideMonomial(by, P.monomialContent(by)) ?? by;
      if (stripped.monomials.length < 2 || P.degreeIn(stripped, variable) > 0) return [];
      const unit = unitOf(stripped, cell);
      return unit === null ? [] : [{ variable, by: stripped, unit, offset: P.zero }];
    }),
  );
}

type Measure = readonly [nonMonomials: number, terms: number];

function cheapest(cell: Cell, shears: readonly Shear[], accept: (after: Measure) => boolean): Step | null {
  let found: { after: Measure; child: Cell; shear: Shear } | null = null;
  for (const shear of shears) {
    const moved = imageSize(cell, shear) > maxImage ? null : sheared(cell, shear);
    if (moved === null) continue;
    const child = cell.tower.length === 0 ? moved : normalForm(moved);
    const after = measure(child);
    if (accept(after) && (found === null || isLess(after, found.after))) found = { after, child, shear };
  }
  return found === null ? null : shearStep(normalForm(found.child), found.shear);
}

/** Shears that could form more term products than this are not tried. */
const maxImage = 20_000;

function imageSize(cell: Cell, { variable, offset, by }: Shear): number {
  const factor = offset.monomials.length + by.monomials.length;
  return cell.generators.reduce((n, g) => {
    const degree = P.degreeIn(g, variable);
    return n + g.monomials.length * (degree < 1 ? 1 : factor ** degree);
  }, 0);
}

function isLess(a: Measure, b: Measure): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

/** How far the generators are from monomials, terms that monomial generators divide not counted. */
function measure(cell: Cell): Measure {
  const monomials = cell.generators.flatMap((g) => (g.monomials.length === 1 ? g.monomials : []));
  const sizes = cell.generators
    .map((g) => g.monomials.filter((m) => !monomials.some((n) => M.divides(n, m))).length)
    .filter((size) => size > 1);
  return [sizes.length, sizes.reduce((s, n) => s + n, 0)];
}
