/**
 * Results as plain JSON documents, the form in which they leave the program. A document carries its kind, a schema
 * number, the tool's version, the input and every option that changes the answer; no times, dates or paths.
 */
import * as Q from "../symbolic/algebra/rational.js";
import type { ModelDescription } from "../symbolic/model/describe.js";
import type { Certificate } from "../symbolic/resolution/certificate.js";
import type { RlctResult } from "../symbolic/resolution/result.js";

export const schema = 1;

/** What every document begins with. */
export interface Heading {
  readonly version: string;
  readonly input: ModelDescription;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A result of the exact engine, its certificate null where there is none to check. */
export type ExactResult = MaybeCertified<RlctResult>;

type MaybeCertified<R> = R extends RlctResult
  ? Omit<R, "certificate"> & { readonly certificate: Certificate | null }
  : never;

export type ExactDocument = { readonly kind: "rlct"; readonly schema: typeof schema } & (
  | { readonly status: "exact"; readonly lambda: string; readonly multiplicity: number }
  | { readonly status: "bounds"; readonly lower: string; readonly upper: string; readonly reason: string }
) & { readonly method: string };

/** The result without heading and certificate, as `check` embeds it. */
export function exactDocument(result: ExactResult): ExactDocument {
  const { method } = result;
  return result.status === "exact"
    ? {
        kind: "rlct",
        schema,
        status: "exact",
        lambda: Q.format(result.lambda),
        multiplicity: result.multiplicity,
        method,
      }
    : {
        kind: "rlct",
        schema,
        status: "bounds",
        lower: Q.format(result.lower),
        upper: Q.format(result.upper),
        reason: result.reason,
        method,
      };
}

/** The document of `crepant rlct`. */
export function rlctDocument(result: ExactResult, heading: Heading): object {
  return { ...exactDocument(result), ...heading, certificate: result.certificate };
}
