/** Where a ladder of temperatures may reach under the localization or in the box: from K's typical size to where rounding begins. */
import { evaluate } from "../expression/evaluate.js";
import type { PopulationLoss } from "../loss.js";
import type { EstimatePlan } from "../plan.js";
import { normalPair, uniform } from "../random/variates.js";
import { next, seeded } from "../random/xoshiro.js";
import type { RandomState } from "../random/xoshiro.js";
import { coldestTemperature } from "./floor.js";

const largestTop = 1e60;

/** nβ at which K begins to count at all, and that at which its rounding shows. */
export function ladderRange(
  loss: PopulationLoss,
  plan: EstimatePlan,
): { readonly warmest: number; readonly limit: number } {
  const random = seeded(plan.seed, 0, 0);
  const draw = (): readonly number[] => drawFromLocalization(loss, plan, random);
  const warmest = 1 / typicalLoss(loss, draw);
  return { warmest, limit: Math.min(largestTop, coldestTemperature(loss, widthOf(plan), draw, random)) };
}

/** The median of K under the localization alone. */
function typicalLoss(loss: PopulationLoss, draw: () => readonly number[]): number {
  const values = Float64Array.from({ length: 201 }, () => evaluate(loss.graph, loss.root, draw())).sort();
  const median = values[100] ?? NaN;
  return median > 0 && Number.isFinite(median) ? median : 1;
}

function drawFromLocalization({ origin }: PopulationLoss, plan: EstimatePlan, random: RandomState): readonly number[] {
  const { box, localization } = plan;
  return origin.map((centre, i) => {
    if (box === null) return centre + normalPair(next(random), next(random))[0] / Math.sqrt(localization);
    const [lower = NaN, upper = NaN] = [box.lower[i], box.upper[i]];
    return lower + (upper - lower) * uniform(next(random));
  });
}

function widthOf({ localization, box }: EstimatePlan): number {
  if (box === null) return 1 / Math.sqrt(localization);
  return Math.max(...box.upper.map((u, i) => (u - (box.lower[i] ?? 0)) / 2));
}
