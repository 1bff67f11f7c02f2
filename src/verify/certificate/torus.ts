/** The rules about weights of variables: blow-ups, and actions of a torus under which the cell is homogeneous; flows. */
import { spend } from "../../symbolic/algebra/budget.js";
import { substitute, sumOfProducts } from "../../symbolic/algebra/metered.js";
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import { degreesOf, orderOf } from "../../symbolic/algebra/weighted.js";
import type { Weight } from "../../symbolic/resolution/certificate.js";
import * as C from "./cell.js";
import type { Cell, Role } from "./cell.js";
import { demandUnit } from "./evidence.js";
import { demand } from "./refusal.js";
import { step } from "./step.js";
import type { Rule } from "./step.js";

/** As a list by variables' numbers, 0 where none is given; only variables of the given roles may have one, once. */
export function weightsOf(list: readonly Weight[], cell: Cell, ...roles: readonly Role[]): number[] {
  const given = new Map(list);
  demand(given.size === list.length, "a variable has two weights");
  for (const x of given.keys()) C.demandRole(cell, x, ...roles);
  return cell.roles.map((_, x) => given.get(x) ?? 0);
}

/** start + Σ w_i·(list_i + plus), for weights ≥ 0. */
export function along(weights: readonly number[], list: readonly number[], plus: 0 | 1, start = 0): number {
  const total = weights.reduce((sum, w, i) => sum + w * ((list[i] ?? 0) + plus), start);
  demand(Number.isSafeInteger(total), "an exponent is too large");
  return total;
}

export const slice: Rule<"slice"> = ({ weights: stated, variable: x }, cell) => {
  C.demandRole(cell, x, "nonzero");
  const weights = weightsOf(stated, cell, ...C.coordinates, "dependent");
  const weight = weights[x] ?? 0;
  demand(weight !== 0, "the variable has weight 0");
  C.demandKnown(cell, ...cell.generators);
  C.mapped(cell, (p) => homogeneous(p, weights));
  const roles = cell.roles.map((role, i) => (i === x ? undefined : role));
  const at = (value: 1 | -1): Cell => ({
    ...C.mapped(cell, (p) => substitute(p, x, P.integer(value), cell.scope.budget)),
    roles,
  });
  return step(weight % 2 === 0 ? [at(1), at(-1)] : [at(1)]);
};

export const contract: Rule<"contract"> = ({ weights: stated }, cell) => {
  const weights = weightsOf(stated, cell, "zero", "free", "dependent");
  const grows = C.variablesWith(cell, "free", "dependent").some((x) => (weights[x] ?? 0) < 0);
  demand(!grows, "a free or dependent variable has a negative weight");
  const moving = C.variablesWith(cell, "free").filter((x) => weights[x] !== 0);
  C.demandKnown(cell, ...cell.generators);
  C.mapped(cell, (p) => homogeneous(p, weights));
  const still = [...cell.nonzero, ...cell.equations].every((p) => P.isZero(p) || orderOf([p], weights) === 0);
  demand(still, "a nonzero polynomial or equation has a degree other than 0");
  return step([moving.reduce((rest, x) => C.withRole(rest, x, "zero"), cell)]);
};

export const flow: Rule<"flow"> = ({ field, derivatives, variable: x, unit }, cell) => {
  const { budget } = cell.scope;
  C.demandRole(cell, x, "zero");
  C.demandNoExponents(cell, x);
  demand(cell.relations.length === 0, "there are relations");
  C.demandKnown(cell, ...cell.generators);
  const along = new Map(field.map(([i, c]) => [i, C.read(c, cell)]));
  demand(along.size === field.length, "a field has two coefficients for a variable");
  for (const [i, c] of along) {
    C.demandRole(cell, i, ...C.coordinates);
    const stays = (!cell.kappa[i] && !cell.h[i]) || P.divideMonomial(c, M.variable(i)) !== null;
    demand(stays, `the field moves a variable with κ or h, number ${i}`);
  }
  demandUnit(along.get(x) ?? P.zero, unit, cell);
  cell.generators.forEach((g, j) => {
    const change = [...along].map(([i, c]) => [c, P.derivative(g, i)] as const);
    const multiples = C.member(derivatives, j, "derivative").map(
      ([k, factor]) => [C.read(factor, cell), C.member(cell.generators, k, "generator")] as const,
    );
    const difference = P.subtract(sumOfProducts(change, budget), sumOfProducts(multiples, budget));
    demand(P.isZero(C.canonical(difference, cell)), "the field does not take the ideal into itself");
  });
  const roles = cell.roles.map((role, i) => (i === x ? undefined : role));
  return step([{ ...C.mapped(cell, (p) => substitute(p, x, P.zero, budget)), roles }]);
};

function homogeneous(p: P.Polynomial, weights: readonly number[]): P.Polynomial {
  demand(new Set(degreesOf(p, weights)).size <= 1, "a polynomial is not homogeneous for the weights");
  return p;
}

export const blowUp: Rule<"blow-up"> = ({ weights: stated }, cell) => {
  const weights = weightsOf(stated, cell, "zero");
  demand(stated.length > 0 && stated.every(([, w]) => w >= 1), "a weight of the centre is not positive");
  demand(cell.generators.length > 0, "there is no generator");
  const centre = stated.map(([i]) => i);
  const order = orderOf(cell.generators, weights);
  const kappa = along(weights, cell.kappa, 0, order);
  const h = along(weights, cell.h, 1, -1);
  const chart = (i: number, sign: Q.Rational): Cell => {
    const later = centre.slice(centre.indexOf(i) + 1);
    const entry = (list: readonly number[], value: number): number[] =>
      cell.roles.map((_, j) => (j === i ? value : (list[j] ?? 0)));
    const move = (p: P.Polynomial, lowered: number): P.Polynomial => {
      spend(cell.scope.budget, p.monomials.length);
      const degrees = degreesOf(p, weights);
      return P.fromTerms(
        P.terms(p).map(([m, c], k) => [
          M.withExponent(m, i, (degrees[k] ?? lowered) - lowered),
          M.exponent(m, i) % 2 === 1 ? Q.multiply(c, sign) : c,
        ]),
      );
    };
    return {
      ...cell,
      roles: cell.roles.map((role, j) => (later.includes(j) ? "free" : role)),
      kappa: entry(cell.kappa, kappa),
      h: entry(cell.h, h),
      generators: cell.generators.map((g) => move(g, order)),
      powers: cell.powers.map((p) => ({ ...p, factor: move(p.factor, 0) })),
      relations: cell.relations.map((r) => move(r, 0)),
    };
  };
  const signs = (i: number): number[] => ((weights[i] ?? 0) % 2 === 0 ? [1, -1] : [1]);
  return step(centre.flatMap((i) => signs(i).map((sign) => chart(i, Q.rational(sign)))));
};
