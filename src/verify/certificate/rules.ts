/**
 * The rules of the certificate, as its shapes state them: from a cell to the cells of its children, and from their bounds
 * to its own. Each demands the rule's side conditions.
 */
import { spend } from "../../symbolic/algebra/budget.js";
import { productOfPowers, quotient, substitute, times } from "../../symbolic/algebra/metered.js";
import { countRootsOf } from "../../symbolic/algebra/metered-tower.js";
import * as M from "../../symbolic/algebra/monomial.js";
import * as P from "../../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../../symbolic/algebra/polynomial.js";
import * as Q from "../../symbolic/algebra/rational.js";
import type { ProofNode } from "../../symbolic/resolution/certificate.js";
import * as C from "./cell.js";
import type { Cell } from "./cell.js";
import {
  demandCell,
  demandJacobian,
  demandProduct,
  demandSame,
  demandSquares,
  demandUnit,
  demandUnivariate,
  hasPoint,
  rootOf,
  unitOf,
} from "./evidence.js";
import { adjunction } from "./adjunction.js";
import { eliminate } from "./eliminate.js";
import { empty, initial, integrate, monomial, valuation, zero } from "./leaves.js";
import { demand, Refusal } from "./refusal.js";
import { step } from "./step.js";
import type { Rule, Step } from "./step.js";
import { theorem } from "./theorems.js";
import { blowUp, contract, flow, slice } from "./torus.js";
import * as V from "./values.js";

/** Variables that have values on the cell other than 0. */
const withValues = ["free", "dependent", "constant"] as const;
export const maxGenerators = 100_000;

