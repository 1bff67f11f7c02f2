/** The help texts, from the table of verbs and their flags. */
import type { Flag } from "./arguments.js";
import type { Command } from "./command.js";
import { verbs } from "./verbs.js";
import { version } from "./version.js";

/** Flags that every verb takes. */
export const commonFlags: readonly Flag[] = [
  { name: "json", help: "print one JSON document on stdout" },
  { name: "help", help: "this help" },
];

export function generalHelp(): string {
  return lines(
    `crepant ${version}: exact singularity analysis in singular learning theory`,
    "",
    "Usage: crepant VERB INPUT [flags]      crepant VERB --help",
    "",
    ...table(verbs.map(({ name, summary }) => [name, summary])),
    "",
    "INPUT is one of",
    ...table([
      ['"x^2*y^4"', "an expression, K itself (λ of |K|^z where K takes both signs)"],
      ['--ideal "f1, f2"', "K = f1^2 + f2^2 + …"],
      [
        "--widths 2,2,1",
        "a network without biases, its last layer linear, truth f(·; w*); --activation x^2, linear, tanh, relu",
      ],
      ["model.json", "a model file: parameters with a polynomial, an ideal or layers"],
    ]),
    "at the parameter --at w* (the origin if left out).",
    "",
    "Expressions are polynomials with rational coefficients, read exactly: 0.1 is 1/10. Every name is a variable,",
    "e, i and pi too.",
    "",
    "Exit codes: 0 answered or agree; 1 disagree, or a proof that fails; 2 bad input; 3 inconclusive, not converged or",
    "diverged; 4 bounds only; 5 an engine that is absent here; 130 interrupted.",
    "",
    "Example: crepant check --widths 2,1,1 --activation x^2 --seed 1",
  );
}

export function verbHelp(name: string, command: Command): string {
  return lines(
    `Usage: crepant ${name} ${command.operands}`,
    "",
    command.about,
    "",
    ...flagTables([...command.flags, ...commonFlags]),
    "",
    command.examples.length > 1 ? "Examples:" : "Example:",
    ...command.examples.map((example) => `  ${example}`),
  );
}

/** The flags without a group, then those of each group under its heading, all in one pair of columns. */
function flagTables(flags: readonly Flag[]): string[] {
  const rows = flags.map(({ name, value, help, group = "" }) => ({
    group,
    row: [`--${name}${value === undefined ? "" : ` ${value}`}`, help] as const,
  }));
  const left = leftColumn(rows.map(({ row }) => row));
  return ["", ...new Set(flags.flatMap(({ group }) => group ?? []))].flatMap((heading) => [
    ...(heading === "" ? [] : ["", `${heading}:`]),
    ...rows.filter(({ group }) => group === heading).flatMap(({ row }) => wrapped(row, left)),
  ]);
}

type Row = readonly [string, string];

function table(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => wrapped(row, leftColumn(rows)));
}

function leftColumn(rows: readonly Row[]): number {
  return Math.max(...rows.map(([left]) => left.length));
}

const columns = 120;

/** A row of a table, its right part broken into lines. */
function wrapped([left, right]: Row, width: number): string[] {
  const parts = [""];
  for (const word of right.split(" ")) {
    const line = parts.at(-1) ?? "";
    if (line === "") parts[parts.length - 1] = word;
    else if (4 + width + line.length + 1 + word.length <= columns) parts[parts.length - 1] = `${line} ${word}`;
    else parts.push(word);
  }
  return parts.map((part, i) => `  ${(i === 0 ? left : "").padEnd(width)}  ${part}`);
}

function lines(...text: readonly string[]): string {
  return `${text.join("\n")}\n`;
}
