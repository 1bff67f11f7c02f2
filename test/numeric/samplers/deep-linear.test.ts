/**
 * The Gibbs sampler of wide linear networks: its parts against the same loss as an expression and against exact laws, the
 * whole against exact moments, other samplers and the theorem. Seeds are fixed; how often a statistical comparison would
 * fail by chance stands next to it.
 */
import { describe, expect, it } from "vitest";
import { engines, selectEngine } from "../../../src/numeric/engines/engines.js";
import { slotAddress } from "../../../src/numeric/engines/kernel.js";
import { learningCoefficient } from "../../../src/numeric/estimators/local.js";
import type { NodeId } from "../../../src/numeric/expression/graph.js";
import type { DeepLinearLoss, PopulationLoss } from "../../../src/numeric/loss.js";
import { identity, product, transposed, zeros } from "../../../src/numeric/matrices/matrix.js";
import type { Matrix } from "../../../src/numeric/matrices/matrix.js";
import { normalMatrix } from "../../../src/numeric/matrices/normals.js";
import { uniform } from "../../../src/numeric/random/variates.js";
import { next, seeded } from "../../../src/numeric/random/xoshiro.js";
import { automaticSampler } from "../../../src/numeric/samplers/registry.js";
import { chainRecords, runLadder, samplingPlan } from "../../../src/numeric/run.js";
import { changeBases } from "../../../src/numeric/samplers/deep-linear-bases.js";
import type { Neighbours, Variates } from "../../../src/numeric/samplers/deep-linear-bases.js";
import { drawLayer, emptyFactor, extended, squaredNorm } from "../../../src/numeric/samplers/deep-linear-layer.js";
import type { Conditional, Factor } from "../../../src/numeric/samplers/deep-linear-layer.js";
import { deepLinearGibbs, deepLinearLossAt, layersOf } from "../../../src/numeric/samplers/deep-linear.js";
import { evaluateAt } from "../../../src/numeric/samplers/target.js";
import { toNumber } from "../../../src/symbolic/algebra/rational.js";
import { deepLinear } from "../../../src/symbolic/theorems/deep-linear.js";
import { chainMeans, startChains, zScore } from "../chains.js";
import { population } from "../losses.js";

/** ‖W_L⋯W_1 − B‖²_F/3 as an expression, at w*. */
function unrolled(widths: readonly number[], origin: readonly number[]): PopulationLoss {
  const loss = population(origin.length, (b, w) => {
    const multiply = (entry: (index: number) => NodeId): readonly NodeId[][] => {
      let index = 0;
      const layers = widths
        .slice(1)
        .map((rows, l) =>
          Array.from({ length: rows }, () => Array.from({ length: widths[l] ?? 0 }, () => entry(index++))),
        );
      return layers.reduce((before, layer) =>
        layer.map((row) =>
          (before[0] ?? []).map((_, j) => b.sum(row.map((x, k) => b.multiply(x, before[k]?.[j] ?? 0)))),
        ),
      );
    };
    const truth = multiply((i) => b.constant(origin[i] ?? 0)).flat();
    const entries = multiply((i) => w[i] ?? 0).flat();
    const squares = entries.map((x, i) => b.square(b.subtract(x, truth[i] ?? 0)));
    return b.multiply(b.constant(1 / 3), b.sum(squares));
  });
  return { ...loss, origin };
}

function weightsOf(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, l) => sum + width * (widths[l] ?? 0), 0);
}

function lossAt(widths: readonly number[], origin: readonly number[]): DeepLinearLoss {
  return { kind: "deep-linear", dimension: origin.length, origin, widths, scale: 1 / 3 };
}

/** At w* with every layer [I_r 0; 0 0]. */
function balanced(widths: readonly number[], rank: number): DeepLinearLoss {
  const origin = widths
    .slice(1)
    .flatMap((rows, l) =>
      Array.from({ length: rows }, (_, i) =>
        Array.from({ length: widths[l] ?? 0 }, (_, j) => (i === j && i < rank ? 1 : 0)),
      ).flat(),
    );
  return lossAt(widths, origin);
}

const widths = [3, 2, 4, 2];
const origin = Array.from({ length: weightsOf(widths) }, (_, i) => Math.round(2 * Math.sin(3 * i + 1)) / 2);
const loss = lossAt(widths, origin);
const expression = unrolled(widths, origin);
const [nbeta, localization] = [50, 0.7];

