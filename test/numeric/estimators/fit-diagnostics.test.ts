/** The error bar, ESS and R̂ of a ladder's fit, on draws made to order. Seeds are fixed. */
import { describe, expect, it } from "vitest";
import type { Chains } from "../../../src/numeric/diagnostics/chains.js";
import { diagnose } from "../../../src/numeric/estimators/fit-diagnostics.js";
import type { FittedRun, SampledFit } from "../../../src/numeric/estimators/fit-diagnostics.js";
import { fitLadder } from "../../../src/numeric/estimators/ladder-fit.js";
import type { LadderFit } from "../../../src/numeric/estimators/ladder-fit.js";
import { normalPair } from "../../../src/numeric/random/variates.js";
import { next, seeded } from "../../../src/numeric/random/xoshiro.js";
import { crossing, noisyLadder, rungsTo } from "./ladders.js";

const logs = rungsTo(40, 12);
const exact = logs.map((logT) => ({ logT, value: crossing(1)(logT) }));
const [chains, draws] = [4, 400];
/** Relative standard deviation of K's draws, and how much of a draw stays in the next one. */
const [spread, memory] = [0.5, 0.6];
/** That of their means, by the autocorrelation time (1 + ρ)/(1 − ρ). */
const error = spread * Math.sqrt((1 + memory) / (1 - memory) / (chains * draws));

function fitOf(values: readonly number[]): LadderFit {
  const points = exact.map(({ logT, value }, k) => ({ logT, value: values[k] ?? NaN, error: error * value }));
  const fit = fitLadder(points, 2);
  if (fit === null) throw new Error("no fit");
  return fit;
}

/** Autoregressive draws of mean λ̂/t at every rung; the share `common` of their variance is the same at all rungs. */
function run(seed: number, common: number, count = draws, offset = 0): FittedRun {
  const rungs = exact.map(({ logT, value }, k) => {
    const nbeta = Math.exp(logT);
    const loss = Array.from({ length: chains }, (_, c) => {
      const [own, shared] = [noise(seed, c, k + 1, count), noise(seed, c, 0, count)];
      const shift = c === 0 ? offset : 0;
      return own.map((x, i) => {
        const z = Math.sqrt(1 - common) * x + Math.sqrt(common) * (shared[i] ?? NaN);
        return (value * (1 + spread * (z + shift))) / nbeta;
      });
    });
    return { nbeta, loss, series: loss };
  });
  return { share: 1, rungs };
}

function noise(seed: number, chain: number, stream: number, count: number): Float64Array {
  const random = seeded(seed, chain, stream);
  const normal = (): number => normalPair(next(random), next(random))[0];
  let x = normal();
  return Float64Array.from({ length: count }, () => (x = memory * x + Math.sqrt(1 - memory ** 2) * normal()));
}

const coefficients = ({ rungs }: FittedRun): number[] =>
  rungs.map(({ nbeta, loss }) => nbeta * average(loss.flatMap((chain) => Array.from(chain))));

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const diagnosed = (part: FittedRun): SampledFit => diagnose(fitOf(coefficients(part)), [part], false);

/** The same draws, but no two rungs' side by side. */
function apart(part: FittedRun): FittedRun {
  const rotated = (loss: Chains, k: number): Chains =>
    loss.map((chain) => chain.map((_, i) => chain[(i + 25 * k) % draws] ?? NaN));
  return {
    ...part,
    rungs: part.rungs.map((r, k) => ({ ...r, loss: rotated(r.loss, k), series: rotated(r.series, k) })),
  };
}

describe("the slopes of a fit", () => {
  // To first order, at fixed priors: what they leave out is some 0.04 here, where slopes go up to 0.4.
  it("are what λ changes by where a point does", () => {
    const points = noisyLadder(exact, 3, 0.01);
    const fit = fitLadder(points, 2);
    const step = 0.1;
    for (const k of [0, 4, 8, 11]) {
      const [up, down] = [step, -step].map((shift) =>
        fitLadder(
          points.map((p, i) => (i === k ? { ...p, value: p.value + shift * p.error } : p)),
          2,
        ),
      );
      const change = ((up?.lambda ?? NaN) - (down?.lambda ?? NaN)) / (2 * step * (points[k]?.error ?? NaN));
      expect(Math.abs((fit?.slopes[k] ?? NaN) - change)).toBeLessThan(0.06);
    }
  });
});

