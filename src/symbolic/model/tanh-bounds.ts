/**
 * Deep tanh networks with all weights 0 at w*. No finite set of generators is known for the ideal of all Taylor
 * coefficients of f in the input, but K lies between constants times the squared norms of two ideals. Below is that of
 * the coefficients up to an odd degree d, which are polynomials in the weights. Above is the ideal of these and of the products of
 * weights along paths from an input to an output times d + 1 more weights of the first layer, or that of the paths' products.
 * Why, with what is left of tanh past degree d, stands in docs/certificates.md, Two ideals.
 */
import { unlessTooLarge } from "../algebra/budget.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import * as E from "./expression.js";
import { translate } from "./local.js";
import type { LocalModel } from "./model.js";

/** Generators of ideals I and J with c‖I‖² ≤ K ≤ C‖J‖² near w*. */
export interface NormBounds {
  readonly below: readonly Polynomial[];
  readonly above: readonly Polynomial[];
}

const maxPaths = 1_000;
const maxTerms = 1_000;
/** tanh z = z − z³/3 + 2z⁵/15 − … */
const series = [
  [1, Q.one],
  [3, Q.rational(-1, 3)],
  [5, Q.rational(2, 15)],
] as const;

/** For d = 1, 3, 5, as far as they are not too large; null where the model is none of these, or all are. */
export function tanhBounds({ model, point }: LocalModel): readonly [NormBounds, ...NormBounds[]] | null {
  if (model.kind !== "network" || model.activation.kind !== "tanh") return null;
  const layers = model.layers.map((rows) => rows.map((row) => row.map((entry) => E.expand(translate(entry, point)))));
  if (!layers.flat(2).every((p) => Q.isZero(P.constantTerm(p)))) return null;
  const widths = [layers[0]?.[0]?.length ?? 0, ...layers.map((rows) => rows.length)];
  if (widths.reduce((n, w) => n * w, 1) > maxPaths) return null;
  const all = paths(layers).filter((p) => !P.isZero(p));
  const found: NormBounds[] = [];
  for (const [degree] of series) {
    const below = unlessTooLarge(() => coefficients(layers, widths[0] ?? 0, degree));
    if (below === null) break;
    const rest = remainder(all, (layers[0] ?? []).flat(), degree);
    found.push({ below, above: rest === null ? all : [...below, ...rest] });
  }
  const [first, ...more] = found;
  return first === undefined ? null : [first, ...more];
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
 * The coefficients of the outputs in the input, up to a degree; null where they have too many terms. The input's variables
 * come first.
 */
function coefficients(layers: Layers, inputs: number, degree: number): Polynomial[] | null {
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
  return units.flatMap((output) => {
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
