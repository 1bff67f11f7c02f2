/**
 * λ̂ without the bias of the step size. A sampler without an acceptance step draws from a density that differs from p by
 * O(ε^p), which no number of draws shows. From λ̂ at two step sizes follows λ̂ at ε = 0 but for the order after that
 * (Richardson's extrapolation; for SGLD Durmus, Şimşekli, Moulines, Badeau & Richard 2016, NeurIPS).
 */
import type { BiasOrder } from "../samplers/registry.js";
import type { TemperatureEstimate } from "./local.js";

/** How many times smaller the bias of the fine step size is, where it goes with the least power of ε. */
const reduction = 4;

/** How the coarse step size is to the fine one. */
export function stepRatio({ least }: BiasOrder): number {
  return reduction ** (1 / least);
}

/** λ̂ at the two step sizes that its bias was taken out from. */
export interface Discretization {
  readonly coarse: StepEstimate;
  readonly fine: StepEstimate;
  /** |coarse − fine| relative to the extrapolated value. */
  readonly change: number;
}

export interface StepEstimate {
  /** ε. */
  readonly stepSize: number;
  readonly value: number;
  readonly mcse: number;
}

/** λ̂ at a step size, with its diagnostics. */
export type AtStep = TemperatureEstimate & Pick<StepEstimate, "stepSize">;

/** By how much the standard error is larger than that of each λ̂, if these are equal. */
export const errorRatio = Math.hypot(1 / (reduction - 1), reduction / (reduction - 1));

/**
 * λ̂ at ε = 0 from step sizes whose ratio is `stepRatio`. Its standard error holds, beside that of both, what the order leaves
 * open, and the order after it: of a Gaussian, whose variance has the relative bias b + b² + …, b² of the coarse step size
 * is left. ESS and R̂ are the worse ones of the two.
 */
export function extrapolate(
  order: BiasOrder,
  coarse: AtStep,
  fine: AtStep,
): { readonly estimate: TemperatureEstimate; readonly discretization: Discretization } {
  const change = coarse.value - fine.value;
  const [most, least] = [shareOf(order.least, order), shareOf(order.most, order)];
  const share = (most + least) / 2;
  const value = fine.value - share * change;
  const open = ((most - least) / 2) * change;
  const nextOrder = (reduction * (share * change) ** 2) / value;
  return {
    estimate: {
      nbeta: fine.nbeta,
      value,
      mcse: Math.hypot(share * coarse.mcse, (1 + share) * fine.mcse, open, nextOrder),
      ess: Math.min(coarse.ess, fine.ess),
      rhat: Math.max(coarse.rhat, fine.rhat),
      drift: Math.abs(coarse.drift) > Math.abs(fine.drift) ? coarse.drift : fine.drift,
    },
    discretization: { coarse: atStep(coarse), fine: atStep(fine), change: Math.abs(change / value) },
  };
}

/** The bias of the fine step size as a share of the change between the two, where it goes with ε^power. */
function shareOf(power: number, { least }: BiasOrder): number {
  return 1 / (reduction ** (power / least) - 1);
}

function atStep({ stepSize, value, mcse }: AtStep): StepEstimate {
  return { stepSize, value, mcse };
}
