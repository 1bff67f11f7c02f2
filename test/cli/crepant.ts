/**
 * Runs the built command line as a user's shell would, but for the clock, which is not that of the machine: what a test
 * finds depends on no machine's speed.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** "still" if left out. */
  readonly clock?: keyof typeof clocks;
  /** A module's text that every thread of the process runs before anything else. */
  readonly preload?: string;
  /** Called once the process has started, to close a pipe for instance. */
  readonly started?: (child: ReturnType<typeof spawn>) => void;
}

const clocks = {
  /** It stands: no budget ends. */
  still: "performance.now = () => 0;",
  /** It gains a second at each look: every budget ends at once, and whatever is done now and then is done every time. */
  hurried: "let time = 0; performance.now = () => (time += 1000);",
} as const;

/** Timers of a second and more never ring. */
const timers =
  "const set = setTimeout; " +
  "globalThis.setTimeout = (f, ms, ...rest) => set(f, ms >= 1000 ? 2 ** 31 - 1 : ms, ...rest);";

/** The environment in which a process has that clock, and runs `preload` first. */
export function surroundings({ env, clock = "still", preload = "" }: Surroundings): NodeJS.ProcessEnv {
  const module = `data:text/javascript,${encodeURIComponent(`${clocks[clock]} ${timers} ${preload}`)}`;
  return { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import=${module}`, ...env };
}

export function crepant(args: readonly string[], options: Surroundings = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: options.cwd ?? root,
      env: surroundings(options),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
    options.started?.(child);
  });
}

/** The JSON document on stdout of a run that must have the given exit code. */
export async function document(
  args: readonly string[],
  code = 0,
  options: Surroundings = {},
): Promise<Record<string, unknown>> {
  const outcome = await crepant([...args, "--json"], options);
  if (outcome.code !== code) throw new Error(`exit ${outcome.code ?? "by signal"}, not ${code}: ${outcome.stderr}`);
  return JSON.parse(outcome.stdout) as Record<string, unknown>;
}
