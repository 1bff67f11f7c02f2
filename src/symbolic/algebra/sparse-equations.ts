/**
 * Linear equations over ℚ with few entries each. They are solved one unknown at a time, always from a shortest equation, so
 * that what is forced to be a number goes first and little fills in.
 */
import { operate } from "./budget.js";
import type { Budget } from "./budget.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

/** Σ terms[k]·x_k = right, no term 0. */
export interface Equation {
  readonly terms: ReadonlyMap<number, Rational>;
  readonly right: Rational;
}

/** Some solution, 0 where nothing else is said; null where there is none. Throws LimitError where the budget ends first. */
export function solveSparse(equations: readonly Equation[], budget: Budget): ReadonlyMap<number, Rational> | null {
  const solved: { readonly unknown: number; readonly by: Equation }[] = [];
  let rest = equations;
  while (rest.length > 0) {
    const shortest = rest.reduce((a, b) => (b.terms.size < a.terms.size ? b : a));
    const [unknown] = shortest.terms.keys();
    if (unknown === undefined) {
      if (rest.some(({ terms, right }) => terms.size === 0 && !Q.isZero(right))) return null;
      rest = rest.filter(({ terms }) => terms.size > 0);
      continue;
    }
    const by = scaled(shortest, Q.divide(Q.one, shortest.terms.get(unknown) ?? Q.one));
    const others = rest.filter((e) => e !== shortest);
    const touched = others.filter(({ terms }) => terms.has(unknown));
    operate(budget, rest.length / 10 + touched.reduce((n, { terms }) => n + terms.size + by.terms.size, 0));
    rest = others.map((e) => (e.terms.has(unknown) ? without(e, unknown, by) : e));
    solved.push({ unknown, by });
  }
  const values = new Map<number, Rational>();
  for (const { unknown, by } of solved.reverse()) {
    const others = [...by.terms].map(([k, a]) => Q.multiply(a, values.get(k) ?? Q.zero));
    values.set(unknown, Q.subtract(by.right, others.reduce(Q.add, Q.zero)));
  }
  return values;
}

function scaled({ terms, right }: Equation, by: Rational): Equation {
  return { terms: new Map([...terms].map(([k, a]) => [k, Q.multiply(a, by)])), right: Q.multiply(right, by) };
}

/** Less the multiple of an equation, in which the unknown has coefficient 1, that takes the unknown out. */
function without({ terms, right }: Equation, unknown: number, by: Equation): Equation {
  const factor = terms.get(unknown) ?? Q.zero;
  const next = new Map(terms);
  for (const [k, a] of by.terms) {
    const value = Q.subtract(next.get(k) ?? Q.zero, Q.multiply(factor, a));
    if (Q.isZero(value)) next.delete(k);
    else next.set(k, value);
  }
  return { terms: next, right: Q.subtract(right, Q.multiply(factor, by.right)) };
}
