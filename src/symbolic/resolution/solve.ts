/**
 * The solver: rules in a fixed order, each of which starts again on the cells that it leaves; where none applies, a
 * blow-up of one of a few candidate centres. How deep blow-ups may nest grows until the value is exact, which
 * catches centres that lead nowhere.
 */
import { LimitError } from "../../errors.js";
import { isAffordable, unlessTooLarge, within, withReserve } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import * as P from "../algebra/polynomial.js";
import { blowUp } from "./blow-up.js";
import { boundsLeaf } from "./bounds.js";
import { canonicalNumbering, renamed, renaming } from "./canonical.js";
import { cellKey } from "./cell.js";
import type { Cell } from "./cell.js";
import { centres, centresInPlane } from "./centre.js";
import { crossingLeaf } from "./crossing.js";
import { gather } from "./curves.js";
import { dive } from "./dive.js";
import { eliminate, gatherTails } from "./elimination.js";
import { emptyLeaf, forget, resolveEquation } from "./equations.js";
import { flow } from "./flow.js";
import { contradiction } from "./implicit.js";
import { initialBound } from "./initial-ideal.js";
import { overFibres } from "./integrate.js";
import { depths, endlessDepths, levelOf } from "./level.js";
import type { Level } from "./level.js";
import { monomialLeaf } from "./monomial-ideal.js";
import { extract, power, product, sum } from "./parts.js";
import { isPointOfPlane, planeRules } from "./plane.js";
import { project } from "./project.js";
import { cost, lookup, size } from "./cost.js";
import type { Proof } from "./proof.js";
import { reduce } from "./reduce.js";
import { eliminateLinear, replace, shear } from "./shear.js";
import { shearFlow } from "./shear-flow.js";
import { splitCoefficient, splitFree, splitGenerator } from "./split.js";
import { maxSampleDegree } from "./sample.js";
import { along, better, nothingProved } from "./step.js";
import type { RuleOrLeaf, Step } from "./step.js";
import { overSubIdeal } from "./sub-ideal.js";
import { eliminateAlong } from "./tangent.js";
import { contract, slice } from "./torus.js";
import { aimOfUnion, compare, isExact, lesser } from "./value.js";
import type { Range, Value } from "./value.js";

/** What is solved with so many steps needs no bounds. */
const quick = 30_000;
/** Ideals in the plane with at most so many terms are short. */
const fewTerms = 60;

/** The steps that each way to bounds may take: nearby points, initial forms, and integrals. */
interface Effort {
  readonly diving: number;
  readonly climbing: number;
  readonly integrating: number;
}
/** Within the reserve, so that these bounds are the same whenever the budget ends; and once more while the budget lasts. */
const brief: Effort = { diving: 2_000, climbing: 5_000, integrating: 1_500 };
const thorough: Effort = { diving: 60_000, climbing: 10_000, integrating: 20_000 };
/** How many times more steps blow-ups of the whole, integrals, and sub-ideals get, the longer they go on in turns. */
const growth = 8;
/** Without any resolution. */
const still: Effort = { diving: 0, climbing: 5_000, integrating: 0 };

/** The steps for what elimination leaves, beside those for a look at the cell. */
const eliminating = 3_000;

/** The steps past the end of the budget, for the whole and for the cells that are left. */
const lastWord = { whole: 15_000, cells: 1_000 };

/** How many weights are tried for an initial ideal that bounds what was not solved: fewer for many terms. */
const initialAttempts = { most: 120, terms: 60_000 };

/** Weights that are tried to show that a cell cannot matter, by how often it was looked at, and their steps. */
const closingAttempts = [3, 12];
const closingSteps = 5_000;

/** Rules and leaves in the order of their use: those that cost little, then, behind a look whether the cell can matter, others. */
const simpler: readonly RuleOrLeaf[] = [
  contradiction,
  reduce,
  extract,
  monomialLeaf,
  contract,
  crossingLeaf,
  project,
  gatherTails,
];
const splitting: readonly RuleOrLeaf[] = [splitGenerator, product, eliminateLinear];
/** After a look what elimination to finite precision shows. */
const harder: readonly RuleOrLeaf[] = [sum, power, replace, shear, shearFlow, slice, splitCoefficient, splitFree];
export const rules: readonly RuleOrLeaf[] = [...simpler, ...splitting, ...harder];

