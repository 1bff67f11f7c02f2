/**
 * The runner: from a loss and a plan to draws.
 *
 *     const plan = samplingPlan({ rungs: geometricLadder(10, 1e9, 24), localization: 1, seed: 1 });
 *     const run = await runLadder(loss, plan, inlineHost);
 *     run.rungs[0].loss[chain][draw]   // K along the chains at the first temperature
 *
 * The same loss, plan and seed give the same bytes on every host and for any number of threads; `js` and `wasm` differ
 * by rounding. A single temperature is a ladder of one rung.
 */
import type { ChainRecord, Controls, Divergence, LadderDraws } from "./draws.js";
import type { Host } from "./host.js";
import { inlineHost } from "./host.js";
import { selectEngine } from "./engines/engines.js";
import { deepLinearForm } from "./loss.js";
import type { Loss } from "./loss.js";
import { controlRecorder, stretch } from "./samplers/controls.js";
import type { ControlRecorder } from "./samplers/controls.js";
import { deepLinearLossAt } from "./samplers/deep-linear.js";
import { combinedMixing } from "./samplers/mixing.js";
import type { Mixing } from "./samplers/mixing.js";
import type { SamplingPlan } from "./samplers/plan.js";
import { samplerFor } from "./samplers/registry.js";
import type { Job } from "./samplers/registry.js";
import { isFinished, unitCount } from "./samplers/unit.js";
import type { ChainState, UnitState } from "./samplers/unit.js";

export { geometricLadder, samplingPlan } from "./samplers/plan.js";
export type { SamplingPlan } from "./samplers/plan.js";
export { inlineHost } from "./host.js";
export type { Host } from "./host.js";

/** Draws and sample statistics. */
export interface LadderRun extends LadderDraws {
  /** The engine that ran, never `auto`. */
  readonly engine: string;
  readonly statistics: readonly RungStatistics[];
  /** False where it was interrupted: chains then hold what they had drawn. */
  readonly finished: boolean;
  /** Steps of the sampler in all chains, rungs and warm-up. */
  readonly steps: number;
  /** What a longer run of the same plan goes on from, as `resume`. */
  readonly states: readonly UnitState[];
}

export interface RungStatistics {
  readonly nbeta: number;
  /** ε of each chain after warm-up. */
  readonly stepSize: readonly number[];
  /** The share of accepted proposals over all chains; null for samplers that accept every step. */
  readonly acceptance: number | null;
  /** The share of accepted exchanges with the next colder rung (index + 1); null at the last, and without exchange. */
  readonly exchange: number | null;
}

/** How far a run is; sweeps are draws, warm-up included, summed over units. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Of the draws so far at a single temperature; null in warm-up and on a ladder. */
  readonly mixing: Mixing | null;
}

export interface RunOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the run early; what was drawn is returned with `finished: false`. */
  readonly signal?: AbortSignal;
  /** Called with the state of a unit as it advances. */
  readonly onState?: (state: UnitState) => void;
  /** States of an earlier run of this plan, which may have had fewer draws: the draws are those of an unbroken run. */
  readonly resume?: readonly UnitState[];
}

/**
 * Samples `loss` at every temperature of `plan`. Rejects with OptionError for a plan out of range, PointError with the point
 * where a population loss is negative or a loss is no number although chains come there, EngineUnavailableError for a missing
 * engine. A chain that leaves the finite numbers is listed in `divergences` and keeps the draws before that.
 */
export async function runLadder(
  loss: Loss,
  plan: SamplingPlan,
  host: Host = inlineHost,
  options: RunOptions = {},
): Promise<LadderRun> {
  const job: Job = { loss, plan };
  samplerFor(job);
  const engine = selectEngine(plan.engine).name;
  const total = unitCount(job) * (plan.burnIn + plan.draws);
  const sweeps = new Map((options.resume ?? []).map((state) => [state.unit, state.sweeps]));
  const mixings = new Map<number, Mixing>();
  const states = await host.run(
    { loss, plan: { ...plan, engine: engine as SamplingPlan["engine"] } },
    {
      start: new Map((options.resume ?? []).map((state) => [state.unit, state])),
      signal: options.signal ?? null,
      onState: options.onState ?? null,
      wantsMixing: options.onProgress !== undefined && plan.rungs.length === 1,
      onProgress: (unit, done, mixing) => {
        sweeps.set(unit, done);
        if (mixing !== null) mixings.set(unit, mixing);
        options.onProgress?.({
          done: [...sweeps.values()].reduce((a, b) => a + b, 0),
          total,
          mixing: combinedMixing([...mixings.values()]),
        });
      },
    },
  );
  return summarize(job, engine, states);
}

