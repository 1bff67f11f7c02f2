/**
 * Chain-steps per second of SGLD on every engine, next to the hand-written C program `../shared/limit/sgld.c` (or the
 * path in LIMIT_SOURCE) where that file and a C compiler are present. Runs are interleaved in pairs with the C program,
 * so that a busy machine slows both; medians are compared.
 *
 *     npm run build && npm run bench:engines [-- --json]
 *
 * P1 = w1²w2², P2 = (w1w2 + w3w4)² + (w1²w2 + w3²w4)², P3 = a 2-3-1 quadratic network (no C program); n = 1000,
 * nβ = n/log n, γ = 1, ε = 1e-4, all chains from 0, K computed at every step.
 */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

import { engines, selectEngine } from "../dist/numeric/engines/engines.js";
import { GraphBuilder } from "../dist/numeric/expression/graph.js";
import { seeded } from "../dist/numeric/random/xoshiro.js";
import { samplingPlan } from "../dist/numeric/samplers/plan.js";
import { samplerFor } from "../dist/numeric/samplers/registry.js";

const pairs = 5;
const sliceMilliseconds = 120;
const nbeta = 1000 / Math.log(1000);
const limitSteps = { P1: 1_500_000, P2: 800_000 };

async function main() {
  const json = process.argv.includes("--json");
  const limit = buildLimit();
  if (limit.reason !== null) process.stderr.write(`no C program to compare with: ${limit.reason}\n`);
  const names = engines()
    .filter((e) => e.available)
    .map((e) => e.name);
  const rows = [];
  for (const cores of [...new Set([1, availableParallelism()])]) {
    const pool = Array.from({ length: cores }, () => new Worker(fileURLToPath(import.meta.url), { workerData: {} }));
    for (const problem of ["P1", "P2", "P3"]) rows.push(...(await measure(problem, cores, names, pool, limit)));
    await Promise.all(pool.map((worker) => worker.terminate()));
  }
  if (limit.folder !== null) rmSync(limit.folder, { recursive: true });
  process.stdout.write(json ? `${JSON.stringify({ rows })}\n` : table(rows));
}

/** One row for each engine: medians over interleaved rounds. */
async function measure(problem, cores, names, pool, limit) {
  const program = limit.programs[problem];
  const speeds = new Map(names.map((name) => [name, []]));
  const limits = [];
  for (const name of names) await engineSpeed(pool, name, problem);
  for (let pair = 0; pair < pairs; pair++) {
    for (const name of names) {
      if (program !== undefined) limits.push(await limitSpeed(program, problem, cores));
      speeds.get(name).push(await engineSpeed(pool, name, problem));
    }
  }
  const reference = program === undefined ? null : median(limits);
  const row = (engine, stepsPerSecond) => ({
    engine,
    problem,
    cores,
    stepsPerSecond: Math.round(stepsPerSecond),
    ratioToLimit: reference === null ? null : Number((stepsPerSecond / reference).toFixed(3)),
  });
  return [
    ...names.map((name) => row(name, median(speeds.get(name)))),
    ...(reference === null ? [] : [row("limit", reference)]),
  ];
}

async function engineSpeed(pool, engine, problem) {
  const answers = pool.map(
    (worker) =>
      new Promise((resolve, reject) => {
        worker.removeAllListeners().once("message", resolve).once("error", reject);
        worker.postMessage({ engine, problem });
      }),
  );
  return (await Promise.all(answers)).reduce((sum, speed) => sum + speed, 0);
}

async function limitSpeed(program, problem, cores) {
  const runs = Array.from({ length: cores }, () => promisify(execFile)(program, [String(limitSteps[problem])]));
  const outputs = await Promise.all(runs);
  return outputs.reduce((sum, { stdout }) => sum + 1e6 * Number(/([\d.]+) M chain-steps/.exec(stdout)?.[1]), 0);
}

