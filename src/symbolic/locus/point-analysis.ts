/**
 * The Jacobian at a rational point: its exact rank over ℚ, a basis of its kernel, and how much of the kernel the
 * rescalings explain, neuron by neuron: incoming weights times t, outgoing weights times t^−r.
 */
import { LimitError } from "../../errors.js";
import * as Matrix from "../algebra/matrix.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import type { Architecture, Weights } from "./architecture.js";
import { formCount, formDegree, hiddenWidths, inputs, outputs, parameterCount, weightIndex } from "./architecture.js";
import { rationals } from "./forms.js";
import { jacobian } from "./propagation.js";
import { subnetworkReasons } from "./subnetworks.js";

export interface PointAnalysis {
  readonly rank: number;
  /** Vectors of integers without a common factor, in the order of the weights. */
  readonly kernel: readonly (readonly Rational[])[];
  /** The tangent of each neuron's rescaling that is not 0; all of them lie in the kernel. */
  readonly rescalings: readonly Rescaling[];
  /** The dimension of the span of the rescalings. */
  readonly explained: number;
  /** Why the point is a subnetwork; empty where it is none. */
  readonly subnetwork: readonly string[];
}

export interface Rescaling {
  /** From 1. */
  readonly layer: number;
  readonly neuron: number;
  readonly direction: readonly Rational[];
}

export const maxExactEntries = 250_000;

/** Throws LimitError where the Jacobian has more entries. */
export function exactJacobian(
  net: Architecture,
  weights: Weights<Rational>,
  maxEntries = maxExactEntries,
): Rational[][] {
  const entries = parameterCount(net) * outputs(net) * formCount(inputs(net), formDegree(net));
  if (entries > maxEntries) {
    throw new LimitError("entries of the exact Jacobian", String(entries), String(maxEntries));
  }
  return jacobian(rationals, net, weights);
}

export function analysePoint(net: Architecture, weights: Weights<Rational>): PointAnalysis {
  const count = parameterCount(net);
  const kernel = Matrix.nullspace(exactJacobian(net, weights), count).map(primitiveVector);
  const directions = rescalings(net, weights);
  return {
    rank: count - kernel.length,
    kernel,
    rescalings: directions,
    explained: Matrix.rank(directions.map(({ direction }) => direction)),
    subnetwork: subnetworkReasons(weights),
  };
}

export function rescalings(net: Architecture, weights: Weights<Rational>): Rescaling[] {
  const r = Q.rational(-net.degree);
  return hiddenWidths(net).flatMap((width, i) =>
    Array.from({ length: width }, (_, j) => {
      const direction = Array.from({ length: parameterCount(net) }, () => Q.zero);
      (weights[i]?.[j] ?? []).forEach((w, b) => {
        direction[weightIndex(net, i, j, b)] = w;
      });
      (weights[i + 1] ?? []).forEach((row, a) => {
        direction[weightIndex(net, i + 1, a, j)] = Q.multiply(r, row[j] ?? Q.zero);
      });
      return { layer: i + 1, neuron: j + 1, direction };
    }).filter(({ direction }) => !direction.every(Q.isZero)),
  );
}

/** The positive multiple with coprime integer entries. */
export function primitiveVector(vector: readonly Rational[]): Rational[] {
  const common = vector.reduce((d, c) => (d / Q.gcd(d, c.den)) * c.den, 1n);
  const integers = vector.map((c) => c.num * (common / c.den));
  const content = integers.reduce((g, c) => Q.gcd(g, c), 0n);
  return integers.map((c) => Q.rational(content === 0n ? c : c / content));
}
