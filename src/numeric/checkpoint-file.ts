/**
 * A host that keeps what its units have done in a file, so that a run that was killed at any time continues where the
 * file left it and gives the same draws as an unbroken one. The file is replaced atomically; it may hold several jobs
 * (an estimate makes several), each under the fingerprint of its loss and plan.
 */
import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { OptionError, SchemaError } from "../errors.js";
import type { Host } from "./host.js";
import type { Job } from "./samplers/registry.js";
import type { UnitState } from "./samplers/unit.js";

/** Milliseconds between writes while units are under way; the end of each unit is always written. */
const writeEvery = 2000;

/**
 * `host` with a checkpoint at `path`. Throws SchemaError where the file is no checkpoint. `run` rejects with OptionError
 * where it cannot be written; what was written before is kept then.
 */
export function checkpointedHost(host: Host, path: string): Host {
  const jobs = readCheckpoint(path);
  return {
    run: async (job, control) => {
      const key = fingerprint(job);
      const units = jobs.get(key) ?? new Map<number, StoredUnit>();
      jobs.set(key, units);
      let written = Date.now();
      const states = await host.run(job, {
        ...control,
        start: new Map([
          ...control.start,
          ...Array.from(units, ([unit, stored]) => [unit, unpack(job, stored)] as const),
        ]),
        onState: (state) => {
          units.set(state.unit, pack(state));
          control.onState?.(state);
          if (Date.now() - written < writeEvery) return;
          written = Date.now();
          writeCheckpoint(path, jobs);
        },
      });
      for (const state of states) units.set(state.unit, pack(state));
      writeCheckpoint(path, jobs);
      return states;
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
      drawn: natural,
      accepted: z.array(z.number()).readonly(),
      swapped: z.array(z.number()).readonly(),
      divergence: z.strictObject({ rung: natural, step: natural }).nullable(),
    }),
  ),
});

const checkpointFile = z.strictObject({
  kind: z.literal("checkpoint"),
  schema: z.literal(1),
  jobs: z.array(z.strictObject({ job: z.string(), units: z.array(storedUnit) })),
});

type StoredUnit = z.infer<typeof storedUnit>;
type CheckpointFile = z.infer<typeof checkpointFile>;
type Jobs = Map<string, Map<number, StoredUnit>>;

function readCheckpoint(path: string): Jobs {
  if (!existsSync(path)) return new Map();
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
  return new Map(parsed.data.jobs.map(({ job, units }) => [job, new Map(units.map((unit) => [unit.unit, unit]))]));
}

/** A new file beside the old one, forced to disk, then moved over it. */
function writeCheckpoint(path: string, jobs: Jobs): void {
  const file: CheckpointFile = {
    kind: "checkpoint",
    schema: 1,
    jobs: Array.from(jobs, ([job, units]) => ({ job, units: Array.from(units.values()) })),
  };
  const fresh = `${path}.new`;
  try {
    const descriptor = openSync(fresh, "w", 0o600);
    try {
      writeFileSync(descriptor, JSON.stringify(file));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(fresh, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OptionError("checkpoint", path, `a file that can be written (${reason}); what it held before is kept`);
  }
}

function fingerprint(job: Job): string {
  const plain = JSON.stringify(job, (_, value: unknown) =>
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
    })),
  };
}

function unpack(job: Job, stored: StoredUnit): UnitState {
  return {
    ...stored,
    slots: new Float64Array(fromBase64(stored.slots)),
    random: new Uint32Array(fromBase64(stored.random)),
    chains: stored.chains.map((chain) => ({
      ...chain,
      swapRandom: new Uint32Array(fromBase64(chain.swapRandom)),
      draws: chain.draws.map((text) => {
        const draws = new Float64Array(job.plan.draws);
        draws.set(new Float64Array(fromBase64(text)));
        return draws;
      }),
    })),
  };
}

function toBase64(array: Float64Array | Uint32Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

function fromBase64(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, "base64")).buffer;
}
