/** The rule `network-blow-up`: a deep network in two parameters, 0 at the point, checked without expanding it. */
import { spend } from "../../symbolic/algebra/budget.js";
import { gcdOf } from "../../symbolic/algebra/gcd.js";
import { bits, power, substitute, translate } from "../../symbolic/algebra/metered.js";
import { countRootsOf } from "../../symbolic/algebra/metered-tower.js";
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import { multiply } from "../../symbolic/algebra/polynomial-matrix.js";
import * as Q from "../../symbolic/algebra/rational.js";
import { formOf, orderOf } from "../../symbolic/algebra/weighted.js";
import type { IdealProof, StatedIdeal, Statement } from "../../symbolic/resolution/certificate.js";
import * as C from "./cell.js";
import type { Scope } from "./cell.js";
import { demand, Refusal } from "./refusal.js";
import { exactly, finite } from "./values.js";
import type { Bounds } from "./values.js";

export function networkBounds(
  { layers: stated, degree }: Extract<StatedIdeal, { kind: "network" }>,
  { coordinate, weights, inputs: statedInputs }: Extract<IdealProof, { rule: "network-blow-up" }>,
  { variables, point }: Statement,
  scope: Scope,
): Bounds {
  const { budget } = scope;
  demand(variables.length === 2, "the network has not two parameters");
  demandShapes(stated);
  const inCoordinate = coordinate === null ? (p: P.Polynomial) => p : linearChange(coordinate, scope);
  const value = (x: number): Q.Rational => C.readRational(C.member(point, x, "coordinate of the point"));
  const local = (text: string): P.Polynomial => inCoordinate(translate(C.readIn(text, scope), value, budget));
  const layers = stated.map((rows) => rows.map((row) => row.map(local)));
  const orders = layers.map((rows) => orderOf(rows.flat(), weights));
  const order = orders.reduce((sum, o) => sum * degree + o, 0);
  demand(order > 0 && Number.isSafeInteger(order), "the network's order is 0, infinite or too large");
  const leading = layers.map((rows, l) => rows.map((row) => row.map((p) => formOf(p, orders[l] ?? 0, weights))));
  const inputs = statedInputs.map((input) => {
    demand(input.length === stated[0]?.[0]?.length, "an input has a wrong length");
    return input.map((text) => [P.constant(C.readRational(text))]);
  });
  const t = P.variable(1);
  for (const [a, b] of [[1, t] as const, [-1, t] as const, [0, P.one] as const, [0, P.integer(-1)] as const]) {
    const at = (p: P.Polynomial): P.Polynomial => {
      const first = substitute(p, 0, P.integer(a), budget);
      return b === t ? first : substitute(first, 1, b, budget);
    };
    const there = leading.map((rows) => rows.map((row) => row.map(at)));
    const outputs = inputs.flatMap((input) =>
      there.reduce((x, rows, l) => {
        const z = l === 0 ? x : x.map((row) => row.map((p) => power(p, degree, budget)));
        return multiply(rows, z, budget);
      }, input),
    );
    demand(!haveCommonRoot(outputs.flat(), scope), "the network may be 0 somewhere on the exceptional divisor");
  }
  return exactly(finite(Q.rational(weights[0] + weights[1], order)));
}

/** Demands matrices that can be multiplied, none of them empty. */
export function demandShapes(layers: readonly (readonly (readonly unknown[])[])[]): void {
  demand(layers.length > 0, "the network has no layer");
  layers.forEach((rows, l) => {
    const columns = l === 0 ? rows[0]?.length : layers[l - 1]?.length;
    demand(
      rows.length > 0 && columns !== 0 && rows.every((row) => row.length === columns),
      "the layers' shapes do not fit",
    );
  });
}

export function numberOf(variable: string, { names }: Scope): number {
  const x = names.get(variable);
  if (x === undefined) throw new Refusal(`the statement has no variable ${variable.slice(0, 40)}`);
  return x;
}

/** Puts the linear form in the place of a variable x that it holds: x = (x' − rest)/slope. */
function linearChange(
  { variable, form }: { readonly variable: number; readonly form: string },
  scope: Scope,
): (p: P.Polynomial) => P.Polynomial {
  const linear = C.readIn(form, scope);
  const isLinear = linear.monomials.every((m) => M.degree(m) === 1) && P.variablesOf(linear).every((x) => x < 2);
  demand(isLinear, "the coordinate is no linear form in the two parameters");
  const [rest = P.zero, slope = P.zero] = P.coefficientsIn(linear, variable);
  demand(!P.isZero(slope), "the linear form has not the variable that it replaces");
  const image = P.scale(P.subtract(P.variable(variable), rest), Q.divide(Q.one, P.constantTerm(slope)));
  return (p) => substitute(p, variable, image, scope.budget);
}

/** Of polynomials in the second variable; those that are all 0 have. */
function haveCommonRoot(list: readonly P.Polynomial[], { budget }: Scope): boolean {
  for (const p of list) spend(budget, (P.degree(p) + 1) ** 2 * (1 + bits(p) / 1e4));
  const common = gcdOf(list);
  return P.isZero(common) || countRootsOf(common, 1, [], budget) > 0;
}
