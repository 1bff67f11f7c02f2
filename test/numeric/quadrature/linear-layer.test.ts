import { describe, expect, it } from "vitest";
import { LimitError } from "../../../src/errors.js";
import { lossOf } from "../../../src/numeric/bridge.js";
import { GraphBuilder } from "../../../src/numeric/expression/graph.js";
import type { NodeId } from "../../../src/numeric/expression/graph.js";
import { finiteTarget } from "../../../src/numeric/finite-target.js";
import type { PopulationLoss } from "../../../src/numeric/loss.js";
import { affineParameters, residualsOf } from "../../../src/numeric/quadrature/residuals.js";
import { exactTarget } from "../../../src/numeric/quadrature/target.js";
import type { Localization } from "../../../src/numeric/quadrature/target.js";
import { linear, monomial, network, tanh } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import { ideal } from "../../../src/symbolic/model/text.js";
import type { Activation, LocalModel } from "../../../src/symbolic/model/model.js";

const gaussian: Localization = { kind: "gaussian", precision: 1 };

function populationOf(local: LocalModel): PopulationLoss {
  const loss = lossOf(local);
  if (loss.kind !== "population") throw new Error(`a ${loss.kind} loss`);
  return loss;
}

/** The same K, which is not seen to be a sum of squares: every variable is integrated by quadrature. */
function hidden(k: PopulationLoss): PopulationLoss {
  const b = GraphBuilder.from(k.graph);
  const root = b.relu(k.root);
  return { ...k, graph: b.graph(), root };
}

const networkAt = (widths: readonly number[], activation: Activation, weights?: number[][][]): LocalModel =>
  weights === undefined ? at(network({ widths, activation })) : at(network({ widths, activation }), weights);

function affineIn(build: (b: GraphBuilder, w: readonly NodeId[]) => NodeId[]): readonly number[] | null {
  const b = new GraphBuilder();
  const terms = build(
    b,
    Array.from({ length: 5 }, (_, i) => b.parameter(i)),
  );
  const residuals = residualsOf(b, terms);
  return residuals === null ? null : affineParameters(b.graph(), residuals);
}

describe("what K is seen to be quadratic in", () => {
  it("the outer weights of a network, the inner ones being in a function or a power", () => {
    expect(
      affineIn((b, [p = 0, q = 0, r = 0, s = 0]) => [
        b.square(b.add(b.multiply(p, b.tanh(q)), b.multiply(r, b.power(s, 2)))),
      ]),
    ).toEqual([0, 2]);
  });

  it("the larger of two layers that multiply each other", () => {
    expect(affineIn((b, [p = 0, q = 0, r = 0]) => [b.square(b.multiply(p, q)), b.square(b.multiply(p, r))])).toEqual([
      1, 2,
    ]);
  });

  it("products of squares and positive constants, but no other sums, quotients by a parameter or negative constants", () => {
    expect(affineIn((b, [p = 0, q = 0]) => [b.product([b.constant(3), b.square(p), b.power(q, 4)])])).toEqual([0]);
    expect(affineIn((b, [p = 0, q = 0]) => [b.square(b.divide(p, q))])).toEqual([0]);
    expect(affineIn((b, [p = 0]) => [b.multiply(b.constant(-1), b.square(p))])).toBeNull();
    expect(affineIn((b, [p = 0]) => [b.square(p), b.power(p, 3)])).toBeNull();
  });
});

