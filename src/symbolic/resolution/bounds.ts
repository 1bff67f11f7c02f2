/** Proved bounds for a cell that is not resolved any further. */
import { operate, unlessTooLarge } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { leastCover } from "../algebra/covering.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { hasOpaque, occursIn, restrict, variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Weight } from "./certificate.js";
import { termExponents } from "./monomial-ideal.js";
import type { Proof } from "./proof.js";
import { samplePoint, writePoint } from "./sample.js";
import { leaf } from "./step.js";
import { unitOf, writeUnit } from "./unit.js";
import { best, nothing, pole } from "./value.js";

const maxDerivative = 6;
const operationsPerExponent = 1 / 8;

/**
 * The best divisor's ratio from above and a derivative that is a unit from below, where there are such. When the budget
 * ends: the divisor with all weights 1, and nothing from below.
 */
export function boundsLeaf(cell: Cell, budget: Budget): Proof {
  const above = unlessTooLarge(() => valuation(cell, budget)) ?? ordinaryValuation(cell);
  const below = unlessTooLarge(() => hoelder(cell, budget) ?? derivative(cell, budget));
  const parts = [above, below].filter((p) => p !== null);
  const [only, second] = parts;
  if (only === undefined) return leaf(nothing, () => ({ rule: "combine", children: [] }));
  if (second === undefined) return only;
  return {
    range: best(parts.map((p) => p.range)),
    children: parts,
    node: (children) => ({ rule: "combine", children }),
  };
}

function valuation(cell: Cell, budget: Budget): Proof | null {
  const zeros = variablesOf(cell, "zero");
  const sample = samplePoint(cell);
  if (sample === null || zeros.length === 0) return null;
  operate(budget, countTerms(cell) * zeros.length * operationsPerExponent);
  const exponents = termExponents(cell, cell.generators, zeros);
  const costs = zeros.map((i) => Q.rational((cell.h[i] ?? 0) + 1));
  const solution = leastCover(exponents, costs, budget);
  if (solution === null) return null;
  const denominator = solution.weights.reduce((d, q) => (d / Q.gcd(d, q.den)) * q.den, 1n);
  const weights = zeros.flatMap((i, k): Weight[] => {
    const w = solution.weights[k] ?? Q.zero;
    return Q.isZero(w) ? [] : [[i, Number(w.num * (denominator / w.den))]];
  });
  return leaf({ lower: "nothing", upper: pole(solution.value, 1) }, (write) => ({
    rule: "valuation",
    weights,
    sample: writePoint(sample, write),
  }));
}

/** The ordinary blow-up of all zero variables. */
function ordinaryValuation(cell: Cell): Proof | null {
  const zeros = variablesOf(cell, "zero");
  const sample = samplePoint(cell);
  const dense = cell.roles.map((role) => (role === "zero" ? 1 : 0));
  const order = Math.min(...cell.generators.map((g) => P.order(g, dense)));
  const above = zeros.reduce((sum, i) => sum + (cell.h[i] ?? 0) + 1, 0);
  const below = zeros.reduce((sum, i) => sum + (cell.kappa[i] ?? 0), order);
  if (sample === null || below === 0 || zeros.length === 0) return null;
  const weights = zeros.map((i): Weight => [i, 1]);
  const upper = pole(Q.rational(above, below), 1);
  return leaf({ lower: "nothing", upper }, (write) => ({
    rule: "valuation",
    weights,
    sample: writePoint(sample, write),
  }));
}

/** κ and the ideal apart: 1/λ ≤ 1/λ_κ + 1/λ_J. */
function hoelder(cell: Cell, budget: Budget): Proof | null {
  const ratios = cell.kappa.flatMap((k, i) => (k > 0 ? [Q.rational((cell.h[i] ?? 0) + 1, k)] : []));
  const [first, ...rest] = ratios;
  const ideal = first === undefined ? null : derivative({ ...cell, kappa: cell.kappa.map(() => 0) }, budget);
  if (first === undefined || ideal === null || typeof ideal.range.lower === "string") return null;
  const inverse = (q: Q.Rational): Q.Rational => Q.divide(Q.one, q);
  const both = inverse(Q.add(inverse(rest.reduce(Q.min, first)), inverse(ideal.range.lower.lambda)));
  return {
    range: { lower: pole(both, variablesOf(cell, "zero", "free", "nonzero").length), upper: "infinite" },
    children: [ideal],
    node: ([child = -1]) => ({ rule: "hoelder", child }),
  };
}

/** Sublevel sets of g are thin where a pure derivative of order d is not 0: λ ≥ 1/d. */
function derivative(cell: Cell, budget: Budget): Proof | null {
  if (cell.kappa.some((k) => k > 0) || hasOpaque(cell)) return null;
  const candidates = variablesOf(cell, "zero", "free").filter((i) => !occursIn(i, cell.relations));
  let layer = cell.generators.flatMap((g, generator) => candidates.map((variable) => ({ generator, variable, g })));
  for (let order = 1; order <= maxDerivative; order++) {
    const next: typeof layer = [];
    for (const { generator, variable, g: before } of layer) {
      operate(budget, before.monomials.length / 2);
      const g = P.derivative(before, variable);
      if (P.isZero(g)) continue;
      next.push({ generator, variable, g });
      const unit = mayBeUnit(g, cell) ? unitOf(g, cell) : null;
      if (unit === null) continue;
      return leaf({ lower: pole(Q.rational(1, order), 1), upper: "infinite" }, (write) => ({
        rule: "derivative",
        generator,
        variable,
        order,
        unit: writeUnit(unit, write),
      }));
    }
    layer = next;
  }
  return null;
}

function countTerms({ generators }: Cell): number {
  return generators.reduce((n, g) => n + g.monomials.length, 0);
}

function mayBeUnit(g: Polynomial, cell: Cell): boolean {
  return !P.isZero(restrict(cell, g));
}
