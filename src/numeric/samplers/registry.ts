/** From a job, plain data that crosses threads, to the sampler that does it. */
import { OptionError } from "../../errors.js";
import type { Loss } from "../loss.js";
import { hmc } from "./hmc.js";
import { mala } from "./mala.js";
import { mixture } from "./mixture.js";
import { validatePlan } from "./plan.js";
import type { SamplingPlan } from "./plan.js";
import { rmspropSgld } from "./rmsprop.js";
import type { Sampler, SamplerName } from "./sampler.js";
import { sgld } from "./sgld.js";
import { sgnht } from "./sgnht.js";
import { validateTarget } from "./target.js";
import type { Target } from "./target.js";

/** What a thread needs to know; plain data. */
export interface Job {
  readonly loss: Loss;
  readonly plan: SamplingPlan;
}

/** The sampler of a plan for a loss. Throws OptionError where they do not fit. */
export function samplerFor(job: Job): Sampler {
  const { loss, plan } = job;
  validatePlan(plan);
  if (loss.kind === "deep-linear") throw new OptionError("loss", loss.kind, "population or empirical");
  const target: Target = { loss, localization: plan.localization, box: plan.box, batch: plan.batch };
  validateTarget(target);
  if (plan.batch !== null && !takesBatches.has(plan.sampler))
    throw new OptionError("batch", String(plan.batch), `no batch: ${plan.sampler} needs the whole loss`);
  return samplers[plan.sampler](target);
}

const samplers: Readonly<Record<SamplerName, (target: Target) => Sampler>> = {
  sgld,
  "rmsprop-sgld": (target) => rmspropSgld(target),
  sgnht,
  mala,
  hmc: (target) => hmc(target),
  mixture,
};

const takesBatches: ReadonlySet<SamplerName> = new Set(["sgld", "rmsprop-sgld", "sgnht"]);
