import { describe, expect, it } from "vitest";
import { extrapolate } from "../../../src/numeric/estimators/extrapolation.js";
import type { AtStep } from "../../../src/numeric/estimators/extrapolation.js";

const at = (stepSize: number, value: number, changes: Partial<AtStep> = {}): AtStep => ({
  stepSize,
  nbeta: 100,
  value,
  mcse: 1e-6,
  ess: 1000,
  rhat: 1,
  drift: 0,
  ...changes,
});

const euler = { least: 1, most: 1 };

describe("extrapolate", () => {
  it("takes out a bias of order 1 in ε", () => {
    const biased = (epsilon: number): number => 0.5 + 0.2 * epsilon;
    const { estimate, discretization } = extrapolate(euler, at(0.04, biased(0.04)), at(0.01, biased(0.01)));
    expect(estimate.value).toBeCloseTo(0.5, 12);
    expect(estimate.mcse / estimate.value).toBeLessThan(1e-4);
    expect(discretization.change).toBeCloseTo((biased(0.04) - biased(0.01)) / 0.5, 12);
  });

  it.each([2, 4])("has an error bar that holds where the order is between 2 and 4: %d", (power) => {
    const biased = (epsilon: number): number => 0.5 + 0.2 * epsilon ** power;
    const { estimate } = extrapolate({ least: 2, most: 4 }, at(0.4, biased(0.4)), at(0.2, biased(0.2)));
    expect(Math.abs(estimate.value - 0.5)).toBeLessThan(1.01 * estimate.mcse);
    expect(Math.abs(estimate.value - 0.5)).toBeGreaterThan(estimate.mcse / 2);
  });

  it("has an error bar that holds what SGLD leaves of a Gaussian's variance, 1/(1 − εc/4)", () => {
    for (const share of [0.02, 0.1, 0.3]) {
      const variance = (s: number): number => 1 / (1 - s);
      const { estimate } = extrapolate(euler, at(share, variance(share)), at(share / 4, variance(share / 4)));
      const missed = Math.abs(estimate.value - 1);
      expect(missed).toBeGreaterThan(estimate.mcse / 10);
      expect(missed).toBeLessThan(2 * estimate.mcse);
    }
  });

  it("has the standard error of the weighted difference, and the worse of the diagnostics", () => {
    const coarse = at(0.4, 0.5, { mcse: 0.03, ess: 500, rhat: 1.02, drift: -3 });
    const { estimate } = extrapolate(euler, coarse, at(0.1, 0.5, { mcse: 0.02, ess: 900, rhat: 1.001, drift: 1 }));
    expect(estimate).toMatchObject({ value: 0.5, ess: 500, rhat: 1.02, drift: -3, nbeta: 100 });
    expect(estimate.mcse).toBeCloseTo(Math.hypot(0.03, 4 * 0.02) / 3, 12);
  });
});
