/**
 * Leading monomials of a space of polynomials for an order by weights, lowest weight first: Gaussian elimination, modulo
 * a prime where only the monomials are asked for (a guess that the exact elimination then confirms or not).
 */
import { operate } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { inverse, prime, residueOf } from "../algebra/modular.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";

/** An element of an ideal: Σ_j cofactors[j]·g_j for its generators g_j. */
export interface Element {
  readonly polynomial: Polynomial;
  readonly cofactors: readonly Polynomial[];
}

/** Polynomials modulo a prime, their monomials numbered. */
export interface ModularSpace {
  readonly monomials: readonly Monomial[];
  readonly rows: readonly (readonly Term[])[];
}

type Term = readonly [monomial: number, coefficient: number];

const p = prime(0);

export function modularSpace(polynomials: readonly Polynomial[]): ModularSpace {
  const numbers = new Map<Monomial, number>();
  const rows = polynomials.map((g) =>
    P.terms(g).flatMap(([m, c]): Term[] => {
      const number = numbers.get(m) ?? numbers.size;
      numbers.set(m, number);
      const image = residueOf(c, p) ?? 0;
      return image === 0 ? [] : [[number, image]];
    }),
  );
  return { monomials: [...numbers.keys()], rows };
}

/** The leading monomials of the span. Throws LimitError where the budget ends first. */
export function modularLeads(
  { monomials, rows }: ModularSpace,
  weights: readonly number[],
  budget: Budget,
): Monomial[] {
  operate(budget, monomials.length + rows.reduce((n, row) => n + row.length, 0) / 2);
  const degrees = monomials.map((m) => M.weightedDegree(m, weights));
  const order = monomials.map((_, i) => i).sort((a, b) => (degrees[a] ?? 0) - (degrees[b] ?? 0) || a - b);
  const position: number[] = [];
  order.forEach((i, k) => (position[i] = k));
  const pivots = new Map<number, readonly Term[]>();
  for (const terms of rows) {
    let row: readonly Term[] = terms.map(([i, c]): Term => [position[i] ?? 0, c]).sort(([a], [b]) => a - b);
    for (let lead = row[0]; lead !== undefined; lead = row[0]) {
      const [place, c] = lead;
      const pivot = pivots.get(place);
      if (pivot === undefined) {
        const by = inverse(c, p);
        pivots.set(
          place,
          row.map(([i, d]): Term => [i, (d * by) % p]),
        );
        break;
      }
      operate(budget, (row.length + pivot.length) / 20);
      row = subtractMultiple(row, pivot, c);
    }
  }
  return [...pivots.keys()].map((place) => monomials[order[place] ?? 0] ?? M.one);
}

/** row − c·pivot; both ascending. */
function subtractMultiple(row: readonly Term[], pivot: readonly Term[], c: number): Term[] {
  const result: Term[] = [];
  let k = 0;
  for (const term of pivot) {
    for (let own = row[k]; own !== undefined && own[0] < term[0]; own = row[k]) {
      result.push(own);
      k++;
    }
    const own = row[k];
    const shared = own?.[0] === term[0] ? own : null;
    const difference = ((shared?.[1] ?? 0) + (p - ((c * term[1]) % p))) % p;
    if (shared !== null) k++;
    if (difference !== 0) result.push([term[0], difference]);
  }
  return [...result, ...row.slice(k)];
}

/** Elements with these leading monomials, as far as the span has them. Throws LimitError where the budget ends first. */
export function elementsWithLeads(
  span: readonly Element[],
  leads: readonly Monomial[],
  weights: readonly number[],
  budget: Budget,
): Element[] {
  const wanted = new Set(leads);
  const pivots = new Map<Monomial, Element>();
  for (const element of span) {
    if (wanted.size === 0) break;
    let current = element;
    for (let lead = leadOf(current, weights); lead !== null; lead = leadOf(current, weights)) {
      const pivot = pivots.get(lead);
      if (pivot === undefined) {
        pivots.set(lead, current);
        wanted.delete(lead);
        break;
      }
      operate(
        budget,
        current.polynomial.monomials.length + pivot.polynomial.monomials.length + current.cofactors.length,
      );
      current = subtractAt(lead, current, pivot);
    }
  }
  return leads.flatMap((lead) => pivots.get(lead) ?? []);
}

function leadOf({ polynomial }: Element, weights: readonly number[]): Monomial | null {
  const order = P.order(polynomial, weights);
  return polynomial.monomials.find((m) => M.weightedDegree(m, weights) === order) ?? null;
}

function subtractAt(lead: Monomial, a: Element, b: Element): Element {
  const factor = Q.divide(P.coefficient(a.polynomial, lead), P.coefficient(b.polynomial, lead));
  return {
    polynomial: P.subtract(a.polynomial, P.scale(b.polynomial, factor)),
    cofactors: a.cofactors.map((c, j) => P.subtract(c, P.scale(b.cofactors[j] ?? P.zero, factor))),
  };
}
