import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import { prime, residues } from "../../../src/symbolic/algebra/modular.js";
import * as Matrix from "../../../src/symbolic/algebra/matrix.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../../src/symbolic/algebra/rational.js";
import type { Architecture, Weights } from "../../../src/symbolic/locus/architecture.js";
import { hiddenUnits, parameterCount, toWeights } from "../../../src/symbolic/locus/architecture.js";
import { criticalIsSubnetworks } from "../../../src/symbolic/locus/critical-locus.js";
import { provesRankOffSubnetworks } from "../../../src/symbolic/locus/elimination.js";
import { genericRank, rankModulo, reduceWeights } from "../../../src/symbolic/locus/generic-rank.js";
import { holdsFrom, locusTable } from "../../../src/symbolic/locus/locus.js";
import { parametrization } from "../../../src/symbolic/locus/parametrization.js";
import { provesCriticalIsSubnetworks } from "../../../src/symbolic/locus/subnetwork-theorem.js";
import { confirm } from "../../../src/symbolic/locus/witness.js";
import { searchWitness } from "../../../src/symbolic/locus/witness-search.js";
import { integers, net } from "./support.js";

interface Golden {
  readonly critical: readonly { widths: number[]; degree: number; answer: boolean; source: string }[];
}
const golden = JSON.parse(readFileSync(new URL("../../golden/locus.json", import.meta.url), "utf8")) as Golden;

const answer = (a: Architecture) => criticalIsSubnetworks(a, genericRank(a, unlimited()), unlimited());

/** The rank by symbolic derivatives: nothing of the search or of its confirmation. */
function symbolicRank(a: Architecture, weights: Weights<Rational>): number {
  const jacobian = parametrization(a)?.jacobian;
  if (jacobian === undefined) throw new Error("too large");
  return Matrix.rank(jacobian.map((row) => row.map((f) => P.evaluate(f, weights.flat(2)))));
}

/** Subnetworks by determinants, apart from the package's own test. */
function isSubnetwork(weights: Weights<Rational>): boolean {
  return weights
    .slice(0, -1)
    .some((matrix, i) =>
      matrix.some(
        (row, j) =>
          row.every(Q.isZero) ||
          (weights[i + 1] ?? []).every((out) => Q.isZero(out[j] ?? Q.zero)) ||
          matrix.some((other, l) => l !== j && Matrix.rank([row, other]) < 2),
      ),
    );
}

