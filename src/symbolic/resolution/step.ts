/**
 * A step of the solver: one rule applied to a cell, giving the cells that it leaves, how their ranges make up the
 * cell's own, and the certificate's node.
 */
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { normalForm, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import type { ProofNode, ReduceStep } from "./certificate.js";
import type { Proof, Writer } from "./proof.js";
import { least } from "./value.js";
import type { Aim, Range } from "./value.js";

export interface Step {
  readonly children: readonly Cell[];
  readonly combine: (ranges: readonly Range[]) => Range;
  /** What of a child is enough for the whole; that of a union if left out. */
  readonly aim?: Aim;
  readonly node: (children: readonly number[], write: Writer) => ProofNode;
}

/** A rule looks at a cell and gives a step, or null where it has nothing to say. LimitError where the budget ends first. */
export type Rule = (cell: Cell, budget: Budget) => Step | null;

export type RuleOrLeaf = Rule | ((cell: Cell, budget: Budget) => Proof | null);

/** A step to one cell of the same value. */
export function equivalent(child: Cell, node: (child: number, write: Writer) => ProofNode): Step {
  return {
    children: [child],
    combine: ([range]) => only(range),
    node: ([index = -1], write) => node(index, write),
  };
}

/** Appends Σ cofactors[j]·p_j, which is not 0, to a list of polynomials p of so many members. */
export function appended(count: number, cofactors: readonly Polynomial[], write: Writer): ReduceStep[] {
  return cofactors.flatMap((c, source): ReduceStep[] =>
    P.isZero(c) ? [] : [{ kind: "subtract", target: count, source, factor: write(P.negate(c)) }],
  );
}

/** The cases of a free variable that is zero and nonzero. */
export function splitVariable(cell: Cell, variable: number): Step {
  return {
    children: (["zero", "nonzero"] as const).map((role) => normalForm(withRole(cell, variable, role))),
    combine: least,
    node: ([zero = -1, nonzero = -1], write) => ({
      rule: "cover",
      polynomials: [write(P.variable(variable))],
      children: [nonzero, zero],
    }),
  };
}

/** A proof without children. */
export function leaf(range: Range, node: (write: Writer) => ProofNode): Proof {
  return { range, children: [], node: (_, write) => node(write) };
}

function only(range: Range | undefined): Range {
  if (range === undefined) throw new RangeError("a step with one child was combined without its range");
  return range;
}
