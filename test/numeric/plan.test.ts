/** The ladder that an estimate is asked for: its temperatures and its sampler. */
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/errors.js";
import { lossOf } from "../../src/numeric/bridge.js";
import type { Loss } from "../../src/numeric/loss.js";
import { estimatePlan } from "../../src/numeric/plan.js";
import type { EstimateOptions } from "../../src/numeric/plan.js";
import { linear, network } from "../../src/symbolic/model/network.js";
import { at } from "../../src/symbolic/model/point.js";
import { gaussian, monomial, reluRegression } from "./losses.js";

const crossing = monomial(4, [2, 2]);
const wide = gaussian(Array.from({ length: 9 }, () => 1));
const chain = lossOf(at(network({ widths: [2, 1, 2], activation: linear })));
const data = reluRegression(30);
const six = [1, 10, 100, 1e3, 1e4, 1e5];

describe("the ladder of an estimate", () => {
  it.each<[string, Loss, EstimateOptions, string]>([
    ["few parameters", crossing, {}, "mixture"],
    ["many parameters", wide, {}, "hmc"],
    ["a linear network", chain, {}, "gibbs"],
    [
      "a linear network in a box",
      chain,
      { box: { lower: six.map(() => -1).slice(2), upper: six.slice(2) } },
      "mixture",
    ],
    ["a step size at nβ", chain, { stepSize: 0.1 }, "gibbs"],
    ["a sampler that was chosen", chain, { sampler: "mala" }, "mala"],
    ["a sampler that its step size biases", wide, { sampler: "sgld" }, "hmc"],
  ])("is sampled, for %s, by the sampler that fits: %#", (_, loss, options, sampler) => {
    expect(estimatePlan(loss, options).ladder).toEqual({ kind: "automatic", sampler, rungs: null });
  });

  it("has the temperatures that were given, or their number, or none", () => {
    expect(estimatePlan(crossing, { ladder: six }).ladder).toEqual({ kind: "given", sampler: "mixture", nbeta: six });
    expect(estimatePlan(crossing, { rungs: 9 }).ladder).toEqual({ kind: "automatic", sampler: "mixture", rungs: 9 });
    expect(estimatePlan(crossing, { ladder: "none" }).ladder).toEqual({ kind: "none" });
    expect(estimatePlan(data).ladder).toEqual({ kind: "none" });
  });

  it.each<[Loss, EstimateOptions, string, string]>([
    [crossing, { ladder: [1, 2, 3] }, "ladder", "6 to 256 temperatures"],
    [crossing, { ladder: [...six].reverse() }, "ladder", "ascending"],
    [crossing, { ladder: [0, ...six] }, "ladder", "positive"],
    [crossing, { ladder: [...six, Infinity] }, "ladder", "positive"],
    [crossing, { rungs: 5 }, "rungs", "6 to 256 temperatures"],
    [crossing, { rungs: 7.5 }, "rungs", "6 to 256 temperatures"],
    [crossing, { ladder: six, rungs: 6 }, "rungs", "none: the ladder is given"],
    [data, { rungs: 8 }, "rungs", "the loss of data points has no ladder"],
    [data, { ladder: six }, "ladder", "the loss of data points has no ladder"],
  ])("is refused where it is none: %#", (loss, options, option, says) => {
    expect(() => estimatePlan(loss, options)).toThrow(expect.objectContaining({ option }) as OptionError);
    expect(() => estimatePlan(loss, options)).toThrow(says);
  });
});
