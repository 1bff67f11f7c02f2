/** Real roots as people write them: quadratic ones over ℚ in closed form, others by polynomial and approximation. */
import * as P from "../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../symbolic/algebra/polynomial.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import { formula, polynomial, rational } from "./formula.js";
import type { Formula, Names } from "./formula.js";

/** The root of `minimal` in x_index between lower and upper. */
export interface AlgebraicRoot {
  readonly index: number;
  readonly minimal: Polynomial;
  readonly lower: Rational;
  readonly upper: Rational;
}

export function rootFormula(root: AlgebraicRoot, names: Names): Formula {
  return quadratic(root) ?? described(root, names);
}

/** (−b ± √D)/(2a), the square factors of D taken out; null for what is no quadratic polynomial over ℚ. */
function quadratic({ index, minimal, lower, upper }: AlgebraicRoot): Formula | null {
  const coefficients = P.coefficientsIn(minimal, index);
  if (coefficients.length !== 3 || !coefficients.every(P.isConstant)) return null;
  const [c = Q.zero, b = Q.zero, a = Q.one] = coefficients.map(P.constantTerm);
  const four = Q.rational(4);
  const discriminant = Q.subtract(Q.multiply(b, b), Q.multiply(four, Q.multiply(a, c)));
  const twoA = Q.multiply(Q.rational(2), a);
  const centre = Q.divide(Q.negate(b), twoA);
  // √(p/q)/|2a| = √(pq)/(q·|2a|)
  const { root, rest } = squareFactor(discriminant.num * discriminant.den);
  if (root === 0n) return null;
  const size = Q.divide(Q.rational(root, discriminant.den), Q.sign(twoA) < 0 ? Q.negate(twoA) : twoA);
  const middle = Q.divide(Q.add(lower, upper), Q.rational(2));
  return surd(centre, Q.compare(middle, centre) < 0, size, rest);
}

/** centre ± size·√rest. */
function surd(centre: Rational, negative: boolean, size: Rational, rest: bigint): Formula {
  const top = size.num === 1n ? "" : size.num.toString();
  const under = rest.toString();
  const text = `${top}√${under}${size.den === 1n ? "" : `/${size.den.toString()}`}`;
  const numerator = `${top}\\sqrt{${under}}`;
  const tex = size.den === 1n ? numerator : `\\frac{${numerator}}{${size.den.toString()}}`;
  if (Q.isZero(centre)) return formula(negative ? `-${text}` : text, negative ? `-${tex}` : tex);
  const { text: before, tex: beforeTex } = rational(centre);
  const sign = negative ? "-" : "+";
  return formula(`${before} ${sign} ${text}`, `${beforeTex} ${sign} ${tex}`);
}

/** n = root²·rest, with the square factors of small primes alone; root 0 for n too large to be shown. */
function squareFactor(n: bigint): { readonly root: bigint; readonly rest: bigint } {
  if (n > 1_000_000_000_000n || n <= 0n) return { root: 0n, rest: n };
  let root = 1n;
  let rest = n;
  for (let p = 2n; p * p <= rest && p < 10_000n; p++) {
    while (rest % (p * p) === 0n) {
      rest /= p * p;
      root *= p;
    }
  }
  return { root, rest };
}

function described({ index, minimal, lower, upper }: AlgebraicRoot, names: Names): Formula {
  const name = names.of(index);
  const p = polynomial(minimal, names);
  const [from, to] = [rational(lower), rational(upper)];
  return formula(
    `the root of ${p.text} in (${from.text}, ${to.text})`,
    `\\text{the root of } ${p.tex} \\text{ with } ${from.tex} < ${name.tex} < ${to.tex}`,
  );
}
