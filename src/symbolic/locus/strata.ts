/**
 * The strata of the critical locus that are known by name: the subnetworks of each type up to permutation and, for one
 * hidden layer, the networks whose neurons' incoming weights lie in one plane. On each: equations, dimension, and the
 * rank at a general point. A rank is bounded above by that of the network without its superfluous neurons, plus what
 * these add: the outgoing weights of a neuron without outgoing weights; and for a group of redundant neurons the incoming
 * ones as often as their outgoing weights are independent beyond the first.
 */
import type { Budget } from "../algebra/budget.js";
import { prime, residues } from "../algebra/modular.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import type { Architecture, Weights } from "./architecture.js";
import { hiddenWidths, inputs, parameterCount, toWeights, weightIndex } from "./architecture.js";
import { dimensionBound } from "./dimension-bounds.js";
import type { GenericRank } from "./generic-rank.js";
import { rankModulo, reduceWeights } from "./generic-rank.js";
import type { SubnetworkType } from "./subnetworks.js";
import { describe, excess, subnetworkTypes, typeDimension, typeEquations, typePoint } from "./subnetworks.js";

export interface Stratum {
  readonly name: string;
  /** In the weights' names, for one representative up to permutation of neurons; each is equal to 0. */
  readonly equations: readonly string[];
  readonly dimension: number;
  /** The generic rank of the Jacobian on the stratum. */
  readonly rank: number;
  /** Whether the rank, and with it `critical`, is proved from both sides. */
  readonly proved: boolean;
  readonly subnetwork: boolean;
  readonly critical: boolean;
  /** A general point of the stratum with small integer weights. */
  readonly point: Weights<Rational>;
}

export interface Strata {
  readonly list: readonly Stratum[];
  /** Whether every type of subnetwork is listed, or only those with the least superfluous neurons. */
  readonly complete: boolean;
}

const maxListed = 40;
const maxMinors = 100;

export function strata(net: Architecture, generic: GenericRank, names: readonly string[], budget: Budget): Strata {
  const total = hiddenWidths(net).reduce((s, d) => s + d, 0);
  let types = subnetworkTypes(net, 1);
  let limit = 1;
  while (limit < total && types.length < maxListed) {
    const more = subnetworkTypes(net, limit + 1);
    if (more.length > maxListed) break;
    types = more;
    limit++;
  }
  const list: Stratum[] = [];
  for (const type of types) {
    if (budget.expired()) return { list, complete: false };
    budget.steps += parameterCount(net) ** 2 * 40;
    list.push(subnetworkStratum(net, generic, names, type));
  }
  return { list: [...list, ...planarStratum(net, generic, names)], complete: limit >= total };
}

function subnetworkStratum(
  net: Architecture,
  generic: GenericRank,
  names: readonly string[],
  type: SubnetworkType,
): Stratum {
  const point = toWeights(net, typePoint(net, type, smallIntegers(excess(type)), Q.zero, Q.multiply));
  const rank = rankAt(net, point);
  const bound = Math.min(generic.proved ? generic.rank : generic.upperBound, subnetworkBound(net, type));
  return {
    name: describe(type),
    equations: typeEquations(net, type, names),
    dimension: typeDimension(net, type),
    rank,
    proved: rank === bound && (generic.proved || bound < generic.rank),
    subnetwork: true,
    critical: rank < generic.rank,
    point,
  };
}

/** A proved upper bound of the rank on a type. */
export function subnetworkBound(net: Architecture, type: SubnetworkType): number {
  const widths = [...net.widths];
  let extra = 0;
  type.forEach((layer, i) => {
    const before = net.widths[i] ?? 0;
    const after = net.widths[i + 2] ?? 0;
    const redundant = layer.groups.reduce((s, size) => s + size - 1, 0);
    widths[i + 1] = (widths[i + 1] ?? 0) - layer.withoutIncoming - layer.withoutOutgoing - redundant;
    extra += layer.withoutOutgoing * after;
    if (net.degree === 1) extra += layer.withoutIncoming * before;
    for (const size of layer.groups) extra += (Math.min(size, after) - 1) * (before - 1);
  });
  return (widths.includes(0) ? 0 : dimensionBound({ ...net, widths }).bound) + extra;
}

/** One hidden layer, n ≥ 3 inputs, k ≥ 3 neurons: all incoming weights in one plane. Its rank is at most that of binary forms plus (n − 2)·min(k, mr) directions out of the plane. */
function planarStratum(net: Architecture, generic: GenericRank, names: readonly string[]): Stratum[] {
  const [k = 0] = hiddenWidths(net);
  const n = inputs(net);
  if (net.widths.length !== 3 || n < 3 || k < 3) return [];
  const next = smallIntegers(11);
  const list = Array.from({ length: parameterCount(net) }, next);
  const [a, b] = [Array.from({ length: n }, next), Array.from({ length: n }, next)];
  for (let j = 0; j < k; j++) {
    for (let i = 0; i < n; i++) {
      list[weightIndex(net, 0, j, i)] = Q.add(a[i] ?? Q.zero, Q.multiply(Q.rational(j), b[i] ?? Q.zero));
    }
  }
  const point = toWeights(net, list);
  const rank = rankAt(net, point);
  if (rank >= generic.rank) return [];
  const { degree: r } = net;
  const m = net.widths[2] ?? 1;
  const bound = Math.min(m * (r + 1), k * (m + 1)) + (n - 2) * Math.min(k, m * r);
  return [
    {
      name: "incoming weights of all neurons in one plane",
      equations: planarEquations(net, names, n, k),
      dimension: parameterCount(net) - (k - 2) * (n - 2),
      rank,
      proved: rank === bound,
      subnetwork: false,
      critical: true,
      point,
    },
  ];
}

/** The 3 × 3 minors of the first weight matrix; where they are too many to list, in words. */
function planarEquations(net: Architecture, names: readonly string[], n: number, k: number): string[] {
  if (triples(k).length * triples(n).length > maxMinors) return ["the 3 × 3 minors of the first weight matrix"];
  const name = (row: number, column: number) => names[weightIndex(net, 0, row, column)] ?? "?";
  return triples(k).flatMap((rows) =>
    triples(n).map((columns) => {
      const terms = permutations.map(([order, sign]) => {
        const factors = rows.map((row, i) => name(row, columns[order[i] ?? 0] ?? 0)).join("*");
        return `${sign} ${factors}`;
      });
      return terms.join(" ").replace(/^\+ /, "");
    }),
  );
}

const permutations: readonly [readonly number[], "+" | "-"][] = [
  [[0, 1, 2], "+"],
  [[0, 2, 1], "-"],
  [[1, 2, 0], "+"],
  [[1, 0, 2], "-"],
  [[2, 0, 1], "+"],
  [[2, 1, 0], "-"],
];

function triples(size: number): number[][] {
  const found: number[][] = [];
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++) for (let c = b + 1; c < size; c++) found.push([a, b, c]);
  return found;
}

function rankAt(net: Architecture, point: Weights<Rational>): number {
  const p = prime(1);
  const reduced = reduceWeights(point, p);
  return reduced === null ? 0 : rankModulo(net, reduced, p, 3);
}

/** Reproducible nonzero integers from −30 to 30. */
function smallIntegers(seed: number): () => Rational {
  const draw = residues(prime(0), 101 + seed);
  return () => {
    const value = (draw() % 60) - 30;
    return Q.rational(value >= 0 ? value + 1 : value);
  };
}
