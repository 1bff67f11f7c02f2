/** Results as aligned text for people. */
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import type { ModelDescription } from "../symbolic/model/describe.js";
import type { ExactResult } from "./document.js";
import type { Style } from "./style.js";

/** Rows "label  value", the values below one another. */
export function fields(rows: readonly (readonly [string, string])[], style: Style): string {
  const width = Math.max(...rows.map(([label]) => columns(label)));
  return rows.map(([label, value]) => `  ${style.dim(label + blanks(width - columns(label)))}  ${value}\n`).join("");
}

/** A table with a heading, columns aligned to the right. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const widths = heading.map((title, j) => Math.max(columns(title), ...rows.map((row) => columns(row[j] ?? ""))));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((c, j) => blanks((widths[j] ?? 0) - columns(c)) + c).join("  ")}`.trimEnd();
  return `${style.dim(line(heading))}\n${rows.map((row) => `${line(row)}\n`).join("")}`;
}

/** Columns on a terminal: a combining mark, as in λ̂, takes none. */
function columns(text: string): number {
  return text.replace(/\p{M}/gu, "").length;
}

function blanks(count: number): string {
  return " ".repeat(Math.max(0, count));
}

/** The input in one line: "K = x^2*y^2 at the origin". */
export function modelLine(input: ModelDescription): string {
  const model =
    "widths" in input
      ? `network ${input.widths.join("-")}, activation ${input.activation}`
      : "polynomial" in input
        ? `K = ${input.polynomial}`
        : "ideal" in input
          ? `K = ${input.ideal.map((f) => `(${f})^2`).join(" + ")}`
          : `network of ${input.layers.length} layers in ${input.parameters.join(", ")}, activation ${input.activation}`;
  const values = Object.entries(input.at).map(([name, value]) => `${name} = ${value}`);
  return `${shorten(model)}, at ${values.length === 0 ? "the origin" : shorten(values.join(", "))}`;
}

/** λ, m and what they mean, or the interval. */
export function exactText(result: ExactResult, input: ModelDescription, style: Style): string {
  const norm = result.certificate?.statement.norm === "absolute" ? "|K|" : "K";
  const rows: (readonly [string, string])[] =
    result.status === "exact"
      ? [
          ["model", modelLine(input)],
          ["λ", style.strong(Q.format(result.lambda))],
          ["m", style.strong(String(result.multiplicity))],
          ["status", `${style.good("exact")}, by ${result.method.replaceAll("-", " ")}`],
          ["means", `Vol{${norm} < ε} ~ c ε^${exponent(result.lambda)}${logarithm(result.multiplicity)} as ε → 0`],
        ]
      : [
          ["model", modelLine(input)],
          ["λ", style.strong(`${Q.format(result.lower)} ≤ λ ≤ ${Q.format(result.upper)}`)],
          ["status", `${style.warn("bounds")}, both proved`],
          ["reason", result.reason],
        ];
  return fields(rows, style);
}

function exponent(lambda: Rational): string {
  return lambda.den === 1n ? Q.format(lambda) : `(${Q.format(lambda)})`;
}

function logarithm(m: number): string {
  return m === 1 ? "" : m === 2 ? " log(1/ε)" : ` log(1/ε)^${m - 1}`;
}

/** At most 160 characters. */
export function shorten(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 159)}…`;
}
