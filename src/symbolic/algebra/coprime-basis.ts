/**
 * Coprime bases (gcd-free bases), in one variable over the field of a tower or in several over ℚ: square-free, pairwise
 * coprime polynomials of which given ones are products. They show all multiplicities and what is common, without factors.
 */
import type { Budget } from "./budget.js";
import { gcd, squareFree } from "./gcd.js";
import type { Power } from "./gcd.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import { divideExact } from "./polynomial-division.js";
import * as T from "./tower.js";
import type { Tower } from "./tower.js";

export interface BaseElement {
  readonly factor: Polynomial;
  /** By the polynomials given: how often each of them has the factor. */
  readonly exponents: readonly number[];
}

/**
 * Of polynomials in x and the constants that do not vanish at these. Over ℚ the factors are primitive, over a tower monic.
 * Throws LimitError where the budget ends first.
 */
export function coprimeBasis(list: readonly Polynomial[], x: number, tower: Tower, budget: Budget): BaseElement[] {
  const ring = tower.length === 0 ? overRationals(budget) : overTower(x, tower, budget);
  return refined(list, ring, (p) => P.degreeIn(p, x) <= 0);
}

/** Of polynomials over ℚ, primitive; constants are left out. Throws LimitError where the budget ends first. */
export function coprimeFactors(list: readonly Polynomial[], budget: Budget): BaseElement[] {
  return refined(list, overRationals(budget), P.isConstant);
}

function refined(list: readonly Polynomial[], ring: Ring, isTrivial: (p: Polynomial) => boolean): BaseElement[] {
  let basis: BaseElement[] = [];
  list.forEach((p, own) => {
    for (const { factor, multiplicity } of isTrivial(p) ? [] : ring.powers(p)) {
      const next: BaseElement[] = [];
      let rest = factor;
      for (const element of basis) {
        const common = isTrivial(rest) ? P.one : ring.gcd(element.factor, rest);
        if (isTrivial(common)) {
          next.push(element);
          continue;
        }
        const apart = ring.quotient(element.factor, common);
        if (!isTrivial(apart)) next.push({ ...element, factor: apart });
        next.push({
          factor: common,
          exponents: element.exponents.map((e, k) => (k === own ? multiplicity : e)),
        });
        rest = ring.quotient(rest, common);
      }
      if (!isTrivial(rest)) {
        next.push({ factor: rest, exponents: list.map((_, k) => (k === own ? multiplicity : 0)) });
      }
      basis = next;
    }
  });
  return basis;
}

/** Polynomials as the basis needs them. */
interface Ring {
  readonly gcd: (p: Polynomial, q: Polynomial) => Polynomial;
  readonly quotient: (p: Polynomial, q: Polynomial) => Polynomial;
  /** Square-free factors by multiplicity. */
  readonly powers: (p: Polynomial) => readonly Power[];
}

function overRationals(budget: Budget): Ring {
  return {
    gcd: (p, q) => gcd(p, q, budget),
    quotient: (p, q) => P.primitive(divideExact(p, q, budget) ?? p),
    powers: (p) => squareFree(p, budget),
  };
}

function overTower(x: number, tower: Tower, budget: Budget): Ring {
  const quotient = (p: Polynomial, q: Polynomial): Polynomial => T.quotientOver(p, q, x, tower, budget);
  const common = (p: Polynomial, q: Polynomial): Polynomial => T.gcdOver(p, q, x, tower, budget);
  return {
    gcd: common,
    quotient,
    powers: (p) => {
      const found: Power[] = [];
      let simple = T.squareFreeOver(p, x, tower, budget);
      let rest = quotient(p, simple);
      for (let multiplicity = 1; P.degreeIn(simple, x) > 0; multiplicity++) {
        const further = common(simple, rest);
        const factor = quotient(simple, further);
        if (P.degreeIn(factor, x) > 0) found.push({ factor, multiplicity });
        rest = quotient(rest, further);
        simple = further;
      }
      return found;
    },
  };
}
