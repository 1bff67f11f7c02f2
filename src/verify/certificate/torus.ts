/** The rules about weights of variables: blow-ups, and actions of a torus under which the cell is homogeneous; flows. */
import { spend } from "../../symbolic/algebra/budget.js";
import { quotient, substitute, sumOfProducts } from "../../symbolic/algebra/metered.js";
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import { degreesOf, orderOf } from "../../symbolic/algebra/weighted.js";
import type { Weight } from "../../symbolic/resolution/certificate.js";
import * as C from "./cell.js";
import type { Cell, Role } from "./cell.js";
import { demandCell, demandUnit } from "./evidence.js";
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

/** Σ w_i·(h_i + 1), for weights ≥ 0. */
export function densityAlong(weights: readonly number[], { h }: Cell): number {
  return weights.reduce((sum, w, i) => C.exactSum(sum, w * ((h[i] ?? 0) + 1)), 0);
}

export const slice: Rule<"slice"> = ({ weights: stated, variable: x }, cell) => {
  C.demandRole(cell, x, "free");
  demand(C.isApart(cell, x), "the variable is 0 somewhere");
  const weights = homogeneous(cell, stated);
  const weight = weights[x] ?? 0;
  demand(weight !== 0, "the variable has weight 0");
  const gone = C.withRole(cell, undefined, x);
  const at = (value: 1 | -1): Cell => C.mapped(gone, (p) => substitute(p, x, P.integer(value), cell.scope.budget));
  return step(weight % 2 === 0 ? [at(1), at(-1)] : [at(1)]);
};

export const contract: Rule<"contract"> = ({ weights: stated }, cell) => {
  const weights = homogeneous(cell, stated);
  const grows = C.variablesWith(cell, "free", "dependent").some((x) => (weights[x] ?? 0) < 0);
  demand(!grows, "a free or dependent variable has a negative weight");
  const moving = C.variablesWith(cell, "free").filter((x) => weights[x] !== 0);
  const still = [...cell.nonzero, ...cell.equations].every((p) => P.isZero(p) || orderOf([p], weights) === 0);
  demand(still, "a nonzero polynomial or equation has a degree other than 0");
  return step([C.withRole(cell, "zero", ...moving)]);
};

export const flow: Rule<"flow"> = ({ field, derivatives, variable: x, unit }, cell) => {
  const { budget } = cell.scope;
  C.demandRole(cell, x, "zero");
  C.demandNoDensity(cell, x);
  demand(cell.relations.length === 0, "there are relations");
  C.demandKnown(cell, ...C.functionsOf(cell));
  const along = new Map(field.map(([i, c]) => [i, C.read(c, cell)]));
  demand(along.size === field.length, "a field has two coefficients for a variable");
  for (const [i, c] of along) {
    C.demandRole(cell, i, ...C.coordinates);
    const stays = !cell.h[i] || P.divideMonomial(c, M.variable(i)) !== null;
    demand(stays, `the field moves a variable with h, number ${i}`);
  }
  demandUnit(along.get(x) ?? P.zero, unit, cell);
  const change = (p: P.Polynomial): P.Polynomial =>
    sumOfProducts(
      [...along].map(([i, c]) => [c, P.derivative(p, i)] as const),
      budget,
    );
  for (const { factor } of cell.powers) {
    demand(quotient(change(factor), factor, budget) !== null, "the field does not take a power into its multiples");
  }
  cell.generators.forEach((g, j) => {
    const multiples = C.member(derivatives, j, "derivative").map(
      ([k, factor]) => [C.read(factor, cell), C.member(cell.generators, k, "generator")] as const,
    );
    const difference = P.subtract(change(g), sumOfProducts(multiples, budget));
    demand(P.isZero(C.canonical(difference, cell)), "the field does not take the ideal into itself");
  });
  const there = C.mapped(cell, (p) => substitute(p, x, P.zero, budget));
  return step([C.withRole(there, undefined, x)]);
};

/** The weights, for which everything is homogeneous. */
function homogeneous(cell: Cell, stated: readonly Weight[]): number[] {
  const weights = weightsOf(stated, cell, ...C.coordinates, "dependent");
  C.demandKnown(cell, ...C.functionsOf(cell));
  C.filtered(cell, (p) => {
    demand(new Set(degreesOf(p, weights)).size <= 1, "a polynomial is not homogeneous for the weights");
    return true;
  });
  return weights;
}

export const blowUp: Rule<"blow-up"> = ({ weights: stated, symmetries = [] }, cell) => {
  const weights = weightsOf(stated, cell, "zero");
  demand(stated.length > 0 && stated.every(([, w]) => w >= 1), "a weight of the centre is not positive");
  demand(cell.generators.length > 0, "there is no generator");
  const centre = stated.map(([i]) => i);
  const order = orderOf(cell.generators, weights);
  const h = densityAlong(weights, cell) - 1;
  const chart = (i: number, sign: Q.Rational): Cell => {
    const later = centre.slice(centre.indexOf(i) + 1);
    const move = (p: P.Polynomial, lowered = 0): P.Polynomial => {
      spend(cell.scope.budget, p.monomials.length);
      const degrees = degreesOf(p, weights);
      return P.fromTerms(
        P.terms(p).map(([m, c], k) => [
          M.withExponent(m, i, (degrees[k] ?? lowered) - lowered),
          M.exponent(m, i) % 2 === 1 ? Q.multiply(c, sign) : c,
        ]),
      );
    };
    const powers = cell.powers.map((p) => ({ ...p, factor: move(p.factor) }));
    return {
      ...cell,
      roles: cell.roles.map((role, j) => (later.includes(j) ? "free" : role)),
      h: cell.h.map((n, j) => (j === i ? h : n)),
      generators: cell.generators.map((g) => move(g, order)),
      powers: [...powers, { factor: P.variable(i), multiplicity: order }],
      relations: cell.relations.map((r) => move(r)),
    };
  };
  for (const [i, to] of symmetries) {
    const moved = centre.indexOf(to[i] ?? -1);
    demand(0 <= moved && moved < centre.indexOf(i), "a symmetry does not move its chart to an earlier one");
    C.demandKnown(cell, ...C.functionsOf(cell));
    const keepsWeights = to.every((j, k) => weights[j] === weights[k]);
    demand(keepsWeights, "a symmetry does not keep the weights");
    demandCell(C.renumbered(cell, to), cell, "a symmetry does not keep the cell");
  }
  const own = centre.filter((i) => !symmetries.some(([omitted]) => omitted === i));
  const signs = (i: number): number[] => ((weights[i] ?? 0) % 2 === 0 ? [1, -1] : [1]);
  return step(own.flatMap((i) => signs(i).map((sign) => chart(i, Q.rational(sign)))));
};
