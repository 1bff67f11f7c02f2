/**
 * Cells that fall apart: ideals in disjoint variables, added or multiplied, powers, and common monomials.
 */
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import { hasOpaque, normalForm, variablesOf, withRole } from "./cell.js";
import type { Cell } from "./cell.js";
import { factorsOf } from "./factors.js";
import { equivalent } from "./step.js";
import type { Rule } from "./step.js";
import * as V from "./value.js";

/** A monomial in zero and free variables that divides every generator joins κ. */
export const extract: Rule = (cell) => {
  const [first = M.one, ...rest] = cell.generators.map(P.monomialContent);
  const common = rest.reduce(M.gcd, first);
  const exponents = M.exponents(common).map((e, i) => (["zero", "free"].includes(cell.roles[i] ?? "") ? e : 0));
  const monomial = M.fromExponents(exponents);
  if (monomial === M.one) return null;
  const child = normalForm({
    ...cell,
    kappa: cell.kappa.map((k, i) => k + M.exponent(monomial, i)),
    generators: cell.generators.map((g) => P.divideMonomial(g, monomial) ?? g),
  });
  return equivalent(child, (index, write) => ({
    rule: "extract",
    powers: [[write(P.monomial(monomial)), 1]],
    child: index,
  }));
};

/** Generators in disjoint variables, without κ. */
export const sum: Rule = (cell) => {
  if (cell.kappa.some((k) => k > 0)) return null;
  const groups = hasOpaque(cell) ? besideVariables(cell) : components(cell, cell.generators);
  if (groups.length < 2) return null;
  const children = groups.map((g) =>
    partCell(
      cell,
      g,
      cell.generators.filter((p) => isWithin(p, g, cell)),
    ),
  );
  return {
    children,
    combine: V.sum,
    aim: V.aimOfSum,
    node: (indices, write) => ({
      rule: "parts",
      how: "sum",
      parts: groups.map((variables, i) => ({ variables, generators: (children[i]?.generators ?? []).map(write) })),
      children: indices,
    }),
  };
};

/** Zero variables that are generators and occur nowhere else, and all others: modulo the first, opaque functions are of these. */
function besideVariables(cell: Cell): number[][] {
  const all = cell.roles.flatMap((role, i) => (role === null || role === "constant" ? [] : [i]));
  const polynomials = [...cell.generators, ...cell.nonzero, ...cell.equations, ...cell.relations];
  const isAlone = (x: number): boolean =>
    cell.roles[x] === "zero" && occurrences(x, polynomials).every((p) => P.equals(P.primitive(p), P.variable(x)));
  const alone = all.filter((x) => occurrences(x, polynomials).length > 0 && isAlone(x));
  const rest = all.filter((x) => !alone.includes(x));
  const isPart = cell.generators.some((g) => P.variablesOf(g).some((x) => rest.includes(x)));
  return alone.length > 0 && isPart ? [alone, rest] : [];
}

function occurrences(x: number, list: readonly Polynomial[]): Polynomial[] {
  return list.filter((p) => P.degreeIn(p, x) > 0);
}

/** κ-variables that occur nowhere else, and the factors of a single generator in disjoint variables. */
export const product: Rule = (cell, budget) => {
  if (hasOpaque(cell)) return null;
  const [g] = cell.generators;
  const factors = cell.generators.length === 1 && g !== undefined && mayPart(g, cell) ? factorsOf(g, budget) : [];
  const pieces = factors.map(({ factor, multiplicity }) => P.power(factor, multiplicity));
  const polynomials = pieces.length > 1 ? pieces : cell.generators;
  const groups = components(cell, polynomials, pieces.length > 1 ? undefined : cell.generators);
  const alone = variablesOf(cell, "zero").filter(
    (i) => (cell.kappa[i] ?? 0) > 0 && !groups.some((group) => group.includes(i)),
  );
  const parts = [
    ...groups.map((variables) => ({
      variables,
      generators: pieces.length > 1 ? [P.product(pieces.filter((p) => isWithin(p, variables, cell)))] : cell.generators,
    })),
    ...alone.map((i) => ({ variables: [i], generators: [P.one] })),
  ];
  if (parts.length < 2 || groups.length === 0) return null;
  return {
    children: parts.map((part) => partCell(cell, part.variables, part.generators)),
    combine: V.product,
    aim: V.aimOfProduct,
    node: (indices, write) => ({
      rule: "parts",
      how: "product",
      parts: parts.map((part) => ({ variables: part.variables, generators: part.generators.map(write) })),
      children: indices,
    }),
  };
};

