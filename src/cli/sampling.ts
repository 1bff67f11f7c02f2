/** Sampling from the command line: the flags of `estimate` and `check`, threads, progress, Ctrl-C. */
import { EngineUnavailableError, OptionError } from "../errors.js";
import type { Host } from "../numeric/host.js";
import type { Loss } from "../numeric/loss.js";
import type { EstimateOptions } from "../numeric/plan.js";
import type { Estimate, EstimateControl } from "../numeric/estimate.js";
import type { EstimateProgress } from "../numeric/progress.js";
import type { SamplerName } from "../numeric/samplers/sampler.js";
import { samplerSettings, settingNames } from "../numeric/samplers/settings.js";
import type { Setting } from "../numeric/samplers/settings.js";
import type { LocalModel } from "../symbolic/model/model.js";
import { flagName } from "./arguments.js";
import type { Arguments, Flag } from "./arguments.js";
import type { Terminal } from "./command.js";
import { exit } from "./exit.js";
import { ladderOptions } from "./ladder.js";
import { integerOf, numberOf } from "./numbers.js";
import { progressLines } from "./progress.js";

export const sampled = "What is sampled";
export const theRun = "The run";
const method = "How it is sampled (found by the run itself where not given)";
const single = "Settings of single samplers (as above)";

export const samplingFlags: readonly Flag[] = [
  ...grouped(sampled, [
    { name: "n", value: "1000", help: "sample size n that the default nβ belongs to" },
    { name: "nbeta", value: "144.76", help: "inverse temperature nβ (default n/log n)" },
    {
      name: "localization",
      value: "1",
      help: "γ of the Gaussian around w* (default 1; 0 with --box)",
    },
    {
      name: "box",
      value: "-1,1",
      help: "sample in this interval in every coordinate instead; it must hold w*",
    },
  ]),
  ...grouped(theRun, [
    { name: "seed", value: "1", help: "the same seed gives the same bytes (default 1)" },
    { name: "engine", value: "auto", help: "see crepant engines (default: the fastest one present)" },
    {
      name: "workers",
      value: "N",
      help: "threads (default: all cores); the result does not depend on it",
    },
    {
      name: "checkpoint",
      value: "FILE",
      help: "keep the run in FILE; the same command goes on from there after a kill",
    },
    {
      name: "progress",
      help: "show how far sampling is, and how long it will take, where stderr is no terminal too",
    },
  ]),
  ...grouped(method, [
    {
      name: "sampler",
      value: "NAME",
      help: "mixture (default up to 8 parameters), hmc (default beyond), gibbs (default beyond, of linear nets), mala; or sgld, rmsprop-sgld, sgnht, whose ladder is sampled by the default one",
    },
    { name: "chains", value: "8", help: "chains that are run side by side" },
    {
      name: "draws",
      value: "N",
      help: "recorded draws of each chain (default: until the error bars are small)",
    },
    { name: "burn-in", value: "N", help: "draws of warm-up of each chain (default: half of the draws)" },
    {
      name: "thin",
      value: "N",
      help: "steps of the sampler for each draw (default 10; of hmc 2, of gibbs 1)",
    },
    {
      name: "step-size",
      value: "EPS",
      help: "step size ε at nβ (default: tuned); sgld, rmsprop-sgld and sgnht are run at a smaller one, too, and extrapolated to ε = 0",
    },
    {
      name: "ladder",
      value: "10..1e9",
      help: "the nβ that (λ, m) is fitted to: from the first to the last, or each as in 10,100,…, or none for λ̂(nβ) alone",
    },
    { name: "rungs", value: "32", help: "how many nβ the ladder has" },
  ]),
  ...grouped(
    single,
    settingNames.map((name) => ({ name: flagName(name), ...settingHelp(samplerSettings[name]) })),
  ),
];

/** The flags under one heading of the help. */
export function grouped(group: string, flags: readonly Flag[]): readonly Flag[] {
  return flags.map((flag) => ({ ...flag, group }));
}

/** The help of a sampler's setting: to whom it belongs, what it is, what it is by default. */
function settingHelp({ defaults, means }: Setting): Pick<Flag, "value" | "help"> {
  const [[, usual] = ["", NaN], ...others] = Object.entries(defaults);
  const unusual = others.filter(([, value]) => value !== usual).map(([sampler, value]) => `; of ${sampler} ${value}`);
  return {
    value: String(usual),
    help: `${Object.keys(defaults).join(", ")}: ${means} (default ${usual}${unusual.join("")})`,
  };
}

const samplers = [
  "mixture",
  "sgld",
  "rmsprop-sgld",
  "sgnht",
  "mala",
  "hmc",
  "gibbs",
] as const satisfies readonly SamplerName[];

