/**
 * A second way to (λ, m) of an ideal in ℚ[x, y] at the origin: blow up closed points, one after the other, until the
 * total transform has normal crossings (Zariski; Hartshorne V.3.9). It shares nothing with the solver but the algebra, and
 * does everything otherwise: unweighted point blow-ups instead of weighted ones, closed points over ℚ in place of
 * isolated real roots, no reductions, no Newton polyhedra.
 *
 * The ideal is Π c_k^{e_k} · J with square-free coprime curves c_k and J of finite colength. The answer is in the
 * ideal's convention: the least (h+1)/k over divisors with real points over the origin (k the order of the ideal, h that
 * of the Jacobian), 1/e_k for curves, and the largest number of those that reach it in one real point.
 */
import { gcdOf, squareFree } from "../../src/symbolic/algebra/gcd.js";
import * as M from "../../src/symbolic/algebra/monomial.js";
import * as P from "../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../src/symbolic/algebra/polynomial.js";
import { divideExact } from "../../src/symbolic/algebra/polynomial-division.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../src/symbolic/algebra/rational.js";
import { gamma, gcdOver, hasRealEmbedding, rationals, reduce, rootsOver } from "./simple-extension.js";
import type { Extension, Root } from "./simple-extension.js";

export interface PlaneValue {
  /** In the ideal's convention: twice that of K = Σ f². */
  readonly lambda: Rational;
  readonly multiplicity: number;
}

const [X, Y] = [0, 1];

/** (λ, m) of the ideal at the origin, for generators that vanish there and are not all 0. */
export function planeValue(generators: readonly Polynomial[]): PlaneValue {
  const common = gcdOf(generators);
  const curves = squareFree(common).map(({ factor, multiplicity }) => ({ equation: factor, exponent: multiplicity }));
  const finite = generators.flatMap((g) => divideExact(g, common) ?? []).filter((g) => !P.isZero(g));
  const best: Best = { lambda: null, multiplicity: 0 };
  visit({ extension: rationals, curves, finite, divisors: [null, null] }, best);
  if (best.lambda === null) throw new Error("the ideal does not vanish at the origin");
  return { lambda: best.lambda, multiplicity: best.multiplicity };
}

interface Curve {
  readonly equation: Polynomial;
  readonly exponent: number;
}

/** An exceptional divisor: the order k of the ideal along it and h of the Jacobian. */
interface Divisor {
  readonly k: number;
  readonly h: number;
}

/** A closed point with a real point over it, in coordinates x, y of which it is the origin. */
interface InfinitelyNear {
  readonly extension: Extension;
  readonly curves: readonly Curve[];
  readonly finite: readonly Polynomial[];
  /** The divisors x = 0 and y = 0. */
  readonly divisors: readonly [Divisor | null, Divisor | null];
}

interface Best {
  lambda: Rational | null;
  multiplicity: number;
}

