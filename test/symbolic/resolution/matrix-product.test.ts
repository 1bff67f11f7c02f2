/**
 * Linear networks by the ranks of their layers' products: against Aoyagi's formula, against blow-ups of the expanded product,
 * and against chains of subrepresentations, counted one by one.
 */
import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { parseModelFile } from "../../../src/symbolic/model/file.js";
import { linear, network } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import type { RlctResult } from "../../../src/symbolic/resolution/result.js";
import { rlct } from "../../../src/symbolic/rlct.js";
import type { RlctOptions } from "../../../src/symbolic/rlct.js";
import { deepLinear } from "../../../src/symbolic/theorems/deep-linear.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";

/** An interval [s, e] of layers of units, 0 the inputs: a basis vector that the layers take from s to e, and then to 0. */
type Interval = readonly [number, number];

const widthsOf = (depth: number, intervals: readonly Interval[]): number[] =>
  Array.from({ length: depth + 1 }, (_, k) => intervals.filter(([s, e]) => s <= k && k <= e).length);

/** The network at the sum of the intervals, in their bases. */
function networkAt(depth: number, intervals: readonly Interval[]): LocalModel {
  const through = (k: number): Interval[] => intervals.filter(([s, e]) => s <= k && k <= e);
  const matrices = Array.from({ length: depth }, (_, l) =>
    through(l + 1).map((row) => through(l).map((column) => (row === column ? 1 : 0))),
  );
  return at(network({ widths: widthsOf(depth, intervals), activation: linear }), matrices);
}

const sums = fc.integer({ min: 2, max: 4 }).chain((depth) => {
  const end = fc.nat({ max: depth });
  const interval = fc.tuple(end, end).map(([a, b]): Interval => [Math.min(a, b), Math.max(a, b)]);
  return fc
    .array(interval, { minLength: 3, maxLength: 8 })
    .filter((intervals) => !widthsOf(depth, intervals).includes(0))
    .map((intervals) => ({ depth, intervals }));
});

/** Two units in every layer, four layers, each unit matched with one of the next layer or with none. */
const matched = fc
  .array(fc.tuple(fc.shuffledSubarray([0, 1]), fc.shuffledSubarray([0, 1])), { minLength: 4, maxLength: 4 })
  .map((layers) => {
    const next = (s: number, unit: number): number | undefined => {
      const [from = [], to = []] = layers[s] ?? [];
      return from.includes(unit) ? to[from.indexOf(unit)] : undefined;
    };
    const endOf = (s: number, unit: number): number => {
      const image = next(s, unit);
      return image === undefined ? s : endOf(s + 1, image);
    };
    const isBorn = (s: number, unit: number): boolean => s === 0 || ![0, 1].some((u) => next(s - 1, u) === unit);
    const units = [0, 1, 2, 3, 4].flatMap((s) => [0, 1].map((unit) => [s, unit] as const));
    const intervals = units.filter(([s, u]) => isBorn(s, u)).map(([s, u]): Interval => [s, endOf(s, u)]);
    return { depth: 4, intervals };
  });

/** The network W_1ᵀ ⋯ W_Lᵀ·W_L ⋯ W_1. */
function tied(layers: readonly (readonly (readonly number[])[])[]): LocalModel {
  const names = layers.map((rows, l) => rows.map((row, i) => row.map((_, j) => `w${l}_${i}_${j}`)));
  const mirrored = [...names].reverse().map((rows) => (rows[0] ?? []).map((_, j) => rows.map((row) => row[j])));
  return parseModelFile(
    JSON.stringify({
      parameters: names.flat(2),
      layers: [...names, ...mirrored],
      activation: "linear",
      at: Object.fromEntries(names.flat(2).map((name, n) => [name, layers.flat(2)[n]])),
    }),
  );
}

const matrixSize = (length: number): { minLength: number; maxLength: number } => ({
  minLength: length,
  maxLength: length,
});

const show = (result: RlctResult): string =>
  result.status === "exact"
    ? `${Q.format(result.lambda)}:${result.multiplicity}`
    : `${Q.format(result.lower)}..${Q.format(result.upper)}`;

const solved = (local: LocalModel, method: RlctOptions["method"], steps = 30_000): RlctResult =>
  rlct(local, { budget: stepBudget(steps), method });

