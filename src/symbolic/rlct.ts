/** From a model at w* to its exact learning coefficient. */
import { unlessTooLarge, within, withReserve } from "./algebra/budget.js";
import type { Budget } from "./algebra/budget.js";
import * as Q from "./algebra/rational.js";
import type { Method } from "./methods.js";
import { generalBound } from "./general-bound.js";
import { expand } from "./model/expression.js";
import { formatExpression } from "./model/format.js";
import { tangentBounds } from "./locus/tangent-bounds.js";
import { problemOf } from "./model/ideal.js";
import type { Problem } from "./model/ideal.js";
import { translate } from "./model/local.js";
import type { LocalModel } from "./model/model.js";
import { tanhBounds } from "./model/tanh-bounds.js";
import { maxStated } from "./resolution/certificate.js";
import type { Certificate } from "./resolution/certificate.js";
import type { Resolution, Setting } from "./resolution/certify.js";
import { gramMatrix, matrixProduct, productResolution } from "./resolution/matrix-product.js";
import { networkBlowUp, networkResolution } from "./resolution/network-blow-up.js";
import { ownProof, resolve, resolveBetween } from "./resolution/resolve.js";
import type { RlctResult } from "./resolution/result.js";
import { isExact } from "./resolution/value.js";
import type { Range } from "./resolution/value.js";
import { freeLayers, halfOfSquare } from "./theorems/theorem.js";
import { theoremsOf } from "./theorems/theorems.js";

export interface RlctOptions {
  /** When it expires the result is what has been proved so far. */
  readonly budget: Budget;
  /** Whether published closed forms may be used where a proof by resolution would be long; true if left out. */
  readonly theorems?: boolean;
  /** One way alone; all ways, the cheapest first, if left out. */
  readonly method?: Method | undefined;
}

/**
 * The learning coefficient λ of K and its multiplicity m at w*, with a certificate; bounds where the budget ends, no rule
 * applies, or the model is too large to be expanded. Throws PointError where w* is not on the zero set.
 */
export function rlct(local: LocalModel, { budget, theorems = true, method: only }: RlctOptions): RlctResult {
  if (only === undefined || only === "network-blow-up") {
    const deep = deepNetwork(local, budget);
    if (deep !== null) return deep;
  }
  const linear =
    only === undefined || only === "matrix-product" ? unlessTooLarge(() => linearNetwork(local, budget)) : null;
  if (linear === null) return resolved(local, { budget, theorems, method: only });
  if (only !== undefined || linear.isLong) return linear.result;
  const own = unlessTooLarge(() => provedAtOnce(local, within(budget, ownProof.steps)));
  return own?.status === "exact" ? own : linear.result;
}

/** By resolution of the expanded model alone. Throws LimitError where that is too large. */
function provedAtOnce(local: LocalModel, budget: Budget): RlctResult | null {
  const problem = problemOf(local, budget);
  return problem.kind === "none" ? null : byResolution(local, problem, { budget, theorems: false });
}

function resolved(local: LocalModel, { budget, theorems = true, method: only }: RlctOptions): RlctResult {
  const problem = unlessTooLarge(() => problemOf(local, withReserve(budget, expansionSteps)));
  const reason = problem === null ? tooLarge : problem.kind === "none" ? problem.reason : null;
  if (problem?.kind === "problem") {
    const found = byResolution(local, problem, { budget, theorems, method: only });
    const other = found.status === "exact" || only !== undefined ? null : byTangents(local, found.reason, budget);
    return other !== null && isNarrower(other, found) ? other : found;
  }
  const found = [byTanhSeries(local, reason ?? tooLarge, budget, only), byTangents(local, reason ?? tooLarge, budget)];
  return found.find((result) => result !== null) ?? generalBound(local, reason ?? tooLarge);
}

/** To expand a model, once the budget is over; and to bound one that cannot be. */
const expansionSteps = 5_000;
const tangentSteps = 30_000;

const tooLarge = "the model is too large to be expanded within its limits and its budget";

function byResolution(local: LocalModel, problem: Problem, options: RlctOptions): RlctResult {
  const { budget, theorems = true, method: only } = options;
  const resolution = resolve(
    { ...problem, point: local.point },
    budget,
    theorems && (only === undefined || only === "theorem") ? theoremsOf(local) : undefined,
    resolutionOf(only),
  );
  return resultOf(resolution, problem, () =>
    budget.expired()
      ? "the budget ended before the resolution was complete"
      : only === undefined || only === "blow-up"
        ? "no rule of the resolution applies to some cell that is left"
        : `the method ${only} alone does not answer this`,
  );
}

function isNarrower(a: RlctResult, b: RlctResult): boolean {
  const width = (r: RlctResult): Q.Rational => (r.status === "exact" ? Q.zero : Q.subtract(r.upper, r.lower));
  return a.status === "exact" || Q.compare(width(a), width(b)) < 0;
}