function point(trial: number): number[] {
  return origin.map((x, i) => x + 0.5 * Math.sin(i * (trial + 1) + trial));
}

/** nβ·K + (γ/2)|w − w*|² and its gradient, from the expression. */
function energy(w: readonly number[]): { readonly value: number; readonly gradient: readonly number[] } {
  const target = { loss: expression, localization, box: null, batch: null };
  const { loss: k, gradient } = evaluateAt(target, w);
  const distance = w.reduce((sum, x, i) => sum + (x - (origin[i] ?? NaN)) ** 2, 0);
  return {
    value: nbeta * k + (localization / 2) * distance,
    gradient: gradient.map((g, i) => nbeta * g + localization * ((w[i] ?? NaN) - (origin[i] ?? NaN))),
  };
}

const kernels = selectEngine("auto").matrices();

function factor(parts: readonly Matrix[], side: Matrix): Factor {
  return parts.reduce((before, layer) => extended(before, layer, kernels), emptyFactor(side));
}

/** The density of layer l at w given the others. */
function conditionalAt(w: readonly number[], l: number): Conditional {
  const layers = layersOf(loss, w);
  const origins = layersOf(loss, origin);
  const truth = origins.reduce((before, layer) => product(layer, before));
  return {
    after: factor(layers.slice(l + 1).reverse(), truth),
    before: factor(layers.slice(0, l).map(transposed), identity(widths[0] ?? 0)),
    origin: origins[l] ?? zeros(0, 0),
    truthSquare: squaredNorm(truth),
    weight: nbeta / 3,
    localization,
  };
}

function withLayer(w: readonly number[], l: number, layer: Matrix): number[] {
  return layersOf(loss, w).flatMap((own, i) => Array.from(i === l ? layer.values : own.values));
}

function noise(rows: number, columns: number, k: number): Matrix {
  return {
    rows,
    columns,
    values: Float64Array.from({ length: rows * columns }, (_, i) => 2 * Math.sin(k * i * i + 1)),
  };
}

function variates(seed: number, noiseScale = 1): Variates {
  const state = seeded(seed, 0, 0);
  return {
    normals: (rows, columns) => {
      const result = normalMatrix(rows, columns, state);
      return { ...result, values: result.values.map((x) => noiseScale * x) };
    },
    uniform: () => uniform(next(state)),
  };
}

describe("the matrices of a wide linear network", () => {
  it("give the loss of the unrolled expression", () => {
    const target = { loss: expression, localization: 1, box: null, batch: null };
    for (let trial = 0; trial < 5; trial++) {
      expect(deepLinearLossAt(loss, point(trial))).toBeCloseTo(evaluateAt(target, point(trial)).loss, 12);
    }
    expect(deepLinearLossAt(loss, origin)).toBe(0);
  });

  for (const l of [0, 1, 2]) {
    it(`draw layer ${l} from its density: the energy is stationary at the mean and ½|z|² above it for noise z`, () => {
      for (let trial = 0; trial < 4; trial++) {
        const w = point(trial);
        const c = conditionalAt(w, l);
        const { rows, columns } = c.origin;
        const mean = energy(withLayer(w, l, drawLayer(c, zeros(rows, columns), kernels).layer));
        const own = layersOf(loss, mean.gradient)[l];
        expect(Math.max(...(own?.values ?? [NaN]).map(Math.abs))).toBeLessThan(1e-10);
        const z = noise(rows, columns, trial + 2);
        const excess = energy(withLayer(w, l, drawLayer(c, z, kernels).layer)).value - mean.value;
        expect(excess).toBeCloseTo(z.values.reduce((sum, x) => sum + x * x, 0) / 2, 9);
      }
    });

    it(`know the mean of K over draws of layer ${l}`, () => {
      const w = point(l);
      const c = conditionalAt(w, l);
      const { rows, columns } = c.origin;
      const lossWith = (z: Matrix): number => deepLinearLossAt(loss, withLayer(w, l, drawLayer(c, z, kernels).layer));
      const centre = lossWith(zeros(rows, columns));
      // K is quadratic in the layer: its mean exceeds that at the mean by the sum of its second differences.
      let mean = centre;
      for (let i = 0; i < rows * columns; i++) {
        const [plus, minus] = [1, -1].map((sign) => {
          const z = zeros(rows, columns);
          z.values[i] = sign;
          return lossWith(z);
        });
        mean += ((plus ?? NaN) + (minus ?? NaN)) / 2 - centre;
      }
      expect(drawLayer(c, noise(rows, columns, 3), kernels).expected / 3).toBeCloseTo(mean, 11);
    });
  }

  it("keep their product under changes of basis", () => {
    const layers = layersOf(loss, point(1));
    const origins = layersOf(loss, origin);
    const [before = zeros(0, 0), after = zeros(0, 0)] = layers.slice(1);
    const [before0 = zeros(0, 0), after0 = zeros(0, 0)] = origins.slice(1);
    const atOrigin = { before: before0, after: after0 };
    const changed = changeBases({ before, after }, atOrigin, localization, variates(1), kernels);
    const [was, is] = [product(after, before), product(changed.after, changed.before)];
    was.values.forEach((x, i) => {
      expect(is.values[i]).toBeCloseTo(x, 12);
    });
    expect(changed.before.values.some((x, i) => Math.abs(x - (before.values[i] ?? NaN)) > 0.1)).toBe(true);
  });
});

