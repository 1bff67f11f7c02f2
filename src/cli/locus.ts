/** `crepant locus`: the Jacobian of the parametrization, its generic rank, and the critical locus. */
import { OptionError } from "../errors.js";
import { locusDocument, locusTableDocument } from "../report/locus.js";
import type { StratumCoefficient } from "../report/locus.js";
import { locusTableText, locusText, parametrizationLatex } from "../report/locus-text.js";
import { styleOf } from "../report/style.js";
import type { LocusResult, NetworkSummary } from "../symbolic/locus/locus.js";
import { describe } from "../symbolic/model/describe.js";
import type { LocalModel } from "../symbolic/model/model.js";
import type { Arguments } from "./arguments.js";
import type { Command, Terminal } from "./command.js";
import { parseDuration } from "./duration.js";
import { exit } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { inputFlags, readInput } from "./input.js";
import { openThread } from "./thread.js";
import type { Thread } from "./thread.js";
import { UsageError } from "./usage-error.js";
import { version } from "./version.js";

export type LocusTask = { readonly seconds: number } & (
  | { readonly kind: "table"; readonly widths: readonly number[]; readonly degrees: readonly number[] }
  | { readonly kind: "model"; readonly local: LocalModel; readonly atPoint: boolean }
);

export type LocusReply =
  | { readonly kind: "table"; readonly rows: readonly NetworkSummary[] }
  | {
      readonly kind: "model";
      readonly result: LocusResult;
      readonly coefficients: readonly (StratumCoefficient | null)[];
    };

/** Beyond its budget the work has this many times the budget, and 2 s, to return what it has. */
const grace = 1.5;
const maxRows = 100;

export const command: Command = {
  operands: "INPUT [flags]",
  about: [
    "The Jacobian of the map from weights to coefficients: its generic rank (the neuromanifold's dimension) with a proof,",
    "and the critical locus, where the rank is less. For a network also whether critical points are exactly the",
    "subnetworks: yes with a proof, no with a rational witness, or open (exit 4). With --at: the rank there, the kernel",
    "and what rescaling explains of it, and the Fisher information for standard normal inputs.",
  ].join("\n"),
  flags: [
    ...inputFlags,
    { name: "budget", value: "4s", help: "time for the work (default 4s)" },
    { name: "degrees", value: "1..7", help: "a table over activations x^1 … x^7 for --widths" },
    { name: "latex", help: "print the coefficients and the Jacobian as LaTeX" },
  ],
  examples: [
    "crepant locus --widths 2,3,1 --activation x^5",
    "crepant locus --widths 2,3,1 --degrees 1..7",
    'crepant locus --widths 2,2,1 --at "[[[1,0],[0,1]],[[1,0]]]" --json',
  ],
  run,
};

async function run(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const thread = openThread<LocusTask, LocusReply>(new URL("./locus-worker.js", import.meta.url));
  try {
    return await answer(args, terminal, thread);
  } finally {
    await thread.close();
  }
}

async function answer(args: Arguments, terminal: Terminal, thread: Thread<LocusTask, LocusReply>): Promise<ExitCode> {
  const budget = args.values.get("budget") ?? "4s";
  const seconds = parseDuration("--budget", budget);
  const local = await readInput(args);
  const task = taskOf(args, local, seconds);
  const outcome = await thread.ask(task, seconds * grace + 2, terminal.interrupted);
  switch (outcome.kind) {
    case "interrupted":
      terminal.note("crepant: interrupted; no answer was reached.");
      return exit.interrupted;
    case "overrun":
    case "out-of-memory":
      terminal.note(
        `crepant: no answer within ${outcome.kind === "overrun" ? `${budget} (--budget)` : "the memory limit"}.`,
      );
      return exit.boundsOnly;
    case "reply":
      return show(outcome.reply, local, args, terminal);
  }
}

function taskOf(args: Arguments, local: LocalModel, seconds: number): LocusTask {
  const degrees = args.values.get("degrees");
  if (degrees === undefined) {
    const atPoint = args.values.has("at") || args.operands.some((operand) => operand.endsWith(".json"));
    return { kind: "model", local, atPoint, seconds };
  }
  if (local.model.kind !== "network" || !args.values.has("widths"))
    throw new UsageError("--degrees goes with --widths");
  for (const other of ["activation", "at"]) {
    if (args.values.has(other)) throw new UsageError(`--degrees and --${other} exclude each other`);
  }
  if (args.switches.has("latex")) throw new UsageError("--degrees and --latex exclude each other");
  return { kind: "table", widths: local.model.widths, degrees: parseDegrees(degrees), seconds };
}

/** "1..7" or "3". */
function parseDegrees(text: string): number[] {
  const [, low = "", high = low] = /^(\d{1,6})(?:\.\.(\d{1,6}))?$/.exec(text.trim()) ?? [];
  const [from, to] = [Number(low), Number(high)];
  if (low === "" || from < 1 || to < from || to - from >= maxRows) {
    throw new OptionError("--degrees", `"${text}"`, `a range such as 1..9 of at most ${maxRows} degrees, from 1 on`);
  }
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function show(reply: LocusReply, local: LocalModel, args: Arguments, terminal: Terminal): ExitCode {
  const json = args.switches.has("json");
  const style = styleOf(terminal.colours);
  const budget = args.values.get("budget") ?? "4s";
  if (reply.kind === "table") {
    const options = { budget, degrees: args.values.get("degrees") };
    const input = { widths: local.model.kind === "network" ? local.model.widths : [] };
    terminal.out(
      json ? line(locusTableDocument(reply.rows, { version, input, options })) : locusTableText(reply.rows, style),
    );
    return reply.rows.every(isAnswered) ? exit.answered : exit.boundsOnly;
  }
  const { result, coefficients } = reply;
  if (args.switches.has("latex")) {
    const text = result.kind === "network" ? parametrizationLatex(result) : null;
    if (text === null) throw new UsageError("--latex is for networks of free weights small enough to be printed");
    terminal.out(text);
    return exit.answered;
  }
  terminal.out(
    json
      ? line(locusDocument(result, coefficients, { version, input: describe(local), options: { budget } }))
      : locusText(result, coefficients, style),
  );
  return result.kind === "network"
    ? isAnswered(result)
      ? exit.answered
      : exit.boundsOnly
    : result.generic.proved && result.strata.complete
      ? exit.answered
      : exit.boundsOnly;
}

function isAnswered({ generic, critical }: NetworkSummary): boolean {
  return generic.proved && critical.answer !== null;
}

function line(document: object): string {
  return `${JSON.stringify(document)}\n`;
}
