/**
 * Lower bounds from initial ideals. For weights w of the zero variables, x → t^w·x moves the generators g_j to their
 * initial forms in_w g_j as t → 0, and complex thresholds only fall in the limit (Demailly & Kollár, Ann. Sci. ÉNS 34,
 * 2001, Theorem 0.2). So λ ≥ lct ≥ lct(in_w g_1, …), which Howald's linear program gives where the initial forms are units
 * times monomials. Weights are found by climbing from guesses; which are best is not known.
 */
import { operate, unlessTooLarge, within } from "../algebra/budget.js";
import type { Budget } from "../algebra/budget.js";
import { leastCover } from "../algebra/covering.js";
import { rank } from "../algebra/matrix.js";
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import { residues } from "../algebra/modular.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { dot } from "../algebra/optimal-face.js";
import { minimize } from "../algebra/simplex.js";
import { hasOpaque, normalForm, variablesOf, zeroPart } from "./cell.js";
import type { Cell } from "./cell.js";
import type { ReduceStep, Weight } from "./certificate.js";
import { elementsWithLeads, modularLeads, modularSpace } from "./leading-terms.js";
import { solveMonomial, termExponents } from "./monomial-ideal.js";
import type { Element } from "./leading-terms.js";
import type { Proof } from "./proof.js";
import { appended, leaf, nothingProved } from "./step.js";
import { isUnit, unitOf, writeUnit } from "./unit.js";
import { compare, pole } from "./value.js";
import type { Pole, Value } from "./value.js";

/** Weights in certificates are at most this large. */
const maxWeight = 60_000;
/** Multiples of the generators join the search while they have at most so many terms. */
const maxTerms = 4_000;
/** Linear programs of more than so many entries are not worth their time. */
const maxProgram = 3_000;

/** How long to climb: at most so many weights, and no further than to a bound that is `enough`. */
export interface Climb {
  readonly attempts: number;
  readonly enough: Value;
  /** For the climb, a part of what the proof may take. */
  readonly steps: number;
}

/** The best bound that is found; null where no initial form says anything. Throws LimitError where the budget ends first. */
export function initialBound(cell: Cell, climb: Climb, budget: Budget): Proof | null {
  if (cell.generators.length === 0 || cell.relations.length > 0 || cell.powers.length > 0) return null;
  if (hasOpaque(cell)) return null;
  const laden = variablesOf(cell, "zero", "free").filter((i) => (cell.kappa[i] ?? 0) > 0);
  const apart = boundOutside(cell, laden, climb, budget);
  const isFree = laden.some((i) => cell.roles[i] === "free");
  if (laden.length === 0 || isFree || (apart !== null && compare(apart.range.lower, climb.enough) >= 0)) return apart;
  const together = boundOutside(cell, [], climb, budget);
  if (apart === null || together === null) return apart ?? together;
  return compare(together.range.lower, apart.range.lower) > 0 ? together : apart;
}

/** Where to look for initial monomials: in which variables, and which variables, all with κ, they must not hold. */
interface Ground {
  readonly cell: Cell;
  readonly zeros: readonly number[];
  readonly inside: readonly number[];
  readonly outside: readonly number[];
  /** The least of (h + 1)/κ outside. */
  readonly cap: Rational | null;
  readonly enough: Value;
}

function boundOutside(
  cell: Cell,
  outside: readonly number[],
  { attempts, enough, steps }: Climb,
  budget: Budget,
): Proof | null {
  const zeros = variablesOf(cell, "zero");
  const inside = zeros.filter((i) => !outside.includes(i));
  if (inside.length === 0) return null;
  const [first, ...more] = outside.map((i) => ratio(cell, i));
  const cap = first === undefined ? null : more.reduce(Q.min, first);
  const ground = { cell, zeros, inside, outside, cap, enough };
  const isHigh = (found: Optimum): boolean =>
    compare(boundOf(found, ground), enough) >= 0 || (cap !== null && Q.compare(found.value, cap) > 0);
  const random = guesses();
  const search = { attempts, isHigh, random, budget: within(budget, steps) };
  const start = besideDivisor(ground, random, budget);
  if (!isPoint(cell)) {
    const found = climb(ground, formLeads(cell), { ...search, start });
    return found === null ? null : initialLeaf(ground, found.weights, budget);
  }
  const own = multiples(cell, [P.one]);
  const near = climb(ground, spaceLeads(own), { ...search, start });
  if (near === null) return null;
  const span = isHigh(near) ? own : withMultiples(cell, zeros);
  const far = { ...search, attempts: Math.ceil(attempts / 2), start: near.weights };
  const found = isHigh(near) ? near : (climb(ground, spaceLeads(span), far) ?? near);
  const rows = found.leads.map((m) => exponents(cell, inside, m));
  const { dual } = sharpened(found, rows, ground, budget);
  const used = found.leads.filter((_, k) => Q.sign(dual[k] ?? Q.zero) > 0);
  return smallerIdeal(cell, elementsWithLeads(span, used, found.weights, budget), (child) =>
    initialLeaf({ ...ground, cell: child }, found.weights, budget),
  );
}