const rules: { readonly [R in ProofNode["rule"]]: Rule<R> } = {
  reduce: ({ of, steps }, cell) => {
    const { budget } = cell.scope;
    const first = cell.relations.length;
    const list = [...cell.relations, ...(of === "powers" ? cell.powers.map((p) => p.factor) : cell[of])];
    const sides = { lower: true, upper: true };
    const read = (text: string): Polynomial =>
      C.read(text, cell, of === "equations" ? C.known : [...C.known, "opaque"]);
    for (const part of steps) {
      const { target } = part;
      demand(
        target >= first && target <= list.length,
        "the target is no generator or equation, nor the end of the list",
      );
      demand(of !== "powers" || part.kind === "divide", "powers can only be divided");
      const old = list[target] ?? P.zero;
      switch (part.kind) {
        case "subtract":
          demand(target !== part.source, "a polynomial is subtracted from itself");
          list[target] = P.subtract(old, times(read(part.factor), C.member(list, part.source, "polynomial"), budget));
          break;
        case "divide": {
          const by = read(part.by);
          demandUnit(by, part.unit, cell);
          list[target] = quotient(old, by, budget) ?? fail("a division leaves a remainder");
          break;
        }
        case "squares": {
          const roots = demandSquares(old, part.squares, cell);
          list[target] = P.zero;
          list.push(...roots.map((root) => (of === "generators" ? times(root, root, budget) : root)));
          break;
        }
        case "set": {
          const p = read(part.polynomial);
          list[target] = p;
          sides.lower &&= P.isZero(p);
          sides.upper &&= P.isZero(old);
        }
      }
    }
    const rest = list.slice(first);
    const powers = cell.powers.map((p, i) => ({ ...p, factor: rest[i] ?? p.factor }));
    return step([{ ...cell, ...(of === "powers" ? { powers } : { [of]: rest }) }], V.oneSided(sides));
  },

  extract: ({ powers: stated }, cell) => {
    const { budget } = cell.scope;
    const powers = stated.map(([text, multiplicity]) => ({ factor: C.read(text, cell), multiplicity }));
    const by = productOfPowers(
      powers.map((p) => [p.factor, p.multiplicity]),
      budget,
    );
    demand(!P.isZero(C.canonical(by, cell)), "a power is 0");
    const divided = (g: Polynomial): Polynomial =>
      quotient(g, by, budget) ?? fail("the powers divide not every generator");
    return step([{ ...cell, generators: cell.generators.map(divided), powers: [...cell.powers, ...powers] }]);
  },

  shear: ({ variables, unit, ...node }, cell) => {
    const { budget } = cell.scope;
    const [by, over, offset] = [C.read(node.by, cell), C.read(node.over, cell), C.read(node.offset, cell)] as const;
    const fixed = (p: Polynomial): boolean => variables.every((x) => P.degreeIn(p, x) <= 0);
    demand([by, over, offset].every(fixed), "the change has a variable itself that it changes");
    demand(new Set(variables).size === variables.length, "a variable is changed twice");
    demandUnit(times(by, over, budget), unit, cell);
    const isFixed = [by, over, offset].flatMap(P.variablesOf).every((i) => cell.roles[i] !== "dependent");
    demand(isFixed || cell.relations.every(fixed), "a dependent variable moves with one that is changed");
    const moved = variables.reduce((rest, x) => {
      const role = C.demandRole(cell, x, ...C.coordinates);
      if (!P.isZero(offset)) C.demandNoDensity(cell, x);
      demand(role !== "zero" || P.isZero(C.onCell(offset, cell)), "the offset does not vanish on the cell");
      const above = P.subtract(times(over, P.variable(x), budget), offset);
      const move = (p: Polynomial): Polynomial => substitute(p, x, above, budget, by);
      const kept = (p: Polynomial): Polynomial => (P.isZero(offset) && P.equals(p, P.variable(x)) ? p : move(p));
      const powers = rest.powers.map((p) => ({ ...p, factor: kept(p.factor) }));
      return { ...C.mapped(rest, move), powers, nonzero: rest.nonzero.map(kept) };
    }, cell);
    return step([moved]);
  },

  replace: ({ polynomial, variable: x, unit, generators: texts }, cell) => {
    C.demandRole(cell, x, "zero");
    C.demandNoDensity(cell, x);
    const q = C.read(polynomial, cell);
    const fixed = [...cell.relations, ...cell.powers.map((p) => p.factor)].every((r) => P.degreeIn(r, x) <= 0);
    demand(fixed, "the variable occurs in a relation or a power");
    demand(P.isZero(C.onCell(q, cell)), "the polynomial does not vanish on the cell");
    demandUnit(P.derivative(q, x), unit, cell);
    const generators = texts.map((g) => C.read(g, cell));
    const images = generators.map((g) => substitute(g, x, q, cell.scope.budget));
    demandCell(
      { ...cell, generators: images },
      cell,
      "the polynomial in the variable's place does not give the generators",
    );
    return step([{ ...cell, generators }]);
  },

  eliminate,

  truncate: ({ monomial, parts }, cell) => {
    const { budget } = cell.scope;
    const m = C.monomialOf(monomial, cell, "zero");
    const functions = C.functionsOf(cell);
    demand(parts.length === functions.length, "not one part for each generator and power");
    let child: Cell = { ...cell, roles: cell.roles.map((role) => (role === "opaque" ? undefined : role)) };
    const truncated = parts.map(({ generator, by, unit }, i) => {
      const [low, u] = [C.read(generator, cell), C.read(by, cell)];
      demandUnit(u, unit, cell);
      const kept = [functions[i] ?? P.zero, times(u, low, budget)].map((p) =>
        P.filter(C.canonical(p, cell), (n) => !M.divides(m, n)),
      );
      demandSame(kept[0] ?? P.zero, kept[1] ?? P.zero, cell, "the generator is another one below the monomial");
      if (P.isConstant(low) && !P.isZero(low) && m !== M.one) return low;
      const { index, cell: wider } = C.extended(child, "opaque");
      child = wider;
      return P.add(low, P.monomial(M.multiply(m, M.variable(index))));
    });
    const count = cell.generators.length;
    const powers = cell.powers.map((p, i) => ({ ...p, factor: truncated[count + i] ?? p.factor }));
    return step([{ ...child, generators: truncated.slice(0, count), powers }]);
  },

  parts: ({ how, parts }, cell) => {
    const named = parts.flatMap(({ variables }) => variables);
    demand(new Set(named).size === named.length, "two parts have the same variable");
    for (const x of named) C.demandRole(cell, x, ...C.coordinates, "dependent", "opaque");
    spend(cell.scope.budget, parts.length * (cell.roles.length + conditions(cell).length));
    const children = parts.map(({ variables, generators }): Cell => {
      const part = C.within(cell, variables);
      return { ...part, generators: generators.map((g) => C.read(g, part, [...C.known, "opaque"])) };
    });
    if (named.some((x) => cell.roles[x] === "opaque")) {
      const isOfVariables = ({ roles, generators }: Cell): boolean =>
        roles.every((role, x) => {
          const isGenerator = role === "zero" && generators.some((g) => P.equals(g, P.variable(x)));
          return role === undefined || role === "constant" || isGenerator;
        });
      demand(
        how === "sum" && children.filter((part) => !isOfVariables(part)).length === 1,
        "beside the part with opaque variables there is another than of zero variables",
      );
      const rest = cell.roles.every((role, x) => role === undefined || role === "constant" || named.includes(x));
      demand(rest, "an opaque variable may depend on what is in no part");
    }
    const lists = children.map(({ generators }) => generators);
    demand(!lists.some((list) => list.every(P.isZero)), "a part has no generator");
    demand(how === "product" || cell.powers.length === 0, "a sum has powers");
    const together = {
      ...cell,
      generators: how === "sum" ? lists.flat() : productsOf(lists, cell.scope),
      powers: children.flatMap((part) => part.powers),
      nonzero: children.flatMap((part) => part.nonzero),
      equations: children.flatMap((part) => part.equations),
      relations: children.flatMap((part) => part.relations),
    };
    demandCell(together, cell, "the parts together do not give the cell");
    return step(children, how === "sum" ? V.ofSum : V.ofProduct);
  },

  power: ({ roots, exponent }, cell) => {
    demand(roots.length === cell.generators.length, "not one root for each generator");
    const powers = cell.powers.map((p) => ({ ...p, multiplicity: p.multiplicity / exponent }));
    demand(
      powers.every((p) => Number.isInteger(p.multiplicity)),
      "a power is not divisible by the exponent",
    );
    const generators = roots.map((root) => C.read(root, cell));
    generators.forEach((root, i) => {
      demandProduct(cell.generators[i] ?? P.zero, [[root, exponent]], cell);
    });
    return step([{ ...cell, generators, powers }], V.scaledBy(Q.rational(1, exponent)));
  },

  slice,
  contract,
  flow,

  cover: ({ polynomials }, cell) => {
    const list = polynomials.map((p) => C.read(p, cell, withValues));
    const apart = list.map((q): Cell => ({ ...cell, nonzero: [...cell.nonzero, q] }));
    return step([...apart, { ...cell, equations: [...cell.equations, ...list] }]);
  },

  implicit: ({ polynomial, equation, variable: x, unit }, cell) => {
    C.demandRole(cell, x, "free");
    C.demandNoDensity(cell, x);
    const q = C.read(polynomial, cell);
    const there = P.equals(C.onCell(q, cell), C.member(cell.equations, equation, "equation"));
    demand(there, "the polynomial is not the equation on the cell");
    demandJacobian([q], [x], unit, cell);
    const { index, cell: child } = C.extended(inPlace(cell, equation, []), "zero");
    const relations = [...cell.relations, P.subtract(q, P.variable(index))];
    return step([C.withRole({ ...child, relations }, "dependent", x)]);
  },

  factor: ({ equation, unit, factors }, cell) => {
    const powers = factors.map(([text, exponent]) => [C.read(text, cell), exponent] as const);
    demandProduct(C.member(cell.equations, equation, "equation"), [[unitOf(unit, cell), 1], ...powers], cell);
    return step(powers.map(([p]) => inPlace(cell, equation, [p])));
  },

  roots: ({ equation: index, variable: x, roots }, cell) => {
    const equation = C.member(cell.equations, index, "equation");
    demandUnivariate(equation, x, cell);
    const found = roots.map((root) => rootOf(root, cell));
    found.forEach((a, i) => {
      const b = found[i + 1];
      const apart = b === undefined || (Q.compare(a.upper, b.lower) <= 0 && Q.compare(a.lower, b.upper) < 0);
      demand(apart, "two roots are not told apart, or do not ascend");
      const at = C.canonical(substitute(equation, x, a.root, cell.scope.budget), a.cell);
      demand(P.isZero(at), "what is given as a root is none");
    });
    const count = countRootsOf(equation, x, cell.constants, cell.scope.budget);
    demand(found.length === count, `the equation has ${count} roots here, not ${found.length}`);
    return step(found.map((a) => inPlace(a.cell, index, [P.subtract(P.variable(x), a.root)])));
  },

  "blow-up": blowUp,

  project: ({ variables, sample }, cell) => {
    for (const x of variables) C.demandRole(cell, x, "free", "dependent");
    C.demandNoDensity(cell, ...variables);
    demand(C.variablesWith(cell, "opaque").length === 0, "an opaque variable may depend on what goes");
    const goes = (p: Polynomial): boolean => P.variablesOf(p).some((x) => variables.includes(x));
    const leaving = C.filtered(cell, goes);
    const isFixed = leaving.generators.length === 0 && leaving.powers.length === 0;
    demand(isFixed, "a generator or a power has a variable that goes");
    const relations = leaving.relations.map((r) => C.onCell(r, cell));
    const factor = C.within({ ...leaving, relations }, variables);
    const isFree = conditions(factor).length === conditions(leaving).length;
    demand(isFree, "a condition binds a variable that goes to one that stays");
    const staying = C.filtered(cell, (p) => !goes(p));
    return step(
      [C.withRole(staying, undefined, ...variables)],
      V.oneSided({ lower: true, upper: hasPoint(factor, sample) }),
    );
  },

  rename: ({ permutation }, cell) => step([C.renumbered(cell, permutation)]),

  combine: ({ children }, cell) => ({ cells: children.map(() => cell), combine: V.intersection }),

  empty,
  zero,
  monomial,
  valuation,
  initial,
  integrate,
  adjunction,
  theorem,
};

/** What a node's rule makes of its cell; throws Refusal and LimitError. */
export function apply(node: ProofNode, cell: Cell): Step {
  const rule = rules[node.rule] as (node: ProofNode, cell: Cell) => Step;
  return rule(node, cell);
}

function fail(reason: string): never {
  throw new Refusal(reason);
}

/** The polynomials that tell which points belong to the cell. */
function conditions(cell: Cell): Polynomial[] {
  return [...cell.nonzero, ...cell.equations, ...cell.relations];
}

/** All products, one polynomial from each list. */
export function productsOf(lists: readonly (readonly Polynomial[])[], { budget }: C.Scope): readonly Polynomial[] {
  const count = lists.reduce((n, list) => n * list.length, 1);
  demand(count <= maxGenerators, "a product has too many generators");
  return lists.reduce((all, list) => all.flatMap((p) => list.map((g) => times(p, g, budget))), [P.one]);
}

/** The cell with other equations in the place of one. */
function inPlace(cell: Cell, index: number, equations: readonly Polynomial[]): Cell {
  return { ...cell, equations: [...cell.equations.filter((_, i) => i !== index), ...equations] };
}
