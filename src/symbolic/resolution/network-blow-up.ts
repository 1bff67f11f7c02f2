/**
 * Deep networks with two parameters, without expanding them. After a linear change of coordinates one weighted blow-up
 * of the origin takes a power y^{o_l} out of every weight matrix; by homogeneity of s(z) = z^r a power y^o with
 * o = Σ o_l·r^{L−l} comes out of f. If what is left of f is not 0 at any real point of the exceptional divisor, ‖f‖ is
 * y^o times a unit there, so λ_I = (w_1 + w_2)/o and m = 1. That f ≠ 0 is seen at a few inputs x: the outputs are
 * polynomials in the one coordinate of the divisor, without a common real root.
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { gcdOf } from "../algebra/gcd.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { hasRoots } from "../algebra/roots.js";
import { certify } from "./certify.js";
import type { Resolution, Setting } from "./certify.js";
import { certificateWriter } from "./proof.js";
import { exactly, pole } from "./value.js";

/** f(x) = W_L·s(W_{L−1} … s(W_1·x)), matrices in two parameters that are 0 at w*, first layer first. */
export interface PolynomialNetwork {
  readonly layers: readonly (readonly (readonly Polynomial[])[])[];
  readonly degree: number;
}

export interface NetworkBlowUp {
  /** The linear form that takes the place of one parameter; null where the parameters stay. */
  readonly coordinate: LinearForm | null;
  readonly weights: readonly [number, number];
  /** Inputs x at which f is seen not to vanish. */
  readonly inputs: readonly (readonly Rational[])[];
  /** In the ideal's convention; the multiplicity is 1. */
  readonly lambda: Rational;
}

interface LinearForm {
  /** Which the form holds. */
  readonly variable: number;
  readonly form: Polynomial;
}

const maxWeight = 4;

/** A blow-up that was found for the network at the point, with its certificate. `network` is in local coordinates. */
export function networkResolution(
  setting: Setting,
  network: PolynomialNetwork,
  { coordinate, weights, inputs, lambda }: NetworkBlowUp,
): Resolution {
  const { variables, point } = setting;
  const write = certificateWriter(variables);
  const back = new Map(
    variables.map((_, i) => [i, P.subtract(P.variable(i), P.constant(point[i] ?? Q.zero))] as const),
  );
  const layers = network.layers.map((rows) => rows.map((row) => row.map((entry) => write(P.compose(entry, back)))));
  return certify(setting, exactly(pole(lambda, 1)), {
    ideal: { kind: "network", degree: network.degree, layers },
    proof: {
      rule: "network-blow-up",
      coordinate: coordinate === null ? null : { variable: coordinate.variable, image: write(imageOf(coordinate)) },
      weights,
      inputs: inputs.map((x) => x.map(Q.format)),
    },
  });
}

/**
 * The first blow-up among a few that proves λ; null where none does or f(·; w*) ≠ 0. Throws LimitError where the budget ends
 * first.
 */
export function networkBlowUp(network: PolynomialNetwork, budget: Budget): NetworkBlowUp | null {
  const inputs = probes(network.layers[0]?.[0]?.length ?? 0);
  for (const coordinate of [null, ...linearForms(network)]) {
    const layers = coordinate === null ? network.layers : inCoordinate(network.layers, coordinate);
    for (const weights of weightPairs()) {
      const order = totalOrder({ ...network, layers }, weights);
      if (order === 0n) continue;
      if (isUnitOnDivisor({ ...network, layers }, weights, inputs, budget)) {
        return { coordinate, weights, inputs, lambda: Q.rational(weights[0] + weights[1], order) };
      }
    }
  }
  return null;
}

function probes(size: number): Rational[][] {
  const units = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => Q.rational(i === j ? 1 : 0)),
  );
  return [...units, Array.from({ length: size }, (_, j) => Q.rational(j + 1))];
}