describe("the Monte Carlo error of a fit", () => {
  const truth = fitOf(exact.map(({ value }) => value)).lambda;
  const scores = Array.from({ length: 24 }, (_, seed) => {
    const part = run(seed + 1, 0.9);
    const fit = fitOf(coefficients(part));
    return [part, apart(part)].map((rungs) => ((fit.lambda - truth) / diagnose(fit, [rungs], false).mcse) ** 2);
  });

  // The mean square of 24 standard normals lies outside (0.35, 2.2) once in 5000.
  it("holds for rungs that act together; without their correlation it does not", () => {
    const [together, alone] = [0, 1].map((which) => average(scores.map((pair) => pair[which] ?? NaN)));
    expect(together).toBeGreaterThan(0.35);
    expect(together).toBeLessThan(2.2);
    expect(alone).toBeGreaterThan(2.2);
  });

  it("of two runs is theirs by their shares, and their sample sizes add up", () => {
    const [one, other] = [run(1, 0.2), run(2, 0.2, 800)];
    const fit = fitOf(coefficients(one));
    const shares = [1 / 3, 2 / 3] as const;
    const [first, second] = [diagnose(fit, [one], false), diagnose(fit, [other], false)];
    const both = diagnose(
      fit,
      [
        { ...one, share: shares[0] },
        { ...other, share: shares[1] },
      ],
      false,
    );
    expect(both.mcse).toBeCloseTo(Math.hypot(shares[0] * first.mcse, shares[1] * second.mcse), 12);
    expect(both.ess).toBeCloseTo(first.ess + second.ess, 9);
    expect(both.rhat).toBe(Math.max(first.rhat, second.rhat));
  });
});

describe("the status of a fit", () => {
  const long = 1500;

  it("is converged where the chains agree, and names what lacks where they do not", () => {
    const fit = fitOf(exact.map(({ value }) => value));
    const known = { ...fit, lambdaError: 0.003 * fit.lambda };
    expect(diagnose(known, [run(1, 0.5, long)], false)).toMatchObject({ status: "converged" });
    expect(diagnose(fit, [run(1, 0.5, long)], false).status).toBe(
      fit.lambdaError <= 0.01 * fit.lambda ? "converged" : "not-converged",
    );
    expect(diagnose({ ...known, lambdaError: 0.02 }, [run(1, 0.5, long)], false).status).toBe("not-converged");
    expect(diagnose({ ...known, chiSquare: 90 }, [run(1, 0.5, long)], false).status).toBe("not-converged");
    expect(diagnose(known, [run(1, 0.5, 100)], false)).toMatchObject({ status: "not-converged" });
    const astray = diagnose(known, [run(1, 0.5, long, 0.5)], false);
    expect(astray.status).toBe("not-converged");
    expect(astray.rhat).toBeGreaterThan(1.01);
    expect(diagnose(known, [run(1, 0.5, long)], true).status).toBe("diverged");
  });

  it("takes draws that are all equal for certain", () => {
    const fit = fitOf(exact.map(({ value }) => value));
    const part = run(1, 0);
    const constant = part.rungs.map((rung) => {
      const loss = rung.loss.map((chain) => chain.map(() => 1 / rung.nbeta));
      return { ...rung, loss, series: loss };
    });
    expect(diagnose(fit, [{ share: 1, rungs: constant }], false)).toMatchObject({ rhat: 1, ess: chains * draws });
  });

  it("follows the chain that lags behind, however well each rung alone seems to mix", () => {
    expect(diagnosed(run(5, 0.9, 400, 0.3)).rhat).toBeGreaterThan(diagnosed(run(5, 0.9)).rhat);
  });
});
