/**
 * Looks for witnesses: points of each type of subnetwork, then points off the subnetworks in special position, ranked
 * modulo a prime by back-propagation and confirmed exactly by `witness.ts`. What it does not find proves nothing.
 *
 * Special positions: incoming weights of a layer in one plane; the outgoing weights of all its neurons alike; a
 * neuron whose incoming weights are not zero but whose polynomial is, or two whose polynomials are proportional though
 * their weights are not (possible once the powers before them are dependent); and small integer weights.
 */
import type { Budget } from "../algebra/budget.js";
import { nullspace } from "../algebra/matrix.js";
import { prime, residues } from "../algebra/modular.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import type { Architecture, Weights } from "./architecture.js";
import { inputs, parameterCount, toWeights } from "./architecture.js";
import { dualCost, exactDualCost } from "./dual.js";
import type { Form } from "./forms.js";
import { inputForm, powerOf, combination, rationals } from "./forms.js";
import { rankModulo, reduceWeights } from "./generic-rank.js";
import type { GenericRank } from "./generic-rank.js";
import { subnetworkReasons, subnetworkTypes, typePoint } from "./subnetworks.js";
import { confirm } from "./witness.js";
import type { Witness } from "./witness.js";

export type SearchResult = { readonly found: Witness } | { readonly found: null; readonly tried: readonly string[] };

export function searchWitness(net: Architecture, generic: GenericRank, budget: Budget): SearchResult {
  const tried: string[] = [];
  for (const family of families(net, generic.proved)) {
    let count = 0;
    let unconfirmed = 0;
    for (const weights of family.points) {
      if (budget.expired()) return { found: null, tried: [...tried, "the budget ended the search"] };
      if (subnetworkReasons(weights).length > 0 !== family.subnetworks) continue;
      count++;
      const rank = rankOf(net, weights, budget) ?? (family.subnetworks ? 0 : generic.rank);
      if (family.subnetworks ? rank < generic.rank : rank === generic.rank) continue;
      const cost = (family.subnetworks ? dualCost : exactDualCost)(net, weights);
      if (cost > maxConfirmationCost) {
        unconfirmed++;
        continue;
      }
      budget.steps += cost;
      const found = confirm(net, weights, generic.rank);
      if (found !== null) return { found };
    }
    if (count > 0) tried.push(`${family.words} (${count}): ${outcome(unconfirmed)}`);
  }
  return { found: null, tried };
}

const maxConfirmationCost = 40_000_000;
const randomTries = 400;

interface Family {
  readonly words: string;
  /** Whether the points wanted are subnetworks, none of which should have full rank, or all the others. */
  readonly subnetworks: boolean;
  readonly points: Iterable<Weights<Rational>>;
}

function families(net: Architecture, rankIsProved: boolean): Family[] {
  const special = {
    words: "points off the subnetworks with incoming or outgoing weights in special position",
    subnetworks: false,
    points: specialPoints(net),
  };
  const types = { words: "general points of the types of subnetworks", subnetworks: true, points: typePoints(net) };
  const common = rankIsProved ? [types] : [];
  return [
    ...(inputs(net) >= 3 ? [special, ...common] : [...common, special]),
    {
      words: "points off the subnetworks where a neuron's polynomial is zero or proportional to another's",
      subnetworks: false,
      points: cancellingPoints(net),
    },
    { words: "points off the subnetworks with weights in {−1, 0, 1}", subnetworks: false, points: smallPoints(net) },
  ];
}

/** Modulo a prime; null where it divides a denominator. */
function rankOf(net: Architecture, weights: Weights<Rational>, budget: Budget): number | null {
  const p = prime(0);
  budget.steps += parameterCount(net) ** 2 * 40;
  const reduced = reduceWeights(weights, p);
  return reduced === null ? null : rankModulo(net, reduced, p, 1);
}

function outcome(unconfirmed: number): string {
  if (unconfirmed === 0) return "no counterexample";
  return `${unconfirmed} may be counterexamples, by rank modulo a prime, but are too large to be confirmed exactly`;
}

type Matrix = Rational[][];

function* typePoints(net: Architecture): Generator<Weights<Rational>> {
  for (const type of subnetworkTypes(net, 1)) {
    yield toWeights(net, typePoint(net, type, smallIntegers(9, 17), Q.zero, Q.multiply));
  }
}

