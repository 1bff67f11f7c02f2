/**
 * Subnetworks (Kohn, Marchetti, Shabir, Shahverdi, Wang, arXiv 2606.28464): a hidden neuron is inactive where all its
 * incoming or all its outgoing weights are zero, and redundant where its incoming weights are proportional to those of
 * another neuron of its layer. Here: which of these a point has, and the types of subnetworks up to permutation of
 * neurons, each an irreducible set given by zero weights and by rows that are proportional.
 */
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import type { Architecture, Weights } from "./architecture.js";
import { hiddenWidths, parameterCount, weightIndex } from "./architecture.js";

/** What makes a point a subnetwork, in words; layers and neurons count from 1. Empty for any other point. */
export function subnetworkReasons(weights: Weights<Rational>): string[] {
  return weights.slice(0, -1).flatMap((incoming, i) => {
    const outgoing = weights[i + 1] ?? [];
    return incoming.flatMap((row, j) => {
      const name = `neuron ${j + 1} of hidden layer ${i + 1}`;
      if (row.every(Q.isZero)) return [`${name} has no incoming weights`];
      const twin = incoming.findIndex((other, l) => l > j && !other.every(Q.isZero) && proportional(row, other));
      return [
        ...(outgoing.every((out) => Q.isZero(out[j] ?? Q.zero)) ? [`${name} has no outgoing weights`] : []),
        ...(twin < 0
          ? []
          : [`neurons ${j + 1} and ${twin + 1} of hidden layer ${i + 1} have proportional incoming weights`]),
      ];
    });
  });
}

/** In one hidden layer: numbers of neurons without incoming and without outgoing weights, and sizes of redundant groups. */
export interface LayerType {
  readonly withoutIncoming: number;
  readonly withoutOutgoing: number;
  /** Each ≥ 2, descending: neurons of a group have pairwise proportional incoming weights. */
  readonly groups: readonly number[];
}

/** A type for each hidden layer. Its representative puts the neurons without incoming weights first, then those without outgoing, then the groups. */
export type SubnetworkType = readonly LayerType[];

/** How many neurons fewer would do. */
export function excess(type: SubnetworkType): number {
  return type.reduce((s, layer) => s + layerExcess(layer), 0);
}

/** All types with excess from 1 to the limit. */
export function subnetworkTypes(net: Architecture, limit: number): SubnetworkType[] {
  const perLayer = hiddenWidths(net).map((width) => layerTypes(width, limit));
  const all = perLayer.reduce<SubnetworkType[]>(
    (heads, types) => heads.flatMap((head) => types.map((t) => [...head, t]).filter((type) => excess(type) <= limit)),
    [[]],
  );
  return all.filter((type) => excess(type) > 0).sort((a, b) => excess(a) - excess(b));
}

export function describe(type: SubnetworkType): string {
  const parts = type.flatMap((layer, i) => {
    const at = type.length === 1 ? "" : ` in hidden layer ${i + 1}`;
    return [
      ...(layer.withoutIncoming > 0 ? [`${neurons(layer.withoutIncoming)} without incoming weights${at}`] : []),
      ...(layer.withoutOutgoing > 0 ? [`${neurons(layer.withoutOutgoing)} without outgoing weights${at}`] : []),
      ...layer.groups.map((size) => `${neurons(size)} with proportional incoming weights${at}`),
    ];
  });
  return parts.join(", ");
}

/** The places of the weights that vanish on the type's representative, ascending. */
export function zeroWeights(net: Architecture, type: SubnetworkType): number[] {
  const zeros = new Set<number>();
  type.forEach((layer, i) => {
    const before = net.widths[i] ?? 0;
    const after = net.widths[i + 2] ?? 0;
    for (let j = 0; j < layer.withoutIncoming; j++) {
      for (let b = 0; b < before; b++) zeros.add(weightIndex(net, i, j, b));
    }
    for (let j = layer.withoutIncoming; j < layer.withoutIncoming + layer.withoutOutgoing; j++) {
      for (let a = 0; a < after; a++) zeros.add(weightIndex(net, i + 1, a, j));
    }
  });
  return [...zeros].sort((a, b) => a - b);
}

