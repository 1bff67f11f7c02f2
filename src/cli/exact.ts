/**
 * The exact engine in its thread. The solver watches its budget itself; should it overrun, or run out of memory, the
 * thread is ended and the bounds that hold for every model are the answer.
 */
import type { ExactResult } from "../report/document.js";
import { generalBound } from "../symbolic/general-bound.js";
import type { LocalModel } from "../symbolic/model/model.js";
import type { Method } from "../symbolic/methods.js";
import type { RlctResult } from "../symbolic/resolution/result.js";
import type { Terminal } from "./command.js";
import { heapMegabytes, openThread } from "./thread.js";
import type { Thread } from "./thread.js";

export interface ExactOptions {
  /** Seconds. */
  readonly budget: number;
  readonly theorems: boolean;
  readonly method: Method | undefined;
}

export interface ExactTask {
  readonly local: LocalModel;
  readonly options: ExactOptions;
}

export type Solver = Thread<ExactTask, RlctResult>;

/** Beyond its budget the solver has this many times the budget, and 2 s, to return what it has. */
const grace = 1.5;

/** Starts the solver's thread, does `work` with it, and ends the thread. */
export async function withSolver<T>(work: (solver: Solver) => Promise<T>): Promise<T> {
  const solver: Solver = openThread(new URL("./exact-worker.js", import.meta.url));
  try {
    return await work(solver);
  } finally {
    await solver.close();
  }
}

/** Null after Ctrl-C. */
export async function solve(solver: Solver, task: ExactTask, terminal: Terminal): Promise<ExactResult | null> {
  const { budget } = task.options;
  const start = performance.now();
  const ticker = setInterval(() => {
    terminal.progress(`solving: ${((performance.now() - start) / 1000).toFixed(0)} s of ${budget} s`);
  }, 500);
  try {
    const answer = await solver.ask(task, budget * grace + 2, terminal.interrupted);
    switch (answer.kind) {
      case "reply":
        return answer.reply;
      case "interrupted":
        return null;
      case "overrun":
        return generalBound(task.local, `the budget of ${budget} s ended`);
      case "out-of-memory":
        return generalBound(task.local, `the solver reached its limit of ${heapMegabytes} MB of memory`);
    }
  } finally {
    clearInterval(ticker);
  }
}
