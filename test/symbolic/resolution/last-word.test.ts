/** What is said when the budget ends: how far the count goes past it, and that more steps never say less. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mostReserve, stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { parseModelFile } from "../../../src/symbolic/model/file.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { monomial, network, tanh } from "../../../src/symbolic/model/network.js";
import type { Activation } from "../../../src/symbolic/model/model.js";
import { at } from "../../../src/symbolic/model/point.js";
import { ideal } from "../../../src/symbolic/model/text.js";
import { rlct } from "../../../src/symbolic/rlct.js";

/** What one operation may take that is under way when the budget ends. */
const atOnce = 1_000;

const net = (widths: readonly number[], activation: Activation, point?: number[][][]): LocalModel =>
  at(network({ widths, activation }), point);
const example = (name: string): LocalModel =>
  parseModelFile(readFileSync(new URL(`../../../examples/${name}.json`, import.meta.url), "utf8"));

const models: [string, LocalModel][] = [
  ["tanh 1-2-2-1", net([1, 2, 2, 1], tanh)],
  ["tanh 1-2-2-1-1", net([1, 2, 2, 1, 1], tanh)],
  ["tanh 2-2-2", net([2, 2, 2], tanh)],
  ["x^2 2-2-2-2", net([2, 2, 2, 2], monomial(2))],
  ["x^2 3-3-1", net([3, 3, 1], monomial(2))],
  ["x^3 2-2-1-1", net([2, 2, 1, 1], monomial(3))],
  ["x^2 3-1-1-4 elsewhere", net([3, 1, 1, 4], monomial(2), [[[-1, 0, 1]], [[2]], [[0], [0], [0], [1]]])],
  ["latent classes", example("latent-class-4")],
  ["self-attention", example("linear-attention")],
  [
    "swelling in three variables",
    at(ideal(["x^3*y^2 + 3*x^2*y*z^2 + x*y*z^3 - 2*y^2", "2*x^4*z + y^2*z^2 + 2*y + 3*z^2"])),
  ],
  ["two parts", at(ideal(["(x^2*y + z^3 + x*y*z)^2 + w^7", "u^3*v + v^4*t + u*t^2"]))],
  ["lines", at(ideal(["x^4 - 10*x^2*y^2 + y^4 + x^5*y^3", "x^3*y^2 - y^7 + x^6"]))],
];

const lambda = (of: Pick<Answer, "lower" | "upper">): string => `${Q.format(of.lower)}..${Q.format(of.upper)}`;

interface Answer {
  readonly isExact: boolean;
  readonly lower: Q.Rational;
  readonly upper: Q.Rational;
  readonly past: number;
}

function answer(local: LocalModel, limit: number): Answer {
  const budget = stepBudget(limit);
  const result = rlct(local, { budget, theorems: false });
  const [lower, upper] = result.status === "exact" ? [result.lambda, result.lambda] : [result.lower, result.upper];
  return { isExact: result.status === "exact", lower, upper, past: budget.steps - limit };
}

test.each(models)(
  "%s: the count passes no budget by more than the reserve, and more steps never say less",
  (_, local) => {
    const answers = [0, 2_000, 20_000].map((limit) => answer(local, limit));
    for (const { past } of answers) expect(past).toBeLessThanOrEqual(mostReserve + atOnce);
    answers.slice(1).forEach((more, k) => {
      const less = answers[k] ?? more;
      const says = `${lambda(less)}, then ${lambda(more)}`;
      expect(Q.compare(more.lower, less.lower), says).toBeGreaterThanOrEqual(0);
      expect(Q.compare(more.upper, less.upper), says).toBeLessThanOrEqual(0);
      expect(more.isExact || !less.isExact).toBe(true);
    });
  },
);
