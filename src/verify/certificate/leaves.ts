/** The rules without children. */
import * as M from "../../symbolic/algebra/monomial.js";
import { rank } from "../../symbolic/algebra/matrix.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { Rational } from "../../symbolic/algebra/rational.js";
import type { UnitWitness, Value } from "../../symbolic/resolution/certificate.js";
import { determinant, spend } from "./arithmetic.js";
import { demandNoExponents, demandRole, member, onCell, read, readRational, variablesWith } from "./cell.js";
import type { Cell, Scope } from "./cell.js";
import { demand } from "./refusal.js";
import { leaf } from "./step.js";
import type { Rule } from "./step.js";
import { demandProduct, demandUnit, hasPoint, partOf } from "./units.js";
import { exactly, finite, nothing, product, unknown } from "./values.js";
import { orderOf, weightsOf } from "./weights.js";

export const open: Rule<"open"> = () => leaf(unknown);

export const empty: Rule<"empty"> = ({ equation, unit }, cell, scope) => {
  if (equation === undefined) demand(cell.nonzero.some(P.isZero), "no nonzero polynomial vanishes on the cell");
  else demandUnit(member(cell.equations, equation, "equation"), unit ?? [], cell, scope);
  return leaf(exactly("infinite"));
};

export const monomial: Rule<"monomial"> = (node, cell, scope) => {
  demandFreeWithoutExponents(cell);
  demand(cell.generators.length > 0, "there is no generator");
  const zeros = variablesWith(cell, "zero");
  const rows = exponentRows(node.units, zeros, cell, scope);
  spend(scope.budget, rows.length * zeros.length);
  if (rows.some((row) => row.every((e) => e === 0))) return leaf(exactly("infinite"));
  const value = monomialValue(
    rows,
    zeros.map((i) => (cell.h[i] ?? 0) + 1),
    node.primal,
    node.dual,
    scope,
  );
  return leaf({ lower: value, upper: hasPoint(cell, node.sample, scope) ? value : "infinite" });
};

/** κ + a for every generator, a unit times x^a in the zero variables. */
function exponentRows(units: readonly UnitWitness[], zeros: readonly number[], cell: Cell, scope: Scope): number[][] {
  return cell.generators.map((g, j) => {
    const content = partOf(P.monomialContent(g), (i) => cell.roles[i] === "zero");
    demandUnit(P.divideMonomial(g, content) ?? P.zero, member(units, j, "unit"), cell, scope);
    return zeros.map((i) => M.exponent(content, i) + (cell.kappa[i] ?? 0));
  });
}

/**
 * Solutions w of min w·c, w·row ≥ 1, w ≥ 0 and y of the dual that are strictly complementary are optimal, and the tight
 * constraints are those of the whole optimal face: its dimension is m − 1.
 */
function monomialValue(
  rows: readonly (readonly number[])[],
  costs: readonly number[],
  primal: readonly string[],
  dual: readonly string[],
  { budget }: Scope,
): Value {
  demand(
    primal.length === costs.length && dual.length === rows.length,
    "a linear program's solution has a wrong length",
  );
  const w = primal.map(readRational);
  const y = dual.map(readRational);
  spend(budget, 10 * rows.length * costs.length);
  const surplus = rows.map((row) => Q.subtract(dot(w, row), Q.one));
  const slack = costs.map((c, i) =>
    Q.subtract(
      Q.rational(c),
      dot(
        y,
        rows.map((row) => row[i] ?? 0),
      ),
    ),
  );
  const complementary = (a: Rational, b: Rational | undefined): boolean =>
    b !== undefined && Q.sign(a) >= 0 && Q.sign(b) >= 0 && Q.isZero(a) !== Q.isZero(b);
  demand(
    w.every((a, i) => complementary(a, slack[i])) && y.every((a, j) => complementary(a, surplus[j])),
    "the linear program's solutions are not strictly complementary",
  );
  const tight = [
    ...rows.filter((_, j) => Q.sign(y[j] ?? Q.zero) > 0),
    ...costs.flatMap((_, i) => (Q.sign(slack[i] ?? Q.zero) > 0 ? [costs.map((_, k) => (k === i ? 1 : 0))] : [])),
  ];
  spend(budget, tight.length * costs.length * Math.min(tight.length, costs.length));
  const codimension = rank(tight.map((row) => row.map((e) => Q.rational(e))));
  return finite(y.reduce(Q.add, Q.zero), 1 + costs.length - codimension);
}

function dot(a: readonly Rational[], b: readonly number[]): Rational {
  return a.reduce((sum, c, i) => (b[i] === 0 ? sum : Q.add(sum, Q.multiply(c, Q.rational(b[i] ?? 0)))), Q.zero);
}

