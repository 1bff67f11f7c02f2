/** The laws that (λ, m) obeys whatever the ideal, for ideals of one shape. Where only bounds are proved, they hold for the intervals. */
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { rank } from "../../src/symbolic/algebra/matrix.js";
import * as M from "../../src/symbolic/algebra/monomial.js";
import * as P from "../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../src/symbolic/algebra/rational.js";
import { order, prove, show } from "../symbolic/resolution/support/solve.js";
import type { Pole, Proved } from "../symbolic/resolution/support/solve.js";
import * as S from "./support.js";
import type { Ideal, Shape } from "./support.js";

export interface Plan {
  readonly shape: Shape;
  /** Inputs for each law. */
  readonly runs: number;
  readonly seed: number;
  /** Steps of the solver for each value. */
  readonly steps: number;
}

export function describeLaws({ shape, runs, seed, steps }: Plan): void {
  const { variables: n } = shape;
  const ideal = S.idealIn(shape);
  const small = S.idealIn({ ...shape, variables: 2, degree: 3, generators: 2 });
  const value = (generators: Ideal): Proved => prove(generators, steps);
  const options = { seed, numRuns: runs };

  test.prop([ideal, S.permutationOf(n)], options)("permutations of the variables change nothing", (I, change) => {
    expectCompatible(value(I), value(S.applied(I, change)));
  });

  test.prop([ideal, S.linearChangeOf(n)], options)("invertible linear maps change nothing", (I, change) => {
    expectCompatible(value(I), value(S.applied(I, change)));
  });

  test.prop([ideal, S.polynomialShearOf(n)], options)("polynomial shears change nothing", (I, change) => {
    expectCompatible(value(I), value(S.applied(I, change)));
  });

  test.prop([ideal, S.unitIn(shape)], options)("units as factors change nothing", (I, unit) => {
    expectCompatible(value(I), value([P.multiply(I[0] ?? P.zero, unit), ...I.slice(1)]));
  });

  test.prop([ideal, S.polynomialIn(shape), S.polynomialIn(shape)], options)(
    "a redundant generator changes nothing",
    (I, a, b) => {
      const redundant = P.add(P.multiply(I[0] ?? P.zero, a), P.multiply(I.at(-1) ?? P.zero, b));
      expectCompatible(value(I), value([redundant, ...I]));
    },
  );

  test.prop([ideal, fc.integer({ min: 2, max: 3 })], options)("power: λ/e, and m stays", (I, e) => {
    const powers = I.map((g) => P.power(g, e));
    expectCompatible(scaled(value(I), Q.rational(1, e)), value(powers));
  });

  test.prop([small, small], options)("sum: λ adds, m − 1 adds", (I, J) => {
    const [a, b] = [value(I), value(J)];
    const expected = combined(a, b, (p, q) => ({
      lambda: Q.add(p.lambda, q.lambda),
      multiplicity: p.multiplicity + q.multiplicity - 1,
    }));
    expectCompatible(expected, value([...I, ...S.movedBy(J, 2)]));
  });

  test.prop([small, small], options)("product: the least λ, m adds where it is reached twice", (I, J) => {
    const [a, b] = [value(I), value(J)];
    const expected = combined(a, b, (p, q) => {
      const sign = Q.compare(p.lambda, q.lambda);
      if (sign !== 0) return sign < 0 ? p : q;
      return { lambda: p.lambda, multiplicity: p.multiplicity + q.multiplicity };
    });
    const moved = S.movedBy(J, 2);
    expectCompatible(expected, value(I.flatMap((f) => moved.map((g) => P.multiply(f, g)))));
  });

  test.prop([ideal, S.polynomialIn(shape)], options)("a larger ideal has no smaller value", (I, g) => {
    expect(order(value(I).lower, value([...I, g]).upper)).toBeLessThanOrEqual(0);
  });

  test.prop([ideal, fc.array(fc.constantFrom(0, 1, -1), { minLength: n, maxLength: n })], options)(
    "values at nearby points of the zero set are no smaller",
    (I, direction) => {
      // Every point of a line in the zero set through the origin is near it up to scaling for homogeneous generators.
      const homogeneous = I.map((g) => P.filter(g, (m) => M.degree(m) === P.order(g, new Array<number>(n).fill(1))));
      const point = direction.map((d) => Q.rational(d));
      fc.pre(homogeneous.every((g) => Q.isZero(P.evaluate(g, point))));
      const there = value(S.translated(homogeneous, point));
      expect(order(value(homogeneous).lower, there.upper)).toBeLessThanOrEqual(0);
    },
  );

  test.prop([ideal, fc.array(fc.integer({ min: -3, max: 3 }), { minLength: n, maxLength: n })], options)(
    "where the generators' slopes are independent, λ_K is half the codimension and m = 1",
    (I, values) => {
      const moved = S.translated(
        I,
        values.map((v) => Q.rational(v)),
      );
      const vanishing = moved.map((g) => P.subtract(g, P.constant(P.constantTerm(g))));
      fc.pre(slopeRank(vanishing, n) === vanishing.length);
      const { upper, exact } = value(vanishing);
      expect([exact, show(upper)]).toEqual([true, `${vanishing.length}, 1`]);
    },
  );
}

/** The two intervals have a value in common; where both are exact they are equal. */
function expectCompatible(a: Proved, b: Proved): void {
  const text = `[${show(a.lower)} … ${show(a.upper)}] and [${show(b.lower)} … ${show(b.upper)}]`;
  expect(order(a.lower, b.upper), text).toBeLessThanOrEqual(0);
  expect(order(b.lower, a.upper), text).toBeLessThanOrEqual(0);
}

function scaled({ lower, upper, exact }: Proved, factor: Rational): Proved {
  const scale = ({ lambda, multiplicity }: Pole): Pole => ({ lambda: Q.multiply(lambda, factor), multiplicity });
  return { lower: scale(lower), upper: scale(upper), exact };
}

function combined(a: Proved, b: Proved, combine: (p: Pole, q: Pole) => Pole): Proved {
  return { lower: combine(a.lower, b.lower), upper: combine(a.upper, b.upper), exact: a.exact && b.exact };
}

/** The rank of the Jacobian matrix at the origin. */
function slopeRank(ideal: Ideal, variables: number): number {
  return rank(ideal.map((g) => Array.from({ length: variables }, (_, i) => P.coefficient(g, M.variable(i)))));
}
