/**
 * Weighted blow-ups of coordinate centres. The exceptional fibre is cut into one cell a chart: each holds the points
 * where the chart's own centre coordinate is not 0 while those before it are. Small weights come first: on the torus of
 * the exceptional divisor the degrees of the strict transform in chart i are multiples of the weight of x_i.
 */
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { symmetricCharts } from "./chart-symmetry.js";
import { functionsOf, normalForm, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import type { Step } from "./step.js";
import type { Weight } from "./certificate.js";
import { least } from "./value.js";

/** Blows up the centre where the weighted variables, all of role zero and with weights ≥ 1, vanish. */
export function blowUp(cell: Cell, weights: readonly Weight[]): Step {
  const centre = [...weights].sort(([i, v], [j, w]) => v - w || i - j);
  const symmetries = symmetricCharts(cell, centre);
  const omitted = new Set(symmetries.map(([variable]) => variable));
  const cells = centre.flatMap(([variable, weight], position) => {
    if (omitted.has(variable)) return [];
    const plus = chart(cell, centre, position, 1);
    if (weight % 2 === 1) return [plus];
    const isSymmetric = [...functionsOf(cell), ...cell.relations].every((g) => hasParity(g, variable));
    return [plus, isSymmetric ? plus : chart(cell, centre, position, -1)];
  });
  return {
    children: cells,
    combine: least,
    node: (children) => ({
      rule: "blow-up",
      weights: centre,
      ...(symmetries.length === 0 ? {} : { symmetries }),
      children,
    }),
  };
}

function chart(cell: Cell, centre: readonly Weight[], position: number, sign: 1 | -1): Cell {
  const [variable = -1] = centre[position] ?? [];
  const dense: number[] = [];
  for (const [i, w] of centre) dense[i] = w;
  const weights = Array.from(dense, (w: number | undefined) => w ?? 0);
  const order = Math.min(...cell.generators.map((g) => P.order(g, weights)));
  const inChart = (p: Polynomial, lowered: number): Polynomial => {
    const flipped = sign === 1 ? p : P.substitute(p, variable, P.negate(P.variable(variable)));
    return mapMonomials(flipped, (m) => M.withExponent(m, variable, M.weightedDegree(m, weights) - lowered));
  };
  const sum = (values: (i: number) => number): number => centre.reduce((s, [i, w]) => s + w * values(i), 0);
  const kappa = sum((i) => cell.kappa[i] ?? 0) + order;
  const h = sum((i) => (cell.h[i] ?? 0) + 1) - 1;
  let child: Cell = {
    ...cell,
    generators: cell.generators.map((g) => inChart(g, order)),
    powers: cell.powers.map((p) => ({ ...p, factor: inChart(p.factor, 0) })),
    relations: cell.relations.map((r) => inChart(r, 0)),
    kappa: cell.kappa.map((k, i) => (i === variable ? kappa : k)),
    h: cell.h.map((e, i) => (i === variable ? h : e)),
  };
  for (const [i] of centre.slice(position + 1)) child = withRole(child, i, "free");
  return normalForm(child);
}

/** The polynomial with its monomials replaced by a map that is injective on them. */
function mapMonomials(p: Polynomial, image: (m: string) => string): Polynomial {
  return P.fromTerms(P.terms(p).map(([m, c]) => [image(m), c]));
}

function hasParity(p: Polynomial, variable: number): boolean {
  const parities = new Set(p.monomials.map((m) => M.exponent(m, variable) % 2));
  return parities.size <= 1;
}
