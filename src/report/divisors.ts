/** The divisors that decide the value at the end of a proof: their ratios, where they meet, and hence m. */
import { nullspace } from "../symbolic/algebra/matrix.js";
import * as M from "../symbolic/algebra/monomial.js";
import * as P from "../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../symbolic/algebra/polynomial.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import type { ProofNode, Weight } from "../symbolic/resolution/certificate.js";
import { kappaOf } from "../verify/certificate/cell.js";
import type { Cell } from "../verify/certificate/cell.js";
import { formula, joined, polynomial, rational } from "./formula.js";
import type { Formula, Names, Sentence } from "./formula.js";
import type { ReplayedNode } from "./replay.js";

export type NodeOf<R extends ProofNode["rule"]> = Extract<ProofNode, { rule: R }>;

/** How a monomial ideal's value comes about, in the cell's coordinates or in others. */
export function monomialLeaf(
  node: NodeOf<"monomial">,
  at: Pick<ReplayedNode, "cell" | "bounds">,
  names: Names,
  factor: Rational,
): Sentence[] {
  const [form] = node.forms;
  if (form === undefined || node.coordinates.length === 0 || at.cell.generators.length > 1) {
    return newtonPolyhedron(node, at, names, factor);
  }
  const factors = node.coordinates.map(({ polynomial, variable }, k) => ({
    polynomial,
    variable,
    exponent: node.forms.reduce((sum, own, j) => {
      const times = j === 0 ? 1 : (at.cell.powers[j - 1]?.multiplicity ?? 1);
      return sum + ("unit" in own ? 0 : times * (own.exponents[k] ?? 0));
    }, 0),
  }));
  return crossing(factors, at.cell, names, factor);
}

/** One monomial: the divisors through the point. Several: the Newton polyhedron, with a divisor that reaches λ. */
function newtonPolyhedron(
  node: NodeOf<"monomial">,
  { cell, bounds }: Pick<ReplayedNode, "cell" | "bounds">,
  names: Names,
  factor: Rational,
): Sentence[] {
  const zero = cell.roles.flatMap((role, i) => (role === "zero" ? [i] : []));
  const kappa = kappaOf(cell);
  const exponents = cell.generators.map((g) => {
    const content = P.monomialContent(g);
    return zero.map((i) => (kappa[i] ?? 0) + M.exponent(content, i));
  });
  const costs = zero.map((i) => (cell.h[i] ?? 0) + 1);
  const order = (weights: readonly number[]): number =>
    Math.min(...exponents.map((a) => a.reduce((sum, e, k) => sum + e * (weights[k] ?? 0), 0)));
  const unitVector = (k: number): number[] => zero.map((_, l) => (l === k ? 1 : 0));
  if (exponents.length === 1)
    return divisors(
      zero.map((i, k) => [i, order(unitVector(k))]),
      cell,
      names,
      factor,
    );
  const m = bounds.lower === "infinite" ? 0 : bounds.lower.multiplicity;
  const divisorOf = (ray: readonly Rational[]): Sentence => {
    const weights = wholeNumbers(ray);
    const top = zero.reduce((sum, i, k) => sum + ((cell.h[i] ?? 0) + 1) * (weights[k] ?? 0), 0);
    const shown = zero.map((i, k): Weight => [i, weights[k] ?? 0]);
    return [...divisorName(shown, names), ...ratioOf(top, order(weights), factor)];
  };
  const primal = zero.map((_, k) => Q.parse(node.primal[k] ?? "0") ?? Q.zero);
  const ends = m === 2 ? endsOfFace(exponents, costs, node.dual, primal) : null;
  if (ends !== null)
    return [
      ...ends.map(divisorOf),
      [formula("m = 2", "m = 2"), ": these two divisors meet here and have equal ratios"],
    ];
  return [
    divisorOf(primal),
    [
      formula(`m = ${m}`, `m = ${m}`),
      m === 1
        ? ": the diagonal meets the Newton polyhedron inside a facet, so no other divisor reaches this ratio"
        : `: the diagonal meets the Newton polyhedron in a face of codimension ${m}, so ${m} divisors of this ratio meet here`,
    ],
  ];
}

interface SmoothFactor {
  readonly polynomial: string;
  readonly variable: number;
  readonly exponent: number;
}

