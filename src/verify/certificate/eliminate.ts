/** The rule `eliminate`: generators that are coordinates, and what is left of the others where these are 0. */
import { spend } from "../../symbolic/algebra/budget.js";
import { times } from "../../symbolic/algebra/metered.js";
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import { composedModulo } from "../../symbolic/algebra/truncated.js";
import * as C from "./cell.js";
import type { Cell } from "./cell.js";
import { demandJacobian } from "./evidence.js";
import { demand } from "./refusal.js";
import { step } from "./step.js";
import type { Rule } from "./step.js";

export const eliminate: Rule<"eliminate"> = ({ generators, variables, values, unit, monomials }, cell) => {
  const { budget } = cell.scope;
  const isOwn = (x: number): boolean => variables.includes(x);
  const zeros = C.variablesWith(cell, "zero").filter((x) => !isOwn(x));
  demand(new Set(variables).size === variables.length, "a variable is named twice");
  demand(new Set(generators).size === generators.length, "a generator is named twice");
  demand(variables.length === values.length, "not one value for each variable");
  for (const x of variables) C.demandRole(cell, x, "zero");
  C.demandNoDensity(cell, ...variables);
  demand(cell.relations.length === 0, "there are relations");
  const factors = cell.powers.map((p) => p.factor);
  C.demandKnown(cell, ...factors);
  demand(!factors.flatMap(P.variablesOf).some(isOwn), "a power has a variable that is eliminated");

  const coordinates = generators.map((j) => C.member(cell.generators, j, "generator"));
  const isZero = (p: P.Polynomial): boolean => P.isZero(C.onCell(p, cell));
  demand(coordinates.every(isZero), "a generator does not vanish on the cell");
  demandJacobian(coordinates, variables, unit, cell);
  const images = new Map(variables.map((x, i) => [x, C.read(C.member(values, i, "value"), cell)]));
  const solutions = [...images.values()];
  demand(!solutions.flatMap(P.variablesOf).some(isOwn), "a value has a variable that is eliminated");
  demand(solutions.every(isZero), "a value does not vanish on the cell");
  const error = monomials.map((text) => C.monomialOf(text, cell, "zero"));
  demand(
    !error.some((m) => m === M.one || M.support(m).some(isOwn)),
    "the error is no monomial in the other zero variables",
  );
  const modulo = (p: P.Polynomial, list: readonly M.Monomial[]): P.Polynomial => {
    const isKept = (m: M.Monomial): boolean => !list.some((n) => M.divides(n, m));
    return composedModulo(p, images, isKept, (a, b) => {
      spend(budget, a.monomials.length * b.monomials.length * list.length);
      return times(a, b, budget);
    });
  };
  const isSolved = (c: P.Polynomial): boolean => P.isZero(C.canonical(modulo(c, error), cell));
  demand(coordinates.every(isSolved), "with the values for the variables a generator is not in the error");

  const wide = least([...solutions.flatMap((p) => p.monomials).map((m) => within(m, zeros)), ...error], cell);
  let child: Cell = cell;
  const rest = cell.generators.map((g, j) => {
    const k = generators.indexOf(j);
    if (k >= 0) return P.variable(variables[k] ?? -1);
    const unknown = tailsOf(g, variables, zeros, { error, wide }, cell);
    const tails = unknown.map((m) => {
      const { index, cell: wider } = C.extended(child, "opaque");
      child = wider;
      return P.monomial(M.multiply(m, M.variable(index)));
    });
    return P.sum([modulo(g, unknown), ...tails]);
  });
  return step([{ ...child, generators: rest }]);
};

/**
 * The monomials in whose ideal g changes where the variables' values, sums of multiples of `wide`, change by sums of multiples of
 * `error`: for each term with x^a those of what else it has, of error, and of wide to the power |a| − 1.
 */
function tailsOf(
  g: P.Polynomial,
  variables: readonly number[],
  zeros: readonly number[],
  { error, wide }: { readonly error: readonly M.Monomial[]; readonly wide: readonly M.Monomial[] },
  cell: Cell,
): readonly M.Monomial[] {
  const degreeOf = (m: M.Monomial): number => variables.reduce((sum, x) => C.exactSum(sum, M.exponent(m, x)), 0);
  const top = Math.max(0, ...g.monomials.map(degreeOf));
  let found: readonly M.Monomial[] = [];
  let power = error;
  for (let degree = 1; degree <= top; degree++) {
    const own = least(
      g.monomials.filter((m) => degreeOf(m) === degree).map((m) => within(m, zeros)),
      cell,
    );
    found = least([...found, ...products(own, power, cell)], cell);
    if (degree < top) power = least(products(power, wide, cell), cell);
  }
  return found;
}

function products(a: readonly M.Monomial[], b: readonly M.Monomial[], cell: Cell): M.Monomial[] {
  spend(cell.scope.budget, a.length * b.length);
  return a.flatMap((m) => b.map((n) => M.multiply(m, n)));
}

/** Those that no other divides, ascending. */
function least(list: readonly M.Monomial[], cell: Cell): M.Monomial[] {
  const distinct = [...new Set(list)].sort();
  spend(cell.scope.budget, distinct.length ** 2);
  return distinct.filter((m) => !distinct.some((n) => n !== m && M.divides(n, m)));
}

function within(m: M.Monomial, variables: readonly number[]): M.Monomial {
  return M.fromExponents(M.exponents(m).map((e, i) => (variables.includes(i) ? e : 0)));
}
