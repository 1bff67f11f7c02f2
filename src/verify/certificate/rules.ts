/**
 * The rules of the certificate, as its header states them: from a cell to the cells of its children, and from their
 * bounds to its own. Each demands the rule's side conditions.
 */
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { ProofNode, ReduceStep } from "../../symbolic/resolution/certificate.js";
import { quotient, spend, substitute, sumOfProducts, times } from "./arithmetic.js";
import * as C from "./cell.js";
import type { Cell, Scope } from "./cell.js";
import { countRootsOf, extended, signOf } from "./constants.js";
import * as leaves from "./leaves.js";
import { demand, Refusal } from "./refusal.js";
import { step } from "./step.js";
import type { Rule } from "./step.js";
import { demandProduct, demandUnit, demandSquares, demandUnivariate } from "./units.js";
import { maxGenerators } from "./tree.js";
import * as V from "./values.js";
import { degreeOf, orderOf, weightsOf } from "./weights.js";

export const rules: { readonly [R in ProofNode["rule"]]: Rule<R> } = {
  ...leaves,
  reduce: (node, cell, scope) => {
    const lists = { generators: [...cell.generators], equations: [...cell.equations] };
    for (const part of node.steps) reduceBy(part, lists, cell, scope);
    return step([{ ...cell, ...lists }], scope);
  },

  extract: (node, cell, scope) => {
    const p = C.read(node.monomial, cell, scope, "zero", "free");
    const m = p.monomials[0] ?? M.one;
    demand(P.equals(p, P.monomial(m)), "what is extracted is no monomial");
    const generators = cell.generators.map(
      (g) => P.divideMonomial(g, m) ?? fail("the monomial divides not every generator"),
    );
    const kappa = cell.roles.map((_, i) => (cell.kappa[i] ?? 0) + M.exponent(m, i));
    return step([{ ...cell, generators, kappa }], scope);
  },

  shear: (node, cell, scope) => {
    const x = node.variable;
    const role = C.demandRole(cell, x, "zero", "free", "nonzero");
    const unit = C.read(node.by, cell, scope);
    const offset = C.read(node.offset, cell, scope);
    demand(P.degreeIn(unit, x) <= 0 && P.degreeIn(offset, x) <= 0, "unit or offset has the variable itself");
    demandUnit(unit, node.unit, cell, scope);
    if (P.isZero(offset)) return step([sheared(cell, x, unit, offset, role, scope)], scope);
    C.demandNoExponents(cell, x);
    if (role === "zero") demand(P.isZero(C.onCell(offset, cell, scope)), "the offset does not vanish on the cell");
    const child = sheared(cell, x, unit, offset, role === "zero" ? "zero" : "free", scope);
    const apart = role === "nonzero" ? [P.subtract(P.variable(x), offset)] : [];
    return step([{ ...child, nonzero: [...child.nonzero, ...apart] }], scope);
  },

  rescale: (node, cell, scope) => {
    const by = C.read(node.by, cell, scope);
    for (const x of node.variables) C.demandRole(cell, x, "zero", "free", "nonzero");
    demand(
      node.variables.every((x) => P.degreeIn(by, x) <= 0),
      "the unit has a variable that it rescales",
    );
    demandUnit(by, node.unit, cell, scope);
    const move = (p: Polynomial): Polynomial =>
      node.variables.reduce((q, x) => substitute(q, x, times(by, P.variable(x), scope.budget), P.one, scope.budget), p);
    return step([mapped(cell, move)], scope);
  },

  coordinate: (node, cell, scope) => {
    const x = node.variable;
    const role = C.demandRole(cell, x, "free", "nonzero");
    C.demandNoExponents(cell, x);
    const equation = C.member(cell.equations, node.equation, "equation");
    const [offset = P.zero, unit = P.zero, more] = P.coefficientsIn(equation, x);
    demand(more === undefined, "the equation is not linear in the variable");
    demandUnit(unit, node.unit, cell, scope);
    const others = cell.equations.filter((p) => p !== equation);
    const apart = role === "nonzero" ? [P.negate(offset)] : [];
    const rest = { ...cell, equations: others, nonzero: [...cell.nonzero, ...apart] };
    return step([sheared(rest, x, unit, offset, "zero", scope)], scope);
  },

  replace: (node, cell, scope) => {
    const x = node.variable;
    C.demandRole(cell, x, "zero");
    C.demandNoExponents(cell, x);
    const generator = C.member(cell.generators, node.generator, "generator");
    const others = cell.generators.filter((g) => g !== generator);
    demand(
      others.every((g) => P.degreeIn(g, x) <= 0),
      "the variable occurs in another generator",
    );
    demand(P.isZero(C.onCell(generator, cell, scope)), "the generator does not vanish on the cell");
    demandUnit(P.derivative(generator, x), node.unit, cell, scope);
    return step([{ ...cell, generators: [...others, P.variable(x)] }], scope);
  },

  sum: (node, cell, scope) => {
    demand(
      cell.kappa.every((e) => e === 0),
      "κ is not 0",
    );
    const parts = separate(node.parts, cell, [...cell.generators, ...cell.nonzero, ...cell.equations], scope);
    demand(
      parts.every((part) => part.generators.length > 0),
      "a part has no generator",
    );
    return step(parts, scope, V.ofSum);
  },

  product: (node, cell, scope) => {
    const parts = separate(
      node.parts.map((part) => part.variables),
      cell,
      [...cell.nonzero, ...cell.equations],
      scope,
    );
    const children = parts.map((part, i) => ({
      ...part,
      generators: (node.parts[i]?.generators ?? []).map((g) => C.read(g, part, scope)),
    }));
    demand(
      cell.kappa.every((e, x) => e === 0 || parts.some((part) => part.roles[x] !== undefined)),
      "a variable with κ is in no part",
    );
    const count = children.reduce((n, part) => n * part.generators.length, 1);
    demand(count <= maxGenerators, "the parts have too many products");
    const products = children.reduce<readonly Polynomial[]>(
      (list, part) => list.flatMap((p) => part.generators.map((g) => times(p, g, scope.budget))),
      [P.one],
    );
    const { generators } = C.normal({ ...cell, generators: products }, scope);
    demand(
      generators.length > 0 && C.sameList(generators, cell.generators),
      "the parts' products are not the generators",
    );
    return step(children, scope, V.ofProduct);
  },

  power: (node, cell, scope) => {
    const e = node.exponent;
    demand(node.roots.length === cell.generators.length, "not one root for each generator");
    demand(
      cell.kappa.every((k) => k % e === 0),
      "κ is not divisible by the exponent",
    );
    const generators = node.roots.map((root) => C.read(root, cell, scope));
    cell.generators.forEach((g, i) => {
      demandProduct(g, [[generators[i] ?? P.zero, e]], cell, scope);
    });
    const kappa = cell.kappa.map((k) => k / e);
    return step([{ ...cell, generators, kappa }], scope, V.scaledBy(Q.rational(1, e)));
  },

  slice: (node, cell, scope) => {
    const x = node.variable;
    C.demandRole(cell, x, "nonzero");
    const weights = weightsOf(node.weights, cell, "zero", "free", "nonzero");
    const weight = weights[x] ?? 0;
    demand(weight !== 0, "the variable has weight 0");
    for (const p of [...cell.generators, ...cell.nonzero, ...cell.equations]) degreeOf(p, weights);
    const roles = cell.roles.map((role, i) => (i === x ? undefined : role));
    const at = (value: 1 | -1): Cell => {
      const set = (p: Polynomial): Polynomial => substitute(p, x, P.integer(value), P.one, scope.budget);
      return { ...mapped(cell, set), roles };
    };
    return step(weight % 2 === 0 ? [at(1), at(-1)] : [at(1)], scope);
  },

  contract: (node, cell, scope) => {
    const weights = weightsOf(node.weights, cell, "zero", "free", "nonzero");
    const moving = C.variablesWith(cell, "free").filter((i) => weights[i] !== 0);
    demand(
      moving.every((i) => (weights[i] ?? 0) > 0),
      "a free variable has a negative weight",
    );
    const fixed = C.variablesWith(cell, "nonzero").every((i) => weights[i] === 0);
    demand(fixed, "a nonzero variable has a weight");
    for (const g of cell.generators) degreeOf(g, weights);
    const still = [...cell.nonzero, ...cell.equations].every((p) => degreeOf(p, weights) === 0);
    demand(still, "a nonzero polynomial or equation has a degree other than 0");
    return step([moving.reduce((rest, i) => C.withRole(rest, i, "zero"), cell)], scope);
  },

  "split-variable": ({ variable }, cell, scope) => {
    C.demandRole(cell, variable, "free");
    return step([C.withRole(cell, variable, "zero"), C.withRole(cell, variable, "nonzero")], scope);
  },

  split: (node, cell, scope) => {
    const q = C.read(node.polynomial, cell, scope, "free", "nonzero", "constant");
    const there = { ...cell, nonzero: [...cell.nonzero, q] };
    return step([there, { ...cell, equations: [...cell.equations, q] }], scope);
  },

  factor: (node, cell, scope) => {
    const equation = C.member(cell.equations, node.equation, "equation");
    const others = cell.equations.filter((p) => p !== equation);
    const factors = node.factors.map(([text, exponent]) => [C.read(text, cell, scope), exponent] as const);
    demandProduct(equation, factors, cell, scope);
    return step(
      factors.map(([p]) => ({ ...cell, equations: [...others, p] })),
      scope,
    );
  },

  "squares-vanish": (node, cell, scope) => {
    const equation = C.member(cell.equations, node.equation, "equation");
    const others = cell.equations.filter((p) => p !== equation);
    const roots = demandSquares(equation, node.squares, cell, scope);
    return step([{ ...cell, equations: [...others, ...roots] }], scope);
  },

  roots: (node, cell, scope) => {
    const { variable: x } = node;
    const equation = C.member(cell.equations, node.equation, "equation");
    demandUnivariate(equation, x, cell);
    C.demandNoExponents(cell, x);
    const role = C.demandRole(cell, x, "free", "nonzero");
    const children = node.roots.map((root) => withRoot(root, cell, scope));
    children.forEach((a, i) => {
      const other = role === "nonzero" ? [{ lower: Q.zero, upper: Q.zero }] : [];
      const distinct = [...other, ...children.slice(0, i)].every((b) => apart(a, b));
      demand(distinct, "two roots are not told apart, or one is not told apart from 0");
      const at = substitute(equation, x, a.root, P.one, scope.budget);
      demand(P.isZero(C.canonical(at, a.cell, scope)), "what is given as a root is none");
    });
    const atZero = substitute(equation, x, P.zero, P.one, scope.budget);
    const leftOut = role === "nonzero" && signOf(atZero, cell.constants, scope.budget) === 0 ? 1 : 0;
    const count = countRootsOf(equation, x, cell.constants, scope.budget) - leftOut;
    demand(children.length === count, `the equation has ${count} roots here, not ${children.length}`);
    const shifted = children.map((a) => sheared(a.cell, x, P.one, P.negate(a.root), "zero", scope));
    return step(shifted, scope);
  },

  "blow-up": (node, cell, scope) => {
    const weights = weightsOf(node.weights, cell, "zero");
    demand(node.weights.length > 0 && node.weights.every(([, w]) => w >= 1), "a weight of the centre is not positive");
    const centre = node.weights.map(([i]) => i);
    demand(cell.generators.length > 0, "there is no generator");
    const order = orderOf(cell.generators, weights);
    const charts = centre.flatMap((i) => {
      const plus = chart(cell, weights, centre, i, order, scope);
      const even = (weights[i] ?? 0) % 2 === 0;
      return even && !cell.generators.every((g) => hasParity(g, i)) ? [plus(1n), plus(-1n)] : [plus(1n)];
    });
    return step(charts, scope);
  },

  rename: (node, cell, scope) => {
    const to = node.permutation;
    demand(new Set(to).size === to.length && to.every((k) => k < to.length), "this is no permutation");
    demand(
      cell.roles.every((role, i) => role === undefined || i < to.length),
      "a variable has no new number",
    );
    const move = (p: Polynomial): Polynomial =>
      P.fromTerms(
        P.terms(p).map(([m, c]) => [
          M.support(m).reduce((n, i) => M.withExponent(n, to[i] ?? i, M.exponent(m, i)), M.one),
          c,
        ]),
      );
    const from = new Map(to.map((k, i) => [k, i]));
    const list = <T>(old: readonly T[]): (T | undefined)[] => to.map((_, k) => old[from.get(k) ?? k]);
    const constants = cell.constants.map((c) => ({ ...c, index: to[c.index] ?? c.index, minimal: move(c.minimal) }));
    const numbers = (old: readonly number[]): number[] => list(old).map((n) => n ?? 0);
    const roles = list(cell.roles);
    const child = { ...mapped(cell, move), roles, kappa: numbers(cell.kappa), h: numbers(cell.h), constants };
    return step([child], scope);
  },

  combine: (node, cell) => ({ cells: node.children.map(() => cell), combine: V.intersection }),

  subideal: (node, cell, scope) => {
    const child = { ...cell, generators: combinations(node.rows, cell.generators, cell, scope) };
    const result = step([child], scope, V.lowerOnly);
    demand(
      result.cells.every(({ generators }) => generators.length > 0),
      "the smaller ideal is 0",
    );
    return result;
  },

  superideal: (node, cell, scope) => {
    const generators = node.generators.map((g) => C.read(g, cell, scope));
    const spanned = combinations(node.rows, generators, cell, scope);
    const same = spanned.every((p, j) =>
      P.isZero(C.canonical(P.subtract(p, cell.generators[j] ?? P.zero), cell, scope)),
    );
    demand(same && spanned.length === cell.generators.length, "the rows do not give the generators");
    return step([{ ...cell, generators }], scope, V.upperOnly);
  },

  hoelder: (_, cell, scope) => {
    const ratios = cell.kappa.flatMap((k, i) => (k > 0 ? [Q.rational((cell.h[i] ?? 0) + 1, k)] : []));
    const [first] = ratios;
    if (first === undefined) throw new Refusal("κ is 0");
    const dimension = C.variablesWith(cell, "zero", "free", "nonzero").length;
    const child = { ...cell, kappa: cell.kappa.map(() => 0) };
    return step([child], scope, V.byHoelder(ratios.reduce(Q.min, first), dimension));
  },

  forget: (_, cell, scope) => step([{ ...cell, equations: [] }], scope, V.lowerOnly),
};

