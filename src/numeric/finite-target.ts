/** The exact value, at a finite inverse temperature, of what the samplers estimate, for a model at w*. */
import { LimitError } from "../errors.js";
import { lossOf } from "./bridge.js";
import type { LocalModel } from "./bridge.js";
import { exactTarget } from "./quadrature/target.js";
import type { FiniteTarget, Localization } from "./quadrature/target.js";

/**
 * λ̂(t) = t·E_t[K] at t = `nbeta` ≥ 0 under exp(−tK − (γ/2)|w − w*|²), or under exp(−tK) in a box, by quadrature: what a
 * sampler without error would return. It differs from λ by about −(m − 1)/log t. What a sum of squares is quadratic in
 * integrates out in closed form, such as the outer weights of a network with one hidden layer under a Gaussian; of the
 * other variables at most four may be coupled, else LimitError is thrown. `tolerance` is relative, 1e-7 if left out, and
 * 1e-4 where three or four variables are coupled; `error` says what was reached.
 */
export function finiteTarget(
  local: LocalModel,
  nbeta: number,
  localization: Localization,
  tolerance?: number,
): FiniteTarget {
  const loss = lossOf(local);
  if (loss.kind !== "population")
    throw new LimitError("parameters of a quadrature", String(loss.dimension), "a loss small enough to write out");
  return exactTarget(loss, nbeta, localization, tolerance);
}
