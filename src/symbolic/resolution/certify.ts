/** The certificate of what was proved of a model at a point, and the value in K's convention. */
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { certificateSchema } from "./certificate.js";
import type { Certificate, Statement } from "./certificate.js";
import * as V from "./value.js";
import type { Range } from "./value.js";

/** What a statement says beside its ideal. */
export interface Setting {
  readonly variables: readonly string[];
  /** w*, which local coordinates are moved back to in the certificate. */
  readonly point: readonly Rational[];
  readonly norm: Statement["norm"];
}

export interface Resolution {
  /** In K's convention. */
  readonly range: Range;
  readonly certificate: Certificate;
}

/** `ofIdeal` is in the ideal's convention; a proof has nodes where it has cells. */
export function certify(
  { variables, point, norm }: Setting,
  ofIdeal: Range,
  {
    ideal,
    proof,
    nodes = [],
  }: Pick<Statement, "ideal"> & Pick<Certificate, "proof"> & Partial<Pick<Certificate, "nodes">>,
): Resolution {
  const range = norm === "squares" ? V.root(ofIdeal, 2) : ofIdeal;
  const at = variables.map((_, i) => Q.format(point[i] ?? Q.zero));
  const statement = { variables, point: at, norm, ideal };
  const kind = "certificate";
  return { range, certificate: { kind, schema: certificateSchema, statement, result: resultOf(range), proof, nodes } };
}

/** Both ends as they are shown; without a proved bound 0 from below. A unit (K > 0 at w*) has no pole. */
function resultOf(range: Range): Certificate["result"] {
  const { lower, upper } = range;
  if (upper !== "infinite" && V.isExact(range)) {
    return { status: "exact", lambda: Q.format(upper.lambda), multiplicity: upper.multiplicity };
  }
  return {
    status: "bounds",
    lower: typeof lower === "string" ? "0" : Q.format(lower.lambda),
    upper: upper === "infinite" ? "infinite" : Q.format(upper.lambda),
  };
}
