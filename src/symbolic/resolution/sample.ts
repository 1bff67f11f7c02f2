/** Rational points of cells, which show that a cell is not empty. */
import * as P from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { signAt } from "../algebra/tower.js";
import { variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Sample } from "./certificate.js";

/**
 * Values of free and nonzero variables (1 where left out) at which no member of `nonzero` vanishes; null where none
 * was found or where the cell has equations.
 */
export function samplePoint(cell: Cell): Sample | null {
  if (cell.equations.length > 0) return null;
  const variables = variablesOf(cell, "free", "nonzero");
  for (let attempt = 0; attempt < 60; attempt++) {
    const values = variables.map((i, k): readonly [number, number] => [i, attempt === 0 ? 1 : candidate(attempt, k)]);
    const image = new Map(values.map(([i, v]) => [i, P.constant(Q.rational(v))]));
    if (cell.nonzero.every((p) => signAt(P.compose(p, image), cell.tower) !== 0)) {
      return values.filter(([, v]) => v !== 1).map(([i, v]) => [i, String(v)]);
    }
  }
  return null;
}

/** Small nonzero whole numbers that differ from variable to variable and from attempt to attempt. */
function candidate(attempt: number, position: number): number {
  const size = 1 + ((attempt * (2 * position + 3) + position * position) % (4 + attempt));
  return (attempt + position) % 2 === 0 ? size : -size;
}
