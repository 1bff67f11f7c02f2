/**
 * A model at w* → the exact problem for the solver: a tree of ideals in local coordinates x, w = w* + x, whose norm
 * is comparable with K near 0.
 *
 * K polynomial: squares are read off its parse tree; what is no sum of squares is taken as |K|. K = Σ f²: the
 * generators. A network: see network-ideal.ts. Factors that do not vanish at w* are units and are left out.
 */
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as E from "./expression.js";
import type { Expression } from "./expression.js";
import type { LocalModel, Point } from "./model.js";
import { networkTree } from "./network-ideal.js";
import { absoluteNorm, squareNorm } from "./squares.js";
import type { Tree } from "./squares.js";
import { dropUnits, requireZero, translate } from "./local.js";

/** Generators in local coordinates; without any, the ideal is 0. */
export type IdealTree = Tree<Polynomial>;

export interface Problem {
  readonly kind: "problem";
  /** Names for the coordinates x_0, x_1, …: those of the parameters. */
  readonly variables: readonly string[];
  readonly tree: IdealTree;
  /** "squares": K is comparable with the squared norm, λ = λ_I/2. "absolute": with the norm, λ = λ_I. */
  readonly norm: "squares" | "absolute";
}

/** A model of which no ideal is known; `reason` is one sentence. */
export interface NoProblem {
  readonly kind: "none";
  readonly variables: readonly string[];
  readonly reason: string;
}

/**
 * Throws PointError where w* is not on the zero set (with the generator and its value), and LimitError before an
 * expansion that would be too large.
 */
export function problemOf({ model, point }: LocalModel): Problem | NoProblem {
  const variables = model.parameters;
  switch (model.kind) {
    case "polynomial": {
      requireZero({ model, point });
      const squares = squareNorm(model.polynomial);
      const tree = localTree(squares ?? absoluteNorm(model.polynomial), point);
      return { kind: "problem", variables, tree, norm: squares === null ? "absolute" : "squares" };
    }
    case "ideal": {
      requireZero({ model, point });
      const tree = localTree({ kind: "ideal", generators: model.generators }, point);
      return { kind: "problem", variables, tree, norm: "squares" };
    }
    case "network": {
      const tree = networkTree(model, point);
      return typeof tree === "string"
        ? { kind: "none", variables, reason: tree }
        : { kind: "problem", variables, tree, norm: "squares" };
    }
  }
}

function localTree(tree: Tree<Expression>, point: Point): IdealTree {
  return dropUnits(expandTree(tree, point));
}

function expandTree(tree: Tree<Expression>, point: Point): IdealTree {
  switch (tree.kind) {
    case "ideal":
      return {
        kind: "ideal",
        generators: tree.generators.map((g) => E.expand(translate(g, point))).filter((g) => !P.isZero(g)),
      };
    case "product":
      return { kind: "product", factors: tree.factors.map((f) => expandTree(f, point)) };
    case "power":
      return { kind: "power", base: expandTree(tree.base, point), exponent: tree.exponent };
  }
}
