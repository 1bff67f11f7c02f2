/**
 * Deep tanh networks where no ideal is known: K lies between constants times the squared norms of ideals. Below are those of the
 * coefficients of f in the input up to an odd degree d, polynomials in the weights as tanh 0 = 0. Above is the ideal of
 * tanh-ideal.ts. With all weights 0 at w* there are further ones above: the ideal of the products of weights along paths from an
 * input to an output; and that of the coefficients and of these products times d + 1 more weights of the first layer. Why,
 * with what is left of tanh past degree d, stands in docs/certificates.md, Two ideals.
 */
import { unlessTooLarge, unlimited } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import * as E from "./expression.js";
import { dropUnits, translate } from "./local.js";
import type { LocalModel } from "./model.js";
import type { Tree } from "./squares.js";
import { tanhIdeal } from "./tanh-ideal.js";

/** c·‖below‖² ≤ K ≤ C·‖above‖² near w*, for any of them. */
export interface TanhBounds {
  readonly below: readonly [Tree<Polynomial>, ...Tree<Polynomial>[]];
  readonly above: readonly [Tree<Polynomial>, ...Tree<Polynomial>[]];
}

const maxPaths = 1_000;
const maxTerms = 1_000;
/** tanh z = z − z³/3 + 2z⁵/15 − … */
const series = [
  [1, Q.one],
  [3, Q.rational(-1, 3)],
  [5, Q.rational(2, 15)],
] as const;

/** For d = 1, 3, 5, as far as they are not too large; null where the model is no tanh network, or all are too large. */
export function tanhBounds({ model, point }: LocalModel, budget: Budget = unlimited()): TanhBounds | null {
  if (model.kind !== "network" || model.activation.kind !== "tanh") return null;
  const layers = model.layers.map((rows) => rows.map((row) => row.map((entry) => E.expand(translate(entry, point)))));
  const moments = unlessTooLarge(() => tanhIdeal(layers, budget));
  const below = coefficientLists(layers);
  const above = [...pathIdeals(layers, below).map(ideal), ...(moments === null ? [] : [dropUnits(moments.tree)])];
  const all = ideal(model.parameters.map((_, i) => P.variable(i)));
  const [lowest = [], ...lower] = below;
  const [highest = all, ...higher] = above;
  if (below.length + above.length === 0) return null;
  return { below: [ideal(lowest), ...lower.map(ideal)], above: [highest, ...higher] };
}

function coefficientLists(layers: Layers): (readonly Polynomial[])[] {
  const widths = [layers[0]?.[0]?.length ?? 0, ...layers.map((rows) => rows.length)];
  if (widths.reduce((n, w) => n * w, 1) > maxPaths) return [];
  const found: (readonly Polynomial[])[] = [];
  for (const [degree] of series) {
    const list = unlessTooLarge(() => coefficients(layers, degree));
    if (list === null) break;
    found.push(list);
  }
  return found;
}

/** One for each list of coefficients, where all weights are 0. */
function pathIdeals(layers: Layers, below: readonly (readonly Polynomial[])[]): (readonly Polynomial[])[] {
  if (!layers.flat(2).every((p) => Q.isZero(P.constantTerm(p)))) return [];
  const all = paths(layers).filter((p) => !P.isZero(p));
  return below.map((coefficients, i) => {
    const rest = remainder(all, (layers[0] ?? []).flat(), 2 * i + 1);
    return rest === null ? all : [...coefficients, ...rest];
  });
}

function ideal(generators: readonly Polynomial[]): Tree<Polynomial> {
  return { kind: "ideal", generators };
}

function countTerms(list: readonly Polynomial[]): number {
  return list.reduce((n, p) => n + p.monomials.length, 0);
}

/** The multiples that the coefficients past an odd degree are made of; null where there are too many. */
function remainder(all: readonly Polynomial[], first: readonly Polynomial[], degree: number): Polynomial[] | null {
  let powers = new Map<string, Polynomial>([["", P.one]]);
  for (let d = 0; d <= degree; d++) {
    const products = [...powers.values()].flatMap((p) => first.map((w) => P.multiply(p, w)));
    powers = new Map(products.filter((p) => !P.isZero(p)).map((p) => [P.key(p), p]));
    if (powers.size * all.length > maxTerms) return null;
  }
  return all.flatMap((path) => [...powers.values()].map((power) => P.multiply(path, power)));
}

type Layers = readonly (readonly (readonly Polynomial[])[])[];

/** Products of weights from an input to a unit of the last layer. */
function paths(layers: Layers): Polynomial[] {
  const [first = [], ...rest] = layers;
  return rest
    .reduce(
      (units, rows) => rows.map((row) => row.flatMap((w, j) => (units[j] ?? []).map((p) => P.multiply(w, p)))),
      first,
    )
    .flat();
}

/**
 * The coefficients of the outputs in the input up to a degree, less what they are at w*; null where they have too many terms.
 * The input's variables come first.
 */
function coefficients(layers: Layers, degree: number): Polynomial[] | null {
  const inputs = layers[0]?.[0]?.length ?? 0;
  const x = Array.from({ length: inputs }, () => 1);
  const times = (p: Polynomial, q: Polynomial): Polynomial =>
    P.sum(
      Array.from({ length: degree + 1 }, (_, e) =>
        P.multiply(
          P.filter(p, (m) => M.weightedDegree(m, x) === e),
          P.filter(q, (m) => M.weightedDegree(m, x) <= degree - e),
        ),
      ),
    );
  const tanh = (z: Polynomial): Polynomial => {
    const square = times(z, z);
    let power = z;
    let sum = P.zero;
    for (const [exponent, c] of series) {
      if (exponent > degree) break;
      sum = P.add(sum, P.scale(power, c));
      power = times(power, square);
    }
    return sum;
  };
  let units = x.map((_, j) => P.variable(j));
  for (const [l, rows] of layers.entries()) {
    const active = l === 0 ? units : units.map(tanh);
    units = rows.map((row) => P.sum(row.map((w, j) => times(moved(w, inputs), active[j] ?? P.zero))));
    if (countTerms(units) > maxTerms) return null;
  }
  const all = units.flatMap((output) => {
    const inputOf = (m: M.Monomial): M.Monomial => M.fromExponents(M.exponents(m, m.length).slice(0, inputs));
    return [...new Set(output.monomials.map(inputOf))].map((part) =>
      moved(
        P.divideMonomial(
          P.filter(output, (m) => inputOf(m) === part),
          part,
        ) ?? P.zero,
        -inputs,
      ),
    );
  });
  return all.map((c) => P.subtract(c, P.constant(P.constantTerm(c)))).filter((c) => !P.isZero(c));
}

/** p with its variables renumbered, up or down. */
function moved(p: Polynomial, by: number): Polynomial {
  return P.fromTerms(
    P.terms(p).map(([m, c]) => {
      const exponents = M.exponents(m);
      return [
        M.fromExponents(by > 0 ? [...Array.from({ length: by }, () => 0), ...exponents] : exponents.slice(-by)),
        c,
      ];
    }),
  );
}
