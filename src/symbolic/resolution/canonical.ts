/**
 * A numbering of a cell's variables that cells equal up to the names of their variables mostly share, so that each is
 * solved once: variables are sorted by a colour refined from their roles, exponents and the polynomials that hold them;
 * ties are broken by marking one variable after the other. (Two equal cells that are missed cost time, nothing else.)
 */
import * as M from "../algebra/monomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as P from "../algebra/polynomial.js";
import { functionsOf, mapped, normalForm } from "./cell.js";
import type { Cell } from "./cell.js";

/** permutation[i] is the number that variable i gets; variables that do not belong to the cell are sorted to the end. */
export function canonicalNumbering(cell: Cell): number[] {
  const size = cell.roles.length;
  const terms = termsOf(cell);
  let colours = cell.roles.map((role, i) =>
    role === null ? 0 : mix(mix(roleColour[role], cell.kappa[i] ?? 0), cell.h[i] ?? 0),
  );
  colours = refine(colours, terms, rounds);
  const count = terms.reduce((n, list) => n + list.length, 0);
  const marks = Math.min(size, Math.floor(maxRefinement / (1 + count)));
  for (let mark = 0; mark < marks; mark++) {
    const tied = firstTie(cell, colours);
    if (tied === -1) break;
    colours = refine(
      colours.map((c, i) => (i === tied ? mix(c, 977) : c)),
      terms,
      rounds,
    );
  }
  const order = cell.roles
    .map((role, i) => ({ i, absent: role === null, constant: role === "constant", colour: colours[i] ?? 0 }))
    .sort((a, b) => {
      if (a.absent !== b.absent) return a.absent ? 1 : -1;
      if (a.constant !== b.constant) return a.constant ? 1 : -1;
      return a.constant || a.colour === b.colour ? a.i - b.i : a.colour - b.colour;
    });
  const permutation = Array.from({ length: size }, () => 0);
  order.forEach(({ i }, position) => (permutation[i] = position));
  return permutation;
}

/** The permutation from one cell's numbers to those of a cell that is the same in canonical numbering. */
export function renaming(from: readonly number[], to: readonly number[]): number[] {
  const size = Math.max(from.length, to.length);
  const extended = (list: readonly number[]): number[] => Array.from({ length: size }, (_, i) => list[i] ?? i);
  const back: number[] = [];
  extended(to).forEach((position, i) => (back[position] = i));
  return extended(from).map((position) => back[position] ?? position);
}

/** The cell with variable i renamed permutation[i]. */
export function renamed(cell: Cell, permutation: readonly number[]): Cell {
  const moved = <T>(list: readonly T[], fill: T): T[] => {
    const copy = permutation.map(() => fill);
    permutation.forEach((to, from) => (copy[to] = list[from] ?? fill));
    return copy;
  };
  const rename = (p: Polynomial): Polynomial => P.fromTerms(P.terms(p).map(([m, c]) => [M.renamed(m, permutation), c]));
  return normalForm({
    ...mapped(cell, rename),
    roles: moved(cell.roles, null),
    kappa: moved(cell.kappa, 0),
    h: moved(cell.h, 0),
    tower: cell.tower.map((c) => ({ ...c, index: permutation[c.index] ?? c.index, minimal: rename(c.minimal) })),
  });
}

const rounds = 2;
/** Ties are broken while marks × terms stay below this. */
const maxRefinement = 20_000;
const roleColour = { zero: 11, free: 23, nonzero: 37, dependent: 41, constant: 53, opaque: 61 } as const;

interface TermColours {
  readonly colour: number;
  readonly powers: readonly (readonly [variable: number, exponent: number])[];
}

function termsOf(cell: Cell): readonly (readonly TermColours[])[] {
  const lists = [functionsOf(cell), cell.nonzero, cell.equations, cell.relations];
  return lists.flatMap((list, kind) =>
    list.map((p) =>
      p.monomials.map((m, j) => ({
        colour: mix(kind, Number(BigInt.asIntN(32, p.numerators[j] ?? 0n))),
        powers: M.support(m).map((i) => [i, M.exponent(m, i)] as const),
      })),
    ),
  );
}

function refine(colours: number[], polynomials: readonly (readonly TermColours[])[], times: number): number[] {
  let current = colours;
  for (let round = 0; round < times; round++) {
    const next = [...current];
    for (const terms of polynomials) {
      const hashes = terms.map(({ colour, powers }) =>
        powers.reduce((sum, [i, e]) => (sum + mix(current[i] ?? 0, e)) | 0, colour),
      );
      const whole = hashes.reduce((sum, hash) => (sum + mix(hash, 7)) | 0, 0);
      terms.forEach(({ powers }, j) => {
        const hash = mix(whole, hashes[j] ?? 0);
        for (const [i, e] of powers) next[i] = ((next[i] ?? 0) + mix(hash, e)) | 0;
      });
    }
    current = next.map((c, i) => mix(c, current[i] ?? 0));
  }
  return current;
}

/** The first variable that shares its colour with another one, or −1. */
function firstTie(cell: Cell, colours: readonly number[]): number {
  const seen = new Map<number, number>();
  for (const [i, role] of cell.roles.entries()) {
    if (role === null || role === "constant") continue;
    const first = seen.get(colours[i] ?? 0);
    if (first !== undefined) return first;
    seen.set(colours[i] ?? 0, i);
  }
  return -1;
}

/** A 32-bit hash of two numbers. */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
