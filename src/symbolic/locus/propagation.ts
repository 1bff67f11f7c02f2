/**
 * The Jacobian of the parametrization μ: weights ↦ coefficients of f, by forward and backward propagation. With
 * u_i = W_i v_{i−1} before and v_i = u_i^r after the activation,
 *
 *     ∂f_o / ∂W_i[a][b] = δ_{i,a}·v_{i−1,b},   δ_{L,a} = [a = o],   δ_{i,a} = r·u_{i,a}^{r−1}·Σ_c W_{i+1}[c][a]·δ_{i+1,c}.
 *
 * Once with forms in the inputs over any ring, once with values at input points modulo a prime: evaluation at points is
 * linear on the coefficients, so the rank of the values is at most that of the Jacobian, and equal to it for enough
 * points in general position. The second needs no expansion and reaches large networks.
 */
import { power } from "../algebra/modular.js";
import type { Monomial } from "../algebra/monomial.js";
import type { Architecture, Weights } from "./architecture.js";
import { formDegree, inputs, outputs } from "./architecture.js";
import type { Form, Ring } from "./forms.js";
import { combination, constantForm, inputForm, monomialsOf, powerOf, productOf } from "./forms.js";

/** The outputs as forms in the inputs. */
export function outputForms<T>(ring: Ring<T>, net: Architecture, weights: Weights<T>): readonly Form<T>[] {
  return forward(ring, net, weights).before.at(-1) ?? [];
}

/** The rows of a Jacobian: output by output, monomials descending; with the monomial of each. */
export function coefficientIndex(net: Architecture): { output: number; monomial: Monomial }[] {
  const monomials = monomialsOf(inputs(net), formDegree(net));
  return Array.from({ length: outputs(net) }, (_, output) =>
    monomials.map((monomial) => ({ output, monomial })),
  ).flat();
}

/** The Jacobian over a ring: rows as in `coefficientIndex`, columns the weights layer by layer, row by row. */
export function jacobian<T>(ring: Ring<T>, net: Architecture, weights: Weights<T>): T[][] {
  const { before, after } = forward(ring, net, weights);
  const last = weights.length - 1;
  const monomials = monomialsOf(inputs(net), formDegree(net));
  return Array.from({ length: outputs(net) }, (_, output) => {
    const columns: Form<T>[][] = [];
    let delta: readonly Form<T>[] = (before[last] ?? []).map((_, a) =>
      a === output ? constantForm(ring, ring.one) : new Map<Monomial, T>(),
    );
    for (let i = last; i >= 0; i--) {
      columns.unshift(delta.flatMap((d) => (after[i] ?? []).map((v) => productOf(ring, d, v))));
      if (i === 0) break;
      const above = weights[i] ?? [];
      const errors = delta;
      delta = (before[i - 1] ?? []).map((u, a) => {
        const factors = above.map((row) => ring.multiply(ring.fromInteger(net.degree), row[a] ?? ring.zero));
        return productOf(ring, powerOf(ring, u, net.degree - 1), combination(ring, factors, errors));
      });
    }
    return monomials.map((m) => columns.flat().map((form) => form.get(m) ?? ring.zero));
  }).flat();
}

/** The gradients of the outputs at input points modulo p: a row for each point and output, columns the weights. */
export function gradientsAtPoints(
  net: Architecture,
  weights: Weights<number>,
  points: readonly (readonly number[])[],
  p: number,
): number[][] {
  return points.flatMap((point) => gradients(net, weights, point, p));
}

function gradients(net: Architecture, weights: Weights<number>, point: readonly number[], p: number): number[][] {
  const r = net.degree;
  const last = weights.length - 1;
  const before: number[][] = [];
  const after: number[][] = [[...point]];
  weights.forEach((matrix, i) => {
    const v = after[i] ?? [];
    const u = matrix.map((row) => row.reduce((s, w, b) => (s + w * (v[b] ?? 0)) % p, 0));
    before.push(u);
    after.push(u.map((x) => power(x, r, p)));
  });
  return Array.from({ length: outputs(net) }, (_, output) => {
    const columns: number[][] = [];
    let delta: number[] = (before[last] ?? []).map((_, a) => (a === output ? 1 : 0));
    for (let i = last; i >= 0; i--) {
      const v = after[i] ?? [];
      columns.unshift(delta.flatMap((d) => v.map((x) => (d * x) % p)));
      const errors = delta;
      const above = weights[i] ?? [];
      delta = (before[i - 1] ?? []).map((u, a) => {
        const sum = above.reduce((s, row, c) => (s + (row[a] ?? 0) * (errors[c] ?? 0)) % p, 0);
        return (((r * power(u, r - 1, p)) % p) * sum) % p;
      });
    }
    return columns.flat();
  });
}

function forward<T>(
  ring: Ring<T>,
  net: Architecture,
  weights: Weights<T>,
): { before: Form<T>[][]; after: Form<T>[][] } {
  const before: Form<T>[][] = [];
  const after: Form<T>[][] = [Array.from({ length: inputs(net) }, (_, i) => inputForm(ring, i))];
  weights.forEach((matrix, i) => {
    const v = after[i] ?? [];
    const u = matrix.map((row) => combination(ring, row, v));
    before.push(u);
    if (i < weights.length - 1) after.push(u.map((form) => powerOf(ring, form, net.degree)));
  });
  return { before, after };
}