function visit(point: InfinitelyNear, best: Best): void {
  const curves = point.curves.filter(({ equation }) => order(equation) > 0);
  const colength = Math.min(...point.finite.map(order));
  if (colength === 0 && crossesNormally(curves, point.divisors)) {
    record(best, [
      ...point.divisors.flatMap((d) => (d === null ? [] : [Q.rational(d.h + 1, d.k)])),
      ...curves.map(({ exponent }) => Q.rational(1, exponent)),
    ]);
    return;
  }
  const orders = curves.map(({ equation }) => order(equation));
  const [along, across] = point.divisors;
  const divisor: Divisor = {
    k: curves.reduce((k, c, i) => k + c.exponent * (orders[i] ?? 0), colength) + (along?.k ?? 0) + (across?.k ?? 0),
    h: 1 + (along?.h ?? 0) + (across?.h ?? 0),
  };
  record(best, [Q.rational(divisor.h + 1, divisor.k)]);
  const directions = directionsOf(curves, point.finite, colength, point.extension);

  // x = x, y = (t + y)·x: all directions but x = 0; of the old divisors y = 0 passes through t = 0.
  const atZero: Root = { extension: point.extension, gamma: reduce(P.variable(gamma), point.extension), root: P.zero };
  const inChart = across === null ? directions : [atZero, ...directions.filter(({ root }) => !P.isZero(root))];
  for (const { extension, gamma: image, root } of inChart) {
    if (!hasRealEmbedding(extension)) continue;
    const pull = (f: Polynomial, ord: number): Polynomial => {
      const moved = P.compose(
        f,
        new Map([
          [Y, P.multiply(P.variable(X), P.add(P.variable(Y), root))],
          [gamma, image],
        ]),
      );
      return dividedBy(reduce(moved, extension), X, ord);
    };
    visit(
      {
        extension,
        curves: curves.map((c, i) => ({ ...c, equation: pull(c.equation, orders[i] ?? 0) })),
        finite: point.finite.map((f) => pull(f, colength)),
        divisors: [divisor, P.isZero(root) ? across : null],
      },
      best,
    );
  }
  // x = x·y, y = y: the direction x = 0 alone.
  const pull = (f: Polynomial, ord: number): Polynomial =>
    dividedBy(P.compose(f, new Map([[X, P.multiply(P.variable(X), P.variable(Y))]])), Y, ord);
  visit(
    {
      extension: point.extension,
      curves: curves.map((c, i) => ({ ...c, equation: pull(c.equation, orders[i] ?? 0) })),
      finite: point.finite.map((f) => pull(f, colength)),
      divisors: [along, divisor],
    },
    best,
  );
}

/** The order at the origin. */
function order(f: Polynomial): number {
  return P.order(f, [1, 1]);
}

/** At most one smooth curve, across at most one divisor. */
function crossesNormally(curves: readonly Curve[], [along, across]: InfinitelyNear["divisors"]): boolean {
  const [curve, other] = curves;
  if (curve === undefined) return true;
  if (other !== undefined || order(curve.equation) > 1 || (along !== null && across !== null)) return false;
  const has = (m: M.Monomial): boolean => slope(curve.equation, m);
  if (along !== null) return has(M.variable(Y));
  return across === null || has(M.variable(X));
}

/** Whether the coefficient of the monomial in x and y, an element of the field in normal form, is not 0. */
function slope(f: Polynomial, m: M.Monomial): boolean {
  return f.monomials.some((n) => [X, Y].every((i) => M.exponent(n, i) === M.exponent(m, i)));
}

/** The points y = t·x of the exceptional line where a curve or the zero set of J goes through. */
function directionsOf(
  curves: readonly Curve[],
  finite: readonly Polynomial[],
  colength: number,
  extension: Extension,
): Root[] {
  const forms = finite.filter((f) => order(f) === colength).map((f) => leading(f, colength));
  const base = forms.reduce((g, f) => gcdOver(g, f, Y, extension), P.zero);
  const tangents = curves.map(({ equation }) => leading(equation, order(equation)));
  return rootsOver(reduce(P.product([base, ...tangents]), extension), Y, extension);
}

/** The terms of the given degree in x and y, at x = 1. */
function leading(f: Polynomial, degree: number): Polynomial {
  const form = P.filter(f, (m) => M.exponent(m, X) + M.exponent(m, Y) === degree);
  return P.substitute(form, X, P.one);
}

function dividedBy(f: Polynomial, variable: number, exponent: number): Polynomial {
  const quotient = P.divideMonomial(f, M.variable(variable, exponent));
  if (quotient === null) throw new Error("the order was miscounted");
  return quotient;
}

function record(best: Best, ratios: readonly Rational[]): void {
  for (const ratio of ratios) {
    const sign = best.lambda === null ? -1 : Q.compare(ratio, best.lambda);
    if (sign > 0) continue;
    const multiplicity = ratios.filter((r) => Q.equals(r, ratio)).length;
    best.multiplicity = sign < 0 ? multiplicity : Math.max(best.multiplicity, multiplicity);
    best.lambda = ratio;
  }
}
