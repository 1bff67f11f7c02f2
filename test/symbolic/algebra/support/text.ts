/** A small reader of polynomials for tests, apart from the package's own parser: + − * ^ ( ), numbers, names. */
import * as P from "../../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../../src/symbolic/algebra/rational.js";

export const names = ["x", "y", "z", "u", "v", "w", "a", "b", "c"];

export function parse(text: string): Polynomial {
  const tokens = text.match(/\d+(?:\/\d+)?|[a-z]|[-+*^()]/g) ?? [];
  let at = 0;
  const accept = (token: string): boolean => tokens[at] === token && ++at > 0;
  const sum = (): Polynomial => {
    let result = accept("-") ? P.negate(product()) : product();
    for (;;) {
      if (accept("+")) result = P.add(result, product());
      else if (accept("-")) result = P.subtract(result, product());
      else return result;
    }
  };
  const product = (): Polynomial => {
    let result = power();
    while (accept("*")) result = P.multiply(result, power());
    return result;
  };
  const power = (): Polynomial => {
    const base = atom();
    return accept("^") ? P.power(base, Number(tokens[at++])) : base;
  };
  const atom = (): Polynomial => {
    if (accept("(")) {
      const inner = sum();
      if (!accept(")")) throw new Error(`")" expected in ${text}`);
      return inner;
    }
    const token = tokens[at++] ?? "";
    const index = names.indexOf(token);
    if (index >= 0) return P.variable(index);
    const value = Q.parse(token);
    if (value === null) throw new Error(`cannot read "${token}" in ${text}`);
    return P.constant(value);
  };
  const result = sum();
  if (at < tokens.length) throw new Error(`text left over in ${text}`);
  return result;
}
