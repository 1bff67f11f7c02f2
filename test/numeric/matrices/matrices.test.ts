/** The matrix kernels against their definitions, written out, on every engine; and engine against engine, bit for bit. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engines, selectEngine } from "../../../src/numeric/engines/engines.js";
import { identity, product, transposed } from "../../../src/numeric/matrices/matrix.js";
import type { Matrix } from "../../../src/numeric/matrices/matrix.js";
import type { MatrixKernels } from "../../../src/numeric/matrices/kernels.js";
import type { Rows, SharedUnits } from "../../../src/numeric/matrices/shears.js";
import { rightSingular } from "../../../src/numeric/matrices/singular.js";
import { normalPair } from "../../../src/numeric/random/variates.js";
import { next, seeded } from "../../../src/numeric/random/xoshiro.js";

const sizes = fc.integer({ min: 0, max: 11 });
const entries = fc.double({ min: -3, max: 3, noNaN: true });
const available = engines().filter((engine) => engine.available);
const everywhere = available.map(({ name }) => ({ name, kernels: selectEngine(name).matrices() }));

function matrix(rows: number, columns: number): fc.Arbitrary<Matrix> {
  return fc
    .array(entries, { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => ({ rows, columns, values: Float64Array.from(values) }));
}

/** Of full rank. */
function wave(rows: number, columns: number, k: number): Matrix {
  return { rows, columns, values: Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(k * i * i + 1)) };
}

function entry({ columns, values }: Matrix, i: number, j: number): number {
  return values[i * columns + j] ?? NaN;
}

function largestDifference(a: Matrix, b: Matrix): number {
  expect([a.rows, a.columns]).toEqual([b.rows, b.columns]);
  return a.values.reduce((most, x, i) => Math.max(most, Math.abs(x - (b.values[i] ?? NaN))), 0);
}

const products = fc
  .tuple(sizes, sizes, sizes)
  .chain(([rows, inner, columns]) => fc.tuple(matrix(rows, inner), matrix(inner, columns)));

type Three = [Matrix, Matrix, Matrix];

/** Layers on both sides of as many units, and their origin. */
const hidden = fc.tuple(sizes, sizes, sizes).chain(([units, inputs, outputs]) => {
  const both = fc.record({ into: matrix(units, inputs), outOf: matrix(units, outputs) });
  return fc.record({ layers: both, origin: both, noise: matrix(units, units) });
});

/** Its first entry is NaN. */
function broken(m: Matrix): Matrix {
  return { ...m, values: m.values.map((x, i) => (i === 0 ? NaN : x)) };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function row({ columns, values }: Matrix, i: number): number[] {
  return Array.from(values.subarray(i * columns, (i + 1) * columns));
}

function compact({ values, stride, columns }: Rows, rows: number): Matrix {
  const result = Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * stride, i * stride + columns)));
  return { rows, columns, values: Float64Array.from(result.flat()) };
}

function sheared(kernels: MatrixKernels, layers: SharedUnits, origin: SharedUnits, noise: Matrix): SharedUnits {
  const work = kernels.shearing(layers, origin);
  for (let i = 0; i < noise.rows; i++) work.shear(i, Float64Array.from(row(noise, i)));
  return { into: compact(work.into, noise.rows), outOf: compact(work.outOf, noise.rows) };
}

