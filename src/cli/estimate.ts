/** `crepant estimate`: the learning coefficient by sampling, with an error bar and a status. */
import type { ChainRecord } from "../numeric/draws.js";
import { estimateDocument, estimateText } from "../report/estimate.js";
import { inferenceData } from "../report/arviz.js";
import { styleOf } from "../report/style.js";
import { describe } from "../symbolic/model/describe.js";
import { requireZero } from "../symbolic/model/local.js";
import type { Arguments } from "./arguments.js";
import type { Command, Terminal } from "./command.js";
import { sampledTarget, dataFlags } from "./data.js";
import { exit } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { writeAtomically } from "./files.js";
import { inputFlags, readInput } from "./input.js";
import { sample, theRun, samplingFlags, samplingOptions } from "./sampling.js";
import { version } from "./version.js";

export const command: Command = {
  operands: "INPUT [flags]",
  about: [
    "The learning coefficient by sampling p(w) ∝ exp(−nβ K(w) − (γ/2)|w − w*|²): λ̂ = nβ E[K] at one nβ, and (λ, m)",
    "fitted to a ladder of nβ. λ̂ differs from λ by about −(m − 1)/log nβ at every finite nβ; the fit does not. Inputs of",
    "a network are uniform on [−1, 1]^d, and K = E|f(x; w) − f(x; w*)|² without ½. With --noise, K_n takes the place of K:",
    "the mean of |y − f(x; w)|² over n data points minus that at w*; then there is no ladder.",
  ].join("\n"),
  flags: [
    ...inputFlags,
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
  const local = await readInput(args);
  requireZero(local);
  const file = args.values.get("arviz");
  let chains: readonly ChainRecord[] = [];
  const keep = (drawn: readonly ChainRecord[]): void => {
    chains = drawn;
  };
  const control = file === undefined ? {} : { onChains: keep };
  const sampling = samplingOptions(args, local);
  const { target, options, data } = sampledTarget(args, local, sampling.estimate);
  const estimate = await sample(target, { ...sampling, estimate: options }, terminal, control);
  const input = describe(local);
  if (file !== undefined) {
    const drawn = inferenceData({ estimate, chains, names: local.model.parameters, version, input });
    if (drawn === null) terminal.note(`crepant: ${file} is not written: no chain has draws that count`);
    else await writeAtomically(file, drawn);
  }
  terminal.out(
    args.switches.has("json")
      ? `${JSON.stringify(estimateDocument(estimate, { version, input, data }))}\n`
      : estimateText(estimate, { input, data }, styleOf(terminal.colours)),
  );
  if (terminal.interrupted.aborted) {
    terminal.note(`crepant: interrupted after ${estimate.steps} sampler steps; what was drawn is above.`);
    return exit.interrupted;
  }
  return estimate.status === "converged" ? exit.answered : exit.inconclusive;
}