function fail(reason: string): never {
  throw new Refusal(reason);
}

function mapped(cell: Cell, move: (p: Polynomial) => Polynomial): Cell {
  return {
    ...cell,
    generators: cell.generators.map(move),
    nonzero: cell.nonzero.map(move),
    equations: cell.equations.map(move),
  };
}

function reduceBy(
  part: ReduceStep,
  lists: Record<"generators" | "equations", Polynomial[]>,
  cell: Cell,
  scope: Scope,
): void {
  const list = lists[part.kind === "squares" ? "generators" : part.list];
  const target = C.member(list, part.target, "polynomial");
  const { budget } = scope;
  if (part.kind === "squares") {
    list.push(...demandSquares(target, part.squares, cell, scope).map((root) => times(root, root, budget)));
    list[part.target] = P.zero;
    return;
  }
  if (part.kind === "subtract") {
    demand(part.target !== part.source, "a polynomial is subtracted from itself");
    const source = C.member(list, part.source, "polynomial");
    const multiple = times(C.read(part.factor, cell, scope), source, budget);
    list[part.target] = P.subtract(target, multiple);
    return;
  }
  const by = C.read(part.by, cell, scope);
  demandUnit(by, part.unit, cell, scope);
  list[part.target] =
    part.kind === "multiply"
      ? times(target, by, budget)
      : (quotient(target, by, budget) ?? fail("a division leaves a remainder"));
}

