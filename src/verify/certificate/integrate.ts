/** The rule `integrate`: variables in which the generators are affine are integrated out. */
import { determinant } from "../../symbolic/algebra/polynomial-matrix.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import * as C from "./cell.js";
import { demand } from "./refusal.js";
import { step } from "./step.js";
import type { Rule } from "./step.js";
import { finite } from "./values.js";
import type { Value } from "./values.js";

export const integrate: Rule<"integrate"> = ({ variables, minors }, cell) => {
  for (const x of variables) C.demandRole(cell, x, "zero");
  C.demandNoDensity(cell, ...variables);
  const fixed = (p: P.Polynomial): boolean => P.variablesOf(p).every((x) => !variables.includes(x));
  const factors = cell.powers.map((p) => p.factor);
  demand([...cell.relations, ...factors].every(fixed), "a relation or a power has a variable that goes");
  const size = minors[0]?.variables.length ?? 0;
  demand(size > 0, "there is no minor");
  const generators = minors.map(({ generators: rows, variables: columns }) => {
    demand(rows.length === size && columns.length === size, "the minors are not square, or of several sizes");
    demand(
      new Set(columns).size === size && columns.every((x) => variables.includes(x)),
      "a column is no variable that goes",
    );
    const entries = rows.map((row) => {
      const g = C.member(cell.generators, row, "generator");
      C.demandKnown(cell, g);
      return columns.map((x) => P.derivative(g, x));
    });
    demand(entries.flat().every(fixed), "a generator is not affine in the variables that go");
    return determinant(entries, cell.scope.budget);
  });
  demand(!generators.every(P.isZero), "all minors are 0");
  const powers = cell.powers.map((p) => ({ ...p, multiplicity: p.multiplicity * size }));
  return step([{ ...C.without(cell, variables), powers, generators }], ([child]) => ({
    lower: overFibres(child?.lower ?? "infinite", size),
    upper: "infinite",
  }));
};

/** Of ∫ min(1, ε^k/φ), where the volume of {φ < δ} is of order δ^λ·(log 1/δ)^{m−1} or less. */
function overFibres(value: Value, size: number): Value {
  const order = value === "infinite" ? 1 : Q.compare(value.lambda, Q.one);
  if (value === "infinite" || order > 0) return finite(Q.rational(size));
  return finite(Q.multiply(value.lambda, Q.rational(size)), value.multiplicity + (order === 0 ? 1 : 0));
}
