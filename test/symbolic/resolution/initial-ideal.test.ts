/** Lower bounds from initial ideals, against values known by other means. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { originCell } from "../../../src/symbolic/resolution/cell.js";
import type { Cell } from "../../../src/symbolic/resolution/cell.js";
import { initialBound } from "../../../src/symbolic/resolution/initial-ideal.js";
import { dive } from "../../../src/symbolic/resolution/dive.js";
import { rules, solveCell } from "../../../src/symbolic/resolution/solve.js";
import { compare, isExact, pole } from "../../../src/symbolic/resolution/value.js";
import type { Value } from "../../../src/symbolic/resolution/value.js";
import { network, linear, monomial, tanh } from "../../../src/symbolic/model/network.js";
import type { Activation } from "../../../src/symbolic/model/model.js";
import { origin } from "../../../src/symbolic/model/point.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import { parse } from "../algebra/support/text.js";
import { ideal, term } from "./support/ideals.js";

const names = ["x", "y", "z"];

const cellOf = (generators: readonly P.Polynomial[], kappa = [0, 0, 0], h = [0, 0, 0]): Cell => ({
  ...originCell([0, 1, 2], generators),
  kappa,
  h,
});

const below = (cell: Cell, enough: Value): Value | "nothing" =>
  initialBound(cell, { attempts: 30, steps: 100_000, enough }, unlimited())?.range.lower ?? "nothing";

describe("the bound", () => {
  test.prop(
    [
      ideal,
      fc.tuple(fc.nat({ max: 2 }), fc.constant(0), fc.nat({ max: 1 })),
      fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 2 }), fc.nat({ max: 2 })),
    ],
    { numRuns: 200, seed: 1 },
  )("is at most what nearby points and divisors show, in m too", (generators, kappa, h) => {
    const cell = cellOf(generators, kappa, h);
    const { upper } = dive(cell, rules, stepBudget(20_000)).range;
    expect(compare(below(cell, upper), upper), generators.map((g) => P.format(g, names)).join()).toBeLessThan(1);
  });

  test("says nothing where a power is left that is of no variable", () => {
    const cell = cellOf([parse("x + y^2"), parse("y*z")]);
    const powers = [{ factor: parse("x*z + y^3"), multiplicity: 2 }];
    expect(below(cell, "infinite")).not.toBe("nothing");
    expect(below({ ...cell, powers }, "infinite")).toBe("nothing");
  });

  test.prop([fc.array(term, { minLength: 1, maxLength: 4 })], { numRuns: 100, seed: 1 })(
    "is the value for monomials",
    (terms) => {
      const cell = cellOf(terms.map(([e]) => P.monomial(M.fromExponents(e))));
      const { range } = solveCell(cell, stepBudget(20_000));
      expect(isExact(range)).toBe(true);
      expect(compare(below(cell, range.upper), range.upper)).toBe(0);
    },
  );
});

test.each([
  ["x*y + z^3", "1", 2],
  ["x*y + z^3, z^2", "3/2", 2],
  ["x^2*y - y^3*z, x*y^2", "2/3", 1],
])("%s: at least %s, m at most %i", (texts, lambda, multiplicity) => {
  const generators = texts.split(", ").map(parse);
  const exact = pole(Q.parse(lambda) ?? Q.zero, multiplicity);
  expect(below(cellOf(generators), exact)).toEqual(exact);
});

describe("of y^κ·(x² − y³), with the weight |y^h|,", () => {
  const generator = P.subtract(P.variable(0, 2), P.variable(1, 3));
  /** λ of the factor and of the cusp: it is the lesser of h + 1 over κ and 1/2, m = 1 where y alone attains it. */
  test.each([
    [4, 0, "1/4", 1],
    [4, 1, "1/2", 2],
    [4, 7, "1/2", 2],
    [7, 2, "3/7", 1],
  ])("κ = %i, h = %i: at least %s, m at most %i", (k, h, lambda, multiplicity) => {
    const cell = { ...originCell([0, 1], [generator]), kappa: [0, k], h: [0, h] };
    expect(below(cell, "infinite")).toEqual(pole(Q.parse(lambda) ?? Q.zero, multiplicity));
  });
});

/** Challenges in which cells are closed by bounds; λ is also what the best divisor shows from above. */
test.each<[number[], number, string, number]>([
  [[4, 4, 1], 2, "2", 1],
  [[2, 2, 2, 2], 2, "1/2", 1],
  [[1, 2, 2, 1], 2, "1/4", 1],
  [[2, 2, 2, 1], 3, "2/9", 1],
  [[3, 2, 1], 4, "3/4", 1],
])("widths %j, x^%i: λ = %s, m = %i, certified", (widths, degree, lambda, multiplicity) => {
  const model = network({ widths, activation: monomial(degree) });
  const result = rlct({ model, point: origin(model) }, { budget: stepBudget(60_000), theorems: false });
  if (result.status !== "exact") throw new Error(`${Q.format(result.lower)}..${Q.format(result.upper)}`);
  expect([Q.format(result.lambda), result.multiplicity]).toEqual([lambda, multiplicity]);
  expect(verifyCertificate(result.certificate)).toMatchObject({ valid: true, status: "exact", lambda, multiplicity });
});

/** The intervals that are left where a network is not solved within so few steps: λ itself lies in them. */
test.each<[number[], Activation, number, string]>([
  [[3, 3, 3], linear, 6 / 7, "7/2"],
  [[2, 2, 2, 2], linear, 5 / 6, "3/2"],
  [[2, 4, 1], monomial(2), 2 / 3, "3/2"],
  [[3, 3, 1], monomial(2), 1, "3/2"],
  [[1, 4, 1], tanh, 2 / 3, "1"],
])("%j: at least a share of λ without any resolution", (widths, activation, share, lambda) => {
  const model = network({ widths, activation });
  const result = rlct({ model, point: origin(model) }, { budget: stepBudget(0), theorems: false });
  expect(result.status).toBe("bounds");
  if (result.status !== "bounds") return;
  const truth = Q.parse(lambda) ?? Q.zero;
  expect(Q.compare(result.lower, truth)).toBeLessThanOrEqual(0);
  expect(Q.compare(result.upper, truth)).toBeGreaterThanOrEqual(0);
  expect(Q.toNumber(result.lower)).toBeGreaterThanOrEqual(share * Q.toNumber(truth) - 1e-9);
  expect(result.certificate === null ? null : verifyCertificate(result.certificate)).toMatchObject({ valid: true });
});