/**
 * A proof about the least (λ, m) over the cell, exact, or no less than the aim, where the budget and the rules suffice. What is not solved at once is
 * first bounded from both sides. Of a cell without generators, which is a zero ideal and has no value, nothing is said.
 */
export function solveCell(
  cell: Cell,
  budget: Budget,
  resolution: "blow-ups" | "none" = "blow-ups",
  aim: Value = "infinite",
): Proof {
  if (cell.generators.length === 0) return nothingProved();
  const symmetric = unlessTooLarge(() => flow(cell, budget));
  if (symmetric !== null) {
    return along(
      symmetric,
      symmetric.children.map((child) => solveCell(child, budget, resolution, aim)),
    );
  }
  if (resolution === "blow-ups" && isPointOfPlane(cell)) return solvePlane(cell, budget);
  const reserve = withReserve(budget, lastWord.whole);
  const search = searchFor(false, within(budget, quick));
  const levels = resolution === "none" ? [0] : depths;
  const start = boundsLeaf(cell, reserve);
  const eliminated = resolution === "none" ? start : coordinatesFirst(start, cell, aim, search);
  const first = deepen(eliminated, cell, levels, { aim, width: 1 }, search);
  if (reaches(first, { aim })) return first;
  const found = bounded(first, cell, aim, reserve, resolution === "none" ? still : brief);
  if (resolution === "none" || reaches(found, { aim }) || budget.expired()) return found;
  return inTurns(bounded(found, cell, aim, budget, thorough), cell, aim, search, budget);
}

/**
 * Without a look at the cell itself: what elimination leaves of it may be far smaller. With little more than what a look would
 * take.
 */
function coordinatesFirst(start: Proof, cell: Cell, aim: Value, search: Search): Proof {
  const own = { ...search, ...means(within(search.budget, eliminating + cost(cell))) };
  return deepen(start, cell, depths, { aim, width: 1 }, own, (whole, goal, inner) => {
    const step = unlessTooLarge(() => eliminateAlong(whole, inner.level.order, inner.budget));
    return step === null ? null : follow(step, goal, inner);
  });
}

/** Blow-ups of the whole, integrals, and sub-ideals, each time with so many times the steps, until all together take less than a share. */
function inTurns(start: Proof, cell: Cell, aim: Value, search: Search, budget: Budget): Proof {
  let proof = start;
  for (let share = growth * thorough.integrating; !reaches(proof, { aim }); share *= growth) {
    const whole = within(budget, share);
    proof = deepen(proof, cell, depths, { aim, width: Infinity }, { ...search, ...means(whole) });
    if (!reaches(proof, { aim })) proof = integrated(proof, cell, within(budget, share));
    if (!reaches(proof, { aim })) proof = reduced(proof, cell, within(budget, share));
    if (budget.expired() || !whole.expired()) break;
  }
  return proof;
}

/** With bounds from nearby points, initial forms, and integrals. */
function bounded(start: Proof, cell: Cell, aim: Value, budget: Budget, effort: Effort): Proof {
  const nearby = better(start, dive(cell, rules, within(budget, effort.diving)));
  const attempts = Math.ceil(Math.min(initialAttempts.most, initialAttempts.terms / size(cell)));
  const climb = { attempts, steps: effort.climbing, enough: lesser(aim, nearby.range.upper) };
  const initial = better(
    nearby,
    unlessTooLarge(() => initialBound(cell, climb, budget)),
  );
  return reaches(initial, { aim }) ? initial : integrated(initial, cell, within(budget, effort.integrating));
}

/** With lower bounds from cells in fewer variables. */
function integrated(proof: Proof, cell: Cell, budget: Budget): Proof {
  return overFibres(proof, cell, budget, (child, its) => solveCell(child, budget, "blow-ups", its));
}

/** With lower bounds from the generators of lower degree. */
function reduced(proof: Proof, cell: Cell, budget: Budget): Proof {
  return overSubIdeal(proof, cell, budget, (child, its) => solveCell(child, budget, "blow-ups", its));
}

/** Short ideals by the rules for any number of variables first. Then the budget alone says when to give up. */
function solvePlane(cell: Cell, budget: Budget): Proof {
  const reserve = withReserve(budget, lastWord.whole);
  const start = boundsLeaf(cell, reserve);
  const goal = { aim: "infinite", width: Infinity } as const;
  const short =
    size(cell) > fewTerms ? start : deepen(start, cell, depths, goal, searchFor(false, within(budget, quick)));
  if (isExact(short.range)) return short;
  const apart = unlessTooLarge(() => gather(cell, budget));
  const search = searchFor(true, budget);
  const levels = { [Symbol.iterator]: endlessDepths };
  const follow = (child: Cell): Proof => deepen(boundsLeaf(child, reserve), child, levels, goal, search);
  const found = better(short, apart === null ? follow(cell) : along(apart, apart.children.map(follow)));
  return isExact(found.range) ? found : bounded(found, cell, "infinite", reserve, brief);
}

