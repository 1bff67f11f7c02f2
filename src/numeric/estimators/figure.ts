/** A figure from draws with its error bar and the diagnostics that say whether to believe it. */
import { completeChains } from "../diagnostics/chains.js";
import type { Chains } from "../diagnostics/chains.js";
import { doubtOfMixing } from "../diagnostics/criteria.js";
import { summarize } from "../diagnostics/summary.js";

export interface Figure {
  /** By R̂ ≤ 1.01, ESS ≥ 400 and halves that agree; never converged where a chain ended before the others. */
  readonly status: "converged" | "not-converged";
  readonly value: number;
  /** Monte Carlo standard error of `value`. */
  readonly mcse: number;
  readonly ess: number;
  readonly rhat: number;
}

/**
 * `value` is a smooth function of means over draws, and `parts` are its linearization: series, one for each run of chains,
 * the sum of whose means varies as `value` does. Parts of the same shape are summed draw by draw, which holds their
 * correlation; others are taken to be independent. The figure is as good as the worst of its parts.
 */
export function figure(value: number, parts: readonly Chains[]): Figure {
  const complete = parts.map(completeChains);
  const alike = complete.every((chains) => shapeOf(chains) === shapeOf(complete[0] ?? []));
  const sums = alike ? [sumOf(complete)] : complete;
  const errors = sums.map(summarize);
  const each = sums.length === complete.length ? errors : [...errors, ...complete.map(summarize)];
  const ess = Math.min(...each.map((part) => part.ess));
  const rhat = Math.max(...each.map((part) => part.rhat));
  const drift = Math.max(...each.map((part) => Math.abs(part.drift)));
  const whole = parts.every((chains, i) => chains.length === complete[i]?.length);
  const good = whole && doubtOfMixing({ ess, rhat, drift }, "") === null;
  return {
    status: good ? "converged" : "not-converged",
    value,
    mcse: Math.hypot(...errors.map((part) => part.mcse)),
    ess,
    rhat,
  };
}

function shapeOf(chains: Chains): string {
  return `${chains.length}×${chains[0]?.length ?? 0}`;
}

function sumOf(parts: readonly Chains[]): Chains {
  const [first = [], ...others] = parts;
  return first.map((chain, c) => {
    const sum = Float64Array.from(chain);
    for (const other of others) {
      const draws = other[c];
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? NaN) + (draws?.[i] ?? NaN);
    }
    return sum;
  });
}
