/** One sentence for each step of a proof, the name of each of its branches, and the cell that it is about. */
import * as M from "../symbolic/algebra/monomial.js";
import * as P from "../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../symbolic/algebra/polynomial.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import type { ProofNode, StatedConstant, Weight } from "../symbolic/resolution/certificate.js";
import type { Cell, Role } from "../verify/certificate/cell.js";
import { formula, ideal, joined, monomial, polynomial, rational } from "./formula.js";
import type { Formula, Names, Sentence } from "./formula.js";
import type { ReplayedNode } from "./replay.js";
import { rootFormula } from "./root.js";

/** "J = x^2·⟨…⟩, Jacobian x, at x = 0, y any, y - 1 ≠ 0". */
export function cellSentence(cell: Cell, names: Names): Sentence {
  const h = monomial(M.fromExponents(cell.h), names);
  const parts: (string | Formula)[] = [jacobianFree(cell, names)];
  if (h.text !== "1") parts.push(", Jacobian ", h);
  const zero = withRole(cell, "zero", names);
  const free = withRole(cell, "free", names);
  const nonzero = withRole(cell, "nonzero", names);
  if (zero !== null) parts.push(", at ", formula(`${zero.text} = 0`, `${zero.tex} = 0`));
  if (free !== null) parts.push(", ", free, " any");
  if (nonzero !== null) parts.push(", ", formula(`${nonzero.text} ≠ 0`, `${nonzero.tex} \\ne 0`));
  for (const p of cell.nonzero) parts.push(", ", relation(p, names, "≠", "\\ne"));
  for (const p of cell.equations) parts.push(", ", relation(p, names, "=", "="));
  return parts;
}

/** "J = x^2·⟨…⟩". */
function jacobianFree(cell: Cell, names: Names): Formula {
  const kappa = monomial(M.fromExponents(cell.kappa), names);
  const j = ideal(cell.generators, names);
  return kappa.text === "1"
    ? formula(`J = ${j.text}`, `J = ${j.tex}`)
    : formula(`J = ${kappa.text}·${j.text}`, `J = ${kappa.tex}\\,${j.tex}`);
}

function withRole(cell: Cell, role: Role, names: Names): Formula | null {
  const found = cell.roles.flatMap((r, i) => (r === role ? [names.of(i)] : []));
  return found.length === 0 ? null : joined(found);
}

function relation(p: Polynomial, names: Names, text: string, tex: string): Formula {
  const left = polynomial(p, names);
  return formula(`${left.text} ${text} 0`, `${left.tex} ${tex} 0`);
}

/** What the step does to reach the cell `next` (of its only child); `factor` turns λ of the ideal into that of K. */
export function describeStep(
  { node, cell, bounds }: ReplayedNode,
  next: Cell | null,
  names: Names,
  factor: Rational,
): Sentence[] {
  const name = (i: number): Formula => names.of(i);
  switch (node.rule) {
    case "reduce":
      return [["reduce the generators", ...(next === null ? [] : [": ", jacobianFree(next, names)])]];
    case "extract":
      return [["pull out the common monomial ", inNames(node.monomial, names)]];
    case "shear":
      return [changeOfCoordinates(node, names)];
    case "replace":
      return [["a generator becomes the coordinate ", name(node.variable)]];
    case "parts": {
      const parts = partition(
        node.parts.map((p) => p.variables),
        names,
      );
      return node.how === "sum"
        ? [["ideals in disjoint variables ", parts, ": λ adds, and m − 1 adds"]]
        : [["a product in disjoint variables ", parts, ": the least λ"]];
    }
    case "power":
      return [[`a power: λ is divided by ${node.exponent}`]];
    case "slice":
      return [
        [
          "homogeneous for the weights ",
          weighted(node.weights, names),
          ": set ",
          name(node.variable),
          node.children.length === 1 ? " = 1" : " = 1 and −1",
        ],
      ];
    case "contract":
      return [
        ["homogeneous for the weights ", weighted(node.weights, names), ": the least value is where these vanish"],
      ];
    case "split":
      return [["two cases for ", inNames(node.polynomial, names)]];
    case "factor":
      return factored(node.factors.length);
    case "squares-vanish":
      return [["the equation is a sum of squares: each of them vanishes"]];
    case "roots":
      return [
        [
          `the equation has ${node.roots.length === 0 ? "no real root" : count(node.roots.length, "real root")} in `,
          name(node.variable),
        ],
      ];
    case "blow-up": {
      const centre = joined(node.weights.map(([i]) => name(i)));
      const weights = node.weights.map(([, w]) => w);
      const even = weights.every((w) => w === 1) ? "" : ` with weights ${weights.join(", ")}`;
      return [["blow up ", formula(`${centre.text} = 0`, `${centre.tex} = 0`), even]];
    }
    case "rename":
      return [];
    case "combine":
      return [[node.children.length === 0 ? "left open" : "bounds from several sides"]];
    case "ideal":
      return [[node.side === "lower" ? "a smaller ideal: a lower bound" : "a larger ideal: an upper bound"]];
    case "forget":
      return [["without the equations: a lower bound"]];
    case "empty":
      return [["no real point: nothing to add"]];
    case "monomial":
      return monomialLeaf(node, { cell, bounds }, names, factor);
    case "crossing":
      return crossingLeaf(node, cell, names, factor);
    case "valuation":
      return [["the divisor of the weights ", weighted(node.weights, names), " bounds λ from above"]];
    case "derivative":
      return [[`a generator of order at most ${node.order} in `, name(node.variable), " bounds λ from below"]];
    case "initial":
      return [["the linear program of initial forms bounds λ from below"]];
    case "hoelder":
      return [["without the monomial factor: a lower bound by Hölder's inequality"]];
  }
}

