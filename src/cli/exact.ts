/**
 * Exact work in a worker thread, so that Ctrl-C and the budget always answer: the solver watches its budget itself;
 * should it overrun, or run out of memory, the worker is ended and the bounds that hold for every model are the answer.
 */
import { Worker } from "node:worker_threads";
import * as Q from "../symbolic/algebra/rational.js";
import type { LocalModel } from "../symbolic/model/model.js";
import type { RlctResult } from "../symbolic/resolution/result.js";
import { reviveError } from "./errors-between-threads.js";
import type { PlainError } from "./errors-between-threads.js";
import type { Terminal } from "./command.js";

export interface ExactOptions {
  /** Seconds. */
  readonly budget: number;
  readonly theorems: boolean;
  readonly method: string | null;
}

/** What the worker is asked, and what it answers. */
export interface ExactTask {
  readonly local: LocalModel;
  readonly options: ExactOptions;
}

export type ExactReply = { readonly result: RlctResult } | { readonly error: PlainError };

/** An answer, bounds without a proof tree where the solver had to be ended, or null after Ctrl-C. */
export type ExactAnswer = RlctResult | UnfinishedResult | null;

export interface UnfinishedResult {
  readonly status: "bounds";
  readonly lower: Q.Rational;
  readonly upper: Q.Rational;
  readonly reason: string;
  readonly method: string;
  readonly certificate: null;
}

/** Beyond its budget the solver has this many times the budget, and 2 s, to return what it has. */
const grace = 1.5;
const heapMegabytes = 2048;

export async function solve(task: ExactTask, { interrupted, progress }: Terminal): Promise<ExactAnswer> {
  const worker = new Worker(new URL("./exact-worker.js", import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  const { budget } = task.options;
  const start = performance.now();
  const ticker = setInterval(() => {
    progress(`solving: ${((performance.now() - start) / 1000).toFixed(0)} s of ${budget} s`);
  }, 500);
  try {
    return await new Promise<ExactAnswer>((resolve, reject) => {
      const overrun = setTimeout(
        () => {
          resolve(unfinished(task.local, `the budget of ${budget} s ended`));
        },
        (budget * grace + 2) * 1000,
      );
      interrupted.addEventListener("abort", () => {
        resolve(null);
      });
      worker.on("message", (reply: ExactReply) => {
        if ("error" in reply) reject(reviveError(reply.error));
        else resolve(reply.result);
      });
      worker.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY") {
          resolve(unfinished(task.local, `the solver reached its limit of ${heapMegabytes} MB of memory`));
        } else reject(error);
      });
      worker.on("exit", () => {
        clearTimeout(overrun);
        reject(new Error("the solver ended without an answer"));
      });
    });
  } finally {
    clearInterval(ticker);
    await worker.terminate();
  }
}

/** 0 ≤ λ, and λ ≤ d/2 for K ≤ C|x|² (d for |f| ≤ C|x|). */
function unfinished({ model }: LocalModel, reason: string): UnfinishedResult {
  const d = model.parameters.length;
  const upper = Q.rational(d, model.kind === "polynomial" ? 1 : 2);
  return { status: "bounds", lower: Q.zero, upper, reason, method: "none", certificate: null };
}