/** Whole numbers from 0 to below n − 1, the same for every cell. */
function guesses(): (n: number) => number {
  const guess = residues(2 ** 30, 1);
  return (n) => guess() % n;
}

/** A point without algebraic coordinates: its generators have rational coefficients. */
function isPoint(cell: Cell): boolean {
  return cell.tower.length === 0 && variablesOf(cell, "free", "nonzero").length === 0;
}

/** The generators and, where these are not too many, their multiples by variables. */
function withMultiples(cell: Cell, zeros: readonly number[]): Element[] {
  const terms = cell.generators.reduce((n, g) => n + g.monomials.length, 0);
  const isLarge = terms * (1 + zeros.length) > maxTerms;
  return multiples(cell, isLarge ? [P.one] : [P.one, ...zeros.map((i) => P.variable(i))]);
}

function multiples({ generators }: Cell, factors: readonly Polynomial[]): Element[] {
  return factors.flatMap((factor) =>
    generators.map((g, j) => ({
      polynomial: P.multiply(factor, g),
      cofactors: generators.map((_, k) => (k === j ? factor : P.zero)),
    })),
  );
}

type Leads = (weights: readonly number[], budget: Budget) => readonly Monomial[];

function spaceLeads(span: readonly Element[]): Leads {
  const space = modularSpace(span.map((e) => e.polynomial));
  return (weights, budget) => modularLeads(space, weights, budget);
}

/** The initial monomials in the zero variables, where their coefficients are units. */
function formLeads(cell: Cell): Leads {
  const forms = cell.generators.map((g) => [...new Set(g.monomials.map((m) => zeroPart(cell, m)))]);
  const count = forms.reduce((n, parts) => n + parts.length, 0);
  const units = forms.map(() => new Map<Monomial, boolean>());
  const hasUnit = (j: number, part: Monomial): boolean => {
    const known = units[j]?.get(part);
    if (known !== undefined) return known;
    const form = P.filter(cell.generators[j] ?? P.zero, (m) => zeroPart(cell, m) === part);
    const found = isUnit(P.divideMonomial(form, part) ?? form, cell);
    units[j]?.set(part, found);
    return found;
  };
  return (weights, budget) => {
    operate(budget, count);
    return forms.flatMap((parts, j) => {
      const degrees = parts.map((m) => M.weightedDegree(m, weights));
      const least = Math.min(...degrees);
      const lowest = parts.filter((_, k) => degrees[k] === least);
      const [only] = lowest;
      return only !== undefined && lowest.length === 1 && hasUnit(j, only) ? [only] : [];
    });
  };
}

interface Found extends Optimum {
  readonly weights: readonly number[];
  readonly leads: readonly Monomial[];
}

interface Search extends Pick<Climb, "attempts"> {
  readonly isHigh: (found: Optimum) => boolean;
  readonly random: (n: number) => number;
  readonly start: readonly number[];
  readonly budget: Budget;
}

function climb(ground: Ground, leadsOf: Leads, { attempts, isHigh, random, start, budget }: Search): Found | null {
  const { zeros } = ground;
  let best: Found | null = null;
  let current: Found | null = null;
  let stale = 0;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const restart = stale > 3 * zeros.length;
    if (restart) current = null;
    const weights: readonly number[] =
      attempt === 0 ? start : current === null ? randomWeights(zeros, random) : moved(current.weights, zeros, random);
    const found = unlessTooLarge(() => program(ground, leadsOf(weights, budget), weights, budget));
    if (found === null) return best;
    const gain = current === null ? 1 : Q.compare(found.value, current.value);
    stale = gain > 0 ? 0 : stale + 1;
    if (gain >= 0) current = found;
    if (best === null || compareOptima(found, best) > 0) best = found;
    if (isHigh(best)) break;
  }
  return best !== null && Q.sign(best.value) > 0 ? best : null;
}

