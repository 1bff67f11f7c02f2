/** The thread in which the solver runs, and the checker after it. */
import { budgetUntil } from "../symbolic/algebra/budget.js";
import type { RlctResult } from "../symbolic/resolution/result.js";
import { checkedRlct } from "../verify/checked.js";
import type { ExactTask } from "./exact.js";
import { serve } from "./thread.js";

serve(({ local, options }: ExactTask): RlctResult => {
  const end = performance.now() + options.budget * 1000;
  const budget = budgetUntil(() => performance.now() >= end);
  return checkedRlct(local, { budget, theorems: options.theorems, method: options.method });
});
