/**
 * Each rule of the checker, on random cells with random data: where the checker accepts it, the bounds that it gives from
 * the children's values must agree with the cell's own value, both found by the solver, which is free to go another way.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LimitError } from "../../../src/errors.js";
import { unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { ProofNode, UnitWitness } from "../../../src/symbolic/resolution/certificate.js";
import { monomialLeaf, solveMonomial } from "../../../src/symbolic/resolution/monomial-ideal.js";
import { certificateWriter } from "../../../src/symbolic/resolution/proof.js";
import { samplePoint, writePoint } from "../../../src/symbolic/resolution/sample.js";
import { isApart, kappaOf, normal, onCell, read } from "../../../src/verify/certificate/cell.js";
import type { Cell } from "../../../src/verify/certificate/cell.js";
import { Refusal } from "../../../src/verify/certificate/refusal.js";
import { apply as follow } from "../../../src/verify/certificate/rules.js";
import type { Step } from "../../../src/verify/certificate/step.js";
import { compare } from "../../../src/verify/certificate/values.js";
import * as N from "./nodes.js";
import { cell, index, monomial, names, polynomial, solved, solverCell, univariate } from "./random-cells.js";
import { powersOfVariables } from "./sketches.js";

/** Samples of each rule; most are refused. */
const runs = 60;
const text = (p: fc.Arbitrary<P.Polynomial>): fc.Arbitrary<string> => p.map((q) => P.format(q, names));

const weights = (from: number): fc.Arbitrary<readonly (readonly [number, number])[]> =>
  fc.tuple(...names.map(() => fc.integer({ min: from, max: 2 }))).map((w) => w.map((n, i) => [i, n] as const));
const parts = fc.constantFrom(
  [[0], [1]],
  [[0], [1], [2]],
  [[0, 1], [2]],
  [[0], [1, 2]],
  [[0, 2], [1]],
  [[0]],
  [[1, 2]],
);
const linear = fc.tuple(index, polynomial(1, 2)).map(([x, p]) => P.add(P.variable(x), p));
const factors = fc.array(fc.tuple(fc.oneof(polynomial(2, 2), linear), fc.constantFrom(1, 1, 2)), {
  minLength: 1,
  maxLength: 2,
});
const unit: UnitWitness = [];
/** 1, y, x + 1, z^2 + 1: units on some cells. */
const unitsAtTimes = [P.one, P.variable(1), P.add(P.variable(0), P.one), P.add(P.variable(2, 2), P.one)];
const write = (p: P.Polynomial): string => P.format(p, names);
const productOf = (list: readonly (readonly [P.Polynomial, number])[]): P.Polynomial =>
  P.product(list.map(([p, e]) => P.power(p, e)));

/** A node on the cell; children are numbered elsewhere. */
type Case = readonly [on: Cell, proof: ProofNode];
const onAny = (proof: fc.Arbitrary<ProofNode>): fc.Arbitrary<Case> => fc.tuple(cell, proof);
const withLists = (on: Cell, lists: Partial<Cell>): Cell => normal({ ...on, ...lists });
const bare = (on: Cell): Cell => ({ ...on, powers: [] });

