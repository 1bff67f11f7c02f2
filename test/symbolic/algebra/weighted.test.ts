import { expect, test } from "vitest";
import { LimitError } from "../../../src/errors.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { parsePolynomial } from "../../../src/symbolic/algebra/polynomial-text.js";
import { degreesOf, formOf, orderOf } from "../../../src/symbolic/algebra/weighted.js";

const names = ["x", "y"];
const read = (text: string): P.Polynomial => parsePolynomial(text, (name) => names.indexOf(name));

test("order and forms of x^2 + y^3 + x*y^2 for the weights 3, 2", () => {
  const p = read("x^2 + y^3 + x*y^2");
  expect(orderOf([p, P.zero], [3, 2])).toBe(6);
  expect(orderOf([P.zero], [3, 2])).toBe(Infinity);
  expect(P.format(formOf(p, 6, [3, 2]), names)).toBe(P.format(read("x^2 + y^3"), names));
  expect(P.format(formOf(p, 7, [3, 2]), names)).toBe("x*y^2");
  expect(new Set(degreesOf(p, [1, -1]))).toEqual(new Set([2, -3, -1]));
});

test("a degree whose parts cancel is refused where a part is past the safe integers", () => {
  expect(() => degreesOf(read("x^2*y^2"), [2 ** 52, -(2 ** 52)])).toThrow(LimitError);
});