export const crossing: Rule<"crossing"> = ({ factors, unit, sample }, cell, scope) => {
  demandFreeWithoutExponents(cell);
  const generator = member(cell.generators, 0, "generator");
  demand(cell.generators.length === 1, "there is more than one generator");
  const own = factors.map(({ variable }) => variable);
  demand(new Set(own).size === own.length, "two factors have the same variable");
  for (const x of own) {
    demandRole(cell, x, "zero", "free", "nonzero");
    demandNoExponents(cell, x);
  }
  const q = factors.map(({ polynomial }) => read(polynomial, cell, scope));
  demandProduct(
    generator,
    q.map((p, k) => [p, factors[k]?.exponent ?? 0]),
    cell,
    scope,
  );
  const jacobian = q.map((p) => own.map((x) => onCellExactly(P.derivative(p, x), cell)));
  demandUnit(determinant(jacobian, scope.budget), unit, cell, scope);
  const divisors = variablesWith(cell, "zero").flatMap((i) => {
    const kappa = cell.kappa[i] ?? 0;
    return kappa === 0 ? [] : [finite(Q.rational((cell.h[i] ?? 0) + 1, kappa), 1)];
  });
  const strict = (keep: (k: number) => boolean): Value[] =>
    factors.flatMap(({ exponent }, k) => (keep(k) ? [finite(Q.rational(1, exponent), 1)] : []));
  const everywhere = strict((k) => {
    const p = onCell(q[k] ?? P.one, cell, scope);
    return P.isZero(p) || cell.equations.some((equation) => P.equals(p, equation));
  });
  return leaf({
    lower: product([...divisors, ...strict(() => true)]),
    upper: hasPoint(cell, sample, scope) ? product([...divisors, ...everywhere]) : "infinite",
  });
};

/** p with the zero variables set to 0, not made primitive. */
function onCellExactly(p: P.Polynomial, cell: Cell): P.Polynomial {
  return P.filter(p, (m) => M.support(m).every((i) => cell.roles[i] !== "zero"));
}

export const valuation: Rule<"valuation"> = (node, cell, scope) => {
  const weights = weightsOf(node.weights, cell, "zero");
  demand(weights.every((w) => w >= 0) && weights.some((w) => w > 0), "weights are negative, or all 0");
  demand(cell.generators.length > 0, "there is no generator");
  const order = orderOf(cell.generators, weights);
  const along = (list: readonly number[], plus: number): number =>
    weights.reduce((sum, w, i) => sum + w * ((list[i] ?? 0) + plus), 0);
  const [above, below] = [along(cell.h, 1), along(cell.kappa, 0) + order];
  demand(Number.isSafeInteger(above) && Number.isSafeInteger(below), "an exponent is too large");
  const upper = below > 0 && hasPoint(cell, node.sample, scope) ? finite(Q.rational(above, below), 1) : "infinite";
  return leaf({ lower: nothing, upper });
};

export const derivative: Rule<"derivative"> = ({ generator, variable, order, unit }, cell, scope) => {
  demand(
    cell.kappa.every((e) => e === 0),
    "κ is not 0",
  );
  demandRole(cell, variable, "zero", "free");
  let p = member(cell.generators, generator, "generator");
  demand(order <= P.degreeIn(p, variable), "the derivative is 0");
  for (let i = 0; i < order; i++) {
    spend(scope.budget, p.monomials.length);
    p = P.derivative(p, variable);
  }
  demandUnit(p, unit, cell, scope);
  return leaf({ lower: finite(Q.rational(1, order), 1), upper: "infinite" });
};

export const initial: Rule<"initial"> = ({ weights, forms }, cell, scope) => {
  demand(
    variablesWith(cell, "free").every((x) => (cell.kappa[x] ?? 0) === 0),
    "a free variable has κ",
  );
  const w = weightsOf(weights, cell, "zero");
  demand(
    w.every((e) => e >= 0),
    "a weight is negative",
  );
  demand(new Set(forms.map((f) => f.generator)).size === forms.length, "a generator is named twice");
  const zeros = variablesWith(cell, "zero");
  const multipliers = forms.map((f) => readRational(f.multiplier));
  const rows = forms.map(({ generator, unit }) => {
    const g = member(cell.generators, generator, "generator");
    const order = P.order(g, w);
    const form = P.filter(g, (m) => M.weightedDegree(m, w) === order);
    spend(scope.budget, g.monomials.length + zeros.length);
    const monomial = partOf(P.monomialContent(form), (i) => cell.roles[i] === "zero");
    demandUnit(P.divideMonomial(form, monomial) ?? P.zero, unit, cell, scope);
    return zeros.map((i) => (cell.kappa[i] ?? 0) + M.exponent(monomial, i));
  });
  demand(multipliers.length > 0 && multipliers.every((y) => Q.sign(y) > 0), "a multiplier is not positive");
  const used = zeros.map((_, k) =>
    dot(
      multipliers,
      rows.map((row) => row[k] ?? 0),
    ),
  );
  demand(
    used.every((sum) => Q.compare(sum, Q.one) <= 0),
    "the multipliers are no solution of the dual program",
  );
  const dimension = variablesWith(cell, "zero", "free", "nonzero").length;
  return leaf({ lower: finite(multipliers.reduce(Q.add, Q.zero), dimension), upper: "infinite" });
};

function demandFreeWithoutExponents(cell: Cell): void {
  for (const x of variablesWith(cell, "free")) demandNoExponents(cell, x);
}
