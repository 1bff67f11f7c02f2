/** Small random ideals in three variables. */
import { fc } from "@fast-check/vitest";
import * as M from "../../../../src/symbolic/algebra/monomial.js";
import * as P from "../../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../../src/symbolic/algebra/rational.js";

/** Exponents, not all 0, and a coefficient. */
export const term = fc.tuple(
  fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 3 }).filter((e) => e.some((n) => n > 0)),
  fc.constantFrom(1, -1, 2, -3),
);

const polynomial = fc
  .array(term, { minLength: 1, maxLength: 3 })
  .map((list) => P.fromTerms(list.map(([e, c]) => [M.fromExponents(e), Q.rational(c)] as const)))
  .filter((p) => !P.isZero(p));

export const ideal = fc.array(polynomial, { minLength: 1, maxLength: 3 });
