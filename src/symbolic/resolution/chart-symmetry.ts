/**
 * Charts of a blow-up that need not be looked at: where a permutation of the variables keeps the cell and the centre's
 * weights, and takes a chart's variable to an earlier one, each point of the chart has an image in an earlier one. So units
 * that can be exchanged, and inputs, give one chart together.
 */
import * as M from "../algebra/monomial.js";
import { canonicalNumbering, renamed, renaming } from "./canonical.js";
import { cellKey, functionsOf, hasOpaque } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Weight } from "./certificate.js";

/** A chart's variable, and a permutation that moves it to one before it in the centre. */
export type Symmetry = readonly [variable: number, permutation: readonly number[]];

export function symmetricCharts(cell: Cell, centre: readonly Weight[]): Symmetry[] {
  if (hasOpaque(cell)) return [];
  const signatures = new Map(centre.map(([i, w]) => [i, `${w};${signature(cell, i)}`]));
  const seen: { readonly signature: string; readonly numbering: readonly number[]; readonly key: string }[] = [];
  return centre.flatMap(([i]): Symmetry[] => {
    const own = signatures.get(i) ?? "";
    if (centre.every(([j]) => i === j || signatures.get(j) !== own)) return [];
    const marked = withMark(cell, centre, i);
    const numbering = canonicalNumbering(marked);
    const key = cellKey(renamed(marked, numbering));
    const same = seen.find((before) => before.signature === own && before.key === key);
    if (same !== undefined) return [[i, renaming(numbering, same.numbering)]];
    seen.push({ signature: own, numbering, key });
    return [];
  });
}

/** Equal for variables that a symmetry of the cell exchanges. */
function signature(cell: Cell, variable: number): string {
  const uses = functionsOf(cell).map((g) =>
    g.monomials
      .map((m) => `${M.exponent(m, variable)}/${M.degree(m)}`)
      .sort()
      .join(),
  );
  return [cell.kappa[variable], cell.h[variable], ...uses.sort()].join(";");
}

/** The centre's weights, and a variable, told apart by h. */
function withMark(cell: Cell, centre: readonly Weight[], variable: number): Cell {
  const unit = 1 + Math.max(0, ...cell.h);
  const last = 1 + Math.max(...centre.map(([, w]) => w));
  const marks = new Map(centre);
  return { ...cell, h: cell.h.map((e, i) => e + unit * (i === variable ? last : (marks.get(i) ?? 0))) };
}
