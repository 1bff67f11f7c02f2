import { describe, expect, test } from "vitest";
import { LimitError, PointError } from "../../../src/errors.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { problemOf } from "../../../src/symbolic/model/ideal.js";
import type { IdealTree } from "../../../src/symbolic/model/ideal.js";
import type { LocalModel, Model } from "../../../src/symbolic/model/model.js";
import { linear, monomial, network, relu, tanh } from "../../../src/symbolic/model/network.js";
import { parseExpressions, splitList } from "../../../src/symbolic/model/parse.js";
import { at, parsePoint } from "../../../src/symbolic/model/point.js";

function polynomial(source: string, point = ""): LocalModel {
  const { parameters, expressions } = parseExpressions([source]);
  const [first] = expressions;
  if (first === undefined) throw new Error("no expression");
  const model: Model = { kind: "polynomial", parameters, polynomial: first };
  return { model, point: point === "" ? at(model).point : parsePoint(model, point) };
}

function ideal(source: string, point = ""): LocalModel {
  const { parameters, expressions } = parseExpressions(splitList(source));
  const model: Model = { kind: "ideal", parameters, generators: expressions };
  return { model, point: point === "" ? at(model).point : parsePoint(model, point) };
}

/** The tree in brief: "<f, g>", "<f>^2", "<f> * <g>". */
function brief(local: LocalModel): string {
  const problem = problemOf(local);
  if (problem.kind === "none") return problem.reason;
  const show = (tree: IdealTree): string => {
    switch (tree.kind) {
      case "ideal":
        return `<${tree.generators.map((g) => P.format(g, problem.variables)).join(", ")}>`;
      case "product":
        return tree.factors.map(show).join(" * ");
      case "power":
        return `(${show(tree.base)})^${tree.exponent}`;
    }
  };
  return `${problem.norm} ${show(problem.tree)}`;
}

describe("squares are read off the parse tree", () => {
  test.each([
    ["x^2", "squares <x>"],
    ["x^2+y^2", "squares <x, y>"],
    ["3*x^2*y^4/2", "squares <x> * (<y>)^2"],
    ["x*x", "squares <x>"],
    ["x*y*x*y", "squares <x> * <y>"],
    ["(x+y)^4+x^6", "squares <x^2 + 2*x*y + y^2, x^3>"],
    ["(x^2+y^2)^2", "squares (<x, y>)^2"],
    ["(x^2+y^2)^3*z^2", "squares (<x, y>)^3 * <z>"],
    ["(x^2+y^2+z^2)^2+x^6", "squares <x^2, y^2, z^2, x^3>"],
    ["(x^2+2*y^2)*(x^2+z^2)+y^6", "squares <x^2, x*z, x*y, y*z, y^3>"],
    ["-(-(x^2))", "squares <x>"],
    ["x^2-(-(y^2))", "squares <x, y>"],
    ["(y^2-x^3)^2+x^5*y", "absolute <y^4 - 2*y^2*x^3 + y*x^5 + x^6>"],
    ["x^2-y^2", "absolute <x^2 - y^2>"],
    ["-x^2", "absolute (<x>)^2"],
    ["x^3*(y^2+z^2)", "absolute (<x>)^3 * (<y, z>)^2"],
    ["x^2+2*x*y+y^2", "absolute <x^2 + 2*x*y + y^2>"],
    ["x-x", "absolute <>"],
    ["0*x", "squares <>"],
  ])("%s", (source, value) => {
    expect(brief(polynomial(source))).toBe(value);
  });
});

