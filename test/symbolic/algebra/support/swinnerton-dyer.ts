import * as M from "../../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../../src/symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../../src/symbolic/algebra/rational.js";

/**
 * The product of x_0 ± √a_1 ± … ± √a_n over all signs, for distinct primes a_i: irreducible of degree 2^n over ℚ, while modulo
 * every prime its factors have degree at most 2, so that combining them is as hard as can be.
 */
export function swinnertonDyer(primes: readonly number[]): Polynomial {
  const [x, root] = [P.variable(0), P.variable(1)];
  return primes.reduce((p, a) => {
    const both = P.multiply(P.substitute(p, 0, P.add(x, root)), P.substitute(p, 0, P.subtract(x, root)));
    return P.fromTerms(
      P.terms(both).map(([m, c]) => [
        M.withExponent(m, 1, 0),
        Q.multiply(c, Q.power(Q.rational(a), M.exponent(m, 1) / 2)),
      ]),
    );
  }, x);
}
