/**
 * Means of K with the noise that control variates explain taken out: K − c·s instead of K, where s has mean 0 and c is a
 * regression of stretches of K on stretches of s. The coefficients of each half of the chains come from the other half,
 * so that the mean is unbiased whatever they are.
 */
import { completeChains, mean } from "../diagnostics/chains.js";
import type { Chains } from "../diagnostics/chains.js";
import { mcseMean } from "../diagnostics/ess.js";
import type { Rung } from "../draws.js";
import { prefixRegressions } from "./least-squares.js";

/** With fewer points for each coefficient no regression is done. */
const pointsPerCoefficient = 4;
/** More points than twice this are averaged in groups first. */
const enoughPoints = 400;

/**
 * Series whose mean estimates E[K], one a chain that is complete: K's draws, or where there are controls means over
 * stretches of them, with as little noise as the controls allow.
 */
export function lossSeries({ loss, controls }: Rung): Chains {
  if (controls === undefined) return completeChains(loss);
  const { stretch, count, levels } = controls;
  const complete = new Set(completeChains(loss));
  const chains = loss.flatMap((draws, c) => {
    const sums = controls.sums[c];
    return complete.has(draws) && sums !== undefined ? [stretchesOf(draws, sums, stretch, count)] : [];
  });
  const [first = [], second = []] = [0, 1].map((half) =>
    regressions(
      chains.filter((_, c) => halfOf(c) === half),
      count,
      levels,
    ),
  );
  const plain = chains.map((chain) => chain.loss);
  const candidates = [
    plain,
    ...first.flatMap((fromFirst, level) => {
      const fromSecond = second[level];
      return fromSecond === undefined
        ? []
        : [chains.map((chain, c) => explained(chain, halfOf(c) === 0 ? fromSecond : fromFirst, count))];
    }),
  ].map((series) => ({ series, error: mcseMean(series) }));
  return candidates.reduce((a, b) => (b.error < a.error ? b : a)).series;
}

function halfOf(chain: number): number {
  return chain % 2;
}

interface Stretches {
  /** Means of K. */
  readonly loss: Float64Array;
  /** Means of the functions, stretch by stretch. */
  readonly controls: Float64Array;
}

function stretchesOf(draws: Float64Array, sums: Float64Array, stretch: number, count: number): Stretches {
  const loss = new Float64Array(sums.length / count);
  for (let s = 0; s < loss.length; s++) loss[s] = mean(draws.subarray(s * stretch, (s + 1) * stretch));
  return { loss, controls: sums.map((sum) => sum / stretch) };
}

/** For each level that the points suffice for, the coefficients c that make K − c·s vary least. */
function regressions(
  chains: readonly Stretches[],
  count: number,
  levels: readonly number[],
): readonly (readonly number[])[] {
  const stretches = chains.reduce((n, c) => n + c.loss.length, 0);
  const group = Math.max(1, Math.floor(stretches / enoughPoints));
  const points = Math.floor(stretches / group);
  const usable = levels.filter((level) => points >= pointsPerCoefficient * level);
  const columns = Array.from({ length: usable.at(-1) ?? 0 }, (_, j) =>
    centred(chains, points, group, (chain, s) => chain.controls[s * count + j] ?? NaN),
  );
  return prefixRegressions(
    columns,
    centred(chains, points, group, (chain, s) => chain.loss[s] ?? NaN),
    usable,
  );
}

/** The stretches of all chains in a row, summed in groups, less their mean. */
function centred(
  chains: readonly Stretches[],
  points: number,
  group: number,
  value: (chain: Stretches, stretch: number) => number,
): Float64Array {
  const all = new Float64Array(points);
  let at = 0;
  for (const chain of chains) {
    for (let s = 0; s < chain.loss.length; s++, at++) {
      const point = Math.floor(at / group);
      if (point < points) all[point] = (all[point] ?? NaN) + value(chain, s);
    }
  }
  const around = mean(all);
  return all.map((v) => v - around);
}

function explained({ loss, controls }: Stretches, coefficients: readonly number[], count: number): Float64Array {
  return loss.map((k, s) => {
    let value = k;
    for (let j = 0; j < coefficients.length; j++) value -= (coefficients[j] ?? NaN) * (controls[s * count + j] ?? NaN);
    return value;
  });
}
