/**
 * The rule `truncate` on random cells: what is proved of a cell with an unknown function must hold for the function that
 * it stands for. That one is put in, and the solver is asked for both cells, and what it can say without knowing it.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { LimitError } from "../../../src/errors.js";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { UnitWitness } from "../../../src/symbolic/resolution/certificate.js";
import { solveCell } from "../../../src/symbolic/resolution/solve.js";
import { mapped, normal, variablesWith } from "../../../src/verify/certificate/cell.js";
import type { Cell } from "../../../src/verify/certificate/cell.js";
import { Refusal } from "../../../src/verify/certificate/refusal.js";
import { apply } from "../../../src/verify/certificate/rules.js";
import { compare } from "../../../src/verify/certificate/values.js";
import { cell, monomial, multipliedOut, names, polynomial, solved, solverCell } from "./random-cells.js";

const write = (p: P.Polynomial): string => P.format(p, names);

/** by·(low + m·tail), as the only generator or as what the only power is of. */
const sample = fc.record({
  start: cell,
  m: monomial(2),
  by: fc.oneof(fc.constant(P.one), polynomial(2, 1)),
  low: polynomial(2, 2),
  tail: polynomial(2, 1),
  multiplicity: fc.constantFrom(null, 1, 2),
});

test("truncate gives bounds that hold for the function that was unknown", () => {
  let [accepted, decided] = [0, 0];
  fc.assert(
    fc.property(sample, ({ start, m, by, low, tail, multiplicity }) => {
      const g = P.multiply(by, P.add(low, P.multiplyMonomial(tail, m)));
      const lists =
        multiplicity === null ? { generators: [g] } : { generators: [P.one], powers: [{ factor: g, multiplicity }] };
      const on = normal({ ...start, ...lists });
      const [power] = on.powers;
      fc.pre(!P.isZero(g) && (power === undefined || P.equals(power.factor, P.primitive(g))));
      const child = truncated(on, write(P.monomial(m)), write(low), write(by));
      if (child === null) return;
      accepted++;
      const own = solved(multipliedOut(on));
      // Where m is 1 there is an unknown function of the generator 1 too, which is 0.
      const unknown = variablesWith(child, "opaque");
      const known = mapped(child, (p) =>
        unknown.reduce((q, t) => P.substitute(q, t, t === unknown.at(-1) ? tail : P.zero), p),
      );
      const roles = child.roles.map((role) => (role === "opaque" ? undefined : role));
      const other = solved(multipliedOut(normal({ ...known, roles })));
      expect(compare(other.lower, own.upper)).toBeLessThanOrEqual(0);
      expect(compare(own.lower, other.upper)).toBeLessThanOrEqual(0);
      const { range } = solveCell(solverCell(child), stepBudget(3_000));
      if (range.lower !== "nothing") expect(compare(range.lower, own.upper)).toBeLessThanOrEqual(0);
      expect(compare(own.lower, range.upper)).toBeLessThanOrEqual(0);
      if (range.upper === range.lower) decided++;
    }),
    { numRuns: 200, seed: 5 },
  );
  expect(accepted).toBeGreaterThan(20);
  expect(decided).toBeGreaterThan(10);
});

/** The child's cell where one of the witnesses fits. */
function truncated(on: Cell, m: string, generator: string, by: string): Cell | null {
  const own = { generator, by };
  const one = { generator: "1", by: "1", unit: [] };
  const witnesses: UnitWitness[] = [[], ...on.nonzero.map((p): UnitWitness => [{ polynomial: write(p), power: 1 }])];
  for (const unit of witnesses) {
    const parts = on.powers.length === 0 ? [{ ...own, unit }] : [one, { ...own, unit }];
    try {
      return apply({ rule: "truncate", monomial: m, parts, child: 0 }, on).cells[0] ?? null;
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof LimitError)) throw error;
    }
  }
  return null;
}
