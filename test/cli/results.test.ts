import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { crepant, document } from "./crepant.js";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crepant-results-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("rlct", () => {
  test.concurrent.each([
    [["x^2*y^2"], "1/2", 2, "normal crossings"],
    [["x^2*y^4*z^2"], "1/4", 1, "monomial"],
    [["x^2+y^3"], "5/6", 1, "cusp, |K|^z"],
    [["--ideal", "x^2+y^3"], "5/12", 1, "cusp, K = f²"],
    [["(x^2-1)^2*y^2", "--at", "x=1"], "1/2", 2, "two lines cross at (1, 0)"],
    [["0.1*x^2*(1+y)^2"], "1/2", 1, "units do not count"],
    [["0"], "0", 1, "K = 0"],
    [["e^2*pi^2*i^2"], "1/2", 3, "e, i and pi are variables"],
    [["--widths", "2,1,1"], "1/2", 2, "min(1/2, n/2r), tie"],
    [["--widths", "2,2,1", "--at", "[[[1, 0], [0, 0]], [[1, 0]]]"], "5/4", 1, "truth x1², second neuron dead"],
    [["--widths", "2,2,2", "--activation", "linear"], "3/2", 1, "Aoyagi and Watanabe 2005"],
    [["--widths", "1,2,1", "--activation", "tanh"], "2/3", 1, "Aoyagi and Watanabe"],
    [["-x^2"], "1/2", 1, "an operand may start with one dash; λ of |K|"],
  ])("of %j is (%s, %i): %s", async (args, lambda, multiplicity) => {
    const result = await document(["rlct", ...args]);
    expect(result).toMatchObject({ kind: "rlct", schema: 1, status: "exact", lambda, multiplicity });
    expect(result).toHaveProperty("certificate.kind", "certificate");
  });

  test("reads a model file, and --at goes before its own point", async () => {
    const path = join(folder, "model.json");
    const model = { parameters: ["t1", "t2"], ideal: ["t1*t2", "t2^2"], at: { t1: "1/2", t2: 0 } };
    await writeFile(path, JSON.stringify(model));
    expect(await document(["rlct", path])).toMatchObject({
      lambda: "1/2",
      multiplicity: 1,
      input: { at: { t1: "1/2" } },
    });
    expect(await document(["rlct", path, "--at", "t1=0"])).toMatchObject({ lambda: "1/2", input: { at: {} } });
  });

  test("gives bounds with exit 4 when the budget ends", async () => {
    const args = ["rlct", "--widths", "3,3,3,1", "--activation", "x^3", "--budget", "100ms"];
    const result = await document(args, 4, { clock: "hurried" });
    expect(result).toMatchObject({ kind: "rlct", status: "bounds" });
    for (const field of ["lower", "upper", "reason", "certificate"]) expect(result).toHaveProperty(field);
  });

  test("gives bounds where no ideal is known", async () => {
    const result = await document(["rlct", "--widths", "30,30,30", "--activation", "tanh"], 4);
    expect(result).toMatchObject({ status: "bounds", lower: "0", upper: "900", certificate: null });
  });

  test("a certificate written to a file verifies; a changed one does not", async () => {
    const path = join(folder, "proof.json");
    const outcome = await crepant(["rlct", "(x^2-2*y^2)^2+y^6", "--certificate", path]);
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    expect(await document(["verify-certificate", path])).toMatchObject({
      kind: "verification",
      schema: 1,
      valid: true,
      status: "exact",
      lambda: "1/2",
      multiplicity: 2,
      byTheorem: [],
    });
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace('"multiplicity":2', '"multiplicity":1'));
    const refused = await document(["verify-certificate", path], 1);
    expect(refused).toMatchObject({ valid: false });
    expect(refused.reason).toContain("m = 2");
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test.each([
    ["cut off", '{"kind":"certificate","schema":1'],
    ["not JSON", "certificate"],
    ["of a wrong kind", '{"kind":"rlct","schema":1}'],
    ["of a wrong schema", '{"kind":"certificate","schema":999}'],
    ["empty", ""],
  ])("a certificate that is %s is no certificate: exit 2", async (_, text) => {
    const path = join(folder, "bad.json");
    await writeFile(path, text);
    const outcome = await crepant(["verify-certificate", path]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(/^crepant: .+\n$/);
  });
});

describe("estimate", () => {
  /** t·E[K] for K = x²y² under exp(−tK − (x²+y²)/2): y integrated out, then Simpson's rule in x = sinh u. */
  function exactTarget(t: number): number {
    const steps = 4000;
    const width = 8;
    let mass = 0;
    let weighted = 0;
    for (let i = 0; i <= steps; i++) {
      const u = -width + (2 * width * i) / steps;
      const x = Math.sinh(u);
      const simpson = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      const precision = 1 + 2 * t * x * x;
      const density = (simpson * Math.cosh(u) * Math.exp((-x * x) / 2)) / Math.sqrt(precision);
      mass += density;
      weighted += (density * t * x * x) / precision;
    }
    return weighted / mass;
  }

  test("lies within 3 MCSE of the exact finite-n value (missed by chance once in 370 seeds; the seed is fixed)", async () => {
    const target = exactTarget(144.76);
    expect(target).toBeCloseTo(0.3614, 4);
    const args = ["estimate", "w1^2*w2^2", "--nbeta", "144.76", "--localization", "1", "--seed", "1"];
    const result = await document(args);
    expect(result).toMatchObject({ kind: "estimate", schema: 1, status: "converged", seed: 1, nbeta: 144.76 });
    const { value, mcse } = result as { value: number; mcse: number };
    expect(mcse).toBeLessThanOrEqual(0.005);
    expect(Math.abs(value - target)).toBeLessThan(3 * mcse);
  });

  test("too few draws do not count as converged: exit 3", async () => {
    const result = await document(["estimate", "x^2*y^2", "--draws", "100", "--chains", "4"], 3);
    expect(result).toMatchObject({ status: "not-converged" });
  });

  test.each([
    [["--chains", "0"], "chains"],
    [["--chains", "many"], "--chains"],
    [["--chains", "1.5"], "--chains"],
    [["--n", "1"], "--n is 1"],
    [["--nbeta", "-3"], "nbeta"],
    [["--seed", "-1"], "seed"],
    [["--step-size", "0"], "--step-size is 0; expected a positive number"],
    [["--box", "1,2"], "holds w*"],
    [["--box", "1"], "--box"],
    [["--batch", "5000"], "batch"],
    [["--sampler", "gibbs"], "gibbs"],
    [["--engine", "abacus"], "abacus"],
    [["--workers", "0"], "--workers"],
    [["--at", "x=1"], "x^2 = 1"],
    [["--budget", "3s"], "--budget"],
  ])("estimate x^2 %j is bad input", async (flags, says) => {
    const outcome = await crepant(["estimate", "x^2", ...flags]);
    expect(outcome.stderr).toContain(says);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
  });

  test("a loss that is negative somewhere is bad input, with the point", async () => {
    const outcome = await crepant(["estimate", "x^3"]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(/K = -\S+ at w = \(-\S+\)/);
  });

  test("an engine that is known but absent: exit 5", async () => {
    const engines = (await document(["engines"])).engines as { name: string; available: boolean; reason: string }[];
    const missing = engines.find(({ available }) => !available);
    if (missing === undefined) return;
    expect(missing.reason).not.toBe("");
    const outcome = await crepant(["estimate", "x^2", "--engine", missing.name]);
    expect(outcome).toMatchObject({ code: 5, stdout: "" });
    expect(outcome.stderr).toContain(missing.name);
  });
});

describe("check", () => {
  const quick = ["--draws", "1500", "--chains", "4", "--seed", "1"];

  test("agrees on the main job, and the same seed prints the same bytes", async () => {
    const args = ["check", "--widths", "2,1,1", "--activation", "x^2", "--seed", "1"];
    const [first, second] = [await crepant([...args, "--json"]), await crepant([...args, "--json", "--workers", "1"])];
    expect(first.code).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    const result = JSON.parse(first.stdout) as Record<string, unknown>;
    expect(result).toMatchObject({
      kind: "check",
      schema: 1,
      verdict: "agree",
      theory: { kind: "rlct", status: "exact", lambda: "1/2", multiplicity: 2 },
      claim: null,
      estimate: { kind: "estimate", status: "converged" },
    });
    expect(result.reason).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    ["1/2,1", "proved", [0, 3]],
    ["1/3,1", "refuted", [1]],
    ["1/2,2", "refuted", [1]],
  ])("a claim of %s on x^2 is %s", async (claim, exact, codes) => {
    const outcome = await crepant(["check", "x^2", "--claim", claim, ...quick, "--json"]);
    expect(codes).toContain(outcome.code);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ claim: { exact } });
  });

  test("a claim that no proof decides is judged by sampling", async () => {
    const net = ["--widths", "1,1,1", "--activation", "relu", "--at", "[[[1]],[[1]]]"];
    const outcome = await crepant(["check", ...net, "--claim", "1/4,1", "--seed", "1", "--json"]);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ verdict: "disagree", claim: { exact: "open" } });
    expect(outcome.code).toBe(1);
  });

  test.each(["1/2", "x,1", "1/2,0", "-1,1", "1/2,1,1", "0.5,1.5"])("--claim %s is bad input", async (claim) => {
    const outcome = await crepant(["check", "x^2", `--claim=${claim}`]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain("--claim");
  });
});

