/** Exact division of polynomials. */
import { operate, unlimited, words } from "./budget.js";
import type { Budget } from "./budget.js";
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";
import { popGreatest, pushOnto } from "./monomial-heap.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";

/** p/q where q divides p, else null; q ≠ 0. Throws LimitError where the budget ends first. */
export function divideExact(p: Polynomial, q: Polynomial, budget: Budget = unlimited()): Polynomial | null {
  return quotientOf(p, q, (operations) => {
    operate(budget, operations);
  });
}

/** The same; `pay` is told of operations before they are done, and may throw. */
export function quotientOf(p: Polynomial, q: Polynomial, pay: (operations: number) => void): Polynomial | null {
  const lead = P.leadingTerm(q);
  if (lead === null) throw new RangeError("division by the zero polynomial");
  if (q.monomials.length === 1) {
    const quotient = P.divideMonomial(p, lead[0]);
    return quotient === null ? null : P.scale(quotient, Q.divide(Q.one, lead[1]));
  }
  if (p.monomials.length > 0 && !M.divides(q.monomials.at(-1) ?? M.one, p.monomials.at(-1) ?? M.one)) return null;
  const divisor = P.primitive(q);
  const quotient = divideIntegers(p, divisor, pay);
  const factor = Q.rational(divisor.numerators[0] ?? 1n, p.denominator);
  return quotient === null ? null : P.scale(quotient, Q.divide(factor, lead[1]));
}

/**
 * The quotient of p's numerators by a primitive q; by Gauss' lemma its coefficients are integers. The remainder is a
 * table of sums with a heap of its monomials, greatest first.
 */
function divideIntegers(p: Polynomial, q: Polynomial, pay: (operations: number) => void): Polynomial | null {
  const [leadMonomial = M.one] = q.monomials;
  const [leadNumerator = 1n] = q.numerators;
  const rest = new Map<Monomial, bigint>();
  p.monomials.forEach((m, i) => rest.set(m, p.numerators[i] ?? 0n));
  const heap = [...p.monomials];
  const monomials: Monomial[] = [];
  const numerators: bigint[] = [];
  for (let top = popGreatest(heap); top !== undefined; top = popGreatest(heap)) {
    const value = rest.get(top) ?? 0n;
    if (value === 0n) continue;
    const m = M.divide(top, leadMonomial);
    const c = value / leadNumerator;
    if (m === null || c * leadNumerator !== value) return null;
    pay((q.monomials.length * words(c)) / 2);
    monomials.push(m);
    numerators.push(c);
    for (let j = 1; j < q.monomials.length; j++) {
      const n = M.multiply(q.monomials[j] ?? M.one, m);
      const old = rest.get(n);
      if (old === undefined) pushOnto(heap, n);
      rest.set(n, (old ?? 0n) - c * (q.numerators[j] ?? 0n));
    }
  }
  return { monomials, numerators, denominator: 1n };
}
