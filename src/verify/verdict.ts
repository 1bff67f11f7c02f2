/**
 * Whether an estimate bears out a theoretical (λ, m).
 *
 * The ladder's fit gives, for every m, the λ that the draws support if that m holds, with an error that covers the
 * finite-size constants and the choice of curve. The theory is compared with the one for its own m:
 *
 * * disagree: its λ is more than `rejection` errors away, or its m has a probability below `leastProbability`. A true
 *   theory meets this less than once in 1000 runs.
 * * agree: its λ is within `acceptance` errors, its m has a probability of at least `likelyProbability`, and the error is so small that a λ off by
 *   `resolution` would have been rejected.
 * * inconclusive: neither, or the estimate did not converge.
 */
import { format, parse, toNumber } from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import { doubtOfMixing } from "../numeric/diagnostics/criteria.js";
import { followsLadder } from "../numeric/estimators/fit-diagnostics.js";
import { criteria } from "../numeric/estimate.js";
import type { Estimate } from "../numeric/estimate.js";
import { OptionError } from "../errors.js";

export type Theory =
  | { readonly status: "exact"; readonly lambda: Rational | string; readonly multiplicity: number }
  | { readonly status: "bounds"; readonly lower: Rational | string; readonly upper: Rational | string };

export type VerdictName = "agree" | "disagree" | "inconclusive";

/** Plain data. */
export interface Verdict {
  readonly verdict: VerdictName;
  /** One sentence. */
  readonly reason: string;
  /** λ and its error as the draws give them under the theory's m (for bounds: under every m). */
  readonly lambda: number | null;
  readonly lambdaError: number | null;
  /** Theory minus estimate in errors; for bounds, of the nearer end where the estimate lies outside. */
  readonly deviation: number | null;
  /** Probability of the theory's m given the draws, under the priors of the fit. */
  readonly multiplicityProbability: number | null;
}

export const thresholds = {
  /** Standard errors; normal errors exceed it once in 16 000, once in 1000 if they are too small by a fifth. */
  rejection: 4,
  acceptance: 3,
  leastProbability: 1e-5,
  likelyProbability: 0.01,
  /** The relative error of λ that an agreement excludes: rejection·lambdaError ≤ resolution·λ. */
  resolution: 0.05,
} as const;

/** Compares a theory, proved or claimed, with an estimate. Throws OptionError for a λ that is no rational number. */
export function crossCheck(theory: Theory, estimate: Estimate): Verdict {
  const { fit } = estimate;
  if (fit === null) return inconclusive(`there is no fit of (λ, m) to compare with: ${decapitalized(estimate.reason)}`);
  return theory.status === "bounds" ? checkBounds(theory, estimate, fit) : checkExact(theory, estimate, fit);
}

type Fit = NonNullable<Estimate["fit"]>;