describe("by the ranks of products", () => {
  test("Aoyagi's λ and m at balanced points", () => {
    const widths = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(widths, fc.nat({ max: 2 }), (list, rank) => {
        const r = Math.min(rank, ...list);
        const rows = list.slice(1).map((rows, l) => {
          const columns = list[l] ?? 0;
          return Array.from({ length: rows }, (_, i) =>
            Array.from({ length: columns }, (_, j) => (i === j && i < r ? 1 : 0)),
          );
        });
        const { lambda, multiplicity } = deepLinear(list, r);
        const result = solved(at(network({ widths: list, activation: linear }), rows), "matrix-product");
        expect(show(result)).toBe(`${Q.format(lambda)}:${multiplicity}`);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  test("the same as blow-ups of the expanded product, at points of all ranks", () => {
    const small = sums.filter(({ depth, intervals }) => {
      const widths = widthsOf(depth, intervals);
      return widths.slice(1).reduce((sum, width, l) => sum + width * (widths[l] ?? 0), 0) <= 12;
    });
    let exact = 0;
    for (const { depth, intervals } of fc.sample(small, { numRuns: 60, seed: 2 })) {
      const local = networkAt(depth, intervals);
      const [own, byBlowUps] = [solved(local, "matrix-product"), solved(local, "blow-up")];
      if (own.status !== "exact" || byBlowUps.status !== "exact") continue;
      expect(show(own), JSON.stringify({ depth, intervals })).toBe(show(byBlowUps));
      exact++;
    }
    expect(exact).toBeGreaterThanOrEqual(50);
  });

  test("the longest chain of subrepresentations of least cost, and certificates that verify", () => {
    let bound = 0;
    const losesTwo = [[0, 0], [0, 0], [1, 2], [3, 3], [4, 5], [1, 6], [0, 7], [7, 7], [6, 7]] as const; // prettier-ignore
    const networks = [
      { depth: 7, intervals: losesTwo },
      ...fc.sample(sums, { numRuns: 80, seed: 3 }),
      ...fc.sample(matched, { numRuns: 100, seed: 4 }),
    ];
    for (const { depth, intervals } of networks) {
      const result = solved(networkAt(depth, intervals), "matrix-product");
      const chain = longestChain(depth, intervals);
      const expected = `${Q.format(Q.rational(chain.cost, 2))}:${chain.length}`;
      expect(show(result), JSON.stringify({ depth, intervals })).toBe(expected);
      expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({ valid: true });
      if (chain.length < chain.byDimensions) bound++;
    }
    expect(bound).toBeGreaterThanOrEqual(5);
  });

  test("layers between that bind each other: one step is lost", () => {
    const twisted = networkAt(4, [[0, 0], [0, 0], [1, 1], [1, 3], [2, 2], [3, 3], [4, 4], [4, 4]]); // prettier-ignore
    expect(show(solved(twisted, "matrix-product"))).toBe("3/2:4");
  });

  test("PᵀP: tied weights, the same as blow-ups where these end, exact at any point", () => {
    const entry = fc.constantFrom(0, 0, 0, 0, 1, -1, 2);
    const shape = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 3 });
    const networks = shape.chain((widths) =>
      fc.tuple(
        ...widths.slice(1).map((rows, l) => fc.array(fc.array(entry, matrixSize(widths[l] ?? 0)), matrixSize(rows))),
      ),
    );
    let compared = 0;
    for (const layers of fc.sample(networks, { numRuns: 24, seed: 5 })) {
      const local = tied(layers);
      const result = solved(local, "matrix-product");
      expect(result.status).toBe("exact");
      expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({ valid: true });
      const byBlowUps = solved(local, "blow-up", 1_000);
      if (byBlowUps.status !== "exact") continue;
      expect(show(result), JSON.stringify(layers)).toBe(show(byBlowUps));
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(14);
  });

  test.each([
    [[[0, 0, 0], [0, 0, 0]], "3/2:1"],
    [[[1, 2, 1], [2, 4, 2]], "2:1"],
    [[[1, 1, 0], [1, 1, 1]], "5/2:1"],
  ])("X·Xᵀ of 3×2 at %j: (r(r + 1)/2 + r(3 − r))/2 + (3 − r)(2 − r)/4", (matrix, value) => {
    expect(show(rlct(tied([matrix]), { budget: stepBudget(30_000) }))).toBe(value);
  }); // prettier-ignore

  test.each([
    [[10, 10, 10, 10], "67/2:3"],
    [[40, 40, 40], "600:1"],
    [[2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], "3/2:37"],
    [new Array<number>(201).fill(1), "1/2:200"],
  ])("%j at zero, without theorems", (widths, value) => {
    const local = at(network({ widths, activation: linear }));
    const result = rlct(local, { budget: stepBudget(20_000), theorems: false });
    expect(show(result)).toBe(value);
    expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({ byTheorem: [] });
  });
});

interface Chain {
  readonly cost: number;
  readonly length: number;
  /** Of the longest chain of their dimensions alone. */
  readonly byDimensions: number;
}

/** Subrepresentations in the intervals' bases, by where each interval begins to belong to them. */
function longestChain(depth: number, all: readonly Interval[]): Chain {
  const whole = all.filter(([s, e]) => s === 0 && e === depth).length;
  const intervals = all.filter(([s, e]) => s > 0 || e < depth);
  const widths = widthsOf(depth, intervals);
  const begins = intervals.map(([s, e]) =>
    s === 0 ? [0] : e === depth ? [depth + 1] : Array.from({ length: e - s + 2 }, (_, n) => s + n),
  );
  const subs = begins
    .reduce<number[][]>((lists, next) => lists.flatMap((list) => next.map((x) => [...list, x])), [[]])
    .map((from) => ({
      from,
      q: widths.map((_, k) => intervals.filter(([, e], n) => (from[n] ?? 0) <= k && k <= e).length),
    }))
    .filter(({ q }) => q.every((n, k) => k === 0 || n <= (q[k - 1] ?? 0)))
    .map((sub) => ({
      ...sub,
      cost: sub.q.reduce((sum, n, k) => sum + (k === 0 ? 0 : ((widths[k] ?? 0) - n) * ((sub.q[k - 1] ?? 0) - n)), 0),
      size: sub.q.reduce((a, b) => a + b),
    }));
  const least = Math.min(...subs.map(({ cost }) => cost));
  const best = subs.filter(({ cost }) => cost === least).sort((a, b) => a.size - b.size);
  const longest = (isInside: (sub: (typeof best)[number], other: (typeof best)[number]) => boolean): number => {
    const lengths: number[] = [];
    best.forEach((sub, i) => {
      const below = best
        .slice(0, i)
        .map((other, k) => (other.size < sub.size && isInside(other, sub) ? (lengths[k] ?? 0) : 0));
      lengths.push(1 + Math.max(0, ...below));
    });
    return Math.max(...lengths);
  };
  const full = widthsOf(depth, all);
  return {
    cost: least + whole * ((full[0] ?? 0) + (full[depth] ?? 0) - whole),
    length: longest((a, b) => b.from.every((x, n) => x <= (a.from[n] ?? 0))),
    byDimensions: longest((a, b) => a.q.every((x, k) => x <= (b.q[k] ?? 0))),
  };
}
