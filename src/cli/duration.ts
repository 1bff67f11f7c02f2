/** Durations on the command line. */
import { OptionError } from "../errors.js";

const units: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, "": 1, m: 60, min: 60, h: 3600 };

/** "10s", "500ms", "2m", "1.5" (seconds) in seconds; positive and at most a day. */
export function parseDuration(option: string, text: string): number {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim()) ?? [];
  const seconds = Number(digits) * (units[unit] ?? NaN);
  if (digits === "" || !(seconds > 0 && seconds <= 86_400)) {
    throw new OptionError(option, `"${text}"`, "a positive time of at most a day, such as 10s, 500ms or 2m");
  }
  return seconds;
}
