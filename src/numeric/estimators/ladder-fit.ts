/**
 * (λ, m) from λ̂ along a ladder of temperatures: a Bayesian average over the curves of asymptotics.ts, for every m and
 * order of the next pole, on every window that starts at a rung of the lower part of the ladder. A curve's weight is
 * its marginal likelihood by Laplace's approximation; a point left out costs a factor e (Jay and Neil 2021, Phys. Rev.
 * D 103, 114502), so that low rungs go where no curve follows them. Before the data, m + 1 is half as probable as m.
 * λ's error holds the statistical one and the spread over curves.
 */
import { chiSquareTail } from "../diagnostics/normal.js";
import { finiteSize, priorsOf } from "./asymptotics.js";
import type { CurveKind, LadderPoint } from "./asymptotics.js";
import { leastSquares, logDeterminant } from "./least-squares.js";
import type { LeastSquares } from "./least-squares.js";

export interface LadderFit {
  readonly lambda: number;
  readonly lambdaError: number;
  /** The most probable m. */
  readonly multiplicity: number;
  /** True where a curve fits and every other m has a probability below `decisionLevel` in all. */
  readonly multiplicityDecided: boolean;
  /** For each m from 1 on: its probability under the stated priors, and λ if it holds. */
  readonly byMultiplicity: readonly Hypothesis[];
  /** χ² of the best curve and its degrees of freedom. */
  readonly chiSquare: number;
  readonly freedom: number;
  /** Rungs of the best window. */
  readonly points: number;
  /** ∂λ/∂λ̂ of each of the points, to first order. */
  readonly slopes: readonly number[];
}

export interface Hypothesis {
  readonly multiplicity: number;
  readonly probability: number;
  readonly lambda: number;
  readonly lambdaError: number;
}

/** A decided m is wrong with at most about this probability. */
export const decisionLevel = 0.02;

/** Relative error of λ from what the curves leave out (further poles), added in quadrature. */
const modelError = 0.003;
const fewestPoints = 6;
/** Below this probability of χ² nothing is decided. */
const leastFit = 0.01;

/**
 * Fits `points`, ascending in L, whose first rung stands at L = 0; m runs from 1 to `largestMultiplicity` (at most the
 * number of parameters). Null for fewer than six points.
 */
export function fitLadder(points: readonly LadderPoint[], largestMultiplicity: number): LadderFit | null {
  if (points.length < fewestPoints) return null;
  const scale = Math.max(points.at(-1)?.value ?? NaN, 1e-6);
  const kinds = Array.from({ length: largestMultiplicity }, (_, i) => i + 1).flatMap((multiplicity): CurveKind[] => [
    { multiplicity, next: 0 },
    { multiplicity, next: 1 },
    { multiplicity, next: 2 },
  ]);
  const starts = Array.from({ length: Math.max(1, Math.ceil((points.length - fewestPoints) * 0.6)) }, (_, i) => i);
  const curves = kinds.flatMap((kind) => {
    let known: readonly number[] | null = null;
    return starts.flatMap((cut) => {
      const curve = fitCurve(kind, points.slice(cut), cut, scale, known);
      known = curve?.parameters ?? known;
      return curve ?? [];
    });
  });
  return curves.length === 0 ? null : average(curves, largestMultiplicity);
}

/** One curve on one window. */
interface Curve {
  readonly kind: CurveKind;
  /** λ, then the constants of the kind. */
  readonly parameters: readonly number[];
  readonly lambda: number;
  readonly error: number;
  readonly chiSquare: number;
  readonly points: number;
  /** log of the weight, up to a common constant. */
  readonly logWeight: number;
  /** Of every point of the ladder: ∂λ/∂λ̂ and ∂logWeight/∂λ̂. */
  readonly slopes: readonly PointSlopes[];
}

interface PointSlopes {
  readonly lambda: number;
  readonly logWeight: number;
}

