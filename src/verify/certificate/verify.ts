/**
 * The independent checker of certificates. It follows the proof node by node: from each node's cell and rule it makes
 * the cells that the children must be about, then it goes back and combines their bounds. It searches for nothing and
 * shares nothing with the solver but `symbolic/algebra` and the certificate's type. What the rules say and why they
 * hold stands in docs/certificates.md.
 */
import { LimitError } from "../../errors.js";
import { stepBudget } from "../../symbolic/algebra/budget.js";
import type { Budget } from "../../symbolic/algebra/budget.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Certificate, IdealProof, ProofNode, Statement } from "../../symbolic/resolution/certificate.js";
import { keyOf, readRational, sizeOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { readCertificate } from "./document.js";
import { demand, Refusal } from "./refusal.js";
import { apply } from "./rules.js";
import { start } from "./statement.js";
import type { Step } from "./step.js";
import { citations } from "./theorems.js";
import * as V from "./values.js";
import type { Bounds } from "./values.js";

export type Verification =
  | (Proved & { readonly status: "exact"; readonly lambda: string; readonly multiplicity: number })
  | (Proved & { readonly status: "bounds"; readonly lower: string; readonly upper: string })
  | { readonly valid: false; readonly reason: string };

interface Proved {
  readonly valid: true;
  /** Citations of the theorems that the proof takes on trust. */
  readonly byTheorem: readonly string[];
  /** What is proved: (λ, m) of K as it says, at its point. */
  readonly statement: Statement;
}

/** About a minute of work. */
export const defaultSteps = 30_000_000;

/** For the cells that wait for their node, in words of 64 bits or so. */
const maxWaiting = 10_000_000;

/**
 * Checks a certificate, as it comes out of JSON.parse. A proof that fails, or cannot be checked within the bounds on
 * size and within the budget, is the value { valid: false }. Throws SchemaError where the document is no certificate.
 */
export function verifyCertificate(document: unknown, budget: Budget = stepBudget(defaultSteps)): Verification {
  try {
    const certificate = readCertificate(document);
    return verdict(certificate, follow(certificate, budget));
  } catch (error) {
    if (error instanceof Refusal || error instanceof LimitError) return { valid: false, reason: error.message };
    throw error;
  }
}

export interface Followed {
  /** Of the statement's ideal. */
  readonly whole: Bounds;
  /** By the numbers of the nodes. */
  readonly bounds: readonly Bounds[];
}

/** Follows a proof; `see` is shown each node's cell. Throws Refusal and LimitError. */
export function follow(
  { statement, proof, nodes }: Certificate,
  budget: Budget,
  see: (node: number, cell: Cell) => void = () => undefined,
): Followed {
  const names = new Map(statement.variables.map((name, i) => [name, i]));
  demand(names.size === statement.variables.length, "a variable is named twice");
  demand(statement.point.length === names.size, "the point has not one value for each variable");
  const cells = new Map<number, Cell>();
  let waiting = 0;
  const claim = (node: number, cell: Cell): void => {
    demand(node < nodes.length, `there is no node ${node}`);
    const known = cells.get(node);
    const same = known === undefined || known === cell || keyOf(known) === keyOf(cell);
    demand(same, `node ${node} is shared between different cells`);
    if (known !== undefined) return;
    cells.set(node, cell);
    waiting += sizeOf(cell);
    demand(waiting <= maxWaiting, "the cells of the proof need too much memory");
  };
  const bounds: Bounds[] = [];
  const enter = (i: number, node: ProofNode | IdealProof, { cells: theirs, combine }: Step): (() => Bounds) => {
    const children = childrenOf(node);
    demand(children.length === theirs.length, `node ${i} (${node.rule}) needs ${theirs.length} children`);
    theirs.forEach((cell, k) => {
      const child = children[k] ?? -1;
      demand(child > i, `node ${i} has the child ${child}, which does not come after it`);
      claim(child, cell);
    });
    return () => combine(children.map((child) => bounds[child] ?? V.unknown));
  };
  const whole = enter(-1, proof, start({ statement, proof }, { names, budget }));
  const combinations = nodes.map((node, i) => {
    const cell = cells.get(i);
    if (cell === undefined) throw new Refusal(`node ${i} is nobody's child`);
    see(i, cell);
    const combine = enter(
      i,
      node,
      located(i, node, () => apply(node, cell)),
    );
    cells.delete(i);
    waiting -= sizeOf(cell);
    return combine;
  });
  for (const [i, combine] of [...combinations.entries()].reverse()) bounds[i] = combine();
  return { whole: whole(), bounds };
}

export function childrenOf(node: ProofNode | IdealProof): readonly number[] {
  if ("ideals" in node) return node.ideals.flat().map((part) => part.node);
  return "children" in node ? node.children : "child" in node ? [node.child] : [];
}

/** Says in which node a proof fails. */
function located<T>(i: number, node: ProofNode, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof LimitError)) throw error;
    throw new Refusal(`node ${i} (${node.rule}): ${error.message}`);
  }
}

/** K ≍ ‖J‖² has half the λ of J. */
function verdict({ statement, result, nodes }: Certificate, { whole }: Followed): Verification {
  const byTheorem = [...new Set(nodes.flatMap((n) => (n.rule === "theorem" ? [citations[n.name]] : [])))];
  const factor = Q.rational(1, statement.norm === "squares" ? 2 : 1);
  const { lower, upper } = V.scaledBy(factor)([whole]);
  if (lower === "infinite" || upper === "infinite") {
    throw new Refusal("the proof gives no upper bound, or K does not vanish at the point");
  }
  if (result.status === "bounds") {
    const [from, to] = [readRational(result.lower), readRational(result.upper)];
    const holds = Q.compare(from, lower.lambda) <= 0 && Q.compare(to, upper.lambda) >= 0;
    demand(holds, `the proof gives only ${Q.format(lower.lambda)} ≤ λ ≤ ${Q.format(upper.lambda)}`);
    return { valid: true, status: "bounds", lower: result.lower, upper: result.upper, byTheorem, statement };
  }
  demand(V.compare(lower, upper) === 0, "the proof gives bounds, no exact value");
  const [lambda, multiplicity] = [Q.format(lower.lambda), lower.multiplicity];
  const holds = Q.equals(readRational(result.lambda), lower.lambda) && result.multiplicity === multiplicity;
  demand(holds, `the proof gives λ = ${lambda}, m = ${multiplicity}`);
  return { valid: true, status: "exact", lambda, multiplicity, byTheorem, statement };
}
