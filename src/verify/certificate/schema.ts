/**
 * The shape of a certificate. What has another shape is no certificate (SchemaError); what is larger than the bounds
 * below is refused unread. The shape alone says nothing about the proof.
 */
import { z } from "zod";
import { SchemaError } from "../../errors.js";
import { maxExponent } from "../../symbolic/algebra/monomial.js";
import { certificateSchema } from "../../symbolic/resolution/certificate.js";
import type {
  Certificate,
  ReduceStep,
  StatedTheorem,
  StatedTree,
  TreeProof,
} from "../../symbolic/resolution/certificate.js";
import { Refusal } from "./refusal.js";

/** Values, keys of objects among them, and characters that a document may hold; arrays and objects inside each other. */
export const maxValues = 1_000_000;
export const maxCharacters = 200_000_000;
export const maxDepth = 100;
/** Variables of a statement and the constants of its proof have numbers below this. */
export const maxVariables = 1000;
/** For exponents of powers. */
export const maxPower = 65_535;

/** Throws SchemaError where the document has not the shape, Refusal where it is past the bounds. */
export function readCertificate(document: unknown): Certificate {
  if (typeof document !== "object" || document === null) throw new SchemaError("", "a certificate is a JSON object");
  const head = z.looseObject({ kind: z.literal("certificate"), schema: z.literal(certificateSchema) });
  parse(head, document);
  measure(document);
  return parse(certificate, document);
}

function parse<T>(shape: z.ZodType<T>, document: unknown): T {
  const result = shape.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  throw new SchemaError(path.replace(/^\./, ""), `no certificate: ${issue?.message ?? "another shape"}`);
}

/** Walks through the document without recursion and stops at the first bound. */
function measure(document: object): void {
  let values = 0;
  let characters = 0;
  let level: object[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new Refusal(`the document is nested deeper than ${maxDepth}`);
    const next: object[] = [];
    for (const container of level) {
      const entries: readonly unknown[] = Array.isArray(container) ? container : Object.values(container);
      values += entries.length;
      if (values > maxValues) throw new Refusal(`the document has more than ${maxValues} values`);
      for (const entry of entries) {
        if (typeof entry === "string") characters += entry.length;
        else if (typeof entry === "object" && entry !== null) next.push(entry);
      }
      if (characters > maxCharacters)
        throw new Refusal(`the document's texts have more than ${maxCharacters} characters`);
    }
    level = next;
  }
}

const text = z.string();
const texts = z.array(text);
const index = z.int().min(0);
const variable = z.int().min(0).max(maxVariables);
const variables = z.array(variable);
const power = z.int().min(1).max(maxPower);
const weights = z.array(z.tuple([variable, z.int().min(-maxExponent).max(maxExponent)]).readonly());
const sample = z
  .strictObject({
    values: z.array(z.tuple([variable, text]).readonly()),
    root: z.union([z.null(), z.strictObject({ variable, lower: text, upper: text })]),
  })
  .exactOptional();
const squares = z.array(z.tuple([text, text]).readonly());
const list = z.enum(["generators", "equations"]);

const unit = z.array(
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("constant"), value: text }),
    z.strictObject({ kind: z.literal("variable"), variable, power }),
    z.strictObject({ kind: z.literal("nonzero"), index, power }),
    z.strictObject({ kind: z.literal("squares"), squares, power }),
    z.strictObject({ kind: z.literal("rootless"), polynomial: text, variable, power }),
  ]),
);

const reduceStep: z.ZodType<ReduceStep> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("subtract"), list, target: index, source: index, factor: text }),
  z.strictObject({ kind: z.literal("divide"), list, target: index, by: text, unit }),
  z.strictObject({ kind: z.literal("multiply"), list, target: index, by: text, unit }),
  z.strictObject({ kind: z.literal("squares"), target: index, squares }),
]);

const child = index;
const children = z.array(index);
const pair = z.tuple([index, index]).readonly();
const part = z.strictObject({ variables, generators: texts });
const root = z.union([text, z.strictObject({ minimal: text, lower: text, upper: text })]);
const initialForm = z.strictObject({ generator: index, unit, multiplier: text });
const crossingFactor = z.strictObject({ polynomial: text, exponent: power, variable });

