/** From a statement's ideal to the cells that its proof rests on, and from their bounds to the ideal's. */
import { power, translate } from "../../symbolic/algebra/metered.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Certificate, Part, StatedProduct } from "../../symbolic/resolution/certificate.js";
import * as C from "./cell.js";
import type { Cell, Scope } from "./cell.js";
import { productBounds } from "./matrix-product.js";
import { networkBounds } from "./network.js";
import { demand } from "./refusal.js";
import { productsOf } from "./rules.js";
import { leaf } from "./step.js";
import type { Step } from "./step.js";
import * as V from "./values.js";

/** The cells that the parts' nodes must be about, in the order of the parts, and what their bounds give for the ideal. */
export function start({ statement, proof }: Pick<Certificate, "statement" | "proof">, scope: Scope): Step {
  const { ideal, point } = statement;
  if (ideal.kind === "network") {
    demand(proof.rule !== "parts", "the rules of a network are network-blow-up and matrix-product");
    return leaf(
      proof.rule === "matrix-product"
        ? productBounds(ideal, statement, scope)
        : networkBounds(ideal, proof, statement, scope),
    );
  }
  demand(proof.rule === "parts", "this is a rule of a network");
  const products = ideal.kind === "product" ? [ideal] : [ideal.below, ideal.above];
  demand(proof.ideals.length === products.length, "not one list of parts for each ideal");
  const steps = products.map((product, k) => multipliedOut(product, proof.ideals[k] ?? [], point, scope));
  return {
    cells: steps.flatMap(({ cells }) => cells),
    combine: (children) => {
      let end = 0;
      const found = steps.map(({ cells, combine }) => combine(children.slice(end, (end += cells.length))));
      const [below = V.unknown, above = below] = found;
      demand(V.compare(below.lower, above.upper) <= 0, "nothing lies between these two ideals");
      return { lower: below.lower, upper: above.upper };
    },
  };
}

/** Each part, but for the common divisor of its exponents. */
function multipliedOut(ideal: StatedProduct, parts: readonly Part[], point: readonly string[], scope: Scope): Step {
  const value = (x: number): Q.Rational => C.readRational(C.member(point, x, "coordinate of the point"));
  const local = (text: string): P.Polynomial => translate(C.readIn(text, scope), value, scope.budget);
  const factors = ideal.factors.map((factor) => ({ ...factor, generators: factor.generators.map(local) }));
  const placed = parts.flatMap((part) => part.factors);
  const once = new Set(placed).size === factors.length && placed.length === factors.length;
  demand(once, "a factor is in no part, or twice");
  const own = parts.map((part) => part.factors.map((k) => C.member(factors, k, "factor")));
  const common = own.map((list) => list.map(({ exponent }) => exponent).reduce(gcd));
  const cells = own.map((list, i) => {
    if (list.some(({ generators }) => generators.every(P.isZero))) return cellOf([], point.length, scope);
    const powers = list.map((f) => f.generators.map((g) => power(g, f.exponent / (common[i] ?? 1), scope.budget)));
    return cellOf(productsOf(powers, scope), point.length, scope);
  });
  demand(cells.filter(({ generators }) => generators.length === 0).length <= 1, "two parts are 0");
  const variables = cells.flatMap((cell) => C.variablesWith(cell, "zero"));
  demand(new Set(variables).size === variables.length, "two parts share a variable");
  const scaled: V.Combination = (children) =>
    V.ofProductAtPoint(children.map((child, i) => V.scaledBy(Q.rational(1, common[i] ?? 1))([child])));
  return { cells, combine: scaled };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** The cell of the origin. */
function cellOf(generators: readonly P.Polynomial[], variables: number, scope: Scope): Cell {
  const occurring = new Set(generators.flatMap(P.variablesOf));
  const roles = Array.from({ length: variables }, (_, x) => (occurring.has(x) ? ("zero" as const) : undefined));
  const empty = { powers: [], nonzero: [], equations: [], relations: [], constants: [] };
  return C.normal({ scope, roles, h: roles.map(() => 0), generators, ...empty });
}
