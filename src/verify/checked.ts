/** The exact engine's answer, once the independent checker has followed its proof. */
import * as Q from "../symbolic/algebra/rational.js";
import { generalBound } from "../symbolic/general-bound.js";
import type { LocalModel } from "../symbolic/model/model.js";
import type { RlctResult } from "../symbolic/resolution/result.js";
import { rlct } from "../symbolic/rlct.js";
import type { RlctOptions } from "../symbolic/rlct.js";
import { verifyCertificate } from "./certificate/verify.js";
import type { Verification } from "./certificate/verify.js";

/**
 * As `rlct`, but an answer whose proof the checker does not accept gives way to the bounds that hold for every model,
 * with the checker's reason. Takes about a fifth longer, and that beyond the budget too.
 */
export function checkedRlct(local: LocalModel, options: RlctOptions): RlctResult {
  return checked(rlct(local, options), local);
}

/** The answer, where its certificate proves it or it has none. */
export function checked(answer: RlctResult, local: LocalModel): RlctResult {
  if (answer.certificate === null) return answer;
  const found = verifyCertificate(answer.certificate);
  if (found.valid && proves(found, answer)) return answer;
  const reason = found.valid ? "it proves something else" : found.reason;
  return generalBound(local, `the checker does not accept the solver's proof (${reason}): please report this input`);
}

/** Whether what the checker found says all that the answer says. */
function proves(found: Verification & { readonly valid: true }, answer: RlctResult): boolean {
  if (answer.status === "exact") {
    return (
      found.status === "exact" && found.lambda === Q.format(answer.lambda) && found.multiplicity === answer.multiplicity
    );
  }
  return found.status === "bounds" && found.lower === Q.format(answer.lower) && found.upper === Q.format(answer.upper);
}
