/**
 * λ̂ = nβ·E[K] of random deep linear networks at w* with every layer [I_r 0; 0 0], against the theorem's λ (Aoyagi 2024).
 *
 *     npm run build && npm run bench:deep-linear [-- --networks 50] [--classes 1k,10k] [--chains 4] [--draws 200] [--most 800]
 *         [--json]
 *
 * n = 1e5, nβ = n/log n, γ = 1, inputs uniform on [−10, 10]; layers and widths as in arXiv 2402.03698, drawn from a fixed
 * seed until the number of weights is within a factor of 2 of the class. λ̂ is not corrected: by theory it is λ less about
 * (m − 1)/log nβ, which is the column `expected`. A network is converged by the criteria of `estimate` at a single
 * temperature; one that is not goes on to twice as many draws of a chain, up to `--most`. Seconds are of the processor, over
 * all threads.
 */
import { parseArgs } from "node:util";

import { workerHost } from "../dist/numeric/engines/workers.js";
import { criteria } from "../dist/numeric/estimate.js";
import { learningCoefficient } from "../dist/numeric/estimators/local.js";
import { next, seeded } from "../dist/numeric/random/xoshiro.js";
import { runLadder, samplingPlan } from "../dist/numeric/run.js";
import { toNumber } from "../dist/symbolic/algebra/rational.js";
import { deepLinear } from "../dist/symbolic/theorems/deep-linear.js";

const classes = {
  "1k": { parameters: 1000, layers: [2, 5], widths: [5, 50] },
  "10k": { parameters: 10_000, layers: [2, 10], widths: [5, 100] },
};
const nbeta = 1e5 / Math.log(1e5);

const { values } = parseArgs({
  options: {
    networks: { type: "string", default: "50" },
    classes: { type: "string", default: "1k,10k" },
    chains: { type: "string", default: "4" },
    draws: { type: "string", default: "200" },
    most: { type: "string", default: "800" },
    json: { type: "boolean", default: false },
  },
});
const [networks, chains, fewest, most] = [values.networks, values.chains, values.draws, values.most].map(Number);
const host = workerHost();

const columns = [
  ["class", 5, (r) => r.class],
  ["widths", -38, (r) => r.widths.join("-")],
  ["rank", 4, (r) => String(r.rank)],
  ["weights", 7, (r) => String(r.parameters)],
  ["λ", 8, (r) => r.lambda.toFixed(2)],
  ["m", 3, (r) => String(r.multiplicity)],
  ["expected", 8, (r) => r.expected.toFixed(2)],
  ["λ̂", 8, (r) => r.estimate.toFixed(2)],
  ["MCSE", 6, (r) => r.mcse.toFixed(2)],
  ["error", 8, (r) => percent(r.error)],
  ["draws", 5, (r) => String(r.draws)],
  ["R̂", 6, (r) => r.rhat.toFixed(3)],
  ["ESS", 5, (r) => r.ess.toFixed(0)],
  ["status", -13, (r) => r.status],
  ["s", 6, (r) => r.seconds.toFixed(1)],
];

const rows = [];
const summaries = [];
if (!values.json) line(columns.map(([title, width]) => pad(title, width)));
for (const name of values.classes.split(",")) {
  const random = seeded(1, 0, classes[name].parameters);
  for (let i = 0; i < networks; i++) {
    const row = await measure(name, draw(classes[name], random));
    rows.push(row);
    if (!values.json) line(columns.map(([, width, cell]) => pad(cell(row), width)));
  }
  summaries.push(summarize(name));
}
if (values.json) process.stdout.write(`${JSON.stringify({ rows, summaries })}\n`);
else for (const s of summaries) describe(s);

async function measure(name, { widths, rank }) {
  const start = process.cpuUsage();
  const loss = lossOf(widths, rank);
  const { draws, status, estimate } = await sample(loss);
  const theorem = deepLinear(widths, rank);
  const lambda = toNumber(theorem.lambda);
  const { user, system } = process.cpuUsage(start);
  return {
    class: name,
    widths,
    layers: widths.length - 1,
    rank,
    parameters: loss.dimension,
    lambda,
    multiplicity: theorem.multiplicity,
    expected: lambda - (theorem.multiplicity - 1) / Math.log(nbeta),
    estimate: estimate.value,
    mcse: estimate.mcse,
    error: estimate.value / lambda - 1,
    draws,
    rhat: estimate.rhat,
    ess: estimate.ess,
    status,
    seconds: (user + system) / 1e6,
  };
}

/** Goes on from the draws that there are until they are enough. */
async function sample(loss) {
  const burnIn = Math.ceil(fewest / 4);
  let resume = [];
  for (let draws = fewest; ; draws = Math.min(2 * draws, most)) {
    const plan = samplingPlan({ rungs: [nbeta], localization: 1, sampler: "gibbs", chains, draws, burnIn });
    const run = await runLadder(loss, plan, host, { resume });
    const estimate = learningCoefficient(run.rungs[0]);
    const status = statusOf(run, estimate);
    if (status !== "not-converged" || draws >= most) return { draws, status, estimate };
    resume = run.states;
  }
}

function statusOf(run, { value, rhat, ess, drift }) {
  if (run.divergences.length > 0 || !Number.isFinite(value)) return "diverged";
  const settled = rhat <= criteria.rhat && ess >= criteria.ess && Math.abs(drift) <= criteria.drift;
  return settled ? "converged" : "not-converged";
}

function summarize(name) {
  const own = rows.filter((r) => r.class === name);
  const finite = own.filter((r) => Number.isFinite(r.estimate));
  const sizes = finite.map((r) => Math.abs(r.error)).toSorted((a, b) => a - b);
  const at = (share) => sizes[Math.round(share * (sizes.length - 1))];
  const count = (status) => own.filter((r) => r.status === status).length;
  return {
    class: name,
    networks: own.length,
    notANumber: own.length - finite.length,
    diverged: count("diverged"),
    notConverged: count("not-converged"),
    median: at(0.5),
    quartiles: [at(0.25), at(0.75)],
    worst: at(1),
    meanError: finite.reduce((sum, r) => sum + r.error, 0) / finite.length,
    seconds: own.reduce((sum, r) => sum + r.seconds, 0),
  };
}

function describe(s) {
  line([
    `\n${s.class}: ${s.networks} networks; |error| median ${percent(s.median)}, quartiles ${percent(s.quartiles[0])} and`,
    `${percent(s.quartiles[1])}, worst ${percent(s.worst)}; mean error ${percent(s.meanError)};`,
    `${s.notANumber} not a number, ${s.diverged} diverged, ${s.notConverged} not converged; ${s.seconds.toFixed(0)} s`,
  ]);
}

function percent(x) {
  return `${(100 * x).toFixed(2)} %`;
}

/** Left-aligned for negative widths; combining accents take no room. */
function pad(text, width) {
  const room = " ".repeat(Math.max(0, Math.abs(width) - [...text.normalize("NFD").replace(/\p{M}/gu, "")].length));
  return width < 0 ? text + room : room + text;
}

function line(cells) {
  process.stdout.write(`${cells.join(" ").trimEnd()}\n`);
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