/** The names of the branches, in the order of the children. */
export function branchNames({ node, cell }: ReplayedNode, names: Names): Sentence[] {
  switch (node.rule) {
    case "blow-up":
      return charts(node.weights, cell, names);
    case "roots":
      return node.roots.map((root): Sentence => ["centre ", centre(node.variable, root, names)]);
    case "split":
      return [
        [relation(names.parse(node.polynomial), names, "=", "=")],
        [relation(names.parse(node.polynomial), names, "≠", "\\ne")],
      ];
    case "factor":
      return node.factors.map(([p]): Sentence => [relation(names.parse(p), names, "=", "=")]);
    case "slice":
      return node.children.map((_, k): Sentence => [
        names.of(node.variable),
        formula(k === 0 ? " = 1" : " = −1", k === 0 ? "= 1" : "= -1"),
      ]);
    case "parts":
      return node.parts.map(({ variables }): Sentence => [
        node.how === "sum" ? "part " : "factor in ",
        joined(variables.map((i) => names.of(i))),
      ]);
    default:
      return [];
  }
}

/** The charts of a blow-up: for each centre variable the positive one and, where the signs differ, the negative one. */
function charts(weights: readonly Weight[], cell: Cell, names: Names): Sentence[] {
  return weights.flatMap(([i, w]) => {
    const y = names.of(i);
    const others = weights
      .filter(([j]) => j !== i)
      .map(([j, v]): Formula => {
        const x = names.of(j);
        const power = v === 1 ? y : formula(`${y.text}^${v}`, `${y.tex}^{${v}}`);
        return formula(`${x.text} → ${x.text}*${power.text}`, `${x.tex} \\to ${x.tex} ${power.tex}`);
      });
    const self = (sign: string): Formula[] =>
      w === 1 && sign === ""
        ? []
        : [formula(`${y.text} → ${sign}${y.text}^${w}`, `${y.tex} \\to ${sign}${y.tex}^{${w}}`)];
    const chart = (sign: string): Sentence => ["chart ", y, ": ", joined([...self(sign), ...others])];
    return w % 2 === 0 && !cell.generators.every((g) => hasParity(g, i)) ? [chart(""), chart("-")] : [chart("")];
  });
}

function hasParity(p: Polynomial, index: number): boolean {
  return new Set(p.monomials.map((m) => M.exponent(m, index) % 2)).size <= 1;
}

function centre(variable: number, root: string | StatedConstant, names: Names): Formula {
  const x = names.of(variable);
  if (typeof root === "string") {
    const value = rational(Q.parse(root) ?? Q.zero);
    return formula(`${x.text} = ${value.text}`, `${x.tex} = ${value.tex}`);
  }
  // The new constant has the highest number in its minimal polynomial.
  const minimal = names.parse(root.minimal);
  const index = P.variablesOf(minimal).at(-1) ?? 0;
  const alpha = names.of(index);
  const value = rootFormula(
    { index, minimal, lower: Q.parse(root.lower) ?? Q.zero, upper: Q.parse(root.upper) ?? Q.zero },
    names,
  );
  return formula(`${x.text} = ${alpha.text} = ${value.text}`, `${x.tex} = ${alpha.tex} = ${value.tex}`);
}

