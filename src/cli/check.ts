/** `crepant check`: theory, an estimate by sampling, and the verdict on whether the two agree. */
import { checkDocument, checkText } from "../report/check.js";
import type { Check, CheckedClaim } from "../report/check.js";
import type { ExactResult } from "../report/document.js";
import { styleOf } from "../report/style.js";
import type { Estimate } from "../numeric/estimate.js";
import * as Q from "../symbolic/algebra/rational.js";
import { describe } from "../symbolic/model/describe.js";
import type { Verdict } from "../verify/verdict.js";
import type { Arguments } from "./arguments.js";
import { judgeClaim, parseClaim } from "./claim.js";
import type { Command, Terminal } from "./command.js";
import { solve, withSolver } from "./exact.js";
import type { Solver } from "./exact.js";
import { exit } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { inputFlags, readInput } from "./input.js";
import { exactFlags, exactOptions } from "./rlct.js";
import { sample, samplingFlags, samplingOptions } from "./sampling.js";
import { UsageError } from "./usage-error.js";
import { version } from "./version.js";

export const command: Command = {
  operands: "INPUT [flags]",
  about: [
    "The main job: derives (λ, m) exactly, estimates them by sampling, and says whether the two agree (exit 0),",
    "disagree (1) or whether the comparison is inconclusive (3). With --claim, your (λ, m) takes the place of theory,",
    "and the exact engine says whether it is proved, refuted or open.",
  ].join("\n"),
  flags: [
    ...inputFlags,
    { name: "claim", value: "λ,m", help: "compare with this (λ, m), such as 1/2,2, in place of theory" },
    ...exactFlags,
    ...samplingFlags,
  ],
  examples: ["crepant check --widths 2,1,1 --activation x^2 --seed 1", 'crepant check "x^2*y^2" --claim 1/2,2'],
  run: (args, terminal) => withSolver((solver) => answer(args, terminal, solver)),
};

const codes = { agree: exit.answered, disagree: exit.disagree, inconclusive: exit.inconclusive } as const;

async function answer(args: Arguments, terminal: Terminal, solver: Solver): Promise<ExitCode> {
  const options = exactOptions(args);
  const given = args.values.get("claim");
  const claim = given === undefined ? null : parseClaim(given);
  const local = await readInput(args);
  const sampling = samplingOptions(args, local);
  if (sampling.estimate.ladder === "none")
    throw new UsageError("--ladder none leaves nothing to compare (λ, m) with; crepant estimate takes it");
  const theory = await solve(solver, { local, options }, terminal);
  if (theory === null) {
    terminal.note("crepant: interrupted during the exact work; nothing was sampled.");
    return exit.interrupted;
  }
  const estimate = await sample(local, sampling, terminal);
  if (terminal.interrupted.aborted) {
    terminal.note(
      `crepant: interrupted after ${estimate.steps} sampler steps; ${theoryLine(theory)}; there is no verdict.`,
    );
    return exit.interrupted;
  }
  const judged = claim === null ? null : { ...claim, exact: judgeClaim(claim, theory) };
  const result: Check = { theory, claim: judged, estimate, verdict: await verdictOf(theory, judged, estimate) };
  const heading = { version, input: describe(local), options: { ...options } };
  terminal.out(
    args.switches.has("json")
      ? `${JSON.stringify(checkDocument(result, heading))}\n`
      : checkText(result, heading, styleOf(terminal.colours)),
  );
  return codes[result.verdict.verdict];
}

/** A claim takes the place of theory; where a proof refutes it, no sample can make it agree. */
async function verdictOf(theory: ExactResult, claim: CheckedClaim | null, estimate: Estimate): Promise<Verdict> {
  const { crossCheck } = await import("../verify/verdict.js");
  if (claim === null) return crossCheck(theory, estimate);
  const verdict = crossCheck({ status: "exact", ...claim }, estimate);
  if (claim.exact !== "refuted") return verdict;
  return { ...verdict, verdict: "disagree", reason: `The claim is refuted: ${theoryLine(theory)}.` };
}

function theoryLine(theory: ExactResult): string {
  return theory.status === "exact"
    ? `λ = ${Q.format(theory.lambda)}, m = ${theory.multiplicity} is proved`
    : `${Q.format(theory.lower)} ≤ λ ≤ ${Q.format(theory.upper)} is proved`;
}
