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
import { parameterCount, toWeights } from "./architecture.js";
import type { Form } from "./forms.js";
import { inputForm, powerOf, combination, rationals } from "./forms.js";
import { rankModulo, reduceWeights } from "./generic-rank.js";
import type { GenericRank } from "./generic-rank.js";
import { describe, subnetworkReasons, subnetworkTypes, typePoint } from "./subnetworks.js";
import { confirm, confirmationCost } from "./witness.js";
import type { Witness } from "./witness.js";

export type SearchResult = { readonly found: Witness } | { readonly found: null; readonly tried: readonly string[] };

export function searchWitness(net: Architecture, generic: GenericRank, budget: Budget): SearchResult {
  const tried: string[] = [];
  const seen = prime(0);
  const rankOf = (weights: Weights<Rational>) => {
    budget.steps += parameterCount(net) ** 2 * 40;
    const reduced = reduceWeights(weights, seen);
    return reduced === null ? generic.rank : rankModulo(net, reduced, seen, 1);
  };
  const affordable = confirmationCost(net) <= maxConfirmationCost;
  if (!affordable) tried.push("points were ranked modulo a prime only: confirming one exactly is past the limit");
  const proof = (weights: Weights<Rational>): Witness | null => {
    if (!affordable) return null;
    budget.steps += confirmationCost(net);
    return confirm(net, weights, generic.rank);
  };

  if (generic.proved) {
    for (const type of subnetworkTypes(net, 1)) {
      if (budget.expired()) return stopped(tried);
      const next = smallIntegers(9, 17);
      const weights = toWeights(net, typePoint(net, type, next, Q.zero, Q.multiply));
      const found = rankOf(weights) === generic.rank ? proof(weights) : null;
      if (found !== null) return { found };
      tried.push(`a general point with ${describe(type)}: critical`);
    }
  }

  for (const [family, points] of families(net)) {
    let count = 0;
    for (const weights of points) {
      if (budget.expired()) return stopped(tried);
      if (subnetworkReasons(weights).length > 0) continue;
      count++;
      const found = rankOf(weights) < generic.rank ? proof(weights) : null;
      if (found !== null) return { found };
    }
    if (count > 0)
      tried.push(`${count} ${count === 1 ? "point" : "points"} off the subnetworks, ${family}: none critical`);
  }
  return { found: null, tried };
}

const maxConfirmationCost = 20_000_000;
const randomTries = 400;

function stopped(tried: readonly string[]): SearchResult {
  return { found: null, tried: [...tried, "the budget ended the search"] };
}

type Matrix = Rational[][];

function* families(net: Architecture): Generator<[string, Iterable<Weights<Rational>>]> {
  yield ["incoming or outgoing weights in special position", specialPoints(net)];
  yield ["a neuron's polynomial zero or proportional to another's", cancellingPoints(net)];
  yield ["weights in {−1, 0, 1}", smallPoints(net)];
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
  if (net.degree ** head.length > 40) return [];
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
