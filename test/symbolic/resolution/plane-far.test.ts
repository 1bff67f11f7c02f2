/**
 * Ideals of the plane that lie far out: long curves as powers, many digits, tangents and conjugate branches of high degree,
 * deep Puiseux characteristics. All are exact, whichever variable is called x.
 */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { parsePolynomial } from "../../../src/symbolic/algebra/polynomial-text.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { exactly } from "./support/solve.js";

const numbers = new Map([
  ["x", 0],
  ["y", 1],
]);
const p = (text: string): Polynomial => parsePolynomial(text, (name) => numbers.get(name));
const [x, y] = [P.variable(0), P.variable(1)];
const swapped = (f: Polynomial): Polynomial => {
  const both = new Map([
    [0, y],
    [1, x],
  ]);
  return P.compose(f, both);
};
const product = (...powers: readonly (readonly [string, number])[]): Polynomial =>
  P.product(powers.map(([text, e]) => P.power(p(text), e)));
const steps = 100_000;

/** λ is 2/(the order) where no tangent is as often there as half of it; the others are explained. */
const golden: readonly (readonly [name: string, ideal: readonly Polynomial[], value: string])[] = [
  [
    "a power of a long curve among the points",
    [product(["y^4 - 2*x^4 + x^9", 3], ["y^2 - 3*x^2 + x^5", 2]), product(["y^2 - 3*x^2 + x^5", 3], ["x^7*y^9", 1])],
    "1/8, 1",
  ],
  [
    "the square of (x^2·(y + 9))^3 + …, with a tail: its weights are 1, 2, and λ = 3/12",
    [
      p(
        "-x^16*y^54 + x^12*y^2 + 18*x^12*y + 81*x^12 + 12*x^9*y^3 + 108*x^9*y^2 + 2*x^6*y^5 + 56*x^6*y^4 + 18*x^6*y^3 + 12*x^3*y^6 + 12*x^3*y^5 + y^8 + 2*y^7 + y^6",
      ),
    ],
    "1/4, 1",
  ],
  [
    "forms of degree 13 and 14 without a common root",
    [
      p("30*x^13 - x^7*y^6 + 12*x^6*y^7 - 2*x^4*y^9 + 27*x^2*y^11 + 5*x*y^12 - 3*y^13"),
      p("-3*x^14 + 5*x^13*y + 3*x^9*y^5 + 10*x^8*y^6 + 35*x^7*y^7 + 12*x^6*y^8 + 8*x^4*y^10 + 21*x^2*y^12 - 27*y^14"),
      p("y^60"),
    ],
    "2/13, 1",
  ],
  [
    "the square of an irreducible form of degree 15",
    [P.add(P.power(p("x^15 - 3*x*y^14 + 3*y^15"), 2), p("x^40*y"))],
    "1/15, 1",
  ],
  [
    "70 rational tangents",
    [P.product(Array.from({ length: 70 }, (_, k) => P.subtract(x, P.scale(y, Q.rational(k < 35 ? k - 35 : k - 34)))))],
    "1/35, 1",
  ],
  ["t^2·(t + x^40, x^33) for t = y·(1 + x)^20 − x: weights 1, 33, λ = 34/99", farCoordinate(), "34/99, 1"],
  ["a tangent y = x^49 of a generator of degree 52", [p("x*y^50 - y^52 + x^99"), p("x^7*y + x^100")], "29/182, 1"],
  ["resultants of degree 41", [p("x^41 - 2*y^41 + x^50")], "2/41, 1"],
  ...smoothPowers(),
  [
    "v^4·(v^2 − 3·x^4 + v^3) for v = y + x − 2·x^2: an edge to a term that is not known is none, and led on without end",
    [P.compose(product(["y", 4], ["y^2 - 3*x^4 + y^3", 1]), new Map([[1, p("y + x - 2*x^2")]]))],
    "1/4, 2",
  ],
  [
    "v^3·(v, u^3, …): a line that divides all, and once more as a point's curve, has no edge however far",
    lineTwice(),
    "1/3, 2",
  ],
  [
    "50 digits",
    [
      product(
        [
          "12345678901234567890123456789012345678901234567891*y^2 - 98765432109876543210987654321098765432109876543210*x^3",
          2,
        ],
        ["y^2 - 2*x^3 + x^9", 3],
      ),
    ],
    "1/6, 1",
  ],
];

/** In v = x + y and u = x − 2·v². */
function lineTwice(): Polynomial[] {
  const [v, u] = [P.add(x, y), P.subtract(x, P.scale(P.power(P.add(x, y), 2), Q.rational(2)))];
  const image = new Map([
    [0, u],
    [1, v],
  ]);
  return ["y^5 - x^3*y^3", "y^4"]
    .map((text) => P.compose(p(text), image))
    .concat([P.compose(product(["y", 3], ["y^2 - 3*x^4 + y^3", 3]), image)]);
}

function farCoordinate(): Polynomial[] {
  const t = P.subtract(P.multiply(y, P.power(p("1 + x"), 20)), x);
  const square = P.power(t, 2);
  return [P.multiply(square, P.add(t, P.variable(0, 40))), P.multiply(square, P.variable(0, 33))];
}

