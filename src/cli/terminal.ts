/** The process's streams and Ctrl-C. */
import { isatty } from "node:tty";
import { exit } from "./exit.js";
import type { Terminal } from "./command.js";

/** A closed pipe, as in `crepant … | head -1`, ends the program without a word. */
export function openTerminal(): Terminal & { readonly close: () => void } {
  const abort = new AbortController();
  let progressShown = false;
  const clear = (): void => {
    if (progressShown) process.stderr.write("\r\u001b[K");
    progressShown = false;
  };
  const interrupt = (): void => {
    if (abort.signal.aborted) process.exit(exit.interrupted);
    abort.abort();
  };
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit();
      throw error;
    });
  }
  process.on("SIGINT", interrupt);
  return {
    out: (text) => {
      clear();
      process.stdout.write(text);
    },
    note: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!isatty(2)) return;
      process.stderr.write(`\r\u001b[K${line.slice(0, Math.max(20, process.stderr.columns - 1))}`);
      progressShown = true;
    },
    interactive: isatty(2),
    colours: isatty(1) && (process.env.NO_COLOR ?? "") === "",
    interrupted: abort.signal,
    close: () => {
      clear();
      process.off("SIGINT", interrupt);
    },
  };
}
