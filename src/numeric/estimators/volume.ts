/**
 * The volume V(ε) of {K < ε} under the localization, relative to Z at the warmest rung, from a ladder: V(1/t) =
 * Z(t)·E_t[e^(tK); tK < 1], with log Z by thermodynamic integration, d log Z/d log t = −λ̂(t), λ̂ linear in log t between
 * rungs. Asymptotically V(ε) ~ c·ε^λ·(−log ε)^(m−1), so that its slope in log ε tends to λ.
 */
import { OptionError } from "../../errors.js";
import type { Chains } from "../diagnostics/chains.js";
import { completeChains, mean, pooled } from "../diagnostics/chains.js";
import type { Rung } from "../draws.js";
import { figure } from "./figure.js";
import type { Figure } from "./figure.js";

export interface Volume {
  /** ε = 1/t. */
  readonly epsilon: number;
  /** log V(ε) up to a constant common to the ladder. */
  readonly logVolume: number;
}

/** One volume for each rung; rungs ascend in nβ. */
export function volumes(rungs: readonly Rung[]): readonly Volume[] {
  return measure(rungs).map(({ epsilon, logVolume }) => ({ epsilon, logVolume }));
}

/**
 * λ as the slope of log V on log ε, by least squares over the ladder; at finite ε it is λ − (m − 1)/|log ε| + …. Throws
 * OptionError for fewer than two rungs, or rungs that do not ascend.
 */
export function volumeScaling(rungs: readonly Rung[]): Figure {
  if (rungs.length < 2 || rungs.some(({ nbeta }, k) => !(nbeta > (rungs[k - 1]?.nbeta ?? 0)))) {
    throw new OptionError("rungs", rungs.map(({ nbeta }) => nbeta).join(", "), "two temperatures or more, ascending");
  }
  const points = measure(rungs);
  const logs = points.map(({ epsilon }) => Math.log(epsilon));
  const centre = logs.reduce((a, b) => a + b) / logs.length;
  const spread = logs.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  const slopes = logs.map((x) => (x - centre) / spread);
  const slope = points.reduce((sum, { logVolume }, k) => sum + (slopes[k] ?? NaN) * logVolume, 0);
  const parts = points.map(({ nbeta, loss, inside, insideMean }, k): Chains => {
    const onCoefficient = nbeta * coefficientWeight(logs, slopes, k);
    const onInside = (slopes[k] ?? NaN) / insideMean;
    return loss.map((chain, c) => chain.map((x, i) => onCoefficient * x + onInside * (inside[c]?.[i] ?? NaN)));
  });
  return figure(slope, parts);
}

interface Point extends Volume, Rung {
  /** e^(tK) where tK < 1, else 0. */
  readonly inside: Chains;
  readonly insideMean: number;
}

function measure(rungs: readonly Rung[]): readonly Point[] {
  let [logZ, before] = [0, { nbeta: NaN, coefficient: NaN }];
  return rungs.map(({ nbeta, loss }, k) => {
    const coefficient = nbeta * mean(pooled(completeChains(loss)));
    if (k > 0) logZ -= (Math.log(nbeta / before.nbeta) * (coefficient + before.coefficient)) / 2;
    before = { nbeta, coefficient };
    const inside = loss.map((chain) => chain.map((x) => (nbeta * x < 1 ? Math.exp(nbeta * x) : 0)));
    const insideMean = mean(pooled(completeChains(inside)));
    return { nbeta, loss, inside, insideMean, epsilon: 1 / nbeta, logVolume: logZ + Math.log(insideMean) };
  });
}

/** ∂ slope/∂λ̂(t_k): log Z of every rung from k − 1 on holds the trapezoids beside rung k. */
function coefficientWeight(logs: readonly number[], slopes: readonly number[], k: number): number {
  const beyond = (rung: number): number => slopes.slice(rung).reduce((a, b) => a + b, 0);
  const step = (rung: number): number => (logs[rung - 1] ?? NaN) - (logs[rung] ?? NaN);
  const below = k === 0 ? 0 : (step(k) * beyond(k)) / 2;
  const above = k + 1 === logs.length ? 0 : (step(k + 1) * beyond(k + 1)) / 2;
  return -(below + above);
}