/** One monomial: the divisors through the point. Several: the Newton polyhedron, with a divisor that reaches λ. */
function monomialLeaf(
  node: NodeOf<"monomial">,
  { cell, bounds }: Pick<ReplayedNode, "cell" | "bounds">,
  names: Names,
  factor: Rational,
): Sentence[] {
  const zero = cell.roles.flatMap((role, i) => (role === "zero" ? [i] : []));
  const exponents = cell.generators.map((g) => {
    const content = P.monomialContent(g);
    return zero.map((i) => (cell.kappa[i] ?? 0) + M.exponent(content, i));
  });
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
  const weights = wholeNumbers(zero.map((_, k) => Q.parse(node.primal[k] ?? "0") ?? Q.zero));
  const top = zero.reduce((sum, i, k) => sum + ((cell.h[i] ?? 0) + 1) * (weights[k] ?? 0), 0);
  const shown = weighted(
    zero.map((i, k): Weight => [i, weights[k] ?? 0]),
    names,
  );
  const m = bounds.lower === "infinite" ? 0 : bounds.lower.multiplicity;
  return [
    ["divisor with the weights ", shown, ...ratioOf(top, order(weights), factor)],
    ["the diagonal meets the Newton polyhedron in a face of codimension ", formula(`m = ${m}`, `m = ${m}`)],
  ];
}

/** The ray through nonnegative rational numbers, in coprime integers. */
function wholeNumbers(values: readonly Rational[]): number[] {
  const den = values.reduce((d, v) => (d / Q.gcd(d, v.den)) * v.den, 1n);
  const nums = values.map((v) => (v.num * den) / v.den);
  const common = nums.reduce(Q.gcd, 0n);
  return nums.map((n) => Number(common === 0n ? n : n / common));
}

function crossingLeaf(node: NodeOf<"crossing">, cell: Cell, names: Names, factor: Rational): Sentence[] {
  const own = new Set(node.factors.map((f) => f.variable));
  const zero = cell.roles.flatMap((role, i) => (role === "zero" && !own.has(i) ? [i] : []));
  const strict = node.factors.map((f): Sentence => {
    const ratio = rational(Q.multiply(Q.rational(1, f.exponent), factor));
    return ["divisor ", relation(names.parse(f.polynomial), names, "=", "="), ": smooth, ratio ", ratio];
  });
  return [
    ...divisors(
      zero.map((i) => [i, cell.kappa[i] ?? 0]),
      cell,
      names,
      factor,
    ),
    ...strict,
  ];
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
  const value = rational(Q.multiply(Q.rational(top, k), factor));
  const [text, tex] = factor.den === 1n ? [`${k}`, `${k}`] : [`(2·${k})`, `2 \\cdot ${k}`];
  return [
    factor.den === 1n ? ": (h+1)/k = " : ": (h+1)/(2k) = ",
    formula(`${top}/${text} = ${value.text}`, `\\frac{${top}}{${tex}} = ${value.tex}`),
  ];
}

type NodeOf<R extends ProofNode["rule"]> = Extract<ProofNode, { rule: R }>;

function inNames(text: string, names: Names): Formula {
  return polynomial(names.parse(text), names);
}

function changeOfCoordinates(node: NodeOf<"shear">, names: Names): Sentence {
  const replaced = joined(node.variables.map((i) => names.of(i)));
  if (node.equation !== undefined) return ["the equation becomes the coordinate ", replaced];
  if (node.over !== "1") return ["rescale ", replaced, " by the unit ", inNames(node.over, names)];
  const [x = 0] = node.variables;
  const p = P.add(P.multiply(names.parse(node.by), P.variable(x)), names.parse(node.offset));
  return ["take ", polynomial(p, names), " in place of ", replaced];
}

/** An equation with so many factors beside units. */
function factored(cases: number): Sentence[] {
  if (cases === 0) return [["no real point: nothing to add"]];
  return [[cases === 1 ? "divide the equation by units" : "the equation factors: one case each"]];
}

function partition(parts: readonly (readonly number[])[], names: Names): Formula {
  return joined(
    parts.map((part) => joined(part.map((i) => names.of(i)))),
    formula(" | ", " \\mid "),
  );
}

function weighted(weights: readonly Weight[], names: Names): Formula {
  return joined(
    weights
      .filter(([, w]) => w !== 0)
      .map(([i, w]) => formula(`${names.of(i).text}: ${w}`, `${names.of(i).tex}\\colon ${w}`)),
  );
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
