/**
 * Symmetries by shears: vector fields ξ = ∂/∂x + Σ c_i·∂/∂x_i with linear c_i that take every generator to a combination of
 * generators. Networks with several inputs have them, as W_1 → W_1·g keeps their ideal: where one unit's weights are
 * t·(1, x, …), ξ adds to an input a multiple of another, and x can be set to 0 (flow.ts).
 *
 * ξ is sought among the fields of x's own weight for every torus that acts on the ideal, which leaves few unknown numbers.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { solve } from "../algebra/matrix.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { isBare, occursIn, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { flowAlong, mayFlow } from "./flow.js";
import type { CrossingField } from "./flow.js";
import type { Rule } from "./step.js";
import { actions } from "./torus.js";

/** More unknown numbers, or equations, than this are not worth their time. */
const most = { unknowns: 60, equations: 600 };

/** To x = 0, where such a field is found. Throws LimitError where the budget ends first. */
export const shearFlow: Rule = (cell, budget) => {
  const field = mayFlow(cell) && cell.tower.length === 0 ? shearField(cell, budget) : null;
  return field === null ? null : flowAlong(cell, field);
};

function shearField(cell: Cell, budget: Budget): CrossingField | null {
  const coordinates = variablesOf(cell, "zero", "free", "nonzero");
  const candidates = variablesOf(cell, "zero").filter((x) => isBare(cell, x) && occursIn(x, cell.generators));
  if (candidates.length === 0 || cell.generators.reduce((n, g) => n + g.monomials.length, 0) > most.equations)
    return null;
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

function fieldAmong(
  { generators }: Cell,
  x: number,
  terms: readonly { readonly i: number; readonly m: Monomial }[],
  multiples: readonly { readonly j: number; readonly k: number }[],
  budget: Budget,
): CrossingField | null {
  const unknowns = terms.length + multiples.length;
  if (unknowns > most.unknowns) return null;
  const equations: { row: Rational[]; right: Rational }[] = [];
  for (const [j, g] of generators.entries()) {
    const change = P.negate(P.derivative(g, x));
    const columns = [
      ...terms.map(({ i, m }) => P.multiply(P.monomial(m), P.derivative(g, i))),
      ...multiples.map((own) => (own.j === j ? P.negate(generators[own.k] ?? P.zero) : P.zero)),
    ];
    const monomials = new Set([change, ...columns].flatMap((p) => p.monomials));
    if (equations.length + monomials.size > most.equations) return null;
    operate(budget, (monomials.size * unknowns) / 10);
    const coefficients = columns.map((p) => new Map(P.terms(p)));
    for (const m of monomials) {
      equations.push({ row: coefficients.map((c) => c.get(m) ?? Q.zero), right: P.coefficient(change, m) });
    }
  }
  operate(budget, (equations.length * unknowns ** 2) / 10);
  const solution = solve(
    equations.map(({ row }) => row),
    equations.map(({ right }) => right),
  );
  if (solution === null) return null;
  const along = new Map([[x, P.one]]);
  terms.forEach(({ i, m }, k) => {
    const c = P.add(along.get(i) ?? P.zero, P.scale(P.monomial(m), solution[k] ?? Q.zero));
    if (!P.isZero(c)) along.set(i, c);
  });
  const derivatives = generators.map((_, j) =>
    multiples.flatMap((own, k) => {
      const factor = solution[terms.length + k] ?? Q.zero;
      return own.j !== j || Q.isZero(factor) ? [] : [[own.k, P.constant(factor)] as const];
    }),
  );
  return { variable: x, along: [...along], derivatives };
}
