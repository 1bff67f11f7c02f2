/**
 * The volume V(ε) of {K < ε} under the localization, relative to Z at the warmest rung, from a ladder: V(1/t) =
 * Z(t)·E_t[e^(tK); tK < 1], with log Z by thermodynamic integration, d log Z/d log t = −λ̂(t). Asymptotically
 * V(ε) ~ c·ε^λ·(−log ε)^(m−1), so that its slope in log ε tends to λ.
 */
import { summarize } from "../diagnostics/summary.js";
import type { Rung } from "../draws.js";

export interface Volume {
  /** ε = 1/t. */
  readonly epsilon: number;
  /** log V(ε) up to a constant common to the ladder. */
  readonly logVolume: number;
  /** Standard error of E_t[e^(tK); tK < 1] relative to it; that of log Z, common to colder rungs, is left out. */
  readonly error: number;
  readonly ess: number;
  readonly rhat: number;
}

/** One volume for each rung; rungs ascend in nβ. */
export function volumes(rungs: readonly Rung[]): readonly Volume[] {
  const coefficients = rungs.map(({ nbeta, loss }) => nbeta * summarize(loss).mean);
  let logZ = 0;
  return rungs.map(({ nbeta, loss }, k) => {
    const before = rungs[k - 1];
    if (before !== undefined) {
      const step = Math.log(nbeta / before.nbeta);
      logZ -= (step * ((coefficients[k] ?? NaN) + (coefficients[k - 1] ?? NaN))) / 2;
    }
    const inside = summarize(loss.map((c) => c.map((x) => (nbeta * x < 1 ? Math.exp(nbeta * x) : 0))));
    return {
      epsilon: 1 / nbeta,
      logVolume: logZ + Math.log(inside.mean),
      error: inside.mcse / inside.mean,
      ess: inside.ess,
      rhat: inside.rhat,
    };
  });
}
