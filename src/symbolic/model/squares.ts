/**
 * Squares read off the parse tree: K = Σ c·(square) with c > 0, products and powers of such sums too, is comparable
 * with the squared norm of an ideal, (Σ f²)^k with Σ f^{2k}. K itself is never expanded.
 *
 * A norm is a tree of ideals; the norm of a product or a power is that of its parts, and an ideal's is (Σ f²)^{1/2}.
 */
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import * as E from "./expression.js";
import type { Expression } from "./expression.js";

/** An ideal, or products and powers of such, over generators of the type G. */
export type Tree<G> =
  | { readonly kind: "ideal"; readonly generators: readonly G[] }
  | { readonly kind: "product"; readonly factors: readonly Tree<G>[] }
  | { readonly kind: "power"; readonly base: Tree<G>; readonly exponent: number };

/** A sum of squares has at most this many generators; one that has more is taken as it stands. */
export const maxSquares = 1000;

/** The tree whose squared norm is comparable with e; null where e is no such sum of squares. */
export function squareNorm(e: Expression): Tree<Expression> | null {
  if (e.kind === "sum") return sumOfSquares(e.terms);
  const { coefficient, factors } = factorsOf(e);
  if (Q.isZero(coefficient)) return ideal([]);
  if (Q.sign(coefficient) < 0) return null;
  const parts = factors.map(({ base, exponent }) => evenPower(base, exponent));
  return parts.includes(null) ? null : product(parts.filter((part) => part !== null));
}

/** The tree whose norm is comparable with |e|. */
export function absoluteNorm(e: Expression): Tree<Expression> {
  const { coefficient, factors } = factorsOf(e);
  if (Q.isZero(coefficient)) return ideal([]);
  return product(
    factors.map(({ base, exponent }) => {
      const norm = base.kind === "sum" ? squareNorm(base) : null;
      return norm === null ? power(ideal([base]), exponent) : power(norm, 2 * exponent);
    }),
  );
}

function sumOfSquares(terms: readonly Expression[]): Tree<Expression> | null {
  const norms = terms.map(squareNorm);
  if (norms.includes(null)) return null;
  const [only] = norms;
  if (norms.length === 1 && only !== undefined) return only;
  const generators: Expression[] = [];
  for (const norm of norms) {
    const list = norm === null ? null : generatorsOf(norm);
    if (list === null || generators.length + list.length > maxSquares) return null;
    generators.push(...list);
  }
  return ideal(generators);
}

/** base^exponent as a squared norm. */
function evenPower(base: Expression, exponent: number): Tree<Expression> | null {
  const norm = base.kind === "sum" ? squareNorm(base) : null;
  if (norm !== null) return power(norm, exponent);
  return exponent % 2 === 0 ? power(ideal([base]), exponent / 2) : null;
}

/** Generators with a comparable norm: products pairwise, powers generator by generator; null where they are too many. */
function generatorsOf(tree: Tree<Expression>): Expression[] | null {
  switch (tree.kind) {
    case "ideal":
      return [...tree.generators];
    case "power":
      return generatorsOf(tree.base)?.map((g) => E.power(g, tree.exponent)) ?? null;
    case "product": {
      let products: Expression[][] = [[]];
      for (const factor of tree.factors) {
        const list = generatorsOf(factor);
        if (list === null || products.length * list.length > maxSquares) return null;
        products = products.flatMap((p) => list.map((g) => [...p, g]));
      }
      return products.map((p) => (p.length === 1 && p[0] !== undefined ? p[0] : E.product(p)));
    }
  }
}

interface Factors {
  readonly coefficient: Rational;
  readonly factors: readonly { readonly base: Expression; readonly exponent: number }[];
}

/** e = coefficient · Π base^exponent, with equal bases collected and no base a constant, product or power. */
function factorsOf(e: Expression): Factors {
  const collected = new Map<string, { base: Expression; exponent: number }>();
  let coefficient = Q.one;
  const visit = (part: Expression, exponent: number): void => {
    if (exponent === 0) return;
    switch (part.kind) {
      case "constant":
        coefficient = Q.multiply(coefficient, Q.power(part.value, exponent));
        return;
      case "product":
        part.factors.forEach((factor) => {
          visit(factor, exponent);
        });
        return;
      case "power":
        visit(part.base, part.exponent * exponent);
        return;
      default: {
        const id = key(part);
        collected.set(id, { base: part, exponent: exponent + (collected.get(id)?.exponent ?? 0) });
      }
    }
  };
  visit(e, 1);
  return { coefficient, factors: [...collected.values()] };
}

/** A text that is equal exactly for equal trees. */
function key(e: Expression): string {
  return JSON.stringify(e, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

function ideal(generators: readonly Expression[]): Tree<Expression> {
  return { kind: "ideal", generators };
}

function product(factors: readonly Tree<Expression>[]): Tree<Expression> {
  const [only] = factors;
  if (factors.length === 0) return ideal([E.constant(Q.one)]);
  return factors.length === 1 && only !== undefined ? only : { kind: "product", factors };
}

function power(base: Tree<Expression>, exponent: number): Tree<Expression> {
  if (exponent === 1) return base;
  return base.kind === "power" ? power(base.base, base.exponent * exponent) : { kind: "power", base, exponent };
}
