/**
 * Lower bounds by a sub-ideal. Fewer generators make a smaller ideal, whose (λ, m) is no greater, and which may be resolved
 * where the whole is not. Those of the highest degree are dropped: of a network's moments they often change nothing but the
 * length of the proof.
 */
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { boundsLeaf } from "./bounds.js";
import { normalForm } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Proof } from "./proof.js";
import { along, better } from "./step.js";
import type { Step } from "./step.js";
import { compare, isExact } from "./value.js";
import type { Value } from "./value.js";

/** The proof with what is proved of the generators of lower degree, where these may reach the upper bound. */
export function overSubIdeal(
  proof: Proof,
  cell: Cell,
  budget: Budget,
  prove: (cell: Cell, aim: Value) => Proof,
): Proof {
  const { upper } = proof.range;
  if (isExact(proof.range) || upper === "infinite" || budget.expired()) return proof;
  const step = withoutHighest(cell);
  if (step === null) return proof;
  const mayReach = step.children.every((child) => compare(boundsLeaf(child, budget).range.upper, upper) >= 0);
  if (!mayReach) return proof;
  return better(
    proof,
    along(
      step,
      step.children.map((child) => prove(child, upper)),
    ),
  );
}

/** The step to the generators of less than the highest degree; null where all are of one degree, or the cell has powers. */
function withoutHighest(cell: Cell): Step | null {
  const highest = Math.max(...cell.generators.map(P.degree));
  const isKept = (g: Polynomial): boolean => P.degree(g) < highest;
  if (cell.powers.length > 0 || !cell.generators.some(isKept)) return null;
  const dropped = [...cell.generators.entries()].filter(([, g]) => !isKept(g));
  return {
    children: [normalForm({ ...cell, generators: cell.generators.filter(isKept) })],
    combine: ([range]) => ({ lower: range?.lower ?? "nothing", upper: "infinite" }),
    node: ([child = -1]) => ({
      rule: "reduce",
      of: "generators",
      steps: dropped.map(([i]) => ({ kind: "set", target: cell.relations.length + i, polynomial: "0" })),
      child,
    }),
  };
}
