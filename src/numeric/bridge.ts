/**
 * From a model at w*, exact, to the loss that is sampled, in floating point: the one place where the two sides meet.
 *
 * Nothing is expanded. A polynomial is K itself as it was written, an ideal is K = Σ f². A network is
 * K = E_x|f(x; w) − f(x; w*)|² with x uniform on [−1, 1]^d:
 *
 * * with a monomial activation exactly, as the sum of squares of the Legendre coefficients of f(·; w) − f(·; w*) (an
 *   orthonormal basis; the change from powers of x to Legendre polynomials has no negative entry, so nothing cancels);
 * * with tanh by the Gauss–Legendre rule of `tanhNodes` points in each input, halved by symmetry: K to 1e-10 relative
 *   where each unit's weights have an ℓ¹ norm up to 3;
 * * with relu in the same way: exactly for one input, else K of that rule (its relative error is about 1e-3).
 *
 * A difference f(·; w) − f(·; w*) carries rounding errors of 1e-16 of its terms, so K is right down to about 1e-30.
 */
import { LimitError } from "../errors.js";
import * as Q from "../symbolic/algebra/rational.js";
import { hasFreeWeights } from "../symbolic/model/describe.js";
import type { Expression } from "../symbolic/model/expression.js";
import type { Activation, LocalModel, NetworkModel } from "../symbolic/model/model.js";
import { GraphBuilder } from "./expression/graph.js";
import type { NodeId } from "./expression/graph.js";
import type { Loss, PopulationLoss } from "./loss.js";
import { gaussLegendre, powerInLegendre } from "./quadrature/legendre.js";

export type { LocalModel } from "../symbolic/model/model.js";

/** Gauss–Legendre points in each input of a tanh or relu network. */
export const tanhNodes = 24;
/** Beyond this many points in all, the rule is refused. */
export const maxQuadraturePoints = 4096;
/** Linear networks with more products of weights than this are handed on as matrices. */
const largestUnrolled = 20_000;

/** The loss K of the model around its point w*. Throws LimitError where it would be too large to evaluate. */
export function lossOf({ model, point }: LocalModel): Loss {
  const origin = point.map(Q.toNumber);
  if (model.kind === "network") return networkLoss(model, origin);
  const b = new GraphBuilder();
  const root =
    model.kind === "polynomial"
      ? nodeOf(b, model.polynomial, parametersIn(b, origin))
      : b.sum(model.generators.map((f) => b.square(nodeOf(b, f, parametersIn(b, origin)))));
  return { kind: "population", dimension: origin.length, origin, graph: b.graph(), root };
}

function networkLoss(model: NetworkModel, origin: readonly number[]): Loss {
  if (isLinear(model.activation) && multiplications(model) > largestUnrolled && hasFreeWeights(model)) {
    return { kind: "deep-linear", dimension: origin.length, origin, widths: model.widths, scale: 1 / 3 };
  }
  const b = new GraphBuilder();
  const weights = weightsAt(b, model, parametersIn(b, origin));
  const truth = weightsAt(
    b,
    model,
    origin.map((x) => b.constant(x)),
  );
  const { activation } = model;
  const root =
    activation.kind === "monomial"
      ? coefficientLoss(b, activation.degree, weights, truth)
      : pointwiseLoss(b, activation, weights, truth);
  return { kind: "population", dimension: origin.length, origin, graph: b.graph(), root } satisfies PopulationLoss;
}

/** A weight matrix as nodes. */
type Weights = readonly (readonly NodeId[])[];

function parametersIn(b: GraphBuilder, origin: readonly number[]): readonly NodeId[] {
  return origin.map((_, i) => b.parameter(i));
}

function nodeOf(b: GraphBuilder, e: Expression, parameters: readonly NodeId[]): NodeId {
  switch (e.kind) {
    case "constant":
      return b.constant(Q.toNumber(e.value));
    case "variable":
      return parameters[e.index] ?? b.constant(0);
    case "sum":
      return b.sum(e.terms.map((t) => nodeOf(b, t, parameters)));
    case "product":
      return b.product(e.factors.map((f) => nodeOf(b, f, parameters)));
    case "power":
      return b.power(nodeOf(b, e.base, parameters), e.exponent);
  }
}

function weightsAt(b: GraphBuilder, model: NetworkModel, parameters: readonly NodeId[]): readonly Weights[] {
  return model.layers.map((layer) => layer.map((row) => row.map((e) => nodeOf(b, e, parameters))));
}

/** The coefficients of a polynomial in the inputs, by exponents (or Legendre degrees) joined by commas. */
type Coefficients = ReadonlyMap<string, NodeId>;

