/**
 * The independent checker of certificates. It follows the proof node by node: from each node's cell and rule it makes
 * the cells that the children must be about, then it goes back and combines their bounds. It searches for nothing and
 * shares nothing with the solver but `symbolic/algebra` and the certificate's type. What the rules say and why they
 * hold stands in symbolic/resolution/certificate.ts.
 */
import { LimitError } from "../../errors.js";
import { stepBudget } from "../../symbolic/algebra/budget.js";
import type { Budget } from "../../symbolic/algebra/budget.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Certificate, CertifiedResult, ProofNode, Statement } from "../../symbolic/resolution/certificate.js";
import { readRational, sameCell, sizeOf } from "./cell.js";
import type { Cell, Scope } from "./cell.js";
import { demand, Refusal } from "./refusal.js";
import { rules } from "./rules.js";
import { readCertificate } from "./schema.js";
import type { Step } from "./step.js";
import { citedIn } from "./theorems.js";
import { planOf } from "./tree.js";
import * as V from "./values.js";
import type { Bounds, Combination } from "./values.js";

export type Verification =
  | {
      readonly valid: true;
      readonly status: "exact";
      readonly lambda: string;
      readonly multiplicity: number;
      /** Citations of the theorems that the proof takes on trust. */
      readonly byTheorem: readonly string[];
      /** What is proved: (λ, m) of K as it says, at its point. */
      readonly statement: Statement;
    }
  | {
      readonly valid: true;
      readonly status: "bounds";
      readonly lower: string;
      readonly upper: string;
      readonly byTheorem: readonly string[];
      readonly statement: Statement;
    }
  | { readonly valid: false; readonly reason: string };

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
    return check(readCertificate(document), budget);
  } catch (error) {
    if (error instanceof Refusal || error instanceof LimitError) return { valid: false, reason: error.message };
    throw error;
  }
}

function check({ statement, result, proof, nodes }: Certificate, budget: Budget): Verification {
  const names = new Map(statement.variables.map((name, i) => [name, i]));
  demand(names.size === statement.variables.length, "a variable is named twice");
  demand(statement.point.length === names.size, "the point has not one value for each variable");
  const scope: Scope = { names, budget };
  const plan = planOf(statement.tree, proof, statement, scope);
  const cells: (Cell | undefined)[] = nodes.map(() => undefined);
  let waiting = 0;
  const claim = (node: number, cell: Cell): void => {
    demand(node < nodes.length, `there is no node ${node}`);
    const known = cells[node];
    if (known !== undefined) {
      demand(sameCell(known, cell), `node ${node} is shared between different cells`);
      return;
    }
    cells[node] = cell;
    waiting += sizeOf(cell);
    demand(waiting <= maxWaiting, "the cells of the proof need too much memory");
  };
  for (const { node, cell } of plan.claims) claim(node, cell);

  const combinations = nodes.map((node, i): Combination => {
    const cell = cells[i];
    if (cell === undefined) throw new Refusal(`node ${i} is nobody's child`);
    const children = childrenOf(node);
    const { cells: theirs, combine } = located(i, node, () => apply(node, cell, scope));
    demand(children.length === theirs.length, `node ${i} (${node.rule}) needs ${theirs.length} children`);
    theirs.forEach((child, k) => {
      const index = children[k] ?? 0;
      demand(index > i, `node ${i} has the child ${index}, which does not come after it`);
      claim(index, child);
    });
    cells[i] = undefined;
    waiting -= sizeOf(cell);
    return combine;
  });

  const bounds: Bounds[] = nodes.map(() => V.unknown);
  const of = (node: number): Bounds => bounds[node] ?? V.unknown;
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    const combine = combinations[i];
    if (node !== undefined && combine !== undefined) bounds[i] = combine(childrenOf(node).map(of));
  }
  return verdict(statement, result, plan.bounds(of), citedIn(proof));
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

function apply(node: ProofNode, cell: Cell, scope: Scope): Step {
  const rule = rules[node.rule] as (node: ProofNode, cell: Cell, scope: Scope) => Step;
  return rule(node, cell, scope);
}

function childrenOf(node: ProofNode): readonly number[] {
  return "children" in node ? node.children : "child" in node ? [node.child] : [];
}

/** K ≍ ‖J‖² has half the λ of J. */
function verdict(
  statement: Statement,
  result: CertifiedResult,
  ideal: Bounds,
  byTheorem: readonly string[],
): Verification {
  const factor = Q.rational(1, statement.norm === "squares" ? 2 : 1);
  const [lower, upper] = [V.scaled(ideal.lower, factor), V.scaled(ideal.upper, factor)];
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
  demand(
    Q.equals(readRational(result.lambda), lower.lambda) && result.multiplicity === lower.multiplicity,
    `the proof gives λ = ${Q.format(lower.lambda)}, m = ${lower.multiplicity}`,
  );
  const lambda = Q.format(lower.lambda);
  return { valid: true, status: "exact", lambda, multiplicity: lower.multiplicity, byTheorem, statement };
}
