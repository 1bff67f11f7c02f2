/** Factors of polynomials over ℚ as the resolution uses them, remembered between calls. */
import { factor } from "../algebra/factor.js";
import { squareFree } from "../algebra/gcd.js";
import type { Power } from "../algebra/gcd.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";

const known = new Map<string, readonly Power[]>();
const maxKnown = 20_000;
/** Larger polynomials are only split into square-free parts. */
const maxFactoredTerms = 60;
const maxFactoredDegree = 60;

/** Pairwise coprime nonconstant factors with multiplicities, as fine as is cheap to find; constants are left out. */
export function factorsOf(p: Polynomial): readonly Power[] {
  const key = P.key(p);
  const isLarge = p.monomials.length > maxFactoredTerms || P.degree(p) > maxFactoredDegree;
  const found = known.get(key) ?? (isLarge ? squareFree(p) : factor(p).factors);
  if (known.size >= maxKnown) known.clear();
  known.set(key, found);
  return found;
}
