/** The result of re-checking a certificate, for people. */
import type { StatedProduct, Statement } from "../symbolic/resolution/certificate.js";
import type { Verification } from "../verify/certificate/verify.js";
import type { Style } from "./style.js";
import { fields, shorten } from "./text.js";

export function verificationText(verification: Verification, style: Style): string {
  if (!verification.valid) {
    return fields(
      [
        ["proof", style.bad("fails")],
        ["reason", verification.reason],
      ],
      style,
    );
  }
  const { statement, byTheorem } = verification;
  const value: readonly (readonly [string, string])[] =
    verification.status === "exact"
      ? [
          ["λ", style.strong(verification.lambda)],
          ["m", style.strong(String(verification.multiplicity))],
        ]
      : [["λ", style.strong(`${verification.lower} ≤ λ ≤ ${verification.upper}`)]];
  return fields(
    [
      ["proof", style.good("holds")],
      ["of", statementLine(statement)],
      ...value,
      ["trusts", byTheorem.length === 0 ? "no theorem beyond the rules of the certificate" : byTheorem.join("; ")],
    ],
    style,
  );
}

/** "K ≍ |<x, y>|² at x = 0, y = 1/2". */
function statementLine({ variables, point, norm, ideal }: Statement): string {
  const values = variables.flatMap((name, i) => (point[i] === "0" ? [] : [`${name} = ${point[i] ?? "0"}`]));
  const at = values.length === 0 ? "the origin" : values.join(", ");
  const square = norm === "squares" ? "²" : "";
  const where = `at ${shorten(at)}`;
  switch (ideal.kind) {
    case "network":
      return `K ≍ ‖network of ${ideal.layers.length} layers, activation x^${ideal.degree}‖${square}, ${where}`;
    case "product":
      return `K ≍ ‖${shorten(productLine(ideal))}‖${square}, ${where}`;
    case "between": {
      const [below, above] = [ideal.below, ideal.above].map((one) => shorten(productLine(one)));
      return `c·‖${below ?? ""}‖${square} ≤ K ≤ C·‖${above ?? ""}‖${square} for some c, C > 0, ${where}`;
    }
  }
}

function productLine(ideal: StatedProduct): string {
  const power = (exponent: number): string => (exponent === 1 ? "" : `^${exponent}`);
  return ideal.factors.map(({ generators, exponent }) => `⟨${generators.join(", ")}⟩${power(exponent)}`).join("·");
}
