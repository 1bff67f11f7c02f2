import { describe, expect, it } from "vitest";
import { chiSquareTail, logGamma, normalQuantile } from "../../../src/numeric/diagnostics/normal.js";

describe("the standard normal quantile", () => {
  // Python 3.11, statistics.NormalDist().inv_cdf
  it.each([
    [0.3, -0.5244005127080409],
    [0.975, 1.9599639845400539],
    [0.05, -1.6448536269514726],
    [1e-9, -5.997807015007686],
    [1e-30, -11.464024688443617],
  ])("at %d is %d", (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 13);
  });
  it("is infinite at the ends and nothing beyond", () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalQuantile(1.5)).toBeNaN();
  });
});

describe("the χ² tail", () => {
  // scipy 1.x, stats.chi2.sf
  it.each([
    [0.1, 1, 0.7518296340458492],
    [3.841458820694124, 1, 0.05],
    [10, 5, 0.07523524614651217],
    [60, 20, 7.1217507e-6],
  ])("of %d with %d degrees of freedom is %d", (x, freedom, tail) => {
    expect(Math.abs(chiSquareTail(x, freedom) / tail - 1)).toBeLessThan(1e-7);
  });
});

it("log Γ is the logarithm of factorials and of Γ(1/2) = √π", () => {
  expect(logGamma(6)).toBeCloseTo(Math.log(120), 12);
  expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 12);
});
