/** From a job, plain data that crosses threads, to the sampler that does it. */
import { OptionError } from "../../errors.js";
import type { DeepLinearLoss, Loss } from "../loss.js";
import { deepLinearGibbs } from "./deep-linear.js";
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
  if (loss.kind === "deep-linear") return deepLinearSampler(loss, plan);
  const target: Target = { loss, localization: plan.localization, box: plan.box, batch: plan.batch };
  validateTarget(target);
  const name = plan.sampler === "auto" ? automaticSampler(loss) : plan.sampler;
  if (plan.batch !== null && !takesBatches.has(name))
    throw new OptionError("batch", String(plan.batch), `no batch: ${name} needs the whole loss`);
  const make = (samplers as Readonly<Partial<Record<string, (target: Target) => Sampler>>>)[name];
  if (make === undefined) throw new OptionError("sampler", name, `auto or one of ${Object.keys(samplers).join(", ")}`);
  return make(target);
}

/** Wide linear networks have one sampler, and no box. */
function deepLinearSampler(loss: DeepLinearLoss, plan: SamplingPlan): Sampler {
  if (plan.sampler !== "auto" && plan.sampler !== "gibbs")
    throw new OptionError("sampler", plan.sampler, "auto or gibbs: wide linear networks have no other");
  if (plan.box !== null) throw new OptionError("box", "a box", "a localization: wide linear networks have no box");
  if (plan.batch !== null) throw new OptionError("batch", String(plan.batch), "no batch: the loss has no data");
  if (!(plan.localization > 0)) throw new OptionError("localization", String(plan.localization), "a positive number");
  if (plan.stepSize !== null) throw new OptionError("stepSize", String(plan.stepSize), "none: gibbs has no step size");
  return deepLinearGibbs(loss, plan.localization);
}

/** The sampler for a loss that nobody chose one for: random walks carry far in few dimensions, gradients in many. */
export function automaticSampler(loss: Loss): SamplerName {
  if (loss.kind === "deep-linear") return "gibbs";
  return loss.dimension <= 8 ? "mixture" : "hmc";
}

/** The powers of ε between which the bias of what the sampler draws may go with ε. */
export interface BiasOrder {
  readonly least: number;
  readonly most: number;
}

/** Null where the sampler is exact for every ε. */
export function biasOrder(sampler: SamplerName): BiasOrder | null {
  return biasOrders[sampler] ?? null;
}

const samplers: Readonly<Record<Exclude<SamplerName, "gibbs">, (target: Target) => Sampler>> = {
  sgld,
  "rmsprop-sgld": (target) => rmspropSgld(target),
  sgnht,
  mala,
  hmc: (target) => hmc(target),
  mixture,
};

/**
 * Euler's method has weak order 1. BADODAB has order 2, and 4 at the friction that noisy gradients bring about (Leimkuhler &
 * Shang 2016).
 */
const biasOrders: Readonly<Partial<Record<SamplerName, BiasOrder>>> = {
  sgld: { least: 1, most: 1 },
  "rmsprop-sgld": { least: 1, most: 1 },
  sgnht: { least: 2, most: 4 },
};

const takesBatches: ReadonlySet<SamplerName> = new Set(["sgld", "rmsprop-sgld", "sgnht"]);
