/** Ideals in few variables and the changes that the laws are about. */
import fc from "fast-check";
import * as M from "../../src/symbolic/algebra/monomial.js";
import * as P from "../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../src/symbolic/algebra/rational.js";

export type Ideal = readonly Polynomial[];

export interface Shape {
  readonly variables: number;
  readonly degree: number;
  readonly terms: number;
  readonly generators: number;
}

const coefficient = fc.constantFrom(1, -1, 2, -2, 3);

/** Sparse polynomials without a constant term; never 0. */
export function polynomialIn({ variables, degree, terms }: Shape): fc.Arbitrary<Polynomial> {
  const exponents = fc
    .array(fc.nat({ max: variables - 1 }), { minLength: 1, maxLength: degree })
    .map((list) => Array.from({ length: variables }, (_, i) => list.filter((j) => j === i).length));
  return fc
    .array(fc.tuple(exponents, coefficient), { minLength: 1, maxLength: terms })
    .map((list) => P.fromTerms(list.map(([e, c]) => [M.fromExponents(e), Q.rational(c)])))
    .filter((p) => !P.isZero(p));
}

export function idealIn(shape: Shape): fc.Arbitrary<Ideal> {
  return fc.array(polynomialIn(shape), { minLength: 1, maxLength: shape.generators });
}

/** The images of the variables under a change of coordinates. */
export type Change = ReadonlyMap<number, Polynomial>;

export function applied(ideal: Ideal, change: Change): Ideal {
  return ideal.map((g) => P.compose(g, change));
}

export function permutationOf(variables: number): fc.Arbitrary<Change> {
  const list = Array.from({ length: variables }, (_, i) => i);
  return fc
    .shuffledSubarray(list, { minLength: variables, maxLength: variables })
    .map((images) => new Map(images.map((j, i) => [i, P.variable(j)])));
}

/** Unipotent lower triangular after a permutation: every invertible matrix is such a one up to scaling and a second one. */
export function linearChangeOf(variables: number): fc.Arbitrary<Change> {
  const row = fc.array(fc.constantFrom(0, 0, 1, -1, 2), { minLength: variables, maxLength: variables });
  const rows = fc.array(row, { minLength: variables, maxLength: variables });
  return fc.tuple(permutationOf(variables), rows, fc.array(coefficient, { minLength: variables })).map(
    ([permutation, matrix, diagonal]) =>
      new Map(
        matrix.map((entries, i) => {
          const image = P.sum([
            P.scale(P.variable(i), Q.rational(diagonal[i] ?? 1)),
            ...entries.slice(0, i).map((c, j) => P.scale(P.variable(j), Q.rational(c))),
          ]);
          return [i, P.compose(image, permutation)];
        }),
      ),
  );
}

/** x_i → x_i + c·(a monomial of degree 2 or 3 in the other variables). */
export function polynomialShearOf(variables: number): fc.Arbitrary<Change> {
  return fc
    .tuple(
      fc.nat({ max: variables - 1 }),
      fc.array(fc.integer({ min: 1, max: variables - 1 }), { minLength: 2, maxLength: 3 }),
      coefficient,
    )
    .map(([i, steps, c]) => {
      const others = steps.map((step) => P.variable((i + step) % variables));
      return new Map([[i, P.add(P.variable(i), P.scale(P.product(others), Q.rational(c)))]]);
    });
}

/** 1 + terms without a constant: a unit at the origin. */
export function unitIn(shape: Shape): fc.Arbitrary<Polynomial> {
  return polynomialIn({ ...shape, degree: 2, terms: 2 }).map((p) => P.add(P.one, p));
}

/** The same ideal in variables beyond the first ones. */
export function movedBy(ideal: Ideal, offset: number): Ideal {
  return ideal.map((g) =>
    P.compose(g, new Map(P.variablesOf(g).map((i) => [i, P.variable(i + offset)] as [number, Polynomial]))),
  );
}

/** Generators of the ideal at another point, moved to the origin. */
export function translated(ideal: Ideal, point: readonly Q.Rational[]): Ideal {
  return applied(ideal, new Map(point.map((q, i) => [i, P.add(P.variable(i), P.constant(q))])));
}