const cases: Readonly<Record<string, fc.Arbitrary<Case>>> = {
  extract: onAny(monomial(1).map((m) => N.extract([write(P.monomial(m)), 1]))),
  "extract a power": fc
    .tuple(cell, polynomial(2, 1), polynomial(2, 2), fc.constantFrom(1, 2))
    .map(([on, p, g, e]) => [withLists(on, { generators: [P.multiply(P.power(p, e), g)] }), N.extract([write(p), e])]),
  shear: onAny(
    fc
      .tuple(
        index,
        fc.constantFrom("1", "x", "y", "x + 1", "z^2 + 1"),
        fc.oneof(fc.constant("0"), text(polynomial(1, 2))),
      )
      .map(([x, by, offset]) => N.shear(names[x] ?? "x", by, offset)),
  ),
  "shear by a quotient": onAny(
    fc
      .tuple(fc.subarray([0, 1, 2], { minLength: 1 }), fc.constantFrom("x", "y", "x + 1", "z^2 + 1"))
      .map(([variables, over]) => N.shear(variables.map((x) => names[x]).join(""), "1", "0", over)),
  ),
  replace: fc.tuple(cell, index, polynomial(2, 2), polynomial(2, 2)).map(([on, variable, p, g]) => {
    const q = P.add(P.variable(variable), p);
    return [
      withLists(on, { generators: [q, P.substitute(g, variable, q)] }),
      N.replace(names[variable] ?? "x", write(q), names[variable] ?? "x", write(g)),
    ];
  }),
  truncate: fc
    .tuple(cell, monomial(2), fc.constantFrom(...unitsAtTimes), polynomial(1, 2), polynomial(1, 1), polynomial(1, 2))
    .map(([on, m, by, low, rest, other]) => {
      const precision = P.monomial(M.fromExponents(M.exponents(m, 3).map((e, x) => (on.roles[x] === "zero" ? e : 0))));
      const stated = P.degree(other) % 2 === 0 ? low : other;
      return [
        withLists(on, { generators: [P.add(P.multiply(by, low), P.multiply(precision, rest))] }),
        N.truncate(write(precision), [write(stated), write(by)]),
      ];
    }),
  sum: fc.tuple(cell, fc.array(univariate, { minLength: 2, maxLength: 3 }), parts).map(([on, generators, lists]) => [
    bare(withLists(on, { generators })),
    {
      rule: "parts",
      how: "sum",
      parts: lists.map((variables) => ({
        variables,
        generators: generators.filter((p) => P.variablesOf(p).every((x) => variables.some((i) => i === x))).map(write),
      })),
      children: [],
    },
  ]),
  product: fc
    .tuple(
      cell,
      parts,
      fc.array(fc.array(polynomial(2, 2), { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
    )
    .map(([on, lists, generators]) => {
      const own = lists.map((variables, i) => ({
        variables,
        generators: (generators[i] ?? []).map((p) =>
          P.filter(p, (m) => M.support(m).every((x) => variables.some((i) => i === x))),
        ),
      }));
      const products = own.reduce(
        (all, part) => all.flatMap((p) => part.generators.map((g) => P.multiply(p, g))),
        [P.one],
      );
      return [
        withLists(on, { generators: products }),
        {
          rule: "parts",
          how: "product",
          parts: own.map((part) => ({ ...part, generators: part.generators.map(write) })),
          children: [],
        },
      ];
    }),
  power: fc
    .tuple(cell, polynomial(3, 2))
    .map(([on, root]) => [
      withLists(on, { generators: [P.power(root, 2)], powers: powersOfVariables(kappaOf(on).map((k) => 2 * k)) }),
      N.power(2, write(root)),
    ]),
  slice: onAny(
    fc.tuple(weights(-2), index).map(([w, variable]) => ({ rule: "slice", weights: w, variable, children: [] })),
  ),
  contract: fc
    .tuple(cell, weights(0))
    .map(([on, w]) => [on, { rule: "contract", weights: w.filter(([x]) => !isApart(on, x)), child: 0 }]),
  flow: fc
    .tuple(cell, fc.shuffledSubarray([0, 1, 2], { minLength: 2, maxLength: 2 }), polynomial(2, 2), fc.nat({ max: 2 }))
    .map(([on, [x = 0, y = 1], p, e]) => {
      const unit = P.add(P.variable(x), P.one);
      const image = P.multiply(P.variable(y), P.power(unit, e));
      const generators = [P.multiply(P.substitute(P.substitute(p, x, P.one), y, image), unit)];
      const field = [[x, write(unit)] as const, [y, `${-e}*${names[y] ?? ""}`] as const];
      const proof = { rule: "flow", field, derivatives: [[[0, "1"]]], variable: x, unit: [], child: 0 } as const;
      return [withLists({ ...on, relations: [] }, { generators }), proof];
    }),
  "cover by a variable": onAny(index.map((x) => N.cover(names[x] ?? "x"))),
  cover: onAny(
    fc.array(text(polynomial(2, 1)), { minLength: 1, maxLength: 2 }).map((polynomials) => N.cover(...polynomials)),
  ),
  implicit: fc.tuple(cell, index, polynomial(2, 1), polynomial(2, 2)).map(([on, variable, slope, offset]) => {
    const q = P.add(P.multiply(slope, P.variable(variable)), offset);
    return [withLists({ ...on, h: [0, 0, 0] }, { equations: [q] }), N.implicit(names[variable] ?? "x", write(q))];
  }),
  "reduce equations": fc
    .tuple(cell, polynomial(2, 1), polynomial(1, 1), polynomial(1, 1))
    .filter(([on]) => on.relations.length > 0)
    .map(([on, p, a, b]) => [
      withLists(on, { equations: [p] }),
      N.reduce("equations", N.subtract(2, 1, write(a)), N.subtract(2, 0, write(b))),
    ]),
  reduce: fc
    .tuple(cell, polynomial(1, 1))
    .filter(([on]) => on.relations.length > 0)
    .map(([on, factor]) => [on, N.reduce("generators", N.subtract(1, 0, write(factor)))]),
  factor: fc
    .tuple(cell, factors)
    .map(([on, list]) => [
      withLists(on, { equations: [productOf(list)] }),
      N.factor(unit, ...list.map(([p, e]) => [write(p), e] as const)),
    ]),
  "reduce an equation to squares": fc
    .tuple(cell, polynomial(2, 1), polynomial(1, 1))
    .map(([on, p, q]) => [
      withLists(on, { equations: [P.add(P.power(p, 2), P.power(q, 2))] }),
      N.reduce("equations", N.squares(on.relations.length, ["1", write(p)], ["1", write(q)])),
    ]),
  roots: fc
    .tuple(cell, index, fc.constantFrom([-1, 1], [0], [2], [-1, 0, 1], [-2, 1]), fc.nat({ max: 6 }))
    .map(([on, variable, zeros, leftOut]) => {
      const factors = zeros.map((r) => P.subtract(P.variable(variable), P.integer(r)));
      const roots = zeros.filter((_, i) => i !== leftOut).map(String);
      return [
        withLists({ ...bare(on), h: [0, 0, 0] }, { equations: [P.product(factors)] }),
        N.roots(names[variable] ?? "x", ...roots),
      ];
    }),
  "blow-up": onAny(
    fc
      .tuple(weights(1), fc.subarray([0, 1, 2], { minLength: 1 }))
      .map(([w, which]) => ({ rule: "blow-up", weights: w.filter(([i]) => which.some((j) => j === i)), children: [] })),
  ),
  "blow-up without symmetric charts": fc.tuple(cell, polynomial(2, 2), fc.constantFrom(1, 2)).map(([on, p, w]) => {
    const swapped = [1, 0, 2];
    const mirrored = (q: P.Polynomial): P.Polynomial => P.compose(q, new Map([[0, P.variable(1)], [1, P.variable(0)]])); // prettier-ignore
    const roles = ["zero", "zero", on.roles[2]] as const;
    const generators = [...on.generators, p].flatMap((g) => [g, mirrored(g)]);
    const even = { ...on, roles, h: [on.h[0] ?? 0, on.h[0] ?? 0, on.h[2] ?? 0], powers: [], relations: [] };
    return [
      withLists(even, { generators, nonzero: [], equations: [] }),
      { rule: "blow-up", weights: [[0, w], [1, w]], symmetries: [[1, swapped]], children: [] }, // prettier-ignore
    ];
  }),
  project: fc.tuple(cell, fc.subarray([0, 1, 2], { minLength: 1 }), polynomial(2, 1)).map(([on, listed, p]) => {
    const variables = listed.filter((x) => on.roles[x] !== "zero");
    const apart = (q: P.Polynomial): P.Polynomial => P.compose(q, new Map(variables.map((x) => [x, P.one])));
    const exponents = (list: readonly number[]): number[] => list.map((n, x) => (variables.includes(x) ? 0 : n));
    return [
      withLists(
        { ...on, powers: powersOfVariables(exponents(kappaOf(on))), h: exponents(on.h) },
        { generators: on.generators.map(apart), nonzero: [p, apart(p)] },
      ),
      { rule: "project", variables, child: 0 },
    ];
  }),
  rename: onAny(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }).map((permutation) => N.rename(...permutation))),
  "a smaller ideal": fc.tuple(cell, polynomial(2, 1), polynomial(1, 1)).map(([on, p, q]) => {
    const first = on.relations.length;
    const end = first + on.generators.length;
    const added = on.generators.map((_, i) => N.subtract(end, first + i, write(i === 0 ? p : q)));
    const dropped = on.generators.map((_, i) => N.set(first + i, "0"));
    return [on, N.reduce("generators", ...added, ...dropped)];
  }),
  "a larger ideal": fc
    .tuple(cell, polynomial(2, 2), polynomial(2, 1), polynomial(2, 1))
    .map(([{ relations, ...on }, g, p, q]) => {
      const first = relations.length;
      const steps = [N.set(first + 1, write(g)), N.set(first + 2, write(q)), N.subtract(first, first + 1, write(p))];
      return [withLists({ ...on, relations }, { generators: [P.multiply(p, g)] }), N.reduce("generators", ...steps)];
    }),
  "a larger cell": fc
    .tuple(cell, polynomial(2, 2), polynomial(2, 2))
    .map(([on, p, q]) => [
      withLists(on, { equations: [p, q] }),
      N.reduce("equations", N.set(on.relations.length, "0")),
    ]),
  "a smaller cell": fc
    .tuple(cell, polynomial(2, 2))
    .map(([on, p]) => [on, N.reduce("equations", N.set(on.relations.length + on.equations.length, write(p)))]),
  "factor without factors": fc
    .tuple(cell, polynomial(2, 1))
    .map(([on, p]) => [
      withLists(on, { equations: [p] }),
      { rule: "factor", equation: 0, unit, factors: [], children: [] },
    ]),
  empty: fc.tuple(cell, polynomial(1, 1)).map(([on, p]) => [withLists(on, { nonzero: [p] }), { rule: "empty" }]),
  monomial: fc
    .tuple(cell, monomial(2), monomial(2))
    .map(([on, a, b]) => withLists(on, { generators: [a, b].map((m) => P.monomial(m)) }))
    .filter((on) => monomialLeaf(solverCell(on), unlimited()) !== null)
    .map((on) => [
      on,
      monomialLeaf(solverCell(on), unlimited())?.node([], certificateWriter(names)) ?? { rule: "empty" },
    ]),
  crossing: fc
    .tuple(cell, factors, fc.shuffledSubarray([0, 1, 2], { minLength: 3 }))
    .map(([on, list, own]) => [withLists(on, { generators: [productOf(list)] }), crossing(on, list, own)]),
  valuation: fc
    .tuple(cell, weights(0))
    .map(([on, w]) => [on, { rule: "valuation", weights: w.filter(([x]) => on.roles[x] === "zero"), sample: [] }]),
  initial: onAny(
    fc
      .tuple(weights(0), fc.array(fc.constantFrom("1/3", "1/2", "1", "2"), { minLength: 1, maxLength: 2 }))
      .map(([w, multipliers]) => ({
        rule: "initial",
        weights: w,
        forms: multipliers.map((multiplier, generator) => ({ generator, unit, multiplier })),
      })),
  ).map(([on, proof]) => [withLists({ ...on, roles: ["zero", "zero", on.roles[2]] }, {}), proof]),
  adjunction: fc
    .tuple(cell, fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 3 }), polynomial(2, 2), polynomial(1, 2))
    .map(([on, exponents, p, q]) => {
      const roots = [P.variable(2), P.subtract(P.variable(2), P.one), P.subtract(P.variable(2, 2), P.integer(2))];
      const product = productOf(roots.map((root, k) => [root, exponents[k] ?? 0]));
      const rest = P.add(P.multiply(P.variable(0), p), P.multiply(P.variable(1), q));
      return [
        withLists({ ...on, roles: ["zero", "zero", "free"] }, { generators: [P.add(product, rest)] }),
        { rule: "adjunction", variable: 2, combination: ["1"], roots: roots.map(write), forms: [{ unit, exponents }] },
      ];
    }),
};

