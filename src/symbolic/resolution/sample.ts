/** Points of cells, which show that a cell is not empty: rational ones, or a root between two of opposite sign. */
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { countRoots, isolateRoots } from "../algebra/roots.js";
import { signAt } from "../algebra/tower.js";
import { variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Sample } from "./certificate.js";

const attempts = 60;
const rootAttempts = 12;

/** A point that certificate.ts accepts; null where none was found. */
export function samplePoint(cell: Cell): Sample | null {
  const [equation, ...more] = cell.equations;
  if (equation === undefined) return rationalPoint(cell);
  return more.length > 0 || cell.tower.length > 0 ? null : pointOn(cell, equation);
}

function rationalPoint(cell: Cell): Sample | null {
  const variables = variablesOf(cell, "free", "nonzero");
  for (let attempt = 0; attempt < attempts; attempt++) {
    const values = valuesOf(variables, attempt);
    const image = images(values);
    if (cell.nonzero.every((p) => signAt(P.compose(p, image), cell.tower) !== 0))
      return { values: shown(values), root: null };
  }
  return null;
}

/** A root of the equation in one of its variables, the others rational. */
function pointOn(cell: Cell, equation: Polynomial): Sample | null {
  for (const variable of P.variablesOf(equation)) {
    const others = variablesOf(cell, "free", "nonzero").filter((i) => i !== variable);
    for (let attempt = 0; attempt < rootAttempts; attempt++) {
      const values = valuesOf(others, attempt);
      const image = images(values);
      const line = P.compose(equation, image);
      if (P.isConstant(line)) continue;
      const conditions = cell.nonzero.map((p) => P.compose(p, image));
      if (cell.roles[variable] === "nonzero") conditions.push(P.variable(variable));
      for (const { lower, upper } of isolateRoots(line)) {
        if (Q.equals(lower, upper)) continue;
        const ends = [lower, upper].map((at) => signAt(P.substitute(line, variable, P.constant(at)), []));
        if (ends[0] === ends[1] || ends.includes(0) || conditions.some((p) => hasZero(p, variable, lower, upper)))
          continue;
        return {
          values: shown(values),
          root: { variable, lower: Q.format(lower), upper: Q.format(upper) },
        };
      }
    }
  }
  return null;
}

function hasZero(p: Polynomial, variable: number, lower: Q.Rational, upper: Q.Rational): boolean {
  if (P.isConstant(p)) return P.isZero(p);
  const atLower = P.isZero(P.substitute(p, variable, P.constant(lower)));
  return atLower || countRoots(p, lower, upper) > 0;
}

function valuesOf(variables: readonly number[], attempt: number): (readonly [number, number])[] {
  return variables.map((i, k) => [i, attempt === 0 ? 1 : candidate(attempt, k)] as const);
}

function images(values: readonly (readonly [number, number])[]): Map<number, Polynomial> {
  return new Map(values.map(([i, v]) => [i, P.integer(v)]));
}

function shown(values: readonly (readonly [number, number])[]): (readonly [number, string])[] {
  return values.filter(([, v]) => v !== 1).map(([i, v]) => [i, String(v)] as const);
}

/** Small nonzero whole numbers that differ from variable to variable and from attempt to attempt. */
function candidate(attempt: number, position: number): number {
  const size = 1 + ((attempt * (2 * position + 3) + position * position) % (4 + attempt));
  return (attempt + position) % 2 === 0 ? size : -size;
}
