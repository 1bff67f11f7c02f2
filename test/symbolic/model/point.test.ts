import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { ParseError, SchemaError } from "../../../src/errors.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { describe as description } from "../../../src/symbolic/model/describe.js";
import { parseModelFile } from "../../../src/symbolic/model/file.js";
import { formatActivation, monomial, network, parseActivation } from "../../../src/symbolic/model/network.js";
import { at, parsePoint } from "../../../src/symbolic/model/point.js";
import { polynomial } from "../../../src/symbolic/model/text.js";

const model = polynomial("x*y*z");
const net = network({ widths: [2, 2, 1], activation: monomial(2) });
const shown = (point: readonly Q.Rational[]): string[] => point.map(Q.format);

describe("points", () => {
  test.each([
    ["x=1,y=1/2", ["1", "1/2", "0"]],
    [" z = -0.1 , x = 3/6 ", ["1/2", "0", "-1/10"]],
    ['{"y": 12345678901234567890123, "x": "2/3"}', ["2/3", "12345678901234567890123", "0"]],
  ])("%s", (text, values) => {
    expect(shown(parsePoint(model, text))).toEqual(values);
  });

  test.each(["", "x", "x=", "=1", "x=1,,y=2"])("%j is no point", (text) => {
    expect(() => parsePoint(model, text)).toThrow(ParseError);
  });

  test.each([
    "w=1",
    "x=1;y=2",
    "x==1",
    "x=1e3",
    "x=1/0",
    "x=pi",
    "x=1,x=1",
    "[[[1]]]",
    '{"x": 0.5}',
    '{"x": true}',
    "[]",
  ])("%j does not fit the model", (text) => {
    expect(() => parsePoint(model, text)).toThrow(SchemaError);
  });

  property.prop([fc.array(fc.tuple(fc.bigInt(), fc.bigInt({ min: 1n })), { minLength: 6, maxLength: 6 })])(
    "weight matrices and values by name say the same",
    (values) => {
      const [a, b, c, d, e, f] = values.map(([num, den]) => Q.format(Q.rational(num, den)));
      const matrices = JSON.stringify([
        [
          [a, b],
          [c, d],
        ],
        [[e, f]],
      ]);
      const named = `w1_1_1=${a},w1_1_2=${b},w1_2_1=${c},w1_2_2=${d},w2_1_1=${e},w2_1_2=${f}`;
      expect(shown(parsePoint(net, matrices))).toEqual(shown(parsePoint(net, named)));
    },
  );

  test("the library takes plain values too", () => {
    expect(shown(at(model, { x: 1, y: 2n, z: "1/2" }).point)).toEqual(["1", "2", "1/2"]);
    expect(
      shown(
        at(net, [
          [
            [1, 0],
            [0, 1],
          ],
          [[1, "1/2"]],
        ]).point,
      ),
    ).toEqual(["1", "0", "0", "1", "1", "1/2"]);
    expect(() => at(model, { x: 0.5 })).toThrow(SchemaError);
  });
});

describe("what a result echoes of its input", () => {
  test.each([
    '{"parameters":["x","y"],"polynomial":"(x - 1)^2*y + 1/2*x*y","at":{"x":"1"}}',
    '{"parameters":["x","y"],"ideal":["x*y - 1/2","-(x + y)^2*x"],"at":{"x":"1/2","y":"1"}}',
    '{"parameters":["t"],"layers":[[["t","1"]],[["t^2 + 1"],["0"]]],"activation":"x^3","at":{}}',
  ])("reads back as the same model: %s", (text) => {
    const local = parseModelFile(text);
    expect(JSON.stringify(description(local))).toBe(text);
    expect(description(parseModelFile(JSON.stringify(description(local))))).toEqual(description(local));
  });
});

describe("activations", () => {
  test.each([
    ["linear", "linear"],
    ["x^1", "linear"],
    ["x^7", "x^7"],
    ["tanh", "tanh"],
    ["relu", "relu"],
  ])("%s is %s", (text, name) => {
    expect(formatActivation(parseActivation(text))).toBe(name);
  });
});
