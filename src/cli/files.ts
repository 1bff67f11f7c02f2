/** Files that commands write: whole or not at all. */
import { rename, rm, writeFile } from "node:fs/promises";
import { UsageError } from "./usage-error.js";

/** Writes beside the target and renames, so that nobody sees half a file; a text in pieces is never held whole. */
export async function writeAtomically(path: string, text: string | Iterable<string>): Promise<void> {
  const draft = `${path}.${process.pid}.part`;
  try {
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be written: ${reason}`);
  }
}
