/** What the solver says of a statement: the second opinion on certificates that were changed and still accepted. */
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import { parsePolynomial } from "../../../src/symbolic/algebra/polynomial-text.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../../src/symbolic/algebra/rational.js";
import type { StatedIdeal, Statement } from "../../../src/symbolic/resolution/certificate.js";
import { resolve } from "../../../src/symbolic/resolution/resolve.js";
import type { Resolution } from "../../../src/symbolic/resolution/certify.js";
import type { IdealTree } from "../../../src/symbolic/resolution/resolve.js";
import { idealOf } from "./examples.js";

export function solve(statement: Statement, steps = 2_000_000): Resolution {
  const { variables, norm } = statement;
  const point = statement.point.map((text) => Q.parse(text) ?? Q.zero);
  return resolve({ variables, point, tree: localTree(statement.ideal, statement, point), norm }, stepBudget(steps));
}

export function idealStatement(variables: string, ...generators: string[]): Statement {
  const names = variables.split(" ");
  return { variables: names, point: names.map(() => "0"), norm: "squares", ideal: idealOf(generators) };
}

function localTree(ideal: StatedIdeal, statement: Statement, point: readonly Rational[]): IdealTree {
  if (ideal.kind !== "product") throw new RangeError("networks, and two ideals, have no local tree");
  const local = (text: string): P.Polynomial => localPolynomial(text, statement, point);
  return {
    kind: "product",
    factors: ideal.factors.map(({ generators, exponent }) => ({
      kind: "power",
      base: { kind: "ideal", generators: generators.map(local) },
      exponent,
    })),
  };
}

function localPolynomial(text: string, { variables }: Statement, point: readonly Rational[]): P.Polynomial {
  const p = parsePolynomial(text, (name) => (variables.includes(name) ? variables.indexOf(name) : undefined));
  return P.compose(p, new Map(point.map((value, i) => [i, P.add(P.variable(i), P.constant(value))])));
}
