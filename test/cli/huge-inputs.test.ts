/**
 * Inputs for which the budget is far too small: what is said is proved, and the work that it takes stays within the
 * reserves. Counted in steps, and on a clock by which a budget of 1 ms ends at once.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseArguments } from "../../src/cli/arguments.js";
import { inputFlags, readInput } from "../../src/cli/input.js";
import { stepBudget } from "../../src/symbolic/algebra/budget.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { rlct } from "../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../src/verify/certificate/verify.js";
import { crepant, document } from "./crepant.js";
import { huge } from "./huge.js";

/** The reserves come to some 50 000 steps, and single pieces of work on the largest inputs are as dear. */
const most = 150_000;

describe("a budget of one step", () => {
  test.each(Object.entries(huge))("%s", async (_, args) => {
    const local = await readInput(parseArguments(args, inputFlags));
    const budget = stepBudget(1);
    const result = rlct(local, { budget });
    expect(budget.steps).toBeLessThan(most);
    expect(verifyCertificate(result.certificate)).toMatchObject({ valid: true, status: result.status });
    if (result.status === "exact") return;
    const half = Q.rational(local.model.parameters.length, local.model.kind === "polynomial" ? 1 : 2);
    expect(Q.compare(result.lower, result.upper)).toBeLessThanOrEqual(0);
    expect(Q.compare(result.upper, half)).toBeLessThanOrEqual(0);
  });
});

describe("--budget 1ms", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "crepant-huge-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const hurried = { clock: "hurried" } as const;

  test.each<[string, number, string, Record<string, unknown>]>([
    ["rlct", 4, "50 variables, many generators", { kind: "rlct", status: "bounds" }],
    ["rlct", 4, "a deep wide network", { kind: "rlct", status: "bounds" }],
    ["locus", 4, "500 generators in the plane", { kind: "locus" }],
    ["locus", 4, "a deep wide network", { kind: "locus" }],
  ])("%s: exit %i for %s", async (verb, code, name, expected) => {
    const found = await document([verb, ...(huge[name] ?? []), "--budget", "1ms"], code, hurried);
    expect(found).toMatchObject(expected);
  });

  test("the certificate of such bounds is accepted", async () => {
    const file = join(folder, "proof.json");
    const args = huge["500 generators in 50 variables"] ?? [];
    const outcome = await crepant(["rlct", ...args, "--budget", "1ms", "--certificate", file], hurried);
    expect(outcome.code).toBe(4);
    expect(await document(["verify-certificate", file])).toMatchObject({ valid: true, status: "bounds" });
  });

  test.each([
    [["rlct", "x^10000*y^9998"], "limit of 1000"],
    [["rlct", `${"(".repeat(200)}x^2${")".repeat(200)}`], "nesting depth"],
    [["locus", "(a+b+c+d+e+f)^60+a"], "limit of 20000"],
  ])("past the limits on inputs: %j is refused in one sentence", async (args, says) => {
    const outcome = await crepant([...args, "--budget", "1ms"], hurried);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(/^crepant: .+\n(See crepant .*--help\.\n)?$/);
    expect(outcome.stderr).toContain(says);
  });
});