describe("the terminal", () => {
  test("text has no colour where stdout is no terminal", async () => {
    const outcome = await crepant(["rlct", "x^2"], { env: { CI: "true", FORCE_COLOR: "1" } });
    expect(outcome.stdout).not.toContain("\u001b");
  });

  /** Runs `code` after the first message to a thread for which `when`, an expression in `message`, is true. */
  const atMessage = (when: string, code: string): string => `
    import { Worker } from "node:worker_threads";
    const post = Worker.prototype.postMessage;
    let done = false;
    Worker.prototype.postMessage = function (message, ...rest) {
      post.call(this, message, ...rest);
      if (!done && (${when})) { done = true; ${code} }
    };`;
  const interrupt = 'process.kill(process.pid, "SIGINT");';

  test("Ctrl-C in the middle of exact work that never ends: exit 130, says what was done", async () => {
    const endless = `
      import { isMainThread } from "node:worker_threads";
      if (!isMainThread) performance.now = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`;
    const outcome = await crepant(["rlct", "x^2"], { preload: endless + atMessage('"local" in message', interrupt) });
    expect(outcome).toMatchObject({ code: 130, stdout: "" });
    expect(outcome.stderr).toMatch(/^crepant: interrupted after \S+ s of exact work/);
  });

  test("Ctrl-C in the middle of sampling: exit 130, what was drawn is printed, never as converged", async () => {
    const preload = atMessage('"unit" in message', interrupt);
    const outcome = await crepant(["estimate", "--widths", "3,3,1", "--json"], { preload });
    expect(outcome.code).toBe(130);
    expect(outcome.stderr).toContain("crepant: interrupted");
    expect(JSON.parse(outcome.stdout)).toMatchObject({ status: "not-converged", finished: false });
  });

  test("a reader that closes the pipe ends the program without a word", async () => {
    const outcome = await crepant(["rlct", "x^2", "--json"], { started: (child) => child.stdout?.destroy() });
    expect(outcome.stderr).toBe("");
  });

  test("--version and --help", async () => {
    expect((await crepant(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await crepant(["--help"]);
    expect(help.stdout).toContain("e, i and pi too");
    expect((await crepant(["-h"])).stdout).toBe(help.stdout);
  });
});

describe("rlct --method", () => {
  test.concurrent.each([
    [["x^2+y^4", "--method", "newton-polyhedron"], 0, { status: "exact", lambda: "3/4", method: "newton-polyhedron" }],
    [["x^2+y^3", "--method", "newton-polyhedron"], 4, { status: "bounds" }],
    [["x^2+y^3", "--method", "blow-up"], 0, { status: "exact", lambda: "5/6", method: "blow-up" }],
    [["--widths", "2,2,2", "--activation", "linear", "--method", "theorem"], 0, { lambda: "3/2", method: "theorem" }],
    [["x^2+y^3", "--method", "theorem"], 4, { status: "bounds", method: "bounds" }],
    [["x^2*y^4", "--method", "theorem"], 0, { status: "exact", lambda: "1/4", method: "newton-polyhedron" }],
    [["x^2"], 0, { status: "exact", lambda: "1/2", method: "newton-polyhedron" }],
  ])("%j", async (args, code, expected) => {
    expect(await document(["rlct", ...args], code)).toMatchObject(expected);
  });

  test("an unknown method is refused with the names of all", async () => {
    const outcome = await crepant(["rlct", "x^2", "--method", "magic"]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(/--method.*magic.*newton-polyhedron, blow-up/);
  });
});