/**
 * The exact E[nβ·K] and E|W_1|² of widths M-1-N at w* = 0, γ = 1: with s = |W_1|² ~ χ²_M and u = 2·nβ·scale·s, integrating out W_2 gives
 * the density ∝ (1 + u)^(−N/2) of s relative to χ²_M, and E[nβ·K | s] = (N/2)·u/(1 + u).
 */
function oneHiddenUnit(
  inputs: number,
  outputs: number,
  weight: number,
): { readonly loss: number; readonly square: number } {
  let [total, loss, square] = [0, 0, 0];
  for (let x = -60; x < 8; x += 1e-3) {
    const s = Math.exp(x);
    const u = 2 * weight * s;
    const density = s ** (inputs / 2) * Math.exp(-s / 2) * (1 + u) ** (-outputs / 2);
    total += density;
    loss += (density * (outputs / 2) * u) / (1 + u);
    square += density * s;
  }
  return { loss: loss / total, square: square / total };
}

function turned({ before, after }: Neighbours): Neighbours {
  return { before: transposed(after), after: transposed(before) };
}

describe("one hidden unit", () => {
  // |z| > 5 with 64 chains (Student's t) happens by chance once in 200 000 comparisons.
  const [chains, steps, within] = [64, 150, 5];
  const unit = balanced([6, 1, 2], 0);
  const weight = 1000 * unit.scale;
  const truth = oneHiddenUnit(6, 2, weight);

  /** The moments of chains made of the same parts as the sampler, some of them broken, in standard errors. */
  function composed(mistake: { readonly noise?: number; readonly localization?: number; readonly swapped?: boolean }) {
    const losses: number[] = [];
    const squares: number[] = [];
    for (let chain = 0; chain < chains; chain++) {
      const random = variates(chain + 1, mistake.noise);
      let [first, second] = [random.normals(1, 6), random.normals(2, 1)];
      const common = { truthSquare: 0, weight, localization: 1 };
      const [left, right] = [zeros(2, 1), zeros(6, 1)];
      const [zeroFirst, zeroSecond] = [zeros(1, 6), zeros(2, 1)];
      let [loss, square] = [0, 0];
      for (let i = 0; i < steps; i++) {
        const after = extended(emptyFactor(left), second, kernels);
        const ofFirst = { ...common, after, before: emptyFactor(right), origin: zeroFirst };
        first = drawLayer(ofFirst, random.normals(1, 6), kernels).layer;
        const gamma = mistake.localization ?? 1;
        const layers = { before: first, after: second };
        const origins = { before: zeroFirst, after: zeroSecond };
        const changed =
          mistake.swapped === true
            ? turned(changeBases(turned(layers), turned(origins), gamma, random, kernels))
            : changeBases(layers, origins, gamma, random, kernels);
        [first, second] = [changed.before, changed.after];
        const before = extended(emptyFactor(right), transposed(first), kernels);
        const ofSecond = { ...common, after: emptyFactor(left), before, origin: zeroSecond };
        second = drawLayer(ofSecond, random.normals(2, 1), kernels).layer;
        loss += weight * squaredNorm(product(second, first));
        square += squaredNorm(first);
      }
      losses.push(loss / steps);
      squares.push(square / steps);
    }
    return [zScore(losses, truth.loss).z, zScore(squares, truth.square).z].map(Math.abs);
  }

  it("has its exact moment", () => {
    const { z, relative } = zScore(
      chainMeans(selectEngine("js"), deepLinearGibbs(unit, 1), unit.origin, {
        chains,
        nbeta: 1000,
        stepSize: 0,
        seed: 5,
        draws: steps,
        thin: 1,
      }),
      truth.loss,
    );
    expect(Math.abs(z)).toBeLessThan(within);
    expect(relative).toBeLessThan(0.007);
  });

  it("has it when composed of its parts", () => {
    expect(Math.max(...composed({}))).toBeLessThan(within);
    // The other side of the hidden unit is the same network turned round.
    expect(Math.max(...composed({ swapped: true }))).toBeLessThan(within);
  });

  it("and the same test catches noise 5 % too large and bases changed for another localization", () => {
    expect(Math.max(...composed({ noise: 1.05 }))).toBeGreaterThan(within);
    expect(Math.max(...composed({ localization: 0.5 }))).toBeGreaterThan(within);
  });
});

