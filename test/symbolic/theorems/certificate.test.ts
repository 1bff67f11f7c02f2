/** The checker works out by itself what a theorem says, and accepts it of no other ideal. */
import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { SchemaError } from "../../../src/errors.js";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { problemOf } from "../../../src/symbolic/model/ideal.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { linear, monomial, network, tanh } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import { ideal } from "../../../src/symbolic/model/text.js";
import type { Certificate, StatedIdeal } from "../../../src/symbolic/resolution/certificate.js";
import { resolve } from "../../../src/symbolic/resolution/resolve.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { theoremsOf } from "../../../src/symbolic/theorems/theorems.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import type { Verification } from "../../../src/verify/certificate/verify.js";

/** With no steps for a proof of its own. */
function cited(local: LocalModel): Certificate {
  const problem = problemOf(local);
  if (problem.kind === "none") throw new Error(problem.reason);
  return resolve({ ...problem, point: local.point }, stepBudget(0), theoremsOf(local)).certificate;
}

const brief = (v: Verification): string =>
  v.valid ? (v.status === "exact" ? `${v.lambda}:${v.multiplicity}` : `${v.lower}..${v.upper}`) : v.reason;

const zeros = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
const unit = (rows: number, columns: number, rank: number): number[][] =>
  zeros(rows, columns).map((row, i) => row.map((_, j) => (i === j && i < rank ? 1 : 0)));
const net = (widths: readonly number[], activation = linear, matrices?: readonly number[][][]): LocalModel =>
  at(network({ widths, activation }), matrices);
/** Every layer of rank r. */
const balanced = (widths: readonly number[], r: number): LocalModel =>
  net(
    widths,
    linear,
    widths.slice(1).map((rows, l) => unit(rows, widths[l] ?? 0, r)),
  );

