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
import { demand } from "./refusal.js";
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
  const [x = 0, image = P.variable(0)] =
    coordinate === null ? [] : [coordinate.variable, C.readIn(coordinate.image, scope)];
  const isLinear = image.monomials.every((m) => M.degree(m) === 1) && P.variablesOf(image).every((i) => i < 2);
  demand(
    isLinear && P.degreeIn(image, x) === 1,
    "the image is no linear form in the two parameters that has the variable",
  );
  const value = (i: number): Q.Rational => C.readRational(C.member(point, i, "coordinate of the point"));
  const local = (text: string): P.Polynomial =>
    substitute(translate(C.readIn(text, scope), value, budget), x, image, budget);
  const layers = stated.map((rows) => rows.map((row) => row.map(local)));
  const orders = layers.map((rows) => orderOf(rows.flat(), weights));
  const order = orders.reduce((sum, o) => sum * degree + o, 0);
  demand(order > 0 && Number.isSafeInteger(order), "the network's order is 0, infinite or too large");
  const leading = layers.map((rows, l) => rows.map((row) => row.map((p) => formOf(p, orders[l] ?? 0, weights))));
  const inputs = statedInputs.map((input) => {
    demand(input.length === stated[0]?.[0]?.length, "an input has a wrong length");
    return input.map((text) => [P.constant(C.readRational(text))]);
  });
  const [one, t] = [P.one, P.variable(2)];
  for (const [a, b] of [
    [one, t] as const,
    [P.negate(one), t] as const,
    [t, one] as const,
    [t, P.negate(one)] as const,
  ]) {
    const at = (p: P.Polynomial): P.Polynomial => substitute(substitute(p, 0, a, budget), 1, b, budget);
    const there = leading.map((rows) => rows.map((row) => row.map(at)));
    const outputs = inputs.flatMap((input) =>
      there.reduce((z, rows, l) => {
        const powers = l === 0 ? z : z.map((row) => row.map((p) => power(p, degree, budget)));
        return multiply(rows, powers, budget);
      }, input),
    );
    for (const p of outputs.flat()) spend(budget, (P.degree(p) + 1) ** 2 * (1 + bits(p) / 1e4));
    const common = gcdOf(outputs.flat());
    const hasRoot = P.isZero(common) || countRootsOf(common, 2, [], budget) > 0;
    demand(!hasRoot, "the network may be 0 somewhere on the exceptional divisor");
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
