/** Greatest common divisors and factors under a budget: counted in steps, not by a clock. */
import { describe, expect, test } from "vitest";
import { LimitError } from "../../../src/errors.js";
import {
  budgetUntil,
  inTurn,
  mostReserve,
  operate,
  stepBudget,
  unlessTooLarge,
  unlimited,
  within,
  withReserve,
  words,
} from "../../../src/symbolic/algebra/budget.js";
import type { Budget } from "../../../src/symbolic/algebra/budget.js";
import { factor } from "../../../src/symbolic/algebra/factor.js";
import { gcd, pseudoRemainder, squareFree } from "../../../src/symbolic/algebra/gcd.js";
import { residues } from "../../../src/symbolic/algebra/modular.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import { divideExact } from "../../../src/symbolic/algebra/polynomial-division.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { swinnertonDyer } from "./support/swinnerton-dyer.js";

function dense(variables: number, degree: number, terms: number, seed: number): Polynomial {
  const random = residues(2 ** 20, seed);
  const exponents = (): number[] => Array.from({ length: variables }, () => random() % (degree + 1));
  return P.fromTerms(
    Array.from({ length: terms }, () => [M.fromExponents(exponents()), Q.rational(1 + (random() % 50))] as const),
  );
}

function withCommonFactor(variables: number, degree: number, terms: number): [Polynomial, Polynomial] {
  const [common, p, q] = [1, 2, 3].map((seed) => dense(variables, degree, terms, seed));
  return [P.multiply(common ?? P.one, p ?? P.one), P.multiply(common ?? P.one, q ?? P.one)];
}

const plane = withCommonFactor(2, 10, 60);
const inSpace = withCommonFactor(4, 4, 40);
const [a, b] = [dense(2, 4, 8, 1), dense(2, 4, 8, 2)];
const irreducible = swinnertonDyer([2, 3, 5, 7, 11]);
const product = P.multiply(dense(2, 8, 40, 1), dense(2, 8, 40, 2));

/** With the steps that the whole work takes, a little rounded down, and the most that is taken at once. */
const hard: [string, (budget: Budget) => unknown, number, number][] = [
  ["modular factors that do not combine", (budget) => factor(irreducible, budget), 5_120, 60],
  ["a lift of two factors", (budget) => factor(product, budget), 2_350, 400],
  ["integers at large points", (budget) => gcd(...plane, budget), 880, 320],
  ["a gcd in four variables", (budget) => gcd(...inSpace, budget), 14_850, 120],
  ["repeated factors", (budget) => squareFree(P.multiply(P.power(a, 5), P.power(b, 3)), budget), 6_790, 60],
  ["a pseudo-remainder", (budget) => pseudoRemainder(plane[0], a, 0, budget), 830, 60],
  ["a long division", (budget) => divideExact(plane[0], dense(2, 10, 60, 1), budget), 53, 5],
];

describe.each(hard)("%s", (_, work, least, atOnce) => {
  test("all of it is paid for", () => {
    const budget = unlimited();
    work(budget);
    expect(budget.steps).toBeGreaterThan(least);
  });

  test.each([0, 0.1, 0.5, 0.9])("stops soon after the budget ends: %f of it", (part) => {
    const budget = stepBudget(part * least);
    expect(() => work(budget)).toThrow(LimitError);
    expect(budget.steps - part * least).toBeLessThan(atOnce);
  });
});

test("operations are less than steps, and an expired budget allows none", () => {
  const budget = stepBudget(10);
  operate(budget, 99);
  expect(budget.steps).toBe(5);
  expect(() => {
    operate(budget, 99);
  }).toThrow(LimitError);
});

describe("past the end", () => {
  /** The count at which a budget expires, from 0 in steps of 10. */
  const lasts = (budget: Budget): number => {
    while (!budget.expired()) budget.steps += 10;
    return budget.steps;
  };

  test("there is a reserve, from when the budget was seen to be over", () => {
    expect(lasts(withReserve(stepBudget(1_000), 500))).toBe(1_500);
    let isOver = false;
    const budget = budgetUntil(() => isOver);
    const reserve = withReserve(budget, 500);
    budget.steps = 70;
    expect(reserve.expired()).toBe(false);
    isOver = true;
    expect([budget.expired(), lasts(reserve)]).toEqual([true, 570]);
  });

  test("the reserve of a part ends so many steps after the part, or after the whole", () => {
    expect(lasts(withReserve(within(stepBudget(1_000), 300), 500))).toBe(800);
    expect(lasts(withReserve(within(stepBudget(200), 300), 500))).toBe(700);
  });

  test("reserves of reserves go no further than the most", () => {
    const nested = withReserve(within(withReserve(stepBudget(1_000), 15_000), 30_000), 15_000);
    expect(lasts(nested)).toBe(1_000 + mostReserve);
    expect(
      lasts(
        withReserve(
          budgetUntil(() => true),
          2 * mostReserve,
        ),
      ),
    ).toBe(mostReserve);
  });

  test("several pieces of work share it", () => {
    const budget = stepBudget(100);
    const ends = [0, 1, 2].map((k) => lasts(withReserve(inTurn(budget, k, 3), 900)));
    expect(ends).toEqual([400, 700, 1_000]);
    expect([0, 1, 2].map((k) => inTurn(stepBudget(100), k, 3)).map(lasts)).toEqual([100, 100, 100]);
  });

  test("one may ask for steps before they are taken, where their number is known", () => {
    const budget = stepBudget(100);
    budget.steps = 60;
    expect([-30, -40].map((since) => budget.expired(since))).toEqual([false, true]);
    expect(budgetUntil(() => false).expired(-1_000)).toBe(false);
  });
});

test("words of an integer, of either sign", () => {
  expect([0n, 1n, -1n, 2n ** 64n - 1n].map(words)).toEqual([1, 1, 1, 1]);
  expect([2n ** 64n, -(2n ** 64n), 2n ** 128n].map(words)).toEqual([2, 2, 3]);
});

describe("work that may be too large", () => {
  test("gives what it gives, or null past a limit", () => {
    expect(unlessTooLarge(() => 3)).toBe(3);
    expect(
      unlessTooLarge(() => {
        operate(stepBudget(1), 1000);
      }),
    ).toBeNull();
  });

  test("fails as it fails for any other reason", () => {
    const broken = (): never => {
      throw new RangeError("broken");
    };
    expect(() => unlessTooLarge(broken)).toThrow(RangeError);
  });
});
