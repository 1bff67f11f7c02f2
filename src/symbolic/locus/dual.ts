/**
 * The Jacobian at a rational point by dual numbers: one forward pass over ℚ[ε]/(ε²) for each weight. It shares only the
 * arithmetic of forms with back-propagation, and confirms what that finds.
 */
import * as Matrix from "../algebra/matrix.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import type { Architecture, Weights } from "./architecture.js";
import { parameterCount, weightIndex, mapWeights } from "./architecture.js";
import type { Ring } from "./forms.js";
import { coefficientIndex, outputForms } from "./propagation.js";

interface Dual {
  readonly value: Rational;
  readonly slope: Rational;
}

const dualNumbers: Ring<Dual> = {
  zero: { value: Q.zero, slope: Q.zero },
  one: { value: Q.one, slope: Q.zero },
  add: (a, b) => ({ value: Q.add(a.value, b.value), slope: Q.add(a.slope, b.slope) }),
  multiply: (a, b) => ({
    value: Q.multiply(a.value, b.value),
    slope: Q.add(Q.multiply(a.value, b.slope), Q.multiply(a.slope, b.value)),
  }),
  isZero: (a) => Q.isZero(a.value) && Q.isZero(a.slope),
  fromInteger: (n) => ({ value: Q.rational(n), slope: Q.zero }),
};

/** Rows as in `coefficientIndex`, columns the weights. */
export function dualJacobian(net: Architecture, weights: Weights<Rational>): Rational[][] {
  const columns = Array.from({ length: parameterCount(net) }, (_, k) => {
    const direction = mapWeights(weights, (value, layer, row, column) => ({
      value,
      slope: weightIndex(net, layer, row, column) === k ? Q.one : Q.zero,
    }));
    return outputForms(dualNumbers, net, direction);
  });
  return coefficientIndex(net).map(({ output, monomial }) =>
    columns.map((forms) => forms[output]?.get(monomial)?.slope ?? Q.zero),
  );
}

/** The exact rank over ℚ. */
export function dualRank(net: Architecture, weights: Weights<Rational>): number {
  return Matrix.rank(dualJacobian(net, weights));
}
