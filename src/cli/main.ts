#!/usr/bin/env node
/** The command line: finds the verb, runs it, turns errors into one sentence and an exit code. */
import { CrepantError, EngineUnavailableError, OptionError } from "../errors.js";
import { flagName, parseArguments, suggestion } from "./arguments.js";
import type { Arguments } from "./arguments.js";
import type { Command } from "./command.js";
import { exit } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { commonFlags, generalHelp, verbHelp } from "./help.js";
import { openTerminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";
import { verbs } from "./verbs.js";
import { version } from "./version.js";

const terminal = openTerminal();
process.exitCode = await main(process.argv.slice(2));
terminal.close();

async function main(args: readonly string[]): Promise<ExitCode> {
  const [verb, ...rest] = args;
  try {
    if (verb === undefined) throw new UsageError("a verb is missing");
    if (verb === "--help" || verb === "-h" || verb === "help") return await help(rest[0]);
    if (verb === "--version") {
      terminal.out(`${version}\n`);
      return exit.answered;
    }
    const command = await load(verb);
    const parsed = parseArguments(rest, [...command.flags, ...commonFlags]);
    if (parsed.switches.has("help")) {
      terminal.out(verbHelp(verb, command));
      return exit.answered;
    }
    return await runNamed(command, parsed);
  } catch (error) {
    return report(error, verb);
  }
}

/** Runs the verb; an option out of range goes by the name of its flag. */
async function runNamed(command: Command, parsed: Arguments): Promise<ExitCode> {
  try {
    return await command.run(parsed, terminal);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    const name = flagName(error.option);
    if (!command.flags.some((flag) => flag.name === name)) throw error;
    throw new OptionError(`--${name}`, error.given, error.expected);
  }
}

async function help(verb: string | undefined): Promise<ExitCode> {
  terminal.out(verb === undefined ? generalHelp() : verbHelp(verb, await load(verb)));
  return exit.answered;
}

async function load(verb: string): Promise<Command> {
  const found = verbs.find(({ name }) => name === verb);
  if (found !== undefined) return found.load();
  const names = verbs.map(({ name }) => name);
  throw new UsageError(`unknown verb ${verb}${suggestion(verb, names)}; the verbs are ${names.join(", ")}`);
}

function report(error: unknown, verb: string | undefined): ExitCode {
  if (error instanceof UsageError) {
    const topic = verbs.some(({ name }) => name === verb) ? `crepant ${verb ?? ""} --help` : "crepant --help";
    terminal.note(`crepant: ${oneLine(error.message)}\nSee ${topic}.`);
    return exit.badInput;
  }
  if (error instanceof CrepantError) {
    terminal.note(`crepant: ${oneLine(error.message)}`);
    return error instanceof EngineUnavailableError ? exit.engineAbsent : exit.badInput;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.note(
    `crepant: internal error: ${oneLine(message)}. This is a defect of crepant; please report it with the input.`,
  );
  return exit.internal;
}

function oneLine(message: string): string {
  const line = message.replace(/\s*\n\s*/g, " ");
  return line.length <= 600 ? line : `${line.slice(0, 600)}…`;
}
