/**
 * Draws as ArviZ's InferenceData in JSON, the form that its `from_json` reads: groups of variables, each a list of chains
 * of draws. The text comes in pieces, so that a long run is never held twice.
 *
 * `posterior` has a variable for each parameter. `sample_stats` has `lp`, the log density up to a constant, −nβ·K −
 * (γ/2)|w − w*|²; `loss`, K; `acceptance_rate`, the share of the proposals since the draw before (absent for samplers that
 * accept every step); `step_size`; `diverging`. ArviZ's `energy`, the Hamiltonian of HMC, has no counterpart here.
 *
 * All chains of the file have the same length. A chain that diverged is left out and named in the attribute
 * `diverged_chains`; of an interrupted run, the chains are cut so that most draws are kept. Warm-up is not recorded.
 */
import type { ChainRecord } from "../numeric/draws.js";
import type { Estimate } from "../numeric/estimate.js";
import type { Heading } from "./document.js";

export interface DrawnEstimate extends Omit<Heading, "options"> {
  readonly estimate: Estimate;
  /** Of all chains, at nβ. */
  readonly chains: readonly ChainRecord[];
  /** The parameters' names. */
  readonly names: readonly string[];
}

/** The pieces of the file; null where no chain has a draw that counts. */
export function inferenceData(drawn: DrawnEstimate): Iterable<string> | null {
  const whole = rectangle(drawn.chains);
  return whole.draws === 0 ? null : pieces(drawn, whole);
}

/** Chains cut to one length. */
interface Rectangle {
  readonly chains: readonly ChainRecord[];
  readonly draws: number;
}

/** The length at which most draws are kept. */
function rectangle(chains: readonly ChainRecord[]): Rectangle {
  const sound = chains.filter((chain) => !chain.diverged);
  const cuts = sound.map(({ loss }): Rectangle => {
    const draws = loss.length;
    return { draws, chains: sound.filter((chain) => chain.loss.length >= draws) };
  });
  const kept = ({ draws, chains: { length } }: Rectangle): number => draws * length;
  return cuts.reduce((best, cut) => (kept(cut) > kept(best) ? cut : best), { draws: 0, chains: [] });
}

function* pieces({ estimate, names, chains: all, version, input }: DrawnEstimate, whole: Rectangle): Generator<string> {
  const dimension = names.length;
  const attributes = JSON.stringify({
    inference_library: "crepant",
    inference_library_version: version,
    model: JSON.stringify(input),
    nbeta: estimate.nbeta,
    localization: estimate.plan.localization,
    sampler: estimate.plan.sampler,
    engine: estimate.engine,
    seed: estimate.seed,
    finished: String(estimate.finished),
    diverged_chains: all.filter((chain) => chain.diverged).map(({ chain }) => chain),
  });
  yield '{"posterior":';
  yield* group(
    whole,
    names.map((name, i): Variable => [name, ({ positions }, draw) => number(positions[draw * dimension + i])]),
  );
  yield ',\n"sample_stats":';
  const accepting = whole.chains.every(({ acceptance }) => acceptance !== null);
  yield* group(whole, [
    ["lp", ({ logDensity }, draw) => number(logDensity[draw])],
    ["loss", ({ loss }, draw) => number(loss[draw])],
    ...(accepting
      ? [["acceptance_rate", ({ acceptance }, draw) => number(acceptance?.[draw])] satisfies Variable]
      : []),
    ["step_size", ({ stepSize }) => number(stepSize)],
    ["diverging", () => "false"],
  ]);
  const coordinates = JSON.stringify({ chain: whole.chains.map(({ chain }) => chain) });
  yield `,\n"coords":${coordinates},\n"posterior_attrs":${attributes},\n"sample_stats_attrs":${attributes}}\n`;
}

type Variable = readonly [name: string, value: (chain: ChainRecord, draw: number) => string];

function* group({ chains, draws }: Rectangle, variables: readonly Variable[]): Generator<string> {
  for (const [v, [name, value]] of variables.entries()) {
    yield `${v === 0 ? "{" : ",\n"}${JSON.stringify(name)}:[`;
    for (const [c, chain] of chains.entries()) {
      yield c === 0 ? "[" : ",[";
      for (let start = 0; start < draws; start += drawsOfPiece) {
        const length = Math.min(drawsOfPiece, draws - start);
        yield (start === 0 ? "" : ",") + Array.from({ length }, (_, i) => value(chain, start + i)).join(",");
      }
      yield "]";
    }
    yield "]";
  }
  yield "}";
}

const drawsOfPiece = 4096;

/** Python's JSON reads NaN, though JSON has none: a draw that is no number stays one. */
function number(x: number | undefined): string {
  return x === undefined ? "NaN" : String(x);
}