function searchFor(plane: boolean, budget: Budget): Search {
  return { ...means(budget), active: new Set(), known: new Map(), isPlane: plane, level: levelOf(0, plane) };
}

function means(budget: Budget): Pick<Search, "budget" | "reserve"> {
  return { budget, reserve: withReserve(budget, lastWord.cells) };
}

/** The best proof with blow-ups that nest deeper and deeper, until it is exact or reaches the aim, or the budget ends. */
function deepen(
  start: Proof,
  cell: Cell,
  levels: Iterable<number>,
  goal: Omit<Goal, "depth">,
  search: Search,
  prove: (cell: Cell, goal: Goal, search: Search) => Proof | null = solve,
): Proof {
  let proof = start;
  for (const depth of levels) {
    if (search.budget.expired() || reaches(proof, goal)) break;
    const level = levelOf(depth, search.isPlane);
    const aim = lesser(goal.aim, proof.range.upper);
    const found = prove(cell, { ...goal, depth, aim }, { ...search, level });
    if (found === null) break;
    proof = better(proof, found);
  }
  return proof;
}

/** How much is asked of a proof. */
interface Goal {
  /** How deep blow-ups may nest. */
  readonly depth: number;
  /** How many centres are tried at each cell. */
  readonly width: number;
  /** A value from which on the cell cannot matter: that it is not less is as good as the exact value. */
  readonly aim: Value;
}

interface Search {
  readonly budget: Budget;
  /** For the bounds of cells that are left. */
  readonly reserve: Budget;
  /** Cells whose proof is under way; one that comes back within its own proof is left with bounds. */
  readonly active: Set<string>;
  /** By the cell's key in canonical numbering. */
  readonly known: Map<string, Known>;
  readonly isPlane: boolean;
  readonly level: Level;
}

/** The best proof for a cell so far, what was asked of it (depth −1 if cut short), and the cell's canonical numbering. */
interface Known {
  readonly proof: Proof;
  readonly goal: Goal;
  readonly looks: number;
  readonly numbering: readonly number[];
}

function solve(cell: Cell, goal: Goal, search: Search): Proof {
  search.budget.steps += lookup * cost(cell);
  if (size(cell) > search.level.terms) return boundsLeaf(cell, search.reserve);
  const numbering = canonicalNumbering(cell);
  const key = cellKey(renamed(cell, numbering));
  const known = search.known.get(key);
  const before = known === undefined ? null : asKnown(numbering, known);
  if (known !== undefined && before !== null && (reaches(before, goal) || isNoEasier(goal, known))) return before;
  const { refusals } = search.budget;
  if (!isAffordable(search.budget, (1 - lookup) * cost(cell)) || search.active.has(key)) {
    return before ?? boundsLeaf(cell, search.reserve);
  }
  search.active.add(key);
  const looks = known?.looks ?? 0;
  const fresh = attempt(cell, goal, search, closingAttempts[looks] ?? 0);
  search.active.delete(key);
  const proof = better(before, fresh);
  search.known.set(key, {
    proof,
    goal: search.budget.expired() || search.budget.refusals !== refusals ? { ...goal, depth: -1 } : goal,
    looks: looks + 1,
    numbering,
  });
  return proof;
}

/** Whether a proof says all that was asked. */
function reaches({ range }: Proof, { aim }: Pick<Goal, "aim">): boolean {
  return isExact(range) || compare(range.lower, aim) >= 0;
}

/** Whether the search before went as deep with as many centres, and failed to reach what it was asked. */
function isNoEasier({ depth, width }: Goal, { proof, goal }: Known): boolean {
  return goal.depth >= depth && goal.width >= width && !reaches(proof, goal);
}

/** The proof of a cell that is equal to this one up to the names of variables. */
function asKnown(numbering: readonly number[], known: Known): Proof {
  const permutation = renaming(numbering, known.numbering);
  if (permutation.every((to, from) => to === from)) return known.proof;
  return {
    range: known.proof.range,
    children: [known.proof],
    node: ([child = -1]) => ({ rule: "rename", permutation, child }),
  };
}

