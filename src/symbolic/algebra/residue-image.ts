/**
 * Univariate images of a polynomial over ℚ modulo a prime: all variables but one at fixed residues. Denominators
 * are left out, so the image is that of an integer multiple.
 */
import { residue } from "./modular.js";
import * as M from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import type { ResiduePolynomial } from "./residue-polynomial.js";

/** Powers of the point's coordinates modulo p, as high as the polynomials need them: table[index][exponent]. */
export function powerTable(point: readonly number[], list: readonly Polynomial[], p: number): number[][] {
  return point.map((value, index) => {
    let top = 0;
    for (const f of list) for (const m of f.monomials) top = Math.max(top, M.exponent(m, index));
    P.listedDegree(top);
    const powers = [1];
    for (let e = 1; e <= top; e++) powers.push(((powers[e - 1] ?? 0) * value) % p);
    return powers;
  });
}

/** The numerators of f in x_index, the other variables at the point of the table, modulo p. */
export function univariateImage(
  f: Polynomial,
  index: number,
  table: readonly (readonly number[])[],
  p: number,
): ResiduePolynomial {
  const sums: number[] = [];
  f.monomials.forEach((m, i) => {
    let term = residue(f.numerators[i] ?? 0n, p);
    const exponents = M.exponents(m);
    exponents.forEach((e, k) => {
      if (e > 0 && k !== index) term = (term * (table[k]?.[e] ?? 0)) % p;
    });
    const e = P.listedDegree(exponents[index] ?? 0);
    while (sums.length <= e) sums.push(0);
    sums[e] = ((sums[e] ?? 0) + term) % p;
  });
  while (sums.length > 0 && sums.at(-1) === 0) sums.pop();
  return sums;
}
