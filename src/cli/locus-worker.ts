/** The thread in which critical loci are computed. */
import type { StratumCoefficient } from "../report/locus.js";
import { budgetUntil, unlessTooLarge } from "../symbolic/algebra/budget.js";
import type { Budget } from "../symbolic/algebra/budget.js";
import * as Q from "../symbolic/algebra/rational.js";
import { locus, locusTable } from "../symbolic/locus/locus.js";
import type { LocusResult } from "../symbolic/locus/locus.js";
import type { LocalModel } from "../symbolic/model/model.js";
import { checkedRlct } from "../verify/checked.js";
import type { LocusReply, LocusTask } from "./locus.js";
import { serve } from "./thread.js";

/** Larger networks are too slow for the time that a stratum has. */
const maxParameters = 20;
/** Seconds for λ on one stratum, and on all of them as a part of the budget. */
const slice = 0.25;
const share = 0.4;

serve((task: LocusTask): LocusReply => {
  const end = performance.now() + task.seconds * 1000;
  const budget = budgetUntil(() => performance.now() >= end);
  if (task.kind === "table") return { kind: "table", rows: locusTable(task.widths, task.degrees, budget) };
  const result = locus(task.local, { budget, atPoint: task.atPoint });
  const limit = Math.min(end, performance.now() + task.seconds * share * 1000);
  return { kind: "model", result, coefficients: learningCoefficients(task.local, result, limit) };
});

/**
 * λ and m at the general point of each stratum, null where the exact engine has no answer in its time that the checker
 * accepts. Where the Jacobian has its generic rank ρ, the constant rank theorem turns K into a sum of ρ squares:
 * λ = ρ/2, m = 1.
 */
function learningCoefficients(
  { model }: LocalModel,
  result: LocusResult,
  limit: number,
): (StratumCoefficient | null)[] {
  if (result.kind !== "network") return [];
  const { generic, names, strata } = result;
  return strata.list.map(({ point, critical }) => {
    if (!critical && generic.proved) return { lambda: Q.rational(generic.rank, 2), multiplicity: 1 };
    if (names.length > maxParameters) return null;
    const end = Math.min(limit, performance.now() + slice * 1000);
    if (performance.now() >= end) return null;
    const values = point.flat(2);
    const at = model.parameters.map((name) => values[names.indexOf(name)] ?? Q.zero);
    return coefficientAt(
      { model, point: at },
      budgetUntil(() => performance.now() >= end),
    );
  });
}

/** Null also where the network is too large: that is no error of the caller of `locus`. */
function coefficientAt(local: LocalModel, budget: Budget): StratumCoefficient | null {
  const found = unlessTooLarge(() => checkedRlct(local, { budget }));
  return found?.status === "exact" ? { lambda: found.lambda, multiplicity: found.multiplicity } : null;
}
