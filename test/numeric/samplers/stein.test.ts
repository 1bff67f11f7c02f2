import { describe, expect, it } from "vitest";
import { steinFunctions } from "../../../src/numeric/samplers/stein.js";

/** U = 3·x²y² + x⁴ + y² + x²/2 + x·y/4, with its gradient. */
const energy = (x: number, y: number): number => 3 * x * x * y * y + x ** 4 + y * y + (x * x) / 2 + (x * y) / 4;
const slope = (x: number, y: number): Float64Array =>
  Float64Array.of(6 * x * y * y + 4 * x ** 3 + x + y / 4, 6 * x * x * y + 2 * y + x / 4);

/** Means of the functions and of their absolute values under e^(−U), by the trapezoidal rule; ∇U is taken `factor` times. */
function means(factor: number): { readonly mean: number[]; readonly size: number[] } {
  const { count, addTo } = steinFunctions(2);
  const mean = new Array<number>(count).fill(0);
  const size = new Array<number>(count).fill(0);
  let mass = 0;
  for (let x = -5; x < 5; x += 0.05) {
    for (let y = -7; y < 7; y += 0.05) {
      const values = new Float64Array(count);
      addTo(
        values,
        0,
        Float64Array.of(x, y),
        slope(x, y).map((s) => s * factor),
        3,
      );
      const p = Math.exp(-energy(x, y));
      mass += p;
      values.forEach((v, j) => {
        mean[j] = (mean[j] ?? 0) + v * p;
        size[j] = (size[j] ?? 0) + Math.abs(v) * p;
      });
    }
  }
  return { mean: mean.map((m) => m / mass), size: size.map((s) => s / mass) };
}

describe("Stein's functions", () => {
  it("have mean 0 under e^(−U)", () => {
    const { mean, size } = means(1);
    expect(mean).toHaveLength(20);
    for (const m of mean) expect(Math.abs(m)).toBeLessThan(1e-9);
    for (const s of size) expect(s).toBeGreaterThan(0.01);
  });

  it("have another mean where ∇U is 2 % too large", () => {
    expect(Math.max(...means(1.02).mean.map(Math.abs))).toBeGreaterThan(0.01);
  });

  it("are φ_i·∂_iU − ∂_iφ_i, family by family", () => {
    const { levels, count, addTo } = steinFunctions(3);
    expect(levels).toEqual([3, 12, 21, 30, 48]);
    const values = new Float64Array(count + 1);
    const [x, y, z] = [0.3, -0.7, 1.1];
    const [p, q, r] = [2, 3, 5];
    addTo(values, 1, Float64Array.of(x, y, z), Float64Array.of(p, q, r), 50);
    const u = 1 / Math.log(53);
    const logarithm = (v: number): number => u * Math.log(v * v + 0.02);
    const stretched = (v: number): number => (2 * u * v * v) / (v * v + 0.02);
    const expected = [
      [p, q, r],
      [x * p - 1, x * q, x * r, y * p, y * q - 1, y * r, z * p, z * q, z * r - 1],
      [logarithm(x) * (x * p - 1) - stretched(x), logarithm(x) * (y * q - 1), logarithm(x) * (z * r - 1)],
      [logarithm(y) * (x * p - 1), logarithm(y) * (y * q - 1) - stretched(y), logarithm(y) * (z * r - 1)],
      [logarithm(z) * (x * p - 1), logarithm(z) * (y * q - 1), logarithm(z) * (z * r - 1) - stretched(z)],
    ].flat();
    const quadratic = [
      [x * x * p - 2 * x, x * x * q, x * x * r, x * y * p - y, x * y * q - x, x * y * r],
      [x * z * p - z, x * z * q, x * z * r - x, y * y * p, y * y * q - 2 * y, y * y * r],
      [y * z * p, y * z * q - z, y * z * r - y, z * z * p, z * z * q, z * z * r - 2 * z],
    ].flat();
    expect(values[0]).toBe(0);
    expected.forEach((v, j) => {
      expect(values[j + 1]).toBeCloseTo(v, 12);
    });
    quadratic.forEach((v, j) => {
      expect(values[j + 31]).toBeCloseTo(v, 12);
    });
  });

  it.each([
    [4, [4, 20, 36, 52]],
    [8, [8, 72]],
    [9, [9]],
    [80, [80]],
    [81, [1]],
  ])("stay few in %d dimensions", (dimension, levels) => {
    const functions = steinFunctions(dimension);
    expect(functions.levels).toEqual(levels);
    const values = new Float64Array(functions.count);
    functions.addTo(values, 0, new Float64Array(dimension).fill(2), new Float64Array(dimension).fill(3), 10);
    const scaled = dimension <= 8 ? values[dimension] : values[0];
    expect(scaled).toBe(dimension > 80 ? 5 * dimension : 5);
  });
});
