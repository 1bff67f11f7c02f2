/**
 * Covering programs of exponents, solved exactly: min c·w subject to w·a ≥ 1 for all rows a, w ≥ 0. There may be thousands
 * of rows, but few columns: rows join the linear program one by one, always the one that the last solution violates most.
 */
import { operate } from "./budget.js";
import type { Budget } from "./budget.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";
import { minimize } from "./simplex.js";

export interface Cover {
  readonly value: Rational;
  /** An optimal vertex. */
  readonly weights: readonly Rational[];
}

/** Costs are ≥ 0, entries whole numbers ≥ 0. Null where some row is 0. Throws LimitError where the budget ends first. */
export function leastCover(
  rows: readonly (readonly number[])[],
  costs: readonly Rational[],
  budget: Budget,
): Cover | null {
  let active: readonly (readonly number[])[] = rows.length <= fewRows ? rows : [];
  for (;;) {
    const constraints = active.map((row) => ({ row: row.map((e) => Q.rational(e)), atLeast: Q.one }));
    const result = minimize({ objective: costs, constraints }, budget);
    if (result.status !== "optimal") return null;
    const violated = active === rows ? null : mostViolated(rows, result.primal, budget);
    if (violated === null) return { value: result.value, weights: result.primal };
    active = [...active, violated];
  }
}

/** So many rows are taken at once. */
const fewRows = 60;

function mostViolated(
  rows: readonly (readonly number[])[],
  w: readonly Rational[],
  budget: Budget,
): readonly number[] | null {
  operate(budget, (rows.length * w.length) / 20);
  const denominator = w.reduce((d, q) => (d / Q.gcd(d, q.den)) * q.den, 1n);
  const scaled = w.map((q) => q.num * (denominator / q.den));
  const sumOf = scaled.every((n) => n < maxFast) ? fastSum(scaled.map(Number)) : exactSum(scaled);
  let worst: readonly number[] | null = null;
  let least: number | bigint = denominator;
  for (const row of rows) {
    const sum = sumOf(row);
    if (sum < least) [worst, least] = [row, sum];
  }
  return worst;
}

/** Exponents are below 2^16, and there are not more than 2^10 variables: sums stay below 2^53. */
const maxFast = 2n ** 26n;

function fastSum(w: readonly number[]): (row: readonly number[]) => number {
  return (row) => {
    let sum = 0;
    for (let i = 0; i < w.length; i++) sum += (row[i] ?? 0) * (w[i] ?? 0);
    return sum;
  };
}

function exactSum(w: readonly bigint[]): (row: readonly number[]) => bigint {
  return (row) => w.reduce((sum, n, i) => sum + n * BigInt(row[i] ?? 0), 0n);
}
