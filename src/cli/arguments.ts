/**
 * Command-line arguments: "--flag", "--flag value", "--flag=value", operands, and "--" before operands that start
 * with two dashes. A single dash starts an operand, such as the expression "-x^2+y", but for "-h".
 */
import { UsageError } from "./usage-error.js";

/** What a flag takes: nothing, or a value that the help calls by this name. */
export interface Flag {
  readonly name: string;
  /** "N", "FILE"; absent for a switch. */
  readonly value?: string;
  readonly help: string;
  /** The heading that the help shows it under; those without come first. */
  readonly group?: string;
}

export interface Arguments {
  readonly operands: readonly string[];
  readonly switches: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
}

/** Throws UsageError for an unknown flag, a flag given twice, a missing or a superfluous value. */
export function parseArguments(args: readonly string[], flags: readonly Flag[]): Arguments {
  const known = new Map(flags.map((flag) => [flag.name, flag]));
  const operands: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (arg === "-h") {
      switches.add("help");
      continue;
    }
    if (!arg.startsWith("--")) {
      operands.push(arg);
      continue;
    }
    const [, name = "", attached] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(arg) ?? [];
    const flag = known.get(name);
    if (flag === undefined) throw new UsageError(`unknown flag --${name}${suggestion(name, [...known.keys()], "--")}`);
    if (switches.has(name) || values.has(name)) throw new UsageError(`--${name} is given twice`);
    if (flag.value === undefined) {
      if (attached !== undefined) throw new UsageError(`--${name} takes no value`);
      switches.add(name);
      continue;
    }
    const value = attached ?? args[++i];
    if (value === undefined || (attached === undefined && value.startsWith("--"))) {
      throw new UsageError(`--${name} needs a value: --${name} ${flag.value}`);
    }
    values.set(name, value);
  }
  return { operands, switches, values };
}

/** The flag of an option of the library: "leapfrog-steps" of leapfrogSteps. */
export function flagName(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** "; did you mean --widths?" where one known name is close. */
export function suggestion(given: string, known: readonly string[], prefix = ""): string {
  const close = known.map((name) => ({ name, d: distance(given, name) })).sort((a, b) => a.d - b.d)[0];
  return close !== undefined && close.d <= Math.max(1, Math.floor(close.name.length / 3))
    ? `; did you mean ${prefix}${close.name}?`
    : "";
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
