/** The thread of `workers.ts`: carries one unit after another to its end. */
import { parentPort, workerData } from "node:worker_threads";
import { PointError } from "../../errors.js";
import { mixingOf } from "../samplers/mixing.js";
import { advance, isFinished, openWorkshop, startUnit } from "../samplers/unit.js";
import type { UnitState, Workshop } from "../samplers/unit.js";
import type { Report, Task, WorkerSetup } from "./workers.js";

const setup = workerData as WorkerSetup;
let shop: Workshop | null = null;

parentPort?.on("message", (task: Task) => {
  try {
    shop ??= openWorkshop(setup.job);
    carry(shop, task);
  } catch (error) {
    if (error instanceof PointError) {
      report({ kind: "point", generator: error.generator, value: error.value, message: error.message });
    } else report({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});

function carry(workshop: Workshop, task: Task): void {
  let state = startUnit(workshop, task.unit, task.start);
  let reported = performance.now();
  while (!isFinished(setup.job, state) && Atomics.load(setup.stop, 0) === 0) {
    state = advance(workshop, state);
    if (performance.now() - reported < reportEveryMilliseconds) continue;
    reported = performance.now();
    if (setup.wantsStates) report({ kind: "state", state });
    report(progressOf(state));
  }
  report(progressOf(state));
  report({ kind: "done", state });
}

function progressOf(state: UnitState): Report {
  const mixing = setup.wantsMixing ? mixingOf(state) : null;
  return { kind: "progress", unit: state.unit, sweeps: state.sweeps, mixing };
}

const reportEveryMilliseconds = 200;

function report(message: Report): void {
  parentPort?.postMessage(message);
}
