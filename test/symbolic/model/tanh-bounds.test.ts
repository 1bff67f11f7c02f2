/** The ideals between which a deep tanh network lies. */
import { describe, expect, test } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { linear, network, tanh } from "../../../src/symbolic/model/network.js";
import { origin, parsePoint } from "../../../src/symbolic/model/point.js";
import type { Tree } from "../../../src/symbolic/model/squares.js";
import { tanhBounds } from "../../../src/symbolic/model/tanh-bounds.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import type { IdealProof, StatedIdeal, StatedProduct } from "../../../src/symbolic/resolution/certificate.js";
import { resolveBetween } from "../../../src/symbolic/resolution/resolve.js";
import { pole } from "../../../src/symbolic/resolution/value.js";
import type { Verification } from "../../../src/verify/certificate/verify.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";

function atZero(widths: number[], activation = tanh): LocalModel {
  const model = network({ widths, activation });
  return { model, point: origin(model) };
}

const names = ["c", "b", "a"];
const generators = (tree: Tree<P.Polynomial> | undefined): readonly P.Polynomial[] =>
  tree?.kind === "ideal" ? tree.generators : [];
const shown = (tree: Tree<P.Polynomial> | undefined): string[] =>
  generators(tree)
    .map((p) => P.format(p, names))
    .sort();

describe("a chain a·tanh(b·tanh(c·x))", () => {
  const bounds = tanhBounds(atZero([1, 1, 1, 1]));

  test("below: the first Taylor coefficients", () => {
    expect(shown(bounds?.below[0])).toEqual(["c*b*a"]);
    expect(shown(bounds?.below[2])).toEqual(
      ["-1/3*c^3*b^3*a - 1/3*c^3*b*a", "2/15*c^5*b^5*a + 1/3*c^5*b^3*a + 2/15*c^5*b*a", "c*b*a"].sort(),
    );
  });

  test("above: these, and what the terms of all others are multiples of", () => {
    expect(shown(bounds?.above[0])).toEqual(["c*b*a", "c^3*b*a"]);
  });
});

/** Every coefficient of degree 3 and 5 lies in the ideal above of degree 1. */
test.each([[[1, 2, 2, 1]], [[2, 2, 1, 2]]])(
  "widths %j: the ideal above holds the coefficients that follow",
  (widths) => {
    const bounds = tanhBounds(atZero(widths));
    const [first = [], ...more] = (bounds?.below ?? []).map(generators);
    const known = new Set(first.map(P.key));
    const leads = generators(bounds?.above[0])
      .filter((p) => p.monomials.length === 1)
      .flatMap((p) => p.monomials);
    const terms = more.flatMap((below) => below.filter((p) => !known.has(P.key(p)))).flatMap((p) => p.monomials);
    expect(terms.length).toBeGreaterThan(0);
    for (const term of terms) expect(leads.some((lead) => M.divides(lead, term))).toBe(true);
  },
);

test("nothing for another activation", () => {
  expect(tanhBounds(atZero([1, 2, 1], linear))).toBeNull();
});

const deep = network({ widths: [1, 2, 2, 1], activation: tanh });
const off = { model: deep, point: parsePoint(deep, "[[[0],[0]],[[2,0],[1,1]],[[0,1]]]") };
const offBounds = tanhBounds(off);

describe("off zero", () => {
  test("below: coefficients less what they are at w*; above: the moments alone", () => {
    expect(offBounds?.below).toHaveLength(3);
    expect(offBounds?.above).toHaveLength(1);
    for (const tree of [...(offBounds?.below ?? []), ...(offBounds?.above ?? [])]) {
      expect(generators(tree).length).toBeGreaterThan(0);
      for (const g of generators(tree)) expect(P.constantTerm(g)).toEqual(Q.zero);
    }
  });

  test("they meet", () => {
    expect(rlct(off, { budget: stepBudget(200_000) })).toMatchObject({
      status: "exact",
      lambda: Q.rational(2, 3),
      multiplicity: 1,
    });
  });
});

