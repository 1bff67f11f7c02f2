/** Local coordinates at w*: w = w* + x. */
import { PointError } from "../../errors.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import * as E from "./expression.js";
import type { Expression } from "./expression.js";
import { formatExpression } from "./format.js";
import type { LocalModel, Point } from "./model.js";
import type { Tree } from "./squares.js";

/** Throws PointError with the first generator (K itself of a polynomial) that is not 0 at w*, and its value. */
export function requireZero({ model, point }: LocalModel): void {
  if (model.kind === "network") return;
  for (const generator of model.kind === "polynomial" ? [model.polynomial] : model.generators) {
    const value = E.evaluate(generator, point);
    if (!Q.isZero(value)) throw new PointError(formatExpression(generator, model.parameters), Q.format(value));
  }
}

/** e(w* + x) as an expression in x. */
export function translate(e: Expression, point: Point): Expression {
  switch (e.kind) {
    case "constant":
      return e;
    case "variable": {
      const value = point[e.index] ?? Q.zero;
      return Q.isZero(value) ? e : E.sum([e, E.constant(value)]);
    }
    case "sum":
      return E.sum(e.terms.map((t) => translate(t, point)));
    case "product":
      return E.product(e.factors.map((f) => translate(f, point)));
    case "power":
      return E.power(translate(e.base, point), e.exponent);
  }
}

/** The same local ideal without the factors that do not vanish at x = 0. */
export function dropUnits(tree: Tree<Polynomial>): Tree<Polynomial> {
  switch (tree.kind) {
    case "ideal":
      return tree.generators.some((g) => !Q.isZero(P.constantTerm(g))) ? unit : tree;
    case "power": {
      const base = dropUnits(tree.base);
      return base === unit || tree.exponent === 0 ? unit : { ...tree, base };
    }
    case "product": {
      const factors = tree.factors.map(dropUnits).filter((f) => f !== unit);
      const [only] = factors;
      if (factors.length <= 1) return only ?? unit;
      return { kind: "product", factors };
    }
  }
}

/** The ideal of all functions: what is left of a tree that does not vanish at x = 0. */
export const unit: Tree<Polynomial> = { kind: "ideal", generators: [P.one] };