/** scale·Σ coefficient·x^exponents; the scale is kept apart so that a single unit's weight stays a factor. */
interface Form {
  readonly scale: NodeId;
  readonly coefficients: Coefficients;
}

/** Σ over outputs and over Legendre products of the squared coefficient of f(·; w) − f(·; w*). */
function coefficientLoss(
  b: GraphBuilder,
  degree: number,
  weights: readonly Weights[],
  truth: readonly Weights[],
): NodeId {
  const outputs = outputForms(b, degree, weights);
  const targets = outputForms(b, degree, truth);
  const zero = b.constant(0);
  const squares = outputs.flatMap((output, i) => {
    const target = targets[i] ?? new Map<string, NodeId>();
    const degrees = [...new Set([...output.keys(), ...target.keys()])];
    return degrees.map((beta) => b.square(b.subtract(output.get(beta) ?? zero, target.get(beta) ?? zero)));
  });
  return b.sum(squares);
}

/** Each output in the Legendre basis. */
function outputForms(b: GraphBuilder, degree: number, layers: readonly Weights[]): readonly Coefficients[] {
  const inputs = layers[0]?.[0]?.length ?? 0;
  const one = b.constant(1);
  let forms: readonly Form[] = Array.from({ length: inputs }, (_, j) => ({
    scale: one,
    coefficients: new Map([[Array.from({ length: inputs }, (_, i) => (i === j ? 1 : 0)).join(","), one]]),
  }));
  layers.forEach((layer, depth) => {
    const active = depth === 0 ? forms : forms.map((f) => powerOf(b, f, degree));
    const last = depth === layers.length - 1;
    const ready = last ? active.map((f) => ({ ...f, coefficients: inLegendre(b, f.coefficients) })) : active;
    forms = layer.map((row) => combination(b, row, ready));
  });
  return forms.map((f) => scaled(b, f));
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

/** Σ over points x of weight·|f(x; w) − f(x; w*)|². */
function pointwiseLoss(
  b: GraphBuilder,
  activation: Exclude<Activation, { kind: "monomial" }>,
  weights: readonly Weights[],
  truth: readonly Weights[],
): NodeId {
  const inputs = weights[0]?.[0]?.length ?? 0;
  const terms = designPoints(activation, inputs).flatMap(({ x, weight }) => {
    const outputs = outputsAt(b, activation, weights, x);
    const targets = outputsAt(b, activation, truth, x);
    return outputs.map((y, i) => b.multiply(b.constant(weight), b.square(b.subtract(y, targets[i] ?? b.constant(0)))));
  });
  return b.sum(terms);
}

interface DesignPoint {
  readonly x: readonly number[];
  readonly weight: number;
}

/** Points whose weighted sum is the mean over x: f is odd for tanh, positively homogeneous for relu. */
function designPoints(activation: Activation, inputs: number): readonly DesignPoint[] {
  if (activation.kind === "relu" && inputs === 1) return [-1, 1].map((x) => ({ x: [x], weight: 1 / 6 }));
  const count = tanhNodes ** inputs;
  if (count > maxQuadraturePoints) {
    throw new LimitError("quadrature points of the network", String(count), String(maxQuadraturePoints));
  }
  const rule = gaussLegendre(tanhNodes);
  let points: readonly DesignPoint[] = [{ x: [], weight: 1 }];
  for (let i = 0; i < inputs; i++) {
    points = points.flatMap((p) => rule.map((q) => ({ x: [...p.x, q.x], weight: (p.weight * q.weight) / 2 })));
  }
  if (activation.kind === "relu") return points;
  return points.filter((p) => (p.x[0] ?? 0) > 0).map((p) => ({ x: p.x, weight: 2 * p.weight }));
}

function outputsAt(
  b: GraphBuilder,
  activation: Exclude<Activation, { kind: "monomial" }>,
  layers: readonly Weights[],
  x: readonly number[],
): readonly NodeId[] {
  let values: readonly NodeId[] = x.map((v) => b.constant(v));
  layers.forEach((layer, depth) => {
    const active = depth === 0 ? values : values.map((v) => (activation.kind === "tanh" ? b.tanh(v) : b.relu(v)));
    values = layer.map((row) => b.sum(row.map((w, j) => b.multiply(w, active[j] ?? b.constant(0)))));
  });
  return values;
}

function isLinear(activation: Activation): boolean {
  return activation.kind === "monomial" && activation.degree === 1;
}

/** Products of weights that the unrolled product of all matrices would take. */
function multiplications({ widths }: NetworkModel): number {
  const inputs = widths[0] ?? 0;
  return widths.slice(2).reduce((n, out, i) => n + inputs * (widths[i + 1] ?? 0) * out, 0);
}
