/**
 * How often the solver is exact on random ideals: 200 of 1 to 3 generators in three variables (degree ≤ 5) and 200 in
 * four (degree ≤ 4), 2 s each, from fixed seeds. Every certificate is checked, and the first exact answers are compared
 * with sampled volumes; an answer that disagrees is printed on stderr and makes the exit code 1.
 *
 *     npm run bench:random [-- --count 200] [--seconds 2] [--volumes 20] [--seed 0] [--open] [--json]
 *
 * `--volumes` is the number of comparisons in each family, `--seed` is added to the seeds, `--open` prints what stays open.
 */
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { budgetUntil } from "../src/symbolic/algebra/budget.js";
import * as M from "../src/symbolic/algebra/monomial.js";
import * as P from "../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../src/symbolic/algebra/polynomial.js";
import * as Q from "../src/symbolic/algebra/rational.js";
import { resolve } from "../src/symbolic/resolution/resolve.js";
import { verifyCertificate } from "../src/verify/certificate/verify.js";
import { compareWithVolumes } from "../test/statistical/level-sets-verdict.js";
import type { VolumeVerdict } from "../test/statistical/level-sets-verdict.js";

const names = ["x", "y", "z", "w"];
const families = [
  { variables: 3, degree: 5, seed: 1, target: 0.93 },
  { variables: 4, degree: 4, seed: 2, target: 0.8 },
];

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "200" },
    seconds: { type: "string", default: "2" },
    volumes: { type: "string", default: "20" },
    seed: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
    open: { type: "boolean", default: false },
  },
});

/** How many boxes of different size a comparison may try: some seconds each where an answer stays undecided. */
const boxes = 3;

interface Row {
  readonly variables: number;
  readonly degree: number;
  readonly count: number;
  readonly exact: number;
  readonly share: number;
  readonly target: number;
  readonly refusedCertificates: number;
  readonly medianMilliseconds: number;
  readonly slowestMilliseconds: number;
  /** Exact answers compared with volumes, by outcome. */
  readonly volumes: Readonly<Record<VolumeVerdict["verdict"], number>>;
}

const rows = families.map(measure);
if (values.json) {
  console.log(JSON.stringify({ rows }));
} else {
  for (const row of rows) {
    const share = `${(100 * row.share).toFixed(1)} % exact (target ${100 * row.target} %)`;
    const times = `median ${row.medianMilliseconds} ms, slowest ${row.slowestMilliseconds} ms`;
    console.log(`${row.variables} variables, degree ≤ ${row.degree}: ${row.exact}/${row.count}, ${share}; ${times}`);
    if (row.refusedCertificates > 0) console.log(`  ${row.refusedCertificates} certificates refused`);
    const { agree, undecided, disagree } = row.volumes;
    const checked = agree + undecided + disagree;
    console.log(`  ${checked} compared with volumes: ${agree} agree, ${undecided} undecided, ${disagree} disagree`);
  }
}
if (rows.some((row) => row.volumes.disagree > 0)) process.exitCode = 1;

function measure({ variables, degree, seed, target }: (typeof families)[number]): Row {
  const count = Number(values.count);
  const random = generator(seed + Number(values.seed));
  const times: number[] = [];
  const volumes = { agree: 0, undecided: 0, disagree: 0 };
  let [exact, refusedCertificates] = [0, 0];
  for (let i = 0; i < count; i++) {
    const generators = randomIdeal(random, variables, degree);
    const start = performance.now();
    const end = start + 1000 * Number(values.seconds);
    const { certificate, range } = resolve(
      {
        variables: names.slice(0, variables),
        point: Array.from({ length: variables }, () => Q.zero),
        tree: { kind: "ideal", generators },
        norm: "squares",
      },
      budgetUntil(() => performance.now() > end),
    );
    times.push(Math.round(performance.now() - start));
    const { result } = certificate;
    const text = generators.map((g) => P.format(g, names)).join(", ");
    if (result.status === "exact") {
      if (exact++ < Number(values.volumes) && range.upper !== "infinite") {
        const { lambda, multiplicity } = range.upper;
        const claim = { lambda: 2 * Q.toNumber(lambda), multiplicity };
        const compared = compareWithVolumes(generators, variables, claim, i, boxes);
        volumes[compared.verdict]++;
        if (compared.verdict === "disagree")
          console.error(`volumes: ${compared.lambda / 2}, not ${Q.format(lambda)}: ${text}`);
      }
    } else if (values.open) {
      console.error(`${result.lower} ≤ λ ≤ ${result.upper}, ${times.at(-1) ?? 0} ms: ${text}`);
    }
    if (result.status === "exact" || result.upper !== "infinite") {
      const verification = verifyCertificate(JSON.parse(JSON.stringify(certificate)));
      if (!verification.valid) refusedCertificates++;
    }
  }
  times.sort((a, b) => a - b);
  return {
    variables,
    degree,
    count,
    exact,
    share: exact / count,
    target,
    refusedCertificates,
    medianMilliseconds: times[Math.floor(count / 2)] ?? 0,
    slowestMilliseconds: times.at(-1) ?? 0,
    volumes,
  };
}

/** 1 to 3 generators of 1 to 4 terms, each of degree 1 to the given one, coefficients ±1, ±2, ±3. */
function randomIdeal(random: (below: number) => number, variables: number, degree: number): Polynomial[] {
  const polynomial = (): Polynomial => {
    const terms = Array.from({ length: 1 + random(4) }, () => {
      const exponents = names.map(() => 0);
      for (let d = 1 + random(degree); d > 0; d--) {
        const i = random(variables);
        exponents[i] = (exponents[i] ?? 0) + 1;
      }
      const size = 1 + random(3);
      return [M.fromExponents(exponents), Q.rational(random(2) === 0 ? size : -size)] as const;
    });
    const p = P.fromTerms(terms);
    return P.isZero(p) ? polynomial() : p;
  };
  return Array.from({ length: 1 + random(3) }, polynomial);
}

/** Whole numbers in [0, below) from the minimal standard generator (Park, Miller, CACM 31, 1988). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  for (let i = 0; i < 10; i++) next();
  return (below) => Math.floor((next() / 2_147_483_647) * below);
}
