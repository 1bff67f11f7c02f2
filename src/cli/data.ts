/** Data in place of the population: the flags of `estimate` for the loss of n points from a teacher. */
import { empiricalLossOf } from "../numeric/bridge.js";
import type { Loss } from "../numeric/loss.js";
import type { EstimateOptions } from "../numeric/plan.js";
import type { DataDescription } from "../report/estimate.js";
import type { LocalModel } from "../symbolic/model/model.js";
import type { Arguments, Flag } from "./arguments.js";
import { integerOf, numberOf } from "./numbers.js";
import { grouped, sampled } from "./sampling.js";
import { UsageError } from "./usage-error.js";

export const dataFlags: readonly Flag[] = grouped(sampled, [
  {
    name: "noise",
    value: "S",
    help: "sample the loss of n data points from the network f(·; w*) with this noise, in place of K",
  },
  {
    name: "batch",
    value: "N",
    help: "with --noise: data points drawn for each step (default: all of them)",
  },
]);

export interface SampledTarget {
  readonly target: Loss | LocalModel;
  readonly options: EstimateOptions;
  /** Null where K itself is sampled. */
  readonly data: DataDescription | null;
}

/**
 * What `estimate` samples: K, or with --noise the loss of n data points, kept one by one where `byRows`. Throws OptionError
 * or UsageError.
 */
export function sampledTarget(
  args: Arguments,
  local: LocalModel,
  options: EstimateOptions,
  byRows = false,
): SampledTarget {
  const noise = numberOf(args, "noise");
  const batch = integerOf(args, "batch");
  if (noise === undefined) {
    if (batch !== undefined) throw new UsageError("--batch goes with --noise: K itself has no data points");
    return { target: local, options, data: null };
  }
  const { n = 1000, seed = 1 } = options;
  const { loss, form } = empiricalLossOf(local, { n, noise, seed, byRows: byRows || batch !== undefined });
  return { target: loss, options: { ...options, n, batch }, data: { points: n, noise, form } };
}