/** The cell in x' = unit·x + offset, which takes the place of x. */
function sheared(cell: Cell, x: number, unit: Polynomial, offset: Polynomial, role: C.Role, scope: Scope): Cell {
  const above = P.subtract(P.variable(x), offset);
  return C.withRole(
    mapped(cell, (p) => substitute(p, x, above, unit, scope.budget)),
    x,
    role,
  );
}

/** One cell a part, with the polynomials in the part's variables; each of `all` must be in some part. */
function separate(parts: readonly (readonly number[])[], cell: Cell, all: readonly Polynomial[], scope: Scope): Cell[] {
  const named = parts.flat();
  demand(new Set(named).size === named.length, "two parts have the same variable");
  for (const x of named) C.demandRole(cell, x, "zero", "free", "nonzero");
  spend(scope.budget, parts.length * (cell.roles.length + all.length));
  const cells = parts.map((variables): Cell => {
    const part = new Set(variables);
    const roles = cell.roles.map((role, i) => (role === "constant" || part.has(i) ? role : undefined));
    const its = (p: Polynomial): boolean => P.variablesOf(p).every((i) => roles[i] !== undefined);
    const entries = (list: readonly number[]): number[] => list.map((n, i) => (part.has(i) ? n : 0));
    return {
      ...cell,
      roles,
      kappa: entries(cell.kappa),
      h: entries(cell.h),
      generators: cell.generators.filter(its),
      nonzero: cell.nonzero.filter(its),
      equations: cell.equations.filter(its),
    };
  });
  const placed = new Set(cells.flatMap((part) => [...part.generators, ...part.nonzero, ...part.equations]));
  demand(
    all.every((p) => placed.has(p)),
    "a polynomial has variables in two parts, or in none",
  );
  return cells;
}