export interface SamplingOptions {
  readonly estimate: EstimateOptions;
  readonly workers: number | undefined;
  readonly checkpoint: string | undefined;
  /** Whether progress is shown where stderr is no terminal. */
  readonly progress: boolean;
}

/** Throws OptionError for what is no number; ranges are checked by the estimator. */
export function samplingOptions(args: Arguments, { model }: LocalModel): SamplingOptions {
  const box = args.values.get("box");
  const workers = integerOf(args, "workers");
  if (workers !== undefined && workers < 1) throw new OptionError("--workers", String(workers), "an integer ≥ 1");
  return {
    estimate: {
      n: integerOf(args, "n"),
      nbeta: numberOf(args, "nbeta"),
      localization: numberOf(args, "localization"),
      box: box === undefined ? undefined : boxOf(box, model.parameters.length),
      sampler: samplerOf(args),
      chains: integerOf(args, "chains"),
      draws: integerOf(args, "draws"),
      burnIn: integerOf(args, "burn-in"),
      thin: integerOf(args, "thin"),
      stepSize: numberOf(args, "step-size"),
      engine: args.values.get("engine") as EstimateOptions["engine"],
      seed: integerOf(args, "seed"),
      ...ladderOptions(args),
      ...Object.fromEntries(settingNames.map((name) => [name, numberOf(args, flagName(name))])),
    },
    workers,
    checkpoint: args.values.get("checkpoint"),
    progress: args.switches.has("progress"),
  };
}

function samplerOf(args: Arguments): SamplerName | undefined {
  const name = args.values.get("sampler");
  if (name === undefined) return undefined;
  const known = samplers.find((sampler) => sampler === name);
  if (known === undefined) throw new OptionError("--sampler", `"${name}"`, `one of ${samplers.join(", ")}`);
  return known;
}

/** Seconds after Ctrl-C in which a run may still hand over what it has drawn. */
const patience = 5;

/** λ̂ and the fit of (λ, m), over worker threads. */
export async function sample(
  target: Loss | LocalModel,
  options: SamplingOptions,
  terminal: Terminal,
  control: Pick<EstimateControl, "onChains"> = {},
): Promise<Estimate> {
  const { estimate } = await import("../numeric/estimate.js");
  return overThreads(options, terminal, (host, shown) =>
    estimate(target, options.estimate, host, { ...control, ...shown }),
  );
}

/** Runs `work` over worker threads. After Ctrl-C it is to return what there is, never as converged. */
export async function overThreads<T>(
  options: SamplingOptions,
  terminal: Terminal,
  work: (host: Host, control: Pick<EstimateControl, "signal" | "onProgress">) => Promise<T>,
): Promise<T> {
  const [{ workerHost }, { checkpointedHost }] = await Promise.all([
    import("../numeric/engines/workers.js"),
    import("../numeric/checkpoint-file.js"),
  ]);
  const threads = workerHost(options.workers);
  const warn = (sentence: string): void => {
    terminal.note(`crepant: ${sentence}`);
  };
  const { checkpoint } = options;
  const host = checkpoint === undefined ? threads : checkpointedHost(threads, checkpoint, warn);
  terminal.interrupted.addEventListener("abort", () => {
    setTimeout(() => {
      terminal.note("crepant: interrupted; the run could not be brought to an orderly end, and its draws are lost.");
      process.exit(exit.interrupted);
    }, patience * 1000).unref();
  });
  try {
    return await work(host, { signal: terminal.interrupted, onProgress: showProgress(terminal, options.progress) });
  } catch (error) {
    if (!(error instanceof EngineUnavailableError) || checkpoint === undefined) throw error;
    const rest = `${checkpoint} holds what was drawn until then, and the same command goes on from there`;
    throw new EngineUnavailableError(error.engine, `${error.reason}; ${rest}`);
  }
}

/** On a terminal one line that changes; elsewhere a line every second, if they are asked for. */
function showProgress(terminal: Terminal, always: boolean): (progress: EstimateProgress) => void {
  const line = progressLines();
  const start = performance.now();
  let shown = -Infinity;
  return (progress) => {
    const seconds = (performance.now() - start) / 1000;
    const text = line(progress, seconds);
    terminal.progress(text);
    if (terminal.interactive || !always || seconds - shown < 1) return;
    shown = seconds;
    terminal.note(text);
  };
}

function boxOf(text: string, dimension: number): EstimateOptions["box"] {
  const parts = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const [lower = NaN, upper = NaN] = parts;
  if (parts.length !== 2 || !(lower < upper) || !parts.every(Number.isFinite)) {
    throw new OptionError("--box", `"${text}"`, "two ascending numbers, such as -1,1");
  }
  const every = (value: number): number[] => Array.from({ length: dimension }, () => value);
  return { lower: every(lower), upper: every(upper) };
}
