/** The engines that this build knows, and which of them can run here. */
import { EngineUnavailableError, OptionError } from "../../errors.js";
import { javascriptEngine } from "./javascript.js";
import type { Engine } from "./kernel.js";
import { wasmEngine, wasmMissing } from "./wasm/engine.js";

/** An engine and, where it is missing, why. */
export interface EngineStatus {
  readonly name: string;
  readonly available: boolean;
  readonly reason: string | null;
}

/** All engines, fastest available first; never throws. */
export function engines(): readonly EngineStatus[] {
  return known.map(({ name, reason }) => ({ name, available: reason() === null, reason: reason() }));
}

/**
 * The engine of that name; `auto` is the first available one. Throws OptionError for an unknown name and
 * EngineUnavailableError for one that cannot run here.
 */
export function selectEngine(name: string): Engine {
  const candidates = known.filter((k) => name === "auto" || k.name === name);
  if (candidates.length === 0)
    throw new OptionError("engine", name, `auto or one of ${known.map((k) => k.name).join(", ")}`);
  for (const { engine, reason } of candidates) if (engine !== null && reason() === null) return engine;
  const [first] = candidates;
  throw new EngineUnavailableError(name, first?.reason() ?? "no engine is present");
}

interface Known {
  readonly name: string;
  readonly engine: Engine | null;
  /** Null where it can run. */
  readonly reason: () => string | null;
}

const notBuilt = (): string => "not part of this version";

const known: readonly Known[] = [
  { name: "wasm", engine: wasmEngine, reason: wasmMissing },
  { name: "js", engine: javascriptEngine, reason: () => null },
  { name: "native", engine: null, reason: notBuilt },
  { name: "webgpu", engine: null, reason: notBuilt },
];
