/**
 * Points: a rational value for each parameter, from "x=0,y=1/2", from JSON {"x": 0, "y": "1/2"} or, for a network
 * whose weights are parameters, from its weight matrices [[[1,0],[0,0]],[[1,0]]] (one a layer, a row an output).
 * Values are integers or texts "p/q" and "0.1", read exactly. A parameter that is not named is 0.
 */
import { ParseError, SchemaError } from "../../errors.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { parseJson } from "./json.js";
import type { Json } from "./json.js";
import type { LocalModel, Model, Point } from "./model.js";

/** A value as a document gives it. */
export type Value = bigint | number | string;

export function origin(model: Model): Point {
  return model.parameters.map(() => Q.zero);
}

/**
 * The model at a parameter w*, the origin if left out: values by name, or weight matrices.
 * Throws SchemaError for an unknown name, a wrong shape or a value that is not exact.
 */
export function at(model: Model, values?: Readonly<Record<string, Value>> | readonly unknown[]): LocalModel {
  return { model, point: values === undefined ? origin(model) : pointOf(model, values as Json) };
}

/** Reads the text of `--at`. Throws ParseError or SchemaError. */
export function parsePoint(model: Model, text: string): Point {
  if (/^\s*[[{]/.test(text)) return pointOf(model, parseJson(text));
  const values: Values = { names: new Set(model.parameters), given: new Map() };
  for (const part of text.split(",")) {
    const [, name, value] = /^\s*([^\s=]+)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      throw new ParseError(text, `"${part.trim()}" is no assignment; write x=0,y=1/2`);
    }
    assign(values, name, exact(value, name), name);
  }
  return fill(model, values);
}

/** The values given so far, by name. */
interface Values {
  readonly names: ReadonlySet<string>;
  readonly given: Map<string, Rational>;
}

function pointOf(model: Model, json: Json): Point {
  if (Array.isArray(json)) return fromMatrices(model, json as readonly Json[]);
  if (typeof json !== "object" || json === null)
    throw new SchemaError("at", "values by name or weight matrices are expected");
  const values: Values = { names: new Set(model.parameters), given: new Map() };
  for (const [name, value] of Object.entries(json)) assign(values, name, exact(value, `at.${name}`), `at.${name}`);
  return fill(model, values);
}

function fromMatrices(model: Model, matrices: readonly Json[]): Point {
  if (model.kind !== "network") {
    throw new SchemaError("at", `weight matrices fit a network only; name the values of ${listed(model.parameters)}`);
  }
  const values: Values = { names: new Set(model.parameters), given: new Map() };
  checkLength("at", matrices, model.layers.length, "weight matrices, one a layer");
  model.layers.forEach((layer, l) => {
    const rows = checkLength(`at[${l}]`, matrices[l], layer.length, "rows, one an output of the layer");
    layer.forEach((entries, i) => {
      const columns = checkLength(`at[${l}][${i}]`, rows[i], entries.length, "numbers, one an input of the layer");
      entries.forEach((entry, j) => {
        const path = `at[${l}][${i}][${j}]`;
        const name = entry.kind === "variable" ? model.parameters[entry.index] : undefined;
        if (name === undefined) {
          throw new SchemaError(path, `this weight is no parameter; name the values of ${listed(model.parameters)}`);
        }
        assign(values, name, exact(columns[j], path), path);
      });
    });
  });
  return fill(model, values);
}

function checkLength(path: string, value: Json | undefined, length: number, what: string): readonly Json[] {
  if (!Array.isArray(value)) throw new SchemaError(path, `expected ${length} ${what}, found no list`);
  if (value.length !== length) throw new SchemaError(path, `expected ${length} ${what}, found ${value.length}`);
  return value as readonly Json[];
}

function assign({ names, given }: Values, name: string, value: Rational, path: string): void {
  if (!names.has(name)) throw new SchemaError(path, `${name} is not among the parameters ${listed([...names])}`);
  if (given.has(name)) throw new SchemaError(path, `${name} is given twice`);
  given.set(name, value);
}

function fill(model: Model, { given }: Values): Point {
  return model.parameters.map((name) => given.get(name) ?? Q.zero);
}

/** An exact value, or a SchemaError that says what to write. */
export function exact(value: unknown, path: string): Rational {
  if (typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value))) return Q.rational(value);
  const parsed = typeof value === "string" ? Q.parse(value) : null;
  if (parsed !== null) return parsed;
  const given =
    typeof value === "string" ? `"${value.slice(0, 40)}"` : typeof value === "number" ? String(value) : "this";
  throw new SchemaError(path, `${given} is no exact number; write an integer, or a text such as "1/2" or "0.1"`);
}

function listed(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 10).join(", ")}, … (${names.length} in all)` : names.join(", ");
}
