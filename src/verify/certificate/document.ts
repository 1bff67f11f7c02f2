/** Reads a certificate: what has another shape is none (SchemaError), and what is too large is refused. */
import { z } from "zod";
import { SchemaError } from "../../errors.js";
import { certificate, certificateSchema } from "../../symbolic/resolution/certificate.js";
import type { Certificate } from "../../symbolic/resolution/certificate.js";
import { demand } from "./refusal.js";

/** Values that a document may hold, characters of its texts, and arrays and objects inside each other. */
const most = { values: 1_000_000, characters: 200_000_000, depth: 100 };

/** The shape alone says nothing about the proof. */
export function readCertificate(document: unknown): Certificate {
  parse(z.looseObject({ kind: z.literal("certificate"), schema: z.literal(certificateSchema) }), document);
  measure(document);
  return parse(certificate, document);
}

function parse<T>(shape: z.ZodType<T>, document: unknown): T {
  const result = shape.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SchemaError(z.core.toDotPath(issue?.path ?? []), `no certificate: ${issue?.message ?? "another shape"}`);
}

/** Up to the first bound. */
function measure(document: unknown): void {
  let [values, characters] = [0, 0];
  const visit = (value: unknown, depth: number): void => {
    demand(depth <= most.depth + 1, `the document is nested deeper than ${most.depth}`);
    if (typeof value === "string") characters += value.length;
    demand(characters <= most.characters, `the document's texts have more than ${most.characters} characters`);
    if (typeof value !== "object" || value === null) return;
    const entries: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    values += entries.length;
    demand(values <= most.values, `the document has more than ${most.values} values`);
    for (const entry of entries) visit(entry, depth + 1);
  };
  visit(document, 0);
}
