/** What a verb is: its help and its work. Each verb is one file that exports `command`. */
import type { Arguments, Flag } from "./arguments.js";
import type { ExitCode } from "./exit.js";

export interface Command {
  /** "INPUT [flags]" */
  readonly operands: string;
  /** A paragraph on what the verb answers. */
  readonly about: string;
  readonly flags: readonly Flag[];
  /** Commands that run as they stand. */
  readonly examples: readonly string[];
  readonly run: (args: Arguments, terminal: Terminal) => Promise<ExitCode>;
}

/** The edge to the world: the result goes to `out`, everything else to `note` and `progress`. */
export interface Terminal {
  readonly out: (text: string) => void;
  /** A line on stderr. */
  readonly note: (line: string) => void;
  /** A line on stderr that the next one replaces; nothing where stderr is no terminal. */
  readonly progress: (line: string) => void;
  /** Whether stderr is a terminal. */
  readonly interactive: boolean;
  /** Whether the result may carry colours. */
  readonly colours: boolean;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}
