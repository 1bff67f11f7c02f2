/** Each closed form against the resolution, which knows none of them, on all small members of its family. */
import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { widthsWithWeights } from "../../../bench/families.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { linear, monomial, network, tanh } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import { ideal } from "../../../src/symbolic/model/text.js";
import { compare, format, knownOf } from "./support/families.js";

const steps = 20_000;

function tally(name: string, members: readonly LocalModel[]): { proved: number; held: number; contradicted: string[] } {
  const counts = { proved: 0, held: 0, contradicted: [] as string[] };
  for (const local of members) {
    const known = knownOf(local);
    if (known === null) continue;
    const outcome = compare(local, known, steps);
    if (outcome === "contradicted") counts.contradicted.push(`${JSON.stringify(known.theorem)} ${format(known)}`);
    else counts[outcome]++;
  }
  console.log(`${name}: ${counts.proved} proved by resolution, ${counts.held} within its bounds`);
  return counts;
}

describe("at zero, networks with at most 9 weights", () => {
  const small = widthsWithWeights(1, 9);
  const members = (activation: Parameters<typeof network>[0]["activation"]): LocalModel[] =>
    small.map((widths) => at(network({ widths, activation })));

  test("linear: all 235", () => {
    expect(tally("linear", members(linear))).toEqual({ proved: 235, held: 0, contradicted: [] });
  });
  test("tanh: one input", () => {
    const { proved, held, contradicted } = tally("tanh", members(tanh));
    expect(contradicted).toEqual([]);
    expect(proved + held).toBe(6);
    expect(proved).toBeGreaterThanOrEqual(2);
  });
  test.each([2, 3, 4])("x^%i: one input", (degree) => {
    expect(tally(`x^${degree}`, members(monomial(degree)))).toEqual({ proved: 14, held: 0, contradicted: [] });
  });
});

describe("linear networks at other points", () => {
  const entry = fc.constantFrom(0, 0, 0, 0, 1, 1, -1, 2);
  const points = fc.constantFrom(...widthsWithWeights(1, 9).filter((widths) => widths.length < 7)).chain((widths) => {
    const layers = widths.slice(1).map((rows, l) => {
      const row = fc.array(entry, { minLength: widths[l] ?? 1, maxLength: widths[l] ?? 1 });
      return fc.array(row, { minLength: rows, maxLength: rows });
    });
    return fc.tuple(...layers).map((matrices) => at(network({ widths, activation: linear }), matrices));
  });

  test("random points of all ranks", () => {
    const locals = fc.sample(points, { numRuns: 150, seed: 1 });
    const { proved, contradicted } = tally("linear, random points", locals);
    expect(contradicted).toEqual([]);
    expect(proved).toBeGreaterThanOrEqual(100);
  });

  test.each([
    {
      widths: [2, 2, 2],
      matrices: [
        [
          [1, 0],
          [0, 0],
        ],
        [
          [1, 0],
          [0, 0],
        ],
      ],
      value: "4:2",
      why: "balanced, rank 1",
    },
    {
      widths: [2, 2, 2],
      matrices: [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ],
      value: "4:1",
      why: "a smooth point",
    },
    {
      widths: [2, 2, 2],
      matrices: [
        [
          [1, 0],
          [0, 0],
        ],
        [
          [0, 0],
          [0, 1],
        ],
      ],
      value: "3:1",
      why: "truth 0, both of rank 1",
    },
    {
      widths: [2, 2, 2, 2],
      matrices: [
        [
          [0, 0],
          [0, 0],
        ],
        [
          [1, 0],
          [0, 0],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ],
      value: "from 3:3",
      why: "unbalanced",
    },
  ])("$widths: $why", ({ widths, matrices, value }) => {
    const known = knownOf(at(network({ widths, activation: linear }), matrices));
    expect(known === null ? null : format(known)).toBe(value);
  });
});

describe("Vandermonde type ideals", () => {
  test.each([
    ["a*b + c*d, a*b^2 + c*d^2", "3/2:1"],
    ["a*b + c*d, a*b^3 + c*d^3", "4/3:1"],
    ["a*b + c*d, a*b^4 + c*d^4", "5/4:1"],
    ["a*b + c*d, a*b^2 + c*d^2, a*b^3 + c*d^3", "3/2:1"],
    ["a*b + c*d + e*f, a*b^2 + c*d^2 + e*f^2, a*b^3 + c*d^3 + e*f^3", "2:2"],
  ])("%s", (text, value) => {
    const local = at(ideal(text));
    const known = knownOf(local);
    expect(known?.theorem.name).toBe("vandermonde");
    if (known === null) return;
    expect(format(known)).toBe(value);
    expect(compare(local, known, steps)).not.toBe("contradicted");
  });

  test.each([
    ["a*b + c*d, a*b^2 + c*d^3", "different exponents"],
    ["a*b + c*d, a*b^2 + 2*c*d^2", "different factors"],
    ["a*b + c*d, a*b^2 + a*d^2", "a unit's weight twice"],
    ["a*b + c*d, a*b^2 + c*d^2, e*b + f*d", "a moment of the second output is missing"],
    ["a*b^2 + c*d^2, a*b^3 + c*d^3", "the first moment is missing"],
    ["a*b + c*d, a*b^2 + c*d^2, a*b^4 + c*d^4", "a moment is left out"],
  ])("%s is not recognised: %s", (text) => {
    expect(knownOf(at(ideal(text)))).toBeNull();
  });
});
