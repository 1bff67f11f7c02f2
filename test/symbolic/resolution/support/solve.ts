/** The solver on bare ideals at the origin, in the ideal's convention; every answer's certificate is checked. */
import { expect } from "vitest";
import { stepBudget } from "../../../../src/symbolic/algebra/budget.js";
import * as P from "../../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../../../src/symbolic/algebra/rational.js";
import type { Certificate } from "../../../../src/symbolic/resolution/certificate.js";
import { resolve } from "../../../../src/symbolic/resolution/resolve.js";
import { verifyCertificate } from "../../../../src/verify/certificate/verify.js";
import { names } from "../../algebra/support/text.js";

/** What is proved of (λ, m): both equal where the value is exact. */
export interface Proved {
  readonly lower: Pole;
  readonly upper: Pole;
  readonly exact: boolean;
}

/** m is Infinity where only λ is bounded from below. */
export interface Pole {
  readonly lambda: Rational;
  readonly multiplicity: number;
}

/** Steps that every input of these tests may take, unless said otherwise. */
export const defaultSteps = 1_000_000;

/** (λ, m) of the ideal at the origin, as far as it is proved; fails where the certificate does not verify. */
export function prove(generators: readonly Polynomial[], steps = defaultSteps): Proved {
  const dimension = generators.reduce((n, g) => Math.max(n, ...P.variablesOf(g).map((i) => i + 1)), 1);
  const variables = names.slice(0, dimension);
  const { range, certificate } = resolve(
    { variables, point: variables.map(() => Q.zero), tree: { kind: "ideal", generators }, norm: "absolute" },
    stepBudget(steps),
  );
  expectVerified(certificate);
  const lower = typeof range.lower === "string" ? { lambda: Q.zero, multiplicity: Infinity } : range.lower;
  const upper = range.upper === "infinite" ? { lambda: Q.rational(dimension), multiplicity: 1 } : range.upper;
  return { lower, upper, exact: certificate.result.status === "exact" };
}

/** The exact value as text "λ, m"; fails where there are only bounds. */
export function exactly(generators: readonly Polynomial[], steps = defaultSteps): string {
  const { lower, upper, exact } = prove(generators, steps);
  const text = generators.map((g) => P.format(g, names)).join(", ");
  expect(exact, `only ${Q.format(lower.lambda)} ≤ λ ≤ ${Q.format(upper.lambda)} for ${text}`).toBe(true);
  return show(upper);
}

/** Values are ordered by λ ascending, then m descending. */
export function order(a: Pole, b: Pole): number {
  return Q.compare(a.lambda, b.lambda) || Math.sign(b.multiplicity - a.multiplicity) || 0;
}

export function show({ lambda, multiplicity }: Pole): string {
  return `${Q.format(lambda)}, ${multiplicity}`;
}

/** The certificate, as it is read from a file, verifies and states the solver's result. */
function expectVerified(certificate: Certificate): void {
  const { result } = certificate;
  if (result.status === "bounds" && result.upper === "infinite") return;
  const verification = verifyCertificate(JSON.parse(JSON.stringify(certificate)));
  expect(verification).toMatchObject({ valid: true, ...result });
}