function attempt(cell: Cell, goal: Goal, search: Search, weights: number): Proof {
  let partial: Proof | null = null;
  try {
    const empty = emptyLeaf(cell);
    if (empty !== null) return empty;
    if (cell.equations.length > 0 && !search.isPlane) return solveEquation(cell, goal, search);
    const able = inPlane(cell, search)
      ? planeRules(cell, goal.aim, search.level.precision)
      : [...simpler, close(goal, weights), ...splitting, toPrecision(goal, search), ...harder];
    for (const rule of able) {
      if (search.budget.expired()) break;
      const found = rule(cell, search.budget);
      if (found === null) continue;
      const proof = "range" in found ? found : follow(found, goal, search);
      partial = better(partial, proof);
      if (!("range" in found) || reaches(proof, goal)) return partial;
    }
    const isLast = goal.depth === 0 || search.budget.expired();
    return better(partial, isLast ? boundsLeaf(cell, search.reserve) : blowUps(cell, goal, search));
  } catch (error) {
    if (error instanceof LimitError) return better(partial, boundsLeaf(cell, search.reserve));
    throw error;
  }
}

/** Where curves are kept apart. */
function inPlane(cell: Cell, { isPlane }: Search): boolean {
  return isPlane || cell.powers.length > 0;
}

function solveEquation(cell: Cell, goal: Goal, search: Search): Proof {
  const crossing = crossingLeaf(cell, search.budget);
  const isFar = cell.equations.some((q) => P.degree(q) > maxSampleDegree);
  if (crossing !== null && (isFar || isExact(crossing.range))) return crossing;
  const unit = ofUnit(cell, search.budget);
  if (unit !== null) return unit;
  const step = project(cell, search.budget) ?? resolveEquation(cell, search.budget);
  return step === null ? forget(cell, search.reserve) : follow(step, goal, search);
}

/** What elimination to finite precision shows; where that is not enough, other rules follow. */
function toPrecision(goal: Goal, search: Search): (cell: Cell, budget: Budget) => Proof | null {
  return (cell, budget) => {
    const step = eliminate(cell, search.level.order, budget);
    return step === null ? null : follow(step, goal, search);
  };
}

/** A lower bound, which may show that the cell cannot matter. */
function close({ aim }: Goal, attempts: number): (cell: Cell, budget: Budget) => Proof | null {
  return (cell, budget) => {
    if (aim === "infinite" || attempts === 0) return null;
    return initialBound(cell, { attempts, steps: closingSteps, enough: aim }, budget);
  };
}

function follow(step: Step, goal: Goal, search: Search): Proof {
  return along(step, solveChildren(step, goal, search));
}

/** The proofs of the children, smaller ones first. */
function solveChildren({ children, aim: aimOf = aimOfUnion }: Step, goal: Goal, search: Search): Proof[] {
  const proofs: Proof[] = [];
  const ranges: (Range | null)[] = children.map(() => null);
  const bySize = [...children.entries()].sort(([i, a], [j, b]) => size(a) - size(b) || i - j);
  for (const [i, child] of bySize) {
    const aim = aimOf(goal.aim, ranges, i);
    const proof = aim === "nothing" ? boundsLeaf(child, search.reserve) : solve(child, { ...goal, aim }, search);
    proofs[i] = proof;
    ranges[i] = proof.range;
  }
  return proofs;
}

function blowUps(cell: Cell, goal: Goal, search: Search): Proof {
  let proof: Proof | null = null;
  const found = inPlane(cell, search) ? centresInPlane(cell, search.budget) : centres(cell, search.budget);
  for (const centre of found.slice(0, goal.width)) {
    if (search.budget.expired()) break;
    const aim = proof === null ? goal.aim : lesser(goal.aim, proof.range.upper);
    const above = follow(blowUp(cell, centre), { ...goal, depth: goal.depth - 1, aim }, search);
    proof = better(proof, above);
    if (reaches(above, goal)) return proof;
  }
  return better(proof, boundsLeaf(cell, search.reserve));
}

/** Equations that need not be resolved, as the ideal is 1. */
function ofUnit(cell: Cell, budget: Budget): Proof | null {
  const proof = cell.generators.every(P.isConstant) ? monomialLeaf(cell, budget) : null;
  return proof !== null && isExact(proof.range) ? proof : null;
}
