/** How far the draws of a run at a single temperature have come: what is needed to say how long it will take. */
import { mean, pooled, variance } from "../diagnostics/chains.js";
import { essMean } from "../diagnostics/ess.js";
import type { UnitState } from "./unit.js";

/** Of K along some chains. */
export interface Mixing {
  /** In all chains. */
  readonly draws: number;
  readonly mean: number;
  readonly variance: number;
  /** The effective sample size for the mean. */
  readonly ess: number;
}

/** Draws of each chain, the latest, that the estimate is taken from. */
const window = 8192;

/** Of a unit's sound chains; null before they have draws to tell from. */
export function mixingOf({ chains }: UnitState): Mixing | null {
  const sound = chains.filter((chain) => chain.divergence === null);
  const latest = sound.map(
    ({ draws: [only], drawn }) => only?.subarray(Math.max(0, drawn - window), drawn) ?? new Float64Array(0),
  );
  const all = pooled(latest);
  const draws = sound.reduce((n, chain) => n + chain.drawn, 0);
  const ess = (essMean(latest) * draws) / all.length;
  return Number.isFinite(ess) ? { draws, mean: mean(all), variance: variance(all), ess } : null;
}

/** Of independent units together; null where none has draws to tell from. */
export function combinedMixing(parts: readonly Mixing[]): Mixing | null {
  const draws = parts.reduce((n, part) => n + part.draws, 0);
  if (draws === 0) return null;
  const weighted = (f: (part: Mixing) => number): number =>
    parts.reduce((sum, part) => sum + (part.draws / draws) * f(part), 0);
  const centre = weighted((part) => part.mean);
  return {
    draws,
    mean: centre,
    variance: weighted((part) => part.variance + (part.mean - centre) ** 2),
    ess: parts.reduce((n, part) => n + part.ess, 0),
  };
}