describe("points", () => {
  test("generators are in local coordinates", () => {
    expect(brief(polynomial("(x^2-1)^2", "x=1"))).toBe("squares <x^2 + 2*x>");
    expect(brief(ideal("x*y, x-1/2", "x=1/2"))).toBe("squares <x*y + 1/2*y, x>");
  });

  test("factors that do not vanish are left out", () => {
    expect(brief(polynomial("x^2*(1+y)^2*(z^2+4)^3"))).toBe("squares <x>");
    expect(brief(polynomial("x^2*y^2", "x=3"))).toBe("squares <y>");
  });

  test.each([
    [polynomial("x^2+y^2", "x=1/2"), "x^2 + y^2", "1/4"],
    [ideal("x, x*y-1"), "x*y - 1", "-1"],
    [polynomial("5*(x+1)^2"), "5*(x + 1)^2", "5"],
  ])("a point off the zero set is refused with the generator and its value", (local, generator, value) => {
    expect(() => problemOf(local)).toThrow(PointError);
    expect(() => problemOf(local)).toThrow(`${generator} = ${value}`);
  });
});

describe("networks", () => {
  const net = (widths: number[], activation = monomial(2), weights?: unknown[]): string =>
    brief(at(network({ widths, activation }), weights));

  test("quadratic 2-2-1 at zero is the ideal of its three coefficients", () => {
    expect(net([2, 2, 1])).toBe(
      "squares <w1_1_1^2*w2_1_1 + w1_2_1^2*w2_1_2, 2*w1_1_1*w1_1_2*w2_1_1 + 2*w1_2_1*w1_2_2*w2_1_2, w1_1_2^2*w2_1_1 + w1_2_2^2*w2_1_2>",
    );
  });

  test("at a nonzero truth the coefficients at w* are subtracted", () => {
    expect(net([1, 1, 1], monomial(2), [[[2n]], [["1/2"]]])).toBe(
      "squares <w1_1_1^2*w2_1_1 + 1/2*w1_1_1^2 + 4*w1_1_1*w2_1_1 + 2*w1_1_1 + 4*w2_1_1>",
    );
  });

  test("layers of width one split a network whose truth is zero", () => {
    expect(net([2, 1, 1])).toBe("squares <w2_1_1> * (<w1_1_1, w1_1_2>)^2");
    expect(net([1, 1, 1, 1])).toBe("squares <w3_1_1> * (<w2_1_1>)^2 * (<w1_1_1>)^4");
    expect(net([2, 1, 2], linear)).toBe("squares <w2_1_1, w2_2_1> * <w1_1_1, w1_1_2>");
    expect(net([2, 1, 1], monomial(2), [[[1n, 0n]], [[0n]]])).toBe("squares <w2_1_1>");
  });

  test("tanh with one hidden layer has its odd moments", () => {
    expect(net([1, 2, 1], tanh)).toBe("squares <w1_1_1*w2_1_1 + w1_2_1*w2_1_2, w1_1_1^3*w2_1_1 + w1_2_1^3*w2_1_2>");
    const two = problemOf(at(network({ widths: [2, 2, 1], activation: tanh })));
    expect(two.kind === "problem" && two.tree.kind === "ideal" && two.tree.generators.length).toBe(2 + 4);
    expect(net([1, 1, 1, 1], tanh)).toBe("squares <w3_1_1> * <w2_1_1> * <w1_1_1>");
    expect(net([1, 1, 2, 1], tanh)).toBe(
      "squares <w1_1_1*w2_1_1*w3_1_1 + w1_1_1*w2_2_1*w3_1_2, w1_1_1^3*w2_1_1^3*w3_1_1 + w1_1_1^3*w2_2_1^3*w3_1_2>",
    );
  });

  test("tanh with one hidden layer off zero: the moments of each group of equal units", () => {
    expect(net([1, 1, 1], tanh, [[[1n]], [[1n]]])).toBe("squares <w2_1_1, w1_1_1>");
    expect(net([1, 1, 1], tanh, [[[2n]], [[0n]]])).toBe("squares <w2_1_1>");
    expect(net([1, 2, 1], tanh, [[[1n], [-1n]], [[1n, 0n]]])).toBe(
      "squares <w2_1_1 - w2_1_2, w1_1_1*w2_1_2 + w1_1_1 + w1_2_1*w2_1_2, w1_1_1^2*w2_1_2 + w1_1_1^2 - w1_2_1^2*w2_1_2>",
    );
  });

  test("no ideal is claimed for relu, or for deep tanh networks at zero", () => {
    expect(net([1, 2, 1], relu)).toContain("ReLU");
    expect(net([1, 2, 2, 1], tanh)).toContain("no finite set");
  });

  test("a network too large to expand is refused before the work", () => {
    const start = process.memoryUsage().heapUsed;
    expect(() => problemOf(at(network({ widths: [2, 2, 2, 2, 2, 1], activation: monomial(4) })))).toThrow(LimitError);
    expect(() => problemOf(at(network({ widths: [50, 50, 50, 50], activation: monomial(2) })))).toThrow(LimitError);
    expect(process.memoryUsage().heapUsed - start).toBeLessThan(200e6);
  });
});

