/** The rules without children, and those that bound from one side. */
import { spend } from "../../symbolic/algebra/budget.js";
import { rank } from "../../symbolic/algebra/matrix.js";
import { dot, optimalFace } from "../../symbolic/algebra/optimal-face.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import { determinant } from "../../symbolic/algebra/polynomial-matrix.js";
import * as Q from "../../symbolic/algebra/rational.js";
import { formOf, orderOf } from "../../symbolic/algebra/weighted.js";
import * as C from "./cell.js";
import { demandJacobian, demandProduct, demandUnit, hasPoint } from "./evidence.js";
import { demand, Refusal } from "./refusal.js";
import { leaf, step } from "./step.js";
import type { Rule } from "./step.js";
import { densityAlong, weightsOf } from "./torus.js";
import { exactly, finite, nothing } from "./values.js";
import type { Value } from "./values.js";

export const empty: Rule<"empty"> = (_, cell) => {
  demand(cell.nonzero.some(P.isZero), "no nonzero polynomial vanishes on the cell");
  return leaf(exactly("infinite"));
};

export const zero: Rule<"zero"> = (_, cell) => {
  demand(cell.generators.length === 0, "there is a generator other than 0");
  return leaf({ lower: finite(Q.zero), upper: hasPoint(cell) ? finite(Q.zero) : "infinite" });
};

export const monomial: Rule<"monomial"> = ({ coordinates, jacobian, forms, ...node }, cell) => {
  const own = coordinates.map(({ variable }) => variable);
  C.demandNoDensity(cell, ...own, ...C.variablesWith(cell, "free"));
  demand(new Set(own).size === own.length, "two coordinates have the same variable");
  for (const x of own) C.demandRole(cell, x, ...C.coordinates);
  const q = coordinates.map(({ polynomial }) => C.read(polynomial, cell, [...C.known, "opaque"]));
  C.demandKnown(cell, ...q.map((p) => C.restricted(p, cell)));
  if (q.length > 0) demandJacobian(q, own, jacobian, cell);
  demand(cell.generators.length > 0, "there is no generator");
  const zeros = C.variablesWith(cell, "zero").filter((i) => !own.includes(i));
  const monomialOf = (g: P.Polynomial, form: (typeof forms)[number]): number[] => {
    const { exponents, rest } = C.monomialPart(g, zeros);
    const isUnit = "unit" in form;
    const powers = q.map((p, k) => [p, isUnit ? 0 : C.member(form.exponents, k, "exponent")] as const);
    if (isUnit) demandUnit(rest, form.unit, cell);
    else demandProduct(rest, powers, cell);
    return [...exponents, ...powers.map(([, e]) => e)];
  };
  const count = cell.generators.length;
  const monomials = C.functionsOf(cell).map((g, j) => monomialOf(g, C.member(forms, j, "form")));
  const factors = cell.powers.map((p, j) => monomials[count + j] ?? monomialOf(p.factor, { unit: [] }));
  const sum = (exponents: readonly number[], k: number): number =>
    cell.powers.reduce((e, p, i) => C.exactSum(e, p.multiplicity * (factors[i]?.[k] ?? 0)), exponents[k] ?? 0);
  const rows = monomials.slice(0, count).map((exponents) => exponents.map((_, k) => sum(exponents, k)));
  const size = rows.length * (zeros.length + q.length);
  spend(cell.scope.budget, size * (10 + Math.min(rows.length, zeros.length + q.length)));
  if (rows.some((row) => row.every((e) => e === 0))) return leaf(exactly("infinite"));
  const costs = [...zeros.map((i) => (cell.h[i] ?? 0) + 1), ...q.map(() => 1)];
  const primal = node.primal.map(C.readRational);
  const face = optimalFace(rows, costs, primal, node.dual.map(C.readRational));
  if (face === null) throw new Refusal("the linear program's solutions are not strictly complementary");
  const value = finite(face.value, face.dimension + 1);
  const crossing = q.filter((_, k) => Q.sign(primal[zeros.length + k] ?? Q.one) > 0);
  return leaf({ lower: value, upper: hasPoint(cell, node.sample, crossing) ? value : "infinite" });
};