/** The chains of a run whose plan records positions. */
export function chainRecords(loss: Loss, plan: SamplingPlan, run: LadderRun): readonly ChainRecord[] {
  const [nbeta = NaN] = plan.rungs;
  const { name, layout } = samplerFor({ loss, plan });
  const accepting = layout.accepted !== null;
  // What gibbs records is a conditional mean of K.
  const matrices = name === "gibbs" ? deepLinearForm(loss) : null;
  return run.states
    .flatMap((state) => state.chains)
    .map((chain) => {
      const positions = chain.recording.positions.subarray(0, chain.drawn * loss.dimension);
      const at = (draw: number): Float64Array => positions.subarray(draw * loss.dimension, (draw + 1) * loss.dimension);
      const recorded = chain.draws[0]?.subarray(0, chain.drawn) ?? new Float64Array(0);
      const values = matrices === null ? recorded : recorded.map((_, draw) => deepLinearLossAt(matrices, at(draw)));
      return {
        chain: chain.chain,
        loss: values,
        positions,
        logDensity: values.map((k, draw) => {
          const square = at(draw).reduce((sum, x, i) => sum + (x - (loss.origin[i] ?? NaN)) ** 2, 0);
          return -nbeta * k - (plan.localization / 2) * square;
        }),
        acceptance: accepting ? chain.recording.acceptance.subarray(0, chain.drawn) : null,
        stepSize: chain.tuning[0]?.stepSize ?? NaN,
        diverged: chain.divergence !== null,
      };
    });
}

function summarize(job: Job, engine: string, states: readonly UnitState[]): LadderRun {
  const { plan } = job;
  const chains = states.flatMap((state) => state.chains);
  const drawn = chains.reduce((n, chain) => n + chain.drawn, 0);
  const sampler = samplerFor(job);
  const hasAcceptance = sampler.layout.accepted !== null;
  const controls = controlRecorder(sampler, plan, job.loss.origin);
  const share = (counts: readonly number[], steps: number): number =>
    steps === 0 ? 0 : counts.reduce((a, b) => a + b, 0) / steps;
  return {
    engine,
    rungs: plan.rungs.map((nbeta, r) => ({
      nbeta,
      loss: chains.map((chain) => chain.draws[r]?.slice(0, chain.drawn) ?? new Float64Array(0)),
      ...(controls === null ? {} : { controls: controlsOf(chains, r, controls) }),
    })),
    divergences: chains.flatMap((chain): readonly Divergence[] =>
      chain.divergence === null
        ? []
        : [{ chain: chain.chain, nbeta: plan.rungs[chain.divergence.rung] ?? NaN, step: chain.divergence.step }],
    ),
    statistics: plan.rungs.map((nbeta, r) => ({
      nbeta,
      stepSize: chains.map((chain) => chain.tuning[r]?.stepSize ?? NaN),
      acceptance: hasAcceptance
        ? share(
            chains.map((chain) => chain.accepted[r] ?? 0),
            drawn * plan.thin,
          )
        : null,
      exchange:
        r + 1 === plan.rungs.length || !plan.exchange
          ? null
          : share(
              chains.map((chain) => chain.swapped[r] ?? 0),
              drawn / 2,
            ),
    })),
    finished: states.every((state) => isFinished(job, state)),
    steps: states.reduce((n, s) => n + s.sweeps * s.chains.length, 0) * plan.rungs.length * plan.thin,
    states,
  };
}

function controlsOf(chains: readonly ChainState[], rung: number, { count, levels }: ControlRecorder): Controls {
  const recorded = (chain: ChainState): number => Math.floor(chain.drawn / stretch) * count;
  const sums = chains.map((chain) => chain.controls[rung]?.sums.slice(0, recorded(chain)) ?? new Float64Array(0));
  return { stretch, count, levels, sums };
}
