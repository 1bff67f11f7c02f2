import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { unlimited } from "../../../src/symbolic/algebra/budget.js";
import { coprimeBasis } from "../../../src/symbolic/algebra/coprime-basis.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { gcdOver, normalize, squareFreeOver } from "../../../src/symbolic/algebra/tower.js";
import type { Tower } from "../../../src/symbolic/algebra/tower.js";

const [x, a] = [0, 1];
const linear = (c: Polynomial): Polynomial => P.subtract(P.variable(x), c);
const sqrt2: Tower = [
  { index: a, minimal: P.subtract(P.variable(a, 2), P.integer(2)), lower: Q.one, upper: Q.rational(2) },
];
/** Over ℚ(√2) x² − 2 has the root √2 of x − √2. */
const pieces: readonly (readonly [name: string, tower: Tower, list: readonly Polynomial[]])[] = [
  [
    "ℚ",
    [],
    [linear(P.zero), linear(P.one), P.add(P.variable(x, 2), P.one), P.subtract(P.variable(x, 3), P.integer(2))],
  ],
  ["ℚ(√2)", sqrt2, [linear(P.variable(a)), P.subtract(P.variable(x, 2), P.integer(2)), linear(P.one), P.variable(x)]],
];
const exponents = fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }), {
  minLength: 1,
  maxLength: 3,
});

describe.each(pieces)("coprime bases over %s", (_, tower, own) => {
  test.prop([exponents], { seed: 1, numRuns: 60 })(
    "square-free, coprime, and the polynomials are their products",
    (rows) => {
      const list = rows.map((row) => P.product(row.map((e, k) => P.power(own[k] ?? P.one, e))));
      const basis = coprimeBasis(list, x, tower, unlimited());
      const monic = (p: Polynomial): Polynomial => gcdOver(p, P.zero, x, tower);
      for (const [i, { factor }] of basis.entries()) {
        expect(P.degreeIn(squareFreeOver(factor, x, tower), x)).toBe(P.degreeIn(factor, x));
        for (const other of basis.slice(i + 1)) expect(P.degreeIn(gcdOver(factor, other.factor, x, tower), x)).toBe(0);
      }
      list.forEach((p, k) => {
        const product = P.product(basis.map((b) => P.power(b.factor, b.exponents[k] ?? 0)));
        expect(P.isZero(normalize(P.subtract(monic(product), monic(p)), tower))).toBe(true);
      });
    },
  );
});
