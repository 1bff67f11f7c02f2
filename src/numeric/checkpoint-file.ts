/**
 * A host that keeps what its units have done in a file, so that a run that was killed at any time continues where the
 * file left it and gives the same draws as an unbroken one. The file is replaced atomically; it may hold several jobs
 * (an estimate makes several), each under the fingerprint of its loss and plan; a job that differs from a stored one in
 * nothing but more draws goes on from there.
 */
import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { OptionError, SchemaError } from "../errors.js";
import type { Host } from "./host.js";
import { dimensionOf } from "./samplers/recording.js";
import type { Job } from "./samplers/registry.js";
import type { UnitState } from "./samplers/unit.js";

/** Milliseconds between writes while units are under way, and how many times as long as a write they are at least. */
const writeEvery = 2000;
const shareOfTime = 20;

/**
 * `host` with a checkpoint at `path`. Throws SchemaError where the file is no checkpoint; `run` rejects with OptionError
 * where it cannot be created. Where it cannot be written later, on a full disk for instance, the run goes on, the file
 * keeps what it held, and `warn` is told so in a sentence.
 */
export function checkpointedHost(host: Host, path: string, warn: (sentence: string) => void): Host {
  const jobs = readCheckpoint(path);
  let failing = false;
  const save = (): void => {
    const reason = tryWrite(path, jobs);
    if (reason !== null && !failing) {
      warn(`the checkpoint ${path} cannot be written (${reason}); the run goes on, and the file keeps what it held`);
    }
    failing = reason !== null;
  };
  return {
    run: async (job, control) => {
      if (!existsSync(path)) create(path, jobs);
      const units = unitsOf(jobs, job);
      const start = new Map(control.start);
      for (const [unit, stored] of earlierUnits(jobs, job)) {
        if ((start.get(unit)?.sweeps ?? -1) < stored.sweeps) start.set(unit, stored);
      }
      let due = performance.now() + writeEvery;
      try {
        return await host.run(job, {
          ...control,
          start,
          onState: (state) => {
            units.set(state.unit, state);
            control.onState?.(state);
            const now = performance.now();
            if (now < due) return;
            save();
            due = performance.now() + Math.max(writeEvery, shareOfTime * (performance.now() - now));
          },
        });
      } finally {
        save();
      }
    },
  };
}

const natural = z.int().nonnegative();

/** A unit as it stands in the file: arrays as base64 of little-endian bytes. */
const storedUnit = z.strictObject({
  unit: natural,
  sweeps: natural,
  slots: z.base64(),
  random: z.base64(),
  chains: z.array(
    z.strictObject({
      chain: natural,
      swapRandom: z.base64(),
      tuning: z.array(z.strictObject({ stepSize: z.number(), windows: natural, curvature: z.number() })).readonly(),
      draws: z.array(z.base64()),
      controls: z.array(z.strictObject({ sums: z.base64(), pending: z.base64() })),
      recording: z.strictObject({ positions: z.base64(), acceptance: z.base64() }),
      drawn: natural,
      accepted: z.array(z.number()).readonly(),
      swapped: z.array(z.number()).readonly(),
      divergence: z.strictObject({ rung: natural, step: natural }).nullable(),
    }),
  ),
});

const checkpointFile = z.strictObject({
  kind: z.literal("checkpoint"),
  schema: z.literal(2),
  jobs: z.array(z.strictObject({ job: z.string(), draws: natural, units: z.array(storedUnit) })),
});

type StoredUnit = z.infer<typeof storedUnit>;
type CheckpointFile = z.infer<typeof checkpointFile>;

/** The units of a job, which is known by the fingerprint of its loss and plan but for the number of draws. */
interface StoredJob {
  readonly job: string;
  readonly draws: number;
  readonly units: Map<number, UnitState>;
}

type Jobs = StoredJob[];

/** Where the job's units are kept. */
function unitsOf(jobs: Jobs, job: Job): StoredJob["units"] {
  const key = fingerprint(job);
  const { draws } = job.plan;
  const known = jobs.find((stored) => stored.job === key && stored.draws === draws);
  if (known !== undefined) return known.units;
  const units: StoredJob["units"] = new Map();
  jobs.push({ job: key, draws, units });
  return units;
}

