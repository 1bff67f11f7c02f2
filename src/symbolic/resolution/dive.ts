/**
 * Upper bounds from nearby points: the value of a cell is the least over its points, and each chart, each piece of a split
 * holds some. One of them is followed as far as it goes, the others are left open, and on the way every cell's best
 * divisor counts. In linear networks this runs through the strata of matrices by rank.
 */
import { unlessTooLarge } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { blowUp } from "./blow-up.js";
import { boundsLeaf } from "./bounds.js";
import { variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import { centres } from "./centre.js";
import type { Proof } from "./proof.js";
import { better, nothingProved } from "./step.js";
import type { RuleOrLeaf, Step } from "./step.js";
import { isExact, least } from "./value.js";
import type { Range } from "./value.js";

/** A dive ends after so many steps in a row, and at cells with more terms. */
const maxSteps = 80;
const maxTerms = 1_500;

/** A proof for a cell without equations, whose upper bound is of use. */
export function dive(cell: Cell, rules: readonly RuleOrLeaf[], budget: Budget, steps = maxSteps): Proof {
  const own = boundsLeaf(cell, budget);
  const terms = cell.generators.reduce((n, g) => n + g.monomials.length, 0);
  if (steps === 0 || terms > maxTerms || budget.expired() || isExact(own.range)) return own;
  budget.steps += 100 + 10 * terms;
  const next = firstThatApplies(cell, [...rules, blowUpOnce], budget);
  if (next === null) return own;
  const proof = "range" in next ? next : along(next, (child) => dive(child, rules, budget, steps - 1));
  return better(own, proof);
}

function firstThatApplies(cell: Cell, rules: readonly RuleOrLeaf[], budget: Budget): Step | Proof | null {
  return unlessTooLarge(() => {
    for (const rule of rules) {
      const found = rule(cell, budget);
      if (found === null || ("range" in found && !saysAbove(found.range))) continue;
      return found;
    }
    return null;
  });
}

/** Only a bound from above is of use here. */
function saysAbove(range: Range): boolean {
  return range.upper !== "infinite" || isExact(range);
}

function blowUpOnce(cell: Cell, budget: Budget): Step | null {
  const [centre] = centres(cell, budget);
  return centre === undefined ? null : blowUp(cell, centre);
}

/** A union is followed into one part, the largest. */
function along(step: Step, follow: (child: Cell) => Proof): Proof {
  const sizes = step.children.map(freedom);
  const chosen = sizes.indexOf(Math.max(...sizes));
  const children = step.children.map((child, k) =>
    step.combine === least && k !== chosen ? nothingProved() : follow(child),
  );
  return { range: step.combine(children.map((p) => p.range)), children, node: step.node };
}

/** How many points a cell has: its dimension. */
function freedom(cell: Cell): number {
  return variablesOf(cell, "free", "nonzero").length - cell.equations.length;
}
