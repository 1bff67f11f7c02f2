import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { definite, hasNoZero, verifyDefinite } from "../../../src/symbolic/algebra/definite.js";
import type { Definiteness } from "../../../src/symbolic/algebra/definite.js";
import { determinant } from "../../../src/symbolic/algebra/matrix.js";
import * as M from "../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { integer, polynomial, rational } from "./support/arbitrary.js";
import { names, parse } from "./support/text.js";

const describeProof = (found: Definiteness | null): string =>
  found === null
    ? "unknown"
    : `${found.sign === 1 ? "≥" : "≤"} 0, zero at ${hasNoZero(found) ? "no point" : found.zeros.map((z) => P.format(z, names)).join(", ")}, by ${found.proof.kind}`;

describe("definite", () => {
  test.each([
    ["x^2+y^2+1", "≥ 0, zero at no point, by squares"],
    ["-x^2-y^2", "≤ 0, zero at y, x, by squares"],
    ["x^2-x*y+y^2", "≥ 0, zero at y, x, by squares"],
    ["x^2+2*x*y+y^2", "≥ 0, zero at x + y, by squares"],
    ["x^2+2*x+1+y^2", "≥ 0, zero at x + 1, y, by squares"],
    ["x^2+2*x+2", "≥ 0, zero at no point, by squares"],
    ["x^4-x^2*y^2+y^4", "≥ 0, zero at y, x, by squares"],
    ["x^2+2*x*y+y^2+z^4+1/3", "≥ 0, zero at no point, by squares"],
    ["x^4+x^3+1", "≥ 0, zero at no point, by sturm"],
    ["-x^6+x-7", "≤ 0, zero at no point, by sturm"],
    ["x^4+x^3*y+y^4", "≥ 0, zero at x, y, by weighted form"],
    ["x^2+x*y^3+y^6", "≥ 0, zero at x, y, by squares"],
    ["x^4+x^3*y^2+y^8", "≥ 0, zero at x, y, by weighted form"],
    ["(z^2+1)*x^2+x*y+y^2+1", "≥ 0, zero at no point, by squares"],
    ["(z^4+z^3+1)*x^2+x*z+z^2+1", "≥ 0, zero at no point, by quadratic"],
    ["x^2-2*y^2", "unknown"],
    ["x^2+y^3", "unknown"],
    ["x*y", "unknown"],
    ["1+2*x", "unknown"],
    ["x^2-1", "unknown"],
    ["x^4+x^3*y-y^4", "unknown"],
    // Motzkin's polynomial is nonnegative but no sum of squares.
    ["x^4*y^2+x^2*y^4+1-3*x^2*y^2", "unknown"],
  ])("%s: %s", (text, expected) => {
    const p = parse(text);
    const found = definite(p);
    expect(describeProof(found).replace("zero at x, y", "zero at y, x")).toBe(
      expected.replace("zero at x, y", "zero at y, x"),
    );
    if (found !== null) expect(verifyDefinite(p, found)).toBe(true);
  });

  test("a forged proof is refused: x^2 - 1 by a negative discriminant, and squares with a negative coefficient", () => {
    const one = definite(P.one);
    const minusFour = definite(P.integer(-4));
    if (one === null || minusFour === null) throw new Error("constants have a sign");
    const proof = { kind: "quadratic", variable: 0, lead: one, discriminant: minusFour } as const;
    expect(verifyDefinite(parse("x^2-1"), { sign: 1, zeros: [P.one], proof })).toBe(false);
    const squares = [
      { coefficient: Q.one, base: parse("x") },
      { coefficient: Q.rational(-1), base: P.one },
    ];
    const zeros = [parse("x"), P.one];
    expect(verifyDefinite(parse("x^2-1"), { sign: 1, zeros, proof: { kind: "squares", squares } })).toBe(false);
    expect(verifyDefinite(parse("x^2-1"), { sign: 1, zeros: [P.one], proof: { kind: "sturm" } })).toBe(false);
    const weights = [1, 1] as const;
    const form = { sign: 1, zeros: [parse("x"), parse("y")], proof: { kind: "weighted form", weights } } as const;
    expect(verifyDefinite(parse("x^2-y^2"), form)).toBe(false);
    expect(verifyDefinite(parse("x^2+y^2"), form)).toBe(true);
    expect(verifyDefinite(parse("x^2+y^4"), form)).toBe(false);
  });

  const quartic = polynomial({ variables: 2, degree: 2, terms: 4, coefficient: integer(3) });
  const squares = fc
    .tuple(quartic, quartic, fc.nat({ max: 2 }), fc.constantFrom(1, -1))
    .map(([a, b, c, s]) => P.scale(P.sum([P.multiply(a, a), P.multiply(b, b), P.integer(c)]), Q.rational(s)));
  const either = fc.oneof(quartic, squares);

  test.prop([either, fc.array(fc.tuple(rational(), rational()), { minLength: 5 })])(
    "a proved sign holds at points, and p is 0 just where its zeros are",
    (p, points) => {
      const found = definite(p);
      fc.pre(found !== null);
      expect(verifyDefinite(p, found)).toBe(true);
      for (const point of [...points, [Q.zero, Q.zero] as const]) {
        const value = P.evaluate(p, point);
        expect(Q.sign(value) * found.sign).toBeGreaterThanOrEqual(0);
        expect(Q.isZero(value)).toBe(found.zeros.every((z) => Q.isZero(P.evaluate(z, point))));
      }
    },
  );

  test.prop([either, either])("a proof does not carry over to another polynomial", (p, q) => {
    const found = definite(p);
    fc.pre(found !== null && !P.equals(P.primitive(p), P.primitive(q)));
    if (verifyDefinite(q, found)) expect(definite(q)).toMatchObject({ sign: found.sign, zeros: found.zeros });
    expect(verifyDefinite(P.negate(p), found)).toBe(false);
    const shifted = { ...found, zeros: [...found.zeros, P.variable(7)] };
    expect(verifyDefinite(p, shifted)).toBe(false);
  });

  const quadratic = polynomial({ variables: 2, degree: 2, terms: 6, coefficient: integer(2) }).map((p) =>
    P.filter(p, (m) => M.degree(m) <= 2),
  );

  test.prop([quadratic])("for quadratic polynomials the answer is complete: principal minors decide", (p) => {
    fc.pre(!P.isZero(p));
    // The symmetric matrix of the homogenized form in x, y, 1.
    const monomials = [M.variable(0), M.variable(1), M.one];
    const matrix = monomials.map((m, i) =>
      monomials.map((n, j) => Q.multiply(P.coefficient(p, M.multiply(m, n)), Q.rational(1, i === j ? 1 : 2))),
    );
    const subsets = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];
    const nonnegative = (sign: 1 | -1): boolean =>
      subsets.every((rows) => {
        const minor = determinant(rows.map((i) => rows.map((j) => matrix[i]?.[j] ?? Q.zero)));
        return Q.sign(minor) * sign ** rows.length >= 0;
      });
    expect(definite(p)?.sign ?? 0).toBe(nonnegative(1) ? 1 : nonnegative(-1) ? -1 : 0);
  });
});