/** Compiles the C program for P1 and P2 into a folder of its own, or says why not. */
function buildLimit() {
  const source = process.env.LIMIT_SOURCE ?? fileURLToPath(new URL("../../shared/limit/sgld.c", import.meta.url));
  if (!existsSync(source)) return { programs: {}, folder: null, reason: `${source} does not exist` };
  const folder = mkdtempSync(join(tmpdir(), "crepant-bench-"));
  const programs = {};
  for (const compiler of ["gcc", "cc", "clang"]) {
    try {
      for (const [problem, flag] of [
        ["P1", "-DP=1"],
        ["P2", "-DP=2"],
      ]) {
        const program = join(folder, problem);
        const flags = ["-O3", "-march=native", "-ffast-math", flag, source, "-o", program, "-lm"];
        execFileSync(compiler, flags, { stdio: "pipe" });
        programs[problem] = program;
      }
      return { programs, folder, reason: null };
    } catch (error) {
      if (error.code !== "ENOENT") return { programs: {}, folder, reason: `${compiler}: ${error.message}` };
    }
  }
  return { programs: {}, folder, reason: "no C compiler (gcc, cc or clang) is installed" };
}

/** A worker: builds each kernel once and reports steps per second of a slice of time. */
function serve() {
  const kernels = new Map();
  parentPort.on("message", ({ engine, problem }) => {
    const key = `${engine} ${problem}`;
    if (!kernels.has(key)) kernels.set(key, build(engine, problem, workerData.seed ?? 1));
    const { instance, lanes } = kernels.get(key);
    const block = engine === "js" ? 500 : 5000;
    let steps = 0;
    const start = performance.now();
    do {
      instance.run(0, 10, block);
      steps += 10 * block * lanes;
    } while (performance.now() - start < sliceMilliseconds);
    parentPort.postMessage((1e3 * steps) / (performance.now() - start));
  });
}

function build(engine, problem, seed) {
  const loss = losses[problem]();
  const sampler = samplerFor({ loss, plan: samplingPlan({ rungs: [nbeta], sampler: "sgld" }) });
  const instance = selectEngine(engine).instantiate(sampler.kernel, 1, 10);
  const lanes = instance.recorded.length / 10;
  const state = sampler.init(loss.origin, nbeta);
  state[sampler.layout.stepSize] = 1e-4;
  for (let lane = 0; lane < lanes; lane++) {
    state.forEach((value, slot) => {
      instance.slots[slot * lanes + lane] = value;
    });
    seeded(seed, lane, 0).forEach((word, i) => {
      instance.random[i * lanes + lane] = word;
    });
  }
  return { instance, lanes };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function table(rows) {
  const lines = [
    ["problem", "cores", "engine", "M steps/s", "ratio to C"],
    ...rows.map((r) => [
      r.problem,
      String(r.cores),
      r.engine,
      (r.stepsPerSecond / 1e6).toFixed(1),
      r.ratioToLimit === null ? "—" : r.ratioToLimit.toFixed(3),
    ]),
  ];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) => `${line.map((cell, i) => cell.padStart(widths[i])).join("  ")}\n`).join("");
}

const population = (dimension, expression) => () => {
  const b = new GraphBuilder();
  const root = expression(
    b,
    Array.from({ length: dimension }, (_, i) => b.parameter(i)),
  );
  return { kind: "population", dimension, origin: new Array(dimension).fill(0), graph: b.graph(), root };
};

const losses = {
  P1: population(2, (b, [x, y]) => b.square(b.multiply(x, y))),
  P2: population(4, (b, [p, q, r, s]) => {
    const first = b.add(b.multiply(p, q), b.multiply(r, s));
    const second = b.add(b.multiply(b.square(p), q), b.multiply(b.square(r), s));
    return b.add(b.square(first), b.square(second));
  }),
  // E over inputs uniform on [−1, 1]² of (A·x² + B·xy + C·y²)²: (A² + C²)/5 + (2AC + B²)/9.
  P3: population(9, (b, w) => {
    const units = [0, 1, 2].map((k) => [w[2 * k], w[2 * k + 1], w[6 + k]]);
    const sum = (term) => b.sum(units.map(term));
    const xx = sum(([u, , a]) => b.multiply(a, b.square(u)));
    const xy = sum(([u, v, a]) => b.product([b.constant(2), a, u, v]));
    const yy = sum(([, v, a]) => b.multiply(a, b.square(v)));
    return b.add(
      b.multiply(b.constant(4 / 45), b.add(b.square(xx), b.square(yy))),
      b.multiply(b.constant(1 / 9), b.add(b.square(b.add(xx, yy)), b.square(xy))),
    );
  }),
};

if (isMainThread) await main();
else serve();
