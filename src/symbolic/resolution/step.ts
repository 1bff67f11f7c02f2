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
import { best, compare, isExact, least, nothing } from "./value.js";
import type { Aim, Range } from "./value.js";

export interface Step {
  readonly children: readonly Cell[];
  readonly combine: (ranges: readonly Range[]) => Range;
  /** What of a child is enough for the whole; that of a union if left out. */
  readonly aim?: Aim;
  readonly node: (children: readonly number[], write: Writer) => ProofNode;
  /** The step to the cell that this one is about, with that cell as its only child. */
  readonly behind?: Step;
}

/** A rule looks at a cell and gives a step, or null where it has nothing to say. LimitError where the budget ends first. */
export type Rule = (cell: Cell, budget: Budget) => Step | null;

export type RuleOrLeaf = (cell: Cell, budget: Budget) => Step | Proof | null;

/** A step to one cell of the same value. */
export function equivalent(child: Cell, node: (child: number, write: Writer) => ProofNode): Step {
  return {
    children: [child],
    combine: ([range]) => only(range),
    node: ([index = -1], write) => node(index, write),
  };
}

/** The second step behind the first, which has one child. */
export function behind(first: Step, second: Step): Step {
  return { ...second, behind: second.behind === undefined ? first : behind(first, second.behind) };
}

/** What proofs about a step's children prove. */
export function along(step: Step, children: readonly Proof[]): Proof {
  const own = { range: step.combine(children.map((p) => p.range)), children, node: step.node };
  return step.behind === undefined ? own : along(step.behind, [own]);
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

/** A proof that says nothing; each is one of its own, as a node belongs to one cell. */
export function nothingProved(): Proof {
  return leaf(nothing, () => ({ rule: "combine", children: [] }));
}

/** Both proofs of a cell where each says something that the other does not. */
export function better(a: Proof, b: Proof | null): Proof;
export function better(a: Proof | null, b: Proof): Proof;
export function better(a: Proof | null, b: Proof | null): Proof | null {
  if (a === null || b === null) return a ?? b;
  if (isExact(b.range)) return b;
  if (a === b || isExact(a.range)) return a;
  const aLower = compare(a.range.lower, b.range.lower) >= 0;
  const aUpper = compare(a.range.upper, b.range.upper) <= 0;
  if (aLower && aUpper) return a;
  if (compare(b.range.lower, a.range.lower) >= 0 && compare(b.range.upper, a.range.upper) <= 0) return b;
  return {
    range: best([a.range, b.range]),
    children: [a, b],
    node: (children) => ({ rule: "combine", children }),
  };
}
