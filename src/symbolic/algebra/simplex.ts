/**
 * Linear programs over ℚ, solved exactly: min c·x subject to A x ≥ b, x ≥ 0. The tableau holds integers over one
 * common denominator (Edmonds' integer pivoting), so no entry outgrows a minor of the input. Nonnegative costs
 * take the dual simplex method alone; other costs first find a feasible vertex with it, then go on with the primal
 * one. Pivots are chosen by the most negative entry, after a degenerate pivot by Bland's rule until the objective moves
 * again, which rules out cycles (Bland, Math. Oper. Res. 2, 1977).
 */
import { operate, unlimited, words } from "./budget.js";
import type { Budget } from "./budget.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

/** min objective·x over x ≥ 0 with row·x ≥ atLeast for each constraint; missing row entries are 0. */
export interface LinearProgram {
  readonly objective: readonly Rational[];
  readonly constraints: readonly { readonly row: readonly Rational[]; readonly atLeast: Rational }[];
}

/**
 * `primal` is an optimal vertex. `dual` proves it: dual_i ≥ 0, Σ dual_i row_i ≤ objective entry by entry, and
 * Σ dual_i atLeast_i = value.
 */
export type LinearProgramResult =
  | { status: "optimal"; value: Rational; primal: Rational[]; dual: Rational[] }
  | { status: "infeasible" }
  | { status: "unbounded" };

/** Throws LimitError where the budget ends first. */
export function minimize(problem: LinearProgram, budget: Budget = unlimited()): LinearProgramResult {
  operate(budget, (problem.constraints.length * problem.objective.length) / 4);
  const tableau = initialTableau(problem);
  if (problem.objective.every((c) => Q.sign(c) >= 0)) {
    return dualSimplex(tableau, "costs", budget) ? optimum(problem, tableau) : { status: "infeasible" };
  }
  if (!dualSimplex(tableau, "feasibility", budget)) return { status: "infeasible" };
  return primalSimplex(tableau, budget) ? optimum(problem, tableau) : { status: "unbounded" };
}

/**
 * Row i says denominator·basic[i] = Σ_j rows[i][j]·nonbasic[j] + rows[i][n], the last row the same of the objective.
 * Variables 0 … n−1 are x, variable n+i is the slack of constraint i, times its scale.
 */
interface Tableau {
  rows: bigint[][];
  denominator: bigint;
  readonly basic: number[];
  readonly nonbasic: number[];
  readonly scales: readonly bigint[];
  readonly costScale: bigint;
}

function initialTableau({ objective, constraints }: LinearProgram): Tableau {
  const n = objective.length;
  const costs = integers(objective);
  const rows = constraints.map(({ row, atLeast }) =>
    integers([...Array.from({ length: n }, (_, j) => row[j] ?? Q.zero), Q.negate(atLeast)]),
  );
  return {
    rows: [...rows.map((r) => r.entries), [...costs.entries, 0n]],
    denominator: 1n,
    basic: constraints.map((_, i) => n + i),
    nonbasic: objective.map((_, j) => j),
    scales: rows.map((r) => r.scale),
    costScale: costs.scale,
  };
}

/** The row times `scale`, the least positive integer that clears its denominators. */
function integers(row: readonly Rational[]): { entries: bigint[]; scale: bigint } {
  const scale = row.reduce((d, c) => (d / Q.gcd(d, c.den)) * c.den, 1n);
  return { entries: row.map((c) => c.num * (scale / c.den)), scale };
}

/**
 * Pivots from reduced costs ≥ 0 to a feasible vertex: an optimal one, or under "feasibility", where all costs count
 * as 0, any. False where there is none.
 */
function dualSimplex(tableau: Tableau, goal: "costs" | "feasibility", budget: Budget): boolean {
  const { basic, nonbasic } = tableau;
  const n = nonbasic.length;
  let bland = goal === "feasibility";
  for (;;) {
    const { rows } = tableau;
    const leaving = select(basic, (i) => entry(rows, i, n), bland);
    if (leaving === -1) return true;
    const costs = goal === "costs" ? rows[basic.length] : undefined;
    const entering = leastRatio(nonbasic, (j) => [costs?.[j] ?? 0n, entry(rows, leaving, j)]);
    if (entering === -1) return false;
    bland = costs === undefined || costs[entering] === 0n;
    pivot(tableau, leaving, entering, budget);
  }
}

