/** Runs the built command line as a user's shell would. */
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
  /** Called once the process has started, to interrupt it or to close a pipe. */
  readonly started?: (child: ReturnType<typeof spawn>) => void;
}

export function crepant(args: readonly string[], { cwd, env, started }: Surroundings = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: cwd ?? root,
      env: { ...process.env, ...env },
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
    started?.(child);
  });
}

/** The JSON document on stdout of a run that must have the given exit code. */
export async function document(args: readonly string[], code = 0): Promise<Record<string, unknown>> {
  const outcome = await crepant([...args, "--json"]);
  if (outcome.code !== code) throw new Error(`exit ${outcome.code ?? "by signal"}, not ${code}: ${outcome.stderr}`);
  return JSON.parse(outcome.stdout) as Record<string, unknown>;
}
