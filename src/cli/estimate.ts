/** `crepant estimate`: the learning coefficient by sampling, with an error bar and a status. */
import { OptionError } from "../errors.js";
import type { ChainRecord } from "../numeric/draws.js";
import type { Estimate } from "../numeric/estimate.js";
import type { FigureName } from "../numeric/figures.js";
import { estimateDocument, estimateText } from "../report/estimate.js";
import { figureDocument, figureText } from "../report/figure.js";
import { inferenceData } from "../report/arviz.js";
import { styleOf } from "../report/style.js";
import { describe } from "../symbolic/model/describe.js";
import { requireZero } from "../symbolic/model/local.js";
import type { LocalModel } from "../symbolic/model/model.js";
import type { Arguments } from "./arguments.js";
import type { Command, Terminal } from "./command.js";
import { sampledTarget, dataFlags } from "./data.js";
import type { SampledTarget } from "./data.js";
import { exit } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { writeAtomically } from "./files.js";
import { inputFlags, readInput } from "./input.js";
import { overThreads, sample, samplingFlags, samplingOptions, theRun } from "./sampling.js";
import type { SamplingOptions } from "./sampling.js";
import { UsageError } from "./usage-error.js";
import { version } from "./version.js";

export const command: Command = {
  operands: "INPUT [flags]",
  about: [
    "The learning coefficient by sampling p(w) ∝ exp(−nβ K(w) − (γ/2)|w − w*|²): λ̂ = nβ E[K] at one nβ, and (λ, m)",
    "fitted to a ladder of nβ. λ̂ differs from λ by about −(m − 1)/log nβ at every finite nβ; the fit does not. Inputs of",
    "a network are uniform on [−1, 1]^d, and K = E|f(x; w) − f(x; w*)|² without ½. With --noise, K_n takes the place of K:",
    "the mean of |y − f(x; w)|² over n data points minus that at w*; then there is no ladder. Slopes that other estimators",
    "take over several nβ differ from λ as λ̂ does.",
  ].join("\n"),
  flags: [
    ...inputFlags,
    {
      name: "estimator",
      value: "NAME",
      help: "lambda (default): λ̂ and the fit of (λ, m); wbic: E[n K] at β = 1/log n; regression: λ as the slope of E[n K] on 1/β; volume: λ as that of log Vol{K < ε} on log ε; waic: WAIC and the functional variance (with --noise)",
    },
    ...dataFlags,
    ...samplingFlags,
    {
      name: "arviz",
      value: "FILE",
      help: "write the draws at nβ and their sample statistics, for ArviZ's from_json",
      group: theRun,
    },
  ],
  examples: [
    'crepant estimate "w1^2*w2^2" --nbeta 144.76 --localization 1 --seed 1',
    "crepant estimate --widths 2,2,1 --activation tanh --n 200 --noise 0.1",
  ],
  run,
};

async function run(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { figureNames } = await import("../numeric/figures.js");
  const name = args.values.get("estimator") ?? "lambda";
  const figure = figureNames.find((other) => other === name);
  if (figure === undefined && name !== "lambda")
    throw new OptionError("--estimator", `"${name}"`, `one of lambda, ${figureNames.join(", ")}`);
  if (figure === "waic" && !args.values.has("noise"))
    throw new UsageError("--estimator waic needs data points: give --noise, and --n for their number");
  if (figure === "volume" && args.values.has("noise"))
    throw new UsageError("--estimator volume measures {K < ε}, which data points do not have: leave out --noise");
  if (figure !== undefined && args.values.has("arviz"))
    throw new UsageError("--arviz goes with --estimator lambda, whose draws it writes");
  const local = await readInput(args);
  requireZero(local);
  const sampling = samplingOptions(args, local);
  const target = sampledTarget(args, local, sampling.estimate, figure === "waic");
  const task: Task = { local, target, sampling: { ...sampling, estimate: target.options } };
  return figure === undefined ? runLambda(task, args, terminal) : runFigure(figure, task, args, terminal);
}

interface Task {
  readonly local: LocalModel;
  readonly target: SampledTarget;
  readonly sampling: SamplingOptions;
}

async function runLambda({ local, target, sampling }: Task, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const file = args.values.get("arviz");
  let chains: readonly ChainRecord[] = [];
  const keep = (drawn: readonly ChainRecord[]): void => {
    chains = drawn;
  };
  const control = file === undefined ? {} : { onChains: keep };
  const estimate = await sample(target.target, sampling, terminal, control);
  const heading = { input: describe(local), data: target.data };
  if (file !== undefined) {
    const drawn = inferenceData({ estimate, chains, names: local.model.parameters, version, input: heading.input });
    if (drawn === null) terminal.note(`crepant: ${file} is not written: no chain has draws that count`);
    else await writeAtomically(file, drawn);
  }
  terminal.out(
    args.switches.has("json")
      ? `${JSON.stringify(estimateDocument(estimate, { version, ...heading }))}\n`
      : estimateText(estimate, heading, styleOf(terminal.colours)),
  );
  return exitOf(estimate, terminal);
}

async function runFigure(
  name: FigureName,
  { local, target, sampling }: Task,
  args: Arguments,
  terminal: Terminal,
): Promise<ExitCode> {
  const { estimateFigure } = await import("../numeric/figures.js");
  const figure = await overThreads(sampling, terminal, (host, control) =>
    estimateFigure(name, target.target, sampling.estimate, host, control),
  );
  const heading = { input: describe(local), data: target.data };
  terminal.out(
    args.switches.has("json")
      ? `${JSON.stringify(figureDocument(figure, { version, ...heading }))}\n`
      : figureText(figure, heading, styleOf(terminal.colours)),
  );
  return exitOf(figure, terminal);
}

function exitOf({ status, steps }: Pick<Estimate, "status" | "steps">, terminal: Terminal): ExitCode {
  if (terminal.interrupted.aborted) {
    terminal.note(`crepant: interrupted after ${steps} sampler steps; what was drawn is above.`);
    return exit.interrupted;
  }
  return status === "converged" ? exit.answered : exit.inconclusive;
}