test("an ideal that needs more steps than its first share gets them while the budget lasts", () => {
  const { model, point } = off;
  const [, small, large] = offBounds?.below ?? [];
  if (small === undefined || large === undefined) throw new Error("no ideals");
  const problem = { variables: model.parameters, point, norm: "squares" } as const;
  const lowerOf = (steps: number): unknown =>
    resolveBetween(problem, { below: [large], above: [small] }, stepBudget(steps)).range.lower;
  expect(lowerOf(100_000)).not.toEqual(pole(Q.rational(2, 3), 1));
  expect(lowerOf(400_000)).toEqual(pole(Q.rational(2, 3), 1));
});

test("every unit of every layer is on a path, the products alone where there are too many multiples", () => {
  expect(generators(tanhBounds(atZero([3, 3, 2, 2]))?.above[0])).toHaveLength(3 * 3 * 2 * 2);
});

/** Its coefficients of degree 3 have 14 656 terms, and more of them on the way. */
test("tanh 4-4-4-4: the linear network alone is below, at no great cost", () => {
  const bounds = tanhBounds(atZero([4, 4, 4, 4]));
  expect(bounds?.below).toHaveLength(1);
  expect(generators(bounds?.below[0])).toHaveLength(16);
});

/** Of 2-2-2-1 the linear network, λ = 1 and m = 3, is one of those below, so that m ≤ 3. */
test("tanh 2-2-2-1 at zero: λ is proved, and the answer says what of m is", () => {
  const result = rlct(atZero([2, 2, 2, 1]), { budget: stepBudget(10_000) });
  const answer = { status: "bounds", lower: "1", upper: "1" };
  expect(result).toMatchObject({ reason: "this is λ, but of m is proved only that 1 ≤ m ≤ 3" });
  expect(result.certificate?.result).toEqual(answer);
  expect(verifyCertificate(result.certificate)).toMatchObject({ valid: true, ...answer });
});

test("tanh 1-2-2-1 at zero is exact by two ideals of the network, and by no others", () => {
  const local = atZero([1, 2, 2, 1]);
  const certificate = rlct(local, { budget: stepBudget(150_000) }).certificate;
  if (certificate?.statement.ideal.kind !== "between" || certificate.proof.rule !== "parts") {
    throw new Error("no two ideals");
  }
  const { statement, proof } = certificate;
  const { below, above } = certificate.statement.ideal;
  const stated = (list: readonly P.Polynomial[]): StatedProduct => ({
    kind: "product",
    factors: [{ generators: list.map((g) => P.format(g, statement.variables)), exponent: 1 }],
  });
  const bounds = tanhBounds(local);
  const [, third = [], fifth = []] = (bounds?.below ?? []).map(generators);
  const [first = [], later = []] = (bounds?.above ?? []).map(generators);
  expect([below, above]).toEqual([stated(third), stated(first)]);

  const verified = (ideal: StatedIdeal, changed: IdealProof = proof): Verification =>
    verifyCertificate({ ...certificate, statement: { ...statement, ideal }, proof: changed });
  expect(verified({ kind: "between", below, above })).toMatchObject({ valid: true, lambda: "2/3", multiplicity: 1 });
  const refused = { valid: false };
  const swapped = { ...proof, ideals: [...proof.ideals].reverse() };
  expect(verified({ kind: "between", below: above, above: below })).toMatchObject(refused);
  expect(verified({ kind: "between", below, above }, swapped)).toMatchObject(refused);
  expect(verified({ kind: "between", below: stated(fifth), above })).toMatchObject(refused);
  expect(verified({ kind: "between", below, above: stated(later) })).toMatchObject(refused);
  expect(verified({ kind: "between", below, above: stated(first.slice(1)) })).toMatchObject(refused);
});
