import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as Matrix from "../../../src/symbolic/algebra/matrix.js";
import { prime, residues } from "../../../src/symbolic/algebra/modular.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { parameterCount } from "../../../src/symbolic/locus/architecture.js";
import { genericRank, rankModulo, reduceWeights } from "../../../src/symbolic/locus/generic-rank.js";
import { strata } from "../../../src/symbolic/locus/strata.js";
import { subnetworkReasons } from "../../../src/symbolic/locus/subnetworks.js";
import { network, monomial } from "../../../src/symbolic/model/network.js";
import { parseExpressions } from "../../../src/symbolic/model/parse.js";
import * as E from "../../../src/symbolic/model/expression.js";
import { net, networkAtPoint } from "./support.js";

const cases = [
  [[2, 2, 1], 2],
  [[2, 3, 1], 4],
  [[3, 3, 1], 3],
  [[2, 3, 2], 3],
  [[2, 2, 2, 1], 2],
  [[2, 2, 2, 1], 3],
  [[3, 2, 2, 2], 2],
  [[3, 2, 3], 1],
] as const;

describe("strata", () => {
  test.each(cases)(
    "of %j with x^%i: rank at random points, equations, dimension of the tangent space",
    (widths, degree) => {
      const a = net(widths, degree);
      const generic = genericRank(a, unlimited());
      const { parameters } = network({ widths, activation: monomial(degree) });
      const { list } = strata(a, generic, parameters, unlimited());
      expect(list.length).toBeGreaterThan(2);
      for (const stratum of list) {
        const p = prime(7);
        const reduced = reduceWeights(stratum.point, p) ?? [];
        expect(rankModulo(a, reduced, p, 11)).toBe(stratum.rank);
        expect(stratum.critical).toBe(stratum.rank < generic.rank);
        expect(subnetworkReasons(stratum.point).length > 0).toBe(stratum.subnetwork);
        const equations = parseExpressions(stratum.equations, parameters).expressions.map((e) => E.expand(e));
        const point = stratum.point.flat(2);
        for (const f of equations) expect(Q.format(P.evaluate(f, point))).toBe("0");
        const gradients = equations.map((f) => parameters.map((_, k) => P.evaluate(P.derivative(f, k), point)));
        expect(parameterCount(a) - Matrix.rank(gradients)).toBe(stratum.dimension);
      }
    },
  );

  test("of two neurons are all listed, of nine only the largest", () => {
    const names = Array.from({ length: 100 }, (_, i) => `w${i}`);
    const small = net([2, 2, 1], 2);
    expect(strata(small, genericRank(small, unlimited()), names, unlimited())).toMatchObject({ complete: true });
    const large = net([4, 9, 1], 4);
    const { list, complete } = strata(large, genericRank(large, unlimited()), names, unlimited());
    expect(complete).toBe(false);
    expect(list.filter(({ name }) => /^(one neuron|2 neurons with)/.test(name)).length).toBeGreaterThanOrEqual(3);
  });

  test("by name, for (2,2,1) with x^2", () => {
    const a = net([2, 2, 1], 2);
    const { list } = strata(a, genericRank(a, unlimited()), ["a", "b", "c", "d", "u", "v"], unlimited());
    expect(
      list
        .slice(0, 3)
        .map(({ name, equations, dimension, rank, critical }) => [name, equations, dimension, rank, critical]),
    ).toEqual([
      ["2 neurons with proportional incoming weights", ["a*d - b*c"], 5, 2, true],
      ["one neuron without outgoing weights", ["u"], 5, 3, false],
      ["one neuron without incoming weights", ["a", "b"], 4, 2, true],
    ]);
  });

  test.prop([networkAtPoint, fc.integer({ min: 1, max: 1000 })], { numRuns: 40 })(
    "permuting and rescaling neurons keeps rank and being a subnetwork",
    ({ a, weights }, seed) => {
      const next = residues(101, seed);
      const factor = Q.rational((next() % 5) + 2, (next() % 3) + 1);
      const moved = weights.map((matrix, i) => {
        const columns = (row: readonly Q.Rational[]) => (i === 0 ? row : [...row].reverse());
        const rows = i === weights.length - 1 ? matrix : [...matrix].reverse();
        return rows.map((row) =>
          columns(row).map((w) => {
            const scaled = i < weights.length - 1 ? Q.multiply(w, factor) : w;
            return i === 0 ? scaled : Q.divide(scaled, Q.power(factor, a.degree));
          }),
        );
      });
      const p = prime(8);
      const rank = (list: typeof moved) => rankModulo(a, reduceWeights(list, p) ?? [], p, 2);
      expect(rank(moved)).toBe(rank(weights.map((matrix) => matrix.map((row) => [...row]))));
      expect(subnetworkReasons(moved).length).toBe(subnetworkReasons(weights).length);
    },
  );
});
