/** The rule `eliminate`: generators that are coordinates, and what is left of the others where these are 0. */
import { spend } from "../../symbolic/algebra/budget.js";
import { times } from "../../symbolic/algebra/metered.js";
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import { changeOf, composedModulo } from "../../symbolic/algebra/truncated.js";
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

  let child: Cell = cell;
  const rest = cell.generators.map((g, j) => {
    const k = generators.indexOf(j);
    if (k >= 0) return P.variable(variables[k] ?? -1);
    const unknown = changeOf(g, images, error, zeros, budget);
    const tails = unknown.map((m) => {
      const { index, cell: wider } = C.extended(child, "opaque");
      child = wider;
      return P.monomial(M.multiply(m, M.variable(index)));
    });
    return P.sum([modulo(g, unknown), ...tails]);
  });
  return step([{ ...child, generators: rest }]);
};
