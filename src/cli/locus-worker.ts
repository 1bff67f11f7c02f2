/** The thread in which critical loci are computed. */
import { locus, locusTable } from "../symbolic/locus/locus.js";
import type { LocusReply, LocusTask } from "./locus.js";
import { serve } from "./thread.js";

serve((task: LocusTask): LocusReply => {
  const end = performance.now() + task.seconds * 1000;
  const budget = { steps: 0, expired: () => performance.now() >= end };
  if (task.kind === "table") return { kind: "table", rows: locusTable(task.widths, task.degrees, budget) };
  return { kind: "model", result: locus(task.local, { budget, atPoint: task.atPoint }), coefficients: [] };
});
