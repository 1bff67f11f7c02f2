/**
 * The outputs of a network with a monomial activation as polynomials in its inputs, whose coefficients are nodes of a graph
 * in the weights. Nothing is expanded but products of sums of inputs; a lone unit's weight stays a factor.
 */
import type { GraphBuilder, NodeId } from "./expression/graph.js";
import { powerInLegendre } from "./quadrature/legendre.js";

/** A weight matrix as nodes, a row an output. */
export type Weights = readonly (readonly NodeId[])[];

/** The coefficients of a polynomial in the inputs, by exponents (or Legendre degrees) joined by commas. */
export type Coefficients = ReadonlyMap<string, NodeId>;

/** Each output of the network in powers of the inputs, or in Legendre polynomials orthonormal for x uniform on [−1, 1]^d. */
export function outputForms(
  b: GraphBuilder,
  degree: number,
  layers: readonly Weights[],
  basis: "powers" | "legendre",
): readonly Coefficients[] {
  const inputs = layers[0]?.[0]?.length ?? 0;
  const one = b.constant(1);
  let forms: readonly Form[] = Array.from({ length: inputs }, (_, j) => ({
    scale: one,
    coefficients: new Map([[Array.from({ length: inputs }, (_, i) => (i === j ? 1 : 0)).join(","), one]]),
  }));
  layers.forEach((layer, depth) => {
    const active = depth === 0 ? forms : forms.map((f) => powerOf(b, f, degree));
    const last = depth === layers.length - 1;
    const ready =
      last && basis === "legendre"
        ? active.map((f) => ({ ...f, coefficients: inLegendre(b, f.coefficients) }))
        : active;
    forms = layer.map((row) => combination(b, row, ready));
  });
  return forms.map((f) => scaled(b, f));
}

/** scale·Σ coefficient·x^exponents; the scale is kept apart so that a single unit's weight stays a factor. */
interface Form {
  readonly scale: NodeId;
  readonly coefficients: Coefficients;
}

function combination(b: GraphBuilder, row: readonly NodeId[], forms: readonly Form[]): Form {
  const weights = forms.map((form, j) => b.multiply(row[j] ?? b.constant(0), form.scale));
  const [only] = forms;
  if (only !== undefined && forms.length === 1) return { ...only, scale: weights[0] ?? b.constant(0) };
  const sum = new Map<string, NodeId>();
  forms.forEach((form, j) => {
    for (const [alpha, c] of form.coefficients) accumulate(b, sum, alpha, b.multiply(weights[j] ?? b.constant(0), c));
  });
  return { scale: b.constant(1), coefficients: sum };
}

function scaled(b: GraphBuilder, { scale, coefficients }: Form): Coefficients {
  return new Map([...coefficients].map(([alpha, c]) => [alpha, b.multiply(scale, c)]));
}

function powerOf(b: GraphBuilder, form: Form, exponent: number): Form {
  return { scale: b.power(form.scale, exponent), coefficients: powerOfSum(b, form.coefficients, exponent) };
}

function powerOfSum(b: GraphBuilder, sum: Coefficients, exponent: number): Coefficients {
  if (exponent === 1) return sum;
  if (sum.size === 1) {
    const power: (readonly [string, NodeId])[] = [...sum].map(([alpha, c]) => [
      alpha
        .split(",")
        .map((e) => Number(e) * exponent)
        .join(","),
      b.power(c, exponent),
    ]);
    return new Map(power);
  }
  const half = powerOfSum(b, sum, exponent >> 1);
  const square = multiplied(b, half, half);
  return exponent % 2 === 0 ? square : multiplied(b, square, sum);
}

function multiplied(b: GraphBuilder, f: Coefficients, g: Coefficients): Coefficients {
  const product = new Map<string, NodeId>();
  for (const [alpha, c] of f) {
    for (const [beta, d] of g) {
      const right = beta.split(",").map(Number);
      const gamma = alpha.split(",").map((e, i) => Number(e) + (right[i] ?? 0));
      accumulate(b, product, gamma.join(","), b.multiply(c, d));
    }
  }
  return product;
}

function accumulate(b: GraphBuilder, into: Map<string, NodeId>, key: string, term: NodeId): void {
  const known = into.get(key);
  into.set(key, known === undefined ? term : b.add(known, term));
}

/** The coefficients in products of Legendre polynomials, orthonormal for x uniform on [−1, 1]^d. */
function inLegendre(b: GraphBuilder, form: Coefficients): Coefficients {
  const result = new Map<string, NodeId>();
  for (const [alpha, c] of form) {
    let products: { readonly index: readonly number[]; readonly factor: number }[] = [{ index: [], factor: 1 }];
    for (const exponent of alpha.split(",").map(Number)) {
      const expansion = powerInLegendre(exponent);
      products = products.flatMap(({ index, factor }) =>
        expansion.flatMap((entry, k) => (entry === 0 ? [] : [{ index: [...index, k], factor: factor * entry }])),
      );
    }
    for (const { index, factor } of products) {
      accumulate(b, result, index.join(","), b.multiply(b.constant(factor), c));
    }
  }
  return result;
}