/** Linear parts of matrix entries that hold both parameters, each in the place of either. */
function linearForms({ layers }: PolynomialNetwork): LinearForm[] {
  const forms = new Map<string, Polynomial>();
  for (const entry of layers.flat(2)) {
    const form = P.primitive(P.filter(entry, (m) => M.degree(m) === 1));
    if (form.monomials.length === 2) forms.set(P.key(form), form);
  }
  return [...forms.values()].flatMap((form) => [0, 1].map((variable) => ({ variable, form })));
}

function inCoordinate(layers: PolynomialNetwork["layers"], coordinate: LinearForm): Polynomial[][][] {
  const image = imageOf(coordinate);
  return layers.map((rows) => rows.map((row) => row.map((entry) => P.substitute(entry, coordinate.variable, image))));
}

/** What the variable becomes. */
function imageOf({ variable, form }: LinearForm): Polynomial {
  const [rest = P.zero, slope = P.one] = P.coefficientsIn(form, variable);
  return P.scale(P.subtract(P.variable(variable), rest), Q.divide(Q.one, P.constantTerm(slope)));
}

function* weightPairs(): Generator<readonly [number, number]> {
  for (let sum = 2; sum <= 2 * maxWeight; sum++) {
    for (let a = 1; a < sum; a++) {
      const b = sum - a;
      if (a <= maxWeight && b <= maxWeight && Q.gcd(BigInt(a), BigInt(b)) === 1n) yield [a, b];
    }
  }
}

function layerOrders({ layers }: PolynomialNetwork, weights: readonly number[]): number[] {
  return layers.map((rows) => Math.min(...rows.flat().map((entry) => P.order(entry, weights))));
}

/** Σ o_l·r^{L−l}, 0 where some layer is 0. */
function totalOrder(network: PolynomialNetwork, weights: readonly number[]): bigint {
  const orders = layerOrders(network, weights);
  if (!orders.every(Number.isFinite)) return 0n;
  return orders.reduce((sum, o) => sum * BigInt(network.degree) + BigInt(o), 0n);
}

/** Whether f/y^o vanishes nowhere on the exceptional divisor: x_1 = ±1 with x_2 = t free, and x_1 = 0, x_2 = ±1. */
function isUnitOnDivisor(
  network: PolynomialNetwork,
  weights: readonly [number, number],
  inputs: readonly (readonly Rational[])[],
  budget: Budget,
): boolean {
  const orders = layerOrders(network, weights);
  const t = P.variable(0);
  const signs = [P.integer(1), P.integer(-1)];
  const points = [...signs.map((sign) => [sign, t]), ...signs.map((sign) => [P.zero, sign])];
  return points.every((point) => {
    const images = new Map(point.map((value, i) => [i, value]));
    const layers = network.layers.map((rows, l) =>
      rows.map((row) => row.map((entry) => P.compose(leadingForm(entry, weights, orders[l] ?? 0), images))),
    );
    const outputs = inputs.flatMap((x) => evaluate({ ...network, layers }, x.map(P.constant), budget));
    const common = gcdOf(outputs, budget);
    return !P.isZero(common) && (P.isConstant(common) || !hasRoots(common, budget));
  });
}

function leadingForm(p: Polynomial, weights: readonly number[], order: number): Polynomial {
  return P.filter(p, (m) => P.order(P.monomial(m), weights) === order);
}

function evaluate(
  { layers, degree }: PolynomialNetwork,
  input: readonly Polynomial[],
  budget: Budget,
): readonly Polynomial[] {
  const power = (p: Polynomial): Polynomial => {
    operate(budget, p.monomials.length < 2 ? 1 : (p.monomials.length * degree) ** 2 / 4);
    return P.power(p, degree);
  };
  return layers.reduce<readonly Polynomial[]>((x, rows, l) => {
    const z = l === 0 ? x : x.map(power);
    return rows.map((row) => P.sum(row.map((entry, j) => P.multiply(entry, z[j] ?? P.zero))));
  }, input);
}
