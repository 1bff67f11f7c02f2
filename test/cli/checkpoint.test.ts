import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { crepant, main, surroundings } from "./crepant.js";
import type { Outcome } from "./crepant.js";

let folder = "";
let unbroken: Outcome;

const run = ["estimate", "w1^2*w2^4", "--draws", "1000", "--seed", "5", "--json"];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crepant-checkpoint-"));
  unbroken = await crepant(run);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** When a run is broken off: at its n-th write of a checkpoint that holds draws, before or after the file is there. */
interface Moment {
  readonly write: number;
  readonly moved: boolean;
}

/** The run with a checkpoint, which sends itself `signal` at that moment. */
function broken(signal: NodeJS.Signals, { write, moved }: Moment, file: string, args: readonly string[] = []) {
  const preload = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const { renameSync } = fs;
    let writes = 0;
    const end = () => process.kill(process.pid, "${signal}");
    fs.renameSync = (from, to) => {
      const now = /"drawn":[1-9]/.test(fs.readFileSync(from, "utf8")) && ++writes === ${write};
      if (now && !${moved}) end();
      renameSync(from, to);
      if (now && ${moved}) end();
    };
    syncBuiltinESMExports();`;
  return crepant([...run, "--checkpoint", file, ...args], { clock: "hurried", preload });
}

async function resumes(file: string): Promise<void> {
  const resumed = await crepant([...run, "--checkpoint", file]);
  expect(resumed).toEqual(unbroken);
}

test.each([
  { write: 1, moved: false },
  { write: 3, moved: true },
  { write: 6, moved: false },
  { write: 10, moved: true },
])("a run that was killed goes on from its checkpoint to the bytes of an unbroken one: %j", async (moment) => {
  const file = join(folder, `killed-${moment.write}.json`);
  expect(await broken("SIGKILL", moment, file)).toEqual({ code: null, stdout: "", stderr: "" });
  await resumes(file);
});

test("Ctrl-C prints what there is, never as converged, and the same command goes on", async () => {
  const file = join(folder, "interrupted.json");
  const draws = join(folder, "draws.json");
  const interrupted = await broken("SIGINT", { write: 1, moved: true }, file, ["--arviz", draws]);
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
  expect(outcome.stderr).toMatch(/^crepant: --checkpoint is .*a file that can be written \(ENOENT.*\n$/);
});

describe.runIf(process.platform !== "win32")("a disk that is full", () => {
  /** No file may grow past this many blocks of 512 or 1024 bytes. */
  const limited = (blocks: number, args: readonly string[]): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const script = `ulimit -f ${blocks}; exec "$@"`;
      const child = spawn("bash", ["-c", script, "bash", process.execPath, main, ...args], { env: surroundings({}) });
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
const assassin = `
  import { isMainThread, parentPort } from "node:worker_threads";
  if (!isMainThread) {
    const post = parentPort.postMessage.bind(parentPort);
    const now = performance.now;
    let reports = 0;
    parentPort.postMessage = (message) => {
      post(message);
      if (message.kind === "state") reports++;
    };
    performance.now = () => (reports >= 2 ? process.exit(7) : now());
  }`;

test("a thread that dies is said so; nothing that was drawn is lost, and the same command goes on", async () => {
  const file = join(folder, "died.json");
  const outcome = await crepant([...run, "--checkpoint", file], { clock: "hurried", preload: assassin });
  expect(outcome).toMatchObject({ code: 5, stdout: "" });
  expect(outcome.stderr).toMatch(
    /^crepant: .*a thread ended before its chains were done \(exit code 7\); .*goes on from there\n$/,
  );
  expect(readFileSync(file, "utf8")).toMatch(/"sweeps":[1-9]/);
  await resumes(file);
});

if (process.platform === "win32") it.skip("a full disk is not tested: Windows has no ulimit", () => undefined);