function checkExact(theory: Extract<Theory, { status: "exact" }>, estimate: Estimate, fit: Fit): Verdict {
  const lambda = rational("lambda", theory.lambda);
  const name = `λ = ${format(lambda)}, m = ${theory.multiplicity}`;
  const own = fit.byMultiplicity.find((h) => h.multiplicity === theory.multiplicity);
  const hypothesis = own ?? { lambda: fit.lambda, lambdaError: fit.lambdaError, probability: null };
  const deviation = (toNumber(lambda) - hypothesis.lambda) / hypothesis.lambdaError;
  const numbers = {
    lambda: hypothesis.lambda,
    lambdaError: hypothesis.lambdaError,
    deviation,
    multiplicityProbability: hypothesis.probability,
  };
  const found = `${hypothesis.lambda.toPrecision(4)} ± ${hypothesis.lambdaError.toPrecision(2)}`;
  const say = (verdict: VerdictName, reason: string): Verdict => ({ verdict, reason, ...numbers });
  if (estimate.status === "diverged")
    return say("inconclusive", `The sampling diverged: ${decapitalized(estimate.reason)}`);
  if (Math.abs(deviation) > thresholds.rejection && isTrusted(estimate)) {
    return say("disagree", `Sampling gives λ = ${found}, ${far(deviation)} from ${name}.`);
  }
  if (own !== undefined && own.probability < thresholds.leastProbability && isTrusted(estimate)) {
    const best = `m = ${fit.multiplicity}`;
    return say(
      "disagree",
      `Sampling gives ${best}; m = ${theory.multiplicity} has a probability below ${thresholds.leastProbability}.`,
    );
  }
  if (!isTrusted(estimate)) return say("inconclusive", estimate.reason);
  if (Math.abs(deviation) > thresholds.acceptance)
    return say(
      "inconclusive",
      `Sampling gives λ = ${found}, ${far(deviation)} from ${name}: too near to reject it, too far to agree.`,
    );
  if (own !== undefined && own.probability < thresholds.likelyProbability)
    return say(
      "inconclusive",
      `Sampling gives λ = ${found} if m = ${theory.multiplicity}, which has a probability of ${own.probability.toPrecision(1)} only.`,
    );
  const excluded = (thresholds.rejection * hypothesis.lambdaError) / toNumber(lambda);
  if (!(excluded <= thresholds.resolution))
    return say("inconclusive", `Sampling gives λ = ${found}: consistent with ${name}, but too coarse to tell.`);
  return say(
    "agree",
    `Sampling gives λ = ${found} if m = ${theory.multiplicity}, ${far(deviation)} from ${name}; ` +
      `a λ off by ${(100 * excluded).toFixed(1)} % would have been rejected.`,
  );
}

function checkBounds(theory: Extract<Theory, { status: "bounds" }>, estimate: Estimate, fit: Fit): Verdict {
  const [lower, upper] = [rational("lower", theory.lower), rational("upper", theory.upper)];
  const below = (toNumber(lower) - fit.lambda) / fit.lambdaError;
  const above = (fit.lambda - toNumber(upper)) / fit.lambdaError;
  const deviation = below > 0 ? below : above > 0 ? -above : 0;
  const numbers = {
    lambda: fit.lambda,
    lambdaError: fit.lambdaError,
    deviation,
    multiplicityProbability: null,
  };
  const found = `${fit.lambda.toPrecision(4)} ± ${fit.lambdaError.toPrecision(2)}`;
  const interval = `[${format(lower)}, ${format(upper)}]`;
  if (Math.abs(deviation) > thresholds.rejection && isTrusted(estimate) && estimate.status !== "diverged")
    return {
      verdict: "disagree",
      reason: `Sampling gives λ = ${found}, ${far(deviation)} outside the bounds ${interval}.`,
      ...numbers,
    };
  return {
    verdict: "inconclusive",
    reason: `Theory gives only the bounds ${interval}; sampling gives λ = ${found}.`,
    ...numbers,
  };
}

/** Chains that agree, a finished run and a curve that follows the ladder. How fine the error is, the verdict sees itself. */
function isTrusted({ finished, ess, rhat, fit }: Estimate): boolean {
  return (
    finished &&
    rhat <= criteria.rhat &&
    ess >= criteria.ess &&
    fit !== null &&
    doubtOfMixing(fit, "of the fit") === null &&
    followsLadder(fit)
  );
}

function inconclusive(reason: string): Verdict {
  const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
  return {
    verdict: "inconclusive",
    reason: sentence,
    lambda: null,
    lambdaError: null,
    deviation: null,
    multiplicityProbability: null,
  };
}

function rational(option: string, value: Rational | string): Rational {
  if (typeof value !== "string") return value;
  const parsed = parse(value);
  if (parsed === null) throw new OptionError(option, `"${value}"`, 'a rational number such as "1/2"');
  return parsed;
}

function far(deviation: number): string {
  return `${Math.abs(deviation).toFixed(1)} standard errors`;
}

function decapitalized(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
