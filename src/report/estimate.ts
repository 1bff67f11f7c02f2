/** Estimates as JSON documents and as text. */
import type { Estimate } from "../numeric/estimate.js";
import type { Discretization } from "../numeric/estimators/extrapolation.js";
import { biasOrder } from "../numeric/samplers/registry.js";
import type { ModelDescription } from "../symbolic/model/describe.js";
import { schema } from "./document.js";
import type { Heading } from "./document.js";
import type { Style } from "./style.js";
import { fields, modelLine, table } from "./text.js";

/** The result without heading, as `check` embeds it. */
export function estimateFields(estimate: Estimate): object {
  return { kind: "estimate", schema, estimator: "lambda", ...estimate };
}

/** The data points of an empirical loss. */
export interface DataDescription {
  readonly points: number;
  /** The noise's standard deviation. */
  readonly noise: number;
  /** "moments": their cost does not depend on their number. */
  readonly form: "moments" | "rows";
}

/** What was sampled: K, or the loss of data points. */
export interface EstimateInput {
  readonly input: ModelDescription;
  readonly data: DataDescription | null;
}

/** The document of `crepant estimate`; data and plan hold every option that changes the answer. */
export function estimateDocument(estimate: Estimate, heading: EstimateInput & Pick<Heading, "version">): object {
  const { version, input, data } = heading;
  return { ...estimateFields(estimate), version, input, ...(data === null ? {} : { data }) };
}

export function estimateText(estimate: Estimate, { input, data }: EstimateInput, style: Style): string {
  const rows = [["model", modelLine(input)] as const, ...(data === null ? [] : [dataRow(data)])];
  return fields([...rows, ...estimateRows(estimate, style)], style) + ladderTable(estimate, style);
}

/** What the data are. */
export function dataRow({ points, noise, form }: DataDescription): readonly [string, string] {
  return ["data", `${points} points, noise ${short(noise)}, by ${form === "moments" ? "their moments" : "rows"}`];
}

export function estimateRows(estimate: Estimate, style: Style): (readonly [string, string])[] {
  const { plan, fit, discretization } = estimate;
  const around = plan.box === null ? `γ = ${short(plan.localization)}` : "in the box";
  return [
    ["λ̂(nβ)", `${style.strong(withError(estimate.value, estimate.mcse))} at nβ = ${short(estimate.nbeta)}, ${around}`],
    ...(discretization === null ? [] : [["step", stepText(discretization)] as const]),
    ...(fit === null
      ? []
      : [
          [
            "fit",
            `λ = ${style.strong(withError(fit.lambda, fit.lambdaError))}, m = ${fit.multiplicity} (${fit.multiplicityDecided ? "decided" : "not decided"})`,
          ] as const,
        ]),
    ["status", statusText(estimate, style)],
    ["chains", `${plan.chains}; at nβ ${mixingText(estimate)}`],
    ...(fit === null
      ? []
      : [
          [
            "ladder",
            `of the fit ${mixingText(fit)}, Monte Carlo error of λ ${short(Number(fit.mcse.toPrecision(2)))}`,
          ] as const,
        ]),
    ["run", `${samplersText(plan)}, engine ${estimate.engine}, seed ${estimate.seed}`],
  ];
}

export function statusText({ status, reason }: Pick<Estimate, "status" | "reason">, style: Style): string {
  const colour = status === "converged" ? style.good : status === "diverged" ? style.bad : style.warn;
  return `${colour(status)}. ${reason}`;
}

function samplersText({ sampler, ladder }: Estimate["plan"]): string {
  if (ladder.kind === "none" || ladder.sampler === sampler) return sampler;
  const why = biasOrder(sampler) === null ? "" : ", which no step size biases";
  return `${sampler}; the ladder by ${ladder.sampler}${why}`;
}

/** R̂ and ESS. */
export function mixingText({ rhat, ess }: Pick<Estimate, "rhat" | "ess">): string {
  return `R̂ = ${rhat.toFixed(3)}, effective sample size ${ess.toFixed(0)}`;
}

/** From which step sizes λ̂ is extrapolated. */
function stepText({ coarse, fine }: Discretization): string {
  const at = ({ stepSize, value, mcse }: Discretization["fine"]): string =>
    `${withError(value, mcse)} at ε = ${short(stepSize)}`;
  return `λ̂ is extrapolated to ε = 0 from ${at(coarse)} and ${at(fine)}`;
}

/** What theory says of λ̂ at an inverse temperature; null where it says nothing. */
export interface Prediction {
  readonly title: string;
  readonly at: (nbeta: number) => number | null;
}

/** λ̂(t) along the ladder, beside what theory says. */
export function ladderTable({ rungs }: Pick<Estimate, "rungs">, style: Style, prediction?: Prediction): string {
  if (rungs.length === 0) return "";
  const step = Math.max(1, Math.ceil(rungs.length / 12));
  const shown = rungs.filter((_, i) => i % step === 0 || i === rungs.length - 1);
  const heading = ["nβ", "λ̂(nβ)", "±", ...(prediction === undefined ? [] : [prediction.title]), "R̂", "ESS", ""];
  const digits = decimals(shown.map(({ mcse }) => mcse));
  const rows = shown.map((rung) => [
    rung.nbeta.toExponential(1),
    rung.value.toFixed(digits),
    rung.mcse.toFixed(digits),
    ...(prediction === undefined ? [] : [prediction.at(rung.nbeta)?.toFixed(digits) ?? ""]),
    rung.rhat.toFixed(3),
    rung.ess.toFixed(0),
    rung.used ? "" : "not used",
  ]);
  return `\n${table(heading, rows, style)}`;
}

/** How many decimals show each of these errors, 4 to 10. */
function decimals(errors: readonly number[]): number {
  const least = Math.min(...errors.filter((error) => error > 0));
  return Math.min(10, Math.max(4, Math.ceil(-Math.log10(least))));
}

/** "0.3614 ± 0.0012", the error to two digits. */
export function withError(value: number, error: number): string {
  if (!(error > 0) || !Number.isFinite(value)) return short(value);
  const digits = Math.min(10, Math.max(0, 1 - Math.floor(Math.log10(error))));
  return `${value.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

export function short(x: number): string {
  return Number(x.toPrecision(4)).toString();
}
