/** The other estimators' figures as JSON documents and as text. */
import type { FigureEstimate, FigureName } from "../numeric/figures.js";
import { schema } from "./document.js";
import type { Heading } from "./document.js";
import { dataRow, mixingText, short, statusText, withError } from "./estimate.js";
import type { EstimateInput } from "./estimate.js";
import type { Style } from "./style.js";
import { fields, modelLine } from "./text.js";

/** The document of `crepant estimate --estimator`; data and plan hold every option that changes the answer. */
export function figureDocument(figure: FigureEstimate, heading: EstimateInput & Pick<Heading, "version">): object {
  const { version, input, data } = heading;
  return { kind: "estimate", schema, ...figure, version, input, ...(data === null ? {} : { data }) };
}

export function figureText(figure: FigureEstimate, { input, data }: EstimateInput, style: Style): string {
  const value = style.strong(withError(figure.value, figure.mcse));
  return fields(
    [
      ["model", modelLine(input)],
      ...(data === null ? [] : [dataRow(data)]),
      ...meanings[figure.estimator](figure, value, data === null ? "L" : "L_n"),
      ["status", statusText(figure, style)],
      ["chains", `${figure.plan.chains}; ${mixingText(figure)}`],
      ["run", `${samplerOf(figure)}, engine ${figure.engine}, seed ${figure.seed}`],
    ],
    style,
  );
}

type Rows = readonly (readonly [string, string])[];

const meanings: Readonly<Record<FigureName, (figure: FigureEstimate, value: string, loss: string) => Rows>> = {
  wbic: ({ value, mcse, plan: { n } }, text, loss) => [
    ["WBIC", `${text} more than n ${loss}(w*), n = ${n}`],
    ["λ̂", `${withError(value / Math.log(n), mcse / Math.log(n))} = E[n K] / log n, at nβ = n/log n`],
  ],
  regression: ({ rungs }, text) => [["λ̂", `${text}, the slope of E[n K] on 1/β, nβ from ${ends(rungs, (t) => t)}`]],
  volume: ({ rungs }, text) => [
    ["λ̂", `${text}, the slope of log Vol{K < ε} on log ε, ε from ${ends(rungs, (t) => 1 / t)}`],
  ],
  waic: ({ functionalVariance: variance, plan: { n } }, text) => [
    ["WAIC", `${text} more than L_n(w*), n = ${n}, β = 1`],
    ...(variance === null
      ? []
      : [["V", `${withError(variance.value, variance.mcse)}, the functional variance`] as const]),
  ],
};

/** What drew: at several temperatures the sampler of the ladder. */
function samplerOf({ nbeta, plan: { sampler, ladder } }: FigureEstimate): string {
  return nbeta !== null || ladder.kind === "none" ? sampler : ladder.sampler;
}

function ends(rungs: FigureEstimate["rungs"], of: (nbeta: number) => number): string {
  const at = (rung: FigureEstimate["rungs"][number] | undefined): string => short(of(rung?.nbeta ?? NaN));
  return `${at(rungs[0])} to ${at(rungs.at(-1))}`;
}
