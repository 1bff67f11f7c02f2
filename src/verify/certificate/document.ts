/**
 * Reads a certificate. What has another shape is no certificate (SchemaError); what is larger than the bounds below is
 * refused unread. The shape alone says nothing about the proof.
 */
import { z } from "zod";
import { SchemaError } from "../../errors.js";
import { certificate, certificateSchema } from "../../symbolic/resolution/certificate.js";
import type { Certificate } from "../../symbolic/resolution/certificate.js";
import { demand } from "./refusal.js";

/** Values that a document may hold, characters of its texts, and arrays and objects inside each other. */
const maxValues = 1_000_000;
const maxCharacters = 200_000_000;
const maxDepth = 100;

/** Throws SchemaError where the document has not the shape, Refusal where it is past the bounds. */
export function readCertificate(document: unknown): Certificate {
  if (typeof document !== "object" || document === null) throw new SchemaError("", "a certificate is a JSON object");
  parse(z.looseObject({ kind: z.literal("certificate"), schema: z.literal(certificateSchema) }), document);
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
    demand(depth <= maxDepth, `the document is nested deeper than ${maxDepth}`);
    const next: object[] = [];
    for (const container of level) {
      const entries: readonly unknown[] = Array.isArray(container) ? container : Object.values(container);
      values += entries.length;
      demand(values <= maxValues, `the document has more than ${maxValues} values`);
      for (const entry of entries) {
        if (typeof entry === "string") characters += entry.length;
        else if (typeof entry === "object" && entry !== null) next.push(entry);
      }
      demand(characters <= maxCharacters, `the document's texts have more than ${maxCharacters} characters`);
    }
    level = next;
  }
}
