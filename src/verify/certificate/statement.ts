/** From a statement's ideal to the cells that its parts rest on, and from their bounds to the ideal's. */
import { power, translate } from "../../symbolic/algebra/metered.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Certificate, ProductProof, StatedProduct, Statement } from "../../symbolic/resolution/certificate.js";
import * as C from "./cell.js";
import type { Cell, Scope } from "./cell.js";
import { productBounds } from "./matrix-product.js";
import { networkBounds } from "./network.js";
import { demand } from "./refusal.js";
import { productsOf } from "./rules.js";
import { citations, theoremBounds } from "./theorems.js";
import * as V from "./values.js";
import type { Bounds } from "./values.js";

export interface Plan {
  /** The nodes that parts of the ideal rest on, and the cells that these must be about. */
  readonly claims: readonly { readonly node: number; readonly cell: Cell }[];
  /** Of the theorems that the proof takes on trust. */
  readonly citations: readonly string[];
  /** The ideal's bounds, from those of the nodes. */
  readonly bounds: (of: (node: number) => Bounds) => Bounds;
}

export function planOf({ statement, proof }: Pick<Certificate, "statement" | "proof">, scope: Scope): Plan {
  const { ideal } = statement;
  if (ideal.kind === "network") {
    if (proof.rule === "network-blow-up") return proved(networkBounds(ideal, proof, statement, scope));
    demand(proof.rule === "matrix-product", "the rules of a network are network-blow-up and matrix-product");
    return proved(productBounds(ideal, statement, scope));
  }
  if (ideal.kind === "product") {
    const isOfProduct = proof.rule === "parts" || proof.rule === "zero";
    demand(isOfProduct, "the rules of a product are parts and zero, not those of a network or of two ideals");
    return planOfProduct(ideal, proof, statement, scope);
  }
  demand(proof.rule === "between", "the rule of two ideals is between");
  const below = planOfProduct(ideal.below, proof.below, statement, scope);
  const above = planOfProduct(ideal.above, proof.above, statement, scope);
  return together([below, above], (of) => {
    const [{ lower }, { upper }] = [below.bounds(of), above.bounds(of)];
    demand(V.compare(lower, upper) <= 0, "nothing lies between these two ideals");
    return { lower, upper };
  });
}

function planOfProduct(ideal: StatedProduct, proof: ProductProof, statement: Statement, scope: Scope): Plan {
  const { point } = statement;
  const value = (x: number): Q.Rational => C.readRational(C.member(point, x, "coordinate of the point"));
  const local = (text: string): P.Polynomial => translate(C.readIn(text, scope), value, scope.budget);
  const factors = ideal.factors.map((factor) => ({ ...factor, generators: factor.generators.map(local) }));
  const isZero = factors.some(({ generators }) => generators.every(P.isZero));
  demand(isZero === (proof.rule === "zero"), isZero ? "a factor is 0: the rule is zero" : "no factor is 0");
  if (proof.rule === "zero") return proved(V.exactly(V.finite(Q.zero)));

  const own = (part: { readonly factors: readonly number[] }) =>
    part.factors.map((k) => C.member(factors, k, "factor"));
  const parts = proof.parts.map((part) => ({ ...part, factors: own(part) }));
  const placed = proof.parts.flatMap((part) => part.factors);
  const once = new Set(placed).size === factors.length && placed.length === factors.length;
  demand(once, "a factor is in no part, or twice");
  const variablesIn = (list: typeof factors): number[] => list.flatMap((f) => f.generators).flatMap(P.variablesOf);
  const variables = parts.flatMap((part) => [...new Set(variablesIn(part.factors))]);
  demand(new Set(variables).size === variables.length, "two parts share a variable");

  const plans = parts.map(({ factors: list, node, theorem }): Plan => {
    const common = list.map(({ exponent }) => exponent).reduce(gcd);
    const powers = list.map((f) => f.generators.map((g) => power(g, f.exponent / common, scope.budget)));
    const generators = productsOf(powers, scope);
    const known = theorem === null ? V.unknown : theoremBounds(generators, theorem, statement, scope);
    return {
      claims: node === null ? [] : [{ node, cell: cellOf(generators, point.length, scope) }],
      citations: theorem === null ? [] : [citations[theorem.name]],
      bounds: (of) =>
        V.scaledBy(Q.rational(1, common))([V.intersection([known, node === null ? V.unknown : of(node)])]),
    };
  });
  return together(plans, (of) => V.ofProductAtPoint(plans.map((plan) => plan.bounds(of))));
}

function together(plans: readonly Plan[], bounds: Plan["bounds"]): Plan {
  return {
    claims: plans.flatMap((plan) => plan.claims),
    citations: [...new Set(plans.flatMap((plan) => plan.citations))],
    bounds,
  };
}

function proved(bounds: Bounds): Plan {
  return { claims: [], citations: [], bounds: () => bounds };
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
