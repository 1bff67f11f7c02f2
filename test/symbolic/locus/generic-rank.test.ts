import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { LimitError, OptionError } from "../../../src/errors.js";
import { unlimited } from "../../../src/symbolic/algebra/budget.js";
import { prime, residues } from "../../../src/symbolic/algebra/modular.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { secantDimension } from "../../../src/symbolic/locus/alexander-hirschowitz.js";
import {
  ambientDimension,
  architecture,
  expectedDimension,
  parameterCount,
  toWeights,
} from "../../../src/symbolic/locus/architecture.js";
import { dimensionBound } from "../../../src/symbolic/locus/dimension-bounds.js";
import { genericRank, rankModulo } from "../../../src/symbolic/locus/generic-rank.js";
import { net, smallNetwork } from "./support.js";

interface Golden {
  readonly dimensions: readonly { widths: number[]; degree: number; dimension: number; ambient: number }[];
}
const golden = JSON.parse(readFileSync(new URL("../../golden/locus.json", import.meta.url), "utf8")) as Golden;

describe("the generic rank", () => {
  test.each(golden.dimensions)("of $widths with x^$degree is $dimension", ({ widths, degree, dimension, ambient }) => {
    const a = net(widths, degree);
    expect(genericRank(a, unlimited())).toMatchObject({ rank: dimension, proved: true });
    expect(ambientDimension(a)).toBe(ambient);
  });

  test.prop([smallNetwork, fc.integer({ min: 1, max: 1000 })], { numRuns: 60 })(
    "is the rank at random points over two other primes, and never above the bound",
    (a, seed) => {
      const { rank } = genericRank(a, unlimited());
      for (const i of [10, 11]) {
        const next = residues(prime(i), seed);
        const weights = toWeights(
          a,
          Array.from({ length: parameterCount(a) }, () => next()),
        );
        // A zero of a minor of degree below 1000 is hit with probability below 2e-5.
        expect(rankModulo(a, weights, prime(i), seed)).toBe(rank);
      }
      expect(rank).toBeLessThanOrEqual(dimensionBound(a).bound);
      expect(dimensionBound(a).bound).toBeLessThanOrEqual(expectedDimension(a));
    },
  );

  test("is proved for all small networks but the one known case", () => {
    const open: string[] = [];
    for (const degree of [1, 2, 3]) {
      for (const n of [2, 3, 4]) {
        for (let k = 1; k <= 5; k++) {
          for (const m of [1, 2, 3]) {
            if (!genericRank(net([n, k, m], degree), unlimited()).proved) open.push(`${n},${k},${m} x^${degree}`);
          }
        }
      }
    }
    expect(open).toEqual(["4,5,3 x^2", "3,5,2 x^3"]);
  });

  test("states the probability of an error where it is not proved", () => {
    const found = genericRank(net([4, 5, 3], 2), unlimited());
    expect(found).toMatchObject({ proved: false, rank: 29, upperBound: 30 });
    if (found.proved) throw new Error("unexpected proof");
    expect(Q.compare(found.errorProbability, Q.rational(1, 10n ** 12n))).toBe(-1);
  });

  test("of secant varieties follows Alexander and Hirschowitz, against ranks of random double points", () => {
    for (const [n, k, r] of [
      [2, 3, 5],
      [3, 4, 3],
      [3, 5, 4],
      [3, 6, 4],
      [4, 8, 4],
      [4, 9, 4],
      [5, 7, 3],
      [4, 2, 2],
      [3, 5, 2],
    ] as const) {
      const a = net([n, k, 1], r);
      const next = residues(prime(3), 5);
      const weights = toWeights(
        a,
        Array.from({ length: parameterCount(a) }, () => next()),
      );
      expect(rankModulo(a, weights, prime(3), 9)).toBe(secantDimension(n, k, r));
    }
  });
});

describe("architectures", () => {
  test("that are none are refused", () => {
    expect(() => architecture([2], 2)).toThrow(OptionError);
    expect(() => architecture([2, 0, 1], 2)).toThrow(OptionError);
    expect(() => architecture([2, 1], 0)).toThrow(OptionError);
    expect(() => architecture([2, 1.5, 1], 2)).toThrow(OptionError);
    expect(() => architecture([100, 100, 1], 2)).toThrow(LimitError);
    expect(() => architecture([2, 2, 2, 2, 2, 1], 100)).toThrow(LimitError);
    expect(() => ambientDimension(architecture([30, 2, 2, 1], 20))).toThrow(LimitError);
  });
});
