/**
 * Lower bounds from initial ideals. For weights w of the zero variables, x → t^w·x moves the generators g_j to their
 * initial forms in_w g_j as t → 0, and complex thresholds only fall in the limit (Demailly & Kollár, Ann. Sci. ÉNS 34,
 * 2001, Theorem 0.2). So λ ≥ lct ≥ lct(in_w g_1, …), which Howald's linear program gives where the initial forms are units
 * times monomials. Weights are found by climbing from guesses; which are best is not known.
 */
import * as M from "../algebra/monomial.js";
import type { Monomial } from "../algebra/monomial.js";
import { residues } from "../algebra/modular.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import { minimize } from "../algebra/simplex.js";
import { normalForm, variablesOf, zeroPart } from "./cell.js";
import type { Cell } from "./cell.js";
import type { ReduceStep, Weight } from "./certificate.js";
import { elementsWithLeads, modularLeads, modularSpace } from "./leading-terms.js";
import type { Element } from "./leading-terms.js";
import type { Proof } from "./proof.js";
import { appended, leaf } from "./step.js";
import { isUnit, unitOf, writeUnit } from "./unit.js";
import { nothing, pole } from "./value.js";

/** Weights in certificates are at most this large. */
const maxWeight = 60_000;
/** Multiples of the generators join the search while they have at most so many terms. */
const maxTerms = 4_000;
/** Linear programs of more than so many entries are not worth their time. */
const maxProgram = 3_000;

/** The best bound from so many weights; null where no initial form says anything. */
export function initialBound(cell: Cell, attempts: number): Proof | null {
  const zeros = variablesOf(cell, "zero");
  const laden = variablesOf(cell, "free").some((i) => (cell.kappa[i] ?? 0) > 0);
  if (laden || zeros.length === 0 || cell.generators.length === 0 || cell.relations.length > 0) return null;
  const guess = residues(2 ** 30, 1);
  const random = (n: number): number => guess() % n;
  if (!isPoint(cell)) {
    const found = climb(cell, zeros, formLeads(cell), randomWeights(zeros, random), attempts, random);
    return found === null ? null : initialLeaf(cell, zeros, found.weights);
  }
  const first = climb(
    cell,
    zeros,
    spaceLeads(cell.generators.map((g) => ({ polynomial: g }))),
    randomWeights(zeros, random),
    attempts,
    random,
  );
  if (first === null) return null;
  const span = withMultiples(cell, zeros);
  const found = climb(cell, zeros, spaceLeads(span), first.weights, Math.ceil(attempts / 2), random) ?? first;
  const used = found.leads.filter((_, k) => Q.sign(found.dual[k] ?? Q.zero) > 0);
  return smallerIdeal(cell, elementsWithLeads(span, used, found.weights), (child) =>
    initialLeaf(child, zeros, found.weights),
  );
}

/** A point without algebraic coordinates: its generators have rational coefficients. */
function isPoint(cell: Cell): boolean {
  return cell.tower.length === 0 && variablesOf(cell, "free", "nonzero").length === 0;
}

/** The generators and, where these are not too many, their multiples by variables. */
function withMultiples({ generators }: Cell, zeros: readonly number[]): Element[] {
  const times = (factor: Polynomial): Element[] =>
    generators.map((g, j) => ({
      polynomial: P.multiply(factor, g),
      cofactors: generators.map((_, k) => (k === j ? factor : P.zero)),
    }));
  const terms = generators.reduce((n, g) => n + g.monomials.length, 0);
  const factors = terms * (1 + zeros.length) > maxTerms ? [P.one] : [P.one, ...zeros.map((i) => P.variable(i))];
  return factors.flatMap(times);
}

type Leads = (weights: readonly number[]) => readonly Monomial[];

function spaceLeads(span: readonly { readonly polynomial: Polynomial }[]): Leads {
  const space = modularSpace(span.map((e) => e.polynomial));
  return (weights) => modularLeads(space, weights);
}

