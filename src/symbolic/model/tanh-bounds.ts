/**
 * Deep tanh networks with all weights 0 at w*. No finite set of generators is known for the ideal of all Taylor
 * coefficients of f in the input, but K lies between constants times the squared norms of two ideals: from below
 * that of the first coefficients, which are polynomials in the weights (the ideal of all is the ideal of finitely many, in
 * terms of which K is comparable with a sum of squares), and from above, as |tanh z| ≤ |z|, that of the products of weights
 * along paths from an input to an output.
 */
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

/** null where the model is none of these, or too large. */
export function tanhBounds({ model, point }: LocalModel): NormBounds | null {
  if (model.kind !== "network" || model.activation.kind !== "tanh") return null;
  const layers = model.layers.map((rows) => rows.map((row) => row.map((entry) => E.expand(translate(entry, point)))));
  if (!layers.flat(2).every((p) => Q.isZero(P.constantTerm(p)))) return null;
  const widths = [layers[0]?.[0]?.length ?? 0, ...layers.map((rows) => rows.length)];
  if (widths.reduce((n, w) => n * w, 1) > maxPaths) return null;
  const inputs = widths[0] ?? 0;
  const below = series
    .map(([degree]) => coefficients(layers, inputs, degree))
    .filter((list) => list.reduce((n, g) => n + g.monomials.length, 0) <= maxTerms)
    .at(-1);
  return below === undefined ? null : { below, above: paths(layers).filter((p) => !P.isZero(p)) };
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

/** The coefficients of the outputs in the input, up to a degree. The input's variables come first. */
function coefficients(layers: Layers, inputs: number, degree: number): Polynomial[] {
  const x = Array.from({ length: inputs }, () => 1);
  const cut = (p: Polynomial): Polynomial => P.filter(p, (m) => M.weightedDegree(m, x) <= degree);
  const tanh = (z: Polynomial): Polynomial => {
    const square = cut(P.multiply(z, z));
    let power = z;
    let sum = P.zero;
    for (const [exponent, c] of series) {
      if (exponent > degree) break;
      sum = P.add(sum, P.scale(power, c));
      power = cut(P.multiply(power, square));
    }
    return sum;
  };
  let units = x.map((_, j) => P.variable(j));
  layers.forEach((rows, l) => {
    const active = l === 0 ? units : units.map(tanh);
    units = rows.map((row) => P.sum(row.map((w, j) => cut(P.multiply(moved(w, inputs), active[j] ?? P.zero)))));
  });
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
