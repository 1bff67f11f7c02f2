/** The result of re-checking a certificate, for people. */
import type { StatedTree, Statement } from "../symbolic/resolution/certificate.js";
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
function statementLine({ variables, point, norm, tree }: Statement): string {
  const values = variables.flatMap((name, i) => (point[i] === "0" ? [] : [`${name} = ${point[i] ?? "0"}`]));
  const at = values.length === 0 ? "the origin" : values.join(", ");
  return `K ≍ ‖${shorten(treeLine(tree))}‖${norm === "squares" ? "²" : ""}, at ${shorten(at)}`;
}

function treeLine(tree: StatedTree): string {
  switch (tree.kind) {
    case "ideal":
      return `⟨${tree.generators.join(", ")}⟩`;
    case "product":
      return tree.factors.map(treeLine).join("·");
    case "power":
      return `${treeLine(tree.base)}^${tree.exponent}`;
    case "network":
      return `network of ${tree.layers.length} layers, activation x^${tree.degree}`;
  }
}
