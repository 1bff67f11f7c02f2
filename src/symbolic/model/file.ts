/**
 * Model files: JSON with "parameters" and exactly one of "polynomial" (K itself), "ideal" (K = Σ f²) and "layers"
 * (weight matrices, first layer first, a row an output, with "activation"), and perhaps "at", the parameter w*.
 * Unknown fields are refused. The schema below is the only statement of the format.
 */
import { z } from "zod";
import { SchemaError } from "../../errors.js";
import { parseJson } from "./json.js";
import type { LocalModel, Model, NetworkModel, WeightMatrix } from "./model.js";
import { parseActivation } from "./network.js";
import { namePattern, parseExpressions } from "./parse.js";
import { at } from "./point.js";

export const maxFileParameters = 1000;
export const maxGenerators = 1000;

const text = z.string();
const entry = z.union([z.string(), z.bigint()], { error: "a text or an integer is expected" });
const name = text.regex(namePattern, { error: "a name such as w_1 is expected" });

export const modelFileSchema = z.strictObject({
  parameters: z.array(name).min(1).max(maxFileParameters),
  polynomial: text.optional(),
  ideal: z.array(text).min(1).max(maxGenerators).optional(),
  layers: z
    .array(z.array(z.array(entry).min(1)).min(1))
    .min(1)
    .optional(),
  activation: text.optional(),
  at: z.record(text, z.union([z.bigint(), z.number(), z.string()])).optional(),
});

export type ModelFile = z.infer<typeof modelFileSchema>;

/** Reads a model file's text. Throws ParseError, SchemaError (with the path of the field) or LimitError. */
export function parseModelFile(source: string): LocalModel {
  const result = modelFileSchema.safeParse(parseJson(source));
  if (!result.success) throw schemaError(result.error.issues[0]);
  const model = modelOf(result.data);
  return at(model, result.data.at);
}

function modelOf(file: ModelFile): Model {
  const { parameters, polynomial, ideal, layers, activation } = file;
  const twice = parameters.find((p, i) => parameters.indexOf(p) !== i);
  if (twice !== undefined) throw new SchemaError("parameters", `${twice} is given twice`);
  const given = [polynomial, ideal, layers].filter((field) => field !== undefined).length;
  if (given !== 1)
    throw new SchemaError("", `exactly one of "polynomial", "ideal" and "layers" is expected, found ${given}`);
  if (layers !== undefined) return networkOf(parameters, layers, activation);
  if (activation !== undefined) throw new SchemaError("activation", 'this field goes with "layers" only');
  const { expressions } = parseExpressions(ideal ?? [polynomial ?? ""], parameters);
  const [first] = expressions;
  if (ideal !== undefined || first === undefined) return { kind: "ideal", parameters, generators: expressions };
  return { kind: "polynomial", parameters, polynomial: first };
}

function networkOf(
  parameters: readonly string[],
  layers: NonNullable<ModelFile["layers"]>,
  activation: string | undefined,
): NetworkModel {
  if (activation === undefined) throw new SchemaError("activation", 'the field is missing; "layers" need it');
  const inputs = layers[0]?.[0]?.length ?? 0;
  const widths = [inputs, ...layers.map((rows) => rows.length)];
  const matrices = layers.map((rows, l): WeightMatrix => {
    const columns = widths[l] ?? 0;
    return rows.map((row, i) => {
      if (row.length !== columns) {
        throw new SchemaError(`layers[${l}][${i}]`, `expected ${columns} entries, found ${row.length}`);
      }
      const { expressions } = parseExpressions(row.map(String), parameters);
      return expressions;
    });
  });
  return { kind: "network", parameters, layers: matrices, activation: parseActivation(activation), widths };
}

/** The first complaint of the schema in one sentence. */
function schemaError(issue: z.core.$ZodIssue | undefined): SchemaError {
  if (issue === undefined) return new SchemaError("", "the document does not fit the format of model files");
  const path = issue.path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
  if (issue.code === "unrecognized_keys") return new SchemaError(path, `unknown field "${issue.keys.join('", "')}"`);
  if (issue.code === "invalid_type" && issue.input === undefined) return new SchemaError(path, "the field is missing");
  return new SchemaError(path, issue.message);
}
