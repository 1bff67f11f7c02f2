/** The main job's result: theory, estimate and verdict, as a JSON document and as text. */
import type { Estimate } from "../numeric/estimate.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import type { Verdict } from "../verify/verdict.js";
import { exactDocument, schema } from "./document.js";
import type { ExactResult, Heading } from "./document.js";
import { estimateFields, estimateRows, ladderTable } from "./estimate.js";
import type { Prediction } from "./estimate.js";
import type { Style } from "./style.js";
import { fields, modelLine } from "./text.js";

export interface CheckedClaim {
  readonly lambda: Rational;
  readonly multiplicity: number;
  readonly exact: "proved" | "refuted" | "open";
}

export interface Check {
  readonly theory: ExactResult;
  readonly claim: CheckedClaim | null;
  readonly estimate: Estimate;
  readonly verdict: Verdict;
}

export function checkDocument({ theory, claim, estimate, verdict }: Check, heading: Heading): object {
  return {
    kind: "check",
    schema,
    ...verdict,
    ...heading,
    theory: { ...exactDocument(theory), certificate: theory.certificate },
    claim: claim === null ? null : { ...claim, lambda: Q.format(claim.lambda) },
    estimate: estimateFields(estimate),
  };
}

export function checkText({ theory, claim, estimate, verdict }: Check, { input }: Heading, style: Style): string {
  const colour = { agree: style.good, disagree: style.bad, inconclusive: style.warn }[verdict.verdict];
  const heading: (readonly [string, string])[] = [
    ["model", modelLine(input)],
    ["theory", theoryLine(theory, style)],
    ...(claim === null ? [] : [["claim", claimLine(claim)] as const]),
  ];
  const { lambda, multiplicity } = claim ?? (theory.status === "exact" ? theory : { lambda: null, multiplicity: 1 });
  return [
    fields([...heading, ...estimateRows(estimate, style)], style),
    ladderTable(estimate, style, lambda === null ? undefined : asymptote(Q.toNumber(lambda), multiplicity)),
    "\n",
    fields([["verdict", `${colour(style.strong(verdict.verdict))}. ${verdict.reason}`]], style),
  ].join("");
}

function theoryLine(theory: ExactResult, style: Style): string {
  return theory.status === "exact"
    ? `λ = ${style.strong(Q.format(theory.lambda))}, m = ${style.strong(String(theory.multiplicity))}, exact by ${theory.method.replaceAll("-", " ")}`
    : `${Q.format(theory.lower)} ≤ λ ≤ ${Q.format(theory.upper)}: ${theory.reason}`;
}

function claimLine({ lambda, multiplicity, exact }: CheckedClaim): string {
  const says = {
    proved: "the exact engine proves it",
    refuted: "the exact engine refutes it",
    open: "not decided by proof",
  };
  return `λ = ${Q.format(lambda)}, m = ${multiplicity}; ${says[exact]}`;
}

/** λ̂(t) = λ − (m − 1)/log t, up to terms of lower order, where log t is large enough for it to mean something. */
function asymptote(lambda: number, multiplicity: number): Prediction {
  const at = (t: number): number | null =>
    Math.log(t) < 2 * (multiplicity - 1) ? null : lambda - (multiplicity - 1) / Math.log(t);
  return { title: multiplicity === 1 ? "λ" : "λ − (m−1)/log nβ", at };
}
