import { describe, expect, it } from "vitest";
import type { ChainRecord } from "../../src/numeric/draws.js";
import { estimate } from "../../src/numeric/estimate.js";
import { inferenceData } from "../../src/report/arviz.js";
import { at } from "../../src/symbolic/model/point.js";
import { polynomial } from "../../src/symbolic/model/text.js";
import { describe as describeModel } from "../../src/symbolic/model/describe.js";

const model = at(polynomial("x^2*y^2"));
let recorded: readonly ChainRecord[] = [];
const result = await estimate(model, { draws: 9000, chains: 5, burnIn: 100 }, undefined, {
  onChains: (chains) => (recorded = chains),
});

const pieces = (chains: readonly ChainRecord[]): string[] | null => {
  const data = inferenceData({
    estimate: result,
    chains,
    names: ["x", "y"],
    version: "1.2.3",
    input: describeModel(model),
  });
  return data === null ? null : Array.from(data);
};

interface Parsed {
  readonly posterior: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly sample_stats: Readonly<Record<string, readonly (readonly (number | boolean)[])[]>>;
  readonly coords: { readonly chain: readonly number[] };
  readonly posterior_attrs: Readonly<Record<string, unknown>>;
}

const parsed = (chains: readonly ChainRecord[]): Parsed => JSON.parse((pieces(chains) ?? []).join("")) as Parsed;

/** The chain with only its first draws. */
const cut = (chain: ChainRecord, draws: number, diverged = false): ChainRecord => ({
  ...chain,
  loss: chain.loss.subarray(0, draws),
  diverged,
});

describe("inferenceData", () => {
  it("has every draw of every parameter and statistic, chain by chain", () => {
    const { posterior, sample_stats: statistics, coords, posterior_attrs: attributes } = parsed(recorded);
    expect(Object.keys(posterior)).toEqual(["x", "y"]);
    expect(Object.keys(statistics)).toEqual(["lp", "loss", "acceptance_rate", "step_size", "diverging"]);
    expect(coords.chain).toEqual([0, 1, 2, 3, 4]);
    for (const variable of [...Object.values(posterior), ...Object.values(statistics)]) {
      expect(variable.map((chain) => chain.length)).toEqual([9000, 9000, 9000, 9000, 9000]);
    }
    recorded.forEach(({ loss }, c) => {
      expect(statistics.loss?.[c]).toEqual(Array.from(loss));
      const [x, y] = [posterior.x?.[c] ?? [], posterior.y?.[c] ?? []];
      expect(x.map((v, i) => v * v * ((y[i] ?? NaN) * (y[i] ?? NaN)))).toEqual(Array.from(loss));
    });
    expect(attributes).toMatchObject({
      inference_library: "crepant",
      nbeta: result.nbeta,
      seed: 1,
      diverged_chains: [],
    });
  });

  it("comes in pieces that are small beside the whole", () => {
    const text = pieces(recorded) ?? [];
    const longest = Math.max(...text.map((piece) => piece.length));
    expect(longest).toBeLessThan(text.reduce((n, piece) => n + piece.length, 0) / 20);
  });

  it("leaves out chains that diverged and names them", () => {
    const {
      coords,
      posterior,
      posterior_attrs: attributes,
    } = parsed(recorded.map((chain, c) => (c === 1 ? cut(chain, 17, true) : chain)));
    expect(coords.chain).toEqual([0, 2, 3, 4]);
    expect(posterior.x).toHaveLength(4);
    expect(attributes.diverged_chains).toEqual([1]);
  });

  it.each([
    [[9000, 9000, 9000, 10, 0], [0, 1, 2], 9000],
    [[9000, 8000, 8500, 8000, 0], [0, 1, 2, 3], 8000],
    [[9, 0, 0, 0, 0], [0], 9],
  ])("cuts chains of %j draws so that most are kept", (lengths, chains, draws) => {
    const { coords, posterior } = parsed(recorded.map((chain, c) => cut(chain, lengths[c] ?? 0)));
    expect(coords.chain).toEqual(chains);
    expect(posterior.y?.map((chain) => chain.length)).toEqual(chains.map(() => draws));
  });

  it("is not there where no chain has a draw that counts", () => {
    expect(pieces(recorded.map((chain) => cut(chain, 0)))).toBeNull();
    expect(pieces(recorded.map((chain) => cut(chain, 5, true)))).toBeNull();
    expect(pieces([])).toBeNull();
  });

  it("has no acceptance rate for samplers that accept every step", () => {
    expect(parsed(recorded.map((chain) => ({ ...chain, acceptance: null }))).sample_stats).not.toHaveProperty(
      "acceptance_rate",
    );
  });
});