/** The product of these powers as a monomial in coordinates; `own` are their variables. */
function crossing(on: Cell, list: readonly (readonly [P.Polynomial, number])[], own: readonly number[]): ProofNode {
  const content = P.monomialContent(productOf(list));
  const zeros = on.roles.flatMap((role, i) => (role === "zero" && !own.slice(0, list.length).includes(i) ? [i] : []));
  const exponents = [...zeros.map((i) => (kappaOf(on)[i] ?? 0) + M.exponent(content, i)), ...list.map(([, e]) => e)];
  const { primal, dual } = solveMonomial([exponents], [...zeros.map((i) => on.h[i] ?? 0), ...list.map(() => 0)]);
  return {
    rule: "monomial",
    coordinates: list.map(([p], k) => ({ polynomial: write(p), variable: own[k] ?? 0 })),
    jacobian: unit,
    forms: [{ exponents: list.map(([, e]) => e) }],
    primal: primal.map(Q.format),
    dual: dual.map(Q.format),
  };
}

/** Witnesses that may fit: nothing, a monomial in nonzero variables, a nonzero polynomial, a sum of squares. */
function witnesses(on: Cell): UnitWitness[] {
  const variables = names.filter((_, x) => isApart(on, x));
  const powers = (exponents: readonly number[]): UnitWitness =>
    exponents.flatMap((power, i) => (power > 0 ? [{ polynomial: variables[i] ?? "x", power }] : []));
  return [
    [],
    ...[[1], [2], [0, 1], [1, 1], [2, 1], [0, 2]].map(powers),
    ...on.nonzero.map((p): UnitWitness => N.unitOf(write(p))),
    ...names.map((x) => N.squaresUnit("1", x)),
  ];
}

