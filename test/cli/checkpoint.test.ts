import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { crepant } from "./crepant.js";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crepant-checkpoint-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const run = ["estimate", "w1^2*w2^4", "--draws", "4000", "--seed", "5", "--json"];

test("a run that was killed goes on from its checkpoint to the bytes of an unbroken one", async () => {
  const file = join(folder, "run.json");
  const unbroken = await crepant(run);
  const killed = await crepant([...run, "--checkpoint", file], {
    started: (child) => {
      const poll = setInterval(() => {
        if (!existsSync(file)) return;
        clearInterval(poll);
        child.kill("SIGKILL");
      }, 5);
      child.on("close", () => {
        clearInterval(poll);
      });
    },
  });
  const resumed = await crepant([...run, "--checkpoint", file]);
  expect(existsSync(file)).toBe(true);
  expect(killed.code === null || killed.stdout === unbroken.stdout).toBe(true);
  expect(resumed.stdout).toBe(unbroken.stdout);
  expect(resumed.code).toBe(unbroken.code);
});

test("a file that is no checkpoint is refused and left as it was", async () => {
  const file = join(folder, "notes.txt");
  await writeFile(file, "not a checkpoint");
  const outcome = await crepant([...run, "--checkpoint", file]);
  expect(outcome.code).toBe(2);
  expect(outcome.stdout).toBe("");
  expect(outcome.stderr).toMatch(/checkpoint/);
  expect(outcome.stderr).not.toMatch(/\n\s+at /);
});
