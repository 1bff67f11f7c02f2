/**
 * One input and one hidden layer of H units with the activation z^r, N outputs, at w* = 0: K ≍ Σ_o (Σ_k a_ok b_k^r)².
 *
 * Blowing up b = 0, b_k = b_1 c_k, the ideal becomes b_1^r times a_o1 + Σ_{k > 1} a_ok c_k^r, o = 1, …, N, which are
 * coordinates, with the Jacobian b_1^{H−1}; all charts are alike. So λ = min(H/(2r), N/2), m = 2 where both agree. For
 * r = 1 that is reduced rank regression with one input.
 */
import * as Q from "../algebra/rational.js";
import { exactly, isAtZero, weightsOf, widthsOf } from "./theorem.js";
import type { Coefficient, FreeLayers, Known } from "./theorem.js";

export interface OneInputFamily {
  readonly degree: number;
  readonly units: number;
  readonly outputs: number;
}

/** K's (λ, m) at zero. */
export function oneInput({ degree, units, outputs }: OneInputFamily): Coefficient {
  const lambda = Q.min(Q.rational(units, 2 * degree), Q.rational(outputs, 2));
  return { lambda, multiplicity: units === degree * outputs ? 2 : 1 };
}

/** For two layers with one input and the activation z^degree, at zero. */
export function recogniseOneInput(layers: FreeLayers, degree: number): Known | null {
  const [inputs, units = 0, outputs = 0, ...deeper] = widthsOf(layers);
  if (inputs !== 1 || outputs === 0 || deeper.length > 0 || !isAtZero(layers)) return null;
  return exactly(oneInput({ degree, units, outputs }), { name: "one-input", degree, layers: weightsOf(layers) });
}
