/**
 * When the mean of a quantity along chains may be believed: R̂ and ESS within the bounds of Vehtari et al. (2021), and halves
 * that agree.
 */
import type { Summary } from "./summary.js";

export type Status = "converged" | "not-converged" | "diverged";

export type Diagnostics = Pick<Summary, "ess" | "rhat" | "drift">;

export const mixingCriteria = {
  rhat: 1.01,
  ess: 400,
  /** Standard errors between the means of the halves: exceeded by chance once in 2000 runs. */
  drift: 3.5,
} as const;

/** Why the draws `of` something should not be believed; null where nothing speaks against them. */
export function doubtOfMixing({ ess, rhat, drift }: Diagnostics, of: string): string | null {
  if (!(rhat <= mixingCriteria.rhat)) return `R̂ = ${rhat.toFixed(3)} ${of} is above ${mixingCriteria.rhat}`;
  if (!(ess >= mixingCriteria.ess))
    return `the effective sample size ${ess.toFixed(0)} ${of} is below ${mixingCriteria.ess}`;
  if (!(Math.abs(drift) <= mixingCriteria.drift))
    return `the halves of the chains ${of} differ by ${Math.abs(drift).toFixed(1)} standard errors`;
  return null;
}
