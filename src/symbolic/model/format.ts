/** Expressions as text that reads back through the parser, in the form in which they were given. */
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import type { Expression } from "./expression.js";

/** "(x + y)^2*z - 1/2"; variables are printed by `names`. */
export function formatExpression(e: Expression, names: readonly string[]): string {
  return print(e, names, "sum");
}

/** Where an expression stands; each place asks for parentheses around the kinds that bind less. */
type Place = "sum" | "factor" | "base";

function print(e: Expression, names: readonly string[], place: Place): string {
  switch (e.kind) {
    case "constant": {
      const text = Q.format(e.value);
      const plain = place === "sum" || (Q.sign(e.value) >= 0 && (place === "factor" || e.value.den === 1n));
      return plain ? text : `(${text})`;
    }
    case "variable":
      return names[e.index] ?? `x${e.index}`;
    case "sum": {
      const text = e.terms.map((t) => print(t, names, "sum")).reduce(join, "");
      return place === "sum" ? text : `(${text})`;
    }
    case "product": {
      const { coefficient, factors } = flattened(e.factors);
      const body = factors.map((f) => print(f, names, "factor")).join("*");
      const size = Q.sign(coefficient) < 0 ? Q.negate(coefficient) : coefficient;
      const unsigned = body === "" ? Q.format(size) : Q.equals(size, Q.one) ? body : `${Q.format(size)}*${body}`;
      const text = size === coefficient ? unsigned : `-${unsigned}`;
      return place === "sum" || (place === "factor" && size === coefficient) ? text : `(${text})`;
    }
    case "power": {
      const text = `${print(e.base, names, "base")}^${e.exponent}`;
      return place === "base" ? `(${text})` : text;
    }
  }
}

/** Nested products as one, the constants multiplied. */
function flattened(list: readonly Expression[]): { coefficient: Rational; factors: readonly Expression[] } {
  let coefficient = Q.one;
  const factors: Expression[] = [];
  for (const factor of list) {
    if (factor.kind === "constant") coefficient = Q.multiply(coefficient, factor.value);
    else if (factor.kind === "product") {
      const inner = flattened(factor.factors);
      coefficient = Q.multiply(coefficient, inner.coefficient);
      factors.push(...inner.factors);
    } else factors.push(factor);
  }
  return { coefficient, factors };
}

function join(left: string, right: string): string {
  if (left === "") return right;
  return right.startsWith("-") ? `${left} - ${right.slice(1)}` : `${left} + ${right}`;
}