/** The best curve of a kind on a window; `known` are its parameters on the window before. */
function fitCurve(
  kind: CurveKind,
  points: readonly LadderPoint[],
  cut: number,
  scale: number,
  known: readonly number[] | null,
): Curve | null {
  const priors = priorsOf(kind, scale);
  const residuals = ([lambda = NaN, ...constants]: readonly number[]): number[] => [
    ...points.map((p) => (p.value - lambda - finiteSize(kind, constants, p.logT)) / p.error),
    ...constants.map((v, i) => (v - (priors[i]?.mean ?? 0)) / (priors[i]?.sd ?? 1)),
  ];
  let best: ReturnType<typeof leastSquares> = null;
  const fresh = startingPoints(kind).map((offsets) => [
    scale,
    ...priors.map((prior, i) => prior.mean + (offsets[i] ?? 0) * prior.sd),
  ]);
  for (const start of known === null ? fresh : [known]) {
    const fit = leastSquares(residuals, start);
    if (fit !== null && (best === null || fit.sumOfSquares < best.sumOfSquares)) best = fit;
  }
  if (best === null) return null;
  const lambda = best.parameters[0] ?? NaN;
  const fitted = residuals(best.parameters).slice(0, points.length);
  const chiSquare = fitted.reduce((s, r) => s + r * r, 0);
  const priorVolume = priors.reduce((s, prior) => s + 2 * Math.log(prior.sd), 0);
  return {
    kind,
    parameters: best.parameters,
    lambda,
    error: Math.sqrt(best.covariance[0]?.[0] ?? NaN),
    chiSquare,
    points: points.length,
    logWeight:
      -0.5 * best.sumOfSquares +
      0.5 * (logDeterminant(best.covariance) - priorVolume) -
      cut -
      Math.LN2 * (kind.multiplicity - 1),
    slopes: [...Array.from({ length: cut }, () => ({ lambda: 0, logWeight: 0 })), ...slopesOf(best, fitted, points)],
  };
}

/** A residual is λ̂ over its error: the parameters move by −(JᵀJ)⁻¹Jᵀ of a change, and the least χ² by twice itself. */
function slopesOf(
  { covariance: [row = []], jacobian }: LeastSquares,
  fitted: readonly number[],
  points: readonly LadderPoint[],
): readonly PointSlopes[] {
  return points.map(({ error }, k) => ({
    lambda: -row.reduce((sum, c, i) => sum + c * (jacobian[i]?.[k] ?? NaN), 0) / error,
    logWeight: -(fitted[k] ?? NaN) / error,
  }));
}

/** Offsets from the priors' means in units of their widths, to find the best of several minima. */
function startingPoints({ multiplicity, next }: CurveKind): readonly (readonly number[])[] {
  const shifts = multiplicity > 1 ? [[-0.5], [0.7]] : [[]];
  if (next === 0) return shifts;
  return shifts.flatMap((s) => [
    [...s, 0, -0.5],
    [...s, 0.3, 0.8],
    [...s, -1, -0.8],
    [...s, -2.1, -1],
  ]);
}

function average(curves: readonly Curve[], largestMultiplicity: number): LadderFit {
  const top = Math.max(...curves.map((c) => c.logWeight));
  const total = weigh(curves, top).weight;
  const byMultiplicity = Array.from({ length: largestMultiplicity }, (_, i): Hypothesis => {
    const { weight, lambda, lambdaError } = weigh(
      curves.filter((c) => c.kind.multiplicity === i + 1),
      top,
    );
    return { multiplicity: i + 1, probability: weight / total, lambda, lambdaError };
  });
  const likeliest = byMultiplicity.reduce((a, b) => (b.probability > a.probability ? b : a));
  const best = curves.reduce((a, b) => (b.logWeight > a.logWeight ? b : a));
  const freedom = best.points - 1 - priorsOf(best.kind, 1).length;
  const { lambda, lambdaError, slopes } = weigh(curves, top);
  return {
    lambda,
    lambdaError,
    multiplicity: likeliest.multiplicity,
    multiplicityDecided: 1 - likeliest.probability < decisionLevel && chiSquareTail(best.chiSquare, freedom) > leastFit,
    byMultiplicity,
    chiSquare: best.chiSquare,
    freedom,
    points: best.points,
    slopes,
  };
}

/** The weight of some curves in all, and λ under them: error² = mean of errors² + variance over curves + model error². */
function weigh(
  curves: readonly Curve[],
  top: number,
): { weight: number; lambda: number; lambdaError: number; slopes: readonly number[] } {
  const weights = curves.map((c) => Math.exp(c.logWeight - top));
  const weight = weights.reduce((s, w) => s + w, 0);
  const mean = (f: (c: Curve) => number): number =>
    curves.reduce((s, c, i) => s + ((weights[i] ?? 0) / weight) * f(c), 0);
  const lambda = mean((c) => c.lambda);
  const variance = mean((c) => c.error ** 2 + (c.lambda - lambda) ** 2) + (modelError * lambda) ** 2;
  const slopes = (curves[0]?.slopes ?? []).map((_, k) =>
    mean((c) => (c.slopes[k]?.lambda ?? NaN) + (c.lambda - lambda) * (c.slopes[k]?.logWeight ?? NaN)),
  );
  return { weight, lambda, lambdaError: Math.sqrt(variance), slopes };
}