function resultOf(
  { range, certificate }: Resolution,
  { variables, norm }: Pick<Setting, "variables" | "norm">,
  reasonOf: () => string,
): RlctResult {
  const method = methodOf(certificate);
  if (range.upper !== "infinite" && isExact(range)) {
    return { status: "exact", lambda: range.upper.lambda, multiplicity: range.upper.multiplicity, method, certificate };
  }
  const half = Q.rational(variables.length, norm === "squares" ? 2 : 1);
  const lower = typeof range.lower === "string" ? Q.zero : range.lower.lambda;
  const upper = range.upper === "infinite" ? half : range.upper.lambda;
  return {
    status: "bounds",
    lower,
    upper,
    reason: Q.equals(lower, upper)
      ? `this is λ, but of m is proved only that ${multiplicities(range, variables.length)}`
      : reasonOf(),
    method,
    certificate,
  };
}

/** A pole's order is at least 1 and at most the dimension. */
function multiplicities({ lower, upper }: Range, dimension: number): string {
  const least = upper === "infinite" ? 1 : upper.multiplicity;
  const most = typeof lower === "string" ? dimension : Math.min(lower.multiplicity, dimension);
  return `${least} ≤ m ≤ ${most}`;
}

function resolutionOf(method: Method | undefined): "blow-ups" | "none" | "cite" {
  switch (method) {
    case "newton-polyhedron":
      return "none";
    case "network-blow-up":
    case "matrix-product":
    case "theorem":
      return "cite";
    default:
      return "blow-ups";
  }
}

/** A monomial network in two parameters, where one blow-up of the layers is enough. */
function deepNetwork({ model, point }: LocalModel, budget: Budget): RlctResult | null {
  if (model.kind !== "network" || model.activation.kind !== "monomial") return null;
  const [first, second, ...more] = model.parameters;
  if (first === undefined || second === undefined || more.length > 0) return null;
  const layers = model.layers.map((rows) => rows.map((row) => row.map((entry) => expand(translate(entry, point)))));
  const network = { layers, degree: model.activation.degree };
  const found = unlessTooLarge(() => networkBlowUp(network, withReserve(budget, expansionSteps)));
  if (found === null) return null;
  const setting = { variables: [first, second], point, norm: "squares" } as const;
  return resultOf(networkResolution(setting, network, found), setting, () => "m is not known");
}

/** The terms of a linear network's product up to which a proof by blow-ups is sought first: it can be read. */
const maxReadable = 16;

/**
 * A linear network whose weights are parameters of their own, or whose last half of layers are the first ones transposed;
 * `isLong`: a proof by blow-ups of the expanded product would be long.
 */
function linearNetwork(
  local: LocalModel,
  budget: Budget,
): { readonly result: RlctResult; readonly isLong: boolean } | null {
  const { model, point } = local;
  if (model.kind !== "network" || model.parameters.length > maxStated) return null;
  if (model.activation.kind !== "monomial" || model.activation.degree !== 1) return null;
  const free = freeLayers(local);
  const half = free === null ? halfOfSquare(local) : null;
  const layers = free ?? half;
  if (layers === null) return null;
  const value = half === null ? matrixProduct(layers.values, budget) : gramMatrix(half.values, budget);
  const names = model.layers.map((rows) => rows.map((row) => row.map((e) => formatExpression(e, model.parameters))));
  const setting = { variables: model.parameters, point, norm: "squares" } as const;
  const result = resultOf(productResolution(setting, names, value), setting, () => "m is not known");
  const paths = [names[0]?.[0] ?? [], ...names].reduce((product, { length }) => product * length, 1);
  return { result, isLong: paths > maxReadable };
}

/** A tanh network between ideals. */
function byTanhSeries(local: LocalModel, reason: string, budget: Budget, only: Method | undefined): RlctResult | null {
  const enclosure = tanhBounds(local, withReserve(budget, expansionSteps));
  if (enclosure === null) return null;
  const problem = { variables: local.model.parameters, point: local.point, norm: "squares" } as const;
  return resultOf(resolveBetween(problem, enclosure, budget, resolutionOf(only)), problem, () => reason);
}

/** By first derivatives and orders, in a reserve of its own; null where these say nothing. */
function byTangents(local: LocalModel, reason: string, budget: Budget): RlctResult | null {
  const reserve = withReserve(budget, tangentSteps);
  return unlessTooLarge(() => {
    const found = tangentBounds(local, reserve);
    if (found === null) return null;
    const problem = { variables: local.model.parameters, point: local.point, norm: found.norm } as const;
    return resultOf(resolveBetween(problem, found, reserve), problem, () => reason);
  });
}

function methodOf(certificate: Certificate): string {
  const { proof } = certificate;
  if (proof.rule !== "parts") return proof.rule;
  const rules = new Set(certificate.nodes.map((n) => n.rule));
  if (rules.has("theorem")) return "theorem";
  if (rules.has("blow-up")) return "blow-up";
  if (certificate.nodes.some((n) => n.rule === "monomial" && n.coordinates.length > 0)) return "normal-crossing";
  if (rules.has("monomial")) return "newton-polyhedron";
  if (rules.has("zero")) return "zero";
  return certificate.result.status === "exact" ? "meeting-bounds" : "bounds";
}
