/** The model that a command is about: an expression, a model file, --ideal or --widths, at --at. */
import { open } from "node:fs/promises";
import { CrepantError, LimitError, OptionError, ParseError, SchemaError } from "../errors.js";
import type { LocalModel, Model } from "../symbolic/model/model.js";
import { maxJsonLength } from "../symbolic/model/json.js";
import { monomial, network, parseActivation, parseWidths } from "../symbolic/model/network.js";
import { origin, parsePoint } from "../symbolic/model/point.js";
import type { Arguments, Flag } from "./arguments.js";
import { UsageError } from "./usage-error.js";

export const inputFlags: readonly Flag[] = [
  { name: "ideal", value: '"f1, f2"', help: "K = f1^2 + f2^2 + …" },
  { name: "widths", value: "2,3,1", help: "a network: inputs, hidden units of each layer, outputs; no biases" },
  { name: "activation", value: "x^2", help: "of the hidden layers: x^r, linear, tanh or relu (default x^2)" },
  { name: "at", value: "POINT", help: "the parameter w*: x=0,y=1/2 or weight matrices as JSON (default: the origin)" },
];

/** Reads the input. Throws UsageError, or a CrepantError that names what is wrong. */
export async function readInput(args: Arguments): Promise<LocalModel> {
  const [operand, ...others] = args.operands;
  const ideal = args.values.get("ideal");
  const widths = args.values.get("widths");
  const activation = args.values.get("activation");
  if (others.length > 0)
    throw new UsageError(`one input is expected, found ${args.operands.length}; quote an expression`);
  const given = [operand, ideal, widths].filter((input) => input !== undefined).length;
  if (given === 0) throw new UsageError("an input is missing: an expression, a model file, --ideal or --widths");
  if (given > 1)
    throw new UsageError(
      "more than one input is given: an expression or a file, --ideal and --widths exclude each other",
    );
  if (activation !== undefined && widths === undefined) throw new UsageError("--activation goes with --widths");
  const local =
    widths !== undefined
      ? networkOf(widths, activation)
      : ideal !== undefined
        ? await expressionsOf(ideal, "ideal")
        : await operandOf(operand ?? "");
  const point = args.values.get("at");
  return point === undefined ? local : { model: local.model, point: pointOf(local.model, point) };
}

/** Reads a text file of at most `limit` bytes; a file that cannot be read is the user's error. */
export async function readText(path: string, limit: number = maxJsonLength): Promise<string> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      if (size > limit) throw new LimitError(`size of ${path}`, `${size} bytes`, String(limit));
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CrepantError) throw error;
    throw new UsageError(`${path}: ${unreadable(error)}`);
  }
}

function unreadable(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "this is a folder, not a file";
  if (code === "EACCES") return "the file may not be read";
  return `the file cannot be read (${String(code ?? error)})`;
}

function networkOf(widths: string, activation: string | undefined): LocalModel {
  const model = network({
    widths: named("--widths", () => parseWidths(widths)),
    activation: activation === undefined ? monomial(2) : named("--activation", () => parseActivation(activation)),
  });
  return { model, point: origin(model) };
}

async function operandOf(operand: string): Promise<LocalModel> {
  if (!/\.json$|^\.{0,2}\//.test(operand)) return expressionsOf(operand, "polynomial");
  const [{ parseModelFile }, source] = await Promise.all([import("../symbolic/model/file.js"), readText(operand)]);
  return named(operand, () => parseModelFile(source));
}

async function expressionsOf(source: string, kind: "polynomial" | "ideal"): Promise<LocalModel> {
  const { ideal, polynomial } = await import("../symbolic/model/text.js");
  const model = kind === "ideal" ? ideal(source) : polynomial(source);
  return { model, point: origin(model) };
}

function pointOf(model: Model, text: string): LocalModel["point"] {
  return named("--at", () => parsePoint(model, text));
}

/** Says in an error which flag or file it is about. */
function named<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof OptionError) throw new OptionError(name, error.given, error.expected);
    if (error instanceof SchemaError || error instanceof ParseError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}
