/**
 * The parts of the Gibbs sampler of linear networks: the matrices against the same loss as an expression, one hidden unit
 * against its exact law, and broken parts that the same test catches. Seeds are fixed; how often a statistical comparison would
 * fail by chance stands next to it.
 */
import { describe, expect, it } from "vitest";
import { selectEngine } from "../../../src/numeric/engines/engines.js";
import { identity, product, transposed, zeros } from "../../../src/numeric/matrices/matrix.js";
import type { Matrix } from "../../../src/numeric/matrices/matrix.js";
import { normalMatrix } from "../../../src/numeric/matrices/normals.js";
import { uniform } from "../../../src/numeric/random/variates.js";
import { next, seeded } from "../../../src/numeric/random/xoshiro.js";
import { changeBases } from "../../../src/numeric/samplers/deep-linear-bases.js";
import type { Neighbours, Variates } from "../../../src/numeric/samplers/deep-linear-bases.js";
import { drawLayer, emptyFactor, extended, squaredNorm } from "../../../src/numeric/samplers/deep-linear-layer.js";
import type { Conditional, Factor } from "../../../src/numeric/samplers/deep-linear-layer.js";
import { deepLinearGibbs, deepLinearLossAt, layersOf } from "../../../src/numeric/samplers/deep-linear.js";
import { evaluateAt } from "../../../src/numeric/samplers/target.js";
import { chainMeans, zScore } from "../chains.js";
import { balanced, energy, expression, localization, loss, nbeta, origin, point, widths } from "./linear-networks.js";

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
