/**
 * Information criteria of singular models from draws: WBIC, the regression of E[nL_n] on 1/β, the functional variance and
 * WAIC (Watanabe 2010, JMLR 11, 3571–3594; 2013, JMLR 14, 867–897). Losses are sums of negative log-likelihoods; K enters as
 * n·K = n·(L_n(w) − L_n(w*)), so that figures are relative to w* unless n·L_n(w*) is added.
 */
import { completeChains, mean, pooled } from "../diagnostics/chains.js";
import type { Chains } from "../diagnostics/chains.js";
import { summarize } from "../diagnostics/summary.js";
import type { Summary } from "../diagnostics/summary.js";
import { OptionError } from "../../errors.js";
import type { Rung } from "../draws.js";
import { figure } from "./figure.js";
import type { Figure } from "./figure.js";

/** WBIC − n·L_n(w*) = E[n·K] at β = 1/log n, in the first order λ·log n. Throws OptionError at another temperature. */
export function wbic(rung: Rung, n: number): Figure {
  const nbeta = n / Math.log(n);
  if (!(Math.abs(rung.nbeta / nbeta - 1) < 1e-9)) {
    throw new OptionError("nbeta", String(rung.nbeta), `n/log n = ${nbeta}, where WBIC is defined`);
  }
  const series = scaled(rung.loss, n);
  return figure(mean(pooled(completeChains(series))), [series]);
}

/**
 * λ as the slope of E[n·K] on 1/β (Watanabe 2013, theorem 4) between two temperatures or more, by weighted least squares.
 * Its finite-size error is that of (λ̂(t₁)/t₁ − λ̂(t₂)/t₂)/(1/t₁ − 1/t₂). Rungs of equal length are those of one ladder, whose
 * errors exchange makes alike, or independent; others are taken to be independent.
 */
export function temperatureRegression(rungs: readonly Rung[]): Figure {
  if (rungs.length < 2) throw new OptionError("rungs", String(rungs.length), "two temperatures or more");
  const points = rungs.map((r) => ({ x: 1 / r.nbeta, loss: r.loss, ...summarize(r.loss) }));
  const weight = (p: Summary): number => p.mcse ** -2;
  const total = points.reduce((s, p) => s + weight(p), 0);
  const centre = points.reduce((s, p) => s + weight(p) * p.x, 0) / total;
  const spread = points.reduce((s, p) => s + weight(p) * (p.x - centre) ** 2, 0);
  const terms = points.map((p) => ({ ...p, factor: (weight(p) * (p.x - centre)) / spread }));
  const slope = terms.reduce((s, { factor, mean }) => s + factor * mean, 0);
  return figure(
    slope,
    terms.map(({ factor, loss }) => scaled(loss, factor)),
  );
}

/**
 * The functional variance V = Σ_i Var_w[log p(x_i | w)] from `loss[chain][draw·n + i]` = −log p(x_i | w), row-major over
 * draws, as `pointwiseLosses` gives it.
 */
export function functionalVariance(loss: Chains, n: number): Figure {
  const series = squaredDeviations(loss, n);
  return figure(mean(pooled(completeChains(series))), [series]);
}

/** WAIC = −(1/n) Σ_i log E_w[p(x_i | w)] + V/n at β = 1, from the same losses. */
export function waic(loss: Chains, n: number): Figure {
  const least = pointwise(loss, n, (x) => x, Math.min, Infinity);
  const likelihood = (x: number, i: number): number => Math.exp((least[i] ?? NaN) - x);
  const means = pointwise(loss, n, likelihood);
  const training = means.reduce((sum, p, i) => sum + (least[i] ?? NaN) - Math.log(p), 0);
  const variance = squaredDeviations(loss, n);
  const linearized = perDraw(loss, n, (x, i) => -likelihood(x, i) / (means[i] ?? NaN));
  const series = variance.map((chain, c) => chain.map((v, d) => (v + (linearized[c]?.[d] ?? NaN)) / n));
  return figure((training + mean(pooled(completeChains(variance)))) / n, [series]);
}

/** At each draw Σ_i (loss_i − E[loss_i])², scaled so that its mean is the sum of the unbiased variances. */
function squaredDeviations(loss: Chains, n: number): Chains {
  const means = pointwise(loss, n, (x) => x);
  const draws = completeChains(loss).reduce((sum, chain) => sum + chain.length / n, 0);
  return scaled(
    perDraw(loss, n, (x, i) => (x - (means[i] ?? NaN)) ** 2),
    draws / (draws - 1),
  );
}

/** At each draw Σ_i f(loss_i, i). */
function perDraw(loss: Chains, n: number, f: (x: number, i: number) => number): Chains {
  return loss.map((chain) =>
    Float64Array.from({ length: chain.length / n }, (_, d) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += f(chain[d * n + i] ?? NaN, i);
      return sum;
    }),
  );
}

function scaled(chains: Chains, factor: number): Chains {
  return chains.map((chain) => chain.map((x) => factor * x));
}

/** For each i, the mean (or another fold) over draws of f(loss_i, i). */
function pointwise(
  loss: Chains,
  n: number,
  f: (x: number, i: number) => number,
  fold: ((a: number, b: number) => number) | null = null,
  start = 0,
): Float64Array {
  const chains = completeChains(loss);
  const result = new Float64Array(n).fill(start);
  let draws = 0;
  for (const c of chains) {
    if (c.length % n !== 0) throw new OptionError("n", String(n), `a divisor of the ${c.length} losses of a chain`);
    draws += c.length / n;
    c.forEach((x, at) => {
      const i = at % n;
      const value = f(x, i);
      result[i] = fold === null ? (result[i] ?? 0) + value : fold(result[i] ?? start, value);
    });
  }
  return fold === null ? result.map((sum) => sum / draws) : result;
}