describe("the norm of the tree is comparable with the coefficients of the network", () => {
  test.each([
    [[2, 1, 1], 2],
    [[2, 2, 1], 2],
    [[2, 1, 2, 1], 3],
    [[1, 2, 1, 2], 2],
    [[2, 2, 1, 1, 2], 1],
    [[2, 2, 1], "tanh"],
    [[2, 1, 1, 2], "tanh"],
    [[1, 1, 2, 1], "tanh"],
    [[1, 2, 1, 2, 1], "tanh"],
    [[2, 2, 1, 1, 2, 2], "tanh"],
  ] as const)("widths %j, degree %s", (widths, degree) => {
    const local = at(network({ widths, activation: degree === "tanh" ? tanh : monomial(degree) }));
    const problem = problemOf(local);
    if (problem.kind === "none") throw new Error(problem.reason);
    const sigma = degree === "tanh" ? Math.tanh : (z: number): number => z ** degree;
    const ratios = Array.from({ length: 300 }, (_, seed) => {
      const wave = local.point.map((_, i) => Math.sin(12.9898 * (i + 1) * (seed + 1)));
      // Two last units b = (1/4, 1/2), a = (−1/2, 1/4) have the first moment 0 and the third not.
      const place = seed % 6 < 3 ? wave : [...wave.slice(0, -4), 0.25, 0.5, -0.5, 0.25];
      const point = place.map((a) => a * 4 ** -(seed % 3));
      return [meanSquare(widths, sigma, point), squaredNorm(problem.tree, point)] as const;
    }).flatMap(([K, norm]) => (norm === 0 ? [] : [K / norm]));
    expect(Math.min(...ratios)).toBeGreaterThan(1e-6);
    expect(Math.max(...ratios)).toBeLessThan(1e4);
  });

  function squaredNorm(tree: IdealTree, point: readonly number[]): number {
    switch (tree.kind) {
      case "ideal":
        return tree.generators.reduce((sum, g) => sum + evaluate(g, point) ** 2, 0);
      case "product":
        return tree.factors.reduce((p, f) => p * squaredNorm(f, point), 1);
      case "power":
        return squaredNorm(tree.base, point) ** tree.exponent;
    }
  }

  function evaluate(p: P.Polynomial, point: readonly number[]): number {
    return P.terms(p).reduce(
      (sum, [m, c]) => sum + Array.from(m).reduce((v, e, i) => v * (point[i] ?? 0) ** e.charCodeAt(0), Q.toNumber(c)),
      0,
    );
  }

  /** The mean of |f|² over a grid of inputs, straight from the definition of the network. */
  function meanSquare(widths: readonly number[], sigma: (z: number) => number, point: readonly number[]): number {
    const grid = [-0.9, -0.5, -0.1, 0.3, 0.7];
    const inputs = (widths[0] ?? 1) === 1 ? grid.map((x) => [x]) : grid.flatMap((x) => grid.map((y) => [x, y]));
    const total = inputs.reduce((sum, input) => {
      let next = 0;
      let units = input;
      widths.slice(1).forEach((rows, l) => {
        const active = l === 0 ? units : units.map(sigma);
        units = Array.from({ length: rows }, () => active.reduce((s, a) => s + a * (point[next++] ?? 0), 0));
      });
      return sum + units.reduce((s, u) => s + u * u, 0);
    }, 0);
    return total / inputs.length;
  }
});
