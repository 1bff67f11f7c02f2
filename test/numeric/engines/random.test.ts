import { describe, expect, it } from "vitest";
import { exponential, normalPair, uniform } from "../../../src/numeric/random/variates.js";
import { next, seeded, splitmix64 } from "../../../src/numeric/random/xoshiro.js";

describe("xoshiro128++", () => {
  it("gives the published values from the state 1, 2, 3, 4", () => {
    // From the authors' C code; the same list stands in the tests of Rust's rand_xoshiro.
    const state = Uint32Array.of(1, 2, 3, 4);
    expect(Array.from({ length: 10 }, () => next(state))).toEqual([
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
    ]);
  });

  it("is seeded by splitmix64, whose published values from 1234567 are these", () => {
    const first = splitmix64(1234567n);
    expect(first.output).toBe(6457827717110365317n);
    expect(splitmix64(first.state).output).toBe(3203168211198807973n);
  });

  it("gives every seed, chain and stream a state of its own", () => {
    const states = new Set<string>();
    for (const seed of [0, 1, 2, 2 ** 53 - 1])
      for (let chain = 0; chain < 20; chain++)
        for (let stream = 0; stream < 20; stream++) states.add(seeded(seed, chain, stream).join());
    expect(states.size).toBe(4 * 20 * 20);
  });
});

describe("variates", () => {
  it("have the extremes that 24 bits allow", () => {
    expect(uniform(0)).toBe(2 ** -24);
    expect(uniform(0xffffffff)).toBe(1 - 2 ** -24);
    expect(exponential(0)).toBeCloseTo(24 * Math.LN2, 5);
    expect(exponential(0xffffffff)).toBeGreaterThan(0);
    expect(normalPair(0, 0)[1]).toBeCloseTo(Math.sqrt(48 * Math.LN2), 5);
    expect(normalPair(0xffffffff, 0x40000000)[0]).toBeCloseTo(Math.sqrt(2 ** -23), 5);
  });

  it("agree with the logarithm, sine and cosine of the platform", () => {
    const state = seeded(1, 0, 0);
    let worst = 0;
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = [next(state), next(state)];
      const u = ((a >>> 8) | 1) / 2 ** 24;
      const radius = Math.sqrt(-2 * Math.log(u));
      const angle = (2 * Math.PI * (b | 0)) / 2 ** 32;
      const [x, y] = normalPair(a, b);
      worst = Math.max(
        worst,
        Math.abs(x - radius * Math.sin(angle)),
        Math.abs(y - radius * Math.cos(angle)),
        Math.abs(exponential(a) + Math.log(u)),
      );
    }
    expect(worst).toBeLessThan(1e-4);
  });

  it("have the moments of N(0, 1), and pairs are uncorrelated", () => {
    const state = seeded(7, 0, 0);
    const n = 500_000;
    const sums = [0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const [x, y] = normalPair(next(state), next(state));
      [x, x * x, x ** 3, x ** 4, x * y].forEach((value, k) => {
        sums[k] = (sums[k] ?? 0) + value / n;
      });
    }
    // Standard errors of the five means over √n: 1, √2, √15, √96, 1. At 5 of them a false alarm has chance 3e-6.
    [0, 1, 0, 3, 0].forEach((truth, k) => {
      const error = Math.sqrt(([1, 2, 15, 96, 1][k] ?? 1) / n);
      expect(Math.abs((sums[k] ?? NaN) - truth)).toBeLessThan(5 * error);
    });
  });
});
