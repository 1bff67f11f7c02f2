import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { crepant, main } from "./crepant.js";
import type { Outcome } from "./crepant.js";

let folder = "";
let unbroken: Outcome;

const run = ["estimate", "w1^2*w2^4", "--draws", "4000", "--seed", "5", "--json"];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crepant-checkpoint-"));
  unbroken = await crepant(run);
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/**
 * The environment in which every thread first runs `code`, and its clock gains a second at each look: threads report
 * after every segment, and most reports are written, however fast the machine.
 */
function hurried(code = ""): Record<string, string> {
  const clock = "let time = 0; performance.now = () => (time += 1000);";
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(clock + code)}` };
}

/** The run with a checkpoint, sent `signal` once draws stand in the file. */
function broken(signal: NodeJS.Signals, file: string, args: readonly string[] = []): Promise<Outcome> {
  return crepant([...run, "--checkpoint", file, ...args], {
    env: hurried(),
    started: (child) => {
      const poll = setInterval(() => {
        if (!existsSync(file) || !/"drawn":[1-9]/.test(readFileSync(file, "utf8"))) return;
        clearInterval(poll);
        child.kill(signal);
      }, 5);
      child.on("close", () => {
        clearInterval(poll);
      });
    },
  });
}

async function resumes(file: string): Promise<void> {
  const resumed = await crepant([...run, "--checkpoint", file]);
  expect(resumed).toEqual(unbroken);
}

test("a run that was killed goes on from its checkpoint to the bytes of an unbroken one", async () => {
  const file = join(folder, "killed.json");
  const killed = await broken("SIGKILL", file);
  expect(killed.code === null || killed.stdout === unbroken.stdout).toBe(true);
  await resumes(file);
});

test("Ctrl-C prints what there is, never as converged, and the same command goes on", async () => {
  const file = join(folder, "interrupted.json");
  const draws = join(folder, "draws.json");
  const interrupted = await broken("SIGINT", file, ["--arviz", draws]);
  expect(interrupted.code).toBe(130);
  expect(interrupted.stderr).toMatch(/^crepant: interrupted after \d+ sampler steps; what was drawn is above\.\n$/);
  const result = JSON.parse(interrupted.stdout) as Record<string, unknown>;
  expect(result).toMatchObject({ status: "not-converged", finished: false });
  expect(result.reason).toContain("interrupted");
  expect(result.steps).toBeGreaterThan(0);
  const written = JSON.parse(readFileSync(draws, "utf8")) as { posterior: Record<string, number[][]> };
  expect(written.posterior.w1?.[0]?.length).toBeGreaterThan(0);
  await resumes(file);
});

test("a file that is no checkpoint is refused and left as it was", async () => {
  const file = join(folder, "notes.txt");
  await writeFile(file, "not a checkpoint");
  const outcome = await crepant([...run, "--checkpoint", file]);
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  expect(outcome.stderr).toMatch(/^crepant: .*checkpoint.*\n$/);
  expect(readFileSync(file, "utf8")).toBe("not a checkpoint");
});

test("a checkpoint that cannot be created is said so before anything is sampled", async () => {
  const outcome = await crepant([...run, "--checkpoint", join(folder, "no", "such", "folder.json")]);
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  expect(outcome.stderr).toMatch(/^crepant: checkpoint is .*a file that can be written \(ENOENT.*\n$/);
});

describe.runIf(process.platform !== "win32")("a disk that is full", () => {
  /** No file may grow past this many blocks of 512 or 1024 bytes. */
  const limited = (blocks: number, args: readonly string[]): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const script = `ulimit -f ${blocks}; exec "$@"`;
      const child = spawn("bash", ["-c", script, "bash", process.execPath, main, ...args]);
      const [out, err]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
      });
    });
  const short = ["estimate", "x^2*y^2", "--draws", "300", "--chains", "4", "--json"];

  it("under a checkpoint leaves the file as it was, says so, and does not end the run", async () => {
    const file = join(folder, "full.json");
    await crepant([...short, "--checkpoint", file]);
    const before = readFileSync(file, "utf8");
    const other = [...short, "--seed", "2"];
    const outcome = await limited(8, [...other, "--checkpoint", file]);
    expect(outcome.stderr).toMatch(
      /^crepant: the checkpoint .*full\.json cannot be written \(EFBIG.*; the run goes on.*\n$/,
    );
    const { code, stdout } = await crepant(other);
    expect(outcome).toMatchObject({ code, stdout });
    expect(readFileSync(file, "utf8")).toBe(before);
    expect((await readdir(folder)).filter((name) => name.startsWith("full") && name.endsWith(".part"))).toEqual([]);
  });

  it("under the draws for ArviZ is said so, and no half file is left", async () => {
    const outcome = await limited(8, [...short, "--arviz", join(folder, "half.json")]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/half\.json cannot be written: EFBIG/);
    expect((await readdir(folder)).filter((name) => name.includes("half"))).toEqual([]);
  });
});

/** Ends every worker thread that has twice reported how far it is, in the middle of its work. */
const assassin = hurried(`
  const { isMainThread, parentPort } = await import("node:worker_threads");
  if (!isMainThread) {
    const post = parentPort.postMessage.bind(parentPort);
    const now = performance.now;
    let reports = 0;
    parentPort.postMessage = (message) => {
      post(message);
      if (message.kind === "state") reports++;
    };
    performance.now = () => (reports >= 2 ? process.exit(7) : now());
  }
`);

test("a thread that dies is said so; nothing that was drawn is lost, and the same command goes on", async () => {
  const file = join(folder, "died.json");
  const outcome = await crepant([...run, "--checkpoint", file], { env: assassin });
  expect(outcome).toMatchObject({ code: 5, stdout: "" });
  expect(outcome.stderr).toMatch(
    /^crepant: .*a thread ended before its chains were done \(exit code 7\); .*goes on from there\n$/,
  );
  expect(readFileSync(file, "utf8")).toMatch(/"sweeps":[1-9]/);
  await resumes(file);
});

if (process.platform === "win32") it.skip("a full disk is not tested: Windows has no ulimit", () => undefined);