describe("the linear layer in closed form equals quadrature over all variables", () => {
  const t = 5;
  const box = (lower: number[], upper: number[]): Localization => ({ kind: "box", lower, upper });
  it.each<[string, LocalModel, Localization]>([
    ["one weight a layer", networkAt([1, 1, 1], monomial(2)), { kind: "gaussian", precision: 3 }],
    ["a truth that is not zero", networkAt([1, 1, 1], monomial(2), [[[1]], [[-2]]]), gaussian],
    ["two outputs", networkAt([1, 1, 2], monomial(2)), gaussian],
    ["two inputs", networkAt([2, 1, 1], monomial(2)), gaussian],
    ["shared rows", at(ideal(["a*x + b*x^2", "x*(a - b)"])), gaussian],
    ["one weight, in a box", networkAt([1, 1, 1], monomial(2)), box([-1, -0.5], [0.5, 2])],
    ["a minimum outside the box", at(ideal(["a*x - x^2 + 3*x", "x"])), box([-1, -1], [1, 1])],
    ["two weights, in a box", at(ideal(["a*x + b*x^2"])), box([-1, -1, -1], [1, 0.5, 1])],
  ])("%s", (_, local, localization) => {
    const loss = populationOf(local);
    const closed = exactTarget(loss, t, localization, 1e-6);
    const brute = exactTarget(hidden(loss), t, localization, loss.dimension > 2 ? 2e-4 : 1e-6);
    expect(brute.error).toBeLessThan(5e-4);
    expect(Math.abs(closed.value - brute.value)).toBeLessThan(2 * brute.error * brute.value);
    expect(Math.abs(closed.logZ - brute.logZ)).toBeLessThan(2 * brute.error);
  });

  it("K = |b|²|a|²/3 in 2 + 2 weights: Z = (2π)²·∫ r·e^(−r²/2)/(1 + 2tr²/3) dr by Simpson's rule in log r", () => {
    const t = 1e4;
    let [mass, moment] = [0, 0];
    const steps = 20_000;
    for (let i = 0; i <= steps; i++) {
      const r = Math.exp(-20 + (22.2 * i) / steps);
      const simpson = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      const density = (simpson * r * r * Math.exp((-r * r) / 2)) / (1 + (2 * t * r * r) / 3);
      mass += density;
      moment += (density * ((2 * t * r * r) / 3)) / (1 + (2 * t * r * r) / 3);
    }
    expect(finiteTarget(networkAt([2, 1, 2], linear), t, gaussian, 1e-5).value).toBeCloseTo(moment / mass, 4);
  });

  it("four inner weights, a 2-2-1 quadratic network, against three times as many points", () => {
    const found = finiteTarget(networkAt([2, 2, 1], monomial(2)), 145, gaussian, 0.03);
    expect(found.error).toBeLessThan(0.03);
    expect(Math.abs(found.value / 0.6277 - 1)).toBeLessThan(found.error);
  });

  it("is refused where more than four variables stay coupled", () => {
    expect(() => finiteTarget(networkAt([3, 2, 1], monomial(2)), 10, gaussian)).toThrow(LimitError);
    expect(() =>
      finiteTarget(networkAt([2, 2, 1], monomial(2)), 10, {
        kind: "box",
        lower: [-1, -1, -1, -1, -1, -1],
        upper: [1, 1, 1, 1, 1, 1],
      }),
    ).toThrow(LimitError);
  });
});

// With λ − λ̂(t) = (m − 1)/(log t + c) + O(t^−δ), the reciprocal grows by 1/(m − 1) as log t grows by 1.
describe("λ̂(t) tends to the λ and m that resolution proves", () => {
  it.each<[string, LocalModel, number, number]>([
    ["1-1-1 tanh", networkAt([1, 1, 1], tanh), 1 / 2, 2],
    ["1-2-1 linear", networkAt([1, 2, 1], linear), 1 / 2, 1],
    ["2-1-2 linear", networkAt([2, 1, 2], linear), 1, 2],
    ["1-1-2 quadratic", networkAt([1, 1, 2], monomial(2)), 1 / 4, 1],
  ])("%s", (_, local, lambda, multiplicity) => {
    const gap = (t: number): number => lambda - finiteTarget(local, t, gaussian, 1e-5).value;
    if (multiplicity === 1) expect(Math.abs(gap(1e10))).toBeLessThan(1e-3);
    else expect((1 / gap(1e12) - 1 / gap(1e9)) / Math.log(1e3)).toBeCloseTo(1 / (multiplicity - 1), 2);
  });
});