/** x minimizes ‖W − W*‖² + ‖V − V*‖² along the shear (i, j), up to the noise: by differences of that sum itself. */
function shearedByDefinition(layers: SharedUnits, origin: SharedUnits, noise: Matrix): SharedUnits {
  const rows = (m: Matrix): number[][] => Array.from({ length: m.rows }, (_, i) => row(m, i));
  const [w, v, w0, v0] = [layers.into, layers.outOf, origin.into, origin.outOf].map(rows) as [
    number[][],
    number[][],
    number[][],
    number[][],
  ];
  const distance = (x: number, i: number, j: number): number => {
    const square = (a = NaN, factor: number, b = NaN, star = NaN): number => (a + factor * b - star) ** 2;
    const wi = (w[i] ?? []).map((a, k) => square(a, x, w[j]?.[k], w0[i]?.[k]));
    const vj = (v[j] ?? []).map((a, k) => square(a, -x, v[i]?.[k], v0[j]?.[k]));
    return sum(wi) + sum(vj);
  };
  const add = (a: number[] | undefined, factor: number, b: number[] | undefined): number[] =>
    (a ?? []).map((x, k) => x + factor * (b?.[k] ?? NaN));
  for (let i = 0; i < noise.rows; i++)
    for (let j = 0; j < noise.rows; j++) {
      if (i === j) continue;
      const [plus, minus, here] = [distance(1, i, j), distance(-1, i, j), distance(0, i, j)];
      const curvature = sum((w[j] ?? []).map((x) => x * x)) + sum((v[i] ?? []).map((x) => x * x));
      expect(plus + minus - 2 * here).toBeCloseTo(2 * curvature, 9);
      if (curvature === 0) continue;
      const x = (minus - plus) / (4 * curvature) + entry(noise, i, j) / Math.sqrt(curvature);
      w[i] = add(w[i], x, w[j]);
      v[j] = add(v[j], -x, v[i]);
    }
  const of = (m: Matrix, values: number[][]): Matrix => ({ ...m, values: Float64Array.from(values.flat()) });
  return { into: of(layers.into, w), outOf: of(layers.outOf, v) };
}

describe.each(everywhere)("matrix kernels of $name", ({ kernels }) => {
  it("multiply by the definition, NaN included", () => {
    fc.assert(
      fc.property(products, fc.boolean(), ([whole, b], isBroken) => {
        const a = isBroken ? broken(whole) : whole;
        const ab = kernels.product(a, b);
        expect([ab.rows, ab.columns]).toEqual([a.rows, b.columns]);
        for (let i = 0; i < a.rows; i++)
          for (let j = 0; j < b.columns; j++) {
            const expected = sum(row(a, i).map((x, k) => x * entry(b, k, j)));
            if (Number.isNaN(expected)) expect(entry(ab, i, j)).toBeNaN();
            else expect(entry(ab, i, j)).toBeCloseTo(expected, 12);
          }
      }),
    );
  });

  it("shear by the definition", () => {
    const [into, outOf, noise] = [wave(5, 7, 3), wave(5, 6, 5), wave(5, 5, 7)];
    const layers = { into, outOf };
    const origin = { into: wave(5, 7, 11), outOf: wave(5, 6, 13) };
    const [ours, plain] = [sheared(kernels, layers, origin, noise), shearedByDefinition(layers, origin, noise)];
    expect(largestDifference(ours.into, plain.into)).toBeLessThan(1e-11);
    expect(largestDifference(ours.outOf, plain.outOf)).toBeLessThan(1e-11);
  });

  it("shear without a change of the product, and leave units without weights alone", () => {
    fc.assert(
      fc.property(hidden, ({ layers, origin, noise }) => {
        const after = sheared(kernels, layers, origin, noise);
        const size = (m: SharedUnits): number => 1 + sum([...m.into.values, ...m.outOf.values].map(Math.abs));
        const products = [layers, after].map(({ into, outOf }) => product(transposed(outOf), into));
        const [was, is] = products as [Matrix, Matrix];
        expect(largestDifference(was, is)).toBeLessThan(1e-13 * size(after) ** 2);
      }),
    );
    const none = { into: { ...wave(4, 3, 1), values: new Float64Array(12) }, outOf: wave(4, 0, 1) };
    expect(sheared(kernels, none, none, wave(4, 4, 2))).toEqual(none);
  });

  it("draw pairs of normals in their order", () => {
    for (const [rows, columns] of [
      [0, 3],
      [1, 1],
      [3, 5],
      [4, 4],
      [5, 9],
    ] as const) {
      const [state, plain] = [seeded(rows, columns, 0), seeded(rows, columns, 0)];
      const expected = Array.from({ length: Math.ceil((rows * columns) / 2) }, () =>
        normalPair(next(plain), next(plain)),
      );
      const drawn = kernels.normalMatrix(rows, columns, state);
      expect(Array.from(drawn.values)).toEqual(expected.flat().slice(0, rows * columns));
      expect(state).toEqual(plain);
    }
  });

  describe("right singular vectors", () => {
    const shapes = fc.tuple(sizes, sizes).chain(([rows, columns]) => matrix(rows, columns));

    it("are orthonormal and carry the whole matrix, whose images have the singular values as lengths", () => {
      fc.assert(
        fc.property(shapes, (m) => {
          const { values, vectors } = rightSingular(m, kernels);
          expect(largestDifference(product(vectors, transposed(vectors)), identity(values.length))).toBeLessThan(1e-12);
          const images = product(m, transposed(vectors));
          expect(largestDifference(product(images, vectors), m)).toBeLessThan(1e-12);
          const gram = product(transposed(images), images);
          values.forEach((s, i) => {
            expect(entry(gram, i, i)).toBeCloseTo(s * s, 10);
            expect(s).toBeLessThanOrEqual(values[i - 1] ?? Infinity);
          });
        }),
      );
    });

    it("belong to small singular values as accurately as to large ones", () => {
      const { vectors } = rightSingular(wave(6, 9, 3), kernels);
      const scales = [1e3, 1, 1e-3, 1e-6, 1e-8, 1e-10];
      const graded = { ...vectors, values: vectors.values.map((x, i) => x * (scales[Math.floor(i / 9)] ?? NaN)) };
      const found = rightSingular(graded, kernels);
      scales.forEach((s, i) => {
        expect((found.values[i] ?? NaN) / s).toBeCloseTo(1, 11);
      });
      const mixing = wave(9, 9, 5);
      const again = rightSingular(product(graded, mixing), kernels);
      const gram = product(again.vectors, transposed(again.vectors));
      expect(largestDifference(gram, identity(6))).toBeLessThan(1e-12);
    });

    it("leave out what is 0 to rounding", () => {
      const low = product(wave(7, 3, 3), wave(3, 8, 5));
      expect(rightSingular(low, kernels).values).toHaveLength(3);
      for (const x of [0, 1.6e-162])
        expect(
          rightSingular({ rows: 2, columns: 3, values: new Float64Array(6).fill(x) }, kernels).values,
        ).toHaveLength(0);
    });

    it("pass NaN on", () => {
      const values = Float64Array.of(1, 2, NaN, 4);
      const found = rightSingular({ rows: 2, columns: 2, values }, kernels);
      expect(found.values.some((x) => Number.isNaN(x))).toBe(true);
    });
  });
});

