/** All small members of a family, and comparison of a theorem with the resolution. */
import { stepBudget } from "../../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../../src/symbolic/algebra/rational.js";
import { problemOf } from "../../../../src/symbolic/model/ideal.js";
import type { LocalModel } from "../../../../src/symbolic/model/model.js";
import { rlct } from "../../../../src/symbolic/rlct.js";
import { theoremsOf } from "../../../../src/symbolic/theorems/theorems.js";
import type { Known } from "../../../../src/symbolic/theorems/theorem.js";

export function knownOf(local: LocalModel): Known | null {
  const problem = problemOf(local);
  return problem.kind === "none" ? null : theoremsOf(local)(problem.tree);
}

/** "λ:m" of the ideal, or its bounds on λ. */
export function format(known: Known): string {
  const text = ({ lambda, multiplicity }: Known["lower"]): string => `${Q.format(lambda)}:${multiplicity}`;
  if (known.upper === "infinite") return `from ${text(known.lower)}`;
  return text(known.lower) === text(known.upper) ? text(known.lower) : "two values";
}

/** Whether the resolution alone proves the theorem's value, contradicts it, or leaves bounds that hold it. */
export function compare(local: LocalModel, known: Known, steps: number): "proved" | "held" | "contradicted" {
  const own = rlct(local, { budget: stepBudget(steps), method: "blow-up" });
  const lambda = Q.divide(known.lower.lambda, Q.rational(2));
  if (own.status === "bounds") {
    const exact = known.upper !== "infinite";
    const below = Q.compare(own.lower, lambda) <= 0;
    return Q.compare(lambda, own.upper) <= 0 && (below || !exact) ? "held" : "contradicted";
  }
  const order = Q.compare(own.lambda, lambda) || Math.sign(known.lower.multiplicity - own.multiplicity);
  return order === 0 || (order > 0 && known.upper === "infinite") ? "proved" : "contradicted";
}
