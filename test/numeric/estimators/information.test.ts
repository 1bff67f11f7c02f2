import { describe, expect, it } from "vitest";
import { OptionError } from "../../../src/errors.js";
import type { Rung } from "../../../src/numeric/draws.js";
import { functionalVariance, temperatureRegression, waic, wbic } from "../../../src/numeric/estimators/information.js";
import { volumes } from "../../../src/numeric/estimators/volume.js";

function uniforms(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2_147_483_647) / 2_147_483_647;
}

/** Independent draws of K with t·K exponential: the law of λ = 1, m = 1 at every temperature. */
function exponentialRung(nbeta: number, seed: number, draws = 4000): Rung {
  const next = uniforms(seed);
  return {
    nbeta,
    loss: Array.from({ length: 4 }, () => Float64Array.from({ length: draws }, () => -Math.log(next()) / nbeta)),
  };
}

const n = 1000;

describe("WBIC", () => {
  // E[nK] = n·λ/t = λ·log n; missed by 4 standard errors once in 16 000.
  it("is λ·log n where t·K has mean λ = 1", () => {
    const found = wbic(exponentialRung(n / Math.log(n), 11), n);
    expect(Math.abs(found.value - Math.log(n)) / found.mcse).toBeLessThan(4);
    expect(found.mcse / found.value).toBeLessThan(0.01);
    expect(found.status).toBe("converged");
  });

  it("is refused at another temperature", () => {
    expect(() => wbic(exponentialRung(100, 11), n)).toThrow(OptionError);
  });
});

describe("the regression on 1/β", () => {
  it("has slope λ = 1 within its error bars (missed once in 16 000)", () => {
    const found = temperatureRegression([20, 50, 200].map((t, i) => exponentialRung(t, 21 + i)));
    expect(Math.abs(found.value - 1) / found.mcse).toBeLessThan(4);
    expect(found.mcse).toBeLessThan(0.05);
  });

  it("needs two temperatures", () => {
    expect(() => temperatureRegression([exponentialRung(20, 1)])).toThrow(OptionError);
  });
});

describe("volumes", () => {
  // V(ε) = ε·const for λ = 1; with ratio 2 between rungs and the trapezoid exact on a constant λ̂.
  it("scale like ε^λ", () => {
    const found = volumes([10, 20, 40, 80, 160].map((t, i) => exponentialRung(t, 31 + i)));
    const [first, last] = [found[0], found.at(-1)];
    const slope =
      ((last?.logVolume ?? NaN) - (first?.logVolume ?? NaN)) /
      Math.log((last?.epsilon ?? NaN) / (first?.epsilon ?? NaN));
    expect(Math.abs(slope - 1)).toBeLessThan(0.03);
  });
});

describe("functional variance and WAIC", () => {
  // Losses a_i + b_i·g with g standard normal: V = Σ b_i², −log E e^(−loss_i) = a_i − b_i²/2.
  const offsets = [1, 2, 0.5];
  const slopes = [0.5, -0.3, 0.2];
  const next = uniforms(5);
  const loss = Array.from({ length: 4 }, () => {
    const draws = Array.from({ length: 5000 }, () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()));
    return Float64Array.from(draws.flatMap((g) => offsets.map((a, i) => a + (slopes[i] ?? 0) * g)));
  });
  const v = slopes.reduce((s, b) => s + b * b, 0);

  it("V is the sum of the variances (missed once in 16 000)", () => {
    const found = functionalVariance(loss, 3);
    expect(Math.abs(found.value - v) / found.mcse).toBeLessThan(4);
    expect(found.mcse / v).toBeLessThan(0.02);
  });

  it("WAIC is the training loss plus V/n", () => {
    const expected = (offsets.reduce((a, b) => a + b) - v / 2 + v) / 3;
    expect(Math.abs(waic(loss, 3).value - expected)).toBeLessThan(0.01);
  });

  it("losses that are no whole number of draws are refused", () => {
    expect(() => functionalVariance([new Float64Array(10)], 3)).toThrow(OptionError);
  });
});
