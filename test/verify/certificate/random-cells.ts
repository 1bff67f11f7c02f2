/** Random cells in three variables for the checker, and what the solver says of them. */
import fc from "fast-check";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { normalForm, substituteFraction, variablesOf, withRole } from "../../../src/symbolic/resolution/cell.js";
import type { Cell as SolverCell } from "../../../src/symbolic/resolution/cell.js";
import { factorsOf } from "../../../src/symbolic/resolution/factors.js";
import { samplePoint } from "../../../src/symbolic/resolution/sample.js";
import { solveCell } from "../../../src/symbolic/resolution/solve.js";
import { isUnit } from "../../../src/symbolic/resolution/unit.js";
import { functionsOf, isApart, kappaOf, normal } from "../../../src/verify/certificate/cell.js";
import type { Cell, Role, Scope } from "../../../src/verify/certificate/cell.js";
import { exactly, finite, nothing, union, unknown } from "../../../src/verify/certificate/values.js";
import type { Bounds } from "../../../src/verify/certificate/values.js";
import { powersOfVariables } from "./sketches.js";

export const names = ["x", "y", "z"];
export const scope: Scope = { names: new Map(names.map((name, i) => [name, i])), budget: unlimited() };

export const index = fc.nat({ max: 2 });
export const monomial = (top: number): fc.Arbitrary<M.Monomial> =>
  fc.array(fc.nat({ max: top }), { minLength: 3, maxLength: 3 }).map((e) => M.fromExponents(e));
export const polynomial = (terms: number, top: number): fc.Arbitrary<P.Polynomial> =>
  fc
    .array(fc.tuple(monomial(top), fc.constantFrom(1, -1, 2)), { minLength: 1, maxLength: terms })
    .map((list) => P.fromTerms(list.map(([m, c]) => [m, Q.rational(c)] as const)));
export const univariate = fc
  .tuple(index, fc.array(fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(1, -1, 2)), { minLength: 1, maxLength: 2 }))
  .map(([x, list]) => P.fromTerms(list.map(([e, c]) => [M.variable(x, e), Q.rational(c)] as const)));

/** Between sheets of a dependent variable, which has two values or one above each point. */
type Gap = 0 | 1 | -2;
/** x is a polynomial in the other variables, or that and a number. */
function relation(x: number, p: P.Polynomial, gap: Gap): P.Polynomial {
  const sheet = P.subtract(P.variable(x), P.substitute(p, x, P.one));
  return gap === 0 ? sheet : P.multiply(sheet, P.subtract(sheet, P.integer(gap)));
}

export const cell: fc.Arbitrary<Cell> = fc
  .record({
    roles: fc.tuple(...names.map(() => fc.constantFrom("zero", "zero", "free", "nonzero"))),
    kappa: fc.tuple(...names.map(() => fc.constantFrom(0, 0, 1, 2))),
    h: fc.tuple(...names.map(() => fc.constantFrom(0, 0, 1))),
    generators: fc.array(fc.oneof(polynomial(3, 2), polynomial(1, 2), univariate), { minLength: 1, maxLength: 2 }),
    nonzero: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(polynomial(2, 1)) }),
    equations: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.tuple(polynomial(2, 2)) },
    ),
    dependent: fc.oneof(
      { weight: 2, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.tuple(index, polynomial(2, 2), fc.constantFrom<Gap>(0, 1, -2)) },
    ),
  })
  .map(({ roles: all, kappa, h, dependent, ...lists }) => {
    const roles = all.map((role, i): Role => (i === dependent?.[0] ? "dependent" : role === "zero" ? role : "free"));
    const apart = names.flatMap((_, x) => (all[x] === "nonzero" && x !== dependent?.[0] ? [P.variable(x)] : []));
    const relations = dependent === null ? [] : [relation(...dependent)];
    return normal({
      scope,
      roles,
      relations,
      h: h.map((n, i) => (roles[i] === "dependent" ? 0 : n)),
      ...lists,
      nonzero: [...lists.nonzero, ...apart],
      powers: powersOfVariables(kappa.map((n, i) => (roles[i] === "dependent" ? 0 : n))),
      constants: [],
    });
  })
  .filter(({ generators }) => generators.length > 0);

/** By the solver, which gets the sheets of the cell one by one, without dependent variables. */
export function solved(on: Cell): Bounds {
  return union(
    sheetsOf(solverCell(multipliedOut(on))).map((sheet) => {
      if (isZero(sheet)) return samplePoint(sheet) === null ? unknown : exactly(finite(Q.zero));
      const { range } = solveCell(sheet, stepBudget(60_000));
      return { lower: range.lower === "nothing" ? nothing : range.lower, upper: range.upper };
    }),
  );
}

/** Without powers but those of variables. */
export function multipliedOut(on: Cell): Cell {
  const functions = functionsOf(on).slice(on.generators.length);
  const [own, others] = [on.powers.slice(0, functions.length), on.powers.slice(functions.length)];
  const product = P.product(own.map((p) => P.power(p.factor, p.multiplicity)));
  return normal({ ...on, generators: on.generators.map((g) => P.multiply(g, product)), powers: others });
}

/** Whether the ideal is 0 on the cell, as it can be where cells are made up. */
export function isZero(sheet: SolverCell): boolean {
  return sheet.generators.length === 0;
}

/** Which has κ apart from the powers, and a role for free variables that are nonzero. */
export function solverCell(on: Cell): SolverCell {
  const { roles, constants, powers, nonzero, ...others } = on;
  const isVariable = (p: P.Polynomial): boolean =>
    roles.some((role, x) => role === "free" && P.equals(p, P.variable(x)));
  return {
    ...others,
    roles: roles.map((role, x) => (role === "free" && isApart(on, x) ? "nonzero" : (role ?? null))),
    kappa: kappaOf(on),
    powers: powers.slice(0, functionsOf(on).length - on.generators.length),
    nonzero: nonzero.filter((p) => !isVariable(p)),
    tower: constants,
  };
}

/** The cell without dependent variables, where factors of the relations are linear in them. */
export function sheetsOf(on: SolverCell): SolverCell[] {
  for (const r of on.relations) {
    for (const x of variablesOf(on, "dependent")) {
      const factors = factorsOf(r, unlimited()).map(({ factor }) => P.coefficientsIn(factor, x));
      const isLinear = ([, by = P.zero, more]: readonly P.Polynomial[]): boolean =>
        more === undefined && !P.isZero(by) && isUnit(by, on);
      if (factors.length === 0 || !factors.every(isLinear)) continue;
      const rest = { ...on, relations: on.relations.filter((other) => other !== r) };
      return factors.flatMap(([offset = P.zero, by = P.zero]) =>
        sheetsOf(normalForm(withRole(substituteFraction(rest, x, P.negate(offset), by), x, null))),
      );
    }
  }
  return [on];
}
