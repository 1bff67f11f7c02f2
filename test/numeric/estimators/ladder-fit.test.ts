import { describe, expect, it } from "vitest";
import { chiSquareTail } from "../../../src/numeric/diagnostics/normal.js";
import { finiteSize } from "../../../src/numeric/estimators/asymptotics.js";
import { fitLadder } from "../../../src/numeric/estimators/ladder-fit.js";
import type { LadderFit } from "../../../src/numeric/estimators/ladder-fit.js";
import { crossing, noisyLadder, power, regular, rungsTo } from "./ladders.js";

interface Truth {
  readonly name: string;
  readonly curve: (logT: number) => number;
  readonly lambda: number;
  readonly multiplicity: number;
}

const truths: readonly Truth[] = [
  { name: "|w|² in two dimensions", curve: regular(2), lambda: 1, multiplicity: 1 },
  { name: "w⁶", curve: power(3), lambda: 1 / 6, multiplicity: 1 },
  { name: "x²y²", curve: crossing(1), lambda: 1 / 2, multiplicity: 2 },
  { name: "x⁴y², whose next pole is twice λ", curve: crossing(2), lambda: 1 / 4, multiplicity: 1 },
];

const seeds = Array.from({ length: 12 }, (_, i) => i + 1);

function fits(truth: Truth, claimedError: number, trueError = claimedError): readonly LadderFit[] {
  const exact = rungsTo(60).map((logT) => ({ logT, value: truth.curve(logT) }));
  return seeds.map((seed) => {
    const fit = fitLadder(noisyLadder(exact, seed, claimedError, trueError), 3);
    if (fit === null) throw new Error("no fit");
    return fit;
  });
}

const deviations = (truth: Truth, list: readonly LadderFit[]): readonly number[] =>
  list.map((f) => (f.lambda - truth.lambda) / f.lambdaError);

const rootMeanSquare = (list: readonly number[]): number =>
  Math.sqrt(list.reduce((s, z) => s + z * z, 0) / list.length);

// Twelve independent standard normals have a root mean square above 1.6 with probability 0.1 %.
const bound = 1.6;

describe.each(truths)("$name", (truth) => {
  const list = fits(truth, 0.01);

  it("λ lies within its error bars", () => {
    expect(rootMeanSquare(deviations(truth, list))).toBeLessThan(bound);
  });

  it("λ is known to 4 % and right to 5 %", () => {
    for (const fit of list) {
      expect(fit.lambdaError / fit.lambda).toBeLessThan(0.04);
      expect(Math.abs(fit.lambda / truth.lambda - 1)).toBeLessThan(0.05);
    }
  });

  // A decision is wrong with probability `decisionLevel` = 2 % at most; two or more of twelve with 2.3 %.
  it("m is not decided wrong", () => {
    const wrong = list.filter((f) => f.multiplicityDecided && f.multiplicity !== truth.multiplicity);
    expect(wrong.length).toBeLessThanOrEqual(1);
  });

  // χ² of the best of many curves falls below a tail probability of 0.1 % less often than once in 1000 fits.
  it("χ² is in order, and catches error bars that claim a third of the noise", () => {
    const inOrder = (f: LadderFit): boolean => chiSquareTail(f.chiSquare, f.freedom) > 1e-3;
    expect(list.filter(inOrder)).toHaveLength(seeds.length);
    expect(fits(truth, 0.01, 0.03).filter(inOrder)).toHaveLength(0);
  });
});

describe("m", () => {
  it("is decided for a regular model from rungs of 1 %", () => {
    const decided = fits({ name: "", curve: regular(2), lambda: 1, multiplicity: 1 }, 0.01);
    expect(decided.filter((f) => f.multiplicityDecided).length).toBeGreaterThanOrEqual(6);
  });

  it("is most probably 2 at a normal crossing", () => {
    const list = fits({ name: "", curve: crossing(1), lambda: 0.5, multiplicity: 2 }, 0.01);
    expect(list.filter((f) => f.multiplicity === 2).length).toBeGreaterThanOrEqual(11);
  });

  it("the probabilities of all m add up to 1, and the fit names the likeliest", () => {
    for (const fit of fits({ name: "", curve: crossing(1), lambda: 0.5, multiplicity: 2 }, 0.02)) {
      expect(fit.byMultiplicity.reduce((s, h) => s + h.probability, 0)).toBeCloseTo(1, 12);
      const best = fit.byMultiplicity.find((h) => h.multiplicity === fit.multiplicity);
      expect(best?.probability).toBe(Math.max(...fit.byMultiplicity.map((h) => h.probability)));
    }
  });
});

describe("curves", () => {
  it("are the derivative of log Z = −λL + log[(L + c)^(m−1) + a·(1 + L/d)^(k−1)·e^(−δL)]", () => {
    const [c, gap, share, d] = [3, 0.4, 0.7, 2];
    for (const next of [1, 2] as const) {
      for (const multiplicity of [1, 2, 4]) {
        const a = (share - 1) * (multiplicity > 1 ? c : 1) ** (multiplicity - 1);
        const logZ = (l: number): number =>
          Math.log((l + c) ** (multiplicity - 1) + a * (1 + l / d) ** (next - 1) * Math.exp(-gap * l));
        const leading = multiplicity > 1 ? [Math.log(c)] : [];
        const constants = [...leading, Math.log(gap), Math.log(share), ...(next > 1 ? [Math.log(d)] : [])];
        for (const l of [0, 1, 10]) {
          const derivative = (logZ(l + 1e-5) - logZ(l - 1e-5)) / 2e-5;
          expect(finiteSize({ multiplicity, next }, constants, l)).toBeCloseTo(-derivative, 8);
        }
      }
    }
  });

  // λ̂ of (a·tanh(bx) + c·tanh(dx))² averaged over x, its outer weights integrated out; the next pole, 1, is not simple.
  it("follow two tanh units to 0.1 %, where λ = 2/3", () => {
    const values = [
      0.3506, 0.4571, 0.5202, 0.5707, 0.6073, 0.631, 0.6457, 0.6545, 0.6597, 0.6627, 0.6645, 0.6655, 0.666, 0.6663,
      0.6665, 0.6666,
    ];
    const fit = fitLadder(
      rungsTo(Math.log(1e15 / 7.57), 16).map((logT, i) => ({ logT, value: values[i] ?? NaN, error: 1e-3 })),
      3,
    );
    expect(chiSquareTail(fit?.chiSquare ?? NaN, fit?.freedom ?? NaN)).toBeGreaterThan(0.05);
    expect(Math.abs((fit?.lambda ?? NaN) - 2 / 3)).toBeLessThan(0.002);
  });

  it("five points are too few", () => {
    expect(
      fitLadder(
        noisyLadder(
          [0, 1, 2, 3, 4].map((logT) => ({ logT, value: 1 })),
          1,
          0.01,
        ),
        2,
      ),
    ).toBeNull();
  });
});
