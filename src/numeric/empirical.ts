/**
 * Empirical losses of regression: n rows (x, e) with x uniform on [−1, 1]^d, y = f(x; w*) + σ·e, e ~ N(0, 1)^outputs, and
 * K_n(w) = (1/n)·Σ_i (|y_i − f(x_i; w)|² − |y_i − f(x_i; w*)|²), computed from δ = f(x; w) − f(x; w*) as |δ|² − 2σ·e·δ, which
 * loses no digits near w*. Where f is polynomial in x, K_n depends on the data through their moments alone, and costs
 * the same for every n.
 */
import { OptionError } from "../errors.js";
import { GraphBuilder } from "./expression/graph.js";
import type { NodeId } from "./expression/graph.js";
import type { EmpiricalLoss } from "./loss.js";
import { normalPair } from "./random/variates.js";
import { next, seeded } from "./random/xoshiro.js";

/** A regression function f(x; w) and the teacher w*. */
export interface RegressionModel {
  readonly dimension: number;
  readonly origin: readonly number[];
  readonly inputs: number;
  readonly outputs: number;
  /** The nodes of f's outputs. */
  readonly build: (b: GraphBuilder, w: readonly NodeId[], x: readonly NodeId[]) => readonly NodeId[];
}

/** f_o(x; w) = Σ_j c_oj(w)·x^(α_j): polynomial in x with coefficients that are expressions in w. */
export interface PolynomialRegression {
  readonly dimension: number;
  readonly origin: readonly number[];
  /** The exponent vectors α_j, each of length `inputs`. */
  readonly monomials: readonly (readonly number[])[];
  readonly inputs: number;
  readonly outputs: number;
  /** `[output][monomial]`. */
  readonly coefficients: (b: GraphBuilder, w: readonly NodeId[]) => readonly (readonly NodeId[])[];
}

export interface DataOptions {
  /** Data points, at least 1. */
  readonly n: number;
  /** σ ≥ 0, the standard deviation of each output's noise. */
  readonly noise: number;
  /** The same seed gives the same data to both forms of the loss. */
  readonly seed: number;
}

/** K_n row by row, for any f; steps may use batches of it. Throws OptionError for options out of range. */
export function regressionLoss(model: RegressionModel, options: DataOptions): EmpiricalLoss {
  const { inputs, outputs, dimension, origin } = model;
  const data = drawData(inputs, outputs, options);
  const b = new GraphBuilder();
  const x = Array.from({ length: inputs }, (_, i) => b.datum(i));
  const student = model.build(b, parameters(b, dimension), x);
  const teacher = model.build(
    b,
    origin.map((w) => b.constant(w)),
    x,
  );
  const terms = student.map((f, o) => {
    const delta = b.subtract(f, teacher[o] ?? 0);
    const noise = b.multiply(b.constant(2 * options.noise), b.datum(inputs + o));
    return b.multiply(delta, b.subtract(delta, noise));
  });
  const root = b.sum(terms);
  return {
    kind: "empirical",
    dimension,
    origin,
    graph: b.graph(),
    root,
    data,
    rows: options.n,
    columns: inputs + outputs,
  };
}

/**
 * The same K_n by sufficient statistics, δᵀMδ − 2v·δ with M = mean of x^α·x^β and v = mean of σ·e·x^α: one row without
 * columns, so `rows` is 1 whatever n was. Throws OptionError for options out of range.
 */
