/**
 * Simpler generators of the same ideal: units divided out, multiples and dependent generators dropped, sums of
 * squares taken apart, and g_i −= c·x^a·g_j where that leaves fewer terms. Every step is one that the certificate
 * can name, so the checker repeats them.
 */
import { canOperate, words } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { gcdOf } from "../algebra/gcd.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { divideExact } from "../algebra/polynomial-division.js";
import * as Q from "../algebra/rational.js";
import { cellKey, hasOpaque, normalForm, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { ReduceStep } from "./certificate.js";
import { multiplesOf } from "./division.js";
import type { Multiple } from "./division.js";
import { factorsOf } from "./factors.js";
import type { Writer } from "./proof.js";
import { asSquares } from "./squares.js";
import type { SquareSum } from "./squares.js";
import { equivalent } from "./step.js";
import type { Rule, Step } from "./step.js";
import { divideUnits, unitOf, writeSquares, writeUnit } from "./unit.js";
import type { Unit } from "./unit.js";

type Reduction =
  | { readonly kind: "subtract"; readonly target: number; readonly source: number; readonly factor: Polynomial }
  | ({ readonly kind: "modulo"; readonly target: number } & Multiple)
  | { readonly kind: "divide"; readonly target: number; readonly by: Polynomial; readonly unit: Unit }
  | { readonly kind: "squares"; readonly target: number; readonly squares: SquareSum };

export const reduce: Rule = (cell, budget) => stepOf(cell, reduceGenerators(cell, budget));

/** For opaque functions: a unit times a monomial becomes this monomial, and the terms that it divides go from the others. */
export const clear: Rule = (cell, budget) => {
  if (!hasOpaque(cell)) return null;
  const { list, steps, apply } = reduction(cell);
  list.forEach((g, target) => {
    if (isUnitTimesMonomial(g, cell)) for (const step of unitDivisions(g, target, cell, budget)) apply(step);
  });
  subtractMonomials(list, apply);
  return stepOf(cell, { list, steps });
};

function isUnitTimesMonomial(g: Polynomial, cell: Cell): boolean {
  return unitOf(P.divideMonomial(g, P.monomialContent(g)) ?? g, cell) !== null;
}

function stepOf(cell: Cell, { list, steps }: Pick<Reduced, "list" | "steps">): Step | null {
  if (steps.length === 0) return null;
  const child = normalForm({ ...cell, generators: list });
  if (cellKey(child) === cellKey(cell)) return null;
  return equivalent(child, (index, write) => ({
    rule: "reduce",
    of: "generators",
    steps: steps.map((step) => writeReduction(step, cell.relations.length, write)),
    child: index,
  }));
}

/** With numbers that count the relations first. */
function writeReduction(step: Reduction, first: number, write: Writer): ReduceStep {
  const target = first + step.target;
  switch (step.kind) {
    case "subtract":
      return { kind: "subtract", target, source: first + step.source, factor: write(step.factor) };
    case "modulo":
      return { kind: "subtract", target, source: step.relation, factor: write(step.factor) };
    case "divide":
      return { kind: "divide", target, by: write(step.by), unit: writeUnit(step.unit, write) };
    case "squares":
      return { kind: "squares", target, squares: writeSquares(step.squares, write) };
  }
}

/** The same ideal's generators, zeros left in place, and the steps that lead there. */
interface Reduced {
  readonly list: Polynomial[];
  readonly steps: Reduction[];
  /** Takes one more step. */
  readonly apply: Apply;
}

function reduction(cell: Cell): Reduced {
  const list = [...cell.generators];
  const steps: Reduction[] = [];
  const apply = (step: Reduction): void => {
    steps.push(step);
    const before = list[step.target] ?? P.zero;
    if (step.kind === "subtract") {
      const difference = P.subtract(before, P.multiply(step.factor, list[step.source] ?? P.zero));
      list[step.target] = difference;
    } else if (step.kind === "modulo") {
      const multiple = P.multiply(step.factor, cell.relations[step.relation] ?? P.zero);
      list[step.target] = P.subtract(before, multiple);
    } else if (step.kind === "divide") {
      list[step.target] = divideExact(before, step.by) ?? before;
    }
  };
  return { list, steps, apply };
}

function reduceGenerators(cell: Cell, budget: Budget): Pick<Reduced, "list" | "steps"> {
  const { list, steps, apply } = reduction(cell);
  if (cell.relations.length > 0) {
    const dependent = variablesOf(cell, "dependent");
    list.forEach((g, target) => {
      const { multiples = [] } = multiplesOf(g, cell.relations, dependent) ?? {};
      for (const multiple of multiples) apply({ kind: "modulo", target, ...multiple });
    });
  }
  list.forEach((g, target) => {
    for (const step of unitDivisions(g, target, cell, budget)) apply(step);
  });
  const unit = list.findIndex((g) => P.isConstant(g) && !P.isZero(g));
  if (unit >= 0) {
    list.forEach((g, target) => {
      if (target !== unit && !P.isZero(g))
        apply({ kind: "subtract", target, source: unit, factor: quotientBy(g, list[unit]) });
    });
    return { list, steps };
  }
  divideByUnitCofactor(list, cell, apply, budget);
  dropDependent(list, apply, budget);
  while (subtractMonomials(list, apply) || subtractPairs(list, apply));
  const target = hasOpaque(cell) ? -1 : list.findIndex((g) => (g.monomials.length > 1 ? asSquares(g) : null) !== null);
  const squares = target < 0 ? null : asSquares(list[target] ?? P.zero);
  if (squares !== null) {
    steps.push({ kind: "squares", target, squares });
    list[target] = P.zero;
    list.push(...squares.map(([, s]) => P.multiply(s, s)));
  }
  return { list, steps };
}

function quotientBy(g: Polynomial, constant: Polynomial | undefined): Polynomial {
  return constant === undefined ? g : (divideExact(g, constant) ?? g);
}

/** A single generator with at most this many terms is factored, to find units among its factors. */
const maxFactored = 200;

/** Divisions of one generator by its unit factors; at the end a unit times a monomial is that monomial. */
function unitDivisions(g: Polynomial, target: number, cell: Cell, budget: Budget): Reduction[] {
  const steps: Reduction[] = [];
  const divide = (p: Polynomial, by: Polynomial): Polynomial => {
    const unit = P.isConstant(by) ? null : unitOf(by, cell);
    const quotient = unit === null ? null : divideExact(p, by);
    if (unit === null || quotient === null) return p;
    steps.push({ kind: "divide", target, by, unit });
    return quotient;
  };
  let rest = g;
  for (const { polynomial, power } of divideUnits(g, cell).factors) rest = divide(rest, P.power(polynomial, power));
  const core = P.divideMonomial(rest, P.monomialContent(rest)) ?? rest;
  const whole = divide(rest, core);
  if (whole !== rest || core.monomials.length > maxFactored || cell.generators.length > 1) return steps;
  for (const { factor, multiplicity } of factorsOf(core, budget)) rest = divide(rest, P.power(factor, multiplicity));
  return steps;
}

type Apply = (step: Reduction) => void;

/** A generator that is a unit times the common factor of all of them: it becomes that factor, and the others go. */
function divideByUnitCofactor(list: readonly Polynomial[], cell: Cell, apply: Apply, budget: Budget): void {
  if (list.length < 2 || list.some((g) => g.monomials.length === 1)) return;
  const common = gcdOf(list, budget);
  if (P.isConstant(common)) return;
  const cofactors = list.map((g) => divideExact(g, common) ?? g);
  const source = cofactors.findIndex((c) => unitOf(c, cell) !== null);
  const by = cofactors[source];
  const unit = by === undefined ? null : unitOf(by, cell);
  if (by === undefined || unit === null) return;
  if (!P.isConstant(by)) apply({ kind: "divide", target: source, by, unit });
  const rest = list[source] ?? common;
  list.forEach((g, target) => {
    if (target !== source) apply({ kind: "subtract", target, source, factor: divideExact(g, rest) ?? P.zero });
  });
}

/** Generators that are rational combinations of others become 0, as far as the budget goes. */
function dropDependent(list: readonly Polynomial[], apply: Apply, budget: Budget): void {
  /** The combination Σ c_j z^j stands for Σ c_j g_j, which is the row. */
  const echelon: { pivot: Monomial; row: Polynomial; combination: Polynomial }[] = [];
  for (const [target, g] of list.entries()) {
    if (P.isZero(g)) continue;
    let row = g;
    let combination = P.variable(0, target);
    for (const e of echelon) {
      const c = P.coefficient(row, e.pivot);
      if (Q.isZero(c)) continue;
      const terms = [row, e.row, combination, e.combination].reduce((n, p) => n + p.monomials.length, 0);
      if (!canOperate(budget, (terms * (words(row.denominator) + words(e.row.denominator))) / 4)) return;
      const factor = Q.negate(Q.divide(c, P.coefficient(e.row, e.pivot)));
      row = P.add(row, P.scale(e.row, factor));
      combination = P.add(combination, P.scale(e.combination, factor));
    }
    const [pivot] = row.monomials;
    if (pivot !== undefined) {
      echelon.push({ pivot, row, combination });
      continue;
    }
    for (const [power, c] of P.terms(combination).reverse()) {
      const source = M.degree(power);
      if (source !== target) apply({ kind: "subtract", target, source, factor: P.constant(Q.negate(c)) });
    }
  }
}

/** Terms that another generator, a monomial, divides. */
function subtractMonomials(list: readonly Polynomial[], apply: Apply): boolean {
  let changed = false;
  list.forEach((_, source) => {
    const by = list[source] ?? P.zero;
    const [m] = by.monomials;
    if (m === undefined || by.monomials.length > 1) return;
    list.forEach((g, target) => {
      if (target === source) return;
      const divisible = P.filter(g, (n) => M.divides(m, n));
      const factor = P.isZero(divisible) ? null : divideExact(divisible, by);
      if (factor === null) return;
      apply({ kind: "subtract", target, source, factor });
      changed = true;
    });
  });
  return changed;
}

const maxPairProducts = 2_500;

/** One subtraction of a monomial multiple that leaves fewer terms. */
function subtractPairs(list: readonly Polynomial[], apply: Apply): boolean {
  for (const [target, g] of list.entries()) {
    for (const [source, by] of list.entries()) {
      if (target === source || P.isZero(g) || P.isZero(by) || by.monomials.length > g.monomials.length + 1) continue;
      if (g.monomials.length * by.monomials.length > maxPairProducts) continue;
      const factor = bestMultiple(g, by);
      if (factor === null) continue;
      apply({ kind: "subtract", target, source, factor });
      return true;
    }
  }
  return false;
}

function bestMultiple(g: Polynomial, by: Polynomial): Polynomial | null {
  const overlaps = new Map<Monomial, Map<string, { count: number; ratio: Q.Rational }>>();
  const byTerms = P.terms(by);
  for (const [m, c] of P.terms(g)) {
    for (const [n, d] of byTerms) {
      const quotient = M.divide(m, n);
      if (quotient === null) continue;
      const ratio = Q.divide(c, d);
      const ratios = overlaps.get(quotient) ?? new Map<string, { count: number; ratio: Q.Rational }>();
      const entry = ratios.get(Q.format(ratio)) ?? { count: 0, ratio };
      ratios.set(Q.format(ratio), { count: entry.count + 1, ratio });
      overlaps.set(quotient, ratios);
    }
  }
  for (const [quotient, ratios] of overlaps) {
    const shared = [...ratios.values()].reduce((sum, r) => sum + r.count, 0);
    for (const { count, ratio } of ratios.values()) {
      if (shared + count > byTerms.length) return P.scale(P.monomial(quotient), ratio);
    }
  }
  return null;
}
