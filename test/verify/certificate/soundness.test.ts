/**
 * Each rule of the checker, on random cells with random data: where the checker accepts it, the bounds that it gives from
 * the children's values must agree with the cell's own value, both found by the solver, which is free to go another way.
 */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { LimitError } from "../../../src/errors.js";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { ProofNode, UnitWitness } from "../../../src/symbolic/resolution/certificate.js";
import { solveCell } from "../../../src/symbolic/resolution/solve.js";
import { normal } from "../../../src/verify/certificate/cell.js";
import type { Cell, Role } from "../../../src/verify/certificate/cell.js";
import { Refusal } from "../../../src/verify/certificate/refusal.js";
import { rules } from "../../../src/verify/certificate/rules.js";
import type { Step } from "../../../src/verify/certificate/step.js";
import { compare, nothing } from "../../../src/verify/certificate/values.js";
import type { Bounds } from "../../../src/verify/certificate/values.js";

const names = ["x", "y", "z"];
const scope = { names: new Map(names.map((name, i) => [name, i])), budget: unlimited() };

const index = fc.nat({ max: 2 });
const monomial = (top: number): fc.Arbitrary<M.Monomial> =>
  fc.array(fc.nat({ max: top }), { minLength: 3, maxLength: 3 }).map((e) => M.fromExponents(e));
const polynomial = (terms: number, top: number): fc.Arbitrary<P.Polynomial> =>
  fc
    .array(fc.tuple(monomial(top), fc.constantFrom(1, -1, 2)), { minLength: 1, maxLength: terms })
    .map((list) => P.fromTerms(list.map(([m, c]) => [m, Q.rational(c)] as const)));
const univariate = fc
  .tuple(index, fc.array(fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(1, -1, 2)), { minLength: 1, maxLength: 2 }))
  .map(([x, list]) => P.fromTerms(list.map(([e, c]) => [M.variable(x, e), Q.rational(c)] as const)));
const text = (p: fc.Arbitrary<P.Polynomial>): fc.Arbitrary<string> => p.map((q) => P.format(q, names));

const cell: fc.Arbitrary<Cell> = fc
  .record({
    roles: fc.tuple(...names.map(() => fc.constantFrom<Role>("zero", "zero", "free", "nonzero"))),
    kappa: fc.tuple(...names.map(() => fc.constantFrom(0, 0, 1, 2))),
    h: fc.tuple(...names.map(() => fc.constantFrom(0, 0, 1))),
    generators: fc.array(fc.oneof(polynomial(3, 2), polynomial(1, 2), univariate), { minLength: 1, maxLength: 2 }),
    nonzero: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(polynomial(2, 1)) }),
    equations: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.tuple(polynomial(2, 2)) },
    ),
  })
  .map(({ roles, kappa, h, ...lists }) => {
    const keeps = (i: number): boolean => roles[i] === "zero" || roles[i] === "free";
    return normal(
      {
        roles,
        kappa: kappa.map((n, i) => (keeps(i) ? n : 0)),
        h: h.map((n, i) => (keeps(i) ? n : 0)),
        ...lists,
        constants: [],
      },
      scope,
    );
  })
  .filter(({ generators }) => generators.length > 0);

const unit = fc.constant<UnitWitness>([]);
const weight = (from: number): fc.Arbitrary<readonly (readonly [number, number])[]> =>
  fc.tuple(...names.map(() => fc.integer({ min: from, max: 2 }))).map((w) => w.map((n, i) => [i, n] as const));
const child = fc.constant(0);
const children = fc.constant([]);
const pair = fc.constant([0, 0] as const);
const parts = fc.constantFrom(
  [[0], [1]],
  [[0], [1], [2]],
  [[0, 1], [2]],
  [[0], [1, 2]],
  [[0, 2], [1]],
  [[0]],
  [[1, 2]],
);
const rule = <R extends ProofNode["rule"]>(name: R): fc.Arbitrary<R> => fc.constant(name);