describe("the sampler of wide linear networks", () => {
  it("records the exact moment of a Gaussian", async () => {
    const single = balanced([4, 3], 2);
    const plan = samplingPlan({ rungs: [nbeta], chains: 2, draws: 3, burnIn: 2, thin: 1 });
    const run = await runLadder(single, plan);
    const curvature = (2 * nbeta) / 3;
    const exact = (12 / 2) * (curvature / (curvature + 1));
    for (const chain of run.rungs[0]?.loss ?? []) for (const k of chain) expect(nbeta * k).toBeCloseTo(exact, 10);
    expect(run.statistics[0]).toMatchObject({ acceptance: null, stepSize: [0, 0] });
  });

  it("has the moment of hmc on the unrolled expression, recorded or as K itself", async () => {
    const plan = samplingPlan({ rungs: [nbeta], chains: 24, draws: 300, burnIn: 150, thin: 2 });
    const means = (draws: readonly Float64Array[]): number[] =>
      draws.map((chain) => (nbeta * chain.reduce((a, b) => a + b, 0)) / chain.length);
    const theirs = means((await runLadder(expression, { ...plan, sampler: "hmc" })).rungs[0]?.loss ?? []);
    const recorded = means((await runLadder(loss, { ...plan, thin: 1 })).rungs[0]?.loss ?? []);
    const ladder = await runLadder(loss, { ...plan, thin: 1, rungs: [nbeta, 2 * nbeta], seed: 2 });
    const plain = means(ladder.rungs[0]?.loss ?? []);
    const average = theirs.reduce((a, b) => a + b, 0) / theirs.length;
    // Differences of independent chains: |z| > 5 with 24 of them happens by chance once in 20 000 runs.
    for (const ours of [recorded, plain]) {
      const { z, relative } = zScore(
        ours.map((x, i) => x - (theirs[i] ?? NaN) + average),
        average,
      );
      expect(Math.abs(z)).toBeLessThan(5);
      expect(relative).toBeLessThan(0.02);
    }
  });

  it("keeps K of the position in its slot, and does not depend on how its steps are divided into runs", () => {
    const sampler = deepLinearGibbs(loss, localization);
    const options = { chains: 2, nbeta, stepSize: 0, seed: 3, draws: 4, thin: 1 };
    const [whole, parts] = [0, 1].map(() => startChains(selectEngine("js"), sampler, origin, options));
    whole?.run(0, 4, 1);
    for (const count of [1, 2, 1]) parts?.run(0, count, 1);
    expect(parts?.slots).toEqual(whole?.slots);
    expect(parts?.random).toEqual(whole?.random);
    for (const chain of [0, 1]) {
      const slot = (i: number): number => whole?.slots[slotAddress(sampler.slots, chain, i)] ?? NaN;
      const w = sampler.layout.position.map(slot);
      expect(slot(sampler.layout.loss)).toBeCloseTo(deepLinearLossAt(loss, w), 12);
    }
  });

  it("draws the same bytes on every engine", async () => {
    const plan = samplingPlan({ rungs: [nbeta], chains: 2, draws: 4, burnIn: 2, thin: 1, localization });
    const wide = balanced([9, 7, 11, 5], 3);
    const names = engines().flatMap(({ name, available }) => (available ? [name as "js" | "wasm"] : []));
    const runs = await Promise.all(names.map((engine) => runLadder(wide, { ...plan, engine })));
    expect(runs.map((run) => run.engine)).toEqual(names);
    for (const run of runs) expect(run.states).toEqual(runs[0]?.states);
  });

  it("hands out K of each position where those are kept, and records the same draws", async () => {
    const plan = samplingPlan({ rungs: [nbeta], chains: 2, draws: 5, burnIn: 3, thin: 1, localization });
    const keeping = { ...plan, positions: true };
    const run = await runLadder(loss, keeping);
    expect(run.rungs).toEqual((await runLadder(loss, plan)).rungs);
    for (const record of chainRecords(loss, keeping, run)) {
      const last = Array.from(record.positions.subarray(-loss.dimension));
      expect(record.loss.at(-1)).toBeCloseTo(deepLinearLossAt(loss, last), 13);
      expect(record.logDensity.at(-1)).toBeCloseTo(-energy(last).value, 10);
      expect(record.acceptance).toBeNull();
    }
  });

  // m = 1, so that λ̂ = λ up to powers of 1/nβ; 2 % is five standard errors.
  for (const [shape, rank] of [
    [[6, 9, 4], 1],
    [[5, 7, 6, 5], 2],
    [[8, 3, 4], 0],
  ] as const) {
    it(`finds the theorem's λ of ${shape.join("-")} at rank ${rank}`, async () => {
      const t = 1e6;
      const plan = samplingPlan({ rungs: [t], chains: 4, draws: 400, burnIn: 50, thin: 1 });
      const run = await runLadder(balanced(shape, rank), plan);
      const [rung = { nbeta: t, loss: [] }] = run.rungs;
      const { value, mcse, rhat } = learningCoefficient(rung);
      const { lambda, multiplicity } = deepLinear(shape, rank);
      expect(multiplicity).toBe(1);
      expect(mcse / value).toBeLessThan(0.004);
      expect(rhat).toBeLessThan(1.02);
      expect(Math.abs(value / toNumber(lambda) - 1)).toBeLessThan(0.02);
    });
  }

  it("is chosen for linear networks of more than 8 weights, where nothing is asked for that it has not", () => {
    const free = { localization: 1, box: null, batch: null, stepSize: null };
    const linear: PopulationLoss = { ...expression, network: { widths, scale: 1 / 3 } };
    expect(automaticSampler(linear, free)).toBe("gibbs");
    expect(automaticSampler(linear, { ...free, localization: 0 })).toBe("hmc");
    expect(automaticSampler(linear, { ...free, stepSize: 0.1 })).toBe("hmc");
    const box = { lower: origin.map((x) => x - 1), upper: origin.map((x) => x + 1) };
    expect(automaticSampler(linear, { ...free, box })).toBe("hmc");
    expect(automaticSampler(expression, free)).toBe("hmc");
  });

  it("records of a network as an expression what it records of its matrices", async () => {
    const plan = samplingPlan({ rungs: [50], sampler: "gibbs", chains: 2, draws: 20, burnIn: 5 });
    const linear: PopulationLoss = { ...expression, network: { widths, scale: 1 / 3 } };
    const [a, b] = [await runLadder(linear, plan), await runLadder(loss, plan)];
    expect(a.rungs).toEqual(b.rungs);
  });

  it("takes no box, no step size and no other sampler", async () => {
    const plan = samplingPlan({ rungs: [50] });
    await expect(runLadder(loss, { ...plan, sampler: "sgld" })).rejects.toMatchObject({ option: "sampler" });
    await expect(runLadder(loss, { ...plan, stepSize: 0.1 })).rejects.toMatchObject({ option: "stepSize" });
    const box = { lower: origin.map((x) => x - 1), upper: origin.map((x) => x + 1) };
    await expect(runLadder(loss, { ...plan, box })).rejects.toMatchObject({ option: "box" });
    await expect(runLadder(expression, { ...plan, sampler: "gibbs" })).rejects.toMatchObject({ option: "sampler" });
  });
});
