/** A claimed (λ, m) on the command line, and what the exact engine says of it. */
import { OptionError } from "../errors.js";
import type { ExactResult } from "../report/document.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";

export interface Claim {
  readonly lambda: Rational;
  readonly multiplicity: number;
}

/** Reads "1/2,2". Throws OptionError. */
export function parseClaim(text: string): Claim {
  const [left = "", right = "", ...rest] = text.split(",");
  const lambda = Q.parse(left);
  const multiplicity = /^\s*\d{1,9}\s*$/.test(right) ? Number(right) : 0;
  if (lambda === null || Q.sign(lambda) < 0 || multiplicity < 1 || rest.length > 0) {
    throw new OptionError("--claim", `"${text}"`, "λ,m: a rational number ≥ 0 and an integer ≥ 1, such as 1/2,2");
  }
  return { lambda, multiplicity };
}

/** "proved" or "refuted" by the exact value or the proved bounds; "open" where these leave it open. */
export function judgeClaim({ lambda, multiplicity }: Claim, theory: ExactResult): "proved" | "refuted" | "open" {
  if (theory.status === "exact") {
    return Q.equals(lambda, theory.lambda) && multiplicity === theory.multiplicity ? "proved" : "refuted";
  }
  const inside = Q.compare(theory.lower, lambda) <= 0 && Q.compare(lambda, theory.upper) <= 0;
  return inside ? "open" : "refuted";
}
