/** What goes wrong on the way: a loss that is negative or no number, and chains that run away. */
import { PointError } from "../../errors.js";
import { lanes } from "../engines/kernel.js";
import { magnitude } from "../expression/evaluate.js";
import { isWithin, reachOf } from "./reach.js";
import { replay, slotOf } from "./sweeps.js";
import type { Segment } from "./sweeps.js";
import type { UnitState, Workshop } from "./unit-state.js";

/**
 * Where the loss was negative, or not finite: throws PointError for the one, and where it is no number although w is within
 * reach; names the step at which the chain ran away.
 */
export function findTrouble(
  shop: Workshop,
  before: UnitState,
  segment: Segment,
  c: number,
): { readonly rung: number; readonly step: number } | null {
  const losses = segment.loss[c] ?? [];
  const [first] = losses
    .flatMap((row, rung) => {
      const sweep = row.findIndex((k) => !(k >= -negligible && k < Infinity));
      return sweep < 0 ? [] : [{ rung, sweep, negative: (row[sweep] ?? NaN) < -negligible }];
    })
    .sort((a, b) => a.sweep - b.sweep);
  if (first === undefined) return null;
  const place = c * shop.job.plan.rungs.length + first.rung;
  if (first.negative) {
    refuseNegative(shop, before, first.sweep, place);
    return null;
  }
  const { w, k, step } = firstLost(shop, before, first.sweep, place);
  if (Number.isNaN(k) && isWithin(reachOf(shop.job.loss.origin, shop.job.plan.localization, shop.job.plan.box), w)) {
    const advice = "raise the localization, or choose a smaller box, so that no chain comes there";
    throw new PointError("K", "NaN", `K is not a number at w = (${pointText(w)}), where its terms overflow; ${advice}`);
  }
  return { rung: first.rung, step };
}

/** Losses above minus this are taken for rounding errors of 0. */
const negligible = 1e-10;

function refuseNegative(shop: Workshop, before: UnitState, sweep: number, place: number): void {
  const { loss } = shop.job;
  if (loss.kind !== "population") return;
  replay(shop, before, sweep + 1, () => {
    const { w, k } = chainAt(shop, place);
    if (k < -negligible * magnitude(loss.graph, loss.root, w))
      throw new PointError("K", String(k), `K must be ≥ 0, but K = ${k} at w = (${pointText(w)})`);
  });
}

interface LossAt {
  readonly w: readonly number[];
  /** K(w). */
  readonly k: number;
}

/** Where the chain is in the instance. */
function chainAt(shop: Workshop, place: number): LossAt {
  const { loss, position } = shop.sampler.layout;
  const value = (slot: number): number => shop.instance.slots[slotOf(shop, place, slot)] ?? NaN;
  return { w: position.map(value), k: value(loss) };
}

function pointText(w: readonly number[]): string {
  return w.map((x) => x.toPrecision(6)).join(", ");
}

/** The first step, counted from the start of the chain, after which K or w is not finite. */
function firstLost(
  shop: Workshop,
  before: UnitState,
  sweep: number,
  place: number,
): LossAt & { readonly step: number } {
  const { thin } = shop.job.plan;
  let step = 0;
  let now: LossAt = { w: [], k: 0 };
  replay(shop, before, sweep, () => {
    now = chainAt(shop, place);
    while (step < thin && [now.k, ...now.w].every(Number.isFinite)) {
      shop.instance.run(Math.floor(place / lanes), 1, 1);
      step++;
      now = chainAt(shop, place);
    }
  });
  return { ...now, step: (before.sweeps + sweep) * thin + step };
}
