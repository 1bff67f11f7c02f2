/** `crepant rlct`: the exact learning coefficient and its multiplicity, or proved bounds. */
import { OptionError } from "../errors.js";
import { rlctDocument } from "../report/document.js";
import type { ExactResult } from "../report/document.js";
import { styleOf } from "../report/style.js";
import { exactText } from "../report/text.js";
import { describe } from "../symbolic/model/describe.js";
import type { ModelDescription } from "../symbolic/model/describe.js";
import { methods } from "../symbolic/methods.js";
import type { Method } from "../symbolic/methods.js";
import type { Arguments, Flag } from "./arguments.js";
import type { Command, Terminal } from "./command.js";
import { parseDuration } from "./duration.js";
import { solve, withSolver } from "./exact.js";
import type { ExactOptions, Solver } from "./exact.js";
import { exit } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { writeAtomically } from "./files.js";
import { inputFlags, readInput } from "./input.js";
import { UsageError } from "./usage-error.js";
import { version } from "./version.js";

/** Flags of the exact engine, for `check` too. */
export const exactFlags: readonly Flag[] = [
  { name: "budget", value: "10s", help: "time for the exact engine; bounds where it ends (default 10s)" },
  {
    name: "method",
    value: "NAME",
    help: `one way alone, but for monomials: ${methods.join(", ")} (default: all, the cheapest first)`,
  },
  { name: "no-theorems", help: "prove by resolution alone, without published closed forms" },
];

/** The options of the exact engine. Throws OptionError. */
export function exactOptions(args: Arguments): ExactOptions {
  return {
    budget: parseDuration("--budget", args.values.get("budget") ?? "10s"),
    theorems: !args.switches.has("no-theorems"),
    method: methodOf(args.values.get("method")),
  };
}

function methodOf(name: string | undefined): Method | undefined {
  if (name === undefined) return undefined;
  const known = methods.find((method) => method === name);
  if (known === undefined) throw new OptionError("--method", `"${name}"`, `one of ${methods.join(", ")}`);
  return known;
}

export const command: Command = {
  operands: "INPUT [flags]",
  about: [
    "The learning coefficient λ and its multiplicity m of K at w*, exactly and with a proof: the largest pole −λ of",
    "∫ K(w)^z dw near w*, and its order m. Where the budget ends first: bounds, both sides proved (exit 4).",
  ].join("\n"),
  flags: [
    ...inputFlags,
    ...exactFlags,
    { name: "trace", help: "print the outline of the proof: centres, charts, divisors, where they meet" },
    { name: "latex", help: "print the same as a derivation in LaTeX" },
    { name: "certificate", value: "FILE", help: "write the proof as JSON, for verify-certificate" },
  ],
  examples: [
    'crepant rlct "x^2*y^2"',
    'crepant rlct "(x^2-2*y^2)^2+y^6" --trace',
    'crepant rlct --ideal "a*b+c*d, a*b^3+c*d^3" --json',
    'crepant rlct --widths 2,2,1 --activation x^2 --at "[[[1,0],[0,0]],[[1,0]]]"',
  ],
  run: (args, terminal) => withSolver((solver) => answer(args, terminal, solver)),
};

async function answer(args: Arguments, terminal: Terminal, solver: Solver): Promise<ExitCode> {
  const options = exactOptions(args);
  const local = await readInput(args);
  if (local.model.kind === "network" && local.model.activation.kind === "relu") {
    throw new UsageError("a ReLU network is not analytic: it can be sampled (crepant estimate), not solved");
  }
  const start = performance.now();
  const result = await solve(solver, { local, options }, terminal);
  if (result === null) {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    terminal.note(`crepant: interrupted after ${seconds} s of exact work; no answer was reached, nothing was written.`);
    return exit.interrupted;
  }
  const file = args.values.get("certificate");
  if (file !== undefined) {
    if (result.certificate === null) terminal.note(`crepant: ${file} is not written: this answer has no certificate`);
    else await writeAtomically(file, `${JSON.stringify(result.certificate)}\n`);
  }
  terminal.out(await shown(result, describe(local), options, args, terminal));
  return result.status === "exact" ? exit.answered : exit.boundsOnly;
}

/** The document, the derivation, or the result as text, with the proof's outline where it is asked for. */
async function shown(
  result: ExactResult,
  input: ModelDescription,
  options: ExactOptions,
  args: Arguments,
  terminal: Terminal,
): Promise<string> {
  const style = styleOf(terminal.colours);
  const { certificate } = result;
  const trace =
    !args.switches.has("trace") || certificate === null
      ? null
      : (await import("../report/trace.js")).traceText(certificate, args.switches.has("json") ? styleOf(false) : style);
  const latex =
    !args.switches.has("latex") || certificate === null
      ? null
      : (await import("../report/latex.js")).latexText(certificate);
  if (args.switches.has("json")) {
    const extra = { ...(trace === null ? {} : { trace }), ...(latex === null ? {} : { latex }) };
    return `${JSON.stringify({ ...rlctDocument(result, { version, input, options: { ...options } }), ...extra })}\n`;
  }
  return latex ?? exactText(result, input, style) + (trace ?? "");
}