/** False where p is no product in disjoint variables: in two variables such a product has a term for each pair of exponents. */
function mayPart(p: Polynomial, cell: Cell): boolean {
  const [i, j, more] = coordinatesOf(p, cell);
  if (i === undefined || j === undefined) return false;
  if (more !== undefined) return true;
  const outer = new Set(p.monomials.map((m) => `${M.exponent(m, i)},${M.exponent(m, j)}`));
  const count = (k: number): number => new Set(p.monomials.map((m) => M.exponent(m, k))).size;
  return count(i) * count(j) === outer.size;
}

/** Generators that are all powers of one exponent, κ too. */
export const power: Rule = (cell, budget) => {
  if (hasOpaque(cell)) return null;
  const possible = [...cell.generators.map(extremeExponent), ...cell.kappa].reduce(gcd, 0);
  if (possible < 2) return null;
  const roots = cell.generators.map((g) => {
    const factors = factorsOf(g, budget);
    const exponent = factors.reduce((e, f) => gcd(e, f.multiplicity), 0);
    return { factors, exponent };
  });
  const exponent = [...roots.map((r) => r.exponent), ...cell.kappa].reduce(gcd, 0);
  if (exponent < 2) return null;
  const generators = roots.map((r) => P.product(r.factors.map((f) => P.power(f.factor, f.multiplicity / exponent))));
  const child = normalForm({ ...cell, generators, kappa: cell.kappa.map((k) => k / exponent) });
  return {
    children: [child],
    combine: ([range]) => (range === undefined ? V.nothing : V.root(range, exponent)),
    aim: V.aimOfPower(exponent),
    node: ([index = -1], write) => ({ rule: "power", roots: generators.map(write), exponent, child: index }),
  };
};

/** A multiple of every e for which p is an e-th power: its extreme monomials are e-th powers too. */
function extremeExponent(p: Polynomial): number {
  return [p.monomials[0], p.monomials.at(-1)].flatMap((m) => M.exponents(m ?? M.one)).reduce(gcd, 0);
}

/**
 * The variables of the polynomials, grouped so that each polynomial, nonzero polynomial, equation and relation lies in one group.
 * With `together` given, those polynomials all go into one group.
 */
function components(cell: Cell, polynomials: readonly Polynomial[], together?: readonly Polynomial[]): number[][] {
  const links = [...polynomials, ...cell.nonzero, ...cell.equations, ...cell.relations].map((p) =>
    coordinatesOf(p, cell),
  );
  links.push(...variablesOf(cell, "nonzero").map((x) => [x]));
  if (together !== undefined) links.push(together.flatMap((p) => coordinatesOf(p, cell)));
  const groups: Set<number>[] = [];
  for (const link of links) {
    const joined = new Set(link);
    for (const group of groups.filter((g) => link.some((i) => g.has(i)))) {
      group.forEach((i) => joined.add(i));
      groups.splice(groups.indexOf(group), 1);
    }
    if (joined.size > 0) groups.push(joined);
  }
  const owns = (group: Set<number>): boolean =>
    polynomials.some((p) => coordinatesOf(p, cell).some((i) => group.has(i)));
  const owning = groups.filter(owns).map((g) => [...g]);
  const idle = groups.filter((g) => !owns(g)).flatMap((g) => [...g]);
  owning[0]?.push(...idle);
  return owning.map((g) => g.sort((a, b) => a - b)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

function coordinatesOf(p: Polynomial, cell: Cell): number[] {
  return P.variablesOf(p).filter((i) => cell.roles[i] !== "constant");
}

function isWithin(p: Polynomial, variables: readonly number[], cell: Cell): boolean {
  return coordinatesOf(p, cell).every((i) => variables.includes(i));
}

function partCell(cell: Cell, variables: readonly number[], generators: readonly Polynomial[]): Cell {
  let part = cell;
  cell.roles.forEach((role, i) => {
    if (role !== null && role !== "constant" && !variables.includes(i)) part = withRole(part, i, null);
  });
  return normalForm({
    ...part,
    generators,
    nonzero: cell.nonzero.filter((p) => isWithin(p, variables, cell)),
    equations: cell.equations.filter((p) => isWithin(p, variables, cell)),
    relations: cell.relations.filter((p) => isWithin(p, variables, cell)),
  });
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