export const valuation: Rule<"valuation"> = ({ weights: stated, sample }, cell) => {
  const weights = weightsOf(stated, cell, "zero");
  demand(weights.every((w) => w >= 0) && weights.some((w) => w > 0), "weights are negative, or all 0");
  demand(cell.generators.length > 0, "there is no generator");
  const order = cell.powers.reduce(
    (sum, { factor, multiplicity }) => C.exactSum(sum, multiplicity * orderOf([factor], weights)),
    orderOf(cell.generators, weights),
  );
  const ratio = order === 0 ? "infinite" : finite(Q.rational(densityAlong(weights, cell), order));
  return leaf({ lower: nothing, upper: hasPoint(cell, sample) ? ratio : "infinite" });
};

export const initial: Rule<"initial"> = ({ weights: stated, forms }, cell) => {
  const weights = weightsOf(stated, cell, "zero");
  demand(!weights.some((w) => w < 0), "a weight is negative");
  demand(cell.relations.length === 0, "there are relations");
  C.demandKnown(cell, ...cell.generators);
  demand(C.functionsOf(cell).length === cell.generators.length, "there are powers, not of variables alone");
  demand(new Set(forms.map((f) => f.generator)).size === forms.length, "a generator is named twice");
  const [zeros, free] = [C.variablesWith(cell, "zero"), C.variablesWith(cell, "free")];
  const kappa = C.kappaOf(cell);
  const multipliers = forms.map((f) => C.readRational(f.multiplier));
  demand(forms.length > 0 && multipliers.every((y) => Q.sign(y) > 0), "a multiplier is not positive");
  const rows = forms.map(({ generator, unit }) => {
    const g = C.member(cell.generators, generator, "generator");
    spend(cell.scope.budget, g.monomials.length + cell.roles.length);
    const { exponents, rest } = C.monomialPart(formOf(g, orderOf([g], weights), weights), zeros);
    demandUnit(rest, unit, cell);
    return [...zeros, ...free].map((i, k) => C.exactSum(exponents[k] ?? 0, kappa[i] ?? 0));
  });
  const columns = [...zeros, ...free].map((i, k) => {
    const exponents = rows.map((row) => row[k] ?? 0);
    const outside = exponents.every((e) => e === (kappa[i] ?? 0));
    const allowed = Q.rational(outside ? (cell.h[i] ?? 0) + 1 : 1);
    return { exponents, outside, allowed, load: dot(multipliers, exponents) };
  });
  const isFeasible = columns.every(({ load, allowed }) => Q.compare(load, allowed) <= 0);
  demand(isFeasible, "the multipliers are no solution of the dual program");
  const tight = columns.filter(({ load, allowed }) => Q.equals(load, allowed));
  const full = columns.filter(({ load }) => Q.equals(load, Q.one));
  const multiplicities = [
    C.variablesWith(cell, ...C.coordinates).length,
    tight.every(({ outside }) => outside) ? Math.max(1, tight.length) : Infinity,
    columns.every(({ load }) => Q.compare(load, Q.one) <= 0)
      ? 1 + full.length - rank(full.map(({ exponents }) => exponents.map((e) => Q.rational(e))))
      : Infinity,
  ];
  return leaf({ lower: finite(multipliers.reduce(Q.add, Q.zero), Math.min(...multiplicities)), upper: "infinite" });
};

export const integrate: Rule<"integrate"> = ({ variables, minors }, cell) => {
  for (const x of variables) C.demandRole(cell, x, "zero");
  C.demandNoDensity(cell, ...variables);
  const fixed = (p: P.Polynomial): boolean => P.variablesOf(p).every((x) => !variables.includes(x));
  const factors = cell.powers.map((p) => p.factor);
  demand([...cell.relations, ...factors].every(fixed), "a relation or a power has a variable that goes");
  C.demandKnown(cell, ...factors);
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
  return step([{ ...C.withRole(cell, undefined, ...variables), powers, generators }], ([child]) => ({
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
