/**
 * λ̂ of random deep linear networks at w* with every layer [I_r 0; 0 0], against the theorem's λ (Aoyagi 2024).
 *
 *     npm run build && npm run bench:deep-linear [-- --networks 50] [--classes 1k,10k] [--json]
 *
 * n = 1e5, nβ = n/log n, γ = 1, inputs uniform on [−10, 10]; layers and widths as in arXiv 2402.03698, drawn from a fixed
 * seed until the number of weights is within a factor of 2 of the class.
 */
import { parseArgs } from "node:util";

import { workerHost } from "../dist/numeric/engines/workers.js";
import { next, seeded } from "../dist/numeric/random/xoshiro.js";
import { runLadder, samplingPlan } from "../dist/numeric/run.js";
import { toNumber } from "../dist/symbolic/algebra/rational.js";
import { deepLinear } from "../dist/symbolic/theorems/deep-linear.js";

const classes = {
  "1k": { parameters: 1000, layers: [2, 5], widths: [5, 50] },
  "10k": { parameters: 10_000, layers: [2, 10], widths: [5, 100] },
};

const { values } = parseArgs({
  options: {
    networks: { type: "string", default: "50" },
    classes: { type: "string", default: "1k,10k" },
    json: { type: "boolean", default: false },
  },
});
const networks = Number(values.networks);
const nbeta = 1e5 / Math.log(1e5);
const plan = samplingPlan({
  rungs: [nbeta],
  localization: 1,
  sampler: "hmc",
  chains: 8,
  draws: 60,
  burnIn: 160,
  thin: 1,
});
const host = workerHost();

const rows = [];
for (const name of values.classes.split(",")) {
  const random = seeded(1, 0, classes[name].parameters);
  const errors = [];
  let failed = 0;
  const start = performance.now();
  for (let i = 0; i < networks; i++) {
    const { widths, rank } = draw(classes[name], random);
    const truth = toNumber(deepLinear(widths, rank).lambda);
    const run = await runLadder(lossOf(widths, rank), plan, host);
    const chains = run.rungs[0].loss.map((chain) => (nbeta * chain.reduce((a, b) => a + b, 0)) / chain.length);
    const estimate = chains.reduce((a, b) => a + b, 0) / chains.length;
    if (Number.isFinite(estimate)) errors.push(estimate / truth - 1);
    else failed++;
    process.stderr.write(`${name} ${widths.join("-")} rank ${rank}: ${estimate.toFixed(2)} (theorem ${truth})\n`);
  }
  const seconds = (performance.now() - start) / 1000;
  const sizes = errors.map(Math.abs).toSorted((a, b) => a - b);
  const at = (share) => sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))];
  const bias = errors.reduce((a, b) => a + b, 0) / errors.length;
  rows.push({ class: name, networks, failed, median: at(0.5), p90: at(0.9), worst: at(1), bias, seconds });
}

if (values.json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
else {
  const percent = (x) => `${(100 * x).toFixed(1)} %`.padStart(8);
  process.stdout.write("class  networks  no number  median    90 %     worst    mean error   s a network\n");
  for (const r of rows) {
    process.stdout.write(
      `${r.class.padEnd(5)}  ${String(r.networks).padStart(8)}  ${String(r.failed).padStart(9)} ${percent(r.median)} ` +
        `${percent(r.p90)} ${percent(r.worst)}  ${percent(r.bias)}  ${(r.seconds / r.networks).toFixed(1).padStart(8)}\n`,
    );
  }
}

function draw({ parameters, layers, widths: range }, random) {
  const between = ([low, high]) => low + Math.floor((next(random) / 2 ** 32) * (high - low + 1));
  for (;;) {
    const widths = Array.from({ length: between(layers) + 1 }, () => between(range));
    const total = widths.slice(1).reduce((sum, width, l) => sum + width * widths[l], 0);
    if (total < parameters / 2 || total > parameters * 2) continue;
    return { widths, rank: between([0, Math.min(...widths)]) };
  }
}

function lossOf(widths, rank) {
  const origin = widths
    .slice(1)
    .flatMap((rows, l) =>
      Array.from({ length: rows * widths[l] }, (_, i) =>
        i % widths[l] === Math.floor(i / widths[l]) && i % widths[l] < rank ? 1 : 0,
      ),
    );
  return { kind: "deep-linear", dimension: origin.length, origin, widths, scale: 100 / 3 };
}
