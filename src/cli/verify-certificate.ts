/** `crepant verify-certificate`: re-checks a proof that `rlct` wrote. */
import { schema } from "../report/document.js";
import { styleOf } from "../report/style.js";
import { verificationText } from "../report/verification.js";
import type { Verification } from "../verify/certificate/verify.js";
import type { Arguments } from "./arguments.js";
import type { Command, Terminal } from "./command.js";
import { exit } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { readText } from "./input.js";
import { openThread } from "./thread.js";
import { UsageError } from "./usage-error.js";

/** Bytes; the proofs of all examples are far below. */
const maxFile = 200_000_000;
/** Seconds; the checker counts its own steps and ends before. */
const limit = 600;

export const command: Command = {
  operands: "FILE [flags]",
  about: [
    "Re-checks a certificate of `crepant rlct --certificate FILE` with a small independent program: exit 0 where the",
    "proof holds, 1 with the reason where it fails, 2 where the file is no certificate.",
  ].join("\n"),
  flags: [],
  examples: ['crepant rlct "(x^2-2*y^2)^2+y^6" --certificate proof.json && crepant verify-certificate proof.json'],
  run,
};

async function run(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const [path, ...others] = args.operands;
  if (path === undefined || others.length > 0) throw new UsageError("one certificate file is expected");
  const thread = openThread<string, Verification>(new URL("./verify-worker.js", import.meta.url));
  try {
    const answer = await thread.ask(await readText(path, maxFile), limit, terminal.interrupted);
    switch (answer.kind) {
      case "reply":
        return show(answer.reply, args, terminal);
      case "interrupted":
        terminal.note("crepant: interrupted; the certificate was not checked to its end.");
        return exit.interrupted;
      case "overrun":
        return show({ valid: false, reason: `the check did not end within ${limit} s` }, args, terminal);
      case "out-of-memory":
        return show({ valid: false, reason: "the check ran out of memory" }, args, terminal);
    }
  } finally {
    await thread.close();
  }
}

function show(verification: Verification, args: Arguments, terminal: Terminal): ExitCode {
  terminal.out(
    args.switches.has("json")
      ? `${JSON.stringify({ kind: "verification", schema, ...verification })}\n`
      : verificationText(verification, styleOf(terminal.colours)),
  );
  return verification.valid ? exit.answered : exit.disagree;
}