/** The groups of proportional rows of the representative: the layer, the rows, and the columns that are not zero anyway. */
export function proportionalRows(
  net: Architecture,
  type: SubnetworkType,
): { layer: number; rows: number[]; columns: number[] }[] {
  return type.flatMap((layer, i) => {
    const dead = type[i - 1];
    const from = dead?.withoutIncoming ?? 0;
    const to = from + (dead?.withoutOutgoing ?? 0);
    const columns = Array.from({ length: net.widths[i] ?? 0 }, (_, b) => b).filter((b) => b < from || b >= to);
    let start = layer.withoutIncoming + layer.withoutOutgoing;
    return layer.groups.map((size) => {
      const rows = Array.from({ length: size }, (_, j) => start + j);
      start += size;
      return { layer: i, rows, columns };
    });
  });
}

/** The dimension of the set of all weights of the type. */
export function typeDimension(net: Architecture, type: SubnetworkType): number {
  const bound = proportionalRows(net, type).reduce(
    (s, { rows, columns }) => s + (rows.length - 1) * Math.max(0, columns.length - 1),
    0,
  );
  return parameterCount(net) - zeroWeights(net, type).length - bound;
}

/** Equations of the representative in the weights' names: the zero weights, then the 2 × 2 minors of proportional rows. */
export function typeEquations(net: Architecture, type: SubnetworkType, names: readonly string[]): string[] {
  const name = (layer: number, row: number, column: number) => names[weightIndex(net, layer, row, column)] ?? "?";
  const minors = proportionalRows(net, type).flatMap(({ layer, rows, columns }) =>
    pairs(rows).flatMap(([a, b]) =>
      pairs(columns).map(
        ([c, d]) => `${name(layer, a, c)}*${name(layer, b, d)} - ${name(layer, a, d)}*${name(layer, b, c)}`,
      ),
    ),
  );
  return [...zeroWeights(net, type).map((k) => names[k] ?? "?"), ...minors];
}

/** A point of the type's representative from a supply of values; general when the values are. */
export function typePoint<T>(
  net: Architecture,
  type: SubnetworkType,
  value: () => T,
  zero: T,
  multiply: (a: T, b: T) => T,
): T[] {
  const list = Array.from({ length: parameterCount(net) }, value);
  for (const { layer, rows, columns } of proportionalRows(net, type)) {
    const [first = 0, ...others] = rows;
    for (const row of others) {
      const factor = value();
      for (const column of columns) {
        list[weightIndex(net, layer, row, column)] = multiply(
          factor,
          list[weightIndex(net, layer, first, column)] ?? zero,
        );
      }
    }
  }
  for (const k of zeroWeights(net, type)) list[k] = zero;
  return list;
}

function layerExcess(layer: LayerType): number {
  return layer.withoutIncoming + layer.withoutOutgoing + layer.groups.reduce((s, size) => s + size - 1, 0);
}

function layerTypes(width: number, limit: number): LayerType[] {
  const found: LayerType[] = [];
  for (let a = 0; a <= Math.min(width, limit); a++) {
    for (let b = 0; a + b <= Math.min(width, limit); b++) {
      for (const groups of groupings(width - a - b, limit - a - b, width)) {
        found.push({ withoutIncoming: a, withoutOutgoing: b, groups });
      }
    }
  }
  return found;
}

/** Descending lists of sizes 2 … largest with sum ≤ neurons and Σ (size − 1) ≤ limit. */
function groupings(neurons: number, limit: number, largest: number): number[][] {
  const found: number[][] = [[]];
  for (let size = Math.min(neurons, limit + 1, largest); size >= 2; size--) {
    for (const rest of groupings(neurons - size, limit - size + 1, size)) found.push([size, ...rest]);
  }
  return found;
}

function proportional(a: readonly Rational[], b: readonly Rational[]): boolean {
  return a.every((x, i) => b.every((y, j) => Q.equals(Q.multiply(x, y), Q.multiply(a[j] ?? Q.zero, b[i] ?? Q.zero))));
}

function neurons(count: number): string {
  return count === 1 ? "one neuron" : `${count} neurons`;
}

function pairs<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((a, i) => list.slice(i + 1).map((b): [T, T] => [a, b]));
}