/** With a point of the cell where the rule asks for one. */
function sampled(proof: ProofNode, on: Cell): ProofNode {
  const write = certificateWriter(names);
  if (proof.rule === "project") {
    const whole = samplePoint(solverCell(on)) ?? [];
    return {
      ...proof,
      sample: writePoint(
        whole.filter(([x]) => proof.variables.includes(x)),
        write,
      ),
    };
  }
  if (proof.rule !== "monomial" && proof.rule !== "valuation") return proof;
  const crossing =
    proof.rule === "valuation" ? [] : proof.coordinates.map(({ polynomial: q }) => onCell(read(q, on), on));
  const point = samplePoint(solverCell({ ...on, equations: [...on.equations, ...crossing] }));
  return point === null ? proof : { ...proof, sample: writePoint(point, write) };
}

function apply(blank: ProofNode, on: Cell): Step | null {
  const proof = sampled(blank, on);
  if (!("unit" in proof || "jacobian" in proof || proof.rule === "truncate")) return applyOnce(proof, on);
  for (const unit of witnesses(on)) {
    const found = applyOnce(withWitness(proof, unit), on);
    if (found !== null) return found;
  }
  return null;
}

function withWitness(proof: ProofNode, unit: UnitWitness): ProofNode {
  if (proof.rule === "truncate") return { ...proof, parts: proof.parts.map((part) => ({ ...part, unit })) };
  if (proof.rule === "monomial") return { ...proof, jacobian: unit };
  return "unit" in proof ? { ...proof, unit } : proof;
}

function applyOnce(proof: ProofNode, on: Cell): Step | null {
  try {
    return follow(proof, on);
  } catch (error) {
    if (error instanceof Refusal || error instanceof LimitError) return null;
    throw error;
  }
}

describe("the rule", () => {
  test.each(Object.entries(cases))("%s gives bounds that hold", (_, samples) => {
    let accepted = 0;
    fc.assert(
      fc.property(samples, ([on, proof]) => {
        const step = apply(proof, on);
        if (step === null) return;
        accepted++;
        const own = solved(on);
        const given = step.combine(step.cells.map(solved));
        expect(compare(given.lower, own.upper)).toBeLessThanOrEqual(0);
        expect(compare(own.lower, given.upper)).toBeLessThanOrEqual(0);
      }),
      { numRuns: runs, seed: 1 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