describe("critical points and subnetworks", () => {
  test.each(golden.critical)("of $widths with x^$degree: $answer, by $source", ({ widths, degree, answer: known }) => {
    expect(answer(net(widths, degree)).answer).toBe(known);
  });

  test("hold for two inputs and k neurons from max(2, 2k − 1) on", () => {
    for (const k of [1, 2, 3, 4]) {
      const rows = locusTable([2, k, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9], unlimited());
      expect(rows.every(({ critical }) => critical.answer !== null)).toBe(true);
      expect(holdsFrom(rows)).toBe(Math.max(2, 2 * k - 1));
    }
  });

  test("are decided for all networks of one hidden layer with up to four units a layer", () => {
    for (const degree of [1, 2, 3, 4, 5, 6, 7]) {
      for (let n = 1; n <= 4; n++) {
        for (let k = 1; k <= 4; k++) {
          for (const m of [1, 2]) expect([n, k, m, degree, answer(net([n, k, m], degree)).answer]).not.toContain(null);
        }
      }
    }
  });

  test("hold from the published theorem's side for deep networks too", () => {
    expect(holdsFrom(locusTable([2, 2, 2, 1], [1, 2, 3, 4, 5], unlimited()))).toBe(2);
    expect(holdsFrom(locusTable([2, 2, 3, 1], [1, 2, 3, 4, 5, 6], unlimited()))).toBe(5);
    expect(holdsFrom(locusTable([2, 3, 2, 1], [1, 2, 3, 4, 5, 6], unlimited()))).toBe(4);
    expect(holdsFrom(locusTable([2, 3, 3, 1], [6, 7, 8], unlimited()))).toBe(6);
    expect(holdsFrom(locusTable([2, 1, 2, 1], [1, 2, 3, 4], unlimited()))).toBeNull();
  });

  test("every witness is one, by symbolic derivatives and determinants", () => {
    let seen = 0;
    for (const widths of [
      [2, 2, 1],
      [2, 3, 1],
      [3, 3, 1],
      [2, 2, 2],
      [3, 2, 2],
      [2, 3, 2, 1],
      [2, 1, 2, 1],
      [1, 2, 1],
    ]) {
      for (const degree of [1, 2, 3]) {
        const a = net(widths, degree);
        const found = answer(a);
        if (found.answer !== false) continue;
        const { kind, weights, rank } = found.witness;
        const generic = genericRank(a, unlimited()).rank;
        expect(symbolicRank(a, weights)).toBe(rank);
        expect(isSubnetwork(weights)).toBe(kind === "subnetwork, not critical");
        if (kind === "subnetwork, not critical") expect(rank).toBe(generic);
        else expect(rank).toBeLessThan(generic);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(12);
  });

  test.each([
    [
      "the identity, all units active",
      [
        [1, 0],
        [0, 1],
      ],
      [[1, 1]],
    ],
    [
      "proportional incoming weights in another row",
      [
        [1, 0],
        [2, 0],
      ],
      [[1, 1]],
    ],
    [
      "a unit without outgoing weight",
      [
        [1, 0],
        [0, 1],
      ],
      [[1, 0]],
    ],
  ])("no point is taken for a witness that is none: %s", (_, first, last) => {
    const a = net([2, 2, 1], 3);
    const generic = genericRank(a, unlimited()).rank;
    expect(confirm(a, integers([first, last]), generic)).toBeNull();
  });

  test("where a theorem says yes, the search for a witness finds none", () => {
    let proved = 0;
    for (const widths of [
      [2, 2, 1],
      [3, 2, 1],
      [2, 3, 1],
      [2, 2, 2],
      [2, 2, 2, 1],
      [2, 2, 3, 1],
      [2, 3, 2, 1],
      [3, 2, 1, 2],
      [2, 1, 1],
      [2, 1, 2],
    ]) {
      for (const degree of [1, 2, 3, 4, 5]) {
        const a = net(widths, degree);
        if (provesCriticalIsSubnetworks(a) === null) continue;
        proved++;
        expect(searchWitness(a, genericRank(a, unlimited()), unlimited()).found).toBeNull();
      }
    }
    expect(proved).toBeGreaterThan(15);
  });

  const regular = fc.constantFrom(
    net([2, 3, 1], 5),
    net([3, 3, 2], 5),
    net([2, 3, 2, 1], 4),
    net([2, 2, 3, 1], 5),
    net([2, 3, 3, 1], 6),
    net([3, 3, 3, 1], 7),
    net([2, 2, 2, 2, 1], 3),
  );
  test.prop([regular, fc.integer({ min: 1, max: 1_000_000 })], { numRuns: 150 })(
    "where a theorem says yes, points off the subnetworks with weights in {−1, 0, 1} have full rank",
    (a, seed) => {
      expect(provesCriticalIsSubnetworks(a)).not.toBeNull();
      const next = residues(prime(0), seed);
      const weights = toWeights(
        a,
        Array.from({ length: parameterCount(a) }, () => Q.rational((next() % 3) - 1)),
      );
      fc.pre(!isSubnetwork(weights));
      const p = prime(6);
      expect(rankModulo(a, reduceWeights(weights, p) ?? [], p, 1)).toBe(parameterCount(a) - hiddenUnits(a));
    },
  );

  test("are proved by elimination where quadratic activations leave no room for theorems", () => {
    expect(provesCriticalIsSubnetworks(net([2, 2, 2, 1], 2))).toBeNull();
    expect(answer(net([2, 2, 2, 1], 2)).answer).toBe(true);
    expect(answer(net([3, 2, 2, 1], 2)).answer).toBe(true);
    expect(provesRankOffSubnetworks(net([2, 2, 2, 1], 2), 6, unlimited())).toBeNull();
    // The rank drops off the subnetworks too for three neurons, to which the method does not apply.
    expect(provesRankOffSubnetworks(net([2, 3, 2, 1], 3), 8, unlimited())).toBeNull();
  });

  test("stay open, with what was tried, when the budget ends or nothing decides", () => {
    const a = net([2, 3, 3, 1], 5);
    const open = answer(a);
    expect(open.answer).toBeNull();
    if (open.answer !== null) throw new Error("unexpected answer");
    expect(open.tried.some((line) => line.includes("off the subnetworks"))).toBe(true);
    const stopped = criticalIsSubnetworks(a, genericRank(a, unlimited()), stepBudget(1));
    expect(stopped).toMatchObject({ answer: null });
    if (stopped.answer === null) expect(stopped.tried.at(-1)).toBe("the budget ended the search");
  });
});