describe("matrix kernels of all engines", () => {
  const [reference, ...others] = everywhere.toReversed();
  // Rows of very different lengths, so that rotations come in every order.
  const graded = fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.nat())
    .map(([r, c, k]) => {
      const m = wave(r, c, k + 1);
      return { ...m, values: m.values.map((x, i) => x * 10 ** (8 * Math.sin(Math.floor(i / c) * (k + 2)))) };
    });

  it("are there", () => {
    expect(reference?.name).toBe("js");
    expect(others.length).toBe(available.length - 1);
  });

  it.each(others)("have the same bits: $name", ({ kernels }) => {
    const js = reference?.kernels ?? kernels;
    fc.assert(
      fc.property(products, graded, hidden, fc.boolean(), ([left, b], tall, { layers, origin, noise }, isBroken) => {
        const [a, m, into] = [left, tall, layers.into].map((x) => (isBroken ? broken(x) : x)) as Three;
        expect(kernels.product(a, b)).toEqual(js.product(a, b));
        expect(kernels.orthogonalRows(m)).toEqual(js.orthogonalRows(m));
        const hit = { ...layers, into };
        expect(sheared(kernels, hit, origin, noise)).toEqual(sheared(js, hit, origin, noise));
      }),
      { numRuns: 60 },
    );
  });

  it.each(others)("grow their memory as they need: $name", ({ kernels }) => {
    const js = reference?.kernels ?? kernels;
    const [tall, b] = [wave(4, 50_000, 3), wave(50_000, 4, 5)];
    expect(kernels.product(tall, b)).toEqual(js.product(tall, b));
  });
});
