/** The solver when its budget ends inside one greatest common divisor or factorization: counted in steps, not by a clock. */
import { expect, test } from "vitest";
import { LimitError } from "../../../src/errors.js";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import type { Budget } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import { centres } from "../../../src/symbolic/resolution/centre.js";
import { crossingLeaf } from "../../../src/symbolic/resolution/crossing.js";
import { factorsOf } from "../../../src/symbolic/resolution/factors.js";
import { power } from "../../../src/symbolic/resolution/parts.js";
import { reduce } from "../../../src/symbolic/resolution/reduce.js";
import { resolve } from "../../../src/symbolic/resolution/resolve.js";
import { solveCell } from "../../../src/symbolic/resolution/solve.js";
import { swinnertonDyer } from "../algebra/support/swinnerton-dyer.js";

/** The form Π (x ± √2·y ± …): 2^n lines through the origin, λ = 2/2^n as |f|. */
function lines(primes: readonly number[]): Polynomial {
  const degree = 2 ** primes.length;
  const terms = P.terms(swinnertonDyer(primes));
  return P.fromTerms(terms.map(([m, c]) => [M.withExponent(m, 1, degree - M.exponent(m, 0)), c]));
}

const hard = lines([2, 3, 5, 7, 11]);
const [x, y] = [P.variable(0), P.variable(1)];
const cell = originCell([0, 1], [hard]);
const several = originCell(
  [0, 1],
  [P.multiply(hard, P.add(x, P.power(y, 2))), P.multiply(hard, P.add(y, P.power(x, 2)))],
);

test.each<[string, (budget: Budget) => unknown]>([
  ["factors", (budget) => factorsOf(hard, budget)],
  ["the reduction of one generator", (budget) => reduce(cell, budget)],
  ["the reduction of several", (budget) => reduce(several, budget)],
  ["centres", (budget) => centres(several, budget)],
  ["crossings", (budget) => crossingLeaf(cell, budget)],
  ["powers", (budget) => power(originCell([0, 1], [P.power(hard, 2)]), budget)],
])("%s: stop soon after the budget ends", (_, work) => {
  const budget = stepBudget(5);
  expect(() => work(budget)).toThrow(LimitError);
  expect(budget.steps).toBeLessThan(15);
});

test.each([0, 50, 2_000])("a budget of %d steps gives bounds", (limit) => {
  const budget = stepBudget(limit);
  const tree = { kind: "ideal", generators: [hard] } as const;
  const { certificate } = resolve({ variables: ["x", "y"], point: [Q.zero, Q.zero], tree, norm: "absolute" }, budget);
  expect(certificate.result).toEqual({ status: "bounds", lower: "1/32", upper: "1/16" });
  expect(budget.steps).toBeLessThan(limit + 10_000);
});

test("what a budget of steps allows does not depend on earlier work", () => {
  const steps = [1, 2].map(() => {
    const budget = stepBudget(100_000);
    solveCell(originCell([0, 1], [lines([2, 3, 5])]), budget);
    return budget.steps;
  });
  expect(steps[0]).toBe(steps[1]);
});

test("of a cell without generators nothing is said", () => {
  expect(solveCell(originCell([0, 1], []), stepBudget(1_000)).range).toEqual({ lower: "nothing", upper: "infinite" });
});
