/**
 * Reference figures: ArviZ 0.23.4 (arviz.stats.diagnostics: _rhat_rank, _ess_bulk, _ess_tail, _ess_mean, _mcse_mean) on
 * the chains below, which are made by the generator of Park and Miller, x ← 16807·x mod (2³¹ − 1), exact in doubles.
 */
import { describe, expect, it } from "vitest";
import { essBulk, essMean, essTail, mcseMean } from "../../../src/numeric/diagnostics/ess.js";
import { rhat } from "../../../src/numeric/diagnostics/rhat.js";
import { summarize } from "../../../src/numeric/diagnostics/summary.js";

const modulus = 2_147_483_647;

function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % modulus) / modulus;
}

function chains(count: number, draws: number, draw: (chain: number, index: number) => number): Float64Array[] {
  return Array.from({ length: count }, (_, c) => Float64Array.from({ length: draws }, (_, i) => draw(c, i)));
}

function autoregressive(seed: number, count: number, draws: number, coefficient: number): Float64Array[] {
  const next = uniform(seed);
  let x = 0;
  return chains(count, draws, (_, i) => (x = coefficient * (i === 0 ? 0 : x) + next() - 0.5));
}

function transformed(seed: number, count: number, draws: number, f: (u: number, chain: number) => number) {
  const next = uniform(seed);
  return chains(count, draws, (chain) => f(next(), chain));
}

interface Reference {
  readonly name: string;
  readonly chains: Float64Array[];
  readonly rhat: number;
  readonly bulk: number;
  readonly tail: number;
  readonly mean: number;
  readonly mcse: number;
}

const references: readonly Reference[] = [
  {
    name: "independent draws",
    chains: transformed(1, 4, 250, (u) => u),
    rhat: 1.000431960879744,
    bulk: 952.4549729754661,
    tail: 981.1763682098905,
    mean: 940.6116154096936,
    mcse: 0.00915448785817481,
  },
  {
    name: "autoregressive chains, coefficient 0.9",
    chains: autoregressive(2, 4, 1000, 0.9),
    rhat: 1.0245571120252668,
    bulk: 223.64253995427262,
    tail: 439.98925875574145,
    mean: 222.44992674781008,
    mcse: 0.044420786725385866,
  },
  {
    name: "antithetic chains, whose ESS is above the number of draws",
    chains: autoregressive(3, 2, 400, -0.6),
    rhat: 0.9996577602286272,
    bulk: 2322.471989593555,
    tail: 608.6686621489813,
    mean: 2322.471989593555,
    mcse: 0.007303169149954685,
  },
  {
    name: "draws without a mean, an odd number of them",
    chains: transformed(4, 3, 301, (u) => 1 / u),
    rhat: 1.0118751936762809,
    bulk: 838.546360159312,
    tail: 909.2309735633714,
    mean: 900.1512345211149,
    mcse: 35.54097358103429,
  },
  {
    name: "chains that differ in location",
    chains: transformed(5, 4, 200, (u, chain) => u + 0.1 * chain),
    rhat: 1.0993297335456673,
    bulk: 30.893320890577495,
    tail: 121.8739270478464,
    mean: 37.19749281314347,
    mcse: 0.049740251032752106,
  },
  {
    name: "chains that differ in scale",
    chains: transformed(6, 4, 200, (u, chain) => (u - 0.5) * (chain + 1)),
    rhat: 1.212896859833807,
    bulk: 742.9992948560695,
    tail: 86.2930105909997,
    mean: 750.865761380641,
    mcse: 0.02922146953993619,
  },
  {
    name: "draws with ties",
    chains: transformed(7, 2, 150, (u) => Math.floor(u * 5)),
    rhat: 1.0080038939181613,
    bulk: 233.5925098452103,
    tail: 216.1673110875741,
    mean: 232.50557004188462,
    mcse: 0.09268357485420246,
  },
  {
    name: "slow chains, whose long lags come from the Fourier transform",
    chains: autoregressive(8, 2, 2000, 0.995),
    rhat: 1.087868751874336,
    bulk: 17.97280405380719,
    tail: 66.55843750807163,
    mean: 16.907220215987774,
    mcse: 0.6269547925601605,
  },
];

describe.each(references)("$name", (reference) => {
  const near = (found: number, expected: number): void => {
    expect(Math.abs(found / expected - 1)).toBeLessThan(1e-9);
  };
  it("has the R̂ of the reference", () => {
    near(rhat(reference.chains), reference.rhat);
  });
  it("has the effective sample sizes of the reference", () => {
    near(essBulk(reference.chains), reference.bulk);
    near(essTail(reference.chains), reference.tail);
    near(essMean(reference.chains), reference.mean);
  });
  it("has the standard error of the reference", () => {
    near(mcseMean(reference.chains), reference.mcse);
  });
});

describe("draws that say nothing", () => {
  const good = transformed(9, 4, 100, (u) => u);

  it.each([NaN, Infinity])("one draw %d makes every figure NaN", (bad) => {
    const spoilt = good.map((c) => Float64Array.from(c));
    const [first] = spoilt;
    if (first !== undefined) first[37] = bad;
    for (const figure of [rhat, essBulk, essTail, essMean, mcseMean]) expect(figure(spoilt)).toBeNaN();
  });

  it("chains that never move have no effective sample size and no R̂", () => {
    const stuck = chains(4, 100, () => 3);
    for (const figure of [rhat, essBulk, essTail, essMean]) expect(figure(stuck)).toBeNaN();
  });

  it("a chain that stopped early is left out", () => {
    const [first, ...others] = good;
    const cut = [first?.subarray(0, 40) ?? new Float64Array(), ...others];
    expect(summarize(cut)).toEqual(summarize(others));
  });

  it("no chain at all has no figures", () => {
    expect(summarize([]).mean).toBeNaN();
    expect(summarize([]).ess).toBeNaN();
  });
});