function crossing(factors: readonly SmoothFactor[], cell: Cell, names: Names, factor: Rational): Sentence[] {
  const own = new Set(factors.map((f) => f.variable));
  const kappa = kappaOf(cell);
  const zero = cell.roles.flatMap((role, i) => (role === "zero" && !own.has(i) ? [i] : []));
  const strict = factors.map((f): Sentence => {
    const ratio = rational(Q.multiply(Q.rational(1, f.exponent), factor));
    return ["divisor ", relation(names.parse(f.polynomial), names, "=", "="), ": smooth, ratio ", ratio];
  });
  const exceptional = divisors(
    zero.map((i) => [i, kappa[i] ?? 0]),
    cell,
    names,
    factor,
  );
  return [...exceptional, ...strict, ...meeting(factors, zero, cell, names)];
}

/** Of the exceptional divisor of a blow-up: "(h+1)/(2k) = 2/(2·2) = 1/2". */
export function exceptionalRatio(weights: readonly Weight[], cell: Cell, factor: Rational): Sentence {
  const dense: number[] = [];
  for (const [i, w] of weights) dense[i] = w;
  const vector = Array.from(dense, (w: number | undefined) => w ?? 0);
  const k = cell.powers.reduce(
    (sum, p) => sum + p.multiplicity * P.order(p.factor, vector),
    Math.min(...cell.generators.map((g) => P.order(g, vector))),
  );
  const top = weights.reduce((sum, [i, w]) => sum + w * ((cell.h[i] ?? 0) + 1), 0);
  return ratioFormula(top, k, factor);
}

/** "p = 0". */
export function relation(p: Polynomial, names: Names, text: string, tex: string): Formula {
  const left = polynomial(p, names);
  return formula(`${left.text} ${text} 0`, `${left.tex} ${tex} 0`);
}

/** "x: 2, y: 1". */
export function weighted(weights: readonly Weight[], names: Names): Formula {
  return joined(
    weights
      .filter(([, w]) => w !== 0)
      .map(([i, w]) => formula(`${names.of(i).text}: ${w}`, `${names.of(i).tex}\\colon ${w}`)),
  );
}

function divisorName(weights: readonly Weight[], names: Names): Sentence {
  const own = weights.filter(([, w]) => w !== 0);
  const [first] = own;
  if (first === undefined || own.length > 1) return ["divisor of the weights ", weighted(own, names)];
  const x = names.of(first[0]);
  return ["divisor ", formula(`${x.text} = 0`, `${x.tex} = 0`)];
}

/**
 * The ends of the optimal face of min costs·w, a·w ≥ 1, w ≥ 0, where it is a segment with the given inner point: the two
 * divisors that reach λ. null where the face is none.
 */
function endsOfFace(
  exponents: readonly (readonly number[])[],
  costs: readonly number[],
  dual: readonly string[],
  inner: readonly Rational[],
): Rational[][] | null {
  const rows = exponents.map((a) => a.map((e) => Q.rational(e)));
  const values = rows.map((_, j) => Q.parse(dual[j] ?? "0") ?? Q.zero);
  const dot = (a: readonly Rational[], b: readonly Rational[]): Rational =>
    a.reduce((sum, c, i) => Q.add(sum, Q.multiply(c, b[i] ?? Q.zero)), Q.zero);
  const tight = rows.filter((_, j) => Q.sign(values[j] ?? Q.zero) > 0);
  const unit = (i: number): Rational[] => costs.map((_, k) => (k === i ? Q.one : Q.zero));
  const fixed = costs.flatMap((c, i) => {
    const used = dot(
      rows.map((row) => row[i] ?? Q.zero),
      values,
    );
    return Q.compare(used, Q.rational(c)) < 0 ? [unit(i)] : [];
  });
  const [direction, another] = nullspace([...tight, ...fixed], costs.length);
  if (direction === undefined || another !== undefined) return null;
  // Slacks at the inner point, and how fast they change along the face.
  const slacks = [
    ...rows.map((row) => ({ row, atLeast: Q.one })),
    ...costs.map((_, i) => ({ row: unit(i), atLeast: Q.zero })),
  ];
  const reach = (towards: readonly Rational[]): Rational | null =>
    slacks.reduce<Rational | null>((least, { row, atLeast }) => {
      const speed = dot(row, towards);
      if (Q.sign(speed) >= 0) return least;
      const distance = Q.divide(Q.subtract(dot(row, inner), atLeast), Q.negate(speed));
      return least === null ? distance : Q.min(least, distance);
    }, null);
  const ends = [direction, direction.map(Q.negate)].map((towards) => {
    const distance = reach(towards);
    return distance === null ? null : inner.map((w, i) => Q.add(w, Q.multiply(distance, towards[i] ?? Q.zero)));
  });
  return ends.every((end) => end !== null) ? ends : null;
}

