/** The thread in which the solver runs. */
import { parentPort, workerData } from "node:worker_threads";
import { rlct } from "../symbolic/rlct.js";
import { plainError } from "./errors-between-threads.js";
import type { ExactReply, ExactTask } from "./exact.js";

parentPort?.postMessage(answer(workerData as ExactTask));

function answer({ local, options }: ExactTask): ExactReply {
  const end = performance.now() + options.budget * 1000;
  const budget = { steps: 0, expired: () => performance.now() >= end };
  const { theorems, method } = options;
  const settings = { budget, theorems, ...(method === null ? {} : { method }) };
  try {
    return { result: rlct(local, settings) };
  } catch (error) {
    return { error: plainError(error) };
  }
}
