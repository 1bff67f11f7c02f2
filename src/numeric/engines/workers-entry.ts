/** The thread of `workers.ts`: carries one unit after another to its end. */
import { parentPort } from "node:worker_threads";
import { PointError } from "../../errors.js";
import { mixingOf } from "../samplers/mixing.js";
import { advance, isFinished, openWorkshop, startUnit } from "../samplers/unit.js";
import type { UnitState, Workshop } from "../samplers/unit.js";
import type { Report, Setup, Task } from "./workers.js";

let current: { readonly setup: Setup; readonly shop: Workshop } | null = null;

parentPort?.on("message", (message: Setup | Task) => {
  try {
    if ("job" in message) current = { setup: message, shop: openWorkshop(message.job) };
    else if (current !== null) carry(current.shop, current.setup, message);
  } catch (error) {
    if (error instanceof PointError) {
      report({ kind: "point", generator: error.generator, value: error.value, message: error.message });
    } else report({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});

function carry(workshop: Workshop, setup: Setup, task: Task): void {
  let state = startUnit(workshop, task.unit, task.start);
  let reported = performance.now();
  while (!isFinished(setup.job, state) && Atomics.load(setup.stop, 0) === 0) {
    state = advance(workshop, state);
    if (performance.now() - reported < reportEveryMilliseconds) continue;
    reported = performance.now();
    if (setup.wantsStates) report({ kind: "state", state });
    report(progressOf(state, setup));
  }
  report(progressOf(state, setup));
  report({ kind: "done", state });
}

function progressOf(state: UnitState, setup: Setup): Report {
  const mixing = setup.wantsMixing ? mixingOf(state) : null;
  return { kind: "progress", unit: state.unit, sweeps: state.sweeps, mixing };
}

const reportEveryMilliseconds = 200;

function report(message: Report): void {
  parentPort?.postMessage(message);
}
