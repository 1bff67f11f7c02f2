/** `estimate --estimator` on the built command line. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, test } from "vitest";
import { crepant, document } from "./crepant.js";

const crossing = ["estimate", "x^2*y^2"];
const line = ["estimate", "--widths", "1,1", "--activation", "linear", "--noise", "0.8", "--n", "50"];

test.concurrent.each([
  ["wbic", crossing, [], { nbeta: expect.closeTo(144.7648, 3) as number, functionalVariance: null }],
  ["regression", crossing, ["--ladder", "50,500"], { nbeta: null, plan: { ladder: { kind: "given" } } }],
  ["volume", crossing, ["--ladder", "10..1e6", "--rungs", "7"], { nbeta: null, plan: { ladder: { kind: "given" } } }],
  ["waic", line, [], { nbeta: 50, functionalVariance: { status: "converged" }, data: { form: "rows" } }],
  ["regression", line, ["--rungs", "3"], { data: { points: 50, noise: 0.8 } }],
])("%s of %j gives a figure with its diagnostics", async (name, input, flags, expected) => {
  const result = await document([...input, "--estimator", name, ...flags]);
  expect(result).toMatchObject({ kind: "estimate", schema: 1, estimator: name, status: "converged", ...expected });
  expect(result.mcse).toBeGreaterThan(0);
  expect(result.ess).toBeGreaterThan(400);
  expect(result.rhat).toBeLessThan(1.01);
});

it("shows the figure as text", async () => {
  const { stdout } = await crepant([...line, "--estimator", "waic"]);
  expect(stdout).toMatch(/ WAIC +-?0\.\d+ ± 0\.\d+ more than L_n\(w\*\), n = 50, β = 1\n/);
  expect(stdout).toMatch(/ V +\d\.\d+ ± 0\.\d+, the functional variance\n/);
  expect(stdout).toMatch(/ status +converged\. /);
});

it("does not depend on the number of threads, and goes on from a checkpoint of this plan alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crepant-estimators-"));
  try {
    const kept = ["--checkpoint", join(folder, "run.json")];
    const run = [...crossing, "--estimator", "regression", "--draws", "300", "--sampler", "hmc", "--json"];
    const many = await crepant(run);
    expect(await crepant([...run, "--workers", "1", ...kept])).toEqual(many);
    expect(await crepant([...run, ...kept])).toEqual(many);
    const longer = [...run, "--leapfrog-steps", "12"];
    const other = await crepant([...longer, ...kept]);
    expect(other.stdout).not.toBe(many.stdout);
    expect(other).toEqual(await crepant(longer));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it.concurrent.each([
  [[...crossing, "--estimator", "aic"], '--estimator is "aic"; expected one of lambda, wbic, regression, volume, waic'],
  [[...crossing, "--estimator", "waic"], "--estimator waic needs data points: give --noise"],
  [[...line, "--estimator", "volume"], "leave out --noise"],
  [[...crossing, "--estimator", "wbic", "--nbeta", "50"], "--nbeta is 50; expected none, or n/log n"],
  [[...crossing, "--estimator", "regression", "--sampler", "sgld"], "--sampler is sgld; expected mixture, mala or hmc"],
  [[...crossing, "--estimator", "wbic", "--arviz", "draws.json"], "--arviz goes with --estimator lambda"],
])("%j is bad input", async (args, says) => {
  const outcome = await crepant(args);
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  expect(outcome.stderr).toContain(says);
  expect(outcome.stderr).toMatch(/^crepant: .+\n(See crepant .*--help\.\n)?$/);
});
