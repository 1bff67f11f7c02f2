/**
 * Information criteria of singular models from draws: WBIC, the regression of E[nL_n] on 1/β, the functional variance and
 * WAIC (Watanabe 2010, JMLR 11, 3571–3594; 2013, JMLR 14, 867–897). Losses are sums of negative log-likelihoods; K enters as
 * n·K = n·(L_n(w) − L_n(w*)), so that figures are relative to w* unless n·L_n(w*) is added.
 */
import { completeChains } from "../diagnostics/chains.js";
import { summarize } from "../diagnostics/summary.js";
import type { Summary } from "../diagnostics/summary.js";
import { OptionError } from "../../errors.js";
import type { Rung } from "../draws.js";

/** A figure with its error bar; `status` is judged by the criteria of chains alone. */
export interface Figure {
  readonly status: "converged" | "not-converged";
  readonly value: number;
  readonly mcse: number;
  readonly ess: number;
  readonly rhat: number;
}

const bounds = { rhat: 1.01, ess: 400, drift: 3.5 } as const;

/** WBIC − n·L_n(w*) = E[n·K] at β = 1/log n, in the first order λ·log n. Throws OptionError at another temperature. */
export function wbic(rung: Rung, n: number): Figure {
  const nbeta = n / Math.log(n);
  if (!(Math.abs(rung.nbeta / nbeta - 1) < 1e-9)) {
    throw new OptionError("nbeta", String(rung.nbeta), `n/log n = ${nbeta}, where WBIC is defined`);
  }
  return figure(n, summarize(rung.loss));
}

/**
 * λ as the slope of E[n·K] on 1/β (Watanabe 2013, theorem 4) between two temperatures or more, by weighted least squares.
 * Its finite-size error is that of (λ̂(t₁)/t₁ − λ̂(t₂)/t₂)/(1/t₁ − 1/t₂). The rungs are taken to be independent.
 */
export function temperatureRegression(rungs: readonly Rung[]): Figure {
  if (rungs.length < 2) throw new OptionError("rungs", String(rungs.length), "two temperatures or more");
  const points = rungs.map((r) => ({ x: 1 / r.nbeta, ...summarize(r.loss) }));
  const weight = (p: Summary): number => p.mcse ** -2;
  const total = points.reduce((s, p) => s + weight(p), 0);
  const centre = points.reduce((s, p) => s + weight(p) * p.x, 0) / total;
  const spread = points.reduce((s, p) => s + weight(p) * (p.x - centre) ** 2, 0);
  const slope = points.reduce((s, p) => s + weight(p) * (p.x - centre) * p.mean, 0) / spread;
  const worst = {
    mean: slope,
    mcse: spread ** -0.5,
    ess: Math.min(...points.map((p) => p.ess)),
    rhat: Math.max(...points.map((p) => p.rhat)),
    drift: Math.max(...points.map((p) => Math.abs(p.drift))),
  };
  return figure(1, worst);
}

/**
 * The functional variance V = Σ_i Var_w[log p(x_i | w)] from `loss[chain][draw·n + i]` = −log p(x_i | w), row-major over
 * draws. Its error bar is that of E_w of the summed squares around the means.
 */
export function functionalVariance(loss: readonly Float64Array[], n: number): Figure {
  const chains = completeChains(loss);
  const means = pointwise(chains, n, (x) => x);
  const draws = chains.map((c) =>
    Float64Array.from({ length: c.length / n }, (_, d) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += ((c[d * n + i] ?? NaN) - (means[i] ?? NaN)) ** 2;
      return sum;
    }),
  );
  const count = draws.reduce((s, c) => s + c.length, 0);
  return figure(count / (count - 1), summarize(draws));
}

/**
 * WAIC = −(1/n) Σ_i log E_w[p(x_i | w)] + V/n at β = 1, from the same losses. The error bar is that of V/n, which
 * dominates.
 */
export function waic(loss: readonly Float64Array[], n: number): Figure {
  const chains = completeChains(loss);
  const least = pointwise(chains, n, (x) => x, Math.min, Infinity);
  const likelihoods = pointwise(chains, n, (x, i) => Math.exp((least[i] ?? NaN) - x));
  let training = 0;
  likelihoods.forEach((p, i) => (training += (least[i] ?? NaN) - Math.log(p)));
  const variance = functionalVariance(loss, n);
  return { ...variance, value: (training + variance.value) / n, mcse: variance.mcse / n };
}

/** For each i, the mean (or another fold) over draws of f(loss_i, i). */
function pointwise(
  chains: readonly Float64Array[],
  n: number,
  f: (x: number, i: number) => number,
  fold: ((a: number, b: number) => number) | null = null,
  start = 0,
): Float64Array {
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

function figure(factor: number, s: Pick<Summary, "mean" | "mcse" | "ess" | "rhat" | "drift">): Figure {
  const good = s.rhat <= bounds.rhat && s.ess >= bounds.ess && Math.abs(s.drift) <= bounds.drift;
  return {
    status: good ? "converged" : "not-converged",
    value: factor * s.mean,
    mcse: factor * s.mcse,
    ess: s.ess,
    rhat: s.rhat,
  };
}
