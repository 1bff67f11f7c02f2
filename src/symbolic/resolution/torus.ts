/**
 * Torus actions x_i → t^{w_i}·x_i under which every polynomial of the cell is homogeneous. A nonzero variable that moves
 * can be set to ±1 (slice). Free variables that an action contracts become zero: λ is lower semicontinuous, and all
 * points of an orbit look alike (contract).
 */
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import { nullspace } from "../algebra/matrix.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { minimize } from "../algebra/simplex.js";
import { hasOpaque, mapped, normalForm, variablesOf, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Weight } from "./certificate.js";
import { equivalent } from "./step.js";
import type { Rule } from "./step.js";
import { least } from "./value.js";

export const slice: Rule = (cell) => {
  if (variablesOf(cell, "nonzero").length === 0 || hasOpaque(cell)) return null;
  const coordinates = variablesOf(cell, "zero", "free", "nonzero", "dependent");
  const basis = actions(cell, coordinates, "homogeneous").map(integral);
  const moving = basis.flatMap((w) =>
    coordinates.flatMap((variable, k) => {
      const weight = w[k] ?? 0;
      return weight !== 0 && cell.roles[variable] === "nonzero" ? [{ variable, weight, w }] : [];
    }),
  );
  const found = moving.find(({ weight }) => weight % 2 !== 0) ?? moving[0];
  if (found === undefined) return null;
  const { variable, weight, w } = found;
  const values = weight % 2 === 0 ? [1, -1] : [1];
  return {
    children: values.map((value) => setTo(cell, variable, value)),
    combine: least,
    node: (indices) => ({ rule: "slice", weights: weightsOf(coordinates, w), variable, children: indices }),
  };
};

export const contract: Rule = (cell, budget) => {
  if (variablesOf(cell, "free").length === 0 || hasOpaque(cell)) return null;
  const coordinates = variablesOf(cell, "zero", "free", "dependent");
  const w = contraction(cell, coordinates, budget);
  if (w === null) return null;
  const child = coordinates.reduce(
    (c, i, k) => (cell.roles[i] === "free" && (w[k] ?? 0) > 0 ? withRole(c, i, "zero") : c),
    cell,
  );
  return equivalent(normalForm(child), (index) => ({
    rule: "contract",
    weights: weightsOf(coordinates, w),
    child: index,
  }));
};

function setTo(cell: Cell, variable: number, value: number): Cell {
  const set = (p: Polynomial): Polynomial => P.substitute(p, variable, P.integer(value));
  return normalForm(mapped(withRole(cell, variable, null), set));
}

/** A basis of the weights (by position in `coordinates`) that make every polynomial homogeneous, or of degree 0. */
export function actions(
  cell: Cell,
  coordinates: readonly number[],
  conditions: "homogeneous" | "invariant",
): Rational[][] {
  const rows: Rational[][] = [];
  const exponentsOf = (m: string): Rational[] => coordinates.map((i) => Q.rational(M.exponent(m, i)));
  const rowKeys = new Set<string>();
  const add = (row: Rational[]): void => {
    const key = row.map(Q.format).join(",");
    if (row.some((q) => !Q.isZero(q)) && !rowKeys.has(key)) rows.push(row);
    rowKeys.add(key);
  };
  const homogeneous = (p: Polynomial): void => {
    const first = exponentsOf(p.monomials[0] ?? M.one);
    for (const m of p.monomials.slice(1)) add(exponentsOf(m).map((e, k) => Q.subtract(e, first[k] ?? Q.zero)));
  };
  cell.generators.forEach(homogeneous);
  cell.relations.forEach(homogeneous);
  for (const p of [...cell.nonzero, ...cell.equations]) {
    homogeneous(p);
    if (conditions === "invariant") add(exponentsOf(p.monomials[0] ?? M.one));
  }
  return nullspace(rows, coordinates.length);
}

/** Integer weights ≥ 0 on free and dependent variables, positive on as many free ones as can be; null where on none. */
function contraction(cell: Cell, coordinates: readonly number[], budget: Budget): number[] | null {
  const basis = actions(cell, coordinates, "invariant");
  const positionsOf = (role: "free" | "dependent"): number[] =>
    coordinates.flatMap((i, k) => (cell.roles[i] === role ? [k] : []));
  const free = positionsOf("free");
  if (basis.length === 0 || !basis.some((b) => free.some((k) => !Q.isZero(b[k] ?? Q.zero)))) return null;
  // Unknowns: a basis combination as a difference of two nonnegative vectors, and min(w_k, 1) for each free k.
  const size = basis.length;
  const none = free.map(() => Q.zero);
  const weightRow = (k: number): Rational[] => {
    const row = basis.map((b) => b[k] ?? Q.zero);
    return [...row, ...row.map(Q.negate)];
  };
  const dependent = positionsOf("dependent").map((k) => ({ row: [...weightRow(k), ...none], atLeast: Q.zero }));
  const bounded = free.flatMap((k, j) => {
    const own = none.map((_, l) => (l === j ? Q.rational(-1) : Q.zero));
    return [
      { row: [...weightRow(k), ...own], atLeast: Q.zero },
      { row: [...Array.from({ length: 2 * size }, () => Q.zero), ...own], atLeast: Q.rational(-1) },
    ];
  });
  const objective = [...Array.from({ length: 2 * size }, () => Q.zero), ...none.map(() => Q.rational(-1))];
  const result = minimize({ objective, constraints: [...bounded, ...dependent] }, budget);
  if (result.status !== "optimal" || Q.isZero(result.value)) return null;
  const w = coordinates.map((_, k) =>
    basis.reduce(
      (s, b, j) =>
        Q.add(s, Q.multiply(b[k] ?? Q.zero, Q.subtract(result.primal[j] ?? Q.zero, result.primal[size + j] ?? Q.zero))),
      Q.zero,
    ),
  );
  return integral(w);
}

/** The coprime integers in the ratio of the entries. */
function integral(w: readonly Rational[]): number[] {
  const denominator = w.reduce((d, q) => (d / Q.gcd(d, q.den)) * q.den, 1n);
  const scaled = w.map((q) => q.num * (denominator / q.den));
  const divisor = scaled.reduce(Q.gcd, 0n);
  return scaled.map((n) => Number(divisor === 0n ? n : n / divisor));
}

function weightsOf(coordinates: readonly number[], w: readonly number[]): Weight[] {
  return coordinates.flatMap((i, k): Weight[] => ((w[k] ?? 0) === 0 ? [] : [[i, w[k] ?? 0]]));
}
