/**
 * A model at w* → the exact problem for the solver: a tree of ideals in local coordinates x, w = w* + x, whose norm
 * is comparable with K near 0.
 *
 * K polynomial: squares are read off its parse tree; what is no sum of squares is taken as |K|. K = Σ f²: the
 * generators. A network: see network-ideal.ts. Factors that do not vanish at w* are units and are left out.
 */
import { unlimited } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
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
 * expansion that would be too large, or where the budget ends on the way.
 */
export function problemOf({ model, point }: LocalModel, budget: Budget = unlimited()): Problem | NoProblem {
  const variables = model.parameters;
  switch (model.kind) {
    case "polynomial": {
      requireZero({ model, point });
      const squares = squareNorm(model.polynomial);
      const tree = localTree(squares ?? absoluteNorm(model.polynomial), point, budget);
      return { kind: "problem", variables, tree, norm: squares === null ? "absolute" : "squares" };
    }
    case "ideal": {
      requireZero({ model, point });
      const tree = localTree({ kind: "ideal", generators: model.generators }, point, budget);
      return { kind: "problem", variables, tree, norm: "squares" };
    }
    case "network": {
      const tree = networkTree(model, point, budget);
      return typeof tree === "string"
        ? { kind: "none", variables, reason: tree }
        : { kind: "problem", variables, tree, norm: "squares" };
    }
  }
}

function localTree(tree: Tree<Expression>, point: Point, budget: Budget): IdealTree {
  return dropUnits(expandTree(tree, point, budget));
}

function expandTree(tree: Tree<Expression>, point: Point, budget: Budget): IdealTree {
  switch (tree.kind) {
    case "ideal":
      return {
        kind: "ideal",
        generators: tree.generators.map((g) => E.expand(translate(g, point), budget)).filter((g) => !P.isZero(g)),
      };
    case "product":
      return { kind: "product", factors: tree.factors.map((f) => expandTree(f, point, budget)) };
    case "power":
      return { kind: "power", base: expandTree(tree.base, point, budget), exponent: tree.exponent };
  }
}
