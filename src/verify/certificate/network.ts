/** The rule `network-blow-up`: a deep network in two parameters, 0 at the point, checked without expanding it. */
import { gcdOf } from "../../symbolic/algebra/gcd.js";
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { StatedTree, Statement, TreeProof } from "../../symbolic/resolution/certificate.js";
import { bits, power, spend, substitute, sumOfProducts } from "./arithmetic.js";
import { moved, readIn, readRational } from "./cell.js";
import type { Scope } from "./cell.js";
import { countRootsOf } from "./constants.js";
import { demand } from "./refusal.js";
import { exactly, finite } from "./values.js";
import type { Bounds } from "./values.js";
import { orderOf } from "./weights.js";

type Network = Extract<StatedTree, { kind: "network" }>;
type Layers = readonly (readonly (readonly Polynomial[])[])[];

export function networkBounds(
  { layers: stated, degree }: Network,
  proof: Extract<TreeProof, { rule: "network-blow-up" }>,
  statement: Statement,
  scope: Scope,
): Bounds {
  demand(statement.variables.length === 2, "the network has not two parameters");
  const { coordinate, weights } = proof;
  demand(
    weights.every((w) => w >= 1),
    "a weight is not positive",
  );
  const inCoordinate = coordinate === null ? (p: Polynomial) => p : linearChange(coordinate, scope);
  const layers = stated.map((rows) =>
    rows.map((row) => row.map((text) => inCoordinate(moved(readIn(text, scope), statement.point, scope)))),
  );
  demandShape(layers);
  const orders = layers.map((rows) => orderOf(rows.flat(), weights));
  const order = orders.reduce((sum, o) => sum * degree + o, 0);
  demand(order > 0 && Number.isSafeInteger(order), "the network's order is 0, infinite or too large");
  const leading = layers.map((rows, l) =>
    rows.map((row) => row.map((p) => P.filter(p, (m) => M.weightedDegree(m, weights) === orders[l]))),
  );
  const inputs = proof.inputs.map((input) => {
    demand(input.length === layers[0]?.[0]?.length, "an input has a wrong length");
    return input.map((value) => P.constant(readRational(value)));
  });
  const t = P.variable(1);
  for (const [a, b] of [
    [P.integer(1), t],
    [P.integer(-1), t],
    [P.zero, P.integer(1)],
    [P.zero, P.integer(-1)],
  ] as const) {
    const at = (p: Polynomial): Polynomial => {
      const first = substitute(p, 0, a, P.one, scope.budget);
      return b === t ? first : substitute(first, 1, b, P.one, scope.budget);
    };
    const there = leading.map((rows) => rows.map((row) => row.map(at)));
    demandNoCommonRoot(
      inputs.flatMap((x) => outputs(there, degree, x, scope)),
      scope,
    );
  }
  return exactly(finite(Q.rational(weights[0] + weights[1], order), 1));
}

/** Puts the linear form in the place of a variable x that it holds: x = (x' − rest)/slope. */
function linearChange(
  { variable, form }: { readonly variable: number; readonly form: string },
  scope: Scope,
): (p: Polynomial) => Polynomial {
  const linear = readIn(form, scope);
  demand(
    linear.monomials.every((m) => M.degree(m) === 1) && P.variablesOf(linear).every((x) => x < 2),
    "the coordinate is no linear form in the two parameters",
  );
  const [rest = P.zero, slope = P.zero] = P.coefficientsIn(linear, variable);
  demand(!P.isZero(slope), "the linear form has not the variable that it replaces");
  const image = P.scale(P.subtract(P.variable(variable), rest), Q.divide(Q.one, P.constantTerm(slope)));
  return (p) => substitute(p, variable, image, P.one, scope.budget);
}

function demandShape(layers: Layers): void {
  demand(layers.length > 0, "the network has no layer");
  layers.forEach((rows, l) => {
    const columns = l === 0 ? rows[0]?.length : layers[l - 1]?.length;
    demand(rows.length > 0 && rows.every((row) => row.length === columns), "the layers' shapes do not fit");
    demand(
      rows.flat(1).every((p) => P.variablesOf(p).every((x) => x < 2)),
      "an entry has a foreign variable",
    );
  });
}

function outputs(
  layers: Layers,
  degree: number,
  input: readonly Polynomial[],
  { budget }: Scope,
): readonly Polynomial[] {
  return layers.reduce((x, rows, l) => {
    const z = l === 0 ? x : x.map((p) => power(p, degree, budget));
    return rows.map((row) =>
      sumOfProducts(
        row.map((entry, j) => [entry, z[j] ?? P.zero]),
        budget,
      ),
    );
  }, input);
}

function demandNoCommonRoot(list: readonly Polynomial[], scope: Scope): void {
  for (const p of list) spend(scope.budget, (P.degree(p) + 1) ** 2 * (1 + bits(p) / 1e4));
  const common = gcdOf(list);
  const roots = countRootsOf(common, 1, [], scope.budget);
  demand(
    !P.isZero(common) && roots === 0,
    "the network is 0 somewhere on the exceptional divisor, as far as the inputs show",
  );
}
