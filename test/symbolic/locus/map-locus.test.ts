import { test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { OptionError } from "../../../src/errors.js";
import { stepBudget, unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { locus } from "../../../src/symbolic/locus/locus.js";
import { mapRank, mapStrata } from "../../../src/symbolic/locus/map-locus.js";
import type { LocalModel } from "../../../src/symbolic/model/model.js";
import { parseModelFile } from "../../../src/symbolic/model/file.js";
import { monomial, network, relu, tanh } from "../../../src/symbolic/model/network.js";
import { at } from "../../../src/symbolic/model/point.js";
import { names, parse } from "../algebra/support/text.js";

const stratum = (texts: readonly string[], count: number) => {
  const list = texts.map(parse);
  const { rank } = mapRank(list, count);
  return mapStrata(list, count, rank, unlimited()).list.map(({ rank: r, dimension, equations }) => [
    r,
    dimension,
    equations.map((f) => P.format(f, names)).join(", "),
  ]);
};

describe("the locus of a polynomial map", () => {
  test.each([
    [["x^2+y^2"], [[0, 0, "y, x"]]],
    [["x^2*y^2"], [[0, 1, "x*y^2, x^2*y"]]],
    [["x"], []],
    [
      ["x*y", "x*z"],
      [
        [1, 2, "x*z, x*y, x^2"],
        [0, 0, "z, y, x"],
      ],
    ],
    [
      ["x^2", "y^2"],
      [
        [1, 1, "x*y"],
        [0, 0, "y, x"],
      ],
    ],
  ])("of %j", (generators, expected) => {
    expect(stratum(generators, 3).map(([r, d, e]) => [r, Number(d), e])).toEqual(
      // Three variables although some do not occur: each free one adds a dimension.
      expected.map(([r, d, e]) => [r, Number(d) + freeVariables(generators), e]),
    );
  });

  test("proves a rank below the largest by bordering minors", () => {
    expect(mapRank(["x+y", "(x+y)^2", "(x+y)^3"].map(parse), 2)).toMatchObject({ rank: 1, proved: true });
    expect(mapRank(["x*y", "x^2*y^2+x*y", "z"].map(parse), 3)).toMatchObject({ rank: 2, proved: true });
  });

  test("says what is open when the budget ends", () => {
    const list = ["x^3-2*x*y", "x^2*y-2*y^2+x"].map(parse);
    expect(mapStrata(list, 2, 2, stepBudget(1))).toMatchObject({ complete: false });
  });
});

function freeVariables(generators: readonly string[]): number {
  return ["x", "y", "z"].filter((v) => !generators.join().includes(v)).length;
}

describe("models", () => {
  const options = { budget: unlimited(), atPoint: true };

  test("an ideal at a point", () => {
    const model = parseModelFile('{"parameters":["x","y"],"ideal":["x*y"],"at":{"x":1}}');
    const found = locus(model, options);
    if (found.kind !== "map") throw new Error("not a map");
    expect(found.point).toMatchObject({ rank: 1 });
    expect(found.point?.kernel.map((v) => v.map(Q.format))).toEqual([["1", "0"]]);
  });

  test("a network of free weights, in the order of its layers whatever that of its parameters", () => {
    const file =
      '{"parameters":["c","b","a"],"layers":[[["a","b"]],[["c"]]],"activation":"x^2","at":{"a":1,"b":2,"c":3}}';
    const found = locus(parseModelFile(file), options);
    if (found.kind !== "network") throw new Error("not a network");
    expect(found.names).toEqual(["a", "b", "c"]);
    expect(found.point?.weights.flat(2).map(Q.format)).toEqual(["1", "2", "3"]);
    expect(found).toMatchObject({ parameters: 3, generic: { rank: 2 } });
  });

  test("a network of shared weights is the map to its coefficients", () => {
    const file = '{"parameters":["a","b"],"layers":[[["a","b"]],[["a"]]],"activation":"x^2"}';
    const found = locus(parseModelFile(file), options);
    if (found.kind !== "map") throw new Error("not a map");
    expect(found.components.map((f) => P.format(f, ["a", "b"]))).toEqual(["a^3", "2*a^2*b", "a*b^2"]);
    expect(found.generic).toMatchObject({ rank: 2, proved: true });
  });

  test("activations that are no monomials are refused", () => {
    for (const activation of [tanh, relu]) {
      const local: LocalModel = at(network({ widths: [2, 2, 1], activation }));
      expect(() => locus(local, options)).toThrow(OptionError);
    }
    expect(locus(at(network({ widths: [2, 1], activation: monomial(2) })), options)).toMatchObject({
      generic: { rank: 2, proved: true },
    });
  });
});
