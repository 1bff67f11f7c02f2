/**
 * Monomial ideals: λ is the value of a linear program over the divisors w ≥ 0 (Howald 2001; with the weight |x^h| Lin
 * 2011, Theorem 4.5), m the dimension of its optimal face plus one, read off a strictly complementary pair of
 * solutions, which exists by Goldman and Tucker (1956).
 */
import { unlimited } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import { rank } from "../algebra/matrix.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as P from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { minimize } from "../algebra/simplex.js";
import { variablesOf, zeroPart } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Proof } from "./proof.js";
import { samplePoint, writePoint } from "./sample.js";
import { leaf } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";
import type { Unit } from "./unit.js";
import { infinite, pole } from "./value.js";
import type { Value } from "./value.js";

/** The proof of a cell whose generators are units times monomials, and powers of units; null for other cells. */
export function monomialLeaf(cell: Cell, budget: Budget): Proof | null {
  if (variablesOf(cell, "free").some((i) => (cell.kappa[i] ?? 0) > 0 || (cell.h[i] ?? 0) > 0)) return null;
  const units: Unit[] = [];
  const exponents: Monomial[] = [];
  for (const g of cell.generators) {
    const content = zeroPart(cell, P.monomialContent(g));
    const unit = unitOf(P.divideMonomial(g, content) ?? g, cell);
    if (unit === null) return null;
    units.push(unit);
    exponents.push(content);
  }
  for (const { factor } of cell.powers) {
    const unit = unitOf(factor, cell);
    if (unit === null) return null;
    units.push(unit);
  }
  const zeros = variablesOf(cell, "zero");
  const solution = solveMonomial(
    exponents.map((m) => zeros.map((i) => (cell.kappa[i] ?? 0) + M.exponent(m, i))),
    zeros.map((i) => cell.h[i] ?? 0),
    budget,
  );
  const sample = samplePoint(cell);
  const range =
    solution.value === "infinite"
      ? infinite
      : { lower: solution.value, upper: sample === null ? ("infinite" as const) : solution.value };
  return leaf(range, (write) => ({
    rule: "monomial",
    coordinates: [],
    jacobian: [],
    forms: units.map((u) => ({ unit: writeUnit(u, write) })),
    primal: solution.primal.map(Q.format),
    dual: solution.dual.map(Q.format),
    ...(sample === null ? {} : { sample: writePoint(sample, write) }),
  }));
}

export interface MonomialSolution {
  readonly value: Value;
  /** Strictly complementary; empty where the value is infinite. */
  readonly primal: readonly Rational[];
  readonly dual: readonly Rational[];
}

/** (λ, m) of the ideal of these exponents (κ included), by variable, with weight x^h. */
export function solveMonomial(
  exponents: readonly (readonly number[])[],
  h: readonly number[],
  budget: Budget = unlimited(),
): MonomialSolution {
  if (exponents.some((a) => a.every((e) => e === 0))) return { value: "infinite", primal: [], dual: [] };
  const rows = exponents.map((a) => a.map((e) => Q.rational(e)));
  const cost = h.map((e) => Q.rational(e + 1));
  const optimum = minimize({ objective: cost, constraints: rows.map((row) => ({ row, atLeast: Q.one })) }, budget);
  if (optimum.status !== "optimal") throw new RangeError("a monomial program without an optimum");
  const lambda = optimum.value;
  const columns = cost.map((_, i) => rows.map((row) => row[i] ?? Q.zero));
  // Cones {(x, τ)}: optimal solutions times τ. For divisors A·w ≥ τ, cost·w ≤ λτ; for duals Aᵀ·y ≤ cost·τ, Σ y ≥ λτ.
  const primal = mostPositive(
    rows,
    rows.map(() => -1n),
    cost.map(Q.negate),
    lambda,
    budget,
  );
  const dual = mostPositive(
    columns.map((column) => column.map(Q.negate)),
    cost.map((c) => c.num),
    rows.map(() => Q.one),
    Q.negate(lambda),
    budget,
  );
  const tight = rows.filter((_, j) => Q.sign(dual[j] ?? Q.zero) > 0);
  const slackUnits = columns.flatMap((column, i) => {
    const used = column.reduce((s, c, j) => Q.add(s, Q.multiply(c, dual[j] ?? Q.zero)), Q.zero);
    return Q.compare(used, cost[i] ?? Q.zero) < 0 ? [columns.map((_, k) => (k === i ? Q.one : Q.zero))] : [];
  });
  return { value: pole(lambda, 1 + h.length - rank([...tight, ...slackUnits])), primal, dual };
}

/**
 * A solution of rows·x + right·τ ≥ 0, last·x + lastRight·τ ≥ 0, x ≥ 0 with as many strict inequalities among the rows
 * and x ≥ 0 as there can be, scaled to τ = 1. (The set is a cone, so every slack that can be positive can be 1.)
 */
function mostPositive(
  rows: readonly (readonly Rational[])[],
  right: readonly bigint[],
  last: readonly Rational[],
  lastRight: Rational,
  budget: Budget,
): Rational[] {
  const n = last.length;
  const slacks = rows.length + n;
  const unit = (k: number, value: Rational): Rational[] =>
    Array.from({ length: slacks }, (_, j) => (j === k ? value : Q.zero));
  const constraints = [
    ...rows.map((row, j) => [...row, Q.rational(right[j] ?? 0n), ...unit(j, Q.rational(-1))]),
    ...last.map((_, i) => [
      ...last.map((_, k) => (k === i ? Q.one : Q.zero)),
      Q.zero,
      ...unit(rows.length + i, Q.rational(-1)),
    ]),
    [...last, lastRight, ...unit(-1, Q.zero)],
  ].map((row) => ({ row, atLeast: Q.zero }));
  const caps = unit(-1, Q.zero).map((_, k) => ({
    row: [...last.map(() => Q.zero), Q.zero, ...unit(k, Q.rational(-1))],
    atLeast: Q.rational(-1),
  }));
  const objective = [...last.map(() => Q.zero), Q.zero, ...unit(-1, Q.zero).map(() => Q.rational(-1))];
  const result = minimize({ objective, constraints: [...constraints, ...caps] }, budget);
  if (result.status !== "optimal") throw new RangeError("a bounded feasible program without an optimum");
  const tau = result.primal[n] ?? Q.one;
  return result.primal.slice(0, n).map((x) => Q.divide(x, tau));
}

/** Exponents of all terms of the generators in the zero variables, with κ: those of the ideal of terms. */
export function termExponents(cell: Cell, generators: readonly Polynomial[], zeros: readonly number[]): number[][] {
  const distinct = new Set(generators.flatMap((g) => g.monomials.map((m) => zeroPart(cell, m))));
  return [...distinct].map((m) => zeros.map((i) => (cell.kappa[i] ?? 0) + M.exponent(m, i)));
}
