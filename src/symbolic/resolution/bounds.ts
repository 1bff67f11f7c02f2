/** Proved bounds for a cell that is not resolved any further. */
import { operate, unlessTooLarge } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { leastCover } from "../algebra/covering.js";
import * as P from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import { variablesOf } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Weight } from "./certificate.js";
import { termExponents } from "./monomial-ideal.js";
import { divisorRatio, planeCentres } from "./plane-centre.js";
import type { Proof } from "./proof.js";
import { samplePoint, writePoint } from "./sample.js";
import { leaf, nothingProved } from "./step.js";
import { pole } from "./value.js";

const operationsPerExponent = 1 / 8;

/** The best divisor's ratio from above, or that of the divisor with all weights 1 when the budget ends; nothing from below. */
export function boundsLeaf(cell: Cell, budget: Budget): Proof {
  if (cell.powers.length > 0) return ofPowers(cell) ?? nothingProved();
  const above = unlessTooLarge(() => valuation(cell, budget)) ?? ordinaryValuation(cell);
  return above ?? nothingProved();
}

/** Where there are powers, the best divisor over a point of the plane, or the divisor itself. */
function ofPowers(cell: Cell): Proof | null {
  const zeros = variablesOf(cell, "zero");
  const [weights = zeros.length === 1 ? zeros.map((i): Weight => [i, 1]) : undefined] = planeCentres(cell);
  const ratio = weights === undefined ? null : divisorRatio(cell, weights);
  const sample = ratio === null ? null : samplePoint(cell);
  if (weights === undefined || ratio === null || sample === null) return null;
  return leaf({ lower: "nothing", upper: pole(ratio, 1) }, (write) => ({
    rule: "valuation",
    weights,
    sample: writePoint(sample, write),
  }));
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

function countTerms({ generators }: Cell): number {
  return generators.reduce((n, g) => n + g.monomials.length, 0);
}
