/** The ladder of temperatures on the command line: "none", "10..1e9", or its nβ one by one. */
import { OptionError } from "../errors.js";
import type { EstimateOptions } from "../numeric/plan.js";
import { geometricLadder } from "../numeric/samplers/plan.js";
import type { Arguments } from "./arguments.js";
import { finiteNumber, integerOf } from "./numbers.js";
import { UsageError } from "./usage-error.js";

type LadderOptions = Pick<EstimateOptions, "ladder" | "rungs">;

/** Rungs between two given ends. */
const usualRungs = 32;
const mostRungs = 10_000;

/** Throws OptionError, or UsageError for --rungs beside a list. */
export function ladderOptions(args: Arguments): LadderOptions {
  const rungs = integerOf(args, "rungs");
  const text = args.values.get("ladder")?.trim();
  if (text === undefined || text === "auto") return { rungs };
  const ends = text.split("..");
  if (ends.length === 2) return { ladder: between(ends.map(finiteNumber), text, rungs ?? usualRungs) };
  if (rungs !== undefined) throw new UsageError("--rungs goes with no --ladder, or with one such as 10..1e9");
  if (text === "none") return { ladder: "none" };
  const nbeta = text.split(",").map(finiteNumber);
  if (nbeta.some(Number.isNaN)) throw refusal(text);
  return { ladder: nbeta };
}

function between([from = NaN, to = NaN]: readonly number[], text: string, rungs: number): readonly number[] {
  if (!(from > 0 && from < to)) throw refusal(text);
  if (rungs < 2 || rungs > mostRungs) throw new OptionError("--rungs", String(rungs), "at least two temperatures");
  return geometricLadder(from, to, rungs);
}

function refusal(text: string): OptionError {
  return new OptionError(
    "--ladder",
    `"${text}"`,
    "none, ascending nβ such as 10,100,1000, or their ends as in 10..1e9",
  );
}