/** The furthest that each unit has come in a run of this plan, no further than its own number of draws. */
function earlierUnits(jobs: Jobs, job: Job): ReadonlyMap<number, UnitState> {
  const key = fingerprint(job);
  const furthest = new Map<number, UnitState>();
  for (const stored of jobs.filter((other) => other.job === key)) {
    for (const [unit, state] of stored.units) {
      const fits = state.sweeps <= job.plan.burnIn + job.plan.draws;
      if (fits && state.sweeps > (furthest.get(unit)?.sweeps ?? -1)) furthest.set(unit, state);
    }
  }
  return furthest;
}

function readCheckpoint(path: string): Jobs {
  if (!existsSync(path)) return [];
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new SchemaError(
      path,
      `expected a checkpoint file: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const parsed = checkpointFile.safeParse(file);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? "" : ` (${issue.path.join(".")}: ${issue.message})`;
    throw new SchemaError(path, `expected a checkpoint file of this program${where}`);
  }
  return parsed.data.jobs.map((stored) => ({
    ...stored,
    units: new Map(stored.units.map((unit) => [unit.unit, unpack(unit)])),
  }));
}

function create(path: string, jobs: Jobs): void {
  const reason = tryWrite(path, jobs);
  if (reason !== null) throw new OptionError("checkpoint", path, `a file that can be written (${reason})`);
}

/** A new file beside the old one, forced to disk, then moved over it. Null, or why it could not be done. */
function tryWrite(path: string, jobs: Jobs): string | null {
  const file: CheckpointFile = {
    kind: "checkpoint",
    schema: 2,
    jobs: jobs.map((stored) => ({ ...stored, units: Array.from(stored.units.values(), pack) })),
  };
  const fresh = `${path}.${process.pid}.part`;
  let made = false;
  try {
    const descriptor = openSync(fresh, "w", 0o600);
    made = true;
    try {
      writeFileSync(descriptor, JSON.stringify(file));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(fresh, path);
    return null;
  } catch (error) {
    if (made) rmSync(fresh, { force: true });
    return error instanceof Error ? error.message : String(error);
  }
}

/** Of all that a unit's draws depend on but their number. */
function fingerprint({ loss, plan }: Job): string {
  const plain = JSON.stringify({ loss, plan: { ...plan, draws: null } }, (_, value: unknown) =>
    ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")
      : value,
  );
  return createHash("sha256").update(plain).digest("hex");
}

function pack(state: UnitState): StoredUnit {
  return {
    ...state,
    slots: toBase64(state.slots),
    random: toBase64(state.random),
    chains: state.chains.map((chain) => ({
      ...chain,
      swapRandom: toBase64(chain.swapRandom),
      draws: chain.draws.map((draws) => toBase64(draws.subarray(0, chain.drawn))),
      controls: chain.controls.map(({ sums, pending }) => ({ sums: toBase64(sums), pending: toBase64(pending) })),
      recording: {
        positions: toBase64(chain.recording.positions.subarray(0, chain.drawn * dimensionOf(chain.recording))),
        acceptance: toBase64(chain.recording.acceptance.subarray(0, chain.drawn)),
      },
    })),
  };
}

function unpack(stored: StoredUnit): UnitState {
  const doubles = (text: string): Float64Array => new Float64Array(fromBase64(text));
  return {
    ...stored,
    slots: doubles(stored.slots),
    random: new Uint32Array(fromBase64(stored.random)),
    chains: stored.chains.map((chain) => ({
      ...chain,
      swapRandom: new Uint32Array(fromBase64(chain.swapRandom)),
      draws: chain.draws.map(doubles),
      controls: chain.controls.map(({ sums, pending }) => ({ sums: doubles(sums), pending: doubles(pending) })),
      recording: { positions: doubles(chain.recording.positions), acceptance: doubles(chain.recording.acceptance) },
    })),
  };
}

function toBase64(array: Float64Array | Uint32Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

function fromBase64(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, "base64")).buffer;
}
