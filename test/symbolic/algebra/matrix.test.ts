import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { determinant, ldl, nullspace, rank, reducedEchelon, signature } from "../../../src/symbolic/algebra/matrix.js";
import type { Matrix } from "../../../src/symbolic/algebra/matrix.js";
import { prime, rank as rankModulo, residueOf } from "../../../src/symbolic/algebra/modular.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../../src/symbolic/algebra/rational.js";
import { rational } from "./support/arbitrary.js";

const matrix = (rows: number, columns: number): fc.Arbitrary<Rational[][]> =>
  fc.array(fc.array(rational(3, 2), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
const anyMatrix = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([r, c]) => matrix(r, c));
const square = fc.integer({ min: 1, max: 4 }).chain((n) => matrix(n, n));

const dot = (a: readonly Rational[], b: readonly Rational[]): Rational =>
  a.reduce((sum, x, i) => Q.add(sum, Q.multiply(x, b[i] ?? Q.zero)), Q.zero);
const apply = (a: Matrix, x: readonly Rational[]): Rational[] => a.map((row) => dot(row, x));
const transpose = (a: Matrix): Rational[][] => (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? Q.zero));
const times = (a: Matrix, b: Matrix): Rational[][] => a.map((row) => transpose(b).map((column) => dot(row, column)));

/** Expansion along the first row. */
function leibniz(a: Matrix): Rational {
  const [first, ...rest] = a;
  if (first === undefined) return Q.one;
  return first.reduce((sum, entry, j) => {
    const minor = leibniz(rest.map((row) => row.filter((_, k) => k !== j)));
    const term = Q.multiply(entry, minor);
    return j % 2 === 0 ? Q.add(sum, term) : Q.subtract(sum, term);
  }, Q.zero);
}

describe("matrices over ℚ", () => {
  test.prop([square])("the determinant is the alternating sum over permutations", (a) => {
    expect(determinant(a)).toEqual(leibniz(a));
  });

  test.prop([anyMatrix])("rank, transposed rank, rank of the echelon form and rank modulo a prime agree", (a) => {
    const r = rank(a);
    expect(rank(transpose(a))).toBe(r);
    expect(reducedEchelon(a).pivots).toHaveLength(r);
    const p = prime(0);
    expect(
      rankModulo(
        a.map((row) => row.map((entry) => residueOf(entry, p) ?? 0)),
        p,
      ),
    ).toBe(r);
  });

  test.prop([anyMatrix])("the null space is killed, independent and of the right dimension", (a) => {
    const basis = nullspace(a);
    const columns = a[0]?.length ?? 0;
    expect(basis).toHaveLength(columns - rank(a));
    for (const x of basis) expect(apply(a, x).every(Q.isZero)).toBe(true);
    if (basis.length > 0) expect(rank(basis)).toBe(basis.length);
  });

  test.prop([anyMatrix])("the echelon form is reduced and spans the same rows", (a) => {
    const { rows, pivots } = reducedEchelon(a);
    pivots.forEach((j, i) => {
      expect(rows.map((row) => row[j])).toEqual(rows.map((_, k) => (k === i ? Q.one : Q.zero)));
      expect(rows[i]?.slice(0, j).every(Q.isZero)).toBe(true);
    });
    if (rows.length > 0) expect(rank([...a, ...rows])).toBe(rows.length);
  });

  test("a null space without equations is everything", () => {
    expect(nullspace([], 2)).toEqual([
      [Q.one, Q.zero],
      [Q.zero, Q.one],
    ]);
  });
});

describe("quadratic forms", () => {
  const symmetric = square.map((a) => a.map((row, i) => row.map((entry, j) => Q.add(entry, a[j]?.[i] ?? Q.zero))));

  test.prop([symmetric])("the squares sum to the form, and their forms are independent", (a) => {
    const squares = ldl(a);
    const total = a.map((row, i) =>
      row.map((_, j) =>
        squares.reduce(
          (sum, { coefficient, form }) =>
            Q.add(sum, Q.multiply(coefficient, Q.multiply(form[i] ?? Q.zero, form[j] ?? Q.zero))),
          Q.zero,
        ),
      ),
    );
    expect(total).toEqual(a);
    expect(squares.length).toBe(rank(a));
    if (squares.length > 0) expect(rank(squares.map(({ form }) => form))).toBe(squares.length);
  });

  test.prop([
    fc
      .integer({ min: 1, max: 4 })
      .chain((n) => fc.tuple(matrix(n, n), fc.array(rational(2, 1), { minLength: n, maxLength: n }))),
  ])("Sylvester's law of inertia", ([s, diagonal]) => {
    fc.pre(!Q.isZero(determinant(s)));
    const d = diagonal.map((value, i) => diagonal.map((_, j) => (i === j ? value : Q.zero)));
    const congruent = times(transpose(s), times(d, s));
    expect(signature(congruent)).toEqual({
      positive: diagonal.filter((v) => Q.sign(v) > 0).length,
      negative: diagonal.filter((v) => Q.sign(v) < 0).length,
      zero: diagonal.filter(Q.isZero).length,
    });
  });

  test("xy has no square on its diagonal", () => {
    const half = Q.rational(1, 2);
    expect(
      signature([
        [Q.zero, half],
        [half, Q.zero],
      ]),
    ).toEqual({ positive: 1, negative: 1, zero: 0 });
  });
});
