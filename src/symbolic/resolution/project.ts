/**
 * Variables that occur in no generator, with the conditions that bind them to each other alone: the cell is a product, and
 * its value that of the other factor. Where a hypersurface has become a coordinate, these are often all the variables that
 * its relation binds.
 */
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { isBare, normalForm, occursIn, restrict, variablesOf, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import { samplePoint, writePoint } from "./sample.js";
import type { Rule } from "./step.js";
import { nothing } from "./value.js";

export const project: Rule = (cell) => {
  if (variablesOf(cell, "opaque").length > 0 || cell.powers.length > 0) return null;
  const idle = idleVariables(cell);
  const holdsIdle = (p: Polynomial): boolean => idle.some((i) => occursIn(i, [p]));
  if (![...cell.nonzero, ...cell.equations, ...cell.relations].some(holdsIdle)) return null;
  const sample = samplePoint({
    ...without(cell, (i) => !idle.includes(i)),
    generators: [],
    nonzero: cell.nonzero.filter(holdsIdle),
    equations: cell.equations.filter(holdsIdle),
    relations: cell.relations.filter(holdsIdle).map((r) => restrict(cell, r)),
  });
  if (sample === null && cell.equations.some(holdsIdle)) return null;
  const rest = (list: readonly Polynomial[]): Polynomial[] => list.filter((p) => !holdsIdle(p));
  const child = normalForm({
    ...without(cell, (i) => idle.includes(i)),
    nonzero: rest(cell.nonzero),
    equations: rest(cell.equations),
    relations: rest(cell.relations),
  });
  return {
    children: [child],
    combine: ([range = nothing]) => (sample === null ? { ...range, upper: "infinite" } : range),
    node: ([index = -1], write) => ({
      rule: "project",
      variables: idle,
      ...(sample === null ? {} : { sample: writePoint(sample, write) }),
      child: index,
    }),
  };
};

/** Those that no condition on the cell, and no relation at all, binds to a variable of a generator or one with κ or h. */
function idleVariables(cell: Cell): number[] {
  const candidates = variablesOf(cell, "free", "nonzero", "dependent");
  const conditions = [...cell.nonzero, ...cell.equations, ...cell.relations].map((p) => ({
    onCell: P.variablesOf(restrict(cell, p)).filter((i) => candidates.includes(i)),
    all: P.variablesOf(p).filter((i) => candidates.includes(i)),
  }));
  const busy = new Set(candidates.filter((i) => !isBare(cell, i) || occursIn(i, cell.generators)));
  for (let size = -1; size < busy.size;) {
    size = busy.size;
    for (const { onCell, all } of conditions) if (onCell.some((i) => busy.has(i))) all.forEach((i) => busy.add(i));
  }
  return candidates.filter((i) => !busy.has(i));
}

function without(cell: Cell, isGone: (variable: number) => boolean): Cell {
  const gone = cell.roles.flatMap((role, i) => (role !== null && role !== "constant" && isGone(i) ? [i] : []));
  return gone.reduce((rest, i) => withRole(rest, i, null), cell);
}
