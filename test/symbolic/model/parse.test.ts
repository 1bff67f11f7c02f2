import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { LimitError, ParseError } from "../../../src/errors.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { expand } from "../../../src/symbolic/model/expression.js";
import { maxDepth, maxLength, parseExpressions, splitList } from "../../../src/symbolic/model/parse.js";

const names = ["x", "y", "z"];

function expanded(source: string, parameters?: readonly string[]): string {
  const parsed = parseExpressions([source], parameters);
  return parsed.expressions.map((e) => P.format(expand(e), parsed.parameters)).join();
}

function refusal(source: string, parameters?: readonly string[]): ParseError {
  try {
    parseExpressions([source], parameters);
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error(`${source} was read`);
}

const polynomials = fc
  .array(
    fc.tuple(
      fc.array(fc.nat(4), { maxLength: 3 }),
      fc.bigInt({ min: -99n, max: 99n }),
      fc.bigInt({ min: 1n, max: 9n }),
    ),
    {
      maxLength: 6,
    },
  )
  .map((list) =>
    P.sum(
      list.map(([exponents, num, den]) =>
        exponents.reduce((p, e, i) => P.multiply(p, P.variable(i, e)), P.constant(Q.rational(num, den))),
      ),
    ),
  );

describe("exact numbers", () => {
  test.each([
    ["0.1*x", "1/10*x"],
    [".5x", "1/2*x"],
    ["1/3*x", "1/3*x"],
    ["1e3*x", "1000*x"],
    ["25e-3*x", "1/40*x"],
    ["0.1*3*x - 0.3*x", "0"],
    ["123456789012345678901234567890123456789*x", "123456789012345678901234567890123456789*x"],
    ["9007199254740993*x - 9007199254740992*x", "x"],
    ["x/2/3", "1/6*x"],
    ["x/(2/3)", "3/2*x"],
    ["2^-2*x", "1/4*x"],
    ["(2/3)^3*x", "8/27*x"],
    ["2^3^2*x", "512*x"],
  ])("%s is %s", (source, value) => {
    expect(expanded(source)).toBe(value);
  });

  test("integers of a thousand digits keep every digit", () => {
    const digits = "7".repeat(1000);
    expect(expanded(`${digits}*x`)).toBe(`${digits}*x`);
  });
});

describe("grammar", () => {
  test.each([
    ["2x y", "2*x*y"],
    ["(x+1)(x-1)", "x^2 - 1"],
    ["3(x+1)", "3*x + 3"],
    ["1/2x", "1/2*x"],
    ["-x^2", "-x^2"],
    ["x^(1+1)", "x^2"],
    ["x^0", "1"],
    ["+x - -x", "2*x"],
    ["x-y-z", "x - y - z"],
    ["e*i + pi", "e*i + pi"],
    ["constructor*toString", "constructor*toString"],
    ["a*mod", "a*mod"],
  ])("%s is %s", (source, value) => {
    expect(expanded(source)).toBe(value);
  });

  test("names become variables in the order of the text", () => {
    expect(parseExpressions(["b*c + a - d", "a*z"]).parameters).toEqual(["b", "c", "a", "d", "z"]);
  });

  property.prop([polynomials])("what is printed reads back as the same polynomial", (p) => {
    const [expression] = parseExpressions([P.format(p, names)], names).expressions;
    expect(expression === undefined ? null : P.format(expand(expression), names)).toBe(P.format(p, names));
  });

  property.prop([polynomials, polynomials])("products and differences agree with the algebra", (p, q) => {
    const source = `(${P.format(p, names)})*(${P.format(q, names)}) - (${P.format(q, names)})^2`;
    const value = P.subtract(P.multiply(p, q), P.multiply(q, q));
    expect(expanded(source, names)).toBe(P.format(value, names));
  });

  test("a sum of ten thousand terms is read without recursion", () => {
    expect(expanded(Array(10_000).fill("x").join("+"))).toBe("10000*x");
  });
});

describe("what is no polynomial", () => {
  test.each([
    ["x(y+1)", "write x*(y+1)"],
    ["2*x (y + 1)", "write x*(y + 1)"],
    ["e(x)", "write e*(x)"],
    ["sin(x)", "sin(x) is not a polynomial"],
    ["1+sqrt(x*(y+1))", "sqrt(x*(y+1)) is not a polynomial"],
    ["1/x", '"1/x"'],
    ["y+x/(x*y)", '"x/(x*y)"'],
    ["x^y", '"x^y"'],
    ["x^-1", '"x^(-1)"'],
    ["x^(1/2)", '"x^(1/2)"'],
    ["x^0.5", '"x^0.5"'],
    ["x/0", '"x/0"'],
    ["0^-1", '"0^(-1)"'],
    ["x = 1", '"x = 1"'],
    ["x > 0 ? 1 : 2", "x>0"],
    ["[x, y]", '"[x, y]"'],
    ['"x"', "not a polynomial"],
    ["5%", "percent"],
    ["x % 2", '"x % 2"'],
    ["x!", '"x!"'],
    ["x'", "not a polynomial"],
    ["x.y", "not a polynomial"],
    ["x; y", "not a polynomial"],
    ["x\ny", "not a polynomial"],
    ["f(x) = x", "f*(x)"],
    ["x to y", '"x to y"'],
    ["NaN", "NaN"],
    ["Infinity*x", "Infinity"],
    ["true", "true"],
    ["false*x", "false"],
    ["null", "null"],
    ["undefined", "undefined"],
    ["0x10", "0x10"],
    ["0b11*x", "0b11"],
  ])("%s is refused, and the message says %s", (source, words) => {
    expect(refusal(source).message).toContain(words);
  });

  test.each([
    ["", undefined],
    ["   ", undefined],
    ["x+", 2],
    ["(x", 2],
    ["x)", 1],
    ["x**2", 2],
    ["1.5.2", 3],
    ["x,y", 1],
    ["x # y", 2],
    ["x + ₁", 4],
    ["x + $7", 4],
    ["x*α", 2],
  ])("the syntax error in %j is at offset %s", (source, offset) => {
    expect(refusal(source).offset).toBe(offset);
  });

  test("a name outside the parameters is refused with its offset", () => {
    const error = refusal("x + t", ["x"]);
    expect(error.message).toContain("t is not among the parameters");
    expect(error.offset).toBe(4);
  });
});

describe("bounds", () => {
  test.each([
    ["(x+y)^1001", "1000"],
    ["((x^100)^100)", "1000"],
    ["x^500*y^501", "1000"],
    ["x^99999999999999999999", "1000"],
    ["2^99999999999*x", "1000000"],
    ["1e99999999999*x", "1000000"],
    ["(".repeat(maxDepth + 1) + "x" + ")".repeat(maxDepth + 1), "100"],
    ["-".repeat(5000) + "x", "100"],
    ["x" + "^x".repeat(20_000), "100"],
    ["x".repeat(maxLength + 1), "100000"],
  ])("%.40s is past the limit of %s", (source, limit) => {
    expect(() => parseExpressions([source])).toThrow(LimitError);
    expect(() => parseExpressions([source])).toThrow(`past the limit of ${limit}`);
  });

  test("the deepest nesting that is allowed is read", () => {
    const source = "(".repeat(maxDepth) + "x" + ")".repeat(maxDepth);
    expect(expanded(source)).toBe("x");
  });
});

describe("lists", () => {
  test("commas split outside parentheses only", () => {
    expect(splitList("a*b, f(x,y),c")).toEqual(["a*b", " f(x,y)", "c"]);
  });

  test.each([
    ["", 0],
    ["a,", 2],
    ["a,,b", 2],
    [" ,a", 0],
  ])("a missing part in %j is at offset %s", (source, offset) => {
    expect(() => splitList(source)).toThrow(ParseError);
    try {
      splitList(source);
    } catch (error) {
      expect(error).toMatchObject({ offset });
    }
  });
});
