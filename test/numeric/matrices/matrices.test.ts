import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identity, product, transposed } from "../../../src/numeric/matrices/matrix.js";
import type { Matrix } from "../../../src/numeric/matrices/matrix.js";
import { rightSingular } from "../../../src/numeric/matrices/singular.js";

const sizes = fc.integer({ min: 0, max: 9 });
const entries = fc.double({ min: -3, max: 3, noNaN: true });

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

describe("products", () => {
  it("have the entries of their definition", () => {
    const pairs = fc
      .tuple(sizes, sizes, sizes)
      .chain(([rows, inner, columns]) => fc.tuple(matrix(rows, inner), matrix(inner, columns)));
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const ab = product(a, b);
        for (let i = 0; i < a.rows; i++)
          for (let j = 0; j < b.columns; j++) {
            let sum = 0;
            for (let k = 0; k < a.columns; k++) sum += entry(a, i, k) * entry(b, k, j);
            expect(entry(ab, i, j)).toBeCloseTo(sum, 12);
          }
        expect(largestDifference(transposed(ab), product(transposed(b), transposed(a)))).toBeLessThan(1e-12);
      }),
    );
  });
});

describe("right singular vectors", () => {
  const shapes = fc.tuple(sizes, sizes).chain(([rows, columns]) => matrix(rows, columns));

  it("are orthonormal and carry the whole matrix, whose images have the singular values as lengths", () => {
    fc.assert(
      fc.property(shapes, (m) => {
        const { values, vectors } = rightSingular(m);
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
    const { vectors } = rightSingular(wave(6, 9, 3));
    const scales = [1e3, 1, 1e-3, 1e-6, 1e-8, 1e-10];
    const graded = { ...vectors, values: vectors.values.map((x, i) => x * (scales[Math.floor(i / 9)] ?? NaN)) };
    const found = rightSingular(graded);
    scales.forEach((s, i) => {
      expect((found.values[i] ?? NaN) / s).toBeCloseTo(1, 11);
    });
    const mixing = wave(9, 9, 5);
    const again = rightSingular(product(graded, mixing));
    const gram = product(again.vectors, transposed(again.vectors));
    expect(largestDifference(gram, identity(6))).toBeLessThan(1e-12);
  });

  it("leave out what is 0 to rounding", () => {
    const low = product(wave(7, 3, 3), wave(3, 8, 5));
    expect(rightSingular(low).values).toHaveLength(3);
    for (const x of [0, 1.6e-162])
      expect(rightSingular({ rows: 2, columns: 3, values: new Float64Array(6).fill(x) }).values).toHaveLength(0);
  });

  it("pass NaN on", () => {
    const values = Float64Array.of(1, 2, NaN, 4);
    expect(rightSingular({ rows: 2, columns: 2, values }).values.some((x) => Number.isNaN(x))).toBe(true);
  });
});