/** Howald's program without h, by the monomials inside that no other one divides; null where it is too large. */
function program(
  ground: Ground,
  monomials: readonly Monomial[],
  weights: readonly number[],
  budget: Budget,
): Found | null {
  const { cell, inside, outside } = ground;
  operate(budget, monomials.length ** 2 / 10);
  const own = monomials.filter((m) => outside.every((i) => M.exponent(m, i) === 0));
  const leads = own.filter((m) => !own.some((n) => n !== m && M.divides(n, m)));
  if (leads.length * inside.length > maxProgram) return null;
  const optimum = howald(
    leads.map((m) => exponents(cell, inside, m)),
    inside.length,
    budget,
  );
  return { weights, leads, ...(optimum ?? { value: Q.zero, dual: [], multiplicity: 1 }) };
}

function exponents(cell: Cell, variables: readonly number[], m: Monomial): number[] {
  return variables.map((i) => (cell.kappa[i] ?? 0) + M.exponent(m, i));
}

/**
 * Weights beside those of the divisor that is best for the ideal of terms: of each generator they choose a term on the face
 * that the diagonal meets. Variables outside are heavy.
 */
function besideDivisor(
  { cell, zeros, inside, outside }: Ground,
  random: (n: number) => number,
  budget: Budget,
): number[] {
  const generators = cell.generators.map((g) => P.filter(g, (m) => outside.every((i) => M.exponent(m, i) === 0)));
  const rows = termExponents(cell, generators, inside);
  const weights: number[] = [];
  for (const i of zeros) weights[i] = outside.includes(i) ? maxWeight : 1 + random(1000);
  const best = leastCover(
    rows,
    inside.map(() => Q.one),
    budget,
  );
  inside.forEach((i, k) => {
    const { num, den } = best?.weights[k] ?? Q.zero;
    weights[i] = (weights[i] ?? 0) + Number((30_000n * num) / den);
  });
  return Array.from(weights, (w: number | undefined) => w ?? 0);
}

/** Weights of several magnitudes, so that monomials are rarely of one weight. */
function randomWeights(zeros: readonly number[], random: (n: number) => number): number[] {
  const weights: number[] = [];
  for (const i of zeros) weights[i] = 1 + random(13) + 13 * random([10, 100, 1000][random(3)] ?? 10);
  return Array.from(weights, (w: number | undefined) => w ?? 0);
}

function moved(weights: readonly number[], zeros: readonly number[], random: (n: number) => number): number[] {
  const variable = zeros[random(zeros.length)] ?? 0;
  const other = zeros[random(zeros.length)] ?? 0;
  const value = [1 + random(13), 3 * (weights[variable] ?? 0) + 1, 20_000 + random(1000), (weights[other] ?? 0) + 1];
  return weights.map((w, i) => (i === variable ? Math.min(maxWeight, value[random(4)] ?? w) : w));
}

/** The bound that docs/certificates.md describes under `initial`. */
function initialLeaf(ground: Ground, weights: readonly number[], budget: Budget): Proof {
  const { cell, zeros, inside, outside } = ground;
  const forms = cell.generators.flatMap((g, j) => {
    const order = P.order(g, weights);
    const form = P.filter(g, (m) => M.weightedDegree(m, weights) === order);
    const monomial = zeroPart(cell, P.monomialContent(form));
    if (outside.some((i) => M.exponent(monomial, i) > 0)) return [];
    const unit = unitOf(P.divideMonomial(form, monomial) ?? form, cell);
    return unit === null ? [] : [{ j, monomial, unit }];
  });
  const rows = forms.map((f) => exponents(cell, inside, f.monomial));
  const vertex = howald(rows, inside.length, budget);
  if (vertex === null) return nothingProved();
  const optimum = sharpened(vertex, rows, ground, budget);
  const lower = boundOf(optimum, ground);
  const share = Q.divide(lower.lambda, optimum.value);
  const used = forms.flatMap((f, k) => {
    const multiplier = Q.multiply(share, optimum.dual[k] ?? Q.zero);
    return Q.isZero(multiplier) ? [] : [{ ...f, multiplier }];
  });
  return leaf({ lower, upper: "infinite" }, (write) => ({
    rule: "initial",
    weights: zeros.flatMap((i): Weight[] => ((weights[i] ?? 0) === 0 ? [] : [[i, weights[i] ?? 0]])),
    forms: used.map(({ j, unit, multiplier }) => ({
      generator: j,
      unit: writeUnit(unit, write),
      multiplier: Q.format(multiplier),
    })),
  }));
}