export function polynomialRegressionLoss(model: PolynomialRegression, options: DataOptions): EmpiricalLoss {
  const { inputs, outputs, monomials, dimension, origin } = model;
  const { moments, cross } = momentsOf(model, drawData(inputs, outputs, options), options);
  const root = cholesky(moments);
  const b = new GraphBuilder();
  const student = model.coefficients(b, parameters(b, dimension));
  const teacher = model.coefficients(
    b,
    origin.map((w) => b.constant(w)),
  );
  const terms = Array.from({ length: outputs }, (_, o) => {
    const delta = monomials.map((_m, j) => b.subtract(student[o]?.[j] ?? 0, teacher[o]?.[j] ?? 0));
    const rotated = monomials.map((_m, k) => b.sum(delta.map((d, j) => b.multiply(b.constant(root[j]?.[k] ?? 0), d))));
    const linear = b.sum(delta.map((d, j) => b.multiply(b.constant(2 * (cross[o]?.[j] ?? 0)), d)));
    return b.subtract(b.sum(rotated.map((r) => b.square(r))), linear);
  });
  const sum = b.sum(terms);
  return {
    kind: "empirical",
    dimension,
    origin,
    graph: b.graph(),
    root: sum,
    data: new Float64Array(0),
    rows: 1,
    columns: 0,
  };
}

/** Row-major (x, e). */
function drawData(inputs: number, outputs: number, { n, noise, seed }: DataOptions): Float64Array {
  if (!Number.isSafeInteger(n) || n < 1) throw new OptionError("n", String(n), "an integer ≥ 1");
  if (!(noise >= 0 && Number.isFinite(noise))) throw new OptionError("noise", String(noise), "a finite number ≥ 0");
  if (!Number.isSafeInteger(seed) || seed < 0) throw new OptionError("seed", String(seed), "an integer ≥ 0");
  const random = seeded(seed, 0, dataStream);
  const columns = inputs + outputs;
  const data = new Float64Array(n * columns);
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < inputs; i++) data[row * columns + i] = (2 * (next(random) + 0.5)) / 2 ** 32 - 1;
    for (let o = 0; o < outputs; o++) data[row * columns + inputs + o] = normalPair(next(random), next(random))[0];
  }
  return data;
}

/** A stream that no chain uses. */
const dataStream = 2 ** 21;

function momentsOf(
  { inputs, outputs, monomials }: PolynomialRegression,
  data: Float64Array,
  { n, noise }: DataOptions,
): { readonly moments: readonly (readonly number[])[]; readonly cross: readonly (readonly number[])[] } {
  const moments = monomials.map(() => monomials.map(() => 0));
  const cross = Array.from({ length: outputs }, () => monomials.map(() => 0));
  const columns = inputs + outputs;
  for (let row = 0; row < n; row++) {
    const at = (i: number): number => data[row * columns + i] ?? NaN;
    const features = monomials.map((alpha) => alpha.reduce((p, exponent, i) => p * at(i) ** exponent, 1));
    moments.forEach((line, j) => {
      features.forEach((f, k) => (line[k] = (line[k] ?? 0) + ((features[j] ?? NaN) * f) / n));
    });
    cross.forEach((line, o) => {
      features.forEach((f, j) => (line[j] = (line[j] ?? 0) + (noise * at(inputs + o) * f) / n));
    });
  }
  return { moments, cross };
}

/** A lower triangular L with M = L·Lᵀ for a positive semidefinite M; columns of rank lost to fewer data are 0. */
function cholesky(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const lower = matrix.map(() => matrix.map(() => 0));
  const entry = (i: number, j: number): number => lower[i]?.[j] ?? 0;
  for (let j = 0; j < matrix.length; j++) {
    for (let i = j; i < matrix.length; i++) {
      let rest = matrix[i]?.[j] ?? NaN;
      for (let k = 0; k < j; k++) rest -= entry(i, k) * entry(j, k);
      const line = lower[i];
      if (line === undefined) continue;
      const pivot = i === j ? rest : entry(j, j) ** 2;
      if (pivot > 1e-14 * (matrix[j]?.[j] ?? 0)) line[j] = i === j ? Math.sqrt(rest) : rest / entry(j, j);
    }
  }
  return lower;
}

function parameters(b: GraphBuilder, dimension: number): readonly NodeId[] {
  return Array.from({ length: dimension }, (_, i) => b.parameter(i));
}
