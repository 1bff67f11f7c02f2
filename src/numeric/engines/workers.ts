/**
 * A host that spreads units of work over Node's worker threads. Its results are those of `inlineHost`, byte for byte.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { EngineUnavailableError, OptionError, PointError } from "../../errors.js";
import type { Control, Host } from "../host.js";
import type { Mixing } from "../samplers/mixing.js";
import type { Job } from "../samplers/registry.js";
import { unitCount } from "../samplers/unit.js";
import type { UnitState } from "../samplers/unit.js";

/** To a worker: carry this unit to its end. */
export interface Task {
  readonly unit: number;
  readonly start: UnitState | null;
}

/** To a worker, before its first unit of a job; `stop[0]` is set to 1 to end early. */
export interface Setup {
  readonly job: Job;
  readonly stop: Int32Array<SharedArrayBuffer>;
  readonly wantsStates: boolean;
  readonly wantsMixing: boolean;
}

/** From a worker. */
export type Report =
  | { readonly kind: "progress"; readonly unit: number; readonly sweeps: number; readonly mixing: Mixing | null }
  | { readonly kind: "state"; readonly state: UnitState }
  | { readonly kind: "done"; readonly state: UnitState }
  | { readonly kind: "point"; readonly generator: string; readonly value: string; readonly message: string }
  | { readonly kind: "failed"; readonly message: string };

/**
 * Threads for `count` units at a time, all cores if left out. `run` rejects with EngineUnavailableError where a thread
 * dies; states reported before that are still good to resume from. Threads wait for the next run, and do not keep the
 * process alive meanwhile.
 */
export function workerHost(count: number = availableParallelism()): Host {
  if (!Number.isSafeInteger(count) || count < 1) throw new OptionError("workers", String(count), "an integer ≥ 1");
  const idle = new Set<Worker>();
  return {
    run: (job, control) => {
      const units = unitCount(job);
      return new Pool(idle, job, control, units, Math.min(count, units)).result();
    },
  };
}

class Pool {
  private readonly stop = new Int32Array(new SharedArrayBuffer(4));
  /** Each with what stops listening to it. */
  private readonly workers = new Map<Worker, () => void>();
  private readonly states = new Map<number, UnitState>();
  private nextUnit = 0;

  constructor(
    private readonly idle: Set<Worker>,
    private readonly job: Job,
    private readonly control: Control,
    private readonly units: number,
    private readonly size: number,
  ) {}

  async result(): Promise<readonly UnitState[]> {
    const abort = (): void => {
      Atomics.store(this.stop, 0, 1);
    };
    if (this.control.signal?.aborted === true) abort();
    this.control.signal?.addEventListener("abort", abort, { once: true });
    try {
      await Promise.all(Array.from({ length: this.size }, () => this.serve()));
    } catch (error) {
      await Promise.all([...this.workers.keys()].map((worker) => worker.terminate()));
      throw error;
    } finally {
      this.control.signal?.removeEventListener("abort", abort);
    }
    for (const [worker, leave] of this.workers) {
      leave();
      worker.unref();
      this.idle.add(worker);
    }
    return Array.from(this.states.values()).toSorted((a, b) => a.unit - b.unit);
  }

  /** One worker, to the last unit. */
  private serve(): Promise<void> {
    const { onState, wantsMixing } = this.control;
    const worker = this.hire();
    worker.ref();
    worker.postMessage({ job: this.job, stop: this.stop, wantsStates: onState !== null, wantsMixing } satisfies Setup);
    return new Promise((resolve, reject) => {
      const died = (reason: string): void => {
        reject(new EngineUnavailableError("workers", `a thread ended before its chains were done (${reason})`));
      };
      const feed = (): void => {
        const unit = this.nextUnit++;
        if (unit >= this.units) resolve();
        else worker.postMessage({ unit, start: this.control.start.get(unit) ?? null } satisfies Task);
      };
      const receive = (report: Report): void => {
        switch (report.kind) {
          case "progress":
            this.control.onProgress(report.unit, report.sweeps, report.mixing);
            return;
          case "state":
            this.control.onState?.(report.state);
            return;
          case "done":
            this.states.set(report.state.unit, report.state);
            this.control.onState?.(report.state);
            feed();
            return;
          case "point":
            reject(new PointError(report.generator, report.value, report.message));
            return;
          case "failed":
            died(report.message);
        }
      };
      const onMessage = (report: Report): void => {
        try {
          receive(report);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const onError = (error: Error): void => {
        died(error.message);
      };
      const onExit = (code: number): void => {
        died(`exit code ${code}`);
      };
      worker.on("message", onMessage).on("error", onError).on("exit", onExit);
      this.workers.set(worker, () => worker.off("message", onMessage).off("error", onError).off("exit", onExit));
      feed();
    });
  }

  private hire(): Worker {
    const [waiting] = this.idle;
    if (waiting !== undefined) {
      this.idle.delete(waiting);
      return waiting;
    }
    const worker = new Worker(new URL("./workers-entry.js", import.meta.url));
    const forget = (): void => {
      this.idle.delete(worker);
    };
    return worker.on("error", forget).on("exit", forget);
  }
}
