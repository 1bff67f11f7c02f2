import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import * as Matrix from "../../../src/symbolic/algebra/matrix.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import { prime, residueOf } from "../../../src/symbolic/algebra/modular.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { dualJacobian } from "../../../src/symbolic/locus/dual.js";
import { rationals } from "../../../src/symbolic/locus/forms.js";
import { rankModulo, reduceWeights } from "../../../src/symbolic/locus/generic-rank.js";
import { parametrization } from "../../../src/symbolic/locus/parametrization.js";
import { gradientsAtPoints, jacobian, outputForms } from "../../../src/symbolic/locus/propagation.js";
import { formCount, formDegree, inputs } from "../../../src/symbolic/locus/architecture.js";
import { net, networkAtPoint } from "./support.js";

const text = (matrix: Matrix.Matrix): string[][] => matrix.map((row) => row.map(Q.format));

describe("the Jacobian of the parametrization", () => {
  test("of a network of one neuron, by hand", () => {
    const found = parametrization(net([2, 1, 1], 2));
    const names = ["a", "b", "c"];
    expect(found?.coefficients.map(({ polynomial }) => P.format(polynomial, names))).toEqual([
      "a^2*c",
      "2*a*b*c",
      "b^2*c",
    ]);
    expect(found?.jacobian.map((row) => row.map((f) => P.format(f, names)))).toEqual([
      ["2*a*c", "0", "a^2"],
      ["2*b*c", "2*a*c", "2*a*b"],
      ["0", "2*b*c", "b^2"],
    ]);
  });

  test("is left out where it would be too large to print", () => {
    expect(parametrization(net([4, 9, 9, 9, 1], 4))).toBeNull();
  });

  test.prop([networkAtPoint], { numRuns: 60 })(
    "by back-propagation, by dual numbers and by symbolic derivatives is the same",
    ({ a, weights }) => {
      const backward = text(jacobian(rationals, a, weights));
      expect(text(dualJacobian(a, weights))).toEqual(backward);
      const symbolic = parametrization(a);
      if (symbolic !== null) {
        const point = weights.flat(2);
        expect(text(symbolic.jacobian.map((row) => row.map((f) => P.evaluate(f, point))))).toEqual(backward);
      }
    },
  );

  test.prop([networkAtPoint, fc.nat()], { numRuns: 60 })(
    "agrees with central differences of the coefficients, exact but for O(h²)",
    ({ a, weights }, pick) => {
      const list = weights.flat(2);
      const k = pick % list.length;
      const h = Q.rational(1, 10n ** 15n);
      const shift = (by: Q.Rational) => {
        let position = 0;
        return outputForms(
          rationals,
          a,
          weights.map((matrix) => matrix.map((row) => row.map((w) => (position++ === k ? Q.add(w, by) : w)))),
        );
      };
      const [above, below] = [shift(h), shift(Q.negate(h))];
      const exact = jacobian(rationals, a, weights);
      let row = 0;
      for (let output = 0; output < above.length; output++) {
        for (const m of allMonomials(a)) {
          const rise = Q.subtract(above[output]?.get(m) ?? Q.zero, below[output]?.get(m) ?? Q.zero);
          const slope = Q.toNumber(Q.divide(rise, Q.multiply(Q.rational(2), h)));
          const value = Q.toNumber(exact[row]?.[k] ?? Q.zero);
          expect(Math.abs(slope - value)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(value)));
          row++;
        }
      }
      expect(row).toBe(exact.length);
    },
  );

  test.prop([networkAtPoint], { numRuns: 60 })(
    "has the same rank over ℚ as its values at random points modulo a prime",
    ({ a, weights }) => {
      const p = prime(4);
      const reduced = reduceWeights(weights, p);
      // Of some 20 factors of degree at most 30 one vanishes modulo p with probability below 1e-5.
      expect(reduced && rankModulo(a, reduced, p, 5)).toBe(Matrix.rank(jacobian(rationals, a, weights)));
    },
  );

  test.prop([networkAtPoint], { numRuns: 30 })("evaluates at a point as its rows combine", ({ a, weights }) => {
    const p = prime(2);
    const point = Array.from({ length: inputs(a) }, (_, i) => i + 2);
    const reduced = reduceWeights(weights, p) ?? [];
    const exact = jacobian(rationals, a, weights);
    const monomials = allMonomials(a);
    const size = formCount(inputs(a), formDegree(a));
    const combined = gradientsAtPoints(a, reduced, [point], p).map((_, output) =>
      (exact[0] ?? []).map((_, k) =>
        monomials.reduce((s, m, i) => {
          const value = M.support(m).reduce((v, x) => v * BigInt(point[x] ?? 0) ** BigInt(M.exponent(m, x)), 1n);
          return Q.add(s, Q.multiply(Q.rational(value), exact[output * size + i]?.[k] ?? Q.zero));
        }, Q.zero),
      ),
    );
    expect(combined.map((row) => row.map((c) => residueOf(c, p)))).toEqual(gradientsAtPoints(a, reduced, [point], p));
  });
});

function allMonomials(a: ReturnType<typeof net>): string[] {
  const n = inputs(a);
  const list: string[] = [];
  const extend = (head: number[], rest: number): void => {
    if (head.length === n - 1) list.push(M.fromExponents([...head, rest]));
    else for (let e = rest; e >= 0; e--) extend([...head, e], rest - e);
  };
  extend([], formDegree(a));
  return list;
}