const node: fc.Arbitrary<ProofNode> = fc.oneof<fc.Arbitrary<ProofNode>[]>(
  fc.record({ rule: rule("extract"), monomial: text(monomial(1).map(P.monomial)), child }),
  fc.record({
    rule: rule("shear"),
    variable: index,
    by: fc.constantFrom("1", "x", "y", "x + 1", "z^2 + 1"),
    unit,
    offset: text(polynomial(1, 2)),
    child,
  }),
  fc.record({
    rule: rule("rescale"),
    variables: fc.subarray([0, 1, 2]),
    by: fc.constantFrom("x", "y", "x + 1", "z^2 + 1"),
    unit,
    child,
  }),
  fc.record({ rule: rule("coordinate"), equation: fc.constant(0), variable: index, unit, child }),
  fc.record({ rule: rule("replace"), generator: fc.nat({ max: 1 }), variable: index, unit, child }),
  fc.record({ rule: rule("sum"), parts, children }),
  fc.record({
    rule: rule("product"),
    parts: fc
      .tuple(parts, fc.array(text(polynomial(1, 2)), { minLength: 3, maxLength: 3 }))
      .map(([lists, generators]) => lists.map((variables, i) => ({ variables, generators: [generators[i] ?? "1"] }))),
    children,
  }),
  fc.record({
    rule: rule("power"),
    roots: fc.array(text(polynomial(2, 1)), { minLength: 1, maxLength: 2 }),
    exponent: fc.constant(2),
    child,
  }),
  fc.record({ rule: rule("slice"), weights: weight(-2), variable: index, children }),
  fc.record({ rule: rule("contract"), weights: weight(0), child }),
  fc.record({ rule: rule("split-variable"), variable: index, children: pair }),
  fc.record({ rule: rule("split"), polynomial: text(polynomial(2, 1)), children: pair }),
  fc.record({
    rule: rule("factor"),
    equation: fc.constant(0),
    factors: fc.array(fc.tuple(text(polynomial(1, 1)), fc.constant(1)), { maxLength: 2 }),
    children,
  }),
  fc.record({
    rule: rule("blow-up"),
    weights: fc
      .tuple(weight(1), fc.subarray([0, 1, 2], { minLength: 1 }))
      .map(([w, which]) => w.filter(([i]) => which.includes(i))),
    children,
  }),
  fc.record({ rule: rule("rename"), permutation: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), child }),
  fc.record({
    rule: rule("subideal"),
    rows: fc.array(fc.array(text(polynomial(1, 1)), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
    child,
  }),
  fc.record({ rule: rule("forget"), child }),
  fc.record({ rule: rule("empty"), equation: fc.constant(0), unit }),
  fc.record({
    rule: rule("crossing"),
    factors: fc.array(
      fc.record({ polynomial: text(polynomial(2, 1)), exponent: fc.constantFrom(1, 2), variable: index }),
      { maxLength: 2 },
    ),
    unit,
    sample: fc.constant([]),
  }),
  fc.record({
    rule: rule("valuation"),
    weights: fc.tuple(weight(0), index).map(([w, i]) => w.slice(0, i + 1)),
    sample: fc.constant([]),
  }),
  fc.record({
    rule: rule("derivative"),
    generator: fc.nat({ max: 1 }),
    variable: index,
    order: fc.integer({ min: 1, max: 3 }),
    unit,
  }),
);

/** Witnesses that may fit: nothing, a monomial in nonzero variables, a nonzero polynomial, a sum of squares. */
function witnesses(on: Cell): UnitWitness[] {
  const variables = on.roles.flatMap((role, variable) => (role === "nonzero" ? [variable] : []));
  const powers = (exponents: readonly number[]): UnitWitness =>
    exponents.flatMap((power, i) => (power > 0 ? [{ kind: "variable", variable: variables[i] ?? 0, power }] : []));
  return [
    [],
    ...[[1], [2], [0, 1], [1, 1], [2, 1], [0, 2]].map(powers),
    [{ kind: "nonzero", index: 0, power: 1 }],
    ...names.map((x): UnitWitness => [
      {
        kind: "squares",
        squares: [
          ["1", "1"],
          ["1", x],
        ],
        power: 1,
      },
    ]),
  ];
}

function apply(proof: ProofNode, on: Cell): Step | null {
  if (!("unit" in proof)) return applyOnce(proof, on);
  for (const unit of witnesses(on)) {
    const found = applyOnce({ ...proof, unit }, on);
    if (found !== null) return found;
  }
  return null;
}

function applyOnce(proof: ProofNode, on: Cell): Step | null {
  try {
    const one = rules[proof.rule] as (node: ProofNode, cell: Cell, within: typeof scope) => Step;
    return one(proof, on, scope);
  } catch (error) {
    if (error instanceof Refusal || error instanceof LimitError) return null;
    throw error;
  }
}

function solved({ roles, constants, ...others }: Cell): Bounds {
  const { range } = solveCell({ ...others, roles: roles.map((r) => r ?? null), tower: constants }, stepBudget(60_000));
  return { lower: range.lower === "nothing" ? nothing : range.lower, upper: range.upper };
}

const stats: Record<string, number> = {};
describe("rules", () => {
  test.prop([cell, node], { numRuns: Number(process.env["RUNS"] ?? 1500) })("give bounds that hold", (on, proof) => {
    const step = apply(proof, on);
    if (step === null) return;
    stats[proof.rule] = (stats[proof.rule] ?? 0) + 1;
    const own = solved(on);
    const given = step.combine(step.cells.map(solved));
    expect(compare(given.lower, own.upper)).toBeLessThanOrEqual(0);
    expect(compare(own.lower, given.upper)).toBeLessThanOrEqual(0);
  });
  test("stats", () => {
    console.log(stats);
  });
});
