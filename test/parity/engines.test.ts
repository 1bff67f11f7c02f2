/** Every engine that is present does what the JavaScript engine does: the same random numbers, the same trajectories. */
import { describe, expect, it } from "vitest";
import { engines, selectEngine } from "../../src/numeric/engines/engines.js";
import { javascriptEngine } from "../../src/numeric/engines/javascript.js";
import type { Phase } from "../../src/numeric/engines/kernel.js";
import { evaluate } from "../../src/numeric/expression/evaluate.js";
import { GraphBuilder } from "../../src/numeric/expression/graph.js";
import { exponential, normalPair, uniform } from "../../src/numeric/random/variates.js";
import { next, seeded } from "../../src/numeric/random/xoshiro.js";
import { samplingPlan } from "../../src/numeric/samplers/plan.js";
import { samplerFor } from "../../src/numeric/samplers/registry.js";
import type { SamplerName } from "../../src/numeric/samplers/sampler.js";
import { startChains } from "../numeric/chains.js";
import { gaussian, monomial, reluRegression, tanhPair } from "../numeric/losses.js";

const present = engines()
  .filter((e) => e.available)
  .map((e) => selectEngine(e.name));

const samplers: readonly SamplerName[] = ["sgld", "rmsprop-sgld", "sgnht", "mala", "hmc", "mixture"];

const targets = [
  { name: "monomial", loss: monomial(4, [2, 2]), box: null, batch: null },
  { name: "gaussian in a box", loss: gaussian([1, 5, 0.2]), box: cube(3, 0.15), batch: null },
  { name: "tanh pair", loss: tanhPair, box: null, batch: null },
  { name: "relu regression", loss: reluRegression(20), box: null, batch: null },
  { name: "relu regression by batches", loss: reluRegression(20), box: null, batch: 5 },
];

function cube(dimension: number, half: number): { lower: number[]; upper: number[] } {
  return { lower: new Array<number>(dimension).fill(-half), upper: new Array<number>(dimension).fill(half) };
}

const takesBatches = new Set<SamplerName>(["sgld", "rmsprop-sgld", "sgnht"]);

describe.each(present)("engine $name", (engine) => {
  it("draws the variates of the reference, bit for bit", () => {
    const b = new GraphBuilder();
    const nodes = [
      b.noise("normal", 0),
      b.noise("normal", 1),
      b.noise("normal", 2),
      b.noise("exponential", 0),
      b.noise("uniform", 0),
    ];
    const phase: Phase = {
      kind: "phase",
      graph: b.graph(),
      assign: nodes.map((node, slot) => ({ slot, node })),
      repeat: 1,
      rows: "none",
    };
    const kernel = { slots: 5, phases: [phase], atDraw: [], record: 0, data: null };
    const instance = engine.instantiate(kernel, 1, 1);
    const states = [0, 1, 2, 3].map((lane) => seeded(3, lane, 0));
    states.forEach((state, lane) => {
      state.forEach((word, i) => (instance.random[i * 4 + lane] = word));
    });
    for (let step = 0; step < 1000; step++) {
      instance.run(0, 1, 1);
      states.forEach((state, lane) => {
        const [x, y] = normalPair(next(state), next(state));
        const [z] = normalPair(next(state), next(state));
        const expected = [x, y, z, exponential(next(state)), uniform(next(state))];
        expect(expected.map((_, slot) => instance.slots[slot * 4 + lane])).toEqual(expected);
      });
    }
    states.forEach((state, lane) => {
      expect(Array.from(state)).toEqual([0, 1, 2, 3].map((i) => instance.random[i * 4 + lane]));
    });
  });

  it.each(targets)("follows the reference through 100 steps of each sampler: $name", ({ loss, box, batch }) => {
    for (const name of samplers) {
      if (batch !== null && !takesBatches.has(name)) continue;
      const plan = samplingPlan({ rungs: [144.76], sampler: name, localization: 1, box, batch });
      const sampler = samplerFor({ loss, plan });
      const options = { chains: 8, nbeta: 144.76, stepSize: 1e-3, seed: 1, draws: 10, thin: 10 };
      const start = loss.origin.map((x, i) => x + 0.1 - 0.05 * i);
      const [ours, reference] = [engine, javascriptEngine].map((e) => {
        const instance = startChains(e, sampler, start, options);
        instance.run(1, 10, 10);
        instance.run(0, 10, 10);
        return instance;
      });
      expect(ours?.random, name).toEqual(reference?.random);
      expect(ours?.recorded.every(Number.isFinite), name).toBe(true);
      reference?.slots.forEach((value, i) => {
        expect(Math.abs((ours?.slots[i] ?? NaN) - value), name).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      });
      expect(ours?.recorded, name).toEqual(reference?.recorded);
    }
  });

  it("evaluates every operation as the interpreter does", () => {
    const b = new GraphBuilder();
    const [x, y] = [b.parameter(0), b.parameter(1)];
    const nodes = [
      b.add(x, y),
      b.subtract(x, y),
      b.multiply(x, y),
      b.divide(x, y),
      b.negate(x),
      b.sqrt(b.square(y)),
      b.exp(x),
      b.tanh(x),
      b.relu(x),
      b.step(x),
      b.select(x, y, b.constant(2), y),
      b.exp(b.tanh(b.multiply(x, b.tanh(y)))),
    ];
    const assign = nodes.map((node, i) => ({ slot: i + 2, node }));
    const phase: Phase = { kind: "phase", graph: b.graph(), assign, repeat: 1, rows: "none" };
    const kernel = { slots: nodes.length + 2, phases: [phase], atDraw: [], record: 2, data: null };
    const instance = engine.instantiate(kernel, 1, 1);
    const values = [0, 1, -1, 0.3, -0.7, 1e-9, -3e-200, 25, -800, 800, 1e300, NaN, Infinity];
    for (const p of values)
      for (const q of values) {
        for (let lane = 0; lane < 4; lane++) {
          instance.slots[lane] = lane % 2 === 0 ? p : q;
          instance.slots[4 + lane] = lane % 2 === 0 ? q : p;
        }
        instance.run(0, 1, 1);
        assign.forEach(({ slot, node }) => {
          for (let lane = 0; lane < 4; lane++) {
            const w = lane % 2 === 0 ? [p, q] : [q, p];
            // Adding 0 turns −0 into 0: the sign of zero is not part of the contract.
            expect((instance.slots[slot * 4 + lane] ?? 0) + 0).toBe(evaluate(b.graph(), node, w) + 0);
          }
        });
      }
  });
});

describe("engines()", () => {
  it("lists every engine, and says why one is missing", () => {
    expect(engines().map((e) => e.name)).toEqual(["wasm", "js", "native", "webgpu"]);
    for (const e of engines()) expect(e.available).toBe(e.reason === null);
  });
});
