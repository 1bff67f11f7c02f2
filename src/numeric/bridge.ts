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
import { LimitError, OptionError } from "../errors.js";
import * as Q from "../symbolic/algebra/rational.js";
import { hasFreeWeights } from "../symbolic/model/describe.js";
import type { Expression } from "../symbolic/model/expression.js";
import type { Activation, LocalModel, NetworkModel } from "../symbolic/model/model.js";
import { GraphBuilder } from "./expression/graph.js";
import type { NodeId } from "./expression/graph.js";
import { polynomialRegressionLoss, regressionLoss } from "./empirical.js";
import type { DataOptions, PolynomialRegression, RegressionModel } from "./empirical.js";
import type { EmpiricalLoss, Loss, PopulationLoss } from "./loss.js";
import { outputForms } from "./network-forms.js";
import type { Coefficients, Weights } from "./network-forms.js";
import { gaussLegendre } from "./quadrature/legendre.js";

export type { LocalModel } from "../symbolic/model/model.js";

/** Gauss–Legendre points in each input of a tanh or relu network. */
export const tanhNodes = 24;
/** Beyond this many points in all, the rule is refused. */
export const maxQuadraturePoints = 4096;
/** Linear networks with more products of weights than this are handed on as matrices. */
const largestUnrolled = 20_000;
/** Networks whose outputs have more monomials in the inputs than this go through data row by row. */
const mostMonomials = 100;

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

/** How the data enter an empirical loss: by their moments, at a cost that does not depend on n, or row by row. */
export type DataForm = "moments" | "rows";

/**
 * The loss K_n of n data points from the network f(·; w*) as the teacher, see `empirical.ts`. Networks with a monomial
 * activation and few inputs need the data's moments alone; `byRows` keeps the rows, for steps that use batches of them.
 * Throws OptionError for a model that is no network and for options out of range.
 */
export function empiricalLossOf(
  { model, point }: LocalModel,
  options: DataOptions & { readonly byRows: boolean },
): { readonly loss: EmpiricalLoss; readonly form: DataForm } {
  if (model.kind !== "network")
    throw new OptionError("noise", String(options.noise), "no noise: data points need a network as their teacher");
  const origin = point.map(Q.toNumber);
  const { activation } = model;
  if (activation.kind === "monomial" && !options.byRows && hasFewMonomials(model, activation.degree)) {
    const loss = polynomialRegressionLoss(polynomialRegression(model, origin, activation.degree), options);
    return { loss, form: "moments" };
  }
  return { loss: regressionLoss(regression(model, origin), options), form: "rows" };
}

function networkLoss(model: NetworkModel, origin: readonly number[]): Loss {
  const matrices = isLinear(model.activation) && hasFreeWeights(model) ? { widths: model.widths, scale: 1 / 3 } : null;
  if (matrices !== null && multiplications(model) > largestUnrolled)
    return { kind: "deep-linear", dimension: origin.length, origin, ...matrices };
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
  const loss: PopulationLoss = { kind: "population", dimension: origin.length, origin, graph: b.graph(), root };
  return matrices === null ? loss : { ...loss, network: matrices };
}

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

/** Σ over outputs and over Legendre products of the squared coefficient of f(·; w) − f(·; w*). */
function coefficientLoss(
  b: GraphBuilder,
  degree: number,
  weights: readonly Weights[],
  truth: readonly Weights[],
): NodeId {
  const outputs = outputForms(b, degree, weights, "legendre");
  const targets = outputForms(b, degree, truth, "legendre");
  const zero = b.constant(0);
  const squares = outputs.flatMap((output, i) => {
    const target = targets[i] ?? new Map<string, NodeId>();
    const degrees = [...new Set([...output.keys(), ...target.keys()])];
    return degrees.map((beta) => b.square(b.subtract(output.get(beta) ?? zero, target.get(beta) ?? zero)));
  });
  return b.sum(squares);
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
    const inputsAt = x.map((v) => b.constant(v));
    const outputs = outputsAt(b, activation, weights, inputsAt);
    const targets = outputsAt(b, activation, truth, inputsAt);
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
  activation: Activation,
  layers: readonly Weights[],
  x: readonly NodeId[],
): readonly NodeId[] {
  let values = x;
  layers.forEach((layer, depth) => {
    const active = depth === 0 ? values : values.map((v) => activated(b, activation, v));
    values = layer.map((row) => b.sum(row.map((w, j) => b.multiply(w, active[j] ?? b.constant(0)))));
  });
  return values;
}

function activated(b: GraphBuilder, activation: Activation, v: NodeId): NodeId {
  switch (activation.kind) {
    case "monomial":
      return b.power(v, activation.degree);
    case "tanh":
      return b.tanh(v);
    case "relu":
      return b.relu(v);
  }
}

function regression(model: NetworkModel, origin: readonly number[]): RegressionModel {
  return {
    dimension: origin.length,
    origin,
    ...ends(model),
    build: (b, w, x) => outputsAt(b, model.activation, weightsAt(b, model, w), x),
  };
}

function polynomialRegression(model: NetworkModel, origin: readonly number[], degree: number): PolynomialRegression {
  const formsAt = (b: GraphBuilder, w: readonly NodeId[]): readonly Coefficients[] =>
    outputForms(b, degree, weightsAt(b, model, w), "powers");
  const scratch = new GraphBuilder();
  const keys = [...new Set(formsAt(scratch, parametersIn(scratch, origin)).flatMap((form) => [...form.keys()]))];
  return {
    dimension: origin.length,
    origin,
    ...ends(model),
    monomials: keys.map((key) => key.split(",").map(Number)),
    coefficients: (b, w) => formsAt(b, w).map((form) => keys.map((key) => form.get(key) ?? b.constant(0))),
  };
}

function ends({ widths }: NetworkModel): { readonly inputs: number; readonly outputs: number } {
  return { inputs: widths[0] ?? 0, outputs: widths.at(-1) ?? 0 };
}

/** f is homogeneous in x, of degree r to the number of hidden layers: C(d + D − 1, D) monomials at most. */
function hasFewMonomials(model: NetworkModel, degree: number): boolean {
  const { inputs } = ends(model);
  const total = degree ** (model.layers.length - 1);
  let count = 1;
  for (let i = 1; i < inputs && count <= mostMonomials; i++) count = (count * (total + i)) / i;
  return count <= mostMonomials && multiplications(model) <= largestUnrolled;
}

function isLinear(activation: Activation): boolean {
  return activation.kind === "monomial" && activation.degree === 1;
}

/** Products of weights that the unrolled product of all matrices would take. */
function multiplications({ widths }: NetworkModel): number {
  const inputs = widths[0] ?? 0;
  return widths.slice(2).reduce((n, out, i) => n + inputs * (widths[i + 1] ?? 0) * out, 0);
}