/** A root of an equation, as a polynomial in the constants of its cell, with an interval that it is in. */
interface Root {
  readonly root: Polynomial;
  readonly cell: Cell;
  readonly lower: Q.Rational;
  readonly upper: Q.Rational;
}

function withRoot(
  stated: string | { readonly minimal: string; readonly lower: string; readonly upper: string },
  cell: Cell,
  scope: Scope,
): Root {
  if (typeof stated === "string") {
    const value = C.readRational(stated);
    return { root: P.constant(value), cell, lower: value, upper: value };
  }
  const index = cell.roles.reduce((top, role, i) => (role === undefined ? top : i), -1) + 1;
  const [lower, upper] = [C.readRational(stated.lower), C.readRational(stated.upper)];
  const minimal = C.readIn(stated.minimal, scope);
  const constants = extended(cell.constants, { index, minimal, lower, upper }, scope.budget);
  const place = <T>(list: readonly T[], last: T): T[] => [...list.slice(0, index), last];
  const child = {
    ...cell,
    constants,
    roles: place(cell.roles, "constant"),
    kappa: place(cell.kappa, 0),
    h: place(cell.h, 0),
  };
  return { root: P.variable(index), cell: child, lower, upper };
}

/** Two roots in intervals without a common inner point differ, unless both are the same rational number. */
function apart(a: Pick<Root, "lower" | "upper">, b: Pick<Root, "lower" | "upper">): boolean {
  const disjoint = Q.compare(a.upper, b.lower) <= 0 || Q.compare(b.upper, a.lower) <= 0;
  return disjoint && !(Q.equals(a.lower, b.lower) && Q.equals(a.upper, b.upper));
}

