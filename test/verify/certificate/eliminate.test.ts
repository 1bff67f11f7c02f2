/**
 * The rule `eliminate` on random cells: what is proved of the child, for all functions that its opaque variables may stand for,
 * must hold of the ideal with the exact solution put in.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { LimitError } from "../../../src/errors.js";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { solveCell } from "../../../src/symbolic/resolution/solve.js";
import { normal, restricted } from "../../../src/verify/certificate/cell.js";
import type { Cell } from "../../../src/verify/certificate/cell.js";
import { Refusal } from "../../../src/verify/certificate/refusal.js";
import { apply } from "../../../src/verify/certificate/rules.js";
import { compare } from "../../../src/verify/certificate/values.js";
import { cell, monomial, names, polynomial, solved, solverCell } from "./random-cells.js";

const write = (p: P.Polynomial): string => P.format(p, names);

/** A generator (x − φ − m·tail)·(1 + …) beside others, and how it is solved: by φ, or by something else. */
const sample = fc.record({
  start: cell,
  phi: polynomial(2, 2),
  tail: fc.oneof(fc.constant(P.zero), polynomial(2, 1), polynomial(2, 1)),
  m: fc.constantFrom(M.variable(1), M.variable(1, 2), M.variable(1, 3), M.multiply(M.variable(1), M.variable(2))),
  unit: polynomial(2, 1),
  others: fc.array(fc.tuple(polynomial(2, 2), polynomial(1, 1)), { minLength: 1, maxLength: 2 }),
  value: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: polynomial(2, 2) }),
  error: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: monomial(3) }),
});

const withoutX = (p: P.Polynomial): P.Polynomial => P.filter(p, (n) => M.exponent(n, 0) === 0);

test("eliminate gives bounds that hold for the exact solution", () => {
  let [accepted, decided, unknown] = [0, 0, 0];
  fc.assert(
    fc.property(sample, ({ start, m, ...given }) => {
      fc.pre(start.relations.length === 0);
      const on = { ...start, roles: start.roles.map((role, x) => (x < 2 ? ("zero" as const) : role)) };
      const others = given.others.map(([p, q]) => P.add(p, P.multiply(q, P.variable(0))));
      const vanishing = (p: P.Polynomial): P.Polynomial => P.subtract(withoutX(p), restricted(withoutX(p), on));
      const [phi, value] = [vanishing(given.phi), vanishing(given.value ?? given.phi)];
      const solution = P.add(phi, vanishing(P.multiplyMonomial(withoutX(given.tail), m)));
      const unit = P.add(P.one, P.subtract(given.unit, restricted(given.unit, on)));
      const c = P.multiply(P.subtract(P.variable(0), solution), unit);
      const before = normal({ ...on, generators: [c, ...others] });
      const child = eliminated(before, c, value, given.error ?? m);
      if (child === null) return;
      accepted++;
      const exact = others.map((g) => P.substitute(g, 0, solution));
      const own = solved(normal({ ...before, generators: [P.variable(0), ...exact] }));
      const { range } = solveCell(solverCell(child), stepBudget(3_000));
      if (range.lower !== "nothing") expect(compare(range.lower, own.upper)).toBeLessThanOrEqual(0);
      expect(compare(own.lower, range.upper)).toBeLessThanOrEqual(0);
      if (child.roles.includes("opaque")) unknown++;
      if (range.upper === range.lower) decided++;
    }),
    { numRuns: 300, seed: 7 },
  );
  expect(accepted).toBeGreaterThan(40);
  expect(unknown).toBeGreaterThan(20);
  expect(decided).toBeGreaterThan(20);
});

/** The child's cell with this value for x, and this error or none. */
function eliminated(on: Cell, c: P.Polynomial, value: P.Polynomial, error: M.Monomial): Cell | null {
  const index = on.generators.findIndex((g) => P.equals(g, P.primitive(c)));
  for (const monomials of [[], [write(P.monomial(error))]]) {
    const data = { generators: [index], variables: [0], values: [write(value)], unit: [], monomials };
    try {
      return apply({ rule: "eliminate", ...data, child: 0 }, on).cells[0] ?? null;
    } catch (problem) {
      if (!(problem instanceof Refusal || problem instanceof LimitError)) throw problem;
    }
  }
  return null;
}
