/**
 * A network's loss by its definition, K = E|f(x; w) − f(x; w*)|² for inputs uniform on [−1, 1]^d, integrated and expanded, as
 * |K|: it has the (λ, m) that the network has, whose coefficients are the ideal. Weights are expressions, shared between layers.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { stepBudget } from "../../src/symbolic/algebra/budget.js";
import * as M from "../../src/symbolic/algebra/monomial.js";
import * as P from "../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { parseModelFile } from "../../src/symbolic/model/file.js";
import type { RlctResult } from "../../src/symbolic/resolution/result.js";
import { rlct } from "../../src/symbolic/rlct.js";

/** The inputs are the variables after the parameters. */
const parameters = ["a", "b", "c"];
const [a, b, c] = [P.variable(0), P.variable(1), P.variable(2)];
const entries: readonly (readonly [text: string, p: P.Polynomial])[] = [
  ["a", a],
  ["b", b],
  ["c", c],
  ["a", a],
  ["b", b],
  ["0", P.zero],
  ["1", P.one],
  ["a - 2*b", P.subtract(a, P.scale(b, Q.rational(2)))],
  ["b*c", P.multiply(b, c)],
  ["c - 1", P.subtract(c, P.one)],
];
const widths = fc.constantFrom([1, 2, 1], [2, 1, 1], [1, 1, 1, 1], [2, 1, 2], [1, 2, 2], [1, 2, 1, 1]);
const networks = fc.tuple(
  widths.chain((w) =>
    fc.tuple(
      ...w.slice(1).map((rows, l) => {
        const row = fc.array(fc.constantFrom(...entries), { minLength: w[l] ?? 1, maxLength: w[l] ?? 1 });
        return fc.array(row, { minLength: rows, maxLength: rows });
      }),
    ),
  ),
  fc.constantFrom(1, 2, 3),
  fc.tuple(...parameters.map(() => fc.constantFrom(0, 0, 1, -1))),
);

function outputs(layers: readonly (readonly (readonly P.Polynomial[])[])[], degree: number): P.Polynomial[] {
  const inputs = (layers[0]?.[0] ?? []).map((_, j) => P.variable(parameters.length + j));
  return layers.reduce((units, rows, l) => {
    const active = l === 0 ? units : units.map((u) => P.power(u, degree));
    return rows.map((row) => P.sum(row.map((w, j) => P.multiply(w, active[j] ?? P.zero))));
  }, inputs);
}

/** The mean over the inputs: x^e has 1/(e + 1) for an even e, else 0. */
function mean(p: P.Polynomial): P.Polynomial {
  return P.fromTerms(
    P.terms(p).flatMap(([m, q]): [M.Monomial, Q.Rational][] => {
      const all = M.exponents(m);
      const powers = all.slice(parameters.length);
      if (powers.some((e) => e % 2 === 1)) return [];
      const factor = powers.reduce((f, e) => Q.divide(f, Q.rational(e + 1)), q);
      return [[M.fromExponents(all.slice(0, parameters.length)), factor]];
    }),
  );
}

const ends = (r: RlctResult): [Q.Rational, Q.Rational] =>
  r.status === "exact" ? [r.lambda, r.lambda] : [r.lower, r.upper];

test("the loss of a network, integrated, has the network's (λ, m)", () => {
  let both = 0;
  fc.assert(
    fc.property(networks, ([layers, degree, values]) => {
      const at = Object.fromEntries(parameters.map((name, i) => [name, values[i] ?? 0]));
      const there = new Map(values.map((value, i) => [i, P.integer(value)]));
      const f = outputs(
        layers.map((rows) => rows.map((row) => row.map(([, p]) => p))),
        degree,
      );
      const loss = P.sum(f.map((p) => mean(P.power(P.subtract(p, P.compose(p, there)), 2))));
      fc.pre(loss.monomials.length <= 40);
      const file = {
        parameters,
        layers: layers.map((rows) => rows.map((row) => row.map(([text]) => text))),
        activation: `x^${degree}`,
        at,
      };
      const solve = (document: object): RlctResult =>
        rlct(parseModelFile(JSON.stringify(document)), { budget: stepBudget(10_000) });
      const model = solve(file);
      const defined = solve({ parameters, polynomial: P.format(loss, parameters), at });
      const [[lower, upper], [least, most]] = [ends(model), ends(defined)];
      expect(Q.compare(lower, most)).toBeLessThanOrEqual(0);
      expect(Q.compare(least, upper)).toBeLessThanOrEqual(0);
      if (model.status !== "exact" || defined.status !== "exact") return;
      both++;
      expect(defined.multiplicity).toBe(model.multiplicity);
    }),
    { numRuns: 60, seed: 3 },
  );
  expect(both).toBeGreaterThan(30);
});