/** Pivots from a feasible vertex to an optimal one. False where the objective is unbounded below. */
function primalSimplex(tableau: Tableau, budget: Budget): boolean {
  const { basic, nonbasic } = tableau;
  const n = nonbasic.length;
  let bland = false;
  for (;;) {
    const { rows } = tableau;
    const entering = select(nonbasic, (j) => entry(rows, basic.length, j), bland);
    if (entering === -1) return true;
    const leaving = leastRatio(basic, (i) => [entry(rows, i, n), -entry(rows, i, entering)]);
    if (leaving === -1) return false;
    bland = entry(rows, leaving, n) === 0n;
    pivot(tableau, leaving, entering, budget);
  }
}

/** The position of the most negative value, or under Bland's rule of the least variable with a negative one; or −1. */
function select(variables: readonly number[], value: (position: number) => bigint, bland: boolean): number {
  let best = -1;
  let least = 0n;
  variables.forEach((v, position) => {
    const here = value(position);
    if (here >= 0n) return;
    if (bland ? best === -1 || v < (variables[best] ?? 0) : here < least) {
      best = position;
      least = here;
    }
  });
  return best;
}

/** The position of the least ratio above/below with below > 0, ties to the least variable; −1 where there is none. */
function leastRatio(variables: readonly number[], ratio: (position: number) => readonly [bigint, bigint]): number {
  let best = -1;
  let least: readonly [bigint, bigint] = [0n, 1n];
  variables.forEach((v, position) => {
    const [above, below] = ratio(position);
    if (below <= 0n) return;
    const difference = above * least[1] - least[0] * below;
    if (best === -1 || difference < 0n || (difference === 0n && v < (variables[best] ?? 0))) {
      best = position;
      least = [above, below];
    }
  });
  return best;
}

/** Exchanges basic[r] and nonbasic[c]. All divisions are exact: the entries are minors of the first tableau. */
function pivot(tableau: Tableau, r: number, c: number, budget: Budget): void {
  const { rows, denominator, basic, nonbasic } = tableau;
  const changed = rows.filter((row) => row[c] !== 0n).length;
  operate(budget, (nonbasic.length * (rows.length + 8 * changed) * words(denominator)) / 60);
  const pivotRow = rows[r] ?? [];
  const signed = pivotRow[c] ?? 1n;
  const sign = signed < 0n ? -1n : 1n;
  const p = signed * sign;
  tableau.rows = rows.map((row, i) => {
    if (i === r) return row.map((a, j) => (j === c ? sign * denominator : -sign * a));
    const factor = sign * (row[c] ?? 0n);
    if (factor === 0n) return p === denominator ? row : row.map((a) => (a === 0n ? 0n : (a * p) / denominator));
    return row.map((a, j) => {
      if (j === c) return factor;
      const b = pivotRow[j] ?? 0n;
      return b === 0n && a === 0n ? 0n : (a * p - factor * b) / denominator;
    });
  });
  tableau.denominator = p;
  [basic[r], nonbasic[c]] = [nonbasic[c] ?? 0, basic[r] ?? 0];
}

function optimum({ objective, constraints }: LinearProgram, tableau: Tableau): LinearProgramResult {
  const { rows, denominator, basic, nonbasic, scales, costScale } = tableau;
  const n = objective.length;
  const primal = objective.map((_, j) => {
    const i = basic.indexOf(j);
    return i === -1 ? Q.zero : Q.rational(entry(rows, i, n), denominator);
  });
  const dual = constraints.map((_, i) => {
    const j = nonbasic.indexOf(n + i);
    return j === -1 ? Q.zero : Q.rational(entry(rows, basic.length, j) * (scales[i] ?? 1n), denominator * costScale);
  });
  return { status: "optimal", value: Q.rational(entry(rows, basic.length, n), denominator * costScale), primal, dual };
}

function entry(rows: readonly (readonly bigint[])[], i: number, j: number): bigint {
  return rows[i]?.[j] ?? 0n;
}
