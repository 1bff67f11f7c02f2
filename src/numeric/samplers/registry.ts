/** From a job, plain data that crosses threads, to the sampler that does it. */
import { OptionError } from "../../errors.js";
import { deepLinearForm } from "../loss.js";
import type { Loss } from "../loss.js";
import { deepLinearGibbs } from "./deep-linear.js";
import { hmc } from "./hmc.js";
import { mala } from "./mala.js";
import { mixture } from "./mixture.js";
import { validatePlan } from "./plan.js";
import type { SamplingPlan } from "./plan.js";
import { rmspropSgld } from "./rmsprop.js";
import type { Sampler, SamplerName } from "./sampler.js";
import { settingsOf, validateSettings } from "./settings.js";
import type { GivenSettings } from "./settings.js";
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
  const name = samplerName(loss, plan);
  if (name === "gibbs") return gibbsSampler(loss, plan);
  if (loss.kind === "deep-linear")
    throw new OptionError("sampler", name, "auto or gibbs: wide linear networks have no other");
  const target: Target = { loss, localization: plan.localization, box: plan.box, batch: plan.batch };
  validateTarget(target);
  if (plan.batch !== null && !takesBatches.has(name))
    throw new OptionError("batch", String(plan.batch), `no batch: ${name} needs the whole loss`);
  const make = (samplers as Readonly<Partial<Record<string, MakeSampler>>>)[name];
  if (make === undefined) throw new OptionError("sampler", name, `auto or one of ${Object.keys(samplers).join(", ")}`);
  validateSettings(name, plan);
  return make(target, plan);
}

/** Which sampler a plan stands for. */
export function samplerName(loss: Loss, plan: SamplingPlan): SamplerName {
  return plan.sampler === "auto" ? automaticSampler(loss, plan) : plan.sampler;
}

/** Linear networks whose weights are the parameters, under a Gaussian. */
function gibbsSampler(loss: Loss, plan: SamplingPlan): Sampler {
  const matrices = deepLinearForm(loss);
  if (matrices === null)
    throw new OptionError(
      "sampler",
      "gibbs",
      `auto or one of ${Object.keys(samplers).join(", ")}: this is no linear network`,
    );
  if (plan.box !== null) throw new OptionError("box", "a box", "a localization: gibbs knows no box");
  if (plan.batch !== null) throw new OptionError("batch", String(plan.batch), "no batch: the loss has no data");
  if (!(plan.localization > 0)) throw new OptionError("localization", String(plan.localization), "a positive number");
  validateSettings("gibbs", plan);
  if (plan.stepSize !== null) throw new OptionError("stepSize", String(plan.stepSize), "none: gibbs has no step size");
  return deepLinearGibbs(matrices, plan.localization);
}

/** The settings on which it depends which samplers there are. */
type Settings = Pick<SamplingPlan, "localization" | "box" | "batch" | "stepSize">;

/**
 * The sampler for a loss that nobody chose one for: random walks carry far in few dimensions; in many gradients do, and for
 * linear networks draws of whole layers.
 */
export function automaticSampler(loss: Loss, settings: Settings): SamplerName {
  if (loss.kind === "deep-linear") return "gibbs";
  if (loss.dimension <= 8) return "mixture";
  return gibbsTakes(loss, settings) ? "gibbs" : "hmc";
}

/** Whether gibbs can sample `loss` under these settings. */
export function gibbsTakes(loss: Loss, { localization, box, batch, stepSize }: Settings): boolean {
  return deepLinearForm(loss) !== null && box === null && localization > 0 && batch === null && stepSize === null;
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

type MakeSampler = (target: Target, given: GivenSettings) => Sampler;

const samplers: Readonly<Record<Exclude<SamplerName, "gibbs">, MakeSampler>> = {
  sgld: (target) => sgld(target),
  "rmsprop-sgld": (target, given) => rmspropSgld(target, settingsOf("rmsprop-sgld", given)),
  sgnht: (target, given) => sgnht(target, settingsOf("sgnht", given)),
  mala: (target, given) => mala(target, settingsOf("mala", given)),
  hmc: (target, given) => hmc(target, settingsOf("hmc", given)),
  mixture: (target, given) => mixture(target, settingsOf("mixture", given)),
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
