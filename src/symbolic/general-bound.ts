/** What holds of every model. */
import * as Q from "./algebra/rational.js";
import type { LocalModel } from "./model/model.js";
import type { RlctResult } from "./resolution/result.js";

/** 0 ≤ λ, and λ ≤ d/2 for K ≤ C|x|² (d for |f| ≤ C|x|). */
export function generalBound({ model }: LocalModel, reason: string): RlctResult {
  const d = model.parameters.length;
  const upper = Q.rational(d, model.kind === "polynomial" ? 1 : 2);
  return { status: "bounds", lower: Q.zero, upper, reason, method: "general-bound", certificate: null };
}