const node = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("reduce"), steps: z.array(reduceStep), child }),
  z.strictObject({ rule: z.literal("extract"), monomial: text, child }),
  z.strictObject({ rule: z.literal("shear"), variable, by: text, unit, offset: text, child }),
  z.strictObject({ rule: z.literal("rescale"), variables, by: text, unit, child }),
  z.strictObject({ rule: z.literal("coordinate"), equation: index, variable, unit, child }),
  z.strictObject({ rule: z.literal("replace"), generator: index, variable, unit, child }),
  z.strictObject({ rule: z.literal("sum"), parts: z.array(variables), children }),
  z.strictObject({ rule: z.literal("product"), parts: z.array(part), children }),
  z.strictObject({ rule: z.literal("power"), roots: texts, exponent: power, child }),
  z.strictObject({ rule: z.literal("slice"), weights, variable, children }),
  z.strictObject({ rule: z.literal("contract"), weights, child }),
  z.strictObject({ rule: z.literal("split-variable"), variable, children: pair }),
  z.strictObject({ rule: z.literal("split"), polynomial: text, children: pair }),
  z.strictObject({
    rule: z.literal("factor"),
    equation: index,
    factors: z.array(z.tuple([text, power]).readonly()),
    children,
  }),
  z.strictObject({ rule: z.literal("squares-vanish"), equation: index, squares, child }),
  z.strictObject({ rule: z.literal("roots"), equation: index, variable, roots: z.array(root), children }),
  z.strictObject({ rule: z.literal("blow-up"), weights, children }),
  z.strictObject({ rule: z.literal("rename"), permutation: variables, child }),
  z.strictObject({ rule: z.literal("combine"), children }),
  z.strictObject({ rule: z.literal("subideal"), rows: z.array(texts), child }),
  z.strictObject({ rule: z.literal("superideal"), generators: texts, rows: z.array(texts), child }),
  z.strictObject({ rule: z.literal("hoelder"), child }),
  z.strictObject({ rule: z.literal("forget"), child }),
  z.strictObject({ rule: z.literal("empty"), equation: index.exactOptional(), unit: unit.exactOptional() }),
  z.strictObject({ rule: z.literal("monomial"), units: z.array(unit), primal: texts, dual: texts, sample }),
  z.strictObject({ rule: z.literal("crossing"), factors: z.array(crossingFactor), unit, sample }),
  z.strictObject({ rule: z.literal("valuation"), weights, sample }),
  z.strictObject({ rule: z.literal("derivative"), generator: index, variable, order: power, unit }),
  z.strictObject({ rule: z.literal("initial"), weights, forms: z.array(initialForm) }),
  z.strictObject({ rule: z.literal("open") }),
]);

const layers = z.array(z.array(texts));
const theorem: z.ZodType<StatedTheorem> = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("reduced-rank-regression"), layers }),
  z.strictObject({ name: z.literal("deep-linear-network"), layers }),
  z.strictObject({ name: z.literal("vandermonde"), step: power, outer: z.array(texts), inner: texts }),
  z.strictObject({ name: z.literal("one-input"), degree: power, layers }),
  z.strictObject({ name: z.literal("width-one-chain"), degree: power, layers }),
]);

const statedTree: z.ZodType<StatedTree> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("ideal"), generators: texts }),
    z.strictObject({ kind: z.literal("product"), factors: z.array(statedTree) }),
    z.strictObject({ kind: z.literal("power"), base: statedTree, exponent: z.int().min(1) }),
    z.strictObject({ kind: z.literal("network"), degree: power, layers }),
  ]),
);

const treeProof: z.ZodType<TreeProof> = z.lazy(() =>
  z.discriminatedUnion("rule", [
    z.strictObject({ rule: z.literal("zero") }),
    z.strictObject({ rule: z.literal("cell"), node: index }),
    z.strictObject({ rule: z.literal("product"), factors: z.array(treeProof) }),
    z.strictObject({ rule: z.literal("power"), base: treeProof }),
    z.strictObject({ rule: z.literal("combine"), proofs: z.array(treeProof) }),
    z.strictObject({ rule: z.literal("theorem"), theorem }),
    z.strictObject({
      rule: z.literal("network-blow-up"),
      coordinate: z.union([z.null(), z.strictObject({ variable, form: text })]),
      weights: z.tuple([power, power]).readonly(),
      inputs: z.array(texts),
    }),
  ]),
);

const certificate: z.ZodType<Certificate> = z.strictObject({
  kind: z.literal("certificate"),
  schema: z.literal(certificateSchema),
  statement: z.strictObject({
    variables: z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/)).max(maxVariables),
    point: texts,
    norm: z.enum(["squares", "absolute"]),
    tree: statedTree,
  }),
  result: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("exact"), lambda: text, multiplicity: z.int().min(1) }),
    z.strictObject({ status: z.literal("bounds"), lower: text, upper: text }),
  ]),
  proof: treeProof,
  nodes: z.array(node),
});
