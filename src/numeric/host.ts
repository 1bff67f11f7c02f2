/** Where units of work run: in this thread, or on others. Hosts differ in nothing but speed. */
import { mixingOf } from "./samplers/mixing.js";
import type { Mixing } from "./samplers/mixing.js";
import type { Job } from "./samplers/registry.js";
import { advance, isFinished, openWorkshop, startUnit, unitCount } from "./samplers/unit.js";
import type { UnitState } from "./samplers/unit.js";

export interface Host {
  /**
   * Carries every unit of the job to its end, from `start[unit]` where given; resolves with the states in order of
   * units, also after `signal` was aborted (then unfinished). Rejects with what a unit threw.
   */
  run(job: Job, control: Control): Promise<readonly UnitState[]>;
}

export interface Control {
  readonly start: ReadonlyMap<number, UnitState>;
  /** Sweeps that a unit has done, warm-up included, and how it mixes where `wantsMixing`. */
  readonly onProgress: (unit: number, sweeps: number, mixing: Mixing | null) => void;
  /** Of a single temperature only. */
  readonly wantsMixing: boolean;
  /** Called with each unit's state now and then, and at its end; null where nobody keeps them. */
  readonly onState: ((state: UnitState) => void) | null;
  readonly signal: AbortSignal | null;
}

/** Runs in the caller's thread and yields to its event loop between segments. */
export const inlineHost: Host = {
  run: async (job, control) => {
    const shop = openWorkshop(job);
    const states: UnitState[] = [];
    for (let unit = 0; unit < unitCount(job); unit++) {
      let state = startUnit(shop, unit, control.start.get(unit) ?? null);
      while (!isFinished(job, state) && control.signal?.aborted !== true) {
        for (let i = 0; i < segmentsPerTurn && !isFinished(job, state); i++) state = advance(shop, state);
        control.onProgress(unit, state.sweeps, control.wantsMixing ? mixingOf(state) : null);
        control.onState?.(state);
        await nextTurn();
      }
      states.push(state);
    }
    return states;
  },
};

const segmentsPerTurn = 8;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
