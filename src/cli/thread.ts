/**
 * Long exact work in a thread of its own, so that Ctrl-C and a time limit always answer. The thread's module calls
 * `serve` with its work; a task goes in, a reply comes out, both plain data.
 */
import { parentPort, Worker } from "node:worker_threads";
import { CrepantError, SchemaError } from "../errors.js";

export const heapMegabytes = 3072;

/** The reply, or why there is none. */
export type Answer<Reply> =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "interrupted" }
  | { readonly kind: "overrun" }
  | { readonly kind: "out-of-memory" };

export interface Thread<Task, Reply> {
  /** Once only. Rejects with what the work threw. `limit` in seconds. */
  readonly ask: (task: Task, limit: number, interrupted: AbortSignal) => Promise<Answer<Reply>>;
  readonly close: () => Promise<void>;
}

/** Starts the thread, so that it loads its module while the caller prepares the task. */
export function openThread<Task, Reply>(module: URL): Thread<Task, Reply> {
  const worker = new Worker(module, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
  return {
    ask: (task, limit, interrupted) => ask(worker, task, limit, interrupted),
    close: async () => {
      await worker.terminate();
    },
  };
}

/** The thread's side. */
export function serve(work: (task: never) => unknown): void {
  const port = parentPort;
  if (port === null) throw new Error("this module runs in a worker thread");
  port.once("message", (task: unknown) => {
    port.postMessage(outcome(work, task as never));
  });
}

/** A thread boundary keeps only the message of an Error, so errors travel as data. */
type Outcome<Reply> =
  { readonly reply: Reply } | { readonly failure: { readonly message: string; readonly isInput: boolean } };

function outcome(work: (task: never) => unknown, task: never): Outcome<unknown> {
  try {
    return { reply: work(task) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { failure: { message, isInput: error instanceof CrepantError } };
  }
}

async function ask<Reply>(
  worker: Worker,
  task: unknown,
  limit: number,
  interrupted: AbortSignal,
): Promise<Answer<Reply>> {
  if (interrupted.aborted) return { kind: "interrupted" };
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (resolve: (answer: Answer<Reply>) => void) => (): void => {
    resolve({ kind: "interrupted" });
  };
  try {
    return await new Promise<Answer<Reply>>((resolve, reject) => {
      timer = setTimeout(resolve, limit * 1000, { kind: "overrun" });
      interrupted.addEventListener("abort", onAbort(resolve), { once: true });
      worker.on("message", (message: Outcome<Reply>) => {
        if ("reply" in message) resolve({ kind: "reply", reply: message.reply });
        else reject(revived(message.failure));
      });
      worker.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve({ kind: "out-of-memory" });
        else reject(error);
      });
      worker.on("exit", () => {
        reject(new Error("the thread ended without an answer"));
      });
      worker.postMessage(task);
    });
  } finally {
    clearTimeout(timer);
  }
}

/** An error of the package comes back as one, with its message; any other as a plain Error. */
function revived({ message, isInput }: { readonly message: string; readonly isInput: boolean }): Error {
  return isInput ? new SchemaError("", message) : new Error(message);
}