/** Each layer's matrix general, with rows in one plane, with equal columns, or with rows in one plane and equal last columns. */
function* specialPoints(net: Architecture): Generator<Weights<Rational>> {
  const shapes = net.widths.slice(1).map((rows, i) => shapesOf(rows, net.widths[i] ?? 1, i + 3));
  const total = shapes.reduce((n, list) => n * list.length, 1);
  for (let code = 1; code < Math.min(total, 256); code++) {
    let rest = code;
    yield shapes.map((list) => {
      const pick = list[rest % list.length] ?? [];
      rest = Math.floor(rest / list.length);
      return pick;
    });
  }
}

function shapesOf(rows: number, columns: number, seed: number): Matrix[] {
  const next = smallIntegers(7, seed);
  const general = matrix(rows, columns, next);
  const planar = matrix(rows, columns, () => Q.zero).map((row, i) =>
    row.map((_, j) => (j === 0 ? Q.one : j === 1 ? Q.rational(i) : Q.zero)),
  );
  const alike = matrix(rows, columns, () => Q.zero).map((row, i) => row.map(() => Q.rational(i === 0 ? 1 : 0)));
  const equalColumns = general.map((row) => row.map(() => row[0] ?? Q.one));
  const threeInLine = general.map((row, i) =>
    i === 2 ? row.map((_, j) => Q.add(general[0]?.[j] ?? Q.zero, general[1]?.[j] ?? Q.zero)) : row,
  );
  return [general, planar, alike, equalColumns, ...(rows >= 3 && columns >= 2 ? [threeInLine] : [])];
}

/** From each hidden layer i ≥ 2 on: the first neuron's row in the kernel of the powers before it, or the second's differing from the first's by one. */
function* cancellingPoints(net: Architecture): Generator<Weights<Rational>> {
  const layers = net.widths.length - 1;
  for (let layer = 1; layer < layers - 1; layer++) {
    const next = smallIntegers(4, 29 + layer);
    const head: Matrix[] = [];
    for (let i = 0; i < layer; i++) head.push(matrix(net.widths[i + 1] ?? 1, net.widths[i] ?? 1, next));
    const kernel = relationsOfPowers(net, head);
    const [relation] = kernel;
    if (relation === undefined) continue;
    const tail = Array.from({ length: layers - layer }, (_, k) =>
      matrix(net.widths[layer + k + 1] ?? 1, net.widths[layer + k] ?? 1, next),
    );
    const [first = [], ...rest] = tail;
    yield [...head, first.map((row, i) => (i === 0 ? relation : row)), ...rest];
    if (first.length < 2) continue;
    const shifted = (first[0] ?? []).map((w, j) => Q.add(w, relation[j] ?? Q.zero));
    yield [...head, first.map((row, i) => (i === 1 ? shifted : row)), ...rest];
  }
}

/** A basis of the linear relations between the r-th powers of the last layer of a head. */
function relationsOfPowers(net: Architecture, head: readonly Matrix[]): Rational[][] {
  const n = net.widths[0] ?? 1;
  if (net.degree ** head.length > 16) return [];
  let forms: Form<Rational>[] = Array.from({ length: n }, (_, i) => inputForm(rationals, i));
  for (const weights of head) {
    const before = forms;
    forms = weights.map((row) => powerOf(rationals, combination(rationals, row, before), net.degree));
  }
  const monomials = [...new Set(forms.flatMap((form) => [...form.keys()]))];
  const columns = monomials.map((m) => forms.map((form) => form.get(m) ?? Q.zero));
  return nullspace(columns, forms.length);
}

function* smallPoints(net: Architecture): Generator<Weights<Rational>> {
  const next = smallIntegers(1, 5);
  const count = parameterCount(net);
  for (let i = 0; i < randomTries; i++) yield toWeights(net, Array.from({ length: count }, next));
}

function matrix(rows: number, columns: number, next: () => Rational): Matrix {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, next));
}

/** Reproducible integers from −size to size; without 0 where size > 1. */
function smallIntegers(size: number, seed: number): () => Rational {
  const draw = residues(67_108_859, seed);
  return () => {
    const value = (draw() % (2 * size + 1)) - size;
    return Q.rational(value === 0 && size > 1 ? size : value);
  };
}