/** The ray through nonnegative rational numbers, in coprime integers. */
function wholeNumbers(values: readonly Rational[]): number[] {
  const den = values.reduce((d, v) => (d / Q.gcd(d, v.den)) * v.den, 1n);
  const nums = values.map((v) => (v.num * den) / v.den);
  const common = nums.reduce(Q.gcd, 0n);
  return nums.map((n) => Number(common === 0n ? n : n / common));
}

/** The exceptional divisors and the smooth factors that reach the least ratio, where several do. */
function meeting(factors: readonly SmoothFactor[], zero: readonly number[], cell: Cell, names: Names): Sentence[] {
  const kappa = kappaOf(cell);
  const along = zero.flatMap((i) => {
    const k = kappa[i] ?? 0;
    return k === 0
      ? []
      : [{ ratio: Q.rational((cell.h[i] ?? 0) + 1, k), shown: relation(P.variable(i), names, "=", "=") }];
  });
  const strict = factors.map((f) => ({
    ratio: Q.rational(1, f.exponent),
    shown: relation(names.parse(f.polynomial), names, "=", "="),
  }));
  const all = [...along, ...strict];
  const least = all.reduce<Rational | null>((a, { ratio }) => (a === null ? ratio : Q.min(a, ratio)), null);
  const reaching = all.filter(({ ratio }) => least !== null && Q.equals(ratio, least));
  if (reaching.length < 2 || !reaching.some((r) => strict.includes(r))) return [];
  const count = `m = ${reaching.length}`;
  return [[formula(count, count), ": ", joined(reaching.map((r) => r.shown)), " meet here and have equal ratios"]];
}

function divisors(
  orders: readonly (readonly [variable: number, order: number])[],
  cell: Cell,
  names: Names,
  factor: Rational,
): Sentence[] {
  const found = orders.flatMap(([i, k]) => {
    if (k === 0) return [];
    const h = cell.h[i] ?? 0;
    return [{ x: names.of(i), h, k, ratio: Q.multiply(Q.rational(h + 1, k), factor) }];
  });
  const lines = found.map(({ x, h, k }): Sentence => {
    const divisor = formula(`${x.text} = 0`, `${x.tex} = 0`);
    return ["divisor ", divisor, ...ratioOf(h + 1, k, factor)];
  });
  const least = found.reduce<Rational | null>((a, { ratio }) => (a === null ? ratio : Q.min(a, ratio)), null);
  const reaching = found.filter(({ ratio }) => least !== null && Q.equals(ratio, least)).map(({ x }) => x);
  if (reaching.length < 2) return lines;
  const meet = joined(reaching);
  return [...lines, [formula(`${meet.text} = 0`, `${meet.tex} = 0`), ` meet here: m = ${reaching.length}`]];
}

/** ": (h+1)/(2k) = 5/(2·5) = 1/2". */
function ratioOf(top: number, k: number, factor: Rational): Sentence {
  return [": ", ...ratioFormula(top, k, factor)];
}

function ratioFormula(top: number, k: number, factor: Rational): Sentence {
  const value = rational(Q.multiply(Q.rational(top, k), factor));
  const [text, tex] = factor.den === 1n ? [`${k}`, `${k}`] : [`(2·${k})`, `2 \\cdot ${k}`];
  return [
    factor.den === 1n ? "(h+1)/k = " : "(h+1)/(2k) = ",
    `${top}/${text}` === value.text
      ? value
      : formula(`${top}/${text} = ${value.text}`, `\\frac{${top}}{${tex}} = ${value.tex}`),
  ];
}
