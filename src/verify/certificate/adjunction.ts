/** Lower bounds along a divisor from the multiplicities of roots, by integrating over one variable first. */
import { productOfPowers, sumOfProducts } from "../../symbolic/algebra/metered.js";
import { isSquareFreeAt } from "../../symbolic/algebra/metered-tower.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import * as C from "./cell.js";
import type { Cell } from "./cell.js";
import { demandProduct, demandUnivariate, unitOf } from "./evidence.js";
import { demand } from "./refusal.js";
import { leaf } from "./step.js";
import type { Rule } from "./step.js";
import { finite, least, product } from "./values.js";
import type { Value } from "./values.js";

export const adjunction: Rule<"adjunction"> = ({ variable: x, combination, roots, forms }, cell) => {
  demand(cell.relations.length === 0, "there are relations");
  const q = roots.map((text) => C.onCell(C.read(text, cell), cell));
  for (const p of [P.variable(x), ...q]) demandUnivariate(p, x, cell);
  demandSimple(q, x, cell);
  const kappa = C.kappaOf(cell);
  const isOwn = (p: P.Polynomial): boolean => P.equals(p, P.variable(x));
  demand(!kappa[x] || q.some(isOwn), "the variable is a power, but no root");
  demand(combination.length === cell.generators.length, "there is not one multiplier a generator");
  const element = sumOfProducts(
    cell.generators.map((g, j) => [g, P.constant(C.readRational(C.member(combination, j, "multiplier")))] as const),
    cell.scope.budget,
  );
  const factors = C.functionsOf(cell).slice(cell.generators.length);
  const exponents = [element, ...factors].map((f, j) => {
    const form = C.member(forms, j, "form");
    const powers = q.map((p, k) => [p, C.member(form.exponents, k, "exponent")] as const);
    demandProduct(C.restricted(f, cell), [[unitOf(form.unit, cell), 1], ...powers], cell);
    return form.exponents;
  });
  const across = C.variablesWith(cell, "zero", "free").flatMap((z) =>
    z === x || !kappa[z] ? [] : [Q.rational((cell.h[z] ?? 0) + 1, kappa[z])],
  );
  const atRoots = q.flatMap((p, k) => {
    const n = exponents.reduce(
      (sum, own, j) => C.exactSum(sum, (j === 0 ? 1 : (cell.powers[j - 1]?.multiplicity ?? 1)) * (own[k] ?? 0)),
      0,
    );
    const [own, h] = isOwn(p) ? [kappa[x] ?? 0, cell.h[x] ?? 0] : [0, 0];
    return [...(n === 0 ? [] : [Q.rational(1, n)]), ...(own + n === 0 ? [] : [Q.rational(h + 1, C.exactSum(own, n))])];
  });
  const values = (ratios: readonly Q.Rational[]): Value[] => ratios.map((ratio) => finite(ratio));
  return leaf({ lower: product([...values(across), least(values(atRoots))]), upper: "infinite" });
};

/** Demands that no two roots of the polynomials are the same. */
function demandSimple(list: readonly P.Polynomial[], x: number, cell: Cell): void {
  const all = productOfPowers(
    list.map((p) => [p, 1] as const),
    cell.scope.budget,
  );
  const reduced = C.onCell(all, cell);
  demand(!P.isZero(reduced) && isSquareFreeAt(reduced, x, cell.constants, cell.scope.budget), "a root is not simple");
}
