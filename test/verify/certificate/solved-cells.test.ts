/** The solver's proofs of random cells, which the checker must follow to the same bounds. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { dropUnits } from "../../../src/symbolic/resolution/curves.js";
import { certificateWriter, serialise } from "../../../src/symbolic/resolution/proof.js";
import type { Proof } from "../../../src/symbolic/resolution/proof.js";
import { solveCell } from "../../../src/symbolic/resolution/solve.js";
import type { Range } from "../../../src/symbolic/resolution/value.js";
import { keyOf, normal, read } from "../../../src/verify/certificate/cell.js";
import type { Cell, Role } from "../../../src/verify/certificate/cell.js";
import { apply } from "../../../src/verify/certificate/rules.js";
import type { Step } from "../../../src/verify/certificate/step.js";
import { compare, finite, nothing, unknown } from "../../../src/verify/certificate/values.js";
import type { Bounds } from "../../../src/verify/certificate/values.js";
import { childrenOf } from "../../../src/verify/certificate/verify.js";
import { cell, isZero, monomial, names, polynomial, scope, sheetsOf, solved, solverCell } from "./random-cells.js";

function boundsOf({ lower, upper }: Range): Bounds {
  return { lower: lower === "nothing" ? nothing : lower, upper };
}

/** What the checker concludes from a proof of the cell; throws Refusal. */
function checked(proof: Proof, on: Cell): Bounds {
  const { nodes, roots } = serialise([proof], certificateWriter(names));
  const cells = new Map(roots.map((root) => [root, on]));
  const steps = nodes.map((node, i): Step => {
    const step = apply(node, cells.get(i) ?? on);
    childrenOf(node).forEach((child, k) => {
      const own = step.cells[k] ?? on;
      expect(keyOf(cells.get(child) ?? own)).toBe(keyOf(own));
      cells.set(child, own);
    });
    return step;
  });
  const bounds: Bounds[] = nodes.map(() => unknown);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const [node, step] = [nodes[i], steps[i]];
    if (node === undefined || step === undefined) continue;
    bounds[i] = step.combine(childrenOf(node).map((child) => bounds[child] ?? unknown));
  }
  return bounds[roots[0] ?? 0] ?? unknown;
}

/** The checker follows the solver's proof, and the bounds hold on the cell's sheets, which are solved by themselves. */
function expectProved(on: Cell): void {
  const proof = solveCell(solverCell(on), stepBudget(60_000));
  const bounds = checked(proof, on);
  const own = solved(on);
  expect(bounds).toEqual(boundsOf(proof.range));
  expect(compare(bounds.lower, own.upper)).toBeLessThanOrEqual(0);
  expect(compare(own.lower, bounds.upper)).toBeLessThanOrEqual(0);
}

test("of random cells", () => {
  fc.assert(
    fc.property(cell, (on) => {
      fc.pre(!sheetsOf(solverCell(on)).some(isZero));
      expectProved(on);
    }),
    { numRuns: 120, seed: 7 },
  );
});

test("of cells with opaque variables: the bounds hold for polynomials in their place", () => {
  const truncated = fc.tuple(polynomial(2, 2), monomial(3), polynomial(2, 1));
  let proved = 0;
  fc.assert(
    fc.property(cell, fc.array(truncated, { minLength: 1, maxLength: 2 }), (on, list) => {
      const precision = (m: M.Monomial): P.Polynomial =>
        P.monomial(M.fromExponents(M.exponents(m, 3).map((e, x) => (on.roles[x] === "zero" ? e : 0))));
      const generators = (rests: readonly P.Polynomial[]): P.Polynomial[] =>
        list.map(([low, m], k) => P.add(low, P.multiply(precision(m), rests[k] ?? P.zero)));
      const opaque = list.map((_, k) => P.variable(names.length + k));
      const padded = (entries: readonly number[]): number[] => [...entries, ...list.map(() => 0)];
      const open = normal({
        ...on,
        roles: [...on.roles, ...list.map((): Role => "opaque")],
        h: padded(on.h),
        generators: generators(opaque),
      });
      const bounds = checked(solveCell(solverCell(open), stepBudget(5_000)), open);
      if (compare(bounds.lower, bounds.upper) === 0) proved++;
      const own = solved(normal({ ...on, generators: generators(list.map(([, , rest]) => rest)) }));
      expect(compare(bounds.lower, own.upper)).toBeLessThanOrEqual(0);
      expect(compare(own.lower, bounds.upper)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 60, seed: 5 },
  );
  expect(proved).toBeGreaterThan(10);
});

test.each([
  ["the square of a coordinate, as a dependent variable", "x", "x - z^2"],
  ["the same, as a difference whose partial derivatives are units", "x - y", "x - y - z^2"],
])("of %s", (_, generator, relation) => {
  const empty = emptyCell("dependent", "zero", "zero");
  const list = (text: string) => [read(text, empty)];
  const on = normal({ ...empty, generators: list(generator), equations: list("x"), relations: list(relation) });
  expect(solved(on).lower).toEqual(finite(Q.rational(1, 2)));
  expectProved(on);
});

test("powers that are units, beside a relation", () => {
  const empty = emptyCell("dependent", "free", "zero");
  const list = (text: string) => [read(text, empty)];
  const [factor = P.zero] = list("y + z");
  const on = normal({
    ...empty,
    generators: list("z"),
    nonzero: list("y"),
    powers: [{ factor, multiplicity: 2 }],
    relations: list("x - z^2"),
  });
  const step = dropUnits(solverCell(on), stepBudget(1_000));
  const node = step?.node([1], certificateWriter(names));
  expect(node === undefined ? null : apply(node, on).cells.map((child) => child.powers)).toEqual([[]]);
});

function emptyCell(...roles: readonly Role[]): Cell {
  const none = roles.map(() => 0);
  const lists = { generators: [], powers: [], nonzero: [], equations: [], relations: [], constants: [] };
  return { scope, roles, h: none, ...lists };
}
