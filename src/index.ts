/**
 * The public interface of the package: models, exact results with certificates, estimates, verdicts. Every name that others may rely on is
 * listed here, and nothing else is.
 */
export {
  CertificateError,
  CrepantError,
  EngineUnavailableError,
  LimitError,
  OptionError,
  ParseError,
  PointError,
  SchemaError,
} from "./errors.js";
export type { CrepantErrorCode } from "./errors.js";

export { format as formatRational, parse as parseRational } from "./symbolic/algebra/rational.js";
export type { Rational } from "./symbolic/algebra/rational.js";
export { budgetUntil, stepBudget, unlimited } from "./symbolic/algebra/budget.js";
export type { Budget } from "./symbolic/algebra/budget.js";

export { linear, monomial, network, relu, tanh } from "./symbolic/model/network.js";
export { parseModelFile } from "./symbolic/model/file.js";
export { ideal, polynomial } from "./symbolic/model/text.js";
export { at } from "./symbolic/model/point.js";
export type { Value } from "./symbolic/model/point.js";
export type { Activation, LocalModel, Model, NetworkModel, Point } from "./symbolic/model/model.js";

export { rlct } from "./symbolic/rlct.js";
export type { RlctOptions } from "./symbolic/rlct.js";
export type { RlctResult } from "./symbolic/resolution/result.js";
export type { Certificate } from "./symbolic/resolution/certificate.js";

export { empiricalLossOf } from "./numeric/bridge.js";
export type { DataForm } from "./numeric/bridge.js";
export type { DataOptions } from "./numeric/empirical.js";
export { estimate } from "./numeric/estimate.js";
export type { ChainRecord } from "./numeric/draws.js";
export type { Estimate, EstimateControl, EstimateStatus } from "./numeric/estimate.js";
export { estimateFigure } from "./numeric/figures.js";
export type { FigureControl, FigureEstimate, FigureName } from "./numeric/figures.js";
export type { EstimateOptions, EstimatePlan, LadderPlan } from "./numeric/plan.js";
export { functionalVariance, temperatureRegression, waic, wbic } from "./numeric/estimators/information.js";
export { volumes, volumeScaling } from "./numeric/estimators/volume.js";
export type { Volume } from "./numeric/estimators/volume.js";
export type { Figure } from "./numeric/estimators/figure.js";
export { pointwiseLosses } from "./numeric/pointwise.js";
export { lossOf } from "./numeric/bridge.js";
export { geometricLadder, runLadder, samplingPlan } from "./numeric/run.js";
export type { LadderRun, SamplingPlan } from "./numeric/run.js";
export type { Loss } from "./numeric/loss.js";
export type { Rung } from "./numeric/draws.js";
export { finiteTarget } from "./numeric/finite-target.js";
export type { FiniteTarget, Localization } from "./numeric/quadrature/target.js";
export { engines } from "./numeric/engines/engines.js";
export type { EngineStatus } from "./numeric/engines/engines.js";

export { verifyCertificate } from "./verify/certificate/verify.js";
export { checkedRlct } from "./verify/checked.js";
export type { Verification } from "./verify/certificate/verify.js";
export { crossCheck } from "./verify/verdict.js";
export type { Theory, Verdict, VerdictName } from "./verify/verdict.js";
