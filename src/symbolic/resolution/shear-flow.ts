/**
 * Symmetries by shears: vector fields ξ = ∂/∂x + Σ c_i·∂/∂x_i with linear c_i that take every generator to a combination of
 * generators. Networks with several inputs have them, as W_1 → W_1·g keeps their ideal: where one unit's weights are
 * t·(1, x, …), ξ adds to an input a multiple of another, and x can be set to 0 (flow.ts).
 *
 * ξ is sought among the fields of x's own weight for every torus that acts on the ideal, which leaves few unknown numbers.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { solveSparse } from "../algebra/sparse-equations.js";
import type { Equation } from "../algebra/sparse-equations.js";
import { isBare, occursIn, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { flowAlong, mayFlow } from "./flow.js";
import type { CrossingField } from "./flow.js";
import type { Rule } from "./step.js";
import { actions } from "./torus.js";

/** More unknown numbers, or terms of generators, than this are not worth their time. */
const most = { unknowns: 60, terms: 600 };

/** To x = 0, where such a field is found. Throws LimitError where the budget ends first. */
export const shearFlow: Rule = (cell, budget) => {
  const field = mayFlow(cell) && cell.tower.length === 0 ? shearField(cell, budget) : null;
  return field === null ? null : flowAlong(cell, field);
};

function shearField(cell: Cell, budget: Budget): CrossingField | null {
  const coordinates = variablesOf(cell, "zero", "free", "nonzero");
  if (cell.generators.reduce((n, g) => n + g.monomials.length, 0) > most.terms) return null;
  const candidates = targets(cell, coordinates, budget);
  if (candidates.length === 0) return null;
  const tori = actions(cell, coordinates, "homogeneous");
  if (tori.length === 0) return null;
  const weigh = (m: Monomial): Rational[] =>
    tori.map((w) =>
      coordinates.reduce((sum, i, k) => {
        const e = M.exponent(m, i);
        return e === 0 ? sum : Q.add(sum, Q.multiply(Q.rational(e), w[k] ?? Q.zero));
      }, Q.zero),
    );
  const weights = new Map([...coordinates.map((i) => M.variable(i)), M.one].map((m) => [m, weigh(m)] as const));
  const degrees = cell.generators.map((g) => weigh(g.monomials[0] ?? M.one));
  for (const x of candidates) {
    const own = weights.get(M.variable(x)) ?? [];
    const isBelow = (low: readonly Rational[], high: readonly Rational[]): boolean =>
      own.every((w, k) => Q.equals(Q.add(low[k] ?? Q.zero, w), high[k] ?? Q.zero));
    const movable = coordinates.filter((i) => i !== x && isBare(cell, i) && occursIn(i, cell.generators));
    const terms = movable.flatMap((i) =>
      [...weights].flatMap(([m, w]) => (isBelow(w, weights.get(M.variable(i)) ?? []) ? [{ i, m }] : [])),
    );
    const multiples = cell.generators.flatMap((_, j) =>
      cell.generators.flatMap((_g, k) => (isBelow(degrees[k] ?? [], degrees[j] ?? []) ? [{ j, k }] : [])),
    );
    const found = fieldAmong(cell, x, terms, multiples, budget);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The variables that ξ may move, by the terms one below a generator's least degree, which come from constants alone: each of
 * ∂g/∂x is one of another derivative, or of a generator.
 */
function targets(cell: Cell, coordinates: readonly number[], budget: Budget): number[] {
  const bare = coordinates.filter((i) => isBare(cell, i) && occursIn(i, cell.generators));
  const inGenerators = new Set(cell.generators.flatMap((g) => g.monomials));
  const excluded = new Set<number>();
  for (const { monomials } of cell.generators) {
    operate(budget, monomials.length);
    const least = Math.min(...monomials.map(M.degree));
    const sources = new Map<Monomial, number[]>();
    for (const m of monomials.filter((n) => M.degree(n) === least)) {
      for (const i of bare) {
        const below = M.divide(m, M.variable(i));
        if (below !== null && !inGenerators.has(below)) sources.set(below, [...(sources.get(below) ?? []), i]);
      }
    }
    for (const [only, another] of sources.values()) if (only !== undefined && another === undefined) excluded.add(only);
  }
  return bare.filter((i) => cell.roles[i] === "zero" && !excluded.has(i));
}

function fieldAmong(
  { generators }: Cell,
  x: number,
  terms: readonly { readonly i: number; readonly m: Monomial }[],
  multiples: readonly { readonly j: number; readonly k: number }[],
  budget: Budget,
): CrossingField | null {
  if (terms.length + multiples.length > most.unknowns) return null;
  const equations = generators.flatMap((g, j) => {
    const change = P.derivative(g, x);
    const columns = [
      ...terms.map(({ i, m }) => P.multiply(P.monomial(m), P.derivative(g, i))),
      ...multiples.map((own) => (own.j === j ? P.negate(generators[own.k] ?? P.zero) : P.zero)),
    ];
    operate(
      budget,
      columns.reduce((n, p) => n + p.monomials.length, change.monomials.length + columns.length / 10),
    );
    return equationsOf(columns, change);
  });
  const solution = solveSparse(equations, budget);
  if (solution === null) return null;
  const along = new Map([[x, P.one]]);
  terms.forEach(({ i, m }, k) => {
    const c = P.add(along.get(i) ?? P.zero, P.scale(P.monomial(m), solution.get(k) ?? Q.zero));
    if (!P.isZero(c)) along.set(i, c);
  });
  const derivatives = generators.map((_, j) =>
    multiples.flatMap((own, k) => {
      const factor = solution.get(terms.length + k) ?? Q.zero;
      return own.j !== j || Q.isZero(factor) ? [] : [[own.k, P.constant(factor)] as const];
    }),
  );
  return { variable: x, along: [...along], derivatives };
}

/** Coefficient by coefficient: Σ x_k·columns[k] + constant = 0. */
function equationsOf(columns: readonly Polynomial[], constant: Polynomial): Equation[] {
  const rows = new Map<Monomial, Map<number, Rational>>();
  columns.forEach((p, k) => {
    for (const [m, c] of P.terms(p)) rows.set(m, (rows.get(m) ?? new Map<number, Rational>()).set(k, c));
  });
  for (const m of constant.monomials) if (!rows.has(m)) rows.set(m, new Map());
  return [...rows].map(([m, terms]) => ({ terms, right: Q.negate(P.coefficient(constant, m)) }));
}