/** Howald's program without h for exponents in so many variables, and a solution of its dual. */
interface Optimum {
  readonly value: Rational;
  readonly dual: readonly Rational[];
  /** One more than the dimension of a face that the dual solution shows to hold all solutions. */
  readonly multiplicity: number;
}

function compareOptima(a: Optimum, b: Optimum): number {
  return compare(pole(a.value, a.multiplicity), pole(b.value, b.multiplicity));
}

/** Null where there is no bound. */
function howald(rows: readonly (readonly number[])[], variables: number, budget: Budget): Optimum | null {
  const objective = Array.from({ length: variables }, () => Q.one);
  const constraints = rows.map((row) => ({ row: row.map((e) => Q.rational(e)), atLeast: Q.one }));
  const result = minimize({ objective, constraints }, budget);
  if (result.status !== "optimal" || Q.isZero(result.value)) return null;
  const { value, dual } = result;
  const used = rows.flatMap((row, k) => (Q.isZero(dual[k] ?? Q.zero) ? [] : [{ row, by: dual[k] ?? Q.zero }]));
  const by = used.map((u) => u.by);
  const columns = objective.map((_, i) => used.map(({ row }) => row[i] ?? 0));
  const full = columns.filter((column) => Q.equals(dot(by, column), Q.one));
  return { value, dual, multiplicity: 1 + full.length - rank(full.map((column) => column.map((e) => Q.rational(e)))) };
}

/** The same with the dual solution that shows most, where m matters. */
function sharpened(
  optimum: Optimum,
  rows: readonly (readonly number[])[],
  { inside, enough }: Ground,
  budget: Budget,
): Optimum {
  if (enough === "infinite" || enough.multiplicity === 0 || optimum.multiplicity <= enough.multiplicity) return optimum;
  if (!Q.equals(optimum.value, enough.lambda)) return optimum;
  const zeros = inside.map(() => 0);
  const { value, dual } = solveMonomial(rows, zeros, budget);
  return value === "infinite" ? optimum : { value: value.lambda, dual, multiplicity: value.multiplicity };
}

/** What an optimum of the variables inside says in all. */
function boundOf({ value, multiplicity }: Optimum, { cell, outside, cap }: Ground): Pole {
  if (cap !== null && Q.compare(cap, value) < 0) {
    return pole(cap, outside.filter((i) => Q.equals(ratio(cell, i), cap)).length);
  }
  const isAlone = outside.every((i) => Q.compare(Q.multiply(value, Q.rational(cell.kappa[i] ?? 0)), Q.one) < 0);
  return pole(value, isAlone ? multiplicity : variablesOf(cell, "zero", "free", "nonzero").length);
}

/** Of a variable with κ. */
function ratio(cell: Cell, i: number): Rational {
  return Q.rational((cell.h[i] ?? 0) + 1, cell.kappa[i] ?? 1);
}

function smallerIdeal(cell: Cell, elements: readonly Element[], prove: (child: Cell) => Proof): Proof | null {
  if (elements.length === 0) return null;
  const proof = prove(normalForm({ ...cell, generators: elements.map((e) => e.polynomial) }));
  const count = cell.generators.length;
  return {
    range: { lower: proof.range.lower, upper: "infinite" },
    children: [proof],
    node: ([child = -1], write) => ({
      rule: "reduce",
      of: "generators",
      steps: [
        ...elements.flatMap(({ cofactors }, k) => appended(count + k, cofactors, write)),
        ...cell.generators.map((_, target): ReduceStep => ({ kind: "set", target, polynomial: "0" })),
      ],
      child,
    }),
  };
}
