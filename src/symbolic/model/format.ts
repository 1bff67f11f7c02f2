/** Expressions as text that reads back through the parser, in the form in which they were given. */
import * as Q from "../algebra/rational.js";
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
      const [first, ...rest] = e.factors;
      const negated = first?.kind === "constant" && Q.equals(first.value, Q.negate(Q.one)) && rest.length > 0;
      const body = (negated ? rest : e.factors).map((f) => print(f, names, "factor")).join("*");
      const text = negated ? `-${body}` : body;
      return place === "sum" || (place === "factor" && !negated) ? text : `(${text})`;
    }
    case "power": {
      const text = `${print(e.base, names, "base")}^${e.exponent}`;
      return place === "base" ? `(${text})` : text;
    }
  }
}

function join(left: string, right: string): string {
  if (left === "") return right;
  return right.startsWith("-") ? `${left} - ${right.slice(1)}` : `${left} + ${right}`;
}
