/**
 * The generic rank ρ of the Jacobian of μ, which is the neuromanifold's dimension. Below: a nonzero minor modulo a
 * prime at one integer point proves ρ ≥ its size. Above: `dimension-bounds.ts`. Where the two differ, ρ is the greatest
 * rank seen, and too small only if every trial hit a zero of one nonzero polynomial of degree d in weights and input
 * points: at most (d/p)^trials for points uniform modulo p (Schwartz 1980, Zippel 1979), provided that the primes do
 * not divide that polynomial.
 */
import type { Budget } from "../algebra/budget.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { prime, residueOf, residues } from "../algebra/modular.js";
import { greatestMinor } from "../algebra/modular-matrix.js";
import type { Architecture, Weights } from "./architecture.js";
import { formCount, formDegree, inputs, mapWeights, parameterCount, toWeights } from "./architecture.js";
import { dimensionBound } from "./dimension-bounds.js";
import { gradientsAtPoints } from "./propagation.js";

export type GenericRank =
  | { readonly proved: true; readonly rank: number; readonly lower: string; readonly upper: string }
  | {
      readonly proved: false;
      readonly rank: number;
      readonly upperBound: number;
      readonly lower: string;
      readonly upper: string;
      readonly errorProbability: Rational;
    };

const trials = 3;

export function genericRank(net: Architecture, budget: Budget): GenericRank {
  const { bound, reason } = dimensionBound(net);
  const count = parameterCount(net);
  let rank = 0;
  let lower = "";
  let done = 0;
  while (done < trials && rank < bound && (done === 0 || !budget.expired())) {
    const p = prime(done);
    const next = residues(p, done + 1);
    const weights = toWeights(
      net,
      Array.from({ length: count }, () => next()),
    );
    const found = rankModulo(net, weights, p, done + 1);
    budget.steps += count * count * bound;
    done++;
    if (found <= rank) continue;
    rank = found;
    lower = `a minor of size ${rank} is nonzero modulo ${p} at a point with integer weights`;
  }
  if (rank === bound) return { proved: true, rank, lower, upper: reason };
  const weightDegree = Array.from({ length: net.widths.length - 1 }, (_, i) => net.degree ** i).reduce(
    (s, d) => s + d,
    0,
  );
  const degree = (rank + 1) * (weightDegree + formDegree(net));
  const errorProbability = Q.min(Q.one, Q.power(Q.rational(degree, prime(trials)), done));
  return { proved: false, rank, upperBound: bound, lower, upper: reason, errorProbability };
}

/** The rank at given weights modulo p, a lower bound of the rank over ℚ of any lift. */
export function rankModulo(net: Architecture, weights: Weights<number>, p: number, seed: number): number {
  const next = residues(p, 7919 * seed);
  const needed = Math.min(parameterCount(net), formCount(inputs(net), formDegree(net))) + 2;
  const points = Array.from({ length: needed }, () => Array.from({ length: inputs(net) }, () => next()));
  return greatestMinor(gradientsAtPoints(net, weights, points, p), p).columns.length;
}

/** Rational weights modulo p; null where p divides a denominator. */
export function reduceWeights(weights: Weights<Rational>, p: number): Weights<number> | null {
  const undefinedResidue = -1;
  const reduced = mapWeights(weights, (w) => residueOf(w, p) ?? undefinedResidue);
  return reduced.flat(2).includes(undefinedResidue) ? null : reduced;
}