/** q = x·(1 + x + y)^4 − y^5 takes the place of x after one blow-up: weights 50, 1 and 150, 1, of whatever series x is in q and y. */
function smoothPowers(): (readonly [string, Polynomial[], string])[] {
  const q = P.subtract(P.multiply(x, P.power(p("1 + x + y"), 4)), p("y^5"));
  return [
    ["the cube of a smooth curve of 16 terms, and x^30", [P.power(q, 3), p("x^30")], "17/50, 1"],
    [
      "a smooth curve of many terms, whose shear is too long for the checker, and x^30",
      [P.multiply(q, P.power(p("1 + x - y^2"), 8)), p("x^30")],
      "151/150, 1",
    ],
    [
      "a power of conjugate branches far out, each a coordinate at its root",
      [P.power(p("y^2 - 3*x^2 + x^8"), 10), p("x^40")],
      "1/10, 2",
    ],
  ];
}

describe("ideals far out", () => {
  test.each(golden)("%s", (_, ideal, value) => {
    expect(exactly(ideal, steps)).toBe(value);
    expect(exactly(ideal.map(swapped), steps)).toBe(value);
  });
});

const unit = fc.constantFrom(1, -1, 2, -3, 5, 1_000_003, -987_654_321);
const times = (f: Polynomial, c: number): Polynomial => P.scale(f, Q.rational(c));
const at = (exponent: number): Polynomial => P.variable(0, exponent);
const small = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** y^a − c·x^b, then powers of the last with a term of the one before: approximate roots. */
const deep = fc
  .tuple(
    unit,
    fc.constantFrom(2, 3),
    fc.constantFrom(3, 5, 7),
    fc.array(fc.tuple(small(1, 6), unit), { minLength: 1, maxLength: 2 }),
  )
  .map(([c, a, b, list]) => {
    let [before, last] = [y, P.subtract(P.power(y, a), times(at(b), c))];
    for (const [more, d] of list) {
      const square = P.power(last, 2);
      [before, last] = [last, P.add(square, times(P.multiply(at(P.order(square, [1, 1]) + more), before), d))];
    }
    return last;
  });
const minimal = ["t^2-2", "t^3-2", "t^3-3*t+1", "t^4-10*t^2+1", "t^5-t-1", "t^6-3", "t^7-6*t+1", "t^8-8*t^2+1"];
/** Conjugate branches y = α·x^k + …, α of degree 2 to 8. */
const conjugate = fc.tuple(fc.constantFrom(...minimal), small(1, 3), small(1, 6), unit).map(([text, k, more, c]) => {
  const f = parsePolynomial(text, () => 1);
  const d = P.degree(f);
  const terms = P.terms(f).map(([m, e]) => {
    const j = P.degree(P.monomial(m));
    return P.scale(P.multiply(P.variable(1, j), at(k * (d - j))), e);
  });
  return P.add(P.sum(terms), times(at(k * d + more), c));
});
/** y = s(x) + c·x^o, s the same for all, o ≥ 8. */
const tangent = fc
  .tuple(
    fc.array(unit, { minLength: 2, maxLength: 5 }),
    fc.array(fc.tuple(small(8, 16), unit), { minLength: 2, maxLength: 3 }),
  )
  .map(([s, tails]) => {
    const root = P.subtract(y, P.sum(s.map((c, i) => times(at(i + 1), c))));
    return tails.map(([o, c]) => P.subtract(root, times(at(o), c)));
  });
const form = fc
  .tuple(small(20, 50), fc.array(unit, { minLength: 3, maxLength: 6 }))
  .map(([d, list]) =>
    P.sum(
      list.map((c, i) =>
        times(
          P.multiply(
            at(Math.floor((i * d) / (list.length - 1))),
            P.variable(1, d - Math.floor((i * d) / (list.length - 1))),
          ),
          c,
        ),
      ),
    ),
  );

const exponent = small(1, 4);
const ideals: fc.Arbitrary<readonly Polynomial[]> = fc.oneof(
  deep.map((f) => [f]),
  fc.tuple(deep, small(20, 50)).map(([f, n]) => [P.add(P.power(f, 2), at(n))]),
  fc.tuple(conjugate, conjugate, exponent, exponent).map(([f, g, a, b]) => [P.multiply(P.power(f, a), P.power(g, b))]),
  fc
    .tuple(conjugate, conjugate, exponent, small(5, 40))
    .map(([f, g, a, n]) => [P.multiply(f, P.power(g, a)), P.multiply(f, at(n))]),
  fc
    .tuple(conjugate, small(12, 24), exponent)
    .map(([f, n, a]) => [P.power(f, a), P.multiply(P.add(f, at(n)), P.variable(1, 3))]),
  fc
    .tuple(tangent, exponent, exponent)
    .map(([[f = y, g = y, h = P.one], a, b]) => [P.product([P.power(f, a), P.power(g, b), h])]),
  fc
    .tuple(tangent, exponent, small(20, 50))
    .map(([[f = y, g = y], a, n]) => [P.multiply(g, P.power(f, a)), P.multiply(g, at(n))]),
  form.map((f) => [f]),
  fc.tuple(form, form).map(([f, g]) => [f, g, at(70)]),
);

describe("random ideals far out", () => {
  test.prop([ideals], { seed: 5, numRuns: 60 })("are exact, and the same with x and y exchanged", (ideal) => {
    expect(exactly(ideal.map(swapped), steps)).toBe(exactly(ideal, steps));
  });
});
