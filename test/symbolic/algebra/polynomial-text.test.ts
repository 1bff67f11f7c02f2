import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { LimitError, ParseError } from "../../../src/errors.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { maxTextLength, parsePolynomial } from "../../../src/symbolic/algebra/polynomial-text.js";
import * as arbitrary from "./support/arbitrary.js";

const names = ["x", "y_1", "$2"];
const indexOf = (name: string): number | undefined => (names.includes(name) ? names.indexOf(name) : undefined);
const read = (text: string): P.Polynomial => parsePolynomial(text, indexOf);
const x = P.variable(0);
const y = P.variable(1);

describe("parsePolynomial", () => {
  test.prop([arbitrary.polynomial({ variables: 3, degree: 4, terms: 6 })])("reads back what format prints", (p) => {
    expect(read(P.format(p, names))).toEqual(p);
  });

  test("reads terms in any order, collects like ones and multiplies repeated variables", () => {
    expect(read("y_1+x*x - 2/4*y_1 - 3*x^2")).toEqual(
      P.sum([P.scale(y, { num: 1n, den: 2n }), P.scale(P.power(x, 2), { num: -2n, den: 1n })]),
    );
    expect(read("x - x")).toEqual(P.zero);
    expect(read("-x^0")).toEqual(P.integer(-1));
    expect(read("$2^3")).toEqual(P.variable(2, 3));
  });

  test.each([
    "",
    " ",
    "x +",
    "+x",
    "x y",
    "2x",
    "(x)",
    "x**2",
    "x^",
    "x^-1",
    "x^1/2",
    "1/0",
    "1/x",
    "0.5",
    "z",
    "$3",
    "$",
    "x\n+ x",
    "- - x",
    "x/2",
    "1e3",
    "x*2",
    "٣",
    "X",
  ])("refuses %j", (text) => {
    expect(() => read(text)).toThrow(ParseError);
  });

  test("says where it stopped", () => {
    expect(() => read("x^2 + z*x")).toThrow(expect.objectContaining({ offset: 6 }));
  });

  test.each([
    ["an exponent past 2^43 - 1", `x^${2 ** 43}`],
    ["an exponent of a million digits", `x^${"9".repeat(900_000)}`],
    ["a product of powers past 2^43 - 1", "x^5000000000000*x^5000000000000"],
    ["a number of more than ten thousand digits", "7".repeat(10_001)],
    [
      "a common denominator of more than ten thousand digits",
      Array.from({ length: 2000 }, (_, i) => `1/${10n ** 10n + BigInt(2 * i + 1)}*x^${i}`).join(" + "),
    ],
    ["many terms over a huge common denominator", `1/${"7".repeat(10_000)}${" + x".repeat(3000)}`],
    ["a text past the limit", "x".repeat(maxTextLength + 1)],
  ])("stops at %s", (_, text) => {
    expect(() => read(text)).toThrow(LimitError);
  });

  test.prop([
    fc.string({
      unit: fc.constantFrom("x", "y_1", "y", "$2", "$", "+", "-", "*", "/", "^", " ", "0", "2"),
      maxLength: 12,
    }),
  ])("reads a text or throws ParseError, never anything else", (text) => {
    try {
      const p = read(text);
      expect(read(P.format(p, names))).toEqual(p);
    } catch (error) {
      if (error instanceof LimitError) return;
      expect(error).toBeInstanceOf(ParseError);
    }
  });
});