/** The initial monomials in the zero variables, where their coefficients are units. */
function formLeads(cell: Cell): Leads {
  const forms = cell.generators.map((g) => [...new Set(g.monomials.map((m) => zeroPart(cell, m)))]);
  const units = forms.map(() => new Map<Monomial, boolean>());
  const hasUnit = (j: number, part: Monomial): boolean => {
    const known = units[j]?.get(part);
    if (known !== undefined) return known;
    const form = P.filter(cell.generators[j] ?? P.zero, (m) => zeroPart(cell, m) === part);
    const found = isUnit(P.divideMonomial(form, part) ?? form, cell);
    units[j]?.set(part, found);
    return found;
  };
  return (weights) =>
    forms.flatMap((parts, j) => {
      const degrees = parts.map((m) => M.weightedDegree(m, weights));
      const least = Math.min(...degrees);
      const lowest = parts.filter((_, k) => degrees[k] === least);
      const [only] = lowest;
      return only !== undefined && lowest.length === 1 && hasUnit(j, only) ? [only] : [];
    });
}

interface Found {
  readonly weights: readonly number[];
  readonly leads: readonly Monomial[];
  readonly value: Rational;
  readonly dual: readonly Rational[];
}

function climb(
  cell: Cell,
  zeros: readonly number[],
  leadsOf: Leads,
  start: readonly number[],
  attempts: number,
  random: (n: number) => number,
): Found | null {
  let best: Found | null = null;
  let current: Found | null = null;
  let stale = 0;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const restart = stale > 3 * zeros.length;
    if (restart) current = null;
    const weights =
      attempt === 0 ? start : current === null ? randomWeights(zeros, random) : moved(current.weights, zeros, random);
    const found = program(cell, zeros, leadsOf(weights), weights);
    if (found === null) return best;
    const gain = current === null ? 1 : Q.compare(found.value, current.value);
    stale = gain > 0 ? 0 : stale + 1;
    if (gain >= 0) current = found;
    if (best === null || Q.compare(found.value, best.value) > 0) best = found;
  }
  return best !== null && Q.sign(best.value) > 0 ? best : null;
}

/** Howald's program without h, by the monomials that no other one divides; null where it is too large. */
function program(
  cell: Cell,
  zeros: readonly number[],
  monomials: readonly Monomial[],
  weights: readonly number[],
): Found | null {
  const leads = monomials.filter((m) => !monomials.some((n) => n !== m && M.divides(n, m)));
  if (leads.length * zeros.length > maxProgram) return null;
  const result = minimize({
    objective: zeros.map(() => Q.one),
    constraints: leads.map((m) => ({ row: exponents(cell, zeros, m), atLeast: Q.one })),
  });
  if (result.status !== "optimal") return { weights, leads, value: Q.zero, dual: [] };
  return { weights, leads, value: result.value, dual: result.dual };
}

function exponents(cell: Cell, zeros: readonly number[], m: Monomial): Rational[] {
  return zeros.map((i) => Q.rational((cell.kappa[i] ?? 0) + M.exponent(m, i)));
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

/** The bound that certificate.ts describes under `initial`. */
function initialLeaf(cell: Cell, zeros: readonly number[], weights: readonly number[]): Proof {
  const forms = cell.generators.flatMap((g, j) => {
    const order = P.order(g, weights);
    const form = P.filter(g, (m) => M.weightedDegree(m, weights) === order);
    const monomial = zeroPart(cell, P.monomialContent(form));
    const unit = unitOf(P.divideMonomial(form, monomial) ?? form, cell);
    return unit === null ? [] : [{ j, monomial, unit }];
  });
  const result = minimize({
    objective: zeros.map(() => Q.one),
    constraints: forms.map((f) => ({ row: exponents(cell, zeros, f.monomial), atLeast: Q.one })),
  });
  if (result.status !== "optimal" || Q.isZero(result.value))
    return leaf(nothing, () => ({ rule: "combine", children: [] }));
  const used = forms.flatMap((f, k) => {
    const multiplier = result.dual[k] ?? Q.zero;
    return Q.isZero(multiplier) ? [] : [{ ...f, multiplier }];
  });
  const lower = pole(result.value, variablesOf(cell, "zero", "free", "nonzero").length);
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
        ...elements.flatMap(({ cofactors }, k) => appended(count + k, cofactors, [], write)),
        ...cell.generators.map((_, target): ReduceStep => ({ kind: "drop", target })),
      ],
      child,
    }),
  };
}