/** The linear values are half the least codimension over the ranks of partial products, worked out by hand. */
describe("certificates by theorem verify", () => {
  test.each<[string, LocalModel, string]>([
    ["devinterp's 5-3-5", net([5, 3, 5]), "13/2:2"],
    ["devinterp's 5-4-5", net([5, 4, 5]), "8:1"],
    ["devinterp's 4-3-8", net([4, 3, 8]), "6:1"],
    ["devinterp's 3-8-4", net([3, 8, 4]), "6:1"],
    ["linear 3-3-3-3 at zero", net([3, 3, 3, 3]), "3:1"],
    ["linear 3-4-3-4 of rank 1", balanced([3, 4, 3, 4], 1), "5:3"],
    [
      "linear 4-3-3-4 with a layer of full rank",
      net([4, 3, 3, 4], linear, [zeros(3, 4), unit(3, 3, 3), zeros(4, 3)]),
      "5:2",
    ],
    ["tanh 1-9-1", net([1, 9, 1], tanh), "3/2:2"],
    ["tanh 1-5-3", net([1, 5, 3], tanh), "11/6:1"],
    ["x^3 1-4-2", net([1, 4, 2], monomial(3)), "2/3:1"],
    ["all Taylor coefficients", at(ideal("a*b + c*d, a*b^2 + c*d^2")), "3/4:1"],
  ])("%s", (_, local, value) => {
    const verification = verifyCertificate(JSON.parse(JSON.stringify(cited(local))));
    expect(brief(verification)).toBe(value);
    expect(verification.valid ? verification.byTheorem.length : 0).toBeGreaterThan(0);
  });

  test("linear networks of any widths and ranks: two formulas, one value", () => {
    const widths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(widths, fc.nat({ max: 3 }), (list, rank) => {
        const certificate = cited(balanced(list, Math.min(rank, ...list)));
        if (!certificate.nodes.some((node) => node.rule === "theorem")) return;
        const { result } = certificate;
        expect(brief(verifyCertificate(certificate))).toBe(
          result.status === "exact" ? `${result.lambda}:${result.multiplicity}` : "exact",
        );
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test("an unbalanced deep linear network: the theorem's lower bound joins the solver's upper one", () => {
    const local = net([2, 2, 2, 2], linear, [zeros(2, 2), unit(2, 2, 1), zeros(2, 2)]);
    const certificate = cited(local);
    expect(certificate.proof).toEqual({ rule: "parts", ideals: [[{ factors: [0], node: 0 }]] });
    expect(certificate.nodes[0]?.rule).toBe("combine");
    expect(certificate.nodes).toContainEqual(expect.objectContaining({ rule: "theorem", name: "deep-linear-network" }));
    expect(certificate.result).toMatchObject({ status: "bounds", lower: "3/2" });
    expect(verifyCertificate(certificate).valid).toBe(true);
    expect(verifyCertificate({ ...certificate, result: { ...certificate.result, lower: "8/5" } }).valid).toBe(false);
  });
});

test.each<[string, LocalModel, string]>([
  ["tanh 2-1-1-3", net([2, 1, 1, 3], tanh), "1/2:1"],
  ["tanh 4-1-5", net([4, 1, 5], tanh), "2:1"],
  ["x^3 4-1-1-2", net([4, 1, 1, 2], monomial(3)), "1/6:1"],
  ["x^2 2-1-4", net([2, 1, 4], monomial(2)), "1/2:1"],
])("a chain of width one at zero is proved, not cited: %s", (_, local, value) => {
  const verification = verifyCertificate(rlct(local, { budget: stepBudget(20_000) }).certificate);
  expect(brief(verification)).toBe(value);
  expect(verification).toMatchObject({ byTheorem: [] });
});

test("a deep chain: exponents past those of a monomial", () => {
  const local = net([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], monomial(4));
  const result = rlct(local, { budget: stepBudget(20_000), theorems: false });
  expect(brief(verifyCertificate(result.certificate))).toBe("1/2097152:1");
});

describe("a changed certificate is refused, or what it says is true", () => {
  const seeds: readonly (readonly [string, Certificate])[] = [
    ["reduced rank", cited(balanced([2, 2, 2], 1))],
    ["deep linear", cited(net([2, 2, 2, 2]))],
    ["vandermonde", cited(net([1, 2, 1], tanh))],
    ["one input", cited(net([1, 3, 2], monomial(2)))],
  ];
  test.each(seeds)("%s", (_, certificate) => {
    let accepted = 0;
    for (const changed of changes(certificate)) {
      const verification = verified(changed);
      if (!verification?.valid) continue;
      accepted++;
      expect(isTrue(verification), JSON.stringify(changed)).toBe(true);
    }
    expect(verified(certificate)?.valid).toBe(true);
    expect(accepted).toBeLessThan(60);
  });
});

function verified(document: unknown): Verification | null {
  try {
    return verifyCertificate(document);
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}

/** The resolution alone does not contradict what is stated. */
function isTrue(verification: Extract<Verification, { valid: true }>): boolean {
  const { ideal: given, variables, point } = verification.statement;
  if (verification.status !== "exact") return false;
  const model = ideal(multipliedOut(given));
  const values = Object.fromEntries(model.parameters.map((name) => [name, point[variables.indexOf(name)] ?? "0"]));
  const own = rlct(at(model, values), { budget: stepBudget(20_000), theorems: false });
  const stated = Q.parse(verification.lambda) ?? Q.zero;
  if (own.status === "exact") return Q.equals(own.lambda, stated) && own.multiplicity === verification.multiplicity;
  return Q.compare(own.lower, stated) <= 0 && Q.compare(stated, own.upper) <= 0;
}

function multipliedOut(given: StatedIdeal): string[] {
  if (given.kind !== "product") throw new Error("no theorem speaks of an unexpanded network, or of two ideals");
  return given.factors
    .map(({ generators, exponent }) => generators.map((g) => `(${g})^${exponent}`))
    .reduce((all, list) => all.flatMap((g) => list.map((h) => `(${g})*(${h})`)));
}

/** Every number one up and one down; every text with another of the document in its place, or with its sign, a number or a name changed. */
function changes(certificate: Certificate): unknown[] {
  const texts = new Set<string>();
  const paths: (readonly (string | number)[])[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === "string") texts.add(value);
    if (typeof value === "object" && value !== null) {
      for (const [key, entry] of Object.entries(value))
        visit(entry, [...path, Array.isArray(value) ? Number(key) : key]);
    } else paths.push(path);
  };
  visit(certificate, []);
  const others = [...texts].slice(0, 12);
  return paths.flatMap((path) => {
    const value = path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], certificate);
    const replacements: unknown[] =
      typeof value === "number"
        ? [value + 1, value - 1]
        : typeof value === "string"
          ? [...others, value.replace("2", "3"), value.replace(" + ", " - "), `${value} + 1`, value.replace("_1", "_2")]
          : [];
    return replacements
      .filter((replacement) => replacement !== value)
      .map((replacement) => {
        const copy: unknown = JSON.parse(JSON.stringify(certificate));
        const parent = path
          .slice(0, -1)
          .reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], copy);
        (parent as Record<string | number, unknown>)[path.at(-1) ?? ""] = replacement;
        return copy;
      });
  });
}
