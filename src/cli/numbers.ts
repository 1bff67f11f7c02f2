/** Numbers on the command line. */
import { OptionError } from "../errors.js";
import type { Arguments } from "./arguments.js";

/** The value of --name as a finite number; undefined where it is not given. Ranges are the business of who uses it. */
export function numberOf(args: Arguments, name: string): number | undefined {
  const text = args.values.get(name);
  if (text === undefined) return undefined;
  const value = finiteNumber(text);
  if (Number.isNaN(value)) throw new OptionError(`--${name}`, `"${text}"`, "a number");
  return value;
}

/** The number that the text is; NaN where it is none, or none that a double holds. */
export function finiteNumber(text: string): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text.trim()) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : NaN;
}

/** The same for whole numbers. */
export function integerOf(args: Arguments, name: string): number | undefined {
  const value = numberOf(args, name);
  if (value !== undefined && !Number.isSafeInteger(value)) {
    throw new OptionError(`--${name}`, `"${args.values.get(name) ?? ""}"`, "an integer");
  }
  return value;
}
