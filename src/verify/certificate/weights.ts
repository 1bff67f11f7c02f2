/** Weights of variables, and polynomials that are homogeneous for them. */
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import type { Weight } from "../../symbolic/resolution/certificate.js";
import { demandRole } from "./cell.js";
import type { Cell, Role } from "./cell.js";
import { demand } from "./refusal.js";

/** As a list by variables' numbers, 0 where none is given; only variables of the given roles may have one, once. */
export function weightsOf(list: readonly Weight[], cell: Cell, ...roles: readonly Role[]): number[] {
  const weights = cell.roles.map(() => 0);
  demand(new Set(list.map(([x]) => x)).size === list.length, "a variable has two weights");
  for (const [x, weight] of list) {
    demandRole(cell, x, ...roles);
    weights[x] = weight;
  }
  return weights;
}

/** The weighted degree that all terms have; 0 for 0. */
export function degreeOf(p: Polynomial, weights: readonly number[]): number {
  const [first = 0, ...others] = p.monomials.map((m) => M.weightedDegree(m, weights));
  demand(
    others.every((d) => d === first),
    "a polynomial is not homogeneous for the weights",
  );
  return first;
}

/** The least weighted degree of a term of any of the polynomials, one of them at least not 0. */
export function orderOf(list: readonly Polynomial[], weights: readonly number[]): number {
  return list.reduce((order, p) => Math.min(order, P.order(p, weights)), Infinity);
}