/** x_i = ±y_i^{w_i}, x_j = y_j·y_i^{w_j}, divided by y_i^order. */
function chart(
  cell: Cell,
  weights: readonly number[],
  centre: readonly number[],
  i: number,
  order: number,
  scope: Scope,
): (sign: 1n | -1n) => Cell {
  const along = (list: readonly number[], plus: number): number => {
    const total = centre.reduce((sum, j) => sum + (weights[j] ?? 0) * ((list[j] ?? 0) + plus), 0);
    demand(Number.isSafeInteger(total + order), "an exponent is too large");
    return total;
  };
  const entry = (list: readonly number[], value: number): number[] =>
    cell.roles.map((_, j) => (j === i ? value : (list[j] ?? 0)));
  const kappa = entry(cell.kappa, along(cell.kappa, 0) + order);
  const h = entry(cell.h, along(cell.h, 1) - 1);
  const later = centre.slice(centre.indexOf(i) + 1);
  const roles = cell.roles.map((role, j) => (later.includes(j) ? "free" : role));
  return (sign) => {
    const move = (p: Polynomial): Polynomial => {
      spend(scope.budget, p.monomials.length);
      return P.fromTerms(
        P.terms(p).map(([m, c]) => [
          M.withExponent(m, i, M.weightedDegree(m, weights) - order),
          sign === -1n && M.exponent(m, i) % 2 === 1 ? Q.negate(c) : c,
        ]),
      );
    };
    return { ...cell, roles, kappa, h, generators: cell.generators.map(move) };
  };
}

function hasParity(p: Polynomial, x: number): boolean {
  const [first = 0, ...others] = p.monomials.map((m) => M.exponent(m, x) % 2);
  return others.every((parity) => parity === first);
}

/** Σ_j rows[i][j]·list[j] for every row. */
function combinations(
  rows: readonly (readonly string[])[],
  list: readonly Polynomial[],
  cell: Cell,
  scope: Scope,
): Polynomial[] {
  return rows.map((row) => {
    demand(row.length === list.length, "a row has a wrong length");
    return sumOfProducts(
      row.map((text, j) => [C.read(text, cell, scope), list[j] ?? P.zero]),
      scope.budget,
    );
  });
}
