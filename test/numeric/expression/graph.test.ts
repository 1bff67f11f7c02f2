import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { OptionError } from "../../../src/errors.js";
import { differentiate, substitute } from "../../../src/numeric/expression/derivative.js";
import { exp, tanh } from "../../../src/numeric/expression/elementary.js";
import { evaluate, magnitude } from "../../../src/numeric/expression/evaluate.js";
import { GraphBuilder, reachable } from "../../../src/numeric/expression/graph.js";
import type { NodeId } from "../../../src/numeric/expression/graph.js";

const dimension = 3;

/** A recipe for a random smooth expression in three parameters, and the same as a JavaScript function. */
interface Recipe {
  readonly build: (b: GraphBuilder) => NodeId;
  readonly value: (w: readonly number[]) => number;
}

const leaf: fc.Arbitrary<Recipe> = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((c) => ({ build: (b: GraphBuilder) => b.constant(c), value: () => c })),
  fc.nat({ max: dimension - 1 }).map((i) => ({
    build: (b: GraphBuilder) => b.parameter(i),
    value: (w: readonly number[]) => w[i] ?? NaN,
  })),
);

const { expression } = fc.letrec<{ expression: Recipe }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leaf,
    fc.tuple(tie("expression"), tie("expression")).map(([x, y]): Recipe => ({
      build: (b) => b.add(x.build(b), y.build(b)),
      value: (w) => x.value(w) + y.value(w),
    })),
    fc.tuple(tie("expression"), tie("expression")).map(([x, y]): Recipe => ({
      build: (b) => b.subtract(x.build(b), y.build(b)),
      value: (w) => x.value(w) - y.value(w),
    })),
    fc.tuple(tie("expression"), tie("expression")).map(([x, y]): Recipe => ({
      build: (b) => b.multiply(x.build(b), y.build(b)),
      value: (w) => x.value(w) * y.value(w),
    })),
    fc.tuple(tie("expression"), fc.nat({ max: 4 })).map(([x, n]): Recipe => ({
      build: (b) => b.power(x.build(b), n),
      value: (w) => x.value(w) ** n,
    })),
    tie("expression").map((x): Recipe => ({ build: (b) => b.tanh(x.build(b)), value: (w) => Math.tanh(x.value(w)) })),
    tie("expression").map((x): Recipe => ({ build: (b) => b.negate(x.build(b)), value: (w) => -x.value(w) })),
  ),
}));

const point = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: dimension, maxLength: dimension });

describe("expression graphs", () => {
  test.prop([expression, point])("evaluate to what the expression says", (recipe, hundredths) => {
    const w = hundredths.map((x) => x / 100);
    const b = new GraphBuilder();
    const root = recipe.build(b);
    const scale = magnitude(b.graph(), root, w) + 1;
    fc.pre(scale < 1e12);
    expect(Math.abs(evaluate(b.graph(), root, w) - recipe.value(w)) / scale).toBeLessThan(1e-13);
  });

  test.prop([expression, point, fc.nat({ max: dimension - 1 })])(
    "have the derivative that differences approach",
    (recipe, hundredths, i) => {
      const w = hundredths.map((x) => x / 100);
      const b = new GraphBuilder();
      const root = recipe.build(b);
      const { graph, gradient } = differentiate(b.graph(), root, dimension);
      const along = (h: number): number => recipe.value(w.map((x, j) => (j === i ? x + h : x)));
      const h = 1e-4;
      // Five-point rule: error of order h⁴ times the fifth derivative.
      const difference = (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h);
      const scale = 1 + Math.abs(difference) + magnitude(b.graph(), root, w);
      fc.pre(scale < 1e4);
      expect(Math.abs(evaluate(graph, gradient[i] ?? 0, w) - difference) / scale).toBeLessThan(1e-6);
    },
  );

  test.prop([expression, point])("substitute like functions compose", (recipe, hundredths) => {
    const w = hundredths.map((x) => x / 100);
    const inner = new GraphBuilder();
    const root = recipe.build(inner);
    const outer = new GraphBuilder();
    const shifted = Array.from({ length: dimension }, (_, i) => outer.add(outer.parameter(i), outer.constant(1)));
    const [copy = -1] = substitute(outer, inner.graph(), [root], shifted);
    const direct = evaluate(
      inner.graph(),
      root,
      w.map((x) => x + 1),
    );
    const scale =
      1 +
      magnitude(
        inner.graph(),
        root,
        w.map((x) => x + 1),
      );
    fc.pre(scale < 1e12);
    expect(Math.abs(evaluate(outer.graph(), copy, w) - direct) / scale).toBeLessThan(1e-13);
  });

  it("hold each subexpression once, whatever the order of operands", () => {
    const b = new GraphBuilder();
    const [x, y] = [b.parameter(0), b.parameter(1)];
    expect(b.multiply(x, y)).toBe(b.multiply(y, x));
    expect(b.add(b.power(x, 6), y)).toBe(b.add(y, b.multiply(b.power(x, 3), b.power(x, 3))));
    expect(b.subtract(b.product([x, y]), b.multiply(y, x))).toBe(b.constant(0));
  });

  it("list the nodes that a root needs, operands first", () => {
    const b = new GraphBuilder();
    const x = b.parameter(0);
    b.tanh(x);
    const root = b.square(b.add(x, b.constant(2)));
    const nodes = reachable(b.graph(), [root]);
    expect(nodes).toContain(root);
    expect(nodes.map((id) => b.node(id).kind)).not.toContain("tanh");
    expect(nodes).toEqual([...nodes].sort((p, q) => p - q));
  });

  it("refuse constants that are no numbers and unknown nodes", () => {
    const b = new GraphBuilder();
    expect(() => b.constant(NaN)).toThrow(OptionError);
    expect(() => b.add(0, 1)).toThrow(OptionError);
    expect(() => b.power(b.parameter(0), 1.5)).toThrow(OptionError);
  });
});

describe("exp and tanh", () => {
  test.prop([fc.double({ min: -690, max: 690, noNaN: true })])("exp agrees with the platform to 4 ulp", (x) => {
    expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-15);
  });

  test.prop([fc.double({ min: -40, max: 40, noNaN: true })])("tanh agrees to 8 ulp, relative also near 0", (x) => {
    fc.pre(Math.abs(x) > 1e-300);
    expect(Math.abs(tanh(x) / Math.tanh(x) - 1)).toBeLessThan(2e-15);
  });
});
