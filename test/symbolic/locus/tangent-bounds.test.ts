/** Bounds from first derivatives and orders, against resolutions of the same models where these can be expanded. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { tangentBounds } from "../../../src/symbolic/locus/tangent-bounds.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { monomial, network } from "../../../src/symbolic/model/network.js";
import { origin, parsePoint } from "../../../src/symbolic/model/point.js";
import { ideal, polynomial } from "../../../src/symbolic/model/text.js";
import { resolveBetween } from "../../../src/symbolic/resolution/resolve.js";
import type { RlctResult } from "../../../src/symbolic/resolution/result.js";
import { compare, isExact } from "../../../src/symbolic/resolution/value.js";
import type { Range } from "../../../src/symbolic/resolution/value.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";

/** What the tangents alone prove of K. */
function ofTangents(local: LocalModel): Range {
  const found = tangentBounds(local, unlimited());
  if (found === null) throw new Error("no bounds");
  const problem = { variables: local.model.parameters, point: local.point, norm: found.norm };
  const { range, certificate } = resolveBetween(problem, found, stepBudget(20_000));
  expect(verifyCertificate(certificate)).toMatchObject({ valid: true });
  return range;
}

/** The resolution's own answer lies within; returns whether both are exact. */
function agrees(local: LocalModel): boolean {
  const range = ofTangents(local);
  const known = rlct(local, { budget: stepBudget(4_000), method: "blow-up" });
  if (known.status !== "exact") return false;
  const value = { lambda: known.lambda, multiplicity: known.multiplicity };
  expect(compare(range.lower, value)).toBeLessThanOrEqual(0);
  expect(compare(value, range.upper)).toBeLessThanOrEqual(0);
  return isExact(range);
}

const weight = fc.constantFrom(0, 0, 1, -1, 2);
const drawn = fc
  .tuple(
    fc.constantFrom([1, 2, 1], [2, 1, 1], [2, 2, 1], [1, 1, 2, 1], [2, 1, 1, 1], [1, 2, 2]),
    fc.integer({ min: 1, max: 3 }),
  )
  .chain(([widths, degree]) =>
    fc
      .tuple(...widths.slice(1).map((rows, l) => fc.array(fc.array(weight, sizes(widths[l] ?? 1)), sizes(rows))))
      .map((at) => {
        const model = network({ widths, activation: monomial(degree) });
        return { model, point: parsePoint(model, JSON.stringify(at)) };
      }),
  );

function sizes(n: number): { minLength: number; maxLength: number } {
  return { minLength: n, maxLength: n };
}

const term = fc
  .tuple(fc.integer({ min: -3, max: 3 }), fc.nat(3), fc.nat(3), fc.nat(2))
  .map(([c, a, b, d]) => `${c}*x^${a}*y^${b}*z^${d + (a + b + d === 0 ? 1 : 0)}`);
const sum = fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join(" + "));

describe("the value lies between", () => {
  test.prop([drawn], { numRuns: 60 })("networks at points with many zeros", (local) => {
    agrees(local);
  });

  test.prop([fc.array(sum, { minLength: 1, maxLength: 3 })], { numRuns: 60 })("ideals", (list) => {
    agrees(at(ideal(list)));
  });

  test.prop([sum], { numRuns: 30 })("single polynomials", (text) => {
    agrees(at(polynomial(text)));
  });

  test("at smooth points of the fibre the rank alone is exact", () => {
    const model = network({ widths: [2, 2, 1], activation: monomial(2) });
    expect(agrees({ model, point: parsePoint(model, "[[[1,2],[3,1]],[[1,1]]]") })).toBe(true);
    expect(agrees(at(ideal("x + y^2, z - x*y")))).toBe(true);
  });
});

describe("models that are too large to be expanded", () => {
  test.each([
    ["1,2,2,1,1", 2, "[[[2],[1]],[[1,0],[1,1]],[[-1,-1]],[[1]]]", "1/2"],
    ["2,2,2,2,1", 2, "[[[1,0],[1,1]],[[1,0],[1,1]],[[1,2],[-1,1]],[[1,-1]]]", "7/2"],
    ["1,1,1,1,1,1,1,1", 3, "[[[1]],[[1]],[[1]],[[1]],[[1]],[[1]],[[1]]]", "1/2"],
  ])("widths %s, x^%i at %s: λ = %s", (widths, degree, point, lambda) => {
    const model = network({ widths: widths.split(",").map(Number), activation: monomial(degree) });
    const result = solve({ model, point: parsePoint(model, point) });
    expect(result).toMatchObject({ status: "exact", lambda: Q.parse(lambda), multiplicity: 1 });
  });

  test("a polynomial with a first derivative", () => {
    expect(solve(at(polynomial("(a+b+c+d+e+f)^60 + a")))).toMatchObject({ status: "exact", lambda: Q.one });
  });

  test("an ideal by its order", () => {
    const result = solve(at(ideal("(a+b+c+d+e+f)^60 + a^3*b")));
    expect(result).toMatchObject({ status: "bounds", lower: Q.rational(1, 8), upper: Q.rational(6, 8) });
  });

  test("a deep wide network at zero, by its layers", () => {
    const model = network({ widths: [9, 9, 9, 9, 9, 1], activation: monomial(9) });
    const result = solve(at(model));
    expect(result).toMatchObject({ status: "bounds", lower: Q.rational(1, 14762), upper: Q.rational(81, 2 * 6561) });
  });
});

function at(model: LocalModel["model"]): LocalModel {
  return { model, point: origin(model) };
}

function solve(local: LocalModel): RlctResult {
  const result = rlct(local, { budget: stepBudget(1_000) });
  expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({ valid: true });
  return result;
}
